/* Compiled once for each instruction set. */
#include "config.h"

#include "rnntop/nn/activation.h"
#include "rnntop/nn/kernel_table.h"

/* h = tanh(z) */
static void forward(const struct cell_step *step)
{
    for (size_t b = 0; b < step->rows; b++) {
        const float *restrict z = step->gates + b * PANEL;
        float *restrict h = step->h + b * step->row;
#pragma omp simd
        for (size_t u = 0; u < PANEL; u++)
            h[u] = activation_tanh(z[u]);
    }
}

/* dz = dh * (1 - h^2) */
static void backward(const struct cell_step *step)
{
    for (size_t b = 0; b < step->rows; b++) {
        float *restrict dz = step->gates + b * PANEL;
        const float *restrict h = step->h + b * step->row;
        const float *restrict dh = step->dh + b * step->row;
#pragma omp simd
        for (size_t u = 0; u < PANEL; u++)
            dz[u] = dh[u] * (1.0f - h[u] * h[u]);
    }
}

const struct cell KERNEL(cell_simple_rnn) = {
    .gates = 1, .states = 0, .biases = 1, .forward = forward, .backward = backward};
