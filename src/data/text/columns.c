#include "config.h"

#include "rnntop/data/text/columns.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "rnntop/base/utf8.h"
#include "rnntop/data/text/word_table.h"

#define LABEL_BYTES_MAX 64
#define NAME_BYTES_MAX  64
#define LOOKED_AT       2000 /* rows, for what they are made of */
#define TEXT_WORDS      3    /* on average, of a column that is text */

/* What stands in a column. */
struct facts {
    struct word_table *values; /* at most DATA_CLASSES_MAX + 1 of them */
    size_t longest, rows;      /* rows: not empty */
    uint64_t bytes;
    uint64_t looked, blanks, letters; /* bytes of the first LOOKED_AT rows, and which of them */
};

struct search {
    struct table *table;
    const struct text_spec *spec;
    struct columns *columns;
    struct record *record;
    struct facts *facts; /* [columns->count], without the first record */
    size_t records;
};

struct field field_trimmed(struct field field)
{
    while (field.length > 0 && (*field.at == ' ' || *field.at == '\t' || *field.at == '\n')) {
        field.at++;
        field.length--;
    }
    while (field.length > 0 && strchr(" \t\n", field.at[field.length - 1]))
        field.length--;
    return field;
}

static void drop_names(struct columns *columns)
{
    for (size_t i = 0; columns->name && i < columns->count; i++)
        free(columns->name[i]);
    free(columns->name);
    columns->name = NULL;
}

void columns_free(struct columns *columns)
{
    drop_names(columns);
    memset(columns, 0, sizeof *columns);
}

/* ---- what stands in them ---- */

static bool take_value(struct facts *facts, struct field field)
{
    struct field value = field_trimmed(field);
    if (value.length == 0)
        return true;
    facts->rows++;
    facts->longest = value.length > facts->longest ? value.length : facts->longest;
    facts->bytes += value.length;
    facts->looked += facts->rows <= LOOKED_AT ? value.length : 0;
    /* Only the first rows are looked at: they show what most are like. */
    for (size_t i = 0; facts->rows <= LOOKED_AT && i < value.length; i++) {
        unsigned char byte = (unsigned char)value.at[i];
        facts->blanks += byte == ' ';
        facts->letters += (unsigned)(byte | 32) - 'a' < 26 || byte >= 0x80;
    }
    if (value.length > LABEL_BYTES_MAX || word_table_words(facts->values) > DATA_CLASSES_MAX)
        return true;
    return word_table_add(facts->values, value.at, value.length,
                          word_hash(value.at, value.length)) != WORD_TABLE_NONE;
}

static enum rt_status gather(struct search *search, struct rt_error *error)
{
    struct record *record = search->record;
    size_t count = search->columns->count;
    bool there;
    search->facts = calloc(count, sizeof *search->facts);
    for (size_t i = 0; search->facts && i < count; i++) {
        search->facts[i].values = word_table_create();
        if (!search->facts[i].values)
            return rt_fail(error, ERR_TEXT_NO_MEMORY);
    }
    if (!search->facts)
        return rt_fail(error, ERR_TEXT_NO_MEMORY);
    for (;;) {
        enum rt_status status = table_next(search->table, record, &there, error);
        if (status != RT_OK || !there)
            return status;
        bool names = search->records++ == 0 && search->table->form == TABLE_CSV &&
                     search->spec->header != HEADER_NO;
        if (names || record->fields != count)
            continue;
        for (size_t i = 0; i < count; i++) {
            if (!take_value(&search->facts[i], record->field[i]))
                return rt_fail(error, ERR_TEXT_NO_MEMORY);
        }
    }
}

/* How many fields most of the first thousand records have. */
static enum rt_status count_columns(struct search *search, struct rt_error *error)
{
    size_t counts[DATA_COLUMNS_MAX + 1] = {0}, best = 0;
    bool there = true;
    enum rt_status status = RT_OK;
    table_rewind(search->table);
    for (size_t i = 0; i < 1000 && status == RT_OK && there; i++) {
        status = table_next(search->table, search->record, &there, error);
        if (status == RT_OK && there && search->record->broken == ERR_NONE)
            counts[search->record->fields]++;
    }
    for (size_t i = 0; i <= DATA_COLUMNS_MAX; i++)
        best = counts[i] > counts[best] ? i : best;
    search->columns->count = best;
    table_rewind(search->table);
    if (status == RT_OK && best < 2)
        return rt_fail(error, ERR_COLUMNS_ONE);
    return status;
}

/* ---- names ---- */

static enum rt_status take_names(struct columns *columns, const struct record *record,
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

/* --label-column and --text-column. label = count and texts = 0 where they do not say. */
static enum rt_status take_asked(struct columns *columns, const struct text_spec *spec,
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

/* ---- looking for them ---- */

static bool is_text(const struct columns *columns, size_t column)
{
    for (size_t i = 0; i < columns->texts; i++) {
        if (columns->text[i] == column)
            return true;
    }
    return false;
}

static bool may_be_label(const struct search *search, size_t column)
{
    const struct facts *facts = &search->facts[column];
    size_t values = word_table_words(facts->values);
    return !is_text(search->columns, column) && facts->longest <= LABEL_BYTES_MAX && values >= 1 &&
           values <= DATA_CLASSES_MAX;
}

/* The lower, the more it looks like labels: values that come again, as few as can be; then a
 * constant, which will be refused for what it is; then what hardly comes again. */
static size_t claim(const struct facts *facts)
{
    size_t values = word_table_words(facts->values);
    if (values >= 2 && 2 * values <= facts->rows)
        return values;
    return values == 1 ? SIZE_MAX / 2 : SIZE_MAX / 2 + values;
}

static enum rt_status find_label(struct search *search, bool *by_name, struct rt_error *error)
{
    static const char *const usual[] = {"label", "class", "category", "sentiment", "target", NULL};
    struct columns *columns = search->columns;
    size_t best = columns->count, least = SIZE_MAX;
    for (size_t u = 0; usual[u] && search->spec->header != HEADER_NO; u++) {
        for (size_t i = 0; i < columns->count; i++) {
            if (strcasecmp(columns->name[i], usual[u]) == 0 && may_be_label(search, i)) {
                columns->label = i;
                *by_name = true;
                return RT_OK;
            }
        }
    }
    for (size_t i = 0; i < columns->count; i++) {
        if (may_be_label(search, i) && claim(&search->facts[i]) < least) {
            least = claim(&search->facts[i]);
            best = i;
        }
    }
    columns->label = best;
    if (best == columns->count)
        return rt_fail(error, ERR_COLUMN_NO_LABEL);
    return RT_OK;
}

static enum rt_status find_text(struct search *search, struct rt_error *error)
{
    struct columns *columns = search->columns;
    size_t longest = columns->count;
    double most = 0;
    bool lettered = false; /* what is longest so far */
    for (size_t i = 0; i < columns->count; i++) {
        const struct facts *facts = &search->facts[i];
        if (i == columns->label || facts->rows == 0)
            continue;
        double mean = (double)facts->bytes / (double)facts->rows;
        /* Dates, numbers and codes are no text. */
        bool letters = 10 * facts->letters >= 6 * (facts->looked - facts->blanks);
        if (letters > lettered || (letters == lettered && mean > most)) {
            most = mean;
            longest = i;
            lettered = letters;
        }
        if (letters &&
            facts->blanks >=
                (TEXT_WORDS - 1) * (facts->rows < LOOKED_AT ? facts->rows : LOOKED_AT) &&
            columns->texts < COLUMNS_TEXT_MAX)
            columns->text[columns->texts++] = i;
    }
    if (columns->texts == 0 && longest < columns->count)
        columns->text[columns->texts++] = longest;
    if (columns->texts == 0)
        return rt_fail(error, ERR_COLUMN_NO_TEXT);
    return RT_OK;
}

/* Is the first record names? names are short, and none is a label. */
static bool looks_like_names(const struct search *search)
{
    const struct columns *columns = search->columns;
    const char *label = columns->name[columns->label];
    for (size_t i = 0; i < columns->count; i++) {
        size_t length = strlen(columns->name[i]);
        if (length == 0 || length > NAME_BYTES_MAX)
            return false;
    }
    return word_table_find(search->facts[columns->label].values, label, strlen(label),
                           word_hash(label, strlen(label))) == WORD_TABLE_NONE;
}

static enum rt_status find(struct search *search, struct rt_error *error)
{
    struct columns *columns = search->columns;
    bool there, by_name = false;
    enum rt_status status = count_columns(search, error);
    if (status == RT_OK)
        status = table_names(search->table, search->record, &there, error);
    if (status == RT_OK)
        status = take_names(columns, search->record, error);
    if (status == RT_OK)
        status = take_asked(columns, search->spec, &by_name, error);
    if (status == RT_OK)
        status = gather(search, error);
    if (status == RT_OK && columns->label == columns->count)
        status = find_label(search, &by_name, error);
    if (status == RT_OK && columns->texts == 0)
        status = find_text(search, error);
    if (status != RT_OK || search->table->form == TABLE_JSONL)
        return status;
    columns->header = search->spec->header == HEADER_YES || (search->spec->header == HEADER_AUTO &&
                                                             (by_name || looks_like_names(search)));
    if (!columns->header)
        drop_names(columns);
    return RT_OK;
}

enum rt_status columns_find(struct table *table, const struct text_spec *spec,
                            struct columns *columns, struct rt_error *error)
{
    struct search search = {.table = table, .spec = spec, .columns = columns};
    memset(columns, 0, sizeof *columns);
    search.record = calloc(1, sizeof *search.record);
    enum rt_status status =
        search.record ? find(&search, error) : rt_fail(error, ERR_TEXT_NO_MEMORY);
    for (size_t i = 0; search.facts && i < columns->count; i++)
        word_table_free(search.facts[i].values);
    free(search.facts);
    free(search.record);
    table_rewind(table);
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
    memcpy(columns->text, train->text, sizeof columns->text);
    enum rt_status status =
        record ? table_names(table, record, &there, error) : rt_fail(error, ERR_TEXT_NO_MEMORY);
    if (status == RT_OK && !there)
        status = rt_fail(error, ERR_TEST_NO_ROWS);
    if (status == RT_OK && named) {
        columns->count = record->fields;
        status = take_names(columns, record, error);
    }
    for (size_t i = 0; status == RT_OK && named && i <= train->texts; i++) {
        size_t *column = i < train->texts ? &columns->text[i] : &columns->label;
        const char *name = train->name[*column];
        *column = find_name(columns, name, strlen(name));
        if (*column == columns->count)
            status = rt_fail(error, ERR_TEST_NO_COLUMN, name);
    }
    free(record);
    return status;
}

void columns_describe(const struct columns *columns, char *out, size_t size)
{
    size_t used = 0;
    for (size_t i = 0; i <= columns->texts && used < size; i++) {
        size_t column = i == 0 ? columns->label : columns->text[i - 1];
        char name[40];
        if (columns->name)
            utf8_sanitize(columns->name[column], strlen(columns->name[column]), false, name,
                          sizeof name);
        else
            snprintf(name, sizeof name, "%zu", column + 1);
        used += (size_t)snprintf(out + used, size - used, "%s%s",
                                 i == 0   ? "label: "
                                 : i == 1 ? ", text: "
                                          : " + ",
                                 name);
    }
}
