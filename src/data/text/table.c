#include "config.h"

#include "rnntop/data/text/table.h"

#include <stdlib.h>
#include <string.h>

#include "rnntop/base/json.h"
#include "rnntop/data/text/table_parts.h"

/* A number may take more bytes than its file spent on it: 1e22. */
#define SCRATCH_MORE ((size_t)DATA_COLUMNS_MAX * JSON_NUMBER_SIZE + 1)

static const struct table_form *form_of(const struct table *table)
{
    switch (table->form) {
    case TEXT_FORM_JSON_LINES:
        return &table_json_lines;
    case TEXT_FORM_JSON_LIST:
        return &table_json_list;
    case TEXT_FORM_JSON_COLUMNS:
        return &table_json_columns;
    case TEXT_FORM_FASTTEXT:
        return &table_fasttext;
    case TEXT_FORM_NONE:
    case TEXT_FORM_DELIMITED:
    case TEXT_FORM_CLASS_FOLDERS:
    case TEXT_FORM_CLASS_FILES:
    case TEXT_FORM_PAIRS:
    case TEXT_FORMS:
        break;
    }
    return &table_delimited;
}

/* A record is put together at most twice, once from its quotes and once from its fields. */
char *table_scratch(struct table *table, size_t bytes)
{
    const size_t room = 2 * table->length + SCRATCH_MORE;
    if (!table->scratch)
        table->scratch = malloc(room);
    if (!table->scratch || bytes > room - table->scratch_used)
        return NULL;
    char *at = table->scratch + table->scratch_used;
    table->scratch_used += bytes;
    return at;
}

/* Steps over lines with nothing in them. */
static void skip_blank_lines(struct table *table)
{
    while (table->at < table->length) {
        size_t end = table->at;
        while (table->text[end] == ' ')
            end++;
        if (table->text[end] != '\n' && table->text[end] != '\0')
            return;
        table->line++;
        table->at = end < table->length ? end + 1 : end;
    }
}

bool table_open(struct table *table)
{
    const struct table_form *form = form_of(table);
    table->begin = table->begin_line = 0;
    bool opened = !form->open || form->open(table);
    table_rewind(table);
    return opened;
}

enum rt_status table_next(struct table *table, struct record *record, bool *there,
                          struct rt_error *error)
{
    skip_blank_lines(table);
    *there = table->at < table->length;
    if (!*there)
        return RT_OK;
    table->scratch_used = 0;
    record->line = table->line + 1;
    record->fields = record->quoted = 0;
    record->more = record->unclosed = record->stray = false;
    record->replaced = record->nul = record->many_labels = false;
    record->broken = ERR_NONE;
    record->reason[0] = '\0';
    return form_of(table)->next(table, record, there, error);
}

void table_rewind(struct table *table)
{
    table->at = table->begin;
    table->line = table->begin_line;
    if (form_of(table)->rewind)
        form_of(table)->rewind(table);
}

void table_close(struct table *table)
{
    free(table->scratch);
    json_decref(table->names);
    json_decref(table->object);
    json_columns_free(table->columns);
    memset(table, 0, sizeof *table);
}

bool table_has_names(const struct table *table)
{
    return form_of(table)->names;
}

enum rt_status table_names(struct table *table, struct record *record, bool *there,
                           struct rt_error *error)
{
    const char *key;
    json_t *ignored;
    enum rt_status status = RT_OK;
    table_rewind(table);
    if (!table_has_names(table)) {
        status = table_next(table, record, there, error);
        table_rewind(table);
        return status;
    }
    record->fields = 0;
    json_object_foreach(table->names, key, ignored)
    {
        (void)ignored;
        if (record->fields < DATA_COLUMNS_MAX)
            record->field[record->fields++] = (struct field){key, strlen(key)};
    }
    *there = record->fields > 0;
    return status;
}

/* Do they stand one after the other in the text, with nothing but separators between them? */
static bool adjoin(const struct table *table, const struct record *record, size_t first,
                   size_t count)
{
    for (size_t i = first; i + 1 < first + count; i++) {
        const struct field *one = &record->field[i];
        if (one->at + one->length + table->dialect.length != one[1].at)
            return false;
    }
    return true;
}

bool table_join(struct table *table, const struct record *record, size_t first, size_t count,
                struct field *joined)
{
    const struct field *last = &record->field[first + count - 1];
    size_t bytes = 0;
    if (adjoin(table, record, first, count)) {
        *joined = (struct field){record->field[first].at,
                                 (size_t)(last->at + last->length - record->field[first].at)};
        return true;
    }
    for (size_t i = first; i < first + count; i++)
        bytes += record->field[i].length + table->dialect.length;
    char *at = table_scratch(table, bytes);
    if (!at)
        return false;
    *joined = (struct field){at, bytes - table->dialect.length};
    for (size_t i = first; i < first + count; i++) {
        if (record->field[i].length > 0)
            memcpy(at, record->field[i].at, record->field[i].length);
        at += record->field[i].length;
        memcpy(at, table->dialect.separator, table->dialect.length);
        at += table->dialect.length;
    }
    return true;
}
