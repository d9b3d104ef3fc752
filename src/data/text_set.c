#include "config.h"

#include "rnntop/data/text_set.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rnntop/data/limits.h"

#define READ_BYTES ((size_t)4 << 20) /* between two looks at the stop flag */

static enum rt_status no_memory(struct rt_error *error)
{
    return rt_fail(error, RT_ERR_MEMORY, "its texts do not fit into memory; take fewer of them.");
}

enum rt_status text_set_begin(struct text_set *set, enum text_lower lower, struct npz_watch *watch,
                              struct rt_error *error)
{
    memset(set, 0, sizeof *set);
    word_scan_init(&set->scan, lower);
    set->watch = watch;
    set->table = word_table_create();
    set->classes = word_table_create();
    return set->table && set->classes ? RT_OK : no_memory(error);
}

void text_set_free(struct text_set *set)
{
    for (size_t i = 0; i < TEXT_PARTS; i++)
        free(set->part[i].row);
    free(set->words);
    word_table_free(set->table);
    word_table_free(set->classes);
    word_scan_free(&set->scan);
    free(set->waiting.text);
    memset(set, 0, sizeof *set);
}

void text_set_skip(struct text_set *set, const char *path, size_t line, const char *format, ...)
{
    char shown[FILE_SHOWN_SIZE], reason[180];
    va_list arguments;
    if (set->skipped++ > 0)
        return;
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    file_show(path, shown);
    if (line > 0)
        snprintf(set->first_skipped, sizeof set->first_skipped, "%.240s, line %zu: %s", shown, line,
                 reason);
    else
        snprintf(set->first_skipped, sizeof set->first_skipped, "%.240s: %s", shown, reason);
}

void text_set_note(struct text_set *set, const char *format, ...)
{
    size_t used = strlen(set->note);
    va_list arguments;
    va_start(arguments, format);
    if (used > 0 && used + 2 < sizeof set->note)
        set->note[used++] = ' ';
    vsnprintf(set->note + used, sizeof set->note - used, format, arguments);
    va_end(arguments);
}

static bool grow_words(struct text_set *set)
{
    size_t room = 2 * set->room + 65536;
    uint32_t *words = realloc(set->words, room * sizeof *words);
    if (!words)
        return false;
    set->words = words;
    set->room = room;
    return true;
}

/* Gives the words that wait their numbers. */
static bool number_words(struct text_set *set)
{
    struct text_waiting *waiting = &set->waiting;
    if (set->used + waiting->words > set->room && !grow_words(set))
        return false;
    for (size_t i = 0; i < waiting->words; i++) {
        size_t begin = waiting->begin[i];
        uint32_t word = word_table_add(set->table, waiting->text + begin,
                                       waiting->begin[i + 1] - begin, waiting->hash[i]);
        if (word == WORD_TABLE_NONE)
            return false;
        set->words[set->used++] = word;
    }
    waiting->words = 0;
    return true;
}

/* The word that was just found. */
static bool add_word(struct text_set *set)
{
    struct text_waiting *waiting = &set->waiting;
    const struct word_scan *scan = &set->scan;
    size_t begin = waiting->words > 0 ? waiting->begin[waiting->words] : 0;
    if (begin + scan->length > waiting->room) {
        size_t room = 2 * (begin + scan->length) + 1024;
        char *grown = realloc(waiting->text, room);
        if (!grown)
            return false;
        waiting->text = grown;
        waiting->room = room;
    }
    memcpy(waiting->text + begin, scan->word, scan->length);
    word_table_expect(set->table, scan->hash);
    waiting->hash[waiting->words] = scan->hash;
    waiting->begin[waiting->words++] = begin;
    waiting->begin[waiting->words] = begin + scan->length;
    return waiting->words < TEXT_WAITING || number_words(set);
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

/* The label's class. A new one in the test part alone is none: nothing could learn it. */
static uint32_t class_of(struct text_set *set, enum text_part part, const char *label,
                         size_t length)
{
    uint32_t hash = word_hash(label, length);
    return part == TEXT_TRAIN ? word_table_add(set->classes, label, length, hash)
                              : word_table_find(set->classes, label, length, hash);
}

enum rt_status text_set_add(struct text_set *set, enum text_part part, const char *label,
                            size_t label_length, const char *text, size_t length, const char *path,
                            size_t line, struct rt_error *error)
{
    struct text_row row = {.begin = set->used};
    struct word_scan *scan = &set->scan;
    if (label_length == 0) {
        text_set_skip(set, path, line, "it has no label");
        return RT_OK;
    }
    word_scan_begin(scan, text, length);
    while (word_scan_next(scan)) {
        if (!add_word(set))
            return no_memory(error);
    }
    if (scan->no_memory || !number_words(set))
        return no_memory(error);
    if (set->used == row.begin) {
        text_set_skip(set, path, line, "its text holds no word");
        return RT_OK;
    }
    row.class = class_of(set, part, label, label_length);
    if (row.class == WORD_TABLE_NONE && part == TEXT_TRAIN)
        return no_memory(error);
    if (row.class == WORD_TABLE_NONE) {
        set->used = row.begin;
        text_set_skip(set, path, line, "its label is none of the training data's");
        return RT_OK;
    }
    if (word_table_words(set->classes) > DATA_CLASSES_MAX)
        return rt_fail(error, RT_ERR_FORMAT,
                       "there are more than %u different labels; name the column of the labels "
                       "with --label-column.",
                       DATA_CLASSES_MAX);
    if (set->part[part].rows == DATA_ROWS_MAX)
        return rt_fail(error, RT_ERR_MEMORY, "it has more than %u rows; take fewer.",
                       DATA_ROWS_MAX);
    row.words = (uint32_t)(set->used - row.begin);
    return add_row(&set->part[part], &row) ? RT_OK : no_memory(error);
}

enum rt_status text_set_step(struct text_set *set, size_t bytes, struct rt_error *error)
{
    struct npz_watch *watch = set->watch;
    watch->done += bytes;
    if (watch->done > watch->total)
        watch->done = watch->total;
    if (watch->progress)
        watch->progress(watch->context, watch->done, watch->total);
    if (watch->stop && atomic_load_explicit(watch->stop, memory_order_relaxed))
        return rt_fail(error, RT_INTERRUPTED, "stopped.");
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
            return rt_fail(error, RT_ERR_IO, "it can't be read: %s.", strerror(errno));
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
    *text = NULL;
    *length = 0;
    enum rt_status status = file_open(path, &fd, &size, error);
    if (status == RT_ERR_FORMAT) /* empty: the one thing that opening finds wrong in a file */
        return RT_OK;
    if (status != RT_OK)
        return status;
    if (size > DATA_TEXT_BYTES || set->watch->total > 2 * DATA_TEXT_BYTES)
        status = rt_fail(error, RT_ERR_MEMORY,
                         "there are more than %" PRIu64 " bytes of text; take fewer of them.",
                         DATA_TEXT_BYTES);
    else if (!(*text = malloc((size_t)size + 1)))
        status = no_memory(error);
    else
        status = read_bytes(set, fd, *text, (size_t)size, length, error);
    close(fd);
    if (status == RT_OK)
        status = encoding_decode(text, length, &encoding, error);
    if (status == RT_OK) {
        set->encoded[encoding]++;
        return RT_OK;
    }
    free(*text);
    *text = NULL;
    return status;
}
