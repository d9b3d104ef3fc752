#include "config.h"

#include "rnntop/data/text/text_load.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "rnntop/data/text/columns.h"
#include "rnntop/data/text/folder.h"
#include "rnntop/data/text/recognise.h"
#include "rnntop/data/text/table.h"

#define STEP_BYTES ((size_t)1 << 20)

struct loading {
    const struct data_spec *spec;
    struct text_set set;
    bool tables;          /* the training data is one, or a folder of them */
    enum text_form table; /* then: its form */
    struct dialect dialect;
    struct columns columns;
    char *joined; /* several text columns of a row */
    size_t joined_room;
};

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Adds a file to the work to be done: each byte counts twice, once read and once parsed. */
static void add_size(struct loading *loading, const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0 && S_ISREG(status.st_mode))
        loading->set.watch->total += 2 * (uint64_t)status.st_size;
}

/* ---- tables ---- */

/* The text columns of a row, one after the other with a blank between them. */
static enum rt_status join(struct loading *loading, const struct columns *columns,
                           const struct record *record, struct field *text, struct rt_error *error)
{
    size_t needed = 0, used = 0;
    if (columns->texts == 1) {
        *text = record->field[columns->text[0]];
        return RT_OK;
    }
    for (size_t i = 0; i < columns->texts; i++)
        needed += record->field[columns->text[i]].length + 1;
    if (needed > loading->joined_room) {
        char *grown = realloc(loading->joined, 2 * needed);
        if (!grown)
            return rt_fail(error, ERR_TEXT_NO_MEMORY);
        loading->joined = grown;
        loading->joined_room = 2 * needed;
    }
    for (size_t i = 0; i < columns->texts; i++) {
        struct field field = record->field[columns->text[i]];
        if (field.length > 0)
            memcpy(loading->joined + used, field.at, field.length);
        used += field.length;
        loading->joined[used++] = ' ';
    }
    *text = (struct field){loading->joined, used};
    return RT_OK;
}

/* A record that is none, and why: it is left out, or nothing behind it can be read. */
static enum rt_status refuse_record(struct loading *loading, const struct record *record,
                                    const char *path, struct rt_error *error)
{
    if (record->unclosed) {
        enum rt_status status = record->broken != ERR_NONE ? rt_fail(error, ERR_TEXT_OPEN_OBJECT)
                                                           : rt_fail(error, ERR_TEXT_OPEN_QUOTE);
        rt_error_at_line(error, record->line);
        return status;
    }
    return text_set_skip(&loading->set, path, record->line,
                         (struct text_reason){.code = record->broken, .text = record->reason},
                         error);
}

/* What was done to a record so that it can be used. */
static void count_record(struct text_reading *reading, const struct record *record,
                         enum columns_fit fit)
{
    reading->widened += fit == FIT_WIDE;
    reading->many_labels += record->many_labels;
    reading->replaced += record->replaced;
}

static enum rt_status add_record(struct loading *loading, struct table *table,
                                 const struct columns *columns, struct record *record,
                                 const char *path, enum text_part part, struct rt_error *error)
{
    struct field text = {"", 0};
    size_t fields = record->fields;
    if (record->unclosed || record->broken != ERR_NONE)
        return refuse_record(loading, record, path, error);
    enum columns_fit fit = columns_fit(columns, table, record);
    if (fit == FIT_NO_MEMORY)
        return rt_fail(error, ERR_TEXT_NO_MEMORY);
    if (fit == FIT_NOT)
        return text_set_skip(
            &loading->set, path, record->line,
            (struct text_reason){.code = record->more ? ERR_ROWS_MORE_COLUMNS : ERR_ROWS_COLUMNS,
                                 .found = (uint32_t)fields,
                                 .wanted = (uint32_t)columns->count},
            error);
    loading->set.nuls += record->nul;
    count_record(&loading->set.reading, record, fit);
    struct field label = field_trimmed(record->field[columns->label]);
    enum rt_status status = join(loading, columns, record, &text, error);
    if (status != RT_OK)
        return status;
    return text_set_add(&loading->set, part, label.at, label.length, text.at, text.length, path,
                        record->line, error);
}

static enum rt_status read_records(struct loading *loading, struct table *table,
                                   const struct columns *columns, const char *path,
                                   enum text_part part, struct rt_error *error)
{
    struct record *record = calloc(1, sizeof *record);
    size_t told = 0;
    bool there = true, names = columns->header;
    enum rt_status status = record ? RT_OK : rt_fail(error, ERR_TEXT_NO_MEMORY);
    while (status == RT_OK) {
        status = table_next(table, record, &there, error);
        if (status != RT_OK || !there)
            break;
        if (!names)
            status = add_record(loading, table, columns, record, path, part, error);
        names = false;
        if (status == RT_OK && table->at - told >= STEP_BYTES) {
            status = text_set_step(&loading->set, table->at - told, error);
            told = table->at;
        }
    }
    free(record);
    if (status == RT_OK)
        status = text_set_flush(&loading->set, error);
    return status == RT_OK ? text_set_step(&loading->set, table->at - told, error) : status;
}

static bool is_json(enum text_form form)
{
    return form == TEXT_FORM_JSON_LINES || form == TEXT_FORM_JSON_LIST ||
           form == TEXT_FORM_JSON_COLUMNS;
}

/* A test set's columns; its form is that of the training data, but for how JSON is laid out. A
 * single row does not show how its fields are divided: then as those of the training data. */
static enum rt_status match_columns(struct loading *loading, struct table *table,
                                    struct columns *columns, struct rt_error *error)
{
    if (is_json(table->form) != is_json(loading->table))
        return is_json(table->form) ? rt_fail(error, ERR_TEST_IS_JSON)
                                    : rt_fail(error, ERR_TEST_IS_NO_JSON);
    if (!is_json(table->form)) {
        table->form = loading->table;
        table->dialect = loading->dialect;
        table_open(table);
    }
    return columns_match(table, &loading->columns, columns, error);
}

static enum rt_status find_columns(struct loading *loading, struct table *table,
                                   enum text_part part, struct columns *columns,
                                   struct rt_error *error)
{
    struct text_reading *reading = &loading->set.reading;
    if (part == TEXT_TEST)
        return match_columns(loading, table, columns, error);
    loading->table = table->form;
    loading->dialect = table->dialect;
    reading->form = table->form;
    reading->quotes = table->dialect.quoting;
    reading->backslash = table->dialect.backslash;
    reading->separator_line = table->separator_line;
    memcpy(reading->separator, table->dialect.separator, sizeof reading->separator);
    enum rt_status status = columns_find(table, &loading->spec->text, columns, error);
    if (columns->count > 0)
        columns_tell(columns, reading);
    return status;
}

/* Data with a NUL in it was never meant to be text. */
static enum rt_status no_text(struct rt_error *error)
{
    uint64_t line = error->line;
    enum rt_status status = rt_fail(error, ERR_TEXT_NO_TEXT);
    rt_error_at_line(error, line);
    return status;
}

static enum rt_status read_table(struct loading *loading, const char *path, enum text_part part,
                                 struct rt_error *error)
{
    struct table table = {0};
    struct columns columns = {0};
    char *text;
    size_t length;
    bool known;
    add_size(loading, path);
    enum rt_status status = text_set_read(&loading->set, path, &text, &length, error);
    if (status != RT_OK)
        return part == TEXT_TRAIN && error->code == ERR_TEXT_NUL ? no_text(error) : status;
    if (!text)
        return rt_fail(error, ERR_DATA_IS_EMPTY);
    status = recognise_table(&table, text, length, &loading->spec->text, &known, error);
    if (status == RT_OK && !known && part == TEXT_TRAIN)
        status = rt_fail(error, ERR_TEXT_NO_TABLE);
    if (status == RT_OK)
        status = find_columns(loading, &table, part, &columns, error);
    if (status == RT_OK)
        status = read_records(loading, &table, &columns, path, part, error);
    if (part == TEXT_TRAIN)
        loading->columns = columns;
    else
        columns_free(&columns);
    table_close(&table);
    free(text);
    return status;
}

/* ---- all of it ---- */

/* The tables of a folder, the training rows' first. */
static enum rt_status read_tables(struct loading *loading, const struct folder_files *files,
                                  struct rt_error *error)
{
    enum rt_status status = RT_OK;
    for (int part = TEXT_TRAIN; part < TEXT_PARTS; part++) {
        for (size_t i = 0; status == RT_OK && i < files->count; i++) {
            if ((int)files->file[i].part != part)
                continue;
            status = read_table(loading, files->file[i].path, (enum text_part)part, error);
            if (status != RT_OK)
                rt_error_at_path(error, files->file[i].path);
        }
    }
    return status;
}

static enum rt_status read_files(struct loading *loading, const struct folder_files *files,
                                 enum text_part part, struct rt_error *error)
{
    static const enum text_form form[] = {[FOLDER_CLASS_FOLDERS] = TEXT_FORM_CLASS_FOLDERS,
                                          [FOLDER_CLASS_FILES] = TEXT_FORM_CLASS_FILES,
                                          [FOLDER_PAIRS] = TEXT_FORM_PAIRS};
    if (part == TEXT_TRAIN)
        loading->set.reading.form = form[files->kind];
    loading->set.watch->total += 2 * files->bytes;
    return folder_read(files, &loading->set, error);
}

/* A table, or what is in a folder. */
static enum rt_status read_part(struct loading *loading, const char *path, enum text_part part,
                                struct rt_error *error)
{
    struct folder_files files = {.kind = FOLDER_TABLES};
    enum rt_status status = RT_OK;
    if (is_folder(path))
        status = folder_list(&files, path, part, &loading->set, error);
    const bool tables = files.kind == FOLDER_TABLES;
    if (status == RT_OK && part == TEXT_TEST && tables != loading->tables)
        status = tables ? rt_fail(error, ERR_TEST_IS_FILE) : rt_fail(error, ERR_TEST_IS_FOLDER);
    loading->tables = tables;
    if (status == RT_OK && files.count > 0)
        status =
            tables ? read_tables(loading, &files, error) : read_files(loading, &files, part, error);
    else if (status == RT_OK)
        status = read_table(loading, path, part, error);
    folder_free(&files);
    return status;
}

/* The error's path is the test set's where that is to blame. */
static enum rt_status read_test(struct loading *loading, struct rt_error *error)
{
    const char *path = loading->spec->text.test;
    if (loading->spec->text.own_test && !path[0])
        return rt_fail(error, ERR_TEST_MISSING);
    if (loading->spec->text.own_words && !loading->spec->text.word_index[0])
        return rt_fail(error, ERR_WORD_INDEX_MISSING);
    if (!loading->spec->text.own_words && loading->spec->text.word_index[0])
        return rt_fail(error, ERR_WORD_INDEX_UNWANTED);
    if (!path[0])
        return RT_OK;
    if (loading->set.part[TEXT_TEST].rows > 0)
        return rt_fail(error, ERR_TEST_TWICE);
    enum rt_status status = read_part(loading, path, TEXT_TEST, error);
    if (status == RT_OK || status == RT_INTERRUPTED)
        return status;
    rt_error_at_path(error, path);
    return rt_fail_within(error, ERR_TEST_UNUSABLE);
}

static enum rt_status read_all(struct loading *loading, const char *path, struct rt_error *error)
{
    enum rt_status status = read_part(loading, path, TEXT_TRAIN, error);
    if (status == RT_OK)
        status = read_test(loading, error);
    if (status == RT_OK && !loading->spec->text.skip_bad_rows)
        status = text_set_judge(&loading->set, error);
    return status;
}

enum rt_status text_load(const char *path, const struct data_spec *spec, struct pool *pool,
                         struct npz_watch *watch, struct text_data *data,
                         struct data_warnings *warnings, struct rt_error *error)
{
    struct loading loading = {.spec = spec};
    memset(data, 0, sizeof *data);
    enum rt_status status = text_set_begin(&loading.set, &spec->text, pool, watch, error);
    if (status == RT_OK) {
        status = read_all(&loading, path, error);
        /* Of what is refused it is told as far as it was understood. */
        if (text_set_tell(&loading.set, status == RT_OK ? error : NULL) != RT_OK && status == RT_OK)
            status = RT_ERR_MEMORY;
    }
    if (status == RT_OK)
        status = text_split(&loading.set, spec, data, error);
    if (status == RT_OK)
        text_set_warn(&loading.set, warnings);
    data->reading = loading.set.reading;
    if (warnings)
        warnings->reading = loading.set.reading;
    if (status == RT_OK && watch->progress)
        watch->progress(watch->context, watch->total, watch->total);
    columns_free(&loading.columns);
    text_set_free(&loading.set);
    free(loading.joined);
    return status;
}
