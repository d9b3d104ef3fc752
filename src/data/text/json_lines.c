/* JSON lines: an object a line; one that is broken ends with its line. */
#include "config.h"

#include <string.h>

#include "rnntop/data/text/json_names.h"
#include "rnntop/data/text/table_json.h"

static enum rt_status next_line(struct table *table, struct record *record, bool *there,
                                struct rt_error *error)
{
    const char *text = table->text + table->at;
    const char *newline = memchr(text, '\n', table->length - table->at);
    size_t begin = table->at, end = newline ? (size_t)(newline - table->text) : table->length;
    bool memory;
    (void)there;
    table->at = end + (newline != NULL);
    table->line++;
    json_decref(table->object);
    table->object = table_json_read(table, begin, end, record, &memory);
    if (!memory)
        return rt_fail(error, ERR_TEXT_NO_MEMORY);
    if (!json_is_object(table->object)) {
        record->broken = table->object ? ERR_ROWS_NO_OBJECT : ERR_ROWS_NO_JSON;
        return RT_OK;
    }
    return table_json_fields(table, record, error);
}

static bool open_lines(struct table *table)
{
    return strchr(table->text, '{') && json_names_gather(table);
}

const struct table_form table_json_lines = {.open = open_lines, .next = next_line, .names = true};
