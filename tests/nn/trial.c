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

void trial_open(struct trial *trial, const struct reference_shape *shape, size_t batch_max,
                enum cpu_isa isa, int threads)
{
    struct rt_error error = {0};
    struct model_spec spec;
    enum layer_kind kind = shape->cell == REFERENCE_LSTM ? LAYER_LSTM : LAYER_SIMPLE_RNN;
    model_spec_lesson(&spec, kind, shape->V, shape->E, shape->H, shape->T);
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

void trial_fill(struct reference *reference, enum trial_weights weights, uint64_t seed)
{
    const struct reference_shape *shape = &reference->shape;
    double columns = (double)reference->columns[REFERENCE_KERNEL];
    double fresh[REFERENCE_TENSORS] = {[REFERENCE_EMBEDDINGS] = 0.05,
                                       [REFERENCE_KERNEL] = sqrt(6 / ((double)shape->E + columns)),
                                       [REFERENCE_RECURRENT_KERNEL] = sqrt(3 / columns),
                                       [REFERENCE_BIAS] = 0.01,
                                       [REFERENCE_DENSE_KERNEL] = sqrt(6 / ((double)shape->H + 1)),
                                       [REFERENCE_DENSE_BIAS] = 0.01};
    /* Entries with variance s^2 / H give a spectral radius of about s; uniform in +-a, a^2 / 3. */
    double trained[REFERENCE_TENSORS] = {[REFERENCE_EMBEDDINGS] = 0.5,
                                         [REFERENCE_KERNEL] = 2 * sqrt(3 / (double)shape->E),
                                         [REFERENCE_RECURRENT_KERNEL] =
                                             0.9 * sqrt(3 / (double)shape->H),
                                         [REFERENCE_BIAS] = 0.5,
                                         [REFERENCE_DENSE_KERNEL] = 2 * sqrt(3 / (double)shape->H),
                                         [REFERENCE_DENSE_BIAS] = 0.5};
    const double *limit = weights == TRIAL_FRESH ? fresh : trained;
    for (int tensor = 0; tensor < REFERENCE_TENSORS; tensor++) {
        size_t count = reference->rows[tensor] * reference->columns[tensor];
        for (size_t i = 0; i < count; i++)
            reference->value[tensor][i] = trial_uniform(&seed, -limit[tensor], limit[tensor]);
    }
}

void trial_rows_make(struct trial_rows *rows, const struct reference_shape *shape, size_t count,
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

/* The model's table row for a tensor. */
static const struct parameter *find(const struct model *model, const struct reference *shape,
                                    enum reference_tensor tensor)
{
    const struct parameters *parameters = model_parameters(model);
    const char *name = reference_name(shape->shape.cell, tensor);
    size_t i = parameters_find(parameters, name);
    if (i >= parameters->n)
        fail_msg("the model has no parameter %s", name);
    const struct parameter *parameter = &parameters->table[i];
    if (parameter->shape[0] != shape->rows[tensor] || parameter->shape[1] != shape->columns[tensor])
        fail_msg("%s: expected [%zu,%zu], got [%zu,%zu]", name, shape->rows[tensor],
                 shape->columns[tensor], parameter->shape[0], parameter->shape[1]);
    return parameter;
}

void trial_put(const struct model *model, const struct reference *shape, const double *from,
               float *block)
{
    for (int tensor = 0; tensor < REFERENCE_TENSORS; tensor++) {
        const struct parameter *parameter = find(model, shape, (enum reference_tensor)tensor);
        for (size_t i = 0; i < parameter->count; i++)
            block[parameter->offset + i] = (float)*from++;
    }
}

void trial_add_tolerance(const struct reference *shape, double factor, const double *sizes,
                         double *tolerance)
{
    for (int tensor = 0; tensor < REFERENCE_TENSORS; tensor++) {
        size_t count = shape->rows[tensor] * shape->columns[tensor];
        size_t group = tensor == REFERENCE_EMBEDDINGS ? shape->shape.E : count;
        for (size_t begin = 0; begin < count; begin += group) {
            double most = 0;
            for (size_t i = begin; i < begin + group; i++)
                most = fmax(most, sizes[i]);
            for (size_t i = begin; i < begin + group; i++)
                tolerance[i] += factor * most;
        }
        sizes += count;
        tolerance += count;
    }
}

struct trial_difference trial_compare(const struct model *model, const struct reference *shape,
                                      const float *block, const double *expected,
                                      const double *tolerance)
{
    struct trial_difference worst = {-1, REFERENCE_EMBEDDINGS, 0, 0, 0, 0};
    for (int tensor = 0; tensor < REFERENCE_TENSORS; tensor++) {
        const struct parameter *parameter = find(model, shape, (enum reference_tensor)tensor);
        for (size_t i = 0; i < parameter->count; i++, expected++, tolerance++) {
            double got = block[parameter->offset + i];
            double error = fabs(got - *expected);
            double ratio = error == 0 ? 0 : error / *tolerance;
            if (isnan(ratio))
                ratio = INFINITY;
            if (ratio > worst.ratio)
                worst = (struct trial_difference){
                    ratio, (enum reference_tensor)tensor, i, got, *expected, *tolerance};
        }
    }
    return worst;
}

void trial_expect(const char *what, const struct reference *shape,
                  const struct trial_difference *difference)
{
    if (!(difference->ratio <= 1))
        fail_msg("%s, %s[%zu]: expected %.9g, got %.9g, tolerance %.3g", what,
                 reference_name(shape->shape.cell, difference->tensor), difference->index,
                 difference->expected, difference->got, difference->tolerance);
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
