/*
 * recurrent: a recurrent layer: its weights in panels, the time loop forward and backward, and the
 * gradients. What a step does element by element is the cell's.
 *
 * The layer's input is rows [U,E] with an index [T,B] (see embedding.h). Functions that take a
 * range may run at the same time for ranges that don't overlap; results don't depend on the
 * division. Order of a batch: pack, project, forward, (whoever reads last() fills dlast()),
 * backward, then sum_words and recurrent_gradient, then kernel_gradient and rows_gradient.
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
    size_t inputs, units;  /* E, H */
    size_t steps;          /* T */
    size_t most_rows;      /* B of a training batch */
    size_t most_words;     /* U of a training batch */
    size_t most_projected; /* U of a projection: at least most_words */
    size_t workers;        /* each with its room for recurrent_infer() */
    size_t infer_rows;
};

struct recurrent;

enum rt_status recurrent_create(struct recurrent **recurrent, struct arena *arena,
                                const struct recurrent_spec *spec, const struct kernels *kernels,
                                struct rt_error *error);

/* The layer's weights, or their gradients, as Keras lays them out. */
struct recurrent_weights {
    float *kernel;           /* [E,G*H] */
    float *recurrent_kernel; /* [H,G*H] */
    float *bias;             /* [G*H] */
};

/* Copies weights into panels: units [0, recurrent_pack_units). Not all are needed for inference. */
size_t recurrent_pack_units(const struct recurrent *recurrent, bool training);
void recurrent_pack(struct recurrent *recurrent, size_t unit,
                    const struct recurrent_weights *weights);

/* The most rows that can be projected at once. */
size_t recurrent_most_projected(const struct recurrent *recurrent);
/* The input's rows [U,E], to be filled before they are projected. */
float *recurrent_rows(struct recurrent *recurrent);
/* rows @ kernel + bias for rows [begin, end). */
void recurrent_project(struct recurrent *recurrent, size_t begin, size_t end);

/* The time loop for rows [begin, end) of the batch; false when *stop (may be NULL) ended it. */
bool recurrent_forward(struct recurrent *recurrent, const struct words *words, size_t begin,
                       size_t end, const atomic_bool *stop);
bool recurrent_backward(struct recurrent *recurrent, const struct words *words, size_t begin,
                        size_t end, const atomic_bool *stop);
/* h after the last step and its gradient, [B, recurrent_stride]. */
const float *recurrent_last(const struct recurrent *recurrent, size_t size);
float *recurrent_dlast(struct recurrent *recurrent);
size_t recurrent_stride(const struct recurrent *recurrent);

/* Sums of the gates' gradients by word, for the input side: words [begin, end). */
void recurrent_sum_words(struct recurrent *recurrent, const struct words *words, size_t begin,
                         size_t end);
/* The gradients of the weights: units [0, ..._units) of each. The kernel's and the bias's want the
 * sums by word. */
size_t recurrent_recurrent_units(const struct recurrent *recurrent);
void recurrent_recurrent_gradient(const struct recurrent *recurrent, const struct words *words,
                                  size_t unit, const struct recurrent_weights *gradients);
size_t recurrent_kernel_units(const struct recurrent *recurrent);
void recurrent_kernel_gradient(const struct recurrent *recurrent, const struct words *words,
                               size_t unit, const struct recurrent_weights *gradients);
/* The gradient of input rows [begin, end): row i goes to table row ids[i] of [V,E]. */
void recurrent_rows_gradient(struct recurrent *recurrent, const uint32_t *ids, size_t begin,
                             size_t end, float *table);

/* Forward without keeping anything: up to infer_rows rows, whose tokens' places among the projected
 * rows are index [T, rows], in the worker's own room; h after the last step, [rows, stride], or
 * NULL when *stop ended it. */
uint32_t *recurrent_infer_index(struct recurrent *recurrent, int worker);
const float *recurrent_infer(struct recurrent *recurrent, int worker, size_t rows,
                             const atomic_bool *stop);

#endif
