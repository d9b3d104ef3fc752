/* The cells with any activations. Compiled once for each instruction set. */
#include "config.h"

#include "rnntop/nn/kernel_table.h"

#define UNITS (PANEL / 4) /* of an LSTM or GRU in a panel */

/* --- SimpleRNN: h = activation(z) --- */

static void simple_rnn_forward(const struct cell_step *step)
{
    for (size_t b = 0; b < step->rows; b++)
        step->activation(step->gates + b * PANEL, step->h + b * step->row, PANEL);
}

static void simple_rnn_backward(const struct cell_step *step)
{
    for (size_t b = 0; b < step->rows; b++) {
        float *restrict dz = step->gates + b * PANEL;
        const float *restrict dh = step->dh + b * step->row;
        float slope[PANEL];
        step->activation_slope(dz, slope, PANEL);
#pragma omp simd
        for (size_t u = 0; u < PANEL; u++)
            dz[u] = dh[u] * slope[u];
    }
}

/* --- LSTM; see cell_lstm.c for the formulas and the order of the gates --- */

/* The gates' values: i and f, g, o. */
static void lstm_gates(const struct cell_step *step, const float *z, float *gates)
{
    step->recurrent(z, gates, 2 * UNITS);
    step->activation(z + 2 * UNITS, gates + 2 * UNITS, UNITS);
    step->recurrent(z + 3 * UNITS, gates + 3 * UNITS, UNITS);
}

static void lstm_forward(const struct cell_step *step)
{
    for (size_t b = 0; b < step->rows; b++) {
        const float *before = step->state_before + b * step->row;
        float *state = step->state + b * step->row, *cache = step->cache + b * step->row;
        float *h = step->h + b * step->row;
        float gate[PANEL];
        lstm_gates(step, step->gates + b * PANEL, gate);
#pragma omp simd
        for (size_t u = 0; u < UNITS; u++)
            state[u] = gate[UNITS + u] * before[u] + gate[u] * gate[2 * UNITS + u];
        step->activation(state, cache, UNITS);
#pragma omp simd
        for (size_t u = 0; u < UNITS; u++)
            h[u] = gate[3 * UNITS + u] * cache[u];
    }
}

static void lstm_backward(const struct cell_step *step)
{
    for (size_t b = 0; b < step->rows; b++) {
        float *restrict z = step->gates + b * PANEL;
        const float *restrict before = step->state_before + b * step->row;
        const float *restrict cache = step->cache + b * step->row;
        const float *restrict dh = step->dh + b * step->row;
        float *restrict dstate = step->dstate + b * step->row;
        float gate[PANEL], slope[PANEL], state_slope[UNITS];
        lstm_gates(step, z, gate);
        step->recurrent_slope(z, slope, 2 * UNITS);
        step->activation_slope(z + 2 * UNITS, slope + 2 * UNITS, UNITS);
        step->recurrent_slope(z + 3 * UNITS, slope + 3 * UNITS, UNITS);
        step->activation_slope(step->state + b * step->row, state_slope, UNITS);
#pragma omp simd
        for (size_t u = 0; u < UNITS; u++) {
            const float dc = dstate[u] + dh[u] * gate[3 * UNITS + u] * state_slope[u];
            z[u] = dc * gate[2 * UNITS + u] * slope[u];
            z[UNITS + u] = dc * before[u] * slope[UNITS + u];
            z[2 * UNITS + u] = dc * gate[u] * slope[2 * UNITS + u];
            z[3 * UNITS + u] = dh[u] * cache[u] * slope[3 * UNITS + u];
            dstate[u] = dc * gate[UNITS + u];
        }
    }
}

/* --- GRU; see cell_gru.c --- */

/* The gates' values: what g gets, z and r, g. */
static void gru_gates(const struct cell_step *step, const float *z, float *gate)
{
    step->recurrent(z + UNITS, gate + UNITS, 2 * UNITS);
#pragma omp simd
    for (size_t u = 0; u < UNITS; u++)
        gate[u] = z[u] + gate[2 * UNITS + u] * z[3 * UNITS + u];
    step->activation(gate, gate + 3 * UNITS, UNITS);
}

static void gru_forward(const struct cell_step *step)
{
    for (size_t b = 0; b < step->rows; b++) {
        const float *restrict before = step->state_before + b * step->row;
        float *restrict h = step->h + b * step->row;
        float gate[PANEL];
        gru_gates(step, step->gates + b * PANEL, gate);
#pragma omp simd
        for (size_t u = 0; u < UNITS; u++)
            h[u] = gate[UNITS + u] * before[u] + (1.0f - gate[UNITS + u]) * gate[3 * UNITS + u];
    }
}

static void gru_backward(const struct cell_step *step)
{
    for (size_t b = 0; b < step->rows; b++) {
        float *restrict z = step->gates + b * PANEL;
        const float *restrict before = step->state_before + b * step->row;
        const float *restrict dh = step->dh + b * step->row;
        float *restrict dbefore = step->dstate + b * step->row;
        float gate[PANEL], slope[3 * UNITS];
        gru_gates(step, z, gate);
        step->activation_slope(gate, slope, UNITS);
        step->recurrent_slope(z + UNITS, slope + UNITS, 2 * UNITS);
#pragma omp simd
        for (size_t u = 0; u < UNITS; u++) {
            const float update = gate[UNITS + u], reset = gate[2 * UNITS + u];
            const float dg = dh[u] * (1.0f - update) * slope[u];
            z[u] = dg;
            z[UNITS + u] = dh[u] * (before[u] - gate[3 * UNITS + u]) * slope[UNITS + u];
            z[2 * UNITS + u] = dg * z[3 * UNITS + u] * slope[2 * UNITS + u];
            z[3 * UNITS + u] = dg * reset;
            dbefore[u] = dh[u] * update;
        }
    }
}

const struct cell KERNEL(cell_simple_rnn_general) = {
    .gates = 1, .biases = 1, .forward = simple_rnn_forward, .backward = simple_rnn_backward};

const struct cell KERNEL(cell_lstm_general) = {.gates = 4,
                                               .states = 1,
                                               .biases = 1,
                                               .kernel_block = {0, 1, 2, 3},
                                               .recurrent_block = {0, 1, 2, 3},
                                               .forward = lstm_forward,
                                               .backward = lstm_backward};

const struct cell KERNEL(cell_gru_general) = {.gates = 4,
                                              .biases = 2,
                                              .carries = 1,
                                              .kernel_block = {2, 0, 1, -1},
                                              .recurrent_block = {-1, 0, 1, 2},
                                              .forward = gru_forward,
                                              .backward = gru_backward};
