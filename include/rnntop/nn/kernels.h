/*
 * kernels: the arithmetic that takes the time, compiled once for each instruction set.
 *
 * Every output element is one chain of operations in a fixed order (a product sums over its depth
 * from 0 upwards), which depends neither on how many rows are computed together nor on who computes
 * them: work may be divided by output elements in any way, and the bits stay the same.
 *
 * Matrices on the right side of a product lie in panels of PANEL columns: element (k, j) at
 * [j / PANEL][k][j % PANEL]. So do all matrices with a column for each gate and unit (see cell.h
 * for which column that is). Columns beyond the matrix are zero.
 */
#ifndef RNNTOP_NN_KERNELS_H
#define RNNTOP_NN_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/cpu.h"
#include "rnntop/nn/cell.h"
#include "rnntop/spec/model_spec.h"

#define PANEL 64 /* columns: four registers of AVX-512, or an LSTM's four gates of 16 units */

/* Columns of a panel where its matrix is known to be zero, at either end of it: multiples of
 * IDLE_COLUMNS, and not all. Nothing is computed there. */
struct idle_columns {
    size_t left, right;
};
#define IDLE_COLUMNS (PANEL / 4)

/* c[m] = start[start_index[m]] + sum over k of a[m][k] * b[k]; one panel, b and c of PANEL columns.
 * The depth may come in several blocks, of which a has one behind the other in memory. */
struct product {
    size_t rows;
    size_t depth;                /* of a block */
    size_t blocks;               /* the whole depth is blocks * depth */
    const float *a;              /* element (m, k) of a block at a[m * a_row + k] */
    size_t a_row;                /* elements from row to row */
    size_t a_block;              /* elements from block to block */
    const float *b;              /* [blocks * depth, PANEL] */
    struct idle_columns idle;    /* of b: c gets the start there */
    const float *start;          /* [*, PANEL], or NULL: zeros */
    const uint32_t *start_index; /* [rows]; NULL: row 0 for all */
    float *c;                    /* [rows, PANEL] */
    size_t c_row;                /* elements from row to row */
};

/* c[m] = sum over k of a[k][m] * b[k]: a weight's gradient, one panel of it. */
struct outer {
    size_t rows;  /* of c */
    size_t depth; /* time steps times batch rows, or words */
    /* [depth]: k is not 0, 1, 2 ... but index[0] - first, index[1] - first ...; NULL: it is. */
    const uint32_t *index;
    uint32_t first;
    const float *a; /* element (k, m) at a[k * a_row + m] */
    size_t a_row;
    const float *b;           /* [*, PANEL] */
    struct idle_columns idle; /* of c, which stays there as it is */
    float *c;                 /* [rows, PANEL] */
};

/* One parameter's way through Adam. */
struct adam_pass {
    float *values, *m, *v;
    const float *gradients;
    float step;       /* alpha: learning rate with both bias corrections */
    float one_beta_1; /* 1 - beta_1 */
    float one_beta_2;
    float epsilon;
};

/* Every optimiser's formulas, written out in kernel_optimizers.c. */
enum update_formula {
    UPDATE_SGD,
    UPDATE_SGD_MOMENTUM,
    UPDATE_SGD_NESTEROV,
    UPDATE_RMSPROP,
    UPDATE_RMSPROP_CENTERED,
    UPDATE_RMSPROP_MOMENTUM,
    UPDATE_RMSPROP_CENTERED_MOMENTUM,
    UPDATE_ADAGRAD,
    UPDATE_ADADELTA,
    UPDATE_ADAM, /* with clipping or weight decay; plain Adam has a kernel of its own */
    UPDATE_ADAM_AMSGRAD,
    UPDATE_ADAMAX,
    UPDATE_NADAM,
    UPDATE_FTRL
};

#define UPDATE_MAX_SLOTS 3

/* A way through any of them. The gradient is taken times `scale` and cut to [-limit, limit], the
 * weight is shrunk by its `decay`th part, and then comes the formula. */
struct update_pass {
    enum update_formula formula;
    float *values;
    float *slot[UPDATE_MAX_SLOTS]; /* NULL where the formula has none */
    const float *gradients;
    float scale; /* 1: as it is */
    float limit; /* infinite: none */
    float decay;
    float rate;               /* the learning rate, with the step's corrections */
    float rate_g, correction; /* nadam's, of the step; correction is ftrl's 1 / rate too */
    float momentum;
    float one_beta_1, one_beta_2, beta_2; /* one_beta_2 is 1 - rho for those that have it */
    float epsilon;
};

struct kernels {
    const char *name;
    void (*product)(const struct product *product);
    void (*outer)(const struct outer *outer);
    /* sum[j] = sum over i < count of rows[index[i]][j], PANEL columns, `row` elements from row to
     * row. */
    void (*sum_rows)(float *sum, const float *rows, size_t row, const uint32_t *index,
                     size_t count);
    void (*add_scaled)(float *y, float a, const float *x, size_t n);        /* y += a x */
    void (*multiply)(float *out, const float *a, const float *b, size_t n); /* out = a b */
    double (*dot)(const float *a, const float *b, size_t n);                /* sum of a b */
    void (*adam)(const struct adam_pass *pass, size_t begin, size_t end);
    void (*update)(const struct update_pass *pass, size_t begin, size_t end);
    /* Sum of squares, each rounded to double, of values[0 .. n). */
    double (*square_sum)(const float *values, size_t n);
    /* out[i] of in[i], i < n: for tests and for those that need a few. */
    void (*sigmoid)(const float *in, float *out, size_t n);
    void (*tanh)(const float *in, float *out, size_t n);
    /* For |in| <= 70: beyond, its smaller part is flushed to zero. */
    void (*exp)(const float *in, float *out, size_t n);
    /* By enum layer_activation, and the derivatives; softmax is none of them. */
    activation_function activation[ACTIVATION_COUNT], slope[ACTIVATION_COUNT];
    /* Of recurrent layers: with the activations that are usual for the kind, and with any. */
    const struct cell *cell[LAYER_KIND_COUNT], *general_cell[LAYER_KIND_COUNT];
};

/* The kernels of an instruction set that cpu_choose() gave. */
const struct kernels *kernels_of(enum cpu_isa isa);

#endif
