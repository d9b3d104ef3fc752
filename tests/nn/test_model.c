/*
 * The lesson's float models against the reference network, tensor by tensor: with the kernels of
 * each instruction set that this processor has, at sizes that fit no vector and at the lesson's.
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

#include "tests/base/long.h"
#include "trial.h"

struct expected {
    struct trial_shape shape;
    struct network network; /* its gradients are the batch's */
    struct trial_rows rows;
    double *logits;          /* [batch] */
    double *tolerance;       /* [parameters.total] of the gradients */
    double *logit_tolerance; /* [batch] */
    struct network_score score;
};

static double *block_of(size_t n)
{
    double *block = calloc(n, sizeof *block);
    assert_non_null(block);
    return block;
}

/*
 * How far a float result may be from the exact one. Two things add up:
 *
 * Sums. A gate's input is a sum of E + H + 1 products, a weight's gradient one of B * T. Errors of
 * independent roundings add up to about the square root of their number, in proportion to the sum
 * of the terms' absolute values. (A factor of 4 covers the greatest of many such errors.)
 *
 * Conditioning. Where a gate is saturated, 1 - h^2 has lost most of its digits, in any float
 * program. How much that matters is found by experiment: the reference itself, with a random error
 * of two roundings in each number that a time step stores. (A factor of 8: two experiments only.)
 */
static void find_tolerances(struct expected *expected, const struct model_batch *batch)
{
    struct network *network = &expected->network;
    const struct trial_shape *shape = &expected->shape;
    const size_t total = network->parameters.total;
    double terms = (double)(shape->E + shape->H + 1 + shape->T + batch->size);
    double *exact = block_of(total), *magnitudes = block_of(total), *shift = block_of(total);
    double *logits = block_of(batch->size);
    memcpy(exact, network->gradients, total * sizeof *exact);
    memcpy(magnitudes, network->magnitudes, total * sizeof *exact);
    for (size_t i = 0; i < batch->size; i++)
        expected->logit_tolerance[i] =
            4 * FLOAT_ROUNDING * sqrt(terms) * (1 + fabs(expected->logits[i]));
    network->shake = 2 * FLOAT_ROUNDING;
    for (uint64_t seed = 1; seed <= 2; seed++) {
        network->shake_seed = seed;
        network_backward(network, batch, logits);
        for (size_t i = 0; i < total; i++)
            shift[i] = fmax(shift[i], fabs(network->gradients[i] - exact[i]));
        for (size_t i = 0; i < batch->size; i++)
            expected->logit_tolerance[i] += 8 * fabs(logits[i] - expected->logits[i]);
    }
    network->shake = 0;
    memcpy(network->gradients, exact, total * sizeof *exact);
    trial_add_tolerance(network, 4 * FLOAT_ROUNDING * sqrt(terms), magnitudes, expected->tolerance);
    trial_add_tolerance(network, 8, shift, expected->tolerance);
    free(exact);
    free(magnitudes);
    free(shift);
    free(logits);
}

static void expected_make(struct expected *expected, const struct trial_shape *shape, size_t batch,
                          enum trial_weights weights, uint64_t seed)
{
    expected->shape = *shape;
    trial_network(&expected->network, shape);
    trial_fill(&expected->network, weights, seed);
    trial_rows_make(&expected->rows, shape, batch, seed + 1);
    expected->logits = block_of(batch);
    expected->logit_tolerance = block_of(batch);
    expected->tolerance = block_of(expected->network.parameters.total);
    const struct model_batch rows = {.x = expected->rows.x, .y = expected->rows.y, .size = batch};
    expected->score = network_backward(&expected->network, &rows, expected->logits);
    find_tolerances(expected, &rows);
}

static void expected_free(struct expected *expected)
{
    network_destroy(&expected->network);
    trial_rows_free(&expected->rows);
    free(expected->logits);
    free(expected->logit_tolerance);
    free(expected->tolerance);
}

/* What the batch's loss may be off by, and how many rows may be counted either way because their
 * logit is within its tolerance of 0. */
static void score_tolerance(const struct expected *expected, double *loss, double *undecided)
{
    *loss = *undecided = 0;
    for (size_t i = 0; i < expected->rows.count; i++) {
        /* A logit's error passes into its loss whole at most. */
        *loss += expected->logit_tolerance[i];
        *undecided += fabs(expected->logits[i]) < expected->logit_tolerance[i];
    }
}

/* One batch through a float model; returns the worst ratio of a gradient's error to its tolerance.
 */
static double compare(const struct expected *expected, struct trial *trial, const char *what)
{
    const struct network *network = &expected->network;
    size_t batch = expected->rows.count;
    const struct model_batch rows = {.x = expected->rows.x, .y = expected->rows.y, .size = batch};
    struct model_score score, evaluated;
    double loss_tolerance, undecided;
    score_tolerance(expected, &loss_tolerance, &undecided);
    trial_put(trial->model, network, network->values, model_values(trial->model));

    assert_int_equal(model_gradients(trial->model, &rows, NULL, &score), RT_OK);
    assert_int_equal(score.rows, batch);
    trial_expect_close(what, score.loss, expected->score.loss, loss_tolerance);
    trial_expect_close(what, score.correct, expected->score.correct, undecided);
    struct trial_difference worst = trial_compare(network, model_gradient_values(trial->model),
                                                  network->gradients, expected->tolerance);
    trial_expect(what, &worst);

    float *p = calloc(batch, sizeof *p);
    assert_non_null(p);
    assert_int_equal(model_evaluate(trial->model, &rows, 32, NULL, NULL, p, &evaluated), RT_OK);
    assert_int_equal(evaluated.rows, batch);
    for (size_t i = 0; i < batch; i++)
        trial_expect_close(what, p[i], 1 / (1 + exp(-expected->logits[i])),
                           expected->logit_tolerance[i] / 4 + 2 * FLOAT_ROUNDING);
    trial_expect_close(what, evaluated.loss, expected->score.loss, loss_tolerance);
    trial_expect_close(what, evaluated.correct, expected->score.correct, undecided);
    free(p);
    return worst.ratio;
}

static const char *cell_name(enum layer_kind cell)
{
    return cell == LAYER_LSTM ? "LSTM" : "SimpleRNN";
}

/* One shape and batch with each instruction set; raises *worst to its worst ratio. */
static void compare_everywhere(const struct trial_shape *shape, size_t batch,
                               enum trial_weights weights, uint64_t seed, const int *threads,
                               double *worst)
{
    struct expected expected;
    expected_make(&expected, shape, batch, weights, seed);
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++) {
        for (size_t i = 0; threads[i] > 0; i++) {
            struct trial trial;
            char what[128];
            snprintf(what, sizeof what, "%s V%zu E%zu H%zu T%zu, batch %zu, %s, %d threads",
                     cell_name(shape->cell), shape->V, shape->E, shape->H, shape->T, batch,
                     cpu_isa_name(isa), threads[i]);
            trial_open(&trial, shape, batch, isa, threads[i]);
            *worst = fmax(*worst, compare(&expected, &trial, what));
            trial_close(&trial);
        }
    }
    expected_free(&expected);
}

static void check_odd_sizes(enum layer_kind cell)
{
    double worst = 0;
    static const size_t sizes[][4] = {
        {1, 1, 1, 1},     {7, 1, 1, 13},     {13, 7, 1, 7},     {7, 1, 7, 13},    {13, 7, 13, 7},
        {130, 13, 7, 13}, {128, 128, 13, 7}, {13, 13, 128, 13}, {7, 130, 130, 1}, {13, 33, 31, 17},
    };
    static const size_t batches[] = {1, 10, 30, 31};
    static const int threads[] = {1, 3, 0};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct trial_shape shape = {cell, sizes[i][0], sizes[i][1], sizes[i][2], sizes[i][3]};
        for (size_t j = 0; j < sizeof batches / sizeof *batches; j++)
            compare_everywhere(&shape, batches[j], TRIAL_TRAINED, 100 * i + j, threads, &worst);
    }
    print_message("%s, odd sizes: worst error %.2f of its tolerance\n", cell_name(cell), worst);
}

static void test_simple_rnn_odd_sizes(void **state)
{
    (void)state;
    check_odd_sizes(LAYER_SIMPLE_RNN);
}

static void test_lstm_odd_sizes(void **state)
{
    (void)state;
    check_odd_sizes(LAYER_LSTM);
}

/* Widths and batches on both sides of what vectors, tiles and blocks hold: mostly powers of two. */
static void check_borders(enum layer_kind cell)
{
    double worst = 0;
    static const size_t widths[] = {15, 63, 16, 33, 64, 17, 65, 32, 31};
    static const size_t lengths[] = {17, 9, 5, 2, 33};
    static const size_t words[] = {47, 48, 49, 97};
    static const int threads[] = {2, 0};
    for (size_t i = 0; i < 36; i++) {
        const struct trial_shape shape = {cell, words[i % 4], widths[i % 9],
                                          widths[(i + i / 9) % 9], lengths[i % 5]};
        compare_everywhere(&shape, 1 + i % 17, TRIAL_TRAINED, 1000 + i, threads, &worst);
    }
    print_message("%s, borders: worst error %.2f of its tolerance\n", cell_name(cell), worst);
}

static void test_simple_rnn_borders(void **state)
{
    (void)state;
    check_borders(LAYER_SIMPLE_RNN);
}

static void test_lstm_borders(void **state)
{
    (void)state;
    check_borders(LAYER_LSTM);
}

/* The lesson's size, and sizes just off it. The reference goes through 26 million products a row of
 * an LSTM: whole batches and both kinds of weights take half a minute. */
static void check_lesson_sizes(enum layer_kind cell)
{
    double worst = 0;
    static const int threads[] = {1, 2, 0};
    const struct trial_shape lesson = {cell, 4000, 128, 128, 100};
    const struct trial_shape off = {cell, 130, 130, 130, 20};
    const struct trial_shape mixed = {cell, 128, 7, 130, 130};
    if (test_is_long()) {
        compare_everywhere(&lesson, 30, TRIAL_FRESH, 1, threads, &worst);
        compare_everywhere(&lesson, 30, TRIAL_TRAINED, 2, threads, &worst);
        compare_everywhere(&lesson, 10, TRIAL_TRAINED, 3, threads, &worst);
        compare_everywhere(&off, 31, TRIAL_TRAINED, 4, threads, &worst);
        compare_everywhere(&mixed, 30, TRIAL_TRAINED, 5, threads, &worst);
    } else {
        compare_everywhere(&lesson, 5, TRIAL_TRAINED, 3, threads, &worst);
        compare_everywhere(&off, 17, TRIAL_TRAINED, 4, threads, &worst);
        compare_everywhere(&mixed, 7, TRIAL_TRAINED, 5, threads, &worst);
    }
    print_message("%s, the lesson's size: worst error %.2f of its tolerance\n", cell_name(cell),
                  worst);
}

static void test_simple_rnn_lesson_size(void **state)
{
    (void)state;
    check_lesson_sizes(LAYER_SIMPLE_RNN);
}

static void test_lstm_lesson_size(void **state)
{
    (void)state;
    check_lesson_sizes(LAYER_LSTM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simple_rnn_odd_sizes),   cmocka_unit_test(test_lstm_odd_sizes),
        cmocka_unit_test(test_simple_rnn_borders),     cmocka_unit_test(test_lstm_borders),
        cmocka_unit_test(test_simple_rnn_lesson_size), cmocka_unit_test(test_lstm_lesson_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
