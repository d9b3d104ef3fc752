/*
 * Networks of several layers and their first steps against vectors made with PyTorch for the layers
 * and a transcription of Keras's Adam (vectors/make_vectors.py). The reference network must agree
 * to double precision, the float models with the kernels of each instruction set to float
 * precision.
 */
#include "config.h"

#include <jansson.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "network.h"
#include "plain_adam.h"
#include "rnntop/base/pool.h"
#include "rnntop/nn/optimizer.h"
#include "tests/words/error_text.h"
#include "trial.h"

#define BATCH_MAX  8
#define CELLS_MAX  (BATCH_MAX * 16) /* ids of a batch */
#define LOGITS_MAX (BATCH_MAX * 4)

static const char *const files[] = {"gru", "bidirectional_lstm", "pooled_gru", "attended_lstm"};

struct vectors {
    json_t *root;
    struct model_spec spec;
    struct optimizer_spec adam;
    size_t steps;
};

/* A step's input and what must come out of it. */
struct step {
    int32_t x[CELLS_MAX];
    float y[BATCH_MAX];
    double logits[LOGITS_MAX];
    double loss; /* mean */
    struct model_batch batch;
    const json_t *gradients; /* NULL at most steps */
};

static void vectors_open(struct vectors *vectors, const char *name)
{
    char path[1024];
    const char *model;
    json_error_t error;
    struct rt_error why = {0};
    snprintf(path, sizeof path, "%s/%s.json", VECTORS_DIR, name);
    vectors->root = json_load_file(path, 0, &error);
    if (vectors->root == NULL)
        fail_msg("%s: %s", path, error.text);
    vectors->adam.kind = OPTIMIZER_ADAM;
    if (json_unpack_ex(vectors->root, &error, 0, "{s:s, s:{s:F, s:F, s:F, s:F}}", "model", &model,
                       "adam", "learning_rate", &vectors->adam.learning_rate, "beta_1",
                       &vectors->adam.beta_1, "beta_2", &vectors->adam.beta_2, "epsilon",
                       &vectors->adam.epsilon) != 0)
        fail_msg("%s: %s", path, error.text);
    json_t *spec = json_loads(model, 0, &error);
    if (spec == NULL || model_spec_from_json(spec, &vectors->spec, &why) != RT_OK)
        fail_msg("%s: %s", path, error_text(&why));
    json_decref(spec);
    vectors->steps = json_array_size(json_object_get(vectors->root, "steps"));
    assert_true(vectors->steps >= 8);
}

static double number(const json_t *list, size_t i)
{
    const json_t *item = json_array_get(list, i);
    assert_true(json_is_number(item));
    return json_number_value(item);
}

/* A table of tensors by name, into a block of the model's layout. */
static void read_tensors(const json_t *table, const struct parameters *parameters, double *block)
{
    assert_int_equal(json_object_size(table), parameters->n);
    for (size_t i = 0; i < parameters->n; i++) {
        const struct parameter *parameter = &parameters->table[i];
        const json_t *list = json_object_get(table, parameter->name);
        if (json_array_size(list) != parameter->count)
            fail_msg("%s: expected %zu numbers, got %zu", parameter->name, parameter->count,
                     json_array_size(list));
        for (size_t j = 0; j < parameter->count; j++)
            block[parameter->offset + j] = number(list, j);
    }
}

static void read_step(const struct vectors *vectors, size_t i, struct step *step)
{
    const json_t *json = json_array_get(json_object_get(vectors->root, "steps"), i);
    const json_t *x = json_object_get(json, "x"), *y = json_object_get(json, "y");
    const json_t *logits = json_object_get(json, "logits");
    const size_t size = json_array_size(y);
    assert_in_range(size, 1, BATCH_MAX);
    assert_int_equal(json_array_size(x), size * vectors->spec.maxlen);
    assert_true(size * vectors->spec.maxlen <= CELLS_MAX && json_array_size(logits) <= LOGITS_MAX);
    for (size_t j = 0; j < size * vectors->spec.maxlen; j++)
        step->x[j] = (int32_t)number(x, j);
    for (size_t j = 0; j < size; j++)
        step->y[j] = (float)number(y, j);
    for (size_t j = 0; j < json_array_size(logits); j++)
        step->logits[j] = number(logits, j);
    step->loss = json_number_value(json_object_get(json, "loss"));
    step->gradients = json_object_get(json, "gradients");
    step->batch = (struct model_batch){.x = step->x, .y = step->y, .size = size};
}

static void expect_close(const char *what, const struct parameters *parameters, const double *got,
                         const double *expected, double tolerance)
{
    for (size_t i = 0; i < parameters->n; i++) {
        const struct parameter *parameter = &parameters->table[i];
        for (size_t j = parameter->offset; j < parameter->offset + parameter->count; j++)
            if (!(fabs(got[j] - expected[j]) <= tolerance))
                fail_msg("%s, %s[%zu]: expected %.17g, got %.17g, tolerance %g", what,
                         parameter->name, j - parameter->offset, expected[j], got[j], tolerance);
    }
}

static double *block_of(const struct network *network)
{
    double *block = calloc(network->parameters.total, sizeof *block);
    assert_non_null(block);
    return block;
}

/* Two programs in double precision: only roundings of 1e-16 may differ, and Adam divides them by
 * gradients down to 1e-4. */
static void check_network(const struct vectors *vectors, struct network *network)
{
    const struct parameters *parameters = &network->parameters;
    struct plain_adam adam = {vectors->adam.learning_rate, vectors->adam.beta_1,
                              vectors->adam.beta_2, vectors->adam.epsilon, 0};
    double *m = block_of(network), *v = block_of(network), *expected = block_of(network);
    read_tensors(json_object_get(vectors->root, "initial"), parameters, network->values);
    for (size_t i = 0; i < vectors->steps; i++) {
        struct step step;
        double logits[LOGITS_MAX];
        read_step(vectors, i, &step);
        const struct network_score score = network_backward(network, &step.batch, logits);
        const double size = (double)step.batch.size;
        for (size_t j = 0; j < step.batch.size * network->outputs; j++)
            trial_expect_close("logit", logits[j], step.logits[j], 1e-11);
        trial_expect_close("loss", score.loss / size, step.loss, 1e-11);
        if (step.gradients != NULL) {
            read_tensors(step.gradients, parameters, expected);
            expect_close("gradients", parameters, network->gradients, expected, 1e-11);
        }
        plain_adam_apply(&adam, network->values, network->gradients, m, v, parameters->total);
    }
    read_tensors(json_object_get(vectors->root, "final"), parameters, expected);
    expect_close("final weights", parameters, network->values, expected, 1e-11);
    free(m);
    free(v);
    free(expected);
}

static void put(const struct parameters *parameters, const double *from, float *to)
{
    for (size_t i = 0; i < parameters->total; i++)
        to[i] = (float)from[i];
}

static void get(const struct parameters *parameters, const float *from, double *to)
{
    for (size_t i = 0; i < parameters->total; i++)
        to[i] = from[i];
}

/* The float model's way through the steps. */
static void walk_float(const struct vectors *vectors, const struct parameters *parameters,
                       struct model *model, struct optimizer *optimizer, double *got,
                       double *expected)
{
    read_tensors(json_object_get(vectors->root, "initial"), parameters, expected);
    put(parameters, expected, model_values(model));
    for (size_t i = 0; i < vectors->steps; i++) {
        struct step step;
        struct model_score score;
        read_step(vectors, i, &step);
        /* Later losses come from weights that have drifted apart by up to 1e-7 a step. */
        const double tolerance = 8 * FLOAT_ROUNDING * (8 + (double)i);
        assert_int_equal(model_gradients(model, &step.batch, NULL, &score), RT_OK);
        trial_expect_close("loss", score.loss / (double)step.batch.size, step.loss, tolerance);
        assert_int_equal(model_evaluate(model, &step.batch, 3, NULL, NULL, NULL, &score), RT_OK);
        trial_expect_close("loss", score.loss / (double)step.batch.size, step.loss, tolerance);
        if (i == 0) { /* gradients are sums of some twenty numbers below 1 */
            read_tensors(step.gradients, parameters, expected);
            get(parameters, model_gradient_values(model), got);
            expect_close("gradients", parameters, got, expected, 16 * FLOAT_ROUNDING);
        }
        optimizer_apply(optimizer, model);
    }
    /* Roundings of weights below 1, and steps of 1e-3 made of gradients right to about 1e-6. */
    const double steps = (double)vectors->steps;
    read_tensors(json_object_get(vectors->root, "final"), parameters, expected);
    get(parameters, model_values(model), got);
    expect_close("final weights", parameters, got, expected, steps * (FLOAT_ROUNDING + 1e-8));
}

static void test_torch_networks(void **state)
{
    (void)state;
    for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
        struct vectors vectors;
        struct network network;
        vectors_open(&vectors, files[f]);
        network_create(&network, &vectors.spec);
        double *got = block_of(&network), *expected = block_of(&network);
        check_network(&vectors, &network);
        for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++) {
            struct rt_error error = {0};
            struct pool *pool = NULL;
            struct model *model = NULL;
            struct optimizer *optimizer = NULL;
            setenv("RNNTOP_CPU", cpu_isa_name(isa), 1);
            if (pool_create(&pool, 2, &error) != RT_OK ||
                model_create(&model, &vectors.spec, BATCH_MAX, pool, &error) != RT_OK ||
                optimizer_create(&optimizer, &vectors.adam, model, &error) != RT_OK)
                fail_msg("%s: %s", files[f], error_text(&error));
            walk_float(&vectors, &network.parameters, model, optimizer, got, expected);
            optimizer_destroy(optimizer);
            model_destroy(model);
            pool_destroy(pool);
        }
        free(got);
        free(expected);
        network_destroy(&network);
        json_decref(vectors.root);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_torch_networks)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
