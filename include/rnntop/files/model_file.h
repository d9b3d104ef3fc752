/*
 * model_file: a trained model on disk: its weights under Keras's names, and what it was made of.
 *
 * A safetensors file. __metadata__: "format" = "rnntop", "rnntop_version", "run" (run_spec as
 * JSON), "data" (the data set's name), "epochs_trained", "test_loss" and "test_accuracy" where
 * known.
 */
#ifndef RNNTOP_FILES_MODEL_FILE_H
#define RNNTOP_FILES_MODEL_FILE_H

#include <stdbool.h>

#include "rnntop/base/status.h"
#include "rnntop/nn/parameters.h"
#include "rnntop/spec/run_spec.h"

/* A copy of a run's weights at one moment, with all that its file says. Plain data but for values.
 */
struct model_snapshot {
    struct run_spec run;
    struct parameters parameters;
    float *values; /* [parameters.total]; owned */
    double epochs_trained;
    char data_name[64];
    bool tested;
    double test_loss, test_accuracy;
};

/* A snapshot with room for the run's weights, values zeroed. */
enum rt_status model_snapshot_create(struct model_snapshot **snapshot, const struct run_spec *run,
                                     struct rt_error *error);
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
