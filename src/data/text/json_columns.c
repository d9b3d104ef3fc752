/*
 * An object of columns: {"label": {"0": 1, ...}, "text": {"0": "...", ...}}, as pandas' to_json()
 * writes it, or with lists of values. Each column is read where it stands, side by side with the
 * others; nothing is turned round in memory.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "rnntop/data/text/table_json.h"

struct json_column {
    size_t begin, at; /* behind its bracket; where its next value stands */
};

struct json_columns {
    struct json_column column[DATA_COLUMNS_MAX];
    size_t count;
    bool keys; /* values have keys */
};

void json_columns_free(struct json_columns *columns)
{
    free(columns);
}

static bool keep_column(struct table *table, size_t key, size_t key_end, size_t value)
{
    struct json_columns *columns = table->columns;
    struct record record = {.reason = ""};
    bool memory, keys = table->text[value] == '{';
    if (columns->count == DATA_COLUMNS_MAX || (columns->count > 0 && keys != columns->keys))
        return false;
    table->scratch_used = 0;
    json_t *name = table_json_read(table, key, key_end, &record, &memory);
    table->no_memory = table->no_memory || !memory;
    bool kept = json_is_string(name) && !json_object_get(table->names, json_string_value(name)) &&
                json_object_set_new(table->names, json_string_value(name), json_null()) == 0;
    json_decref(name);
    columns->keys = keys;
    columns->column[columns->count++].begin = value + 1;
    return kept;
}

/* Steps over the member at *at, and keeps it where it is a column. False: this is no object of
 * columns. */
static bool take_member(struct table *table, size_t *at)
{
    size_t key = table_json_blanks(table, *at, NULL), key_end = key;
    if (table->text[key] == '"')
        key_end = table_json_end(table, key);
    size_t colon = table_json_blanks(table, key_end, NULL);
    if (key_end == key || table->text[colon] != ':')
        return false;
    size_t value = table_json_blanks(table, colon + 1, NULL);
    if (strchr("{[", table->text[value]) && table->text[value] &&
        !keep_column(table, key, key_end, value))
        return false;
    *at = table_json_blanks(table, table_json_end(table, value), NULL);
    return true;
}

static bool open_columns(struct table *table)
{
    size_t at = table_json_blanks(table, 0, NULL);
    if (table->text[at] != '{')
        return false;
    json_decref(table->names);
    free(table->columns);
    table->names = json_object();
    table->columns = calloc(1, sizeof *table->columns);
    table->no_memory = !table->names || !table->columns;
    if (table->no_memory)
        return false;
    do {
        at++;
        if (!take_member(table, &at))
            return false;
    } while (table->text[at] == ',');
    return table->columns->count >= 2;
}

static void rewind_columns(struct table *table)
{
    for (size_t i = 0; table->columns && i < table->columns->count; i++)
        table->columns->column[i].at = table->columns->column[i].begin;
}

/* The next value of a column: [*begin, *end), and its key. False at the column's end. */
static bool next_value(struct table *table, struct json_column *column, struct field *key,
                       size_t *begin, size_t *end)
{
    size_t at = table_json_blanks(table, column->at, NULL);
    *key = (struct field){"", 0};
    if (table->text[at] == ',')
        at = table_json_blanks(table, at + 1, NULL);
    if (at >= table->length || strchr("]}", table->text[at]))
        return false;
    if (table->columns->keys) {
        size_t key_end = table_json_end(table, at);
        *key = (struct field){table->text + at, key_end - at};
        at = table_json_blanks(table, key_end, NULL);
        if (table->text[at] != ':')
            return false;
        at = table_json_blanks(table, at + 1, NULL);
    }
    *begin = at;
    *end = column->at = table_json_end(table, at);
    return *end > at;
}

/* Its first column decides how many rows there are, and which keys they have. */
static enum rt_status next_row(struct table *table, struct record *record, bool *there,
                               struct rt_error *error)
{
    struct json_columns *columns = table->columns;
    struct field first = {"", 0}, key;
    size_t begin = 0, end = 0;
    bool memory = true;
    json_decref(table->object);
    table->object = json_array();
    for (size_t i = 0; i < columns->count && memory; i++) {
        bool found = next_value(table, &columns->column[i], i == 0 ? &first : &key, &begin, &end);
        if (i == 0 && !found) {
            *there = false;
            table->at = table->length;
            return RT_OK;
        }
        if (i > 0 &&
            (!found || key.length != first.length || memcmp(key.at, first.at, first.length) != 0))
            record->broken = ERR_ROWS_OTHER_KEY;
        json_t *value = found ? table_json_read(table, begin, end, record, &memory) : json_null();
        if (!value)
            record->broken = ERR_ROWS_NO_JSON;
        if (json_array_append_new(table->object, value ? value : json_null()) != 0)
            memory = false;
        record->field[i] = table_json_field(table, json_array_get(table->object, i));
        memory = memory && record->field[i].at;
    }
    if (!memory)
        return rt_fail(error, ERR_TEXT_NO_MEMORY);
    record->fields = columns->count;
    /* As far as the first column has got: enough to tell of progress, and of lines. */
    for (size_t i = table->at; i < columns->column[0].at; i++)
        table->line += table->text[i] == '\n';
    table->at = columns->column[0].at;
    return RT_OK;
}

const struct table_form table_json_columns = {
    .open = open_columns, .next = next_row, .rewind = rewind_columns, .names = true};
