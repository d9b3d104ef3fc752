/*
 * Delimited text: fields by a separator, records by line ends. With quoting, as RFC 4180 has it, a
 * field that begins with a quote goes to the closing one, whatever is in it, and two quotes in it
 * are one; as Python's csv module does, what follows a closing quote is added to its field. With a
 * backslash, as Spark and MySQL write it, the character behind one is only a character.
 */
#include "config.h"

#include <string.h>

#include "rnntop/data/text/table_parts.h"

/* Excel's first line, "sep=;": how it divides what follows. */
static bool open_delimited(struct table *table)
{
    const char *text = table->text;
    size_t end = strcspn(text, "\n");
    table->separator_line = strncmp(text, "sep=", 4) == 0 && end > 4 &&
                            end - 4 < READING_SEPARATOR_SIZE && end < table->length;
    if (!table->separator_line)
        return true;
    table->dialect.length = end - 4;
    memcpy(table->dialect.separator, text + 4, end - 4);
    table->dialect.separator[end - 4] = '\0';
    table->begin = end + 1;
    table->begin_line = 1;
    return true;
}

static void put_field(struct record *record, const char *at, size_t length)
{
    if (record->fields < DATA_COLUMNS_MAX)
        record->field[record->fields++] = (struct field){at, length};
    else
        record->more = true;
}

static bool is_separator(const struct table *table, size_t at)
{
    const struct dialect *dialect = &table->dialect;
    return table->text[at] == dialect->separator[0] &&
           (dialect->length == 1 ||
            (dialect->length <= table->length - at &&
             memcmp(table->text + at, dialect->separator, dialect->length) == 0));
}

/* The end of a field without quotes. */
static size_t plain_end(const struct table *table, size_t at)
{
    const char *text = table->text;
    while (at < table->length && text[at] != '\n' && !is_separator(table, at)) {
        bool escapes = table->dialect.backslash && text[at] == '\\' && at + 1 < table->length;
        at += escapes ? 2 : 1;
    }
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

/* Is the quote at `at` behind an odd number of backslashes of the field that begins at `begin`? */
static bool escaped(const char *text, size_t begin, size_t at)
{
    size_t slashes = 0;
    while (at - slashes > begin && text[at - slashes - 1] == '\\')
        slashes++;
    return slashes % 2 == 1;
}

/* Where the quote is that closes the one before `begin`, or the text's end; counts lines. *changed:
 * what stands between them is not what is meant. */
static size_t closing_quote(struct table *table, size_t begin, bool *changed)
{
    const char *text = table->text;
    size_t at = begin, close = table->length;
    while (at < table->length) {
        const char *quote = memchr(text + at, '"', table->length - at);
        if (!quote)
            break;
        at = (size_t)(quote - text);
        if (table->dialect.backslash && escaped(text, begin, at)) {
            at++;
            continue;
        }
        if (text[at + 1] != '"') {
            close = at;
            break;
        }
        *changed = true;
        at += 2;
    }
    if (table->dialect.backslash && memchr(text + begin, '\\', close - begin))
        *changed = true;
    table->line += count_lines(text + begin, close - begin);
    return close;
}

/* text[begin .. end) without the marks that only say what a character is. Returns its length. */
static size_t unescape(const struct table *table, size_t begin, size_t end, bool quoted, char *to)
{
    const char *text = table->text;
    size_t used = 0;
    for (size_t i = begin; i < end; i++) {
        bool slash = table->dialect.backslash && text[i] == '\\' && i + 1 < end;
        bool twice = quoted && text[i] == '"' && i + 1 < end && text[i + 1] == '"';
        bool mark = slash && (text[i + 1] == '"' || text[i + 1] == '\\' ||
                              is_separator(table, i + 1) || text[i + 1] == '\n');
        i += mark || twice;
        to[used++] = text[i];
    }
    return used;
}

/* Takes the quoted field at `at`, which is its opening quote; returns where it ends. */
static enum rt_status quoted_field(struct table *table, struct record *record, size_t *at,
                                   struct rt_error *error)
{
    const char *text = table->text;
    bool changed = false;
    size_t begin = *at + 1, close = closing_quote(table, begin, &changed);
    if (close == table->length) {
        record->unclosed = true;
        put_field(record, text + begin, close - begin);
        *at = close;
        return RT_OK;
    }
    size_t end = plain_end(table, close + 1);
    *at = end;
    record->stray = record->stray || end > close + 1;
    record->quoted += end == close + 1;
    if (!changed && end == close + 1) {
        put_field(record, text + begin, close - begin);
        return RT_OK;
    }
    char *whole = table_scratch(table, end - begin);
    if (!whole)
        return rt_fail(error, ERR_TEXT_NO_MEMORY);
    size_t used = unescape(table, begin, close, true, whole);
    used += unescape(table, close + 1, end, false, whole + used);
    put_field(record, whole, used);
    return RT_OK;
}

static enum rt_status plain_field(struct table *table, struct record *record, size_t *at,
                                  struct rt_error *error)
{
    size_t begin = *at, end = plain_end(table, begin);
    *at = end;
    if (!table->dialect.backslash || !memchr(table->text + begin, '\\', end - begin)) {
        put_field(record, table->text + begin, end - begin);
        return RT_OK;
    }
    table->line += count_lines(table->text + begin, end - begin);
    char *whole = table_scratch(table, end - begin);
    if (!whole)
        return rt_fail(error, ERR_TEXT_NO_MEMORY);
    put_field(record, whole, unescape(table, begin, end, false, whole));
    return RT_OK;
}

static enum rt_status next_delimited(struct table *table, struct record *record, bool *there,
                                     struct rt_error *error)
{
    size_t at = table->at;
    (void)there;
    for (;;) {
        bool quoted = table->dialect.quoting && table->text[at] == '"';
        enum rt_status status = quoted ? quoted_field(table, record, &at, error)
                                       : plain_field(table, record, &at, error);
        if (status != RT_OK)
            return status;
        if (at >= table->length || table->text[at] == '\n')
            break;
        at += table->dialect.length;
    }
    if (at < table->length) {
        table->line++;
        at++;
    }
    table->at = at;
    return RT_OK;
}

const struct table_form table_delimited = {.open = open_delimited, .next = next_delimited};
