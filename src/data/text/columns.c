#include "config.h"

#include "rnntop/data/text/columns.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/utf8.h"

void columns_drop_names(struct columns *columns)
{
    for (size_t i = 0; columns->name && i < columns->count; i++)
        free(columns->name[i]);
    free(columns->name);
    columns->name = NULL;
}

void columns_free(struct columns *columns)
{
    columns_drop_names(columns);
    column_values_close(&columns->labels);
    free(columns->sum);
    memset(columns, 0, sizeof *columns);
}

/* ---- records ---- */

/* Was the label in hand another row's as well? Else what it was parted from was no text. */
static bool is_known(const struct columns *columns, const struct record *record)
{
    return !columns->known ||
           column_values_times(columns->known, record->field[columns->label]) > 1;
}

/* The wide column takes what is too many. */
static enum columns_fit widen(const struct columns *columns, struct table *table,
                              struct record *record)
{
    const size_t wide = columns->wide, more = record->fields - columns->count;
    struct field joined;
    if (wide == COLUMNS_NONE || record->more)
        return FIT_NOT;
    if (!table_join(table, record, wide, more + 1, &joined))
        return FIT_NO_MEMORY;
    record->field[wide] = joined;
    memmove(&record->field[wide + 1], &record->field[wide + 1 + more],
            (columns->count - wide - 1) * sizeof *record->field);
    record->fields = columns->count;
    return is_known(columns, record) ? FIT_WIDE : FIT_NOT;
}

/* Does the record go far enough for a label and for some text? */
static bool reaches(const struct columns *columns, const struct record *record)
{
    bool text = false;
    if (!columns->known)
        return record->fields > 0;
    for (size_t i = 0; i < columns->texts; i++)
        text = text || columns->text[i] < record->fields;
    return text && columns->label < record->fields;
}

enum columns_fit columns_fit(const struct columns *columns, struct table *table,
                             struct record *record)
{
    while (record->fields > columns->count && !record->more &&
           field_trimmed(record->field[record->fields - 1]).length == 0)
        record->fields--;
    if (record->fields == columns->count && !record->more)
        return FIT_EXACT;
    if (record->fields >= columns->count)
        return widen(columns, table, record);
    if (!reaches(columns, record))
        return FIT_NOT;
    while (record->fields < columns->count)
        record->field[record->fields++] = (struct field){"", 0};
    return FIT_SHORT;
}

/* ---- names ---- */

enum rt_status columns_take_names(struct columns *columns, const struct record *record,
                                  struct rt_error *error)
{
    columns->name = calloc(columns->count, sizeof *columns->name);
    for (size_t i = 0; columns->name && i < columns->count; i++) {
        struct field name = {"", 0};
        if (i < record->fields)
            name = field_trimmed(record->field[i]);
        columns->name[i] = strndup(name.at, name.length);
        if (!columns->name[i])
            break;
        if (i + 1 == columns->count)
            return RT_OK;
    }
    return rt_fail(error, ERR_TEXT_NO_MEMORY);
}

/* The column so named, or count. */
static size_t find_name(const struct columns *columns, const char *name, size_t length)
{
    for (size_t i = 0; i < columns->count; i++) {
        if (strlen(columns->name[i]) == length && memcmp(columns->name[i], name, length) == 0)
            return i;
    }
    return columns->count;
}

/* There is no column of that name: says which there are. */
static enum rt_status refuse_name(const struct columns *columns, const char *option,
                                  const char *wanted, struct rt_error *error)
{
    char names[200] = "";
    for (size_t i = 0, used = 0; i < columns->count; i++) {
        size_t length = strlen(columns->name[i]);
        if (used + length + 3 > sizeof names)
            break;
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "",
                                 columns->name[i]);
    }
    return rt_fail(error, ERR_COLUMN_NAME, option, wanted, names);
}

/* A column that a person named; *by_name where the first record must be names for it. */
static enum rt_status resolve(const struct columns *columns, const char *wanted, const char *option,
                              size_t *column, bool *by_name, struct rt_error *error)
{
    size_t length = strlen(wanted);
    bool number = length > 0 && length < 6 && strspn(wanted, "0123456789") >= length;
    if (number) /* whatever a column may be called */
        *column = (size_t)strtoul(wanted, NULL, 10) - 1;
    if (number && *column < columns->count)
        return RT_OK;
    *column = find_name(columns, wanted, length);
    *by_name = *by_name || *column < columns->count;
    if (*column < columns->count)
        return RT_OK;
    return number ? rt_fail(error, ERR_COLUMN_NUMBER, option, wanted, columns->count)
                  : refuse_name(columns, option, wanted, error);
}

enum rt_status columns_take_asked(struct columns *columns, const struct text_spec *spec,
                                  bool *by_name, struct rt_error *error)
{
    enum rt_status status = RT_OK;
    columns->label = columns->count;
    if (spec->label_column[0])
        status =
            resolve(columns, spec->label_column, "label-column", &columns->label, by_name, error);
    for (const char *at = spec->text_column; status == RT_OK && *at;) {
        char wanted[sizeof spec->text_column];
        size_t length = strcspn(at, ",");
        memcpy(wanted, at, length);
        wanted[length] = '\0';
        if (columns->texts == COLUMNS_TEXT_MAX)
            return rt_fail(error, ERR_COLUMNS_TOO_MANY, COLUMNS_TEXT_MAX);
        status =
            resolve(columns, wanted, "text-column", &columns->text[columns->texts], by_name, error);
        if (status == RT_OK && columns->text[columns->texts++] == columns->label)
            return rt_fail(error, ERR_COLUMNS_SAME);
        at += length + (at[length] == ',');
    }
    return status;
}

enum rt_status columns_match(struct table *table, const struct columns *train,
                             struct columns *columns, struct rt_error *error)
{
    struct record *record = calloc(1, sizeof *record);
    bool there = false, named = train->name != NULL;
    memset(columns, 0, sizeof *columns);
    columns->count = train->count;
    columns->header = train->header;
    columns->label = train->label;
    columns->texts = train->texts;
    columns->wide = train->wide;
    columns->by_name = train->by_name;
    columns->known = &train->labels;
    memcpy(columns->text, train->text, sizeof columns->text);
    enum rt_status status =
        record ? table_names(table, record, &there, error) : rt_fail(error, ERR_TEXT_NO_MEMORY);
    if (status == RT_OK && !there)
        status = rt_fail(error, ERR_TEST_NO_ROWS);
    if (status == RT_OK && named) {
        columns->count = record->fields;
        status = columns_take_names(columns, record, error);
    }
    for (size_t i = 0; status == RT_OK && named && i <= train->texts; i++) {
        size_t *column = i < train->texts ? &columns->text[i] : &columns->label;
        const char *name = train->name[*column];
        *column = find_name(columns, name, strlen(name));
        if (*column == columns->count)
            status = rt_fail(error, ERR_TEST_NO_COLUMN, name);
    }
    if (status == RT_OK && named && train->wide != COLUMNS_NONE) {
        const char *name = train->name[train->wide];
        columns->wide = find_name(columns, name, strlen(name));
        if (columns->wide == columns->count)
            columns->wide = COLUMNS_NONE;
    }
    free(record);
    return status;
}

/* ---- facts ---- */

static enum column_use use_of(const struct columns *columns, size_t i)
{
    for (size_t text = 0; text < columns->texts; text++) {
        if (columns->text[text] == i)
            return COLUMN_TEXT;
    }
    return i == columns->label ? COLUMN_LABEL : COLUMN_UNUSED;
}

static void tell_column(const struct columns *columns, size_t i, struct reading_column *column)
{
    *column = (struct reading_column){.number = (uint32_t)i + 1, .use = COLUMN_UNUSED};
    if (columns->name)
        utf8_sanitize(columns->name[i], strlen(columns->name[i]), false, column->name,
                      sizeof column->name);
    if (columns->sum) {
        column->values = (uint32_t)columns->sum[i].values;
        column->bytes = (uint32_t)columns->sum[i].bytes;
        column->may_label = columns->sum[i].may_label;
    }
    column->use = use_of(columns, i);
}

void columns_tell(const struct columns *columns, struct text_reading *reading)
{
    reading->header = columns->header;
    reading->columns = (uint32_t)columns->count;
    reading->label_column = columns->label < columns->count ? (uint32_t)columns->label + 1 : 0;
    reading->label_by_name = columns->by_name;
    reading->column_count = 0;
    /* Room is kept for those that are used: they may stand far behind. */
    size_t used = columns->texts + (reading->label_column > 0);
    for (size_t i = 0; i < columns->count && reading->column_count < READING_COLUMNS; i++) {
        bool is_used = use_of(columns, i) != COLUMN_UNUSED;
        if (!is_used && reading->column_count + used >= READING_COLUMNS)
            continue;
        used -= is_used && used > 0;
        tell_column(columns, i, &reading->column[reading->column_count++]);
    }
}
