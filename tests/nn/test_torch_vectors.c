/*
 * Whole models and their first 20 steps against vectors made with PyTorch for the layers and a
 * transcription of Keras's Adam (vectors/make_vectors.py). The reference network must agree to
 * double precision, the float model with the kernels of each instruction set to float precision.
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

#include "plain_adam.h"
#include "rnntop/nn/optimizer.h"
#include "tests/words/error_text.h"
#include "trial.h"

#define BATCH_MAX 8
#define CELLS_MAX (BATCH_MAX * 16) /* ids of a batch */

static const char *const files[] = {"simple_rnn_small", "simple_rnn_odd", "lstm_small", "lstm_odd"};

struct vectors {
    json_t *root;
    struct trial_shape shape;
    struct optimizer_spec adam;
};

/* A step's input and what must come out of it. */
struct step {
    int32_t x[CELLS_MAX];
    float y[BATCH_MAX];
    double logits[BATCH_MAX];
    double loss; /* mean */
    size_t size;
    const json_t *gradients; /* NULL at most steps */
};

static void vectors_open(struct vectors *vectors, const char *name)
{
    char path[1024];
    json_error_t error;
    snprintf(path, sizeof path, "%s/%s.json", VECTORS_DIR, name);
    vectors->root = json_load_file(path, 0, &error);
    if (vectors->root == NULL)
        fail_msg("%s: %s", path, error.text);
    const char *cell;
    json_int_t V, E, H, T;
    vectors->adam = (struct optimizer_spec){.kind = OPTIMIZER_ADAM};
    if (json_unpack_ex(vectors->root, &error, 0,
                       "{s:s, s:I, s:I, s:I, s:I, s:{s:F, s:F, s:F, s:F}}", "cell", &cell, "V", &V,
                       "E", &E, "H", &H, "T", &T, "adam", "learning_rate",
                       &vectors->adam.learning_rate, "beta_1", &vectors->adam.beta_1, "beta_2",
                       &vectors->adam.beta_2, "epsilon", &vectors->adam.epsilon) != 0)
        fail_msg("%s: %s", path, error.text);
    vectors->shape = (struct trial_shape){strcmp(cell, "lstm") == 0 ? LAYER_LSTM : LAYER_SIMPLE_RNN,
                                          (size_t)V, (size_t)E, (size_t)H, (size_t)T};
}

static double number(const json_t *list, size_t i)
{
    const json_t *item = json_array_get(list, i);
    assert_true(json_is_number(item));
    return json_number_value(item);
}

/* A table of tensors by name, into a block in the network's layout. */
static void read_tensors(const json_t *table, const struct network *network, double *block)
{
    assert_int_equal(json_object_size(table), TRIAL_TENSORS);
    for (size_t i = 0; i < TRIAL_TENSORS; i++) {
        const struct parameter *parameter = &network->parameters.table[i];
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
    step->size = json_array_size(y);
    assert_in_range(step->size, 1, BATCH_MAX);
    assert_int_equal(json_array_size(x), step->size * vectors->shape.T);
    assert_true(step->size * vectors->shape.T <= CELLS_MAX);
    for (size_t j = 0; j < step->size * vectors->shape.T; j++)
        step->x[j] = (int32_t)number(x, j);
    for (size_t j = 0; j < step->size; j++) {
        step->y[j] = (float)number(y, j);
        step->logits[j] = number(json_object_get(json, "logits"), j);
    }
    step->loss = json_number_value(json_object_get(json, "loss"));
    step->gradients = json_object_get(json, "gradients");
}

static size_t steps_of(const struct vectors *vectors)
{
    return json_array_size(json_object_get(vectors->root, "steps"));
}

static void expect_all_close(const char *what, const double *got, const double *expected, size_t n,
                             double tolerance)
{
    for (size_t i = 0; i < n; i++)
        if (!(fabs(got[i] - expected[i]) <= tolerance))
            fail_msg("%s, number %zu: expected %.17g, got %.17g, tolerance %g", what, i,
                     expected[i], got[i], tolerance);
}

/* Two programs in double precision: only roundings of 1e-16 may differ, and Adam divides them by
 * gradients down to 1e-4. */
static void test_network(void **state)
{
    (void)state;
    for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
        struct vectors vectors;
        struct step step;
        vectors_open(&vectors, files[f]);
        struct network network;
        trial_network(&network, &vectors.shape);
        size_t total = network.parameters.total;
        struct plain_adam adam = {vectors.adam.learning_rate, vectors.adam.beta_1,
                                  vectors.adam.beta_2, vectors.adam.epsilon, 0};
        double *m = calloc(total, sizeof *m), *v = calloc(total, sizeof *v);
        double *expected = calloc(total, sizeof *expected);
        assert_true(m && v && expected);
        read_tensors(json_object_get(vectors.root, "initial"), &network, network.values);
        assert_int_equal(steps_of(&vectors), 20);
        for (size_t i = 0; i < 20; i++) {
            double logits[BATCH_MAX];
            read_step(&vectors, i, &step);
            const struct model_batch batch = {.x = step.x, .y = step.y, .size = step.size};
            struct network_score score = network_backward(&network, &batch, logits);
            expect_all_close("logits", logits, step.logits, step.size, 1e-11);
            trial_expect_close("loss", score.loss / (double)step.size, step.loss, 1e-11);
            if (step.gradients != NULL) {
                read_tensors(step.gradients, &network, expected);
                expect_all_close("gradients", network.gradients, expected, total, 1e-11);
            }
            plain_adam_apply(&adam, network.values, network.gradients, m, v, total);
        }
        read_tensors(json_object_get(vectors.root, "final"), &network, expected);
        expect_all_close("weights after 20 steps", network.values, expected, total, 1e-11);
        free(m);
        free(v);
        free(expected);
        network_destroy(&network);
        json_decref(vectors.root);
    }
}

/* The float model's way through the 20 steps. `network` gives layout and magnitudes alone. */
static void walk_float(const struct vectors *vectors, struct trial *trial, struct network *network,
                       struct optimizer *optimizer, const char *what)
{
    const struct trial_shape *shape = &vectors->shape;
    double *expected = calloc(network->parameters.total, sizeof *expected);
    double *tolerances = calloc(network->parameters.total, sizeof *tolerances);
    double gradient_tolerance =
        8 * FLOAT_ROUNDING * sqrt((double)(shape->E + shape->H + 1 + shape->T + BATCH_MAX));
    assert_true(expected && tolerances);
    for (size_t i = 0; i < 20; i++) {
        struct step step;
        struct model_score score;
        float p[BATCH_MAX];
        read_step(vectors, i, &step);
        const struct model_batch batch = {.x = step.x, .y = step.y, .size = step.size};
        /* Later logits come from weights that have drifted apart by up to 1e-7 a step. */
        double tolerance = 8 * FLOAT_ROUNDING * (4 + (double)i);
        assert_int_equal(model_evaluate(trial->model, &batch, 3, NULL, NULL, p, &score), RT_OK);
        for (size_t j = 0; j < step.size; j++)
            trial_expect_close(what, p[j], 1 / (1 + exp(-step.logits[j])), tolerance);
        trial_expect_close(what, score.loss / (double)step.size, step.loss, tolerance);
        assert_int_equal(model_gradients(trial->model, &batch, NULL, &score), RT_OK);
        trial_expect_close(what, score.loss / (double)step.size, step.loss, tolerance);
        if (i == 0) {
            read_tensors(step.gradients, network, expected);
            network_backward(network, &batch, NULL);
            trial_add_tolerance(network, gradient_tolerance, network->magnitudes, tolerances);
            struct trial_difference worst =
                trial_compare(network, model_gradient_values(trial->model), expected, tolerances);
            trial_expect(what, &worst);
        }
        optimizer_apply(optimizer, trial->model);
    }
    /* 20 roundings of weights below 1, and steps of 1e-3 made of gradients right to about 1e-6. */
    read_tensors(json_object_get(vectors->root, "final"), network, expected);
    for (size_t i = 0; i < network->parameters.total; i++)
        tolerances[i] = 20 * FLOAT_ROUNDING + 20 * 1e-3 * 1e-6;
    struct trial_difference worst =
        trial_compare(network, model_values(trial->model), expected, tolerances);
    print_message("%s: weights after 20 steps: %.2f of the tolerance\n", what, worst.ratio);
    trial_expect(what, &worst);
    free(expected);
    free(tolerances);
}

static void test_float_model(void **state)
{
    (void)state;
    for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
        struct vectors vectors;
        vectors_open(&vectors, files[f]);
        for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++) {
            struct network network;
            struct trial trial;
            struct rt_error error = {0};
            struct optimizer *optimizer = NULL;
            char what[64];
            snprintf(what, sizeof what, "%s, %s", files[f], cpu_isa_name(isa));
            trial_network(&network, &vectors.shape);
            trial_open(&trial, &vectors.shape, BATCH_MAX, isa, 2);
            if (optimizer_create(&optimizer, &vectors.adam, trial.model, &error) != RT_OK)
                fail_msg("optimizer_create: %s", error_text(&error));
            read_tensors(json_object_get(vectors.root, "initial"), &network, network.values);
            trial_put(trial.model, &network, network.values, model_values(trial.model));
            walk_float(&vectors, &trial, &network, optimizer, what);
            optimizer_destroy(optimizer);
            trial_close(&trial);
            network_destroy(&network);
        }
        json_decref(vectors.root);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_network),
        cmocka_unit_test(test_float_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
