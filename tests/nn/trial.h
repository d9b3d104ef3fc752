/*
 * trial: a float model of the lesson's kind beside the network that judges it, for the tests of the
 * numbers.
 *
 * Everything random here is made by a generator of the tests' own, so that no error of the
 * program's random numbers can hide one of its arithmetic. A trial that can't be set up fails the
 * cmocka test that asked for it.
 */
#ifndef RNNTOP_TESTS_TRIAL_H
#define RNNTOP_TESTS_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "network.h"
#include "rnntop/base/cpu.h"
#include "rnntop/nn/model.h"

/* Half the distance between 1 and the next float: the greatest relative error of one rounding. */
#define FLOAT_ROUNDING 0x1p-24

/* The lesson's model in any size: Embedding, LAYER_SIMPLE_RNN or LAYER_LSTM, Dense. */
struct trial_shape {
    enum layer_kind cell;
    size_t V; /* vocabulary */
    size_t E; /* embedding's width */
    size_t H; /* units */
    size_t T; /* time steps */
};

/* Its tensors, in the order of the parameters' table. G is 1 for SimpleRNN and 4 for LSTM. */
enum trial_tensor {
    TRIAL_EMBEDDINGS,       /* [V,E] */
    TRIAL_KERNEL,           /* [E,G*H] */
    TRIAL_RECURRENT_KERNEL, /* [H,G*H] */
    TRIAL_BIAS,             /* [G*H] */
    TRIAL_DENSE_KERNEL,     /* [H,1] */
    TRIAL_DENSE_BIAS,       /* [1] */
    TRIAL_TENSORS
};

/* The judge of that shape; all zeros. To be destroyed by the caller. */
void trial_network(struct network *network, const struct trial_shape *shape);

struct trial {
    struct pool *pool;
    struct model *model;
};

/* A model of that shape on that many threads, with the kernels of one instruction set, which must
 * be cpu_best() or weaker. Leaves RNNTOP_CPU set. */
void trial_open(struct trial *trial, const struct trial_shape *shape, size_t batch_max,
                enum cpu_isa isa, int threads);
void trial_close(struct trial *trial);

/* SplitMix64: the next number of a sequence. */
uint64_t trial_random(uint64_t *state);
/* Uniform in [low, high), exact in float32. */
double trial_uniform(uint64_t *state, double low, double high);

/* Weights to compare with, all exact in float32. TRIAL_FRESH: about as large as Keras's initial
 * ones. TRIAL_TRAINED: large enough to drive gates and tanh far out of their linear middle, the
 * recurrent kernel's spectral radius about 0.9, so that gradients reach the first time steps. */
enum trial_weights { TRIAL_FRESH, TRIAL_TRAINED };
void trial_fill(struct network *network, enum trial_weights weights, uint64_t seed);

/* [rows,T] ids and [rows] labels. A third of the ids comes from four words, as in real text, and
 * some rows end in zeros, as after padding. */
struct trial_rows {
    int32_t *x;
    float *y;
    size_t count;
};
void trial_rows_make(struct trial_rows *rows, const struct trial_shape *shape, size_t count,
                     uint64_t seed);
void trial_rows_free(struct trial_rows *rows);

/* Copies numbers in the network's layout into a block of the model's (values, gradients or a slot),
 * which is the same layout: fails where the two tables differ in a name, a shape or an offset. */
void trial_put(const struct model *model, const struct network *network, const double *from,
               float *block);

/*
 * Adds to each element's tolerance `factor` times the greatest of `sizes` (both in the network's
 * layout) in its tensor, or in its row of the embedding: words that came early in the text have
 * gradients thousands of times smaller than those of late words, and must be as right.
 */
void trial_add_tolerance(const struct network *network, double factor, const double *sizes,
                         double *tolerance);

/* Where a block is furthest from what it should be. */
struct trial_difference {
    double ratio;     /* |got - expected| / tolerance; infinite where got is not a number */
    const char *name; /* of the parameter */
    size_t index;
    double got;
    double expected;
    double tolerance;
};

/* Compares a block with numbers, both in the network's layout, element by element. Where the
 * tolerance is 0, got must be exact. */
struct trial_difference trial_compare(const struct network *network, const float *block,
                                      const double *expected, const double *tolerance);

/* Fails the test, saying what, where, expected, got and tolerance, if an element is out of its. */
void trial_expect(const char *what, const struct trial_difference *difference);

/* Fails unless |got - expected| <= tolerance. */
void trial_expect_close(const char *what, double got, double expected, double tolerance);

/* True if two float blocks hold the same bits; says where they first differ if not. */
bool trial_same_bits(const char *what, const float *a, const float *b, size_t n);

#endif
