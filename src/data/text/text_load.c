#include "config.h"

#include "rnntop/data/text/text_load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "rnntop/data/text/columns.h"
#include "rnntop/data/text/folder.h"
#include "rnntop/data/text/table.h"

#define STEP_BYTES ((size_t)1 << 20)

struct loading {
    const struct data_spec *spec;
    struct text_set set;
    bool folder;           /* of the training data */
    enum table_form table; /* where it is none */
    char delimiter;
    bool quoting;
    bool lines; /* of a folder: a line a text */
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

static enum rt_status add_record(struct loading *loading, const struct columns *columns,
                                 const struct record *record, const char *path, enum text_part part,
                                 struct rt_error *error)
{
    struct field text = {"", 0};
    if (record->unclosed) {
        enum rt_status status = rt_fail(error, ERR_TEXT_OPEN_QUOTE);
        rt_error_at_line(error, record->line);
        return status;
    }
    if (record->broken != ERR_NONE)
        return text_set_skip(&loading->set, path, record->line,
                             (struct text_reason){.code = record->broken, .text = record->reason},
                             error);
    if (record->more || record->fields != columns->count)
        return text_set_skip(
            &loading->set, path, record->line,
            (struct text_reason){.code = record->more ? ERR_ROWS_MORE_COLUMNS : ERR_ROWS_COLUMNS,
                                 .found = (uint32_t)record->fields,
                                 .wanted = (uint32_t)columns->count},
            error);
    loading->set.nuls += record->nul;
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
            status = add_record(loading, columns, record, path, part, error);
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

static enum rt_status find_columns(struct loading *loading, struct table *table,
                                   enum text_part part, struct columns *columns,
                                   struct rt_error *error)
{
    if (part == TEXT_TRAIN) {
        loading->table = table->form;
        loading->delimiter = table->delimiter;
        loading->quoting = table->quoting;
        return columns_find(table, &loading->spec->text, columns, error);
    }
    if (table->form != loading->table)
        return table->form == TABLE_JSONL ? rt_fail(error, ERR_TEST_IS_JSON_LINES)
                                          : rt_fail(error, ERR_TEST_IS_TABLE);
    table->delimiter = loading->delimiter;
    table->quoting = loading->quoting;
    return columns_match(table, &loading->columns, columns, error);
}

/* What a file is that was read as text, and is no table. */
static enum rt_status no_table(const char *text, struct rt_error *error)
{
    return text[strspn(text, " \n")] == '[' ? rt_fail(error, ERR_TEXT_JSON_LIST)
                                            : rt_fail(error, ERR_TEXT_NO_TABLE);
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
    add_size(loading, path);
    enum rt_status status = text_set_read(&loading->set, path, &text, &length, error);
    if (status != RT_OK)
        return part == TEXT_TRAIN && error->code == ERR_TEXT_NUL ? no_text(error) : status;
    if (!text)
        return rt_fail(error, ERR_DATA_IS_EMPTY);
    /* A test set of a single row does not show how its fields are divided: then as those of the
     * training data. */
    if (!table_recognise(&table, text, length) && part == TEXT_TRAIN)
        status = no_table(text, error);
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

static enum rt_status read_part(struct loading *loading, const char *path, enum text_part part,
                                struct rt_error *error)
{
    struct folder_files files = {0};
    bool folder = is_folder(path);
    if (part == TEXT_TEST && folder != loading->folder)
        return folder ? rt_fail(error, ERR_TEST_IS_FOLDER) : rt_fail(error, ERR_TEST_IS_FILE);
    loading->folder = folder;
    if (!folder)
        return read_table(loading, path, part, error);
    enum rt_status status = folder_list(&files, path, part, &loading->set, error);
    if (status == RT_OK) {
        loading->lines = files.lines;
        loading->set.watch->total += 2 * files.bytes;
        status = folder_read(&files, &loading->set, error);
    }
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

static void describe(const struct loading *loading, char *out, size_t size)
{
    char columns[200] = "";
    size_t used = (size_t)snprintf(out, size, "%s",
                                   loading->folder && loading->lines ? "a file for each class"
                                   : loading->folder                 ? "a folder for each class"
                                   : loading->table == TABLE_JSONL   ? "JSON lines"
                                   : loading->delimiter == '\t'      ? "separated by tabs"
                                   : loading->delimiter == ';'       ? "separated by semicolons"
                                                                     : "CSV");
    for (size_t i = 0, before = 0; i < ENCODING_COUNT && used < size; i++) {
        if (loading->set.encoded[i] > 0)
            used += (size_t)snprintf(out + used, size - used, "%s%s", before++ ? " and " : ", ",
                                     encoding_name((enum text_encoding)i));
    }
    if (loading->folder || used >= size)
        return;
    columns_describe(&loading->columns, columns, sizeof columns);
    snprintf(out + used, size - used, ", %.120s", columns);
}

enum rt_status text_load(const char *path, const struct data_spec *spec, struct pool *pool,
                         struct npz_watch *watch, struct text_data *data,
                         struct data_warnings *warnings, struct rt_error *error)
{
    struct loading loading = {.spec = spec};
    memset(data, 0, sizeof *data);
    enum rt_status status = text_set_begin(&loading.set, spec->text.lower, pool, watch, error);
    if (status == RT_OK)
        status = read_part(&loading, path, TEXT_TRAIN, error);
    if (status == RT_OK)
        status = read_test(&loading, error);
    if (status == RT_OK)
        status = text_split(&loading.set, spec, data, error);
    if (status == RT_OK)
        text_set_warn(&loading.set, warnings);
    if (status == RT_OK)
        describe(&loading, data->form, sizeof data->form);
    if (status == RT_OK && watch->progress)
        watch->progress(watch->context, watch->total, watch->total);
    columns_free(&loading.columns);
    text_set_free(&loading.set);
    free(loading.joined);
    return status;
}
