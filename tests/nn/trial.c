#include "config.h"

#include "trial.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/base/pool.h"
#include "tests/words/error_text.h"

static void spec_of(const struct trial_shape *shape, struct model_spec *spec)
{
    model_spec_lesson(spec, shape->cell, shape->V, shape->E, shape->H, shape->T);
}

void trial_network(struct network *network, const struct trial_shape *shape)
{
    struct model_spec spec;
    spec_of(shape, &spec);
    network_create(network, &spec);
    assert_int_equal(network->parameters.n, TRIAL_TENSORS);
}

void trial_open(struct trial *trial, const struct trial_shape *shape, size_t batch_max,
                enum cpu_isa isa, int threads)
{
    struct rt_error error = {0};
    struct model_spec spec;
    spec_of(shape, &spec);
    *trial = (struct trial){NULL, NULL};
    setenv("RNNTOP_CPU", cpu_isa_name(isa), 1);
    if (pool_create(&trial->pool, threads, &error) != RT_OK ||
        model_create(&trial->model, &spec, batch_max, trial->pool, &error) != RT_OK)
        fail_msg("no model of V %zu, E %zu, H %zu, T %zu: %s", shape->V, shape->E, shape->H,
                 shape->T, error_text(&error));
    assert_string_equal(model_kernels(trial->model), cpu_isa_name(isa));
}

void trial_close(struct trial *trial)
{
    model_destroy(trial->model);
    pool_destroy(trial->pool);
    *trial = (struct trial){NULL, NULL};
}

uint64_t trial_random(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

double trial_uniform(uint64_t *state, double low, double high)
{
    return (float)(low + (high - low) * (double)(trial_random(state) >> 11) * 0x1p-53);
}

void trial_fill(struct network *network, enum trial_weights weights, uint64_t seed)
{
    const struct parameter *table = network->parameters.table;
    double E = (double)table[TRIAL_KERNEL].shape[0];
    double H = (double)table[TRIAL_RECURRENT_KERNEL].shape[0];
    double columns = (double)table[TRIAL_KERNEL].shape[1];
    double fresh[TRIAL_TENSORS] = {[TRIAL_EMBEDDINGS] = 0.05,
                                   [TRIAL_KERNEL] = sqrt(6 / (E + columns)),
                                   [TRIAL_RECURRENT_KERNEL] = sqrt(3 / columns),
                                   [TRIAL_BIAS] = 0.01,
                                   [TRIAL_DENSE_KERNEL] = sqrt(6 / (H + 1)),
                                   [TRIAL_DENSE_BIAS] = 0.01};
    /* Entries with variance s^2 / H give a spectral radius of about s; uniform in +-a, a^2 / 3. */
    double trained[TRIAL_TENSORS] = {[TRIAL_EMBEDDINGS] = 0.5,
                                     [TRIAL_KERNEL] = 2 * sqrt(3 / E),
                                     [TRIAL_RECURRENT_KERNEL] = 0.9 * sqrt(3 / H),
                                     [TRIAL_BIAS] = 0.5,
                                     [TRIAL_DENSE_KERNEL] = 2 * sqrt(3 / H),
                                     [TRIAL_DENSE_BIAS] = 0.5};
    const double *limit = weights == TRIAL_FRESH ? fresh : trained;
    for (size_t i = 0; i < TRIAL_TENSORS; i++)
        for (size_t j = 0; j < table[i].count; j++)
            network->values[table[i].offset + j] = trial_uniform(&seed, -limit[i], limit[i]);
}

void trial_rows_make(struct trial_rows *rows, const struct trial_shape *shape, size_t count,
                     uint64_t seed)
{
    rows->x = calloc(count * shape->T, sizeof *rows->x);
    rows->y = calloc(count, sizeof *rows->y);
    rows->count = count;
    assert_non_null(rows->x);
    assert_non_null(rows->y);
    for (size_t i = 0; i < count; i++) {
        size_t length = shape->T;
        if (trial_random(&seed) % 4 == 0)
            length = (size_t)(trial_random(&seed) % (shape->T + 1));
        for (size_t t = 0; t < length; t++) {
            uint64_t id = trial_random(&seed), common = trial_random(&seed);
            rows->x[i * shape->T + t] =
                (int32_t)(common % 3 == 0 ? (1 + id % 4) % shape->V : id % shape->V);
        }
        rows->y[i] = (float)(trial_random(&seed) % 2);
    }
}

void trial_rows_free(struct trial_rows *rows)
{
    free(rows->x);
    free(rows->y);
    *rows = (struct trial_rows){NULL, NULL, 0};
}

void trial_put(const struct model *model, const struct network *network, const double *from,
               float *block)
{
    const struct parameters *parameters = model_parameters(model);
    assert_int_equal(parameters->n, network->parameters.n);
    for (size_t i = 0; i < parameters->n; i++) {
        const struct parameter *a = &parameters->table[i], *b = &network->parameters.table[i];
        assert_string_equal(a->name, b->name);
        if (a->shape[0] != b->shape[0] || a->shape[1] != b->shape[1] || a->offset != b->offset)
            fail_msg("%s: expected [%zu,%zu] at %zu, got [%zu,%zu] at %zu", b->name, b->shape[0],
                     b->shape[1], b->offset, a->shape[0], a->shape[1], a->offset);
        for (size_t j = a->offset; j < a->offset + a->count; j++)
            block[j] = (float)from[j];
    }
}

void trial_add_tolerance(const struct network *network, double factor, const double *sizes,
                         double *tolerance)
{
    for (size_t i = 0; i < network->parameters.n; i++) {
        const struct parameter *parameter = &network->parameters.table[i];
        size_t group = parameter->layer == 0 ? parameter->shape[1] : parameter->count;
        size_t end = parameter->offset + parameter->count;
        for (size_t begin = parameter->offset; begin < end; begin += group) {
            double most = 0;
            for (size_t j = begin; j < begin + group; j++)
                most = fmax(most, sizes[j]);
            for (size_t j = begin; j < begin + group; j++)
                tolerance[j] += factor * most;
        }
    }
}

struct trial_difference trial_compare(const struct network *network, const float *block,
                                      const double *expected, const double *tolerance)
{
    struct trial_difference worst = {-1, "nothing", 0, 0, 0, 0};
    for (size_t i = 0; i < network->parameters.n; i++) {
        const struct parameter *parameter = &network->parameters.table[i];
        for (size_t j = 0; j < parameter->count; j++) {
            size_t at = parameter->offset + j;
            double error = fabs(block[at] - expected[at]);
            double ratio = error == 0 ? 0 : error / tolerance[at];
            if (isnan(ratio))
                ratio = INFINITY;
            if (ratio > worst.ratio)
                worst = (struct trial_difference){ratio,     parameter->name, j,
                                                  block[at], expected[at],    tolerance[at]};
        }
    }
    return worst;
}

void trial_expect(const char *what, const struct trial_difference *difference)
{
    if (!(difference->ratio <= 1))
        fail_msg("%s, %s[%zu]: expected %.9g, got %.9g, tolerance %.3g", what, difference->name,
                 difference->index, difference->expected, difference->got, difference->tolerance);
}

void trial_expect_close(const char *what, double got, double expected, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance))
        fail_msg("%s: expected %.12g, got %.12g, tolerance %.3g", what, expected, got, tolerance);
}

bool trial_same_bits(const char *what, const float *a, const float *b, size_t n)
{
    if (memcmp(a, b, n * sizeof *a) == 0)
        return true;
    size_t i = 0;
    while (memcmp(&a[i], &b[i], sizeof *a) == 0)
        i++;
    print_error("%s: number %zu of %zu is %.9g and %.9g\n", what, i, n, (double)a[i], (double)b[i]);
    return false;
}
