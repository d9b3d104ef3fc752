/*
 * model_file: a trained model on disk: its weights under Keras's names, and what it was made of.
 *
 * A safetensors file. __metadata__: "format" = "rnntop", "rnntop_version", "run" (run_spec as
 * JSON), "data" (the data set's name), "classes" (their names, a line each), "epochs_trained",
 * "test_loss" and "test_accuracy" where known; and where the data was, so that eval scores no
 * other: "data_path", "test_path" and "word_index_path", absolute, and "data_fingerprint" of the
 * test rows (dataset_fingerprint()). Beside the weights a tensor "vocabulary", U8: the
 * words that have an id of their own, most frequent first, each closed by a NUL; it is not there
 * where the data had no words.
 */
#ifndef RNNTOP_FILES_MODEL_FILE_H
#define RNNTOP_FILES_MODEL_FILE_H

#include <stdbool.h>

#include "rnntop/base/status.h"
#include "rnntop/data/dataset.h"
#include "rnntop/data/text/vocabulary.h"
#include "rnntop/nn/parameters.h"
#include "rnntop/spec/run_spec.h"

#define MODEL_CLASSES_SIZE 2048
#define MODEL_PATH_SIZE    TEXT_PATH_SIZE /* a longer path is not kept */

/* A copy of a run's weights at one moment, with all that its file says. Plain data but for values.
 */
struct model_snapshot {
    struct run_spec run;
    struct parameters parameters;
    float *values; /* [parameters.total]; owned */
    double epochs_trained;
    char data_name[64];
    /* Absolute, or a word such as demo; "" where it is not known or none was given. */
    char data_path[MODEL_PATH_SIZE], test_path[MODEL_PATH_SIZE], word_index_path[MODEL_PATH_SIZE];
    char data_fingerprint[DATASET_FINGERPRINT_SIZE]; /* or "" */
    char classes[MODEL_CLASSES_SIZE]; /* names by number, a line each; "" where there is no room */
    bool tested;
    double test_loss, test_accuracy;
    char *vocabulary; /* [vocabulary_bytes], as vocabulary_pack() gives it, or NULL; owned */
    size_t vocabulary_bytes;
};

/* A snapshot with room for the run's weights, values zeroed. */
enum rt_status model_snapshot_create(struct model_snapshot **snapshot, const struct run_spec *run,
                                     struct rt_error *error);
/* Takes the words over that the run knows. NULL is allowed: none. */
enum rt_status model_snapshot_set_vocabulary(struct model_snapshot *snapshot,
                                             const struct vocabulary *vocabulary,
                                             struct rt_error *error);
/* Keeps where the data was read and how its texts were, as the run and the data set say, and what
 * its test rows are. */
void model_snapshot_set_data(struct model_snapshot *snapshot, const struct dataset *data);
/* Adds the name of the next class. */
void model_snapshot_add_class(struct model_snapshot *snapshot, const char *name);
/* The name of a class, sanitised: "class 3", or of two "negative" and "positive", where the file
 * has none. */
void model_snapshot_class(const struct model_snapshot *snapshot, size_t class, char *out,
                          size_t size);
/* A copy with weights of its own. */
enum rt_status model_snapshot_copy(struct model_snapshot **copy,
                                   const struct model_snapshot *snapshot, struct rt_error *error);
void model_snapshot_destroy(struct model_snapshot *snapshot); /* NULL is allowed */

enum rt_status model_file_write(const char *path, const struct model_snapshot *snapshot,
                                struct rt_error *error);

/* Reads a file back: spec checked, every tensor there with its shape and F32, no other tensors, no
 * weight that is NaN or infinite. The sentence names the file and the tensor. */
enum rt_status model_file_read(struct model_snapshot **snapshot, const char *path,
                               struct rt_error *error);

#endif
