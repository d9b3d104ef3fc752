/*
 * parameters: every weight of a model in one aligned block, with one table of names and shapes.
 *
 * Values, gradients and the optimiser's moments are blocks of the same layout. The optimiser, model
 * files and the model view all read this table.
 */
#ifndef RNNTOP_NN_PARAMETERS_H
#define RNNTOP_NN_PARAMETERS_H

#include <stddef.h>

#include "rnntop/base/memory.h"
#include "rnntop/spec/model_spec.h"

#define PARAMETER_NAME_SIZE 64
#define PARAMETERS_MAX      (MODEL_SPEC_MAX_LAYERS * LAYER_SPEC_MAX_WEIGHTS)

struct parameter {
    char name[PARAMETER_NAME_SIZE]; /* "lstm/recurrent_kernel" */
    size_t layer;                   /* index in the model's spec */
    size_t rank;
    size_t shape[2]; /* row-major; shape[1] = 1 when rank = 1 */
    size_t count;    /* elements */
    size_t offset;   /* elements from the block's begin; each parameter begins on a cache line */
};

struct parameters {
    size_t n;
    struct parameter table[PARAMETERS_MAX];
    size_t total; /* elements of a block, padding between parameters included (always zero) */
};

/* Lays a model's parameters out; names are Keras's layer names, "_1", "_2" added for repetitions.
 */
void parameters_layout(struct parameters *parameters, const struct model_spec *model);

/* The parameter's index by name, or parameters->n. */
size_t parameters_find(const struct parameters *parameters, const char *name);

#endif
