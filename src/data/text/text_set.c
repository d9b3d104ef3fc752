#include "config.h"

#include "rnntop/data/text/text_set.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rnntop/base/utf8.h"
#include "rnntop/data/limits.h"

#define READ_BYTES ((size_t)4 << 20) /* between two looks at the stop flag */

/* How much may wait: enough work for several threads, and little enough to stay in a near cache. */
#define QUEUE_BYTES ((size_t)2 << 20)
#define QUEUE_ROWS  ((size_t)16384)

#define SPELLINGS (8 * (size_t)DATA_CLASSES_MAX)

static enum rt_status no_memory(struct rt_error *error)
{
    return rt_fail(error, ERR_TEXT_NO_MEMORY);
}

enum rt_status text_set_begin(struct text_set *set, const struct text_spec *spec, struct pool *pool,
                              struct npz_watch *watch, struct rt_error *error)
{
    memset(set, 0, sizeof *set);
    set->pool = pool;
    set->watch = watch;
    set->spec = spec;
    set->table = word_table_create();
    bool labels = labels_open(&set->labels, spec->labels == LABELS_EXACT);
    const size_t threads = pool ? (size_t)pool_threads(pool) : 1;
    set->shard = calloc(threads, sizeof *set->shard);
    if (!set->table || !labels || !set->shard)
        return no_memory(error);
    for (; set->shards < threads; set->shards++) {
        if (!text_shard_begin(&set->shard[set->shards], spec->lower))
            return no_memory(error);
    }
    return RT_OK;
}

void text_set_free(struct text_set *set)
{
    for (size_t i = 0; i < TEXT_PARTS; i++)
        free(set->part[i].row);
    for (size_t i = 0; i < set->shards; i++)
        text_shard_free(&set->shard[i]);
    free(set->shard);
    free(set->queue.row);
    free(set->queue.bytes);
    free(set->words);
    word_table_free(set->table);
    labels_close(&set->labels);
    memset(set, 0, sizeof *set);
}

/* ---- rows that wait ---- */

static bool queue_room(struct text_queue *queue, size_t bytes)
{
    if (queue->rows == queue->room) {
        const size_t room = 2 * queue->room + 256;
        struct text_queued *grown = realloc(queue->row, room * sizeof *grown);
        if (!grown)
            return false;
        queue->row = grown;
        queue->room = room;
    }
    if (queue->used + bytes > queue->bytes_room) {
        const size_t room = 2 * (queue->used + bytes);
        char *grown = realloc(queue->bytes, room);
        if (!grown)
            return false;
        queue->bytes = grown;
        queue->bytes_room = room;
    }
    return true;
}

static size_t queue_bytes(struct text_queue *queue, const char *bytes, size_t length)
{
    const size_t at = queue->used;
    if (length > 0)
        memcpy(queue->bytes + at, bytes, length);
    queue->used += length;
    return at;
}

/* One row more; those that wait are taken where they are many. */
static enum rt_status queue_row(struct text_set *set, struct text_queued row, const char *label,
                                const char *text, struct rt_error *error)
{
    struct text_queue *queue = &set->queue;
    if (!queue_room(queue, row.label_length + row.length))
        return no_memory(error);
    row.label = queue_bytes(queue, label, row.label_length);
    row.text = queue_bytes(queue, text, row.length);
    queue->row[queue->rows++] = row;
    return queue->used < QUEUE_BYTES && queue->rows < QUEUE_ROWS ? RT_OK
                                                                 : text_set_flush(set, error);
}

/* The first rows, for showing. */
static void keep_sample(struct text_set *set, const char *label, size_t label_length,
                        const char *text, size_t length)
{
    struct text_reading *reading = &set->reading;
    if (reading->samples == READING_SAMPLES)
        return;
    struct reading_sample *sample = &reading->sample[reading->samples++];
    utf8_sanitize(label, label_length, false, sample->label, sizeof sample->label);
    utf8_sanitize(text, length, false, sample->text, sizeof sample->text);
}

enum rt_status text_set_add(struct text_set *set, enum text_part part, const char *label,
                            size_t label_length, const char *text, size_t length, const char *path,
                            size_t line, struct rt_error *error)
{
    if (label_length == 0)
        return text_set_skip(set, path, line, (struct text_reason){.code = ERR_ROWS_NO_LABEL},
                             error);
    keep_sample(set, label, label_length, text, length);
    return queue_row(set,
                     (struct text_queued){.label_length = label_length,
                                          .length = length,
                                          .path = path,
                                          .line = line,
                                          .part = part},
                     label, text, error);
}

enum rt_status text_set_skip(struct text_set *set, const char *path, size_t line,
                             struct text_reason reason, struct rt_error *error)
{
    const char *text = reason.text ? reason.text : "";
    return queue_row(set,
                     (struct text_queued){
                         .length = strlen(text) + 1, .path = path, .line = line, .reason = reason},
                     "", text, error);
}

/* ---- taking them ---- */

/* What the threads do: each the rows [begin[i], begin[i + 1]). */
struct flush {
    struct text_set *set;
    size_t begin[POOL_MAX_THREADS + 1];
    bool whole[POOL_MAX_THREADS]; /* false: no memory */
};

static void find_words(void *context, size_t unit, int worker)
{
    (void)worker;
    struct flush *flush = context;
    struct text_queue *queue = &flush->set->queue;
    struct text_shard *shard = &flush->set->shard[unit];
    bool whole = true;
    shard->used = 0;
    for (size_t i = flush->begin[unit]; whole && i < flush->begin[unit + 1]; i++) {
        struct text_queued *row = &queue->row[i];
        const size_t before = shard->used;
        whole = row->reason.code != ERR_NONE ||
                text_shard_add(shard, queue->bytes + row->text, row->length);
        row->words = shard->used - before;
    }
    flush->whole[unit] = whole;
}

/* As many bytes for each thread. */
static void divide(struct flush *flush)
{
    const struct text_set *set = flush->set;
    const struct text_queue *queue = &set->queue;
    size_t row = 0;
    for (size_t unit = 0; unit < set->shards; unit++) {
        flush->begin[unit] = row;
        while (row < queue->rows && queue->row[row].text < queue->used / set->shards * (unit + 1))
            row++;
    }
    flush->begin[set->shards] = queue->rows;
}

static void note_skipped(struct text_set *set, const struct text_queued *row,
                         const struct text_reason *reason)
{
    struct rt_value values[3] = {rt_value_unsigned(1)};
    size_t count = 1;
    if (set->skipped++ > 0)
        return;
    if (rt_code_kind(reason->code, 1) == 'N') {
        values[count++] = rt_value_unsigned(reason->found);
        values[count++] = rt_value_unsigned(reason->wanted);
    } else if (rt_code_kind(reason->code, 1) == 'T') {
        values[count++] = rt_value_text(reason->text);
    }
    rt_fail_list(&set->first_skipped, reason->code, count, values);
    rt_error_at_path(&set->first_skipped, row->path);
    rt_error_at_line(&set->first_skipped, row->line);
}

/* Why a row is skipped after all. Where a file is the row there is no line to name. */
static struct text_reason found_wanting(const struct text_queued *row, enum rt_code of_line,
                                        enum rt_code of_file)
{
    return (struct text_reason){.code = row->line > 0 ? of_line : of_file};
}

/* Room for as many words more. */
static bool grow_words(struct text_set *set, size_t words)
{
    if (set->used + words <= set->room)
        return true;
    const size_t room = 2 * (set->used + words) + 65536;
    uint32_t *grown = realloc(set->words, room * sizeof *grown);
    if (!grown)
        return false;
    set->words = grown;
    set->room = room;
    return true;
}

static bool add_row(struct text_rows *rows, const struct text_row *row)
{
    if (rows->rows == rows->room) {
        size_t room = 2 * rows->room + 1024;
        struct text_row *grown = realloc(rows->row, room * sizeof *grown);
        if (!grown)
            return false;
        rows->row = grown;
        rows->room = room;
    }
    rows->row[rows->rows++] = *row;
    return true;
}

/* The class of a label. A label that only the test part has is no class: nothing could learn it. */
static uint32_t class_of(struct text_set *set, enum text_part part, const char *label,
                         size_t length)
{
    return part == TEXT_TRAIN ? labels_add(&set->labels, label, length)
                              : labels_find(&set->labels, label, length);
}

/* A row whose words have been found. */
static enum rt_status take_row(struct text_set *set, struct text_queued *queued,
                               struct rt_error *error)
{
    const char *bytes = set->queue.bytes;
    struct text_row row = {.begin = set->used, .words = (uint32_t)queued->words};
    queued->place = TEXT_NOWHERE;
    struct text_reason reason = queued->reason;
    reason.text = bytes + queued->text;
    if (reason.code == ERR_NONE && queued->words == 0)
        reason = found_wanting(queued, ERR_ROWS_NO_WORD, ERR_FILES_NO_WORD);
    if (reason.code != ERR_NONE) {
        note_skipped(set, queued, &reason);
        return RT_OK;
    }
    row.class = class_of(set, queued->part, bytes + queued->label, queued->label_length);
    if (row.class == LABELS_NONE && queued->part == TEXT_TRAIN)
        return no_memory(error);
    if (row.class == LABELS_NONE) {
        reason = found_wanting(queued, ERR_ROWS_NEW_LABEL, ERR_FILES_NEW_LABEL);
        note_skipped(set, queued, &reason);
        return RT_OK;
    }
    if (labels_count(&set->labels) > DATA_CLASSES_MAX || labels_spellings(&set->labels) > SPELLINGS)
        return rt_fail(error, ERR_CLASSES_TOO_MANY, DATA_CLASSES_MAX);
    if (set->part[queued->part].rows == DATA_ROWS_MAX)
        return rt_fail(error, ERR_TEXT_TOO_MANY_ROWS, DATA_ROWS_MAX);
    if (!add_row(&set->part[queued->part], &row))
        return no_memory(error);
    queued->place = set->used;
    set->used += queued->words;
    return RT_OK;
}

/* Writes the set's numbers of the words that one thread has found to the places of its rows. */
static void number_words(void *context, size_t unit, int worker)
{
    (void)worker;
    struct flush *flush = context;
    const struct text_shard *shard = &flush->set->shard[unit];
    const uint32_t *word = shard->words;
    for (size_t i = flush->begin[unit]; i < flush->begin[unit + 1]; i++) {
        const struct text_queued *row = &flush->set->queue.row[i];
        uint32_t *to = flush->set->words + (row->place == TEXT_NOWHERE ? 0 : row->place);
        for (size_t k = 0; row->place != TEXT_NOWHERE && k < row->words; k++)
            to[k] = shard->global[word[k]];
        word += row->words;
    }
}

static enum rt_status take_rows(struct text_set *set, const struct flush *flush,
                                struct rt_error *error)
{
    size_t words = 0;
    for (size_t unit = 0; unit < set->shards; unit++) {
        if (!flush->whole[unit] || !text_shard_map(&set->shard[unit], set->table))
            return no_memory(error);
        words += set->shard[unit].used;
    }
    if (!grow_words(set, words))
        return no_memory(error);
    for (size_t i = 0; i < set->queue.rows; i++) {
        enum rt_status status = take_row(set, &set->queue.row[i], error);
        if (status != RT_OK)
            return status;
    }
    return RT_OK;
}

/* With all threads, or alone. */
static void run(struct text_set *set, pool_task task, struct flush *flush)
{
    if (set->pool)
        pool_run(set->pool, task, flush, set->shards);
    else
        task(flush, 0, 0);
}

enum rt_status text_set_flush(struct text_set *set, struct rt_error *error)
{
    struct flush flush = {.set = set};
    divide(&flush);
    run(set, find_words, &flush);
    enum rt_status status = take_rows(set, &flush, error);
    if (status == RT_OK)
        run(set, number_words, &flush);
    set->queue.rows = set->queue.used = 0;
    return status;
}

/* ---- reading ---- */

enum rt_status text_set_step(struct text_set *set, size_t bytes, struct rt_error *error)
{
    struct npz_watch *watch = set->watch;
    watch->done += bytes;
    if (watch->done > watch->total)
        watch->done = watch->total;
    if (watch->progress)
        watch->progress(watch->context, watch->done, watch->total);
    if (watch->stop && atomic_load_explicit(watch->stop, memory_order_relaxed))
        return rt_fail(error, ERR_DATA_STOPPED);
    return RT_OK;
}

static enum rt_status read_bytes(struct text_set *set, int fd, char *bytes, size_t size,
                                 size_t *length, struct rt_error *error)
{
    *length = 0;
    while (*length < size) {
        size_t part = size - *length < READ_BYTES ? size - *length : READ_BYTES;
        ssize_t got = read(fd, bytes + *length, part);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return rt_fail(error, ERR_DATA_CANT_READ, errno);
        if (got == 0)
            return RT_OK; /* it has become shorter meanwhile */
        *length += (size_t)got;
        enum rt_status status = text_set_step(set, (size_t)got, error);
        if (status != RT_OK)
            return status;
    }
    return RT_OK;
}

enum rt_status text_set_read(struct text_set *set, const char *path, char **text, size_t *length,
                             struct rt_error *error)
{
    int fd;
    uint64_t size;
    enum text_encoding encoding;
    size_t broken;
    *text = NULL;
    *length = 0;
    enum rt_status status = file_open(path, &fd, &size, error);
    if (status != RT_OK && error->code == ERR_DATA_IS_EMPTY)
        return RT_OK;
    if (status != RT_OK)
        return status;
    if (size > DATA_TEXT_BYTES || set->watch->total > 2 * DATA_TEXT_BYTES)
        status = rt_fail(error, ERR_TEXT_TOO_LONG, DATA_TEXT_BYTES);
    else if (!(*text = malloc((size_t)size + 1)))
        status = no_memory(error);
    else
        status = read_bytes(set, fd, *text, (size_t)size, length, error);
    close(fd);
    if (status == RT_OK)
        status = encoding_decode(text, length, set->spec->encoding, &encoding, &broken, error);
    if (status == RT_OK) {
        set->encoded[encoding]++;
        set->reading.broken_bytes += broken;
        return RT_OK;
    }
    free(*text);
    *text = NULL;
    return status;
}

/* ---- what came of it ---- */

#define TOO_MANY 100 /* one row in so many may be left out */

static size_t rows_taken(const struct text_set *set)
{
    return set->part[TEXT_TRAIN].rows + set->part[TEXT_TEST].rows;
}

/* error may be NULL. */
static void say_skipped(const struct text_set *set, struct rt_error *error)
{
    if (!error)
        return;
    rt_error_copy(error, &set->first_skipped);
    error->value[0].as.natural = set->skipped; /* now that all are counted */
}

enum rt_status text_set_judge(const struct text_set *set, struct rt_error *error)
{
    if (TOO_MANY * set->skipped <= rows_taken(set) + set->skipped)
        return RT_OK;
    say_skipped(set, error);
    return rt_fail_within(error, ERR_ROWS_TOO_MANY);
}

void text_set_warn(const struct text_set *set, struct data_warnings *warnings)
{
    const struct text_strays *strays = &set->strays;
    if (strays->others > 0)
        rt_fail(data_warnings_add(warnings), ERR_FOLDER_OTHERS, strays->others);
    if (strays->validations > 0)
        rt_fail(data_warnings_add(warnings), ERR_FOLDER_VALIDATION, strays->validation);
    if (strays->unlabelled)
        rt_fail(data_warnings_add(warnings), ERR_FOLDER_UNLABELLED);
    if (strays->folders == 1)
        rt_fail(data_warnings_add(warnings), ERR_FOLDER_STRAYS, strays->folder, strays->entries);
    else if (strays->folders > 1)
        rt_fail(data_warnings_add(warnings), ERR_FOLDERS_STRAYS, strays->folders, strays->entries,
                strays->folder);
    if (set->nuls > 0)
        rt_fail(data_warnings_add(warnings), ERR_ROWS_NUL, set->nuls);
    if (set->skipped > 0)
        say_skipped(set, data_warnings_add(warnings));
}

static void tell_encodings(const struct text_set *set, char *out, size_t size)
{
    out[0] = '\0';
    for (size_t i = 0, used = 0; i < ENCODING_COUNT && used < size; i++) {
        if (set->encoded[i] > 0)
            used += (size_t)snprintf(out + used, size - used, "%s%s", used ? ", " : "",
                                     i == ENCODING_NAMED ? set->spec->encoding
                                                         : encoding_name((enum text_encoding)i));
    }
}

enum rt_status text_set_tell(struct text_set *set, struct rt_error *error)
{
    struct text_reading *reading = &set->reading;
    reading->rows = rows_taken(set);
    reading->left_out = set->skipped;
    tell_encodings(set, reading->encodings, sizeof reading->encodings);
    return labels_tell(&set->labels, reading) ? RT_OK : no_memory(error);
}
