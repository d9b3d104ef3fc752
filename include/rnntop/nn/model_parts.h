/*
 * model_parts: a model's inside, shared by the sources of model and optimizer.
 */
#ifndef RNNTOP_NN_MODEL_PARTS_H
#define RNNTOP_NN_MODEL_PARTS_H

#include "rnntop/base/memory.h"
#include "rnntop/nn/embedding.h"
#include "rnntop/nn/head.h"
#include "rnntop/nn/kernels.h"
#include "rnntop/nn/model.h"
#include "rnntop/nn/stage.h"

/* The phases of a training pass, for benchmarks. */
enum model_phase {
    PHASE_PREPARE, /* distinct words, weights into panels */
    PHASE_PROJECT, /* words @ kernel + bias */
    PHASE_FORWARD, /* the chain of stages, a worker's share of it; head and loss included */
    PHASE_BACKWARD,
    PHASE_TIME_SUMS, /* sums over tokens: recurrent kernels' gradients, sums by word */
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
    size_t stages; /* all layers but the last: stage i is layer i */
    struct stage stage[MODEL_SPEC_MAX_LAYERS];
    struct head head;
    uint8_t *mask; /* [T * batch_max], or NULL where the model masks nothing */
    /* Words go into the first recurrent layer as they are, so that each distinct one is projected
     * once. quick: and its last step is all that the head needs, so that evaluation keeps nothing.
     */
    bool indexed, quick;
    bool trims;        /* leaves out steps at which all rows that a worker has in hand are masked */
    size_t block_rows; /* rows that evaluation takes at a time */
    /* Of a model that masks: a block's rows by length, where each stood before, and as many numbers
     * as there are lengths. */
    uint32_t *order, *place, *lengths;

    double *squares; /* partial sums of the gradient's norm */

    uint64_t phase_ns[PHASE_COUNT]; /* of the last training pass */
};

/* Copies the stages' weights into the form in which they are computed with (stage_pack()); the
 * units of all stages, one after the other, make one range. */
size_t model_pack_units(const struct model *model, bool training);
void model_pack(struct model *model, size_t unit, bool training);
/* Finds which steps of the rows [begin, end) are masked, narrows pass->from and pass->to
 * accordingly (*pass belongs to the caller alone), and takes the rows through the chain of stages.
 * False: stopped. */
bool model_forward(struct model *model, struct stage_pass *pass, size_t begin, size_t end);

/* Into how many parts of at most `most` rows to divide `rows` rows, so that each worker gets the
 * same number of parts. Part i begins at row i * rows / parts. */
size_t model_units(const struct model *model, size_t rows, size_t most);

/* What sums over the batch's tokens, and then over its words, after the chain has gone both ways:
 * lists of the stages' sums, and whether the head's goes with them. */
struct model_sums {
    struct stage_sums stages;
    bool head;
    size_t units;
};

void model_time_sums(struct model *model, const struct stage_pass *pass, struct model_sums *sums);
void model_word_sums(struct model *model, const struct stage_pass *pass, struct model_sums *sums);
/* Runs a unit in [0, sums->units). */
void model_sums_run(const struct model_sums *sums, struct model *model,
                    const struct stage_pass *pass, size_t unit);

static inline size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static inline size_t parts_of(size_t n, size_t most)
{
    return (n + most - 1) / most;
}

/* Words that a worker projects at a time. */
#define PROJECT_WORDS ((size_t)48)

#endif
