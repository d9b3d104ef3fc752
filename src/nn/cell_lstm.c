/* Compiled once for each instruction set. */
#include "config.h"

#include "rnntop/nn/activation.h"
#include "rnntop/nn/kernel_table.h"

/* Keras's order of gates: input, forget, cell, output. */
#define UNITS  (PANEL / 4)
#define INPUT  (0 * UNITS)
#define FORGET (1 * UNITS)
#define CELL   (2 * UNITS)
#define OUTPUT (3 * UNITS)

/* i, f, o = sigmoid; g = tanh; c = f c' + i g; h = o tanh(c) */
static void forward(const struct cell_step *step)
{
    for (size_t b = 0; b < step->rows; b++) {
        float *restrict z = step->gates + b * PANEL;
        const float *restrict before = step->state_before + b * step->row;
        float *restrict state = step->state + b * step->row;
        float *restrict cache = step->cache + b * step->row;
        float *restrict h = step->h + b * step->row;
#pragma omp simd
        for (size_t u = 0; u < UNITS; u++) {
            const float i = activation_sigmoid(z[INPUT + u]);
            const float f = activation_sigmoid(z[FORGET + u]);
            const float g = activation_tanh(z[CELL + u]);
            const float o = activation_sigmoid(z[OUTPUT + u]);
            const float c = f * before[u] + i * g;
            const float tanh_c = activation_tanh(c);
            z[INPUT + u] = i;
            z[FORGET + u] = f;
            z[CELL + u] = g;
            z[OUTPUT + u] = o;
            state[u] = c;
            cache[u] = tanh_c;
            h[u] = o * tanh_c;
        }
    }
}

static void backward(const struct cell_step *step)
{
    for (size_t b = 0; b < step->rows; b++) {
        float *restrict z = step->gates + b * PANEL;
        const float *restrict before = step->state_before + b * step->row;
        const float *restrict cache = step->cache + b * step->row;
        const float *restrict dh = step->dh + b * step->row;
        float *restrict dstate = step->dstate + b * step->row;
#pragma omp simd
        for (size_t u = 0; u < UNITS; u++) {
            const float i = z[INPUT + u], f = z[FORGET + u];
            const float g = z[CELL + u], o = z[OUTPUT + u];
            const float tanh_c = cache[u];
            const float dc = dstate[u] + dh[u] * o * (1.0f - tanh_c * tanh_c);
            z[INPUT + u] = dc * g * i * (1.0f - i);
            z[FORGET + u] = dc * before[u] * f * (1.0f - f);
            z[CELL + u] = dc * i * (1.0f - g * g);
            z[OUTPUT + u] = dh[u] * tanh_c * o * (1.0f - o);
            dstate[u] = dc * f;
        }
    }
}

const struct cell KERNEL(cell_lstm) = {.gates = 4,
                                       .states = 1,
                                       .biases = 1,
                                       .kernel_block = {0, 1, 2, 3},
                                       .recurrent_block = {0, 1, 2, 3},
                                       .forward = forward,
                                       .backward = backward};
