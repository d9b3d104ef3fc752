/* Compiled once for each instruction set. */
#include "config.h"

#include "rnntop/nn/activation.h"
#include "rnntop/nn/kernel_table.h"

/* Keras's gates update, reset and candidate; of the candidate what the input gives, which the
 * recurrent kernel has no part in, and what the state gives, which the kernel has none in. */
#define UNITS      (PANEL / 4)
#define FROM_INPUT (0 * UNITS)
#define UPDATE     (1 * UNITS)
#define RESET      (2 * UNITS)
#define FROM_STATE (3 * UNITS)

/* z, r = sigmoid; g = tanh(from input + r from state); h = z h + (1 - z) g. Source: Keras (TF 2.0),
 * layers/recurrent.py, GRUCell with reset_after. */
static void forward(const struct cell_step *step)
{
    for (size_t b = 0; b < step->rows; b++) {
        float *restrict gates = step->gates + b * PANEL;
        const float *restrict before = step->state_before + b * step->row;
        float *restrict h = step->h + b * step->row;
#pragma omp simd
        for (size_t u = 0; u < UNITS; u++) {
            const float z = activation_sigmoid(gates[UPDATE + u]);
            const float r = activation_sigmoid(gates[RESET + u]);
            const float g = activation_tanh(gates[FROM_INPUT + u] + r * gates[FROM_STATE + u]);
            gates[UPDATE + u] = z;
            gates[RESET + u] = r;
            gates[FROM_INPUT + u] = g;
            h[u] = z * before[u] + (1.0f - z) * g;
        }
    }
}

static void backward(const struct cell_step *step)
{
    for (size_t b = 0; b < step->rows; b++) {
        float *restrict gates = step->gates + b * PANEL;
        const float *restrict before = step->state_before + b * step->row;
        const float *restrict dh = step->dh + b * step->row;
        float *restrict dbefore = step->dstate + b * step->row;
#pragma omp simd
        for (size_t u = 0; u < UNITS; u++) {
            const float z = gates[UPDATE + u], r = gates[RESET + u];
            const float g = gates[FROM_INPUT + u], from_state = gates[FROM_STATE + u];
            const float dg = dh[u] * (1.0f - z) * (1.0f - g * g);
            gates[UPDATE + u] = dh[u] * (before[u] - g) * z * (1.0f - z);
            gates[RESET + u] = dg * from_state * r * (1.0f - r);
            gates[FROM_INPUT + u] = dg;
            gates[FROM_STATE + u] = dg * r;
            dbefore[u] = dh[u] * z;
        }
    }
}

const struct cell KERNEL(cell_gru) = {.gates = 4,
                                      .biases = 2,
                                      .carries = 1,
                                      .kernel_block = {2, 0, 1, -1},
                                      .recurrent_block = {-1, 0, 1, 2},
                                      .forward = forward,
                                      .backward = backward};
