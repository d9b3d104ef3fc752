/*
 * What model.h promises besides right numbers: the same bits for any number of threads, rows by
 * index, stopping, and that what is not a number stays visible. With each instruction set.
 */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "trial.h"

static const enum layer_kind cells[] = {LAYER_SIMPLE_RNN, LAYER_LSTM};

/* A float model with weights and rows of its own. */
struct setup {
    struct network network;
    struct trial_rows rows;
    struct trial trial;
};

static void setup_open(struct setup *setup, const struct trial_shape *shape, size_t rows,
                       size_t batch_max, enum cpu_isa isa, int threads)
{
    trial_network(&setup->network, shape);
    trial_fill(&setup->network, TRIAL_TRAINED, 7);
    trial_rows_make(&setup->rows, shape, rows, 8);
    trial_open(&setup->trial, shape, batch_max, isa, threads);
    trial_put(setup->trial.model, &setup->network, setup->network.values,
              model_values(setup->trial.model));
}

static void setup_close(struct setup *setup)
{
    trial_close(&setup->trial);
    trial_rows_free(&setup->rows);
    network_destroy(&setup->network);
}

static struct model_batch batch_of(const struct setup *setup, const uint32_t *rows, size_t size)
{
    return (struct model_batch){.x = setup->rows.x, .y = setup->rows.y, .rows = rows, .size = size};
}

/* Gradients of a batch, copied; *total gets their number. */
static float *gradients_of(struct model *model, const struct model_batch *batch,
                           struct model_score *score, size_t *total)
{
    assert_int_equal(model_gradients(model, batch, NULL, score), RT_OK);
    *total = model_parameters(model)->total;
    float *copy = malloc(*total * sizeof *copy);
    assert_non_null(copy);
    memcpy(copy, model_gradient_values(model), *total * sizeof *copy);
    return copy;
}

static void expect_same_score(const char *what, const struct model_score *a,
                              const struct model_score *b)
{
    if (memcmp(&a->loss, &b->loss, sizeof a->loss) != 0 || a->correct != b->correct ||
        a->rows != b->rows)
        fail_msg("%s: scores differ: loss %.17g and %.17g, correct %g and %g, rows %zu and %zu",
                 what, a->loss, b->loss, a->correct, b->correct, a->rows, b->rows);
}

static void check_threads(const struct trial_shape *shape, size_t batch_size, enum cpu_isa isa)
{
    static const int threads[] = {1, 2, 4, 3};
    const size_t rows = 75; /* evaluated 32 at a time: the last block is short */
    float *first = NULL, p_first[75], p[75];
    struct model_score score_first = {0, 0, 0}, evaluated_first = {0, 0, 0};
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        struct setup setup;
        struct model_score score, evaluated;
        size_t total;
        char what[128];
        snprintf(what, sizeof what, "E%zu H%zu T%zu, batch %zu, %s, 1 and %d threads", shape->E,
                 shape->H, shape->T, batch_size, cpu_isa_name(isa), threads[i]);
        setup_open(&setup, shape, rows, batch_size, isa, threads[i]);
        const struct model_batch batch = batch_of(&setup, NULL, batch_size);
        const struct model_batch all = batch_of(&setup, NULL, rows);
        float *g = gradients_of(setup.trial.model, &batch, &score, &total);
        assert_int_equal(model_evaluate(setup.trial.model, &all, 32, NULL, NULL, p, &evaluated),
                         RT_OK);
        if (i == 0) {
            first = g;
            memcpy(p_first, p, sizeof p);
            score_first = score;
            evaluated_first = evaluated;
        } else {
            assert_true(trial_same_bits(what, first, g, total));
            assert_true(trial_same_bits(what, p_first, p, rows));
            expect_same_score(what, &score_first, &score);
            expect_same_score(what, &evaluated_first, &evaluated);
            free(g);
        }
        setup_close(&setup);
    }
    free(first);
}

static void test_threads_do_not_change_a_bit(void **state)
{
    (void)state;
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++) {
        for (size_t i = 0; i < 2; i++) {
            const struct trial_shape lesson = {cells[i], 4000, 128, 128, 100};
            const struct trial_shape odd = {cells[i], 131, 130, 13, 17};
            const struct trial_shape wide = {cells[i], 60, 7, 200, 9};
            check_threads(&lesson, 30, isa);
            check_threads(&lesson, 10, isa);
            check_threads(&odd, 31, isa);
            check_threads(&wide, 1, isa);
        }
    }
}

/* Row i of a batch is rows[i] of the data, in order, repeated ones too. */
static void check_row_index(enum layer_kind cell, enum cpu_isa isa)
{
    const struct trial_shape shape = {cell, 50, 13, 20, 11};
    static const uint32_t rows[] = {39, 0, 17, 17, 5, 38, 1, 22, 9};
    const size_t n = sizeof rows / sizeof *rows;
    struct setup setup;
    struct model_score by_index, gathered;
    int32_t x[9 * 11];
    float y[9], p_index[9], p_gathered[9];
    size_t total;
    setup_open(&setup, &shape, 40, n, isa, 2);
    for (size_t i = 0; i < n; i++) {
        memcpy(x + i * shape.T, setup.rows.x + rows[i] * shape.T, shape.T * sizeof *x);
        y[i] = setup.rows.y[rows[i]];
    }
    const struct model_batch index = batch_of(&setup, rows, n),
                             copied = {.x = x, .y = y, .size = n};
    float *a = gradients_of(setup.trial.model, &index, &by_index, &total);
    float *b = gradients_of(setup.trial.model, &copied, &gathered, &total);
    assert_true(trial_same_bits("rows by index and gathered", a, b, total));
    expect_same_score("rows by index and gathered", &by_index, &gathered);
    model_evaluate(setup.trial.model, &index, 4, NULL, NULL, p_index, &by_index);
    model_evaluate(setup.trial.model, &copied, 4, NULL, NULL, p_gathered, &gathered);
    assert_true(trial_same_bits("evaluated by index and gathered", p_index, p_gathered, n));
    expect_same_score("evaluated by index and gathered", &by_index, &gathered);
    free(a);
    free(b);
    setup_close(&setup);
}

static void test_rows_by_index(void **state)
{
    (void)state;
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++)
        for (size_t i = 0; i < 2; i++)
            check_row_index(cells[i], isa);
}

/* A batch leaves nothing behind that the next one sees, not even a longer or an interrupted one. */
static void check_no_memory_of_batches(enum layer_kind cell, enum cpu_isa isa)
{
    const struct trial_shape shape = {cell, 300, 20, 33, 25};
    struct setup setup;
    struct model_score fresh_score, score;
    size_t total;
    setup_open(&setup, &shape, 80, 30, isa, 2);
    struct model *model = setup.trial.model;
    const struct model_batch small = batch_of(&setup, NULL, 10);
    const struct model_batch large = {
        .x = setup.rows.x + 10 * shape.T, .y = setup.rows.y + 10, .size = 30};
    const struct model_batch all = batch_of(&setup, NULL, 80);
    float *fresh = gradients_of(model, &small, &fresh_score, &total);
    for (int i = 0; i < 3; i++) {
        atomic_bool stop = true;
        if (i == 0)
            assert_int_equal(model_gradients(model, &large, NULL, &score), RT_OK);
        else if (i == 1)
            assert_int_equal(model_evaluate(model, &all, 32, NULL, NULL, NULL, &score), RT_OK);
        else
            assert_int_equal(model_gradients(model, &large, &stop, &score), RT_INTERRUPTED);
        float *again = gradients_of(model, &small, &score, &total);
        assert_true(trial_same_bits("the same batch after another", fresh, again, total));
        expect_same_score("the same batch after another", &fresh_score, &score);
        free(again);
    }
    free(fresh);
    setup_close(&setup);
}

static void test_batches_leave_nothing_behind(void **state)
{
    (void)state;
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++)
        for (size_t i = 0; i < 2; i++)
            check_no_memory_of_batches(cells[i], isa);
}

/* The gradient block is filled whole, whatever stood there: an exchange of gradients between
 * machines writes to it, also to rows of words that this batch lacks, in each worker's share of the
 * vocabulary. */
static void test_gradients_are_filled_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        const struct trial_shape shape = {cells[i], 1700, 17, 21, 9};
        struct setup setup;
        struct model_score score;
        size_t total;
        setup_open(&setup, &shape, 20, 10, cpu_best(), 2);
        struct model *model = setup.trial.model;
        const struct parameters *parameters = model_parameters(model);
        const struct model_batch first = batch_of(&setup, NULL, 10);
        const struct model_batch second = {
            .x = setup.rows.x + 10 * shape.T, .y = setup.rows.y + 10, .size = 10};
        float *fresh = gradients_of(model, &first, &score, &total);
        assert_int_equal(model_gradients(model, &second, NULL, &score), RT_OK);
        for (size_t j = 0; j < parameters->n; j++)
            memset(model_gradient_values(model) + parameters->table[j].offset, 0xff,
                   parameters->table[j].count * sizeof(float)); /* NaN */
        float *again = gradients_of(model, &first, &score, &total);
        assert_true(trial_same_bits("gradients over old numbers", fresh, again, total));
        free(fresh);
        free(again);
        setup_close(&setup);
    }
}

/*
 * A row's probability is the same number whether it is evaluated alone, among few or among many, in
 * blocks of any size, or on the way of a training step: a saved model's score can be repeated to
 * the last digit. The vocabularies: one that is projected whole, and one too large for that.
 */
static void check_evaluation(const struct trial_shape *shape, enum cpu_isa isa)
{
    enum { ROWS = 300, BATCH = 7 };
    static const size_t blocks[] = {1, 7, 32, 1000};
    struct setup setup;
    struct model_score score, evaluated;
    float p[ROWS], again[ROWS], alone;
    double logits[ROWS];
    _Atomic size_t progress = 77;
    setup_open(&setup, shape, ROWS, BATCH, isa, 2);
    struct model *model = setup.trial.model;
    const struct model_batch all = batch_of(&setup, NULL, ROWS),
                             few = batch_of(&setup, NULL, BATCH);
    struct network_score expected = network_forward(&setup.network, &all, false, logits);
    assert_int_equal(model_evaluate(model, &all, 32, NULL, &progress, p, &evaluated), RT_OK);
    assert_int_equal(progress, ROWS);
    assert_int_equal(evaluated.rows, ROWS);
    for (size_t i = 0; i < ROWS; i++)
        trial_expect_close("p", p[i], 1 / (1 + exp(-logits[i])), 64 * FLOAT_ROUNDING);
    trial_expect_close("loss", evaluated.loss / ROWS, expected.loss / ROWS, 64 * FLOAT_ROUNDING);
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        assert_int_equal(model_evaluate(model, &all, blocks[i], NULL, NULL, again, &score), RT_OK);
        assert_true(trial_same_bits("other blocks", p, again, ROWS));
        expect_same_score("other blocks", &evaluated, &score);
    }
    for (size_t i = 0; i < ROWS; i += 13) {
        const struct model_batch one = {
            .x = setup.rows.x + i * shape->T, .y = setup.rows.y + i, .size = 1};
        assert_int_equal(model_evaluate(model, &one, 32, NULL, NULL, &alone, &score), RT_OK);
        assert_true(trial_same_bits("a row alone", p + i, &alone, 1));
    }
    assert_int_equal(model_gradients(model, &few, NULL, &score), RT_OK);
    assert_int_equal(model_evaluate(model, &few, 32, NULL, NULL, again, &evaluated), RT_OK);
    expect_same_score("training and evaluation", &score, &evaluated);
    assert_true(trial_same_bits("few rows", p, again, BATCH));
    setup_close(&setup);
}

static void test_evaluation_in_any_division(void **state)
{
    (void)state;
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++) {
        for (size_t i = 0; i < 2; i++) {
            const struct trial_shape small = {cells[i], 200, 13, 20, 11};
            const struct trial_shape large = {cells[i], 150000, 2, 64, 11};
            check_evaluation(&small, isa);
            check_evaluation(&large, isa);
        }
    }
}

/* Weights changed in place must count at once, in training and in evaluation. */
static void test_new_values_count_at_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        const struct trial_shape shape = {cells[i], 30, 5, 6, 7};
        struct setup changed, direct;
        struct model_score a, b;
        float p_changed[20], p_direct[20];
        size_t total;
        setup_open(&changed, &shape, 20, 20, cpu_best(), 1);
        setup_open(&direct, &shape, 20, 20, cpu_best(), 1);
        const struct model_batch batch = batch_of(&changed, NULL, 20);
        assert_int_equal(model_gradients(changed.trial.model, &batch, NULL, &a), RT_OK);
        model_evaluate(changed.trial.model, &batch, 32, NULL, NULL, p_changed, &a);
        trial_fill(&direct.network, TRIAL_FRESH, 99);
        trial_put(direct.trial.model, &direct.network, direct.network.values,
                  model_values(direct.trial.model));
        trial_put(changed.trial.model, &direct.network, direct.network.values,
                  model_values(changed.trial.model));
        model_evaluate(changed.trial.model, &batch, 32, NULL, NULL, p_changed, &a);
        model_evaluate(direct.trial.model, &batch, 32, NULL, NULL, p_direct, &b);
        assert_true(trial_same_bits("evaluated after a change", p_changed, p_direct, 20));
        float *g = gradients_of(changed.trial.model, &batch, &a, &total);
        float *h = gradients_of(direct.trial.model, &batch, &b, &total);
        assert_true(trial_same_bits("gradients after a change", g, h, total));
        free(g);
        free(h);
        setup_close(&changed);
        setup_close(&direct);
    }
}

/* One NaN, wherever it gets into the computation, must come out in the loss: a clamp that swallows
 * it would train on in silence. */
static void check_not_a_number(enum layer_kind cell, enum cpu_isa isa, float poison)
{
    const struct trial_shape shape = {cell, 20, 9, 10, 6};
    struct setup setup;
    struct model_score score;
    setup_open(&setup, &shape, 12, 12, isa, 1);
    struct model *model = setup.trial.model;
    const struct parameters *parameters = model_parameters(model);
    const struct model_batch batch = batch_of(&setup, NULL, 12);
    for (size_t i = 0; i < parameters->n; i++) {
        const struct parameter *parameter = &parameters->table[i];
        size_t step = parameter->count > 40 ? 7 : 1; /* meets every column of every gate's block */
        bool words = strcmp(parameter->name, "embedding/embeddings") == 0;
        for (size_t j = 0; j < parameter->count; j += step) {
            float *value = model_values(model) + parameter->offset + j;
            float saved = *value;
            /* A word that no row holds changes nothing. */
            bool used = !words;
            for (size_t k = 0; k < 12 * shape.T; k++)
                used = used || (size_t)setup.rows.x[k] == j / shape.E;
            *value = poison;
            assert_int_equal(model_gradients(model, &batch, NULL, &score), RT_OK);
            if (isfinite(score.loss) == used)
                fail_msg("%s, %f in %s[%zu]: the loss is %g", cpu_isa_name(isa), (double)poison,
                         parameter->name, j, score.loss);
            assert_int_equal(model_evaluate(model, &batch, 5, NULL, NULL, NULL, &score), RT_OK);
            if (isfinite(score.loss) == used)
                fail_msg("%s, %f in %s[%zu]: the evaluated loss is %g", cpu_isa_name(isa),
                         (double)poison, parameter->name, j, score.loss);
            *value = saved;
        }
    }
    assert_int_equal(model_gradients(model, &batch, NULL, &score), RT_OK);
    assert_true(isfinite(score.loss));
    setup_close(&setup);
}

static void test_not_a_number_stays_visible(void **state)
{
    (void)state;
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++)
        for (size_t i = 0; i < 2; i++)
            check_not_a_number(cells[i], isa, NAN);
}

/* Inputs of gates so large that exp overflows: saturation, not NaN. Compared with the reference. */
static void check_saturation(enum layer_kind cell, enum cpu_isa isa)
{
    static const float extreme[] = {-1e30f, -1000, -104, -89, -30, 30, 89, 104, 1000, 1e30f};
    const struct trial_shape shape = {cell, 9, 3, 10, 5};
    struct setup setup;
    struct model_score score;
    double logits[8];
    float p[8];
    setup_open(&setup, &shape, 8, 8, isa, 1);
    const struct parameter *bias = &setup.network.parameters.table[TRIAL_BIAS];
    for (size_t i = 0; i < bias->count; i++)
        setup.network.values[bias->offset + i] = (double)extreme[(i + i / 10 * 3) % 10];
    trial_put(setup.trial.model, &setup.network, setup.network.values,
              model_values(setup.trial.model));
    const struct model_batch batch = batch_of(&setup, NULL, 8);
    struct network_score expected = network_backward(&setup.network, &batch, logits);
    assert_int_equal(model_gradients(setup.trial.model, &batch, NULL, &score), RT_OK);
    trial_expect_close("loss of saturated gates", score.loss, expected.loss,
                       64 * FLOAT_ROUNDING * 8);
    struct model *model = setup.trial.model;
    for (size_t i = 0; i < TRIAL_TENSORS; i++) {
        const struct parameter *parameter = &setup.network.parameters.table[i];
        for (size_t j = parameter->offset; j < parameter->offset + parameter->count; j++)
            trial_expect_close(parameter->name, model_gradient_values(model)[j],
                               setup.network.gradients[j], 64 * FLOAT_ROUNDING);
    }
    assert_int_equal(model_evaluate(model, &batch, 8, NULL, NULL, p, &score), RT_OK);
    for (size_t i = 0; i < 8; i++)
        trial_expect_close("p", p[i], 1 / (1 + exp(-logits[i])), 64 * FLOAT_ROUNDING);
    setup_close(&setup);
}

static void test_saturated_gates(void **state)
{
    (void)state;
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++)
        for (size_t i = 0; i < 2; i++)
            check_saturation(cells[i], isa);
}

/* All weights zero: p is 0.5 exactly, which counts as class 0. Then logits of +-1000. */
static void test_the_edges_of_the_loss(void **state)
{
    (void)state;
    const struct trial_shape shape = {LAYER_LSTM, 5, 4, 3, 2};
    struct setup setup;
    struct model_score score;
    float p[2];
    static const float y[2] = {0, 1};
    setup_open(&setup, &shape, 2, 2, cpu_best(), 1);
    struct model *model = setup.trial.model;
    const struct model_batch batch = {.x = setup.rows.x, .y = y, .size = 2};
    const struct parameters *parameters = model_parameters(model);
    size_t bias = parameters->table[parameters_find(parameters, "dense/bias")].offset;
    memset(model_values(model), 0, parameters->total * sizeof(float));
    assert_int_equal(model_gradients(model, &batch, NULL, &score), RT_OK);
    trial_expect_close("loss at p = 0.5", score.loss, 2 * log(2), 4 * FLOAT_ROUNDING);
    for (size_t label = 0; label < 2; label++) {
        const struct model_batch one = {.x = setup.rows.x, .y = y + label, .size = 1};
        assert_int_equal(model_gradients(model, &one, NULL, &score), RT_OK);
        trial_expect_close("correct at p = 0.5", score.correct, label == 0, 0);
        assert_int_equal(model_evaluate(model, &one, 1, NULL, NULL, NULL, &score), RT_OK);
        trial_expect_close("correct at p = 0.5, evaluated", score.correct, label == 0, 0);
    }
    for (float logit = -1000; logit <= 1000; logit += 2000) {
        model_values(model)[bias] = logit;
        assert_int_equal(model_gradients(model, &batch, NULL, &score), RT_OK);
        trial_expect_close("loss of one logit right, one wrong", score.loss, 1000, 0);
        trial_expect_close("correct", score.correct, 1, 0);
        trial_expect_close("gradient of the bias", model_gradient_values(model)[bias],
                           logit > 0 ? 0.5 : -0.5, 0);
        assert_int_equal(model_evaluate(model, &batch, 2, NULL, NULL, p, &score), RT_OK);
        trial_expect_close("p", p[0], logit > 0 ? 1 : 0, 1e-30);
        trial_expect_close("evaluated loss", score.loss, 1000, 0);
    }
    setup_close(&setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_threads_do_not_change_a_bit),
        cmocka_unit_test(test_rows_by_index),
        cmocka_unit_test(test_batches_leave_nothing_behind),
        cmocka_unit_test(test_gradients_are_filled_whole),
        cmocka_unit_test(test_evaluation_in_any_division),
        cmocka_unit_test(test_new_values_count_at_once),
        cmocka_unit_test(test_not_a_number_stays_visible),
        cmocka_unit_test(test_saturated_gates),
        cmocka_unit_test(test_the_edges_of_the_loss),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
