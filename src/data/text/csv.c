/*
 * RFC 4180: fields by a delimiter, records by line ends; a field that begins with a quote goes to
 * the closing one, whatever is in it, and two quotes in it are one. As Python's csv module does,
 * what follows a closing quote is added to its field.
 */
#include "config.h"

#include <string.h>

#include "rnntop/data/text/table.h"

static void put_field(struct record *record, const char *at, size_t length)
{
    if (record->fields < DATA_COLUMNS_MAX)
        record->field[record->fields++] = (struct field){at, length};
    else
        record->more = true;
}

/* The end of a field without quotes. */
static size_t plain_end(const struct table *table, size_t at)
{
    const char *text = table->text;
    while (at < table->length && text[at] != table->delimiter && text[at] != '\n')
        at++;
    return at;
}

static size_t count_lines(const char *text, size_t length)
{
    size_t lines = 0;
    const char *end = text + length;
    while ((text = memchr(text, '\n', (size_t)(end - text))) != NULL) {
        lines++;
        text++;
    }
    return lines;
}

/* Where the quote is that closes the one before `at`, or the text's end; counts lines. */
static size_t closing_quote(struct table *table, size_t at, bool *doubled)
{
    const char *text = table->text;
    size_t begin = at, close = table->length;
    while (at < table->length) {
        const char *quote = memchr(text + at, '"', table->length - at);
        if (!quote)
            break;
        at = (size_t)(quote - text);
        if (text[at + 1] != '"') {
            close = at;
            break;
        }
        *doubled = true;
        at += 2;
    }
    table->line += count_lines(text + begin, close - begin);
    return close;
}

/* Takes the quoted field at `at`, which is its opening quote; returns where it ends. */
static enum rt_status quoted_field(struct table *table, struct record *record, size_t *at,
                                   struct rt_error *error)
{
    const char *text = table->text;
    bool doubled = false;
    size_t begin = *at + 1, close = closing_quote(table, begin, &doubled);
    if (close == table->length) {
        record->unclosed = true;
        put_field(record, text + begin, close - begin);
        *at = close;
        return RT_OK;
    }
    size_t end = plain_end(table, close + 1);
    *at = end;
    record->stray = record->stray || end > close + 1;
    if (!doubled && end == close + 1) {
        put_field(record, text + begin, close - begin);
        return RT_OK;
    }
    char *whole = table_scratch(table, end - begin);
    if (!whole)
        return rt_fail(error, ERR_TEXT_NO_MEMORY);
    size_t used = 0;
    for (size_t i = begin; i < close; i++) {
        whole[used++] = text[i];
        i += text[i] == '"'; /* the second of two */
    }
    memcpy(whole + used, text + close + 1, end - close - 1);
    put_field(record, whole, used + end - close - 1);
    return RT_OK;
}

enum rt_status csv_next(struct table *table, struct record *record, struct rt_error *error)
{
    size_t at = table->at;
    for (;;) {
        if (table->quoting && table->text[at] == '"') {
            enum rt_status status = quoted_field(table, record, &at, error);
            if (status != RT_OK)
                return status;
        } else {
            size_t end = plain_end(table, at);
            put_field(record, table->text + at, end - at);
            at = end;
        }
        if (at >= table->length || table->text[at] == '\n')
            break;
        at++; /* the delimiter */
    }
    if (at < table->length) {
        table->line++;
        at++;
    }
    table->at = at;
    return RT_OK;
}
