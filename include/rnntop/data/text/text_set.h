/*
 * text_set: texts and labels as they are read: words already numbers, classes by first coming.
 *
 * Two parts, train and test; the second stays empty where it is to be cut off the first. What is
 * wrong with single rows is counted, with the first one's place and reason: nothing disappears
 * without a word.
 *
 * Rows wait until there are enough of them for all threads of the pool, each of which finds the
 * words of some of them. Then they are taken in the order of their coming, so that nothing depends
 * on the number of threads.
 */
#ifndef RNNTOP_DATA_TEXT_TEXT_SET_H
#define RNNTOP_DATA_TEXT_TEXT_SET_H

#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/pool.h"
#include "rnntop/base/status.h"
#include "rnntop/data/file.h"
#include "rnntop/data/npz/npz.h"
#include "rnntop/data/text/encoding.h"
#include "rnntop/data/text/labels.h"
#include "rnntop/data/text/text_shard.h"
#include "rnntop/data/text/word_table.h"
#include "rnntop/spec/text_reading.h"
#include "rnntop/spec/text_spec.h"

enum text_part { TEXT_TRAIN, TEXT_TEST, TEXT_PARTS };

struct text_row {
    size_t begin;   /* in words[] */
    uint32_t words; /* at least 1 */
    uint32_t class; /* number in labels */
};

struct text_rows {
    struct text_row *row;
    size_t rows, room;
};

#define TEXT_NOWHERE         SIZE_MAX
#define TEXT_STRAY_NAME_SIZE 256

/* Why a row is skipped: a code about rows that are left out. The first value of such a code is
 * their number; `found` and `wanted`, or `text`, are the values after it, as the code's row names
 * them. */
struct text_reason {
    enum rt_code code;
    uint32_t found, wanted;
    const char *text;
};

/* A row that waits, or one that is to be skipped for a reason. */
struct text_queued {
    size_t label, label_length; /* in the queue's bytes */
    size_t text, length;        /* the same; of one that is skipped reason.text, closed by a NUL */
    size_t words;               /* once they have been found; they follow those of the row before */
    size_t place;               /* where they go; TEXT_NOWHERE for a row that is not taken */
    const char *path;           /* the caller's, until the queue is empty */
    size_t line;
    enum text_part part;
    struct text_reason reason; /* its code is ERR_NONE where the row is not skipped */
};

struct text_queue {
    struct text_queued *row;
    size_t rows, room;
    char *bytes;
    size_t used, bytes_room;
};

/* Of a folder: what in it is no text of a class. */
struct text_strays {
    bool unlabelled;                   /* a folder called unsup */
    size_t others;                     /* entries that are no class */
    size_t folders, entries;           /* classes' folders that hold others than .txt files */
    char folder[TEXT_STRAY_NAME_SIZE]; /* the first of them, raw */
    size_t validations;                /* files or folders of a validation part */
    char validation[TEXT_STRAY_NAME_SIZE];
};

struct text_set {
    struct text_rows part[TEXT_PARTS];
    uint32_t *words; /* every row's, as numbers in table */
    size_t used, room;
    struct word_table *table;
    struct labels labels;
    struct text_queue queue;
    struct text_shard *shard; /* [shards]: one for each of the pool's threads */
    size_t shards;
    const struct text_spec *spec; /* the caller's */
    struct pool *pool;
    struct npz_watch *watch;
    size_t skipped;                /* rows */
    struct rt_error first_skipped; /* where there are some: the first one's place and reason */
    struct text_strays strays;
    size_t nuls;                    /* rows in which a U+0000 was read as a blank */
    size_t encoded[ENCODING_COUNT]; /* files of each encoding */
    struct text_reading reading;    /* what is found out meanwhile */
};

/* pool: NULL for this thread alone. The spec must outlive the set. */
enum rt_status text_set_begin(struct text_set *set, const struct text_spec *spec, struct pool *pool,
                              struct npz_watch *watch, struct rt_error *error);
void text_set_free(struct text_set *set);

/* Adds a row. Label and text as they stand in the file; a row without a label or a word is skipped.
 * path and line name its place; line 0: the file is the row. Label and text are copied; the path
 * must outlive text_set_flush(). */
enum rt_status text_set_add(struct text_set *set, enum text_part part, const char *label,
                            size_t label_length, const char *text, size_t length, const char *path,
                            size_t line, struct rt_error *error);
enum rt_status text_set_skip(struct text_set *set, const char *path, size_t line,
                             struct text_reason reason, struct rt_error *error);
/* Takes the rows that wait into the set, which has none of them before. To be called at the end of
 * a part. */
enum rt_status text_set_flush(struct text_set *set, struct rt_error *error);
/* Refuses rows of which more than 1 % had to be left out. */
enum rt_status text_set_judge(const struct text_set *set, struct rt_error *error);
/* What was left out, as warnings. */
void text_set_warn(const struct text_set *set, struct data_warnings *warnings);
/* Completes set->reading: rows, classes, encodings. */
enum rt_status text_set_tell(struct text_set *set, struct rt_error *error);

/* Reads a file whole and decodes it; *text is the caller's. Tells of progress. The error
 * (not NULL) has no path. An empty file gives RT_OK and no bytes. */
enum rt_status text_set_read(struct text_set *set, const char *path, char **text, size_t *length,
                             struct rt_error *error);
/* Bytes of work done; RT_INTERRUPTED if that is asked for. */
enum rt_status text_set_step(struct text_set *set, size_t bytes, struct rt_error *error);

#endif
