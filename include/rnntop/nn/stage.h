/*
 * stage: a layer at work between the words and the last Dense. A model is a chain of stages; each
 * reads the flow of the one before it and fills its own, and on the way back the other way round.
 *
 * A stage treats each row of the batch for itself, so a worker takes some rows through the whole
 * chain, forward and back. What sums over rows, the gradients of weights, follows later.
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
#include "rnntop/nn/recurrent.h"

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
};

/* The batch in hand. */
struct stage_pass {
    size_t size;               /* B */
    size_t from, to;           /* steps that are worked on: all others are masked in the rows */
    bool training;             /* dropouts drop */
    uint64_t seed;             /* of the dropouts' masks, */
    uint32_t step;             /* which are others at each step of the optimiser */
    const struct words *words; /* the batch's */
    uint8_t *mask;             /* [T,B]: 0 where a word is masked; NULL: the model masks nothing */
    const atomic_bool *stop;
};

/* One direction of a recurrent layer. */
struct stage_half {
    struct recurrent *recurrent;
    struct recurrent_weights values, gradients;
    float *input_keep; /* [B, stride of what comes in]: factors of dropout; NULL: none */
    float *input;      /* [T*B, the same]: what they leave */
    float *keep;       /* [B, stride]: factors of recurrent dropout; NULL: none */
    float *dh;         /* [T*B, stride]: gradient of each step's h, of a Bidirectional sequence */
};

struct stage {
    const struct layer_spec *layer;
    size_t number; /* the layer's */
    size_t steps;  /* T */
    const struct kernels *kernels;
    const struct flow *in; /* NULL: of the words */
    struct flow out;
    bool masked;       /* steps that come in may be masked */
    float *own, *down; /* the stage's own x and dx, where it has some */

    /* Recurrent layers: 1 half, or 2. indexed: the first reads words, and nothing else does. */
    size_t halves;
    struct stage_half half[2];
    bool indexed;
    float *scratch; /* [T*B, stride of what comes in]: a half's part of the gradient of the input */

    float *factors; /* dropouts: [B or T*B, stride] */

    /* Embedding (kernel alone) and Dense. */
    float *kernel, *bias, *dkernel, *dbias;
    float *z; /* [B, stride]: what the activation gets; then its gradient */
};

struct stage_setup {
    const struct model_spec *spec;
    const struct kernels *kernels;
    size_t most_rows;
    bool indexed;
    /* For indexed input; see struct recurrent_spec. */
    size_t most_words, most_projected, workers, infer_rows;
};

/* The stage of layer `number`, which reads the stage `before` (NULL for the first). */
enum rt_status stage_create(struct stage *stage, struct arena *arena,
                            const struct stage_setup *setup, size_t number,
                            const struct stage *before, struct rt_error *error);

/* Once for a batch, before its rows, in the order of the chain: where everything lies. */
void stage_begin(struct stage *stage, const struct stage_pass *pass);
/* Rows [begin, end) of the batch; false when *stop ended it. backward finds out.dx filled and fills
 * in->dx. */
bool stage_forward(struct stage *stage, const struct stage_pass *pass, size_t begin, size_t end);
bool stage_backward(struct stage *stage, const struct stage_pass *pass, size_t begin, size_t end);

/* The gradients of a hidden Dense layer: units [0, stage_dense_units). */
size_t stage_dense_units(const struct stage *stage);
void stage_dense_gradients(const struct stage *stage, const struct stage_pass *pass, size_t unit);

/* What a half of a recurrent stage takes through time. */
struct recurrent_batch stage_recurrent_batch(const struct stage *stage, size_t half,
                                             const struct stage_pass *pass);

/* The row of the mask that belongs to step t of a flow. */
static inline const uint8_t *stage_mask(const struct stage *stage, const struct stage_pass *pass,
                                        size_t t)
{
    return pass->mask + (stage->in->reversed ? stage->steps - 1 - t : t) * pass->size;
}

#endif
