/*
 * model: a trainable network: parameters, and the forward and backward pass over a batch. Any that
 * model_spec_check() lets pass.
 *
 * One thread at a time uses a model; inside, the pool's workers divide each pass by output
 * elements, so results have the same bits for any number of threads. Nothing is allocated after
 * model_create().
 */
#ifndef RNNTOP_NN_MODEL_H
#define RNNTOP_NN_MODEL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/pool.h"
#include "rnntop/base/status.h"
#include "rnntop/nn/parameters.h"
#include "rnntop/spec/model_spec.h"

struct model;

/* batch_max: the most rows of a batch in model_gradients(). Uses cpu_choose()'s kernels.
 * The pool must outlive the model. */
enum rt_status model_create(struct model **model, const struct model_spec *spec, size_t batch_max,
                            struct pool *pool, struct rt_error *error);
void model_destroy(struct model *model); /* NULL is allowed */

/* Keras's initialisers: uniform +-0.05 (Embedding), glorot_uniform (kernels), orthogonal (recurrent
 * kernels), zeros (biases) with ones for an LSTM's forget gates. */
enum rt_status model_initialize(struct model *model, uint64_t seed, struct rt_error *error);

const struct model_spec *model_spec_of(const struct model *model);
const struct parameters *model_parameters(const struct model *model);
float *model_values(struct model *model);          /* [parameters.total] */
float *model_gradient_values(struct model *model); /* [parameters.total], of the last batch */

/* Rows to compute: x is [*, T] with 0 <= id < V, y is [*], the class: 0 or 1, or 0 .. K - 1 of a
 * softmax. Row i of the batch is row rows[i] of x and y, or row i where rows is NULL. */
struct model_batch {
    const int32_t *x;
    const float *y; /* model_evaluate() also takes NULL: then loss and correct stay 0 */
    const uint32_t *rows;
    size_t size;
    /* Training alone: */
    const float *class_weight; /* [classes]: a row's loss counts so often; NULL: once */
    uint64_t seed, step;       /* decide what dropouts drop: the run's seed, the optimiser's step */
};

/* A model that masks words computes nothing where all rows that a worker has in hand are masked, so
 * it is faster with rows of like lengths together. model_order() gives the batch's rows that way,
 * longest first, equal ones in their order: order [size] as model_batch's rows, and place [size]
 * (may be NULL) where each stood before. size is at most batch_max. model_evaluate() does it by
 * itself. Only where model_masks(). */
bool model_masks(const struct model *model);
void model_order(struct model *model, const struct model_batch *batch, uint32_t *order,
                 uint32_t *place);

/* Sums over rows, so that short batches weigh what they hold. */
struct model_score {
    double loss;    /* sum of cross-entropies, from the logits; in training times class_weight */
    double correct; /* rows with (p > 0.5) == y, or whose class is the first of the likeliest */
    size_t rows;
};

/*
 * Forward and backward, dropouts at work: fills model_gradient_values() with the gradient of the
 * batch's mean loss (the sum, weighted, by the number of rows) and *score with its figures. *stop
 * (may be NULL) is looked at in every block of time steps; then RT_INTERRUPTED comes back,
 * gradients are undefined and values untouched. A loss that is not finite is no error here: the
 * caller looks at score->loss.
 */
enum rt_status model_gradients(struct model *model, const struct model_batch *batch,
                               const atomic_bool *stop, struct model_score *score);

/* Forward only, without dropout or class weights, over any number of rows, in blocks of
 * `batch_size` rows; probabilities (may be NULL) gets [size] values of p, or [size, K] of a
 * softmax. *progress (may be NULL) is kept at the number of rows done. */
enum rt_status model_evaluate(struct model *model, const struct model_batch *batch,
                              size_t batch_size, const atomic_bool *stop, _Atomic size_t *progress,
                              float *probabilities, struct model_score *score);

/* The gradient's global norm: sqrt of the sum of squares over all parameters. */
double model_gradient_norm(const struct model *model);

/* "avx512", "avx2", "portable": the kernels in use. */
const char *model_kernels(const struct model *model);

#endif
