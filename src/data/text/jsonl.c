/*
 * JSON lines: an object a line. Its columns are the keys of the first one; what stands behind them
 * may be a text, a number or a truth.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "rnntop/base/json.h"
#include "rnntop/data/text/table.h"

/* A string with a blank for each U+0000, which no text is meant to hold; at is NULL without memory.
 */
static struct field string_text(struct table *table, struct record *record, const json_t *value)
{
    struct field field = {json_string_value(value), json_string_length(value)};
    if (!memchr(field.at, '\0', field.length))
        return field;
    char *text = table_scratch(table, field.length);
    for (size_t i = 0; text && i < field.length; i++)
        text[i] = field.at[i] == '\0' ? ' ' : field.at[i];
    record->nul = true;
    return (struct field){text, field.length};
}

/* A value as text: empty where it is null, a list or an object; at is NULL without memory. */
static struct field value_text(struct table *table, struct record *record, const json_t *value)
{
    char number[JSON_NUMBER_SIZE];
    size_t length;
    if (json_is_string(value))
        return string_text(table, record, value);
    if (json_is_boolean(value))
        return json_is_true(value) ? (struct field){"true", 4} : (struct field){"false", 5};
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

enum rt_status jsonl_next(struct table *table, struct record *record, struct rt_error *error)
{
    const char *text = table->text + table->at;
    const char *newline = memchr(text, '\n', table->length - table->at);
    size_t length = newline ? (size_t)(newline - text) : table->length - table->at;
    json_error_t reason;
    table->at += length + (newline != NULL);
    table->line++;
    json_decref(table->object);
    table->object = json_loadb(text, length, TABLE_JSON_FLAGS, &reason);
    if (!json_is_object(table->object)) {
        record->broken = table->object ? ERR_ROWS_NO_OBJECT : ERR_ROWS_NO_JSON;
        if (!table->object)
            memcpy(record->reason, reason.text, sizeof record->reason);
        return RT_OK;
    }
    if (!table->names)
        table->names = json_incref(table->object);
    const char *key;
    json_t *ignored;
    json_object_foreach(table->names, key, ignored)
    {
        (void)ignored;
        if (record->fields == DATA_COLUMNS_MAX) {
            record->more = true;
            break;
        }
        record->field[record->fields] =
            value_text(table, record, json_object_get(table->object, key));
        if (!record->field[record->fields++].at)
            return rt_fail(error, ERR_TEXT_NO_MEMORY);
    }
    return RT_OK;
}

enum rt_status jsonl_names(struct table *table, struct record *record, struct rt_error *error)
{
    const char *key;
    json_t *ignored;
    (void)error;
    record->fields = 0;
    json_object_foreach(table->names, key, ignored)
    {
        (void)ignored;
        if (record->fields < DATA_COLUMNS_MAX)
            record->field[record->fields++] = (struct field){key, strlen(key)};
    }
    return RT_OK;
}
