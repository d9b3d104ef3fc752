/*
 * cell: one time step of a recurrent layer, element by element. The matrix products of the step are
 * computed by the time loop (recurrent_time.c).
 *
 * A cell has G columns for each of its H units. In panels they lie interleaved, PANEL / G units to
 * a panel: column (gate, unit) is in panel unit / U at gate * U + unit % U, with U = PANEL / G. So
 * a panel holds all that its units need, and their step can follow the product while it is still in
 * the first cache. A column is a block of `units` columns of Keras's kernels, but for a GRU's
 * candidate, which has two: what the input gives and what the state gives, since the reset gate
 * stands between them. Which block a column takes from each kernel, the cell's table says; columns
 * that take none stand at the ends, where products leave them out.
 *
 * The lesson's activations, tanh and sigmoid, have cells of their own. The general cells take any:
 * forward leaves in `gates` the inputs of the activations, from which backward computes everything
 * again.
 */
#ifndef RNNTOP_NN_CELL_H
#define RNNTOP_NN_CELL_H

#include <stddef.h>

/* The most columns that a unit has in the panels. */
#define CELL_MOST_GATES 4

/* out[i] of in[i], i < n; in and out may be the same. */
typedef void (*activation_function)(const float *in, float *out, size_t n);

/* One panel of one time step: `rows` rows of the batch, U units. Every pointer stands at the first
 * row and the panel's first unit. */
struct cell_step {
    size_t rows;
    /* [rows, PANEL]. Forward, in: the gates' inputs, x @ kernel + h @ recurrent_kernel + bias; out:
     * what backward needs. Backward, out: the gradient of the gates' inputs. */
    float *gates;
    size_t row;                /* elements from row to row in all of the following */
    const float *state_before; /* [rows, U]: LSTM's c, or GRU's h, of the step before */
    float *state;              /* [rows, U]: written by forward */
    float *cache;              /* [rows, U], from forward to backward: LSTM's tanh(c) */
    float *h;                  /* [rows, U]: written by forward, read by backward */
    const float *dh;           /* [rows, U]: gradient of h */
    float *dstate;             /* [rows, U]: in, gradient of state; out, of state_before */
    /* Of the general cells: activation and recurrent activation, and their slopes. */
    activation_function activation, recurrent, activation_slope, recurrent_slope;
};

struct cell {
    size_t gates;  /* G, a divisor of PANEL */
    size_t states; /* 1: keeps a state beside h, and a cache */
    size_t biases; /* 2: one for each of Keras's kernels, as a GRU has with reset_after; 1: one */
    /* 1: h also enters the next step directly, beside the products, as its state_before (GRU);
     * backward writes the gradient by that way into dstate, and reads nothing there. 0: it does
     * not. */
    size_t carries;
    /* The block of Keras's kernel and recurrent kernel that each column takes; -1: none, zeros. A
     * column's bias is that of its blocks. */
    signed char kernel_block[CELL_MOST_GATES], recurrent_block[CELL_MOST_GATES];
    void (*forward)(const struct cell_step *step);
    void (*backward)(const struct cell_step *step);
};

#endif
