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

static const char neither[] = "it is neither an npz file (a zip of NumPy arrays), such as Keras's "
                              "imdb.npz, nor a grammar for made-up reviews, nor a table of texts "
                              "and labels (CSV, TSV, JSON lines).";

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Each byte is read and then looked at. */
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
            return rt_fail_text(error, RT_ERR_MEMORY, "no memory for the text in line %zu.",
                                record->line);
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
    if (record->unclosed)
        return rt_fail_text(
            error, RT_ERR_FORMAT,
            "line %zu has a quote that is opened and never closed; close it, or write "
            "it twice where it is only a character.",
            record->line);
    if (record->broken[0])
        return text_set_skip(&loading->set, path, record->line, error, "%s", record->broken);
    if (record->more || record->fields != columns->count)
        return text_set_skip(&loading->set, path, record->line, error,
                             "it has %s%zu columns, not %zu", record->more ? "more than " : "",
                             record->fields, columns->count);
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
    enum rt_status status =
        record ? RT_OK : rt_fail_text(error, RT_ERR_MEMORY, "no memory for its rows.");
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
        return rt_fail_text(error, RT_ERR_FORMAT,
                            "it is %s, and the training data is not; both must have one form.",
                            table->form == TABLE_JSONL ? "JSON lines" : "a table with delimiters");
    table->delimiter = loading->delimiter;
    table->quoting = loading->quoting;
    return columns_match(table, &loading->columns, columns, error);
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
    if (status == RT_ERR_FORMAT && part == TEXT_TRAIN && strstr(error->text, "NUL"))
        return rt_fail_text_within(error,
                              "it is neither an npz file, such as Keras's imdb.npz, nor text: ");
    if (status != RT_OK)
        return status;
    if (!text)
        return rt_fail_text(error, RT_ERR_FORMAT, "it is empty; get the file again.");
    /* A test set of a single row would not tell how it is divided: as the training data is. */
    if (!table_recognise(&table, text, length) && part == TEXT_TRAIN)
        status =
            text[strspn(text, " \n")] == '['
                ? rt_fail_text(error, RT_ERR_FORMAT,
                               "it begins as a JSON list; write an object a line, without commas "
                               "between them.")
                : rt_fail_text(error, RT_ERR_FORMAT, "%s", neither);
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
        return rt_fail_text(error, RT_ERR_FORMAT,
                            "it is a %s and the training data is none; both must have one form.",
                            folder ? "folder" : "file");
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

/* The error begins with the test set's name where it is to blame. */
static enum rt_status read_test(struct loading *loading, struct rt_error *error)
{
    const char *path = loading->spec->text.test;
    char shown[FILE_SHOWN_SIZE];
    if (loading->spec->text.own_test && !path[0])
        return rt_fail_text(
            error, RT_ERR_USAGE,
            "the model was trained with a test set of its own; name it with --test.");
    if (loading->spec->text.own_words && !loading->spec->text.word_index[0])
        return rt_fail_text(error, RT_ERR_USAGE,
                            "the model was trained with a word index; name it with --word-index.");
    if (!loading->spec->text.own_words && loading->spec->text.word_index[0])
        return rt_fail_text(error, RT_ERR_USAGE,
                            "the model was trained without a word index; leave --word-index out.");
    if (!path[0])
        return RT_OK;
    if (loading->set.part[TEXT_TEST].rows > 0)
        return rt_fail_text(error, RT_ERR_USAGE,
                            "it has a folder test in it already; leave --test out.");
    enum rt_status status = read_part(loading, path, TEXT_TEST, error);
    if (status == RT_OK || status == RT_INTERRUPTED)
        return status;
    file_show(path, shown);
    return rt_fail_text_within(error, "the test set %.160s: ", shown);
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

static void warn(const struct text_set *set, char *warning, size_t size)
{
    size_t used = 0;
    if (!warning || size == 0)
        return;
    if (set->skipped > 0)
        used = (size_t)snprintf(warning, size, "%zu row%s left out.  %s%s.", set->skipped,
                                set->skipped > 1 ? "s were" : " was",
                                set->skipped > 1 ? "The first is " : "", set->first_skipped);
    if (set->note[0] && used < size)
        snprintf(warning + used, size - used, "%s%s", used ? "  " : "", set->note);
}

enum rt_status text_load(const char *path, const struct data_spec *spec, struct pool *pool,
                         struct npz_watch *watch, struct text_data *data, char *warning,
                         size_t warning_size, struct rt_error *error)
{
    struct loading loading = {.spec = spec};
    memset(data, 0, sizeof *data);
    enum rt_status status = text_set_begin(&loading.set, spec->text.lower, pool, watch, error);
    if (status == RT_OK)
        status = read_part(&loading, path, TEXT_TRAIN, error);
    if (status == RT_OK)
        status = read_test(&loading, error);
    warn(&loading.set, warning, warning_size);
    if (status == RT_OK)
        status = text_split(&loading.set, spec, data, error);
    if (status == RT_OK)
        describe(&loading, data->form, sizeof data->form);
    if (status == RT_OK && watch->progress)
        watch->progress(watch->context, watch->total, watch->total);
    columns_free(&loading.columns);
    text_set_free(&loading.set);
    free(loading.joined);
    return status;
}
