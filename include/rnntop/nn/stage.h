/*
 * stage: a layer at work between the words and the last Dense. A model is a chain of stages; each
 * reads the flow of the one before it and fills its own, and on the way back the other way round.
 *
 * A stage treats each row of the batch for itself, so a worker takes some rows through the whole
 * chain, forward and back. What sums over rows, the gradients of weights, follows later, in two
 * phases of work that is divided into units.
 *
 * What a stage does is a row of functions for its kind; see stage_parts.h.
 */
#ifndef RNNTOP_NN_STAGE_H
#define RNNTOP_NN_STAGE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/memory.h"
#include "rnntop/nn/embedding.h"
#include "rnntop/nn/kernels.h"
#include "rnntop/nn/parameters.h"

/* What goes from a stage to the next: a vector for each row, or one for each row and step. Columns
 * beyond the width are zero in dx. */
struct flow {
    float *x, *dx; /* row b, or row t * B + b of a sequence; `stride` elements from row to row */
    size_t width, stride; /* stride: the width in whole panels */
    bool sequence;
    /* A sequence that Keras holds in the order in which it was computed, from the last step to the
     * first: here it lies at its own time all the same, and whoever reads it turns round. The mask
     * is not turned with it, in Keras either. */
    bool reversed;
    bool zero_masked; /* x is zero at masked steps */
};

/* The batch in hand. */
struct stage_pass {
    size_t size;               /* B */
    size_t from, to;           /* steps that are worked on: all others are masked in the rows */
    bool training;             /* dropouts drop */
    uint64_t seed;             /* the dropouts' masks depend on it, */
    uint32_t step;             /* and on the optimiser's step */
    const struct words *words; /* the batch's */
    uint8_t *mask;             /* [T,B]: 0 where a word is masked; NULL: the model masks nothing */
    const atomic_bool *stop;
};

struct stage_kind;

struct stage {
    const struct stage_kind *kind;
    const struct layer_spec *layer;
    size_t number; /* the layer's */
    size_t steps;  /* T */
    const struct kernels *kernels;
    struct stage *before;  /* NULL: this one reads the words */
    const struct flow *in; /* what comes from there */
    struct flow out;
    bool masked;        /* steps that come in may be masked */
    bool counts_masked; /* but its output depends on them: none may be left out */
    float *own, *down;  /* its own x and dx, where it has some */
    void *state;        /* what the kind keeps besides; its source says what */
    struct stage_weight {
        float *value, *gradient;
    } weight[LAYER_SPEC_MAX_WEIGHTS]; /* in the order of layer_spec_weights() */
};

struct stage_setup {
    const struct model_spec *spec;
    const struct kernels *kernels;
    size_t most_rows;
    bool indexed; /* layer 1 is recurrent and takes words as they are: see struct recurrent_spec */
    size_t most_words, most_projected, workers, infer_rows;
};

/* The stage of layer `number`, which reads the stage `before` (NULL for the first). */
enum rt_status stage_create(struct stage *stage, struct arena *arena,
                            const struct stage_setup *setup, size_t number, struct stage *before,
                            struct rt_error *error);

/* Tells the stage where its weights and their gradients are: its first parameter in the table, and
 * the two blocks. Returns the next stage's first. */
const struct parameter *stage_bind(struct stage *stage, const struct parameter *table,
                                   float *values, float *gradients);

/* Initial values of a layer's weight, by its place among the layer's; they are zeros before.
 * `number` is the parameter's, which chooses the random numbers. */
enum rt_status stage_initialize(const struct layer_spec *layer, size_t place,
                                const struct parameter *parameter, float *values, uint64_t seed,
                                uint32_t number, struct rt_error *error);

/* Copies weights into the form in which they are computed with: units [0, stage_pack_units).
 * training false: only what the forward pass needs. */
size_t stage_pack_units(const struct stage *stage, bool training);
void stage_pack(struct stage *stage, size_t unit, bool training);

/* Once for a batch, before its rows, in the order of the chain: where everything lies. */
void stage_begin(struct stage *stage, const struct stage_pass *pass);
/* Rows [begin, end) of the batch; false when *stop ended it. backward finds out.dx filled and fills
 * in->dx. */
bool stage_forward(struct stage *stage, const struct stage_pass *pass, size_t begin, size_t end);
bool stage_backward(struct stage *stage, const struct stage_pass *pass, size_t begin, size_t end);

/* A sum over the batch's rows, after the chain has gone forward and back. */
struct stage_sum {
    void (*run)(const struct stage_sum *sum, const struct stage_pass *pass, size_t unit);
    size_t units; /* of work, which may be done at the same time */
    struct stage *stage;
    size_t half; /* of a recurrent layer */
};
#define STAGE_MOST_SUMS 4 /* of a stage, in a phase */

struct stage_sums {
    size_t n, units; /* units of all */
    struct stage_sum sum[STAGE_MOST_SUMS * MODEL_SPEC_MAX_LAYERS];
};

/* Each adds to the list the sums that the stage needs in a phase: in the first over the batch's
 * tokens, in the second, which may use the first's results, over its words. */
void stage_time_sums(struct stage *stage, const struct stage_pass *pass, struct stage_sums *sums);
void stage_word_sums(struct stage *stage, const struct stage_pass *pass, struct stage_sums *sums);

#endif
