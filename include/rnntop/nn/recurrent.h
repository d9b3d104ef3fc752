/*
 * recurrent: one direction of a recurrent layer: its weights in panels, the time loop forward and
 * backward, and the gradients. What a step does element by element is the cell's.
 *
 * Everything lies at its own time step, whichever way the loop goes. The input comes in one of two
 * forms. Indexed, behind an Embedding: rows [U,E], projected once each, and an index [T,B] that
 * says which row a token takes (see embedding.h). Else a sequence [T*B, E], projected token by
 * token.
 *
 * Functions that take a range may run at the same time for ranges that don't overlap; results don't
 * depend on the division. Order of a batch: pack, project, forward, (whoever reads h fills its
 * gradient), backward; then find_live and the gradients, after sum_words where the input is
 * indexed.
 */
#ifndef RNNTOP_NN_RECURRENT_H
#define RNNTOP_NN_RECURRENT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/memory.h"
#include "rnntop/nn/embedding.h"
#include "rnntop/nn/kernels.h"

/* Time steps between two looks at the stop flag. */
#define RECURRENT_STEP_BLOCK 8

struct recurrent_spec {
    enum layer_kind kind;
    enum layer_activation activation, recurrent_activation;
    size_t inputs, units; /* E, H */
    size_t steps;         /* T */
    bool backwards;       /* from the last step to the first */
    bool masked;          /* room for batches with a mask */
    bool drops;           /* room for what recurrent dropout leaves of h */
    size_t most_rows;     /* B of a training batch */
    /* Indexed input: */
    bool indexed;
    size_t most_words;     /* U of a training batch */
    size_t most_projected; /* U of a projection: at least most_words */
    size_t workers;        /* each with its room for recurrent_infer(); 0: it is not called */
    size_t infer_rows;
};

struct recurrent;

enum rt_status recurrent_create(struct recurrent **recurrent, struct arena *arena,
                                const struct recurrent_spec *spec, const struct kernels *kernels,
                                struct rt_error *error);

/* The layer's weights, or their gradients, as Keras lays them out; K blocks of units are 1 for
 * SimpleRNN, 4 for LSTM, 3 for GRU. */
struct recurrent_weights {
    float *kernel;           /* [E,K*H] */
    float *recurrent_kernel; /* [H,K*H] */
    float *bias;             /* [K*H]; GRU's: [2,K*H] */
};

/* Copies weights into panels: units [0, recurrent_pack_units). Not all are needed for inference. */
size_t recurrent_pack_units(const struct recurrent *recurrent, bool training);
void recurrent_pack(struct recurrent *recurrent, size_t unit,
                    const struct recurrent_weights *weights);

/* The most rows that can be projected at once. */
size_t recurrent_most_projected(const struct recurrent *recurrent);
/* The indexed input's rows [U,E], to be filled before they are projected. */
float *recurrent_rows(struct recurrent *recurrent);
/* rows @ kernel + bias for rows [begin, end). */
void recurrent_project(struct recurrent *recurrent, size_t begin, size_t end);

/* A batch on its way through time. */
struct recurrent_batch {
    size_t size;           /* B */
    size_t from, to;       /* steps to take, at least one; what is left out is masked in all rows */
    const uint32_t *index; /* [T,B]: indexed input */
    const float *x;        /* [T*B, x_stride]: a sequence */
    size_t x_stride;
    /* [T,B]: 0 where a step keeps state and output as they were. NULL: all count. mask_reversed:
     * the mask of step t stands at T - 1 - t. */
    const uint8_t *mask;
    bool mask_reversed;
    const float *keep; /* [B, stride]: factors of h on its way into the product; NULL: all 1 */
    const float *dh;   /* [T*B, stride]: the gradient of h at each step; NULL: of the last, see
                          recurrent_dlast() */
    float *dx; /* [T*B, x_stride]: where backward leaves the gradient of a sequence, but at steps
                  that are left out; NULL: nowhere */
    const atomic_bool *stop; /* NULL: none */
};

/* The time loop for rows [begin, end) of the batch; false when *stop ended it. Nothing is written
 * at steps that are left out, but for h of the last. */
bool recurrent_forward(struct recurrent *recurrent, const struct recurrent_batch *batch,
                       size_t begin, size_t end);
bool recurrent_backward(struct recurrent *recurrent, const struct recurrent_batch *batch,
                        size_t begin, size_t end);
/* h of every step, [T*B, stride]. */
float *recurrent_h(struct recurrent *recurrent);
/* h after the last step that the loop takes, and its gradient, [B, stride]. */
float *recurrent_last(struct recurrent *recurrent, size_t size);
float *recurrent_dlast(struct recurrent *recurrent);
size_t recurrent_stride(const struct recurrent *recurrent);

/* What sums over the tokens of a batch with a mask wants first: which of them are not masked. */
void recurrent_find_live(struct recurrent *recurrent, const struct recurrent_batch *batch);
/* Sums of the gates' gradients by word, for indexed input: words [begin, end). */
void recurrent_sum_words(struct recurrent *recurrent, const struct words *words, size_t begin,
                         size_t end);
/* The gradients of the weights: units [0, ..._units) of each. The kernel's and the bias's want the
 * sums by word where the input is indexed; words is not used otherwise. */
size_t recurrent_recurrent_units(const struct recurrent *recurrent);
void recurrent_recurrent_gradient(const struct recurrent *recurrent,
                                  const struct recurrent_batch *batch, size_t unit,
                                  const struct recurrent_weights *gradients);
size_t recurrent_kernel_units(const struct recurrent *recurrent);
void recurrent_kernel_gradient(const struct recurrent *recurrent,
                               const struct recurrent_batch *batch, const struct words *words,
                               size_t unit, const struct recurrent_weights *gradients);
/* The gradient of indexed input's rows [begin, end): row i goes to table row ids[i] of [V,E], or is
 * added to what is there. */
void recurrent_rows_gradient(struct recurrent *recurrent, const uint32_t *ids, size_t begin,
                             size_t end, float *table, bool add);

/* Forward without keeping anything, of indexed input without a mask: up to infer_rows rows, whose
 * tokens' places among the projected rows are index [T, rows], in the worker's own room; h after
 * the last step, [rows, stride], or NULL when *stop ended it. */
uint32_t *recurrent_infer_index(struct recurrent *recurrent, int worker);
const float *recurrent_infer(struct recurrent *recurrent, int worker, size_t rows,
                             const atomic_bool *stop);

#endif
