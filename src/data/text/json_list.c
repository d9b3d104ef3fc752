/*
 * Objects one after the other, however they are laid out: a list, on one line or on many; a list
 * that is a member of an object, {"data": [...]}; an object of objects, {"0": {...}, ...}; or no
 * list at all.
 */
#include "config.h"

#include <string.h>

#include "rnntop/data/text/json_names.h"
#include "rnntop/data/text/table_json.h"

#define RECOVER_BYTES 4096

/* What stands behind blanks at `at`. */
static char look(const struct table *table, size_t *at)
{
    *at = table_json_blanks(table, *at, NULL);
    return table->text[*at];
}

/* Steps behind a key and its colon; false where there is none. */
static bool skip_key(const struct table *table, size_t *at)
{
    if (look(table, at) != '"')
        return false;
    *at = table_json_end(table, *at);
    if (look(table, at) != ':')
        return false;
    ++*at;
    return true;
}

/* Of an object: behind the bracket of the first member that is a list of objects, or of the object
 * itself where its members are objects. 0: neither. */
static size_t find_inside(const struct table *table, size_t object)
{
    size_t at = object + 1;
    for (bool first = true; skip_key(table, &at); first = false) {
        char value = look(table, &at);
        size_t inside = at + 1;
        if (value == '[' && look(table, &inside) == '{')
            return at + 1;
        if (value == '{' && first)
            return object + 1;
        at = table_json_end(table, at);
        if (look(table, &at) != ',')
            break;
        at++;
    }
    return 0;
}

static bool open_list(struct table *table)
{
    size_t at = 0, inside;
    char first = look(table, &at);
    if (first != '[' && first != '{')
        return false;
    inside = first == '[' ? at + 1 : find_inside(table, at);
    table->begin = inside ? inside : at;
    table->begin_line = 0;
    for (size_t i = 0; i < table->begin; i++)
        table->begin_line += table->text[i] == '\n';
    return json_names_gather(table);
}

/* To the next object, over commas and keys; false at the list's end. */
static bool find_object(struct table *table)
{
    for (;;) {
        table->at = table_json_blanks(table, table->at, &table->line);
        if (table->at >= table->length || strchr("]}", table->text[table->at]))
            return false;
        if (table->text[table->at] == ',')
            table->at++;
        else if (table->text[table->at] != '"' || !skip_key(table, &table->at))
            return true;
    }
}

/* Where to go on behind what is broken: at its line's end, since a bracket or a quote that is
 * missing may have taken the next objects in; but not line by line over what is long. */
static size_t recover(const struct table *table, size_t begin, size_t end)
{
    if (end - begin > RECOVER_BYTES)
        return end;
    const char *newline = memchr(table->text + begin, '\n', table->length - begin);
    return newline ? (size_t)(newline - table->text) : table->length;
}

static enum rt_status next_object(struct table *table, struct record *record, bool *there,
                                  struct rt_error *error)
{
    bool memory;
    *there = find_object(table);
    if (!*there) {
        table->at = table->length;
        return RT_OK;
    }
    record->line = table->line + 1;
    size_t begin = table->at, end = table_json_end(table, begin);
    json_decref(table->object);
    table->object = table_json_read(table, begin, end, record, &memory);
    if (!memory)
        return rt_fail(error, ERR_TEXT_NO_MEMORY);
    record->unclosed = !table->object && end == table->length;
    table->at = table->object ? end : recover(table, begin, end);
    for (size_t i = begin; i < table->at; i++)
        table->line += table->text[i] == '\n';
    if (!json_is_object(table->object)) {
        record->broken = table->object ? ERR_ROWS_NO_OBJECT : ERR_ROWS_NO_JSON;
        return RT_OK;
    }
    return table_json_fields(table, record, error);
}

const struct table_form table_json_list = {.open = open_list, .next = next_object, .names = true};
