/*
 * dataset: padded matrices of token ids with labels, ready for training. Immutable once published.
 */
#ifndef RNNTOP_DATA_DATASET_H
#define RNNTOP_DATA_DATASET_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/pool.h"
#include "rnntop/base/status.h"
#include "rnntop/data/data_warnings.h"
#include "rnntop/data/lengths.h"
#include "rnntop/data/row_facts.h"
#include "rnntop/data/sequences.h"
#include "rnntop/spec/run_spec.h"
#include "rnntop/spec/text_reading.h"

/* Rows of a split: x is [rows, maxlen] row-major, 0 <= id < num_words; y is [rows], the class,
 * from 0 to classes - 1; words is [rows], how many the whole text has, before it is cut to maxlen;
 * NULL where that is not known. */
struct data_rows {
    const int32_t *x;
    const float *y;
    size_t rows;
    const uint32_t *words;
};

#define DATASET_CLASS_SIZE 64 /* bytes of a class's name, with the NUL */

/* Words by rank: what ids mean. NULL where no word index was found. */
struct vocabulary;

#define DATASET_DEMO      "demo" /* the path that means the built-in corpus */
#define DATASET_NAME_SIZE 64

struct dataset {
    char name[DATASET_NAME_SIZE]; /* "IMDB", "DEMO corpus (made up)" */
    const char *path;             /* what was read, raw, or DATASET_DEMO */
    bool made_up;                 /* by a grammar: nobody wrote these reviews */
    /* Made up: the test accuracy of a reader who understands all; see made_up.h. Else 0. */
    double ceiling_whole, ceiling;
    size_t num_words, maxlen; /* as the rows have them, whatever the spec left open */
    struct data_lengths lengths;
    size_t classes;                               /* 2 or more */
    const char (*class_name)[DATASET_CLASS_SIZE]; /* [classes], sanitised */
    bool rare_class;           /* one has less than half of its even share of the training rows */
    const float *class_weight; /* [classes], balanced: train.rows / (classes * rows of the class) */
    struct text_reading reading; /* of texts: how they were read; else form is TEXT_FORM_NONE */
    size_t words_found;          /* different words of the training texts; 0 where nobody counted */
    struct row_facts facts;      /* of the training rows */
    struct data_rows train;      /* without the validation part */
    struct data_rows validation; /* the last part of the file's training rows, as Keras cuts it */
    struct data_rows test;
    /* The first training row before padding (after start mark and out-of-vocabulary), for showing.
     */
    const int32_t *first;
    size_t first_length;
    const struct vocabulary *vocabulary;
    /* How the letters of a text become those of the vocabulary's words: as the spec says, but for
     * ids that came without their texts, whose words have capitals beyond ASCII, as IMDB's have. */
    enum text_lower lower;
};

/* Told how far a load is: bytes of work done and in all. Called often, from the loading thread. */
typedef void (*data_progress)(void *context, uint64_t done, uint64_t total);

/*
 * Reads what is at path, recognised by its contents: imdb.npz, as Keras's imdb.load_data and
 * pad_sequences would; a grammar; or texts (text_load.h). Cuts off the validation part. *stop ends
 * it early with RT_INTERRUPTED. The pool's threads share the work where they can (NULL: this thread
 * alone); what comes of it does not depend on them. A word index beside the file
 * (imdb_word_index.json) is read if it is there; one that is broken is a warning, and the data set
 * has no vocabulary. Rows of texts that were left out are a warning too, with their number and the
 * first one's place. *warnings may be NULL, and is valid only if the data was read, but for how
 * texts were understood. An error's path is that of the file that is wrong: a test set's, a word
 * index's. The caller owns the data set.
 */
enum rt_status dataset_load(struct dataset **dataset, const char *path,
                            const struct data_spec *spec, struct pool *pool, data_progress progress,
                            void *context, const atomic_bool *stop, struct data_warnings *warnings,
                            struct rt_error *error);
void dataset_free(struct dataset *dataset); /* NULL is allowed */

/* What tells its test rows from others': 16 hexadecimal digits of a hash of ids, labels and shape,
 * the same on every machine. It guards against mistakes, not against forgery. */
#define DATASET_FINGERPRINT_SIZE 17
void dataset_fingerprint(const struct dataset *dataset, char out[DATASET_FINGERPRINT_SIZE]);

/* Whether dataset_load() would read texts at the path ("": what dataset_find() finds), and no ids
 * and nothing made up. False too where nothing can be read: loading says why. */
bool dataset_is_texts(const char *path);

/* The rows as they were before they were cut and padded, where the spec asked for them and they
 * have no more words than it names: those of training with the rows of validation behind them, and
 * those of the test, by the words' ranks (of a matrix of ids, by id). They become the caller's, so
 * that they can go before the data set does; before it is published. */
void dataset_take_whole(struct dataset *dataset, struct sequences *train, struct sequences *test);

/* The folder that Keras publishes IMDB in; file names follow it. */
#define DATASET_IMDB_URL "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"

#define DATASET_DEMO_NAME "DEMO corpus (made up)" /* of the built-in corpus */

/* What the data at a path is probably called, before it is read: only its contents can tell. */
void dataset_guess_name(const char *path, char name[DATASET_NAME_SIZE]);

/*
 * Where the data is when nobody said: $RNNTOP_DATA (DATASET_DEMO is allowed there too),
 * ~/.keras/datasets/imdb.npz (KERAS_HOME honoured), then $XDG_CACHE_HOME/rnntop/imdb.npz. The first
 * that exists; else DATASET_DEMO, and *fallback is true: nobody asked for it. A set but wrong
 * $RNNTOP_DATA is an error, not skipped. The caller frees *path.
 */
enum rt_status dataset_find(char **path, bool *fallback, struct rt_error *error);

/* Where data that was found, not named, can't be read: adds to the error what would help. */
void dataset_suggest(struct rt_error *error);

#endif
