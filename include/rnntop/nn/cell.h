/*
 * cell: one time step of a recurrent layer, element by element; its products are the time loop's.
 *
 * A layer with G gates and H units has G * H columns in its kernels. In panels they lie
 * interleaved, PANEL / G units to a panel: column (gate, unit) is in panel unit / U at gate * U +
 * unit % U, with U = PANEL / G. So a panel holds all that its units need, and their step can follow
 * the product while it is still in the first cache.
 */
#ifndef RNNTOP_NN_CELL_H
#define RNNTOP_NN_CELL_H

#include <stddef.h>

/* One panel of one time step: `rows` rows of the batch, U units. Every pointer stands at the first
 * row and the panel's first unit. */
struct cell_step {
    size_t rows;
    /* [rows, PANEL]. Forward in: what the gates get, x @ kernel + h @ recurrent_kernel + bias; out:
     * what backward wants. Backward out: the gradient of what the gates got. */
    float *gates;
    size_t row;                /* elements from row to row in all of the following */
    const float *state_before; /* [rows, U]: LSTM's c of the step before */
    float *state;              /* [rows, U]: written by forward */
    float *cache;              /* [rows, U], from forward to backward: LSTM's tanh(c) */
    float *h;                  /* [rows, U]: written by forward, read by backward */
    const float *dh;           /* [rows, U]: gradient of h */
    float *dstate;             /* [rows, U]: in, gradient of state; out, of state_before */
};

struct cell {
    size_t gates;  /* G, a divisor of PANEL */
    size_t states; /* 1: keeps a state beside h, and a cache */
    size_t keeps;  /* 1: backward reads what forward left in gates */
    void (*forward)(const struct cell_step *step);
    void (*backward)(const struct cell_step *step);
};

#endif
