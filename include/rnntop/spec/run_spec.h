/*
 * run_spec: all that decides what a training run computes. Plain data: copy it freely.
 */
#ifndef RNNTOP_SPEC_RUN_SPEC_H
#define RNNTOP_SPEC_RUN_SPEC_H

#include <jansson.h>
#include <stdint.h>

#include "rnntop/spec/callbacks_spec.h"
#include "rnntop/spec/model_spec.h"
#include "rnntop/spec/optimizer_spec.h"
#include "rnntop/spec/text_spec.h"

enum padding_side { SIDE_PRE, SIDE_POST };

/* How raw sequences become a matrix [N, maxlen]; Keras's load_data and pad_sequences. */
struct data_spec {
    /* What is read: a path, or demo; "": what is found in the usual places. Not in the written
     * form: it may be read elsewhere. */
    char path[TEXT_PATH_SIZE];
    size_t num_words; /* ids at or above become out-of-vocabulary, 2 */
    size_t maxlen;    /* tokens of a row; or MAXLEN_AUTO, which a data set of texts replaces */
    enum padding_side padding;
    enum padding_side truncating;
    double validation_split; /* the last part of the training rows, cut off before any shuffling */
    struct text_spec text;   /* for data that is text */
    /* For who reads whole texts: the rows are kept as they are before they are cut and padded, too,
     * where a half of them has no more words than this. Of no run: it is not in the written form,
     * and changes nothing that is computed. */
    size_t whole_words;
};

/* What a row of a class weighs in the loss: 1, or what makes every class weigh the same in all; or
 * the one or the other, as the data will have it: see run_spec_resolve(). */
enum class_weight { CLASS_WEIGHT_NONE, CLASS_WEIGHT_BALANCED, CLASS_WEIGHT_AUTO };

/* What stands in for settings that nobody gave: their defaults; for texts a length and a mask that
 * fit them; or the whole recipe of settings_preset.h. */
enum run_defaults { DEFAULTS_PLAIN, DEFAULTS_LENGTH, DEFAULTS_RECIPE };

#define RUN_NAME_SIZE 32

struct run_spec {
    char name[RUN_NAME_SIZE]; /* for people: "LSTM"; "LSTM 2" where several seeds run */
    char slug[RUN_NAME_SIZE]; /* for JSON and file names: "lstm"; "lstm-2" */
    struct model_spec model;
    struct data_spec data;
    struct optimizer_spec optimizer;
    enum class_weight class_weight;
    struct callbacks_spec callbacks;
    size_t epochs; /* or EPOCHS_AUTO */
    size_t batch_size;
    uint64_t seed;
    enum run_defaults defaults; /* for people: it decides nothing, and is not in the written form */
};

/* A number of epochs that comes from the data: enough for RUN_BATCHES batches in all, and within
 * these bounds. Few rows must be seen often, and many need not be. */
#define EPOCHS_AUTO      ((size_t)0)
#define RUN_BATCHES      1200
#define RUN_LEAST_EPOCHS 3
#define RUN_MOST_EPOCHS  30

/* What the data decides of a run that leaves it open. */
struct run_facts {
    size_t maxlen;   /* of the rows that were read */
    size_t rows;     /* that train */
    bool rare_class; /* a class has less than half of its even share of them */
};

/* Whether anything is left to the data. Such a run has trained nothing. */
bool run_spec_is_open(const struct run_spec *run);
/* Puts what follows from the data in the place of all that is left to it. */
void run_spec_resolve(struct run_spec *run, const struct run_facts *facts);

#define EVALUATE_BATCH_SIZE 32 /* Keras's default for evaluate() and predict() */

/* The written form kept in model files, and back. Unknown keys are ignored on the way back, missing
 * ones refused by name, but for callbacks, which are written where a run has any, and for settings
 * that came later, which are written where they are not the default. */
json_t *run_spec_to_json(const struct run_spec *run);
enum rt_status run_spec_from_json(const json_t *json, struct run_spec *run, struct rt_error *error);

/* True when both compute the same; names do not matter. */
bool run_spec_same(const struct run_spec *a, const struct run_spec *b);

/* All that decides what a run computes but for its seed, as a text: runs whose texts are equal
 * differ by the seed at most. The caller frees it; NULL without memory. */
char *run_spec_seedless(const struct run_spec *run);

/* By kind; the arrays end with NULL. */
extern const char *const padding_side_names[];
extern const char *const class_weight_names[];

/* Words that may stand for the data's path, and name no file; ends with NULL. */
extern const char *const data_words[];

/* What a data set is called in its path, length bytes from *begin: the last part without its
 * ending, or its folder's name where a file is called as in any data set: train, test or data. */
size_t data_path_name(const char *path, const char **begin);

#endif
