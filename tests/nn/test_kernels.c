/* Every kernel of every instruction set that this processor has, against plain double precision. */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/base/cpu.h"
#include "rnntop/base/rng.h"
#include "rnntop/nn/kernels.h"

#define GUARD 12345.0f /* stands around what a kernel may write */

/* Rounding errors are in proportion to the sum of the terms' sizes: this many halves of 2^-23. */
#define ROUNDINGS(terms) ((double)(terms)*0x1p-24)

static void expect(const char *kernels, const char *what, size_t i, double expected, double got,
                   double tolerance)
{
    if (!(fabs(got - expected) <= tolerance))
        fail_msg("%s %s, element %zu: expected %.9g, got %.9g, tolerance %.2g", kernels, what, i,
                 expected, got, tolerance);
}

static float *draw(size_t n, uint32_t stream)
{
    float *values = malloc((n > 0 ? n : 1) * sizeof *values);
    assert_non_null(values);
    rng_uniform(1, stream, 0, -1, 1, values, n);
    return values;
}

/* --- c = start + a b --- */

/* Every width that a tile of any instruction set can have. */
static const struct idle_columns idle_cases[] = {{0, 0},
                                                 {IDLE_COLUMNS, 0},
                                                 {0, IDLE_COLUMNS},
                                                 {IDLE_COLUMNS, IDLE_COLUMNS},
                                                 {0, 2 * IDLE_COLUMNS},
                                                 {2 * IDLE_COLUMNS, IDLE_COLUMNS}};
#define IDLE_CASES (sizeof idle_cases / sizeof *idle_cases)

static bool idle_at(struct idle_columns idle, size_t column)
{
    return column < idle.left || column >= PANEL - idle.right;
}

struct product_case {
    size_t rows, depth, blocks;
    bool start, index;
    struct idle_columns idle;
};

static void check_product(const struct kernels *kernels, const struct product_case *which)
{
    enum { STARTS = 5, GAP = 3 };
    const size_t rows = which->rows, depth = which->depth, blocks = which->blocks;
    const size_t a_row = depth + GAP, a_block = rows * a_row + GAP, c_row = PANEL + GAP;
    float *a = draw(blocks * a_block, 1), *b = draw(blocks * depth * PANEL, 2);
    float *start = draw(STARTS * PANEL, 3), *c = draw((rows + 1) * c_row, 4);
    uint32_t *index = calloc(rows + 1, sizeof *index);
    assert_non_null(index);
    for (size_t m = 0; m < rows; m++)
        index[m] = (uint32_t)(m * 7 % STARTS);
    for (size_t i = 0; i < (rows + 1) * c_row; i++)
        c[i] = GUARD;
    const struct product product = {.rows = rows,
                                    .depth = depth,
                                    .blocks = blocks,
                                    .a = a,
                                    .a_row = a_row,
                                    .a_block = a_block,
                                    .b = b,
                                    .idle = which->idle,
                                    .start = which->start ? start : NULL,
                                    .start_index = which->index ? index : NULL,
                                    .c = c,
                                    .c_row = c_row};
    kernels->product(&product);
    for (size_t i = 0; i < (rows + 1) * c_row; i++) {
        const size_t m = i / c_row, j = i % c_row;
        if (m == rows || j >= PANEL) {
            expect(kernels->name, "product's surroundings", i, GUARD, c[i], 0);
            continue;
        }
        double sum = which->start ? start[(which->index ? index[m] : 0) * PANEL + j] : 0;
        double size = fabs(sum);
        /* b is not zero in idle columns here, so it would be seen if they were not left out. */
        for (size_t k = 0; k < blocks * depth && !idle_at(which->idle, j); k++) {
            const double left = a[k / depth * a_block + m * a_row + k % depth];
            sum += left * b[k * PANEL + j];
            size += fabs(left * b[k * PANEL + j]);
        }
        expect(kernels->name, "product", i, sum, c[i], size * ROUNDINGS(blocks * depth + 1));
    }
    free(a);
    free(b);
    free(start);
    free(c);
    free(index);
}

static void products(void **state)
{
    (void)state;
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++) {
        const struct kernels *kernels = kernels_of(isa);
        for (size_t i = 0; i < IDLE_CASES; i++) {
            const struct idle_columns idle = idle_cases[i];
            for (size_t rows = 1; rows <= 19; rows++) {
                check_product(kernels, &(struct product_case){rows, 37, 1, true, true, idle});
                check_product(kernels, &(struct product_case){rows, 64, 3, false, false, idle});
            }
            check_product(kernels, &(struct product_case){30, 128, 1, true, false, idle});
            check_product(kernels, &(struct product_case){7, 1, 1, false, false, idle});
            check_product(kernels, &(struct product_case){7, 20, 0, true, true, idle});
            check_product(kernels, &(struct product_case){0, 20, 1, true, true, idle});
        }
    }
}

/* A row's bits don't depend on how many rows are computed with it. */
static void check_rows_alone(const struct kernels *kernels, struct idle_columns idle)
{
    enum { ROWS = 31, DEPTH = 100 };
    float *a = draw(ROWS * DEPTH, 1), *b = draw(DEPTH * PANEL, 2);
    static float whole[ROWS * PANEL], parts[ROWS * PANEL];
    struct product product = {.rows = ROWS,
                              .depth = DEPTH,
                              .blocks = 1,
                              .a = a,
                              .a_row = DEPTH,
                              .b = b,
                              .idle = idle,
                              .c = whole,
                              .c_row = PANEL};
    kernels->product(&product);
    for (size_t step = 1; step < ROWS; step++) {
        memset(parts, 0, sizeof parts);
        for (size_t first = 0; first < ROWS; first += step) {
            product.rows = ROWS - first < step ? ROWS - first : step;
            product.a = a + first * DEPTH;
            product.c = parts + first * PANEL;
            kernels->product(&product);
        }
        if (memcmp(whole, parts, sizeof whole) != 0)
            fail_msg("%s product: rows by %zu differ from %d at once", kernels->name, step, ROWS);
    }
    struct outer outer = {
        .rows = ROWS, .depth = DEPTH, .a = a, .a_row = ROWS, .b = b, .idle = idle, .c = whole};
    memset(whole, 0, sizeof whole);
    kernels->outer(&outer);
    for (size_t step = 1; step < ROWS; step++) {
        memset(parts, 0, sizeof parts);
        for (size_t first = 0; first < ROWS; first += step) {
            outer.rows = ROWS - first < step ? ROWS - first : step;
            outer.a = a + first;
            outer.c = parts + first * PANEL;
            kernels->outer(&outer);
        }
        if (memcmp(whole, parts, sizeof whole) != 0)
            fail_msg("%s outer: rows by %zu differ from %d at once", kernels->name, step, ROWS);
    }
    free(a);
    free(b);
}

static void rows_stand_alone(void **state)
{
    (void)state;
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++) {
        for (size_t i = 0; i < IDLE_CASES; i++)
            check_rows_alone(kernels_of(isa), idle_cases[i]);
    }
}

/* --- c = transposed(a) b --- */

/* The rows of a and b that an indexed sum takes: some left out, and counted from `FIRST`. */
enum { FIRST = 1000 };

static uint32_t *draw_index(size_t depth, size_t *rows)
{
    uint32_t *index = calloc(depth + 1, sizeof *index);
    assert_non_null(index);
    *rows = 0;
    for (size_t i = 0; i < depth; i++) {
        index[i] = (uint32_t)(FIRST + *rows);
        *rows += i % 5 == 0 ? 3 : 1;
    }
    return index;
}

struct outer_case {
    size_t rows, depth;
    bool indexed;
    struct idle_columns idle;
};

static void check_outer(const struct kernels *kernels, const struct outer_case *which)
{
    const size_t rows = which->rows, depth = which->depth, a_row = rows + 5;
    size_t most;
    uint32_t *index = draw_index(depth, &most);
    float *a = draw(most * a_row, 1), *b = draw(most * PANEL, 2);
    float *c = draw((rows + 1) * PANEL, 3);
    for (size_t i = 0; i < (rows + 1) * PANEL; i++)
        c[i] = GUARD;
    const struct outer outer = {.rows = rows,
                                .depth = depth,
                                .index = which->indexed ? index : NULL,
                                .first = FIRST,
                                .a = a,
                                .a_row = a_row,
                                .b = b,
                                .idle = which->idle,
                                .c = c};
    kernels->outer(&outer);
    for (size_t m = 0; m < rows; m++) {
        for (size_t j = 0; j < PANEL; j++) {
            if (idle_at(which->idle, j)) {
                expect(kernels->name, "outer's idle columns", j, GUARD, c[m * PANEL + j], 0);
                continue;
            }
            double sum = 0, size = 0;
            for (size_t i = 0; i < depth; i++) {
                const size_t k = which->indexed ? index[i] - FIRST : i;
                sum += (double)a[k * a_row + m] * b[k * PANEL + j];
                size += fabs((double)a[k * a_row + m] * b[k * PANEL + j]);
            }
            expect(kernels->name, "outer", m * PANEL + j, sum, c[m * PANEL + j],
                   size * ROUNDINGS(depth));
        }
    }
    for (size_t j = 0; j < PANEL; j++)
        expect(kernels->name, "outer's surroundings", j, GUARD, c[rows * PANEL + j], 0);
    free(index);
    free(a);
    free(b);
    free(c);
}

static void outers(void **state)
{
    (void)state;
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++) {
        const struct kernels *kernels = kernels_of(isa);
        for (size_t i = 0; i < 2 * IDLE_CASES; i++) {
            const struct idle_columns idle = idle_cases[i / 2];
            const bool indexed = i % 2 == 1;
            for (size_t rows = 1; rows <= 13; rows++)
                check_outer(kernels, &(struct outer_case){rows, 65, indexed, idle});
            check_outer(kernels, &(struct outer_case){32, 1000, indexed, idle});
            check_outer(kernels, &(struct outer_case){32, 1, indexed, idle});
            check_outer(kernels, &(struct outer_case){5, 0, indexed, idle});
        }
    }
}

/* --- The cells --- */

#define CELL_ROWS  5
#define CELL_WIDTH (PANEL + 7) /* elements from row to row */

static double sigmoid(double x)
{
    return 1 / (1 + exp(-x));
}

struct cell_arrays {
    float gates[CELL_ROWS * PANEL];
    float before[CELL_ROWS * CELL_WIDTH], now[CELL_ROWS * CELL_WIDTH];
    float cache[CELL_ROWS * CELL_WIDTH], h[CELL_ROWS * CELL_WIDTH];
    float dh[CELL_ROWS * CELL_WIDTH], dstate[CELL_ROWS * CELL_WIDTH];
};

static struct cell_step fill_cell(struct cell_arrays *arrays)
{
    rng_uniform(1, 1, 0, -6, 6, arrays->gates, CELL_ROWS * PANEL);
    rng_uniform(1, 2, 0, -3, 3, arrays->before, CELL_ROWS * CELL_WIDTH);
    rng_uniform(1, 3, 0, -1, 1, arrays->dh, CELL_ROWS * CELL_WIDTH);
    rng_uniform(1, 4, 0, -1, 1, arrays->dstate, CELL_ROWS * CELL_WIDTH);
    for (size_t i = 0; i < CELL_ROWS * CELL_WIDTH; i++)
        arrays->now[i] = arrays->cache[i] = arrays->h[i] = GUARD;
    return (struct cell_step){.rows = CELL_ROWS,
                              .gates = arrays->gates,
                              .row = CELL_WIDTH,
                              .state_before = arrays->before,
                              .state = arrays->now,
                              .cache = arrays->cache,
                              .h = arrays->h,
                              .dh = arrays->dh,
                              .dstate = arrays->dstate};
}

static void expect_guards(const char *name, const float *values, size_t units)
{
    for (size_t i = 0; i < CELL_ROWS * CELL_WIDTH; i++) {
        if (i % CELL_WIDTH >= units)
            expect(name, "cell's surroundings", i, GUARD, values[i], 0);
    }
}

static void simple_rnn_steps(void **state)
{
    (void)state;
    static struct cell_arrays arrays, before;
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++) {
        const char *name = kernels_of(isa)->name;
        const struct cell *cell = kernels_of(isa)->cell[LAYER_SIMPLE_RNN];
        const struct cell_step step = fill_cell(&arrays);
        before = arrays;
        cell->forward(&step);
        expect_guards(name, arrays.h, PANEL);
        cell->backward(&step);
        for (size_t i = 0; i < CELL_ROWS * PANEL; i++) {
            const size_t at = i / PANEL * CELL_WIDTH + i % PANEL;
            const double h = tanh(before.gates[i]), dz = before.dh[at] * (1 - h * h);
            expect(name, "simple_rnn's h", i, h, arrays.h[at], 0x1p-23);
            /* 1 - h^2 loses digits where h is near 1: absolute there, like h. */
            expect(name, "simple_rnn's dz", i, dz, arrays.gates[i], 4 * 0x1p-23);
        }
    }
}

static void lstm_steps(void **state)
{
    (void)state;
    enum { UNITS = PANEL / 4 };
    static struct cell_arrays arrays, start;
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++) {
        const char *name = kernels_of(isa)->name;
        const struct cell *cell = kernels_of(isa)->cell[LAYER_LSTM];
        const struct cell_step step = fill_cell(&arrays);
        start = arrays;
        cell->forward(&step);
        expect_guards(name, arrays.h, UNITS);
        expect_guards(name, arrays.now, UNITS);
        expect_guards(name, arrays.cache, UNITS);
        cell->backward(&step);
        for (size_t n = 0; n < CELL_ROWS * UNITS; n++) {
            const float *z = start.gates + n / UNITS * PANEL + n % UNITS;
            const float *dz = arrays.gates + n / UNITS * PANEL + n % UNITS;
            const size_t at = n / UNITS * CELL_WIDTH + n % UNITS;
            const double i = sigmoid(z[0]), f = sigmoid(z[UNITS]);
            const double g = tanh(z[2 * UNITS]), o = sigmoid(z[3 * UNITS]);
            const double c = f * start.before[at] + i * g, t = tanh(c);
            const double dc = start.dstate[at] + start.dh[at] * o * (1 - t * t);
            const double unit = 0x1p-23;
            expect(name, "lstm's c", n, c, arrays.now[at], 8 * unit);
            expect(name, "lstm's h", n, o * t, arrays.h[at], 8 * unit);
            expect(name, "lstm's dz of i", n, dc * g * i * (1 - i), dz[0], 8 * unit);
            expect(name, "lstm's dz of f", n, dc * start.before[at] * f * (1 - f), dz[UNITS],
                   8 * unit);
            expect(name, "lstm's dz of c", n, dc * i * (1 - g * g), dz[2 * UNITS], 8 * unit);
            expect(name, "lstm's dz of o", n, start.dh[at] * t * o * (1 - o), dz[3 * UNITS],
                   8 * unit);
            expect(name, "lstm's dc", n, dc * f, arrays.dstate[at], 8 * unit);
        }
    }
}

/* A NaN anywhere in a step comes out of it. */
static void nan_stays_visible(void **state)
{
    (void)state;
    static struct cell_arrays arrays;
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++) {
        const struct kernels *kernels = kernels_of(isa);
        for (size_t gate = 0; gate < 4; gate++) {
            const struct cell_step step = fill_cell(&arrays);
            arrays.gates[gate * PANEL / 4 + 3] = NAN;
            kernels->cell[LAYER_LSTM]->forward(&step);
            assert_true(isnan(arrays.h[3]));
            assert_false(isnan(arrays.h[2]));
        }
        const struct cell_step step = fill_cell(&arrays);
        arrays.gates[9] = NAN;
        kernels->cell[LAYER_SIMPLE_RNN]->forward(&step);
        assert_true(isnan(arrays.h[9]));

        static float a[6 * 4], b[4 * PANEL], c[6 * PANEL];
        memset(a, 0, sizeof a);
        memset(b, 0, sizeof b);
        a[2 * 4 + 1] = NAN;
        const struct product product = {
            .rows = 6, .depth = 4, .blocks = 1, .a = a, .a_row = 4, .b = b, .c = c, .c_row = PANEL};
        kernels->product(&product);
        assert_true(isnan(c[2 * PANEL + 5]));
        assert_false(isnan(c[1 * PANEL + 5]));
    }
}

/* --- Activations, over all floats --- */

#define SWEEP 4096

static double ulps(double expected, float got)
{
    int exponent;
    if (fabs(expected) < 0x1p-126) /* denormal: may be flushed to zero */
        return fabs(got) < 0x1p-125 ? 0 : INFINITY;
    frexp(expected, &exponent);
    return fabs((double)got - expected) / ldexp(1, exponent - 24);
}

struct worst {
    double ulp;
    float at;
};

static void keep_worst(struct worst *worst, double ulp, float at)
{
    if (!(ulp <= worst->ulp))
        *worst = (struct worst){.ulp = ulp, .at = at};
}

/* Sigmoid, tanh and exp. */
enum { SWEPT = 3 };

/* Floats by their bits: from `from`, every `stride`th, `n` of them, and their negatives. */
static void sweep(const struct kernels *kernels, uint32_t from, uint32_t to, uint32_t stride,
                  struct worst worst[SWEPT])
{
    static float x[SWEEP], s[SWEEP], t[SWEEP], e[SWEEP];
    for (uint64_t bits = from; bits <= to;) {
        size_t n = 0;
        for (; n + 2 <= SWEEP && bits <= to; bits += stride) {
            const uint32_t pattern = (uint32_t)bits;
            memcpy(&x[n], &pattern, sizeof pattern);
            x[n + 1] = -x[n];
            n += 2;
        }
        kernels->sigmoid(x, s, n);
        kernels->tanh(x, t, n);
        kernels->exp(x, e, n);
        for (size_t i = 0; i < n; i++) {
            keep_worst(&worst[0], ulps(sigmoid(x[i]), s[i]), x[i]);
            keep_worst(&worst[1], ulps(tanh(x[i]), t[i]), x[i]);
            if (fabsf(x[i]) <= 70)
                keep_worst(&worst[2], ulps(exp(x[i]), e[i]), x[i]);
        }
    }
}

static uint32_t bits_of(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static void activations_within_two_ulp(void **state)
{
    (void)state;
    /* Where two ways of computing meet, where an argument is rounded to another power of two, and
     * where results leave the range. */
    static const float trouble[] = {0.5493f,  0.34657f, 0.17329f, 1.0397f, 16.6355f,
                                    17.3287f, 9.0109f,  10,       88,      87.3365f};
    cpu_flush_denormals();
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++) {
        const struct kernels *kernels = kernels_of(isa);
        struct worst worst[SWEPT] = {{0, 0}, {0, 0}, {0, 0}};
        sweep(kernels, bits_of(0x1p-126f), bits_of(0x1p-10f), 99991, worst);
        sweep(kernels, bits_of(0x1p-10f), bits_of(100), 499, worst);
        sweep(kernels, bits_of(100), bits_of(INFINITY), 99991, worst);
        for (size_t i = 0; i < sizeof trouble / sizeof *trouble; i++)
            sweep(kernels, bits_of(trouble[i]) - 20000, bits_of(trouble[i]) + 20000, 1, worst);
        printf("%s: worst error of sigmoid %.3f ulp at %.9g, of tanh %.3f ulp at %.9g, of exp %.3f "
               "ulp at %.9g\n",
               kernels->name, worst[0].ulp, worst[0].at, worst[1].ulp, worst[1].at, worst[2].ulp,
               worst[2].at);
        if (!(worst[0].ulp <= 2) || !(worst[1].ulp <= 2) || !(worst[2].ulp <= 2))
            fail_msg("%s: expected at most 2 ulp", kernels->name);

        const float special[] = {NAN, INFINITY, -INFINITY, 0, -0.0f};
        float s[5], t[5], e[5];
        kernels->sigmoid(special, s, 5);
        kernels->tanh(special, t, 5);
        kernels->exp(special, e, 5);
        assert_true(isnan(s[0]) && isnan(t[0]) && isnan(e[0]));
        assert_true(s[1] == 1 && s[2] < 0x1p-126f && s[3] == 0.5f && s[4] == 0.5f);
        assert_true(t[1] == 1 && t[2] == -1 && t[3] == 0 && t[4] == 0);
        assert_true(e[3] == 1 && e[4] == 1);
    }
}

/* --- The rest --- */

static void sums(void **state)
{
    (void)state;
    enum { ROWS = 50, COUNT = 333 };
    float *rows = draw(ROWS * PANEL, 1);
    uint32_t index[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        index[i] = (uint32_t)(i * i % ROWS);
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++) {
        const struct kernels *kernels = kernels_of(isa);
        for (size_t count = 0; count <= COUNT; count += 111) {
            float got[PANEL + 1];
            got[PANEL] = GUARD;
            kernels->sum_rows(got, rows, PANEL, index, count);
            for (size_t j = 0; j < PANEL; j++) {
                double sum = 0, size = 0;
                for (size_t i = 0; i < count; i++) {
                    sum += rows[index[i] * PANEL + j];
                    size += fabsf(rows[index[i] * PANEL + j]);
                }
                expect(kernels->name, "sum_rows", j, sum, got[j], size * ROUNDINGS(count));
            }
            expect(kernels->name, "sum_rows' surroundings", PANEL, GUARD, got[PANEL], 0);
        }
        for (size_t n = 0; n < 100; n++) {
            double sum = 0;
            for (size_t i = 0; i < n; i++)
                sum += (double)rows[i] * rows[i];
            expect(kernels->name, "square_sum", n, sum, kernels->square_sum(rows, n), sum * 1e-14);
        }
    }
    free(rows);
}

static void adam_steps(void **state)
{
    (void)state;
    enum { N = 77, STEPS = 20 };
    const double rate = 0.01, beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-7;
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++) {
        const struct kernels *kernels = kernels_of(isa);
        float *w = draw(N, 1), m[N] = {0}, v[N] = {0};
        double dw[N], dm[N] = {0}, dv[N] = {0};
        for (size_t i = 0; i < N; i++)
            dw[i] = w[i];
        const float first = w[0], last = w[N - 1];
        for (int t = 1; t <= STEPS; t++) {
            float g[N];
            rng_uniform(1, 2, (uint32_t)t, -1, 1, g, N);
            const double alpha = rate * sqrt(1 - pow(beta_2, t)) / (1 - pow(beta_1, t));
            const struct adam_pass pass = {.values = w,
                                           .m = m,
                                           .v = v,
                                           .gradients = g,
                                           .step = (float)alpha,
                                           .one_beta_1 = (float)(1 - beta_1),
                                           .one_beta_2 = (float)(1 - beta_2),
                                           .epsilon = (float)epsilon};
            kernels->adam(&pass, 1, N - 1);
            for (size_t i = 1; i < N - 1; i++) {
                dm[i] += (g[i] - dm[i]) * (1 - beta_1);
                dv[i] += ((double)g[i] * g[i] - dv[i]) * (1 - beta_2);
                dw[i] -= dm[i] * alpha / (sqrt(dv[i]) + epsilon);
            }
        }
        for (size_t i = 1; i < N - 1; i++) {
            expect(kernels->name, "adam's m", i, dm[i], m[i], 1e-6);
            expect(kernels->name, "adam's v", i, dv[i], v[i], 1e-7);
            expect(kernels->name, "adam's w", i, dw[i], w[i], 2e-6);
        }
        /* Outside of [begin, end) nothing moves. */
        assert_true(w[0] == first && m[0] == 0 && v[0] == 0);
        assert_true(w[N - 1] == last && m[N - 1] == 0 && v[N - 1] == 0);
        free(w);
    }
}

/* Each set is what it says: a build that lost one would pass every test above with another. */
static void sets_are_themselves(void **state)
{
    (void)state;
    for (enum cpu_isa isa = CPU_PORTABLE; isa < CPU_ISA_COUNT; isa++) {
        if (isa <= cpu_best())
            assert_string_equal(kernels_of(isa)->name, cpu_isa_name(isa));
        else
            printf("%s: not on this processor or not in this build, not tested\n",
                   cpu_isa_name(isa));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_are_themselves),
        cmocka_unit_test(products),
        cmocka_unit_test(outers),
        cmocka_unit_test(rows_stand_alone),
        cmocka_unit_test(simple_rnn_steps),
        cmocka_unit_test(lstm_steps),
        cmocka_unit_test(nan_stays_visible),
        cmocka_unit_test(activations_within_two_ulp),
        cmocka_unit_test(sums),
        cmocka_unit_test(adam_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
