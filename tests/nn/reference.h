/*
 * reference: what the lesson's model computes, written down plainly in double precision.
 *
 * The judge of every float path. It walks through one row of the batch after the other, one time
 * step after the other, with no blocks, no projected vocabulary, no threads and no BLAS, so that it
 * shares no idea with what it judges; test_reference.c holds its gradients against finite
 * differences of every parameter. Formulas: Keras (TF 2.0), gate order i f c o, nothing masked.
 */
#ifndef RNNTOP_TESTS_REFERENCE_H
#define RNNTOP_TESTS_REFERENCE_H

#include <stddef.h>
#include <stdint.h>

/* The model's tensors in Keras's order. G is 1 for SimpleRNN and 4 for LSTM. */
enum reference_tensor {
    REFERENCE_EMBEDDINGS,       /* [V,E] */
    REFERENCE_KERNEL,           /* [E,G*H] */
    REFERENCE_RECURRENT_KERNEL, /* [H,G*H] */
    REFERENCE_BIAS,             /* [G*H] */
    REFERENCE_DENSE_KERNEL,     /* [H,1] */
    REFERENCE_DENSE_BIAS,       /* [1] */
    REFERENCE_TENSORS
};

enum reference_cell { REFERENCE_SIMPLE_RNN, REFERENCE_LSTM };

struct reference_shape {
    enum reference_cell cell;
    size_t V; /* vocabulary */
    size_t E; /* embedding's width */
    size_t H; /* units */
    size_t T; /* time steps */
};

struct reference {
    struct reference_shape shape;
    size_t rows[REFERENCE_TENSORS]; /* a tensor of rank 1 is [rows, 1] */
    size_t columns[REFERENCE_TENSORS];
    size_t total; /* elements of all tensors, which lie one behind the other in each block */
    /* 0, or the relative size of random errors made in each number that a time step stores: how far
     * the results move tells what rounding may do to them. */
    double shake;
    uint64_t shake_seed;
    double *values;
    double *gradients;
    /* For each gradient the sum of its terms' absolute values: rounding errors are in proportion
     * to this, not to the sum, which may cancel. */
    double *magnitudes;
    double *value[REFERENCE_TENSORS]; /* where each tensor begins in values */
    double *gradient[REFERENCE_TENSORS];
    double *magnitude[REFERENCE_TENSORS];
};

/* Rows as in struct model_batch: row i is rows[i] of x [*,T] and y, or row i where rows is NULL. */
struct reference_batch {
    const int32_t *x;
    const float *y;
    const uint32_t *rows;
    size_t size;
};

struct reference_score {
    double loss;    /* sum of binary cross-entropies */
    double correct; /* rows with (p > 0.5) == y */
};

/* All zeros; a test that gets no memory stops. */
struct reference *reference_create(const struct reference_shape *shape);
void reference_destroy(struct reference *reference);

/* Keras's name: "lstm/kernel". */
const char *reference_name(enum reference_cell cell, enum reference_tensor tensor);

/* Forward over the batch. logits (may be NULL) gets [size] values. */
struct reference_score reference_forward(const struct reference *reference,
                                         const struct reference_batch *batch, double *logits);

/* Forward and backward: fills gradients and magnitudes for the batch's mean loss. */
struct reference_score reference_backward(struct reference *reference,
                                          const struct reference_batch *batch, double *logits);

/* sqrt of the sum of squares of one tensor's gradient. */
double reference_gradient_norm(const struct reference *reference, enum reference_tensor tensor);

/* Keras's Adam, a literal transcription: keras-team, optimizer_v2/adam.py of TF 2.0 and its kernel
 * ApplyAdam in training_ops.cc. Epsilon is added to the uncorrected root ("epsilon hat"). */
struct reference_adam {
    double learning_rate;
    double beta_1;
    double beta_2;
    double epsilon;
    uint64_t steps; /* taken so far */
};

void reference_adam_apply(struct reference_adam *adam, double *w, const double *g, double *m,
                          double *v, size_t n);

#endif
