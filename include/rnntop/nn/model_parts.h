/*
 * model_parts: a model's inside, shared by the sources of model and optimizer.
 */
#ifndef RNNTOP_NN_MODEL_PARTS_H
#define RNNTOP_NN_MODEL_PARTS_H

#include "rnntop/base/memory.h"
#include "rnntop/nn/embedding.h"
#include "rnntop/nn/kernels.h"
#include "rnntop/nn/model.h"
#include "rnntop/nn/recurrent.h"

/* The phases of a training pass, for benchmarks. */
enum model_phase {
    PHASE_PREPARE, /* distinct words, weights into panels */
    PHASE_PROJECT, /* words @ kernel + bias */
    PHASE_FORWARD, /* the time loop, a worker's share of it; head and loss included */
    PHASE_BACKWARD,
    PHASE_TIME_SUMS, /* recurrent kernel's gradient, sums by word */
    PHASE_WORD_SUMS, /* kernel's, bias's and words' gradients */
    PHASE_COUNT
};

struct model {
    struct model_spec spec;
    struct parameters parameters;
    struct arena *arena;
    struct pool *pool;
    const struct kernels *kernels;
    size_t batch_max;
    float *values, *gradients; /* [parameters.total] */

    struct words words;
    struct recurrent *recurrent;
    /* Of each row of a batch, or of a chunk in evaluation. */
    double *logits, *dlogits;
    size_t chunk_rows;

    double *squares; /* partial sums of the gradient's norm */

    uint64_t phase_ns[PHASE_COUNT]; /* of the last training pass */
};

/* The weights of the three layers in a block: values or gradients. */
struct model_weights {
    float *embeddings; /* [V,E] */
    struct recurrent_weights recurrent;
    float *dense_kernel; /* [H] */
    float *dense_bias;   /* [1] */
};

struct model_weights model_weights_in(const struct model *model, float *block);

/* Into how many parts of at most `most` rows to divide `rows` rows: as many for each worker. Part i
 * begins at row i * rows / parts. */
size_t model_units(const struct model *model, size_t rows, size_t most);

static inline size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

#endif
