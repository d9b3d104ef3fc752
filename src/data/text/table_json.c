#include "config.h"

#include "rnntop/data/text/table_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/json.h"

/* ---- where values end ---- */

size_t table_json_blanks(const struct table *table, size_t at, size_t *line)
{
    while (at < table->length && strchr(" \n\t", table->text[at])) {
        if (line)
            *line += table->text[at] == '\n';
        at++;
    }
    return at;
}

/* Behind the quote that closes the text at `at`. */
static size_t end_of_text(const struct table *table, size_t at)
{
    for (at++; at < table->length && table->text[at] != '"'; at++)
        at += table->text[at] == '\\';
    return at < table->length ? at + 1 : table->length;
}

size_t table_json_end(const struct table *table, size_t at)
{
    size_t depth = 0;
    while (at < table->length) {
        switch (table->text[at]) {
        case '"':
            at = end_of_text(table, at);
            break;
        case '{':
        case '[':
            depth++;
            at++;
            break;
        case '}':
        case ']':
            if (depth == 0)
                return at;
            depth--;
            at++;
            break;
        default: /* a number or a word, or what stands inside */
            at += 1 + strcspn(table->text + at + 1, depth ? "\"{}[]" : ",\"{}[] \n\t");
            break;
        }
        if (depth == 0)
            return at < table->length ? at : table->length;
    }
    return table->length;
}

/* ---- what Python writes beside the standard ---- */

struct mending {
    const char *at, *end;
    char *to;
    bool inside; /* of a text */
    bool replaced, nul;
};

static bool word_here(const struct mending *mending, const char *word)
{
    size_t length = strlen(word);
    return (size_t)(mending->end - mending->at) >= length && memcmp(mending->at, word, length) == 0;
}

/* The number of "\uXXXX" at `at`, or -1. */
static long escape_number(const char *at, const char *end)
{
    char digits[5] = "";
    char *stop;
    if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
        return -1;
    memcpy(digits, at + 2, 4);
    if (strspn(digits, "0123456789abcdefABCDEF") != 4)
        return -1;
    return strtol(digits, &stop, 16);
}

static void mend_escape(struct mending *mending)
{
    long number = escape_number(mending->at, mending->end);
    bool high = number >= 0xD800 && number < 0xDC00, low = number >= 0xDC00 && number < 0xE000;
    long other = high ? escape_number(mending->at + 6, mending->end) : -1;
    bool pair = high && other >= 0xDC00 && other < 0xE000;
    size_t length = pair ? 12 : number >= 0 ? 6 : 2;
    if (number == 0) {
        mending->nul = true;
        memset(mending->to, ' ', length);
    } else if (low || (high && !pair)) {
        mending->replaced = true;
        memcpy(mending->to, "\\ufffd", length);
    } else {
        if (length > (size_t)(mending->end - mending->at))
            length = (size_t)(mending->end - mending->at);
        memcpy(mending->to, mending->at, length);
    }
    mending->at += length;
    mending->to += length;
}

/* Outside of texts. */
static bool mend_number(struct mending *mending)
{
    static const char *const word[] = {"NaN", "-Infinity", "Infinity"};
    for (size_t i = 0; i < sizeof word / sizeof *word; i++) {
        if (!word_here(mending, word[i]))
            continue;
        size_t length = strlen(word[i]);
        memset(mending->to, ' ', length);
        memcpy(mending->to, "\"\"", 2);
        mending->at += length;
        mending->to += length;
        return true;
    }
    return false;
}

/* out has room for as many bytes; nothing becomes longer. */
static size_t mend(const char *text, size_t length, char *out, struct record *record)
{
    struct mending mending = {.at = text, .end = text + length, .to = out};
    while (mending.at < mending.end) {
        if (mending.inside && *mending.at == '\\') {
            mend_escape(&mending);
            continue;
        }
        if (!mending.inside && mend_number(&mending))
            continue;
        if (*mending.at == '"')
            mending.inside = !mending.inside;
        bool control = mending.inside && (unsigned char)*mending.at < ' ';
        *mending.to++ = (char)(control ? ' ' : *mending.at);
        mending.at++;
    }
    record->replaced = record->replaced || mending.replaced;
    record->nul = record->nul || mending.nul;
    return (size_t)(mending.to - out);
}

json_t *table_json_read(struct table *table, size_t begin, size_t end, struct record *record,
                        bool *memory)
{
    const size_t flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY;
    const char *text = table->text + begin;
    size_t length = end - begin;
    json_error_t reason = {.text = ""};
    *memory = true;
    json_t *json = length <= TABLE_JSON_RECORD ? json_loadb(text, length, flags, &reason) : NULL;
    if (json || length > TABLE_JSON_RECORD)
        return json;
    size_t used = table->scratch_used;
    char *mended = table_scratch(table, length);
    if (!mended) {
        *memory = false;
        return NULL;
    }
    length = mend(text, length, mended, record);
    json = json_loadb(mended, length, flags, NULL);
    table->scratch_used = used;
    if (!json)
        memcpy(record->reason, reason.text, sizeof record->reason);
    return json;
}

/* ---- fields ---- */

/* A list of words, as whoever has split the texts already writes it. */
static struct field words_of(struct table *table, const json_t *list)
{
    size_t bytes = 0, i;
    json_t *word;
    json_array_foreach(list, i, word) bytes += json_string_length(word) + 1;
    char *text = table_scratch(table, bytes), *to = text;
    if (!text)
        return (struct field){NULL, 0};
    json_array_foreach(list, i, word)
    {
        if (!json_is_string(word))
            continue;
        memcpy(to, json_string_value(word), json_string_length(word));
        to += json_string_length(word);
        *to++ = ' ';
    }
    return (struct field){text, (size_t)(to - text)};
}

struct field table_json_field(struct table *table, const json_t *value)
{
    char number[JSON_NUMBER_SIZE];
    size_t length;
    if (json_is_string(value))
        return (struct field){json_string_value(value), json_string_length(value)};
    if (json_is_boolean(value))
        return json_is_true(value) ? (struct field){"true", 4} : (struct field){"false", 5};
    if (json_is_array(value))
        return words_of(table, value);
    if (json_is_integer(value))
        length = (size_t)snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT,
                                  json_integer_value(value));
    else if (json_is_real(value))
        length = json_double_text(json_real_value(value), number);
    else
        return (struct field){"", 0};
    char *text = table_scratch(table, length);
    if (!text)
        return (struct field){NULL, 0};
    memcpy(text, number, length);
    return (struct field){text, length};
}

enum rt_status table_json_fields(struct table *table, struct record *record, struct rt_error *error)
{
    const char *key;
    json_t *ignored;
    json_object_foreach(table->names, key, ignored)
    {
        (void)ignored;
        if (record->fields == DATA_COLUMNS_MAX) {
            record->more = true;
            break;
        }
        struct field field = table_json_field(table, json_object_get(table->object, key));
        if (!field.at)
            return rt_fail(error, ERR_TEXT_NO_MEMORY);
        record->field[record->fields++] = field;
    }
    return RT_OK;
}
