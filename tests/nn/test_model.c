/*
 * The float model against the double-precision reference, tensor by tensor: with the kernels of
 * each instruction set that this processor has, at sizes that fit no vector and at the lesson's.
 */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "trial.h"

struct expected {
    struct reference *reference; /* its gradients are the batch's */
    struct trial_rows rows;
    double *logits;          /* [batch] */
    double *tolerance;       /* [total] of the gradients */
    double *logit_tolerance; /* [batch] */
    struct reference_score score;
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
static void find_tolerances(struct expected *expected, const struct reference_batch *batch)
{
    const struct reference *exact = expected->reference;
    const struct reference_shape *shape = &exact->shape;
    double terms = (double)(shape->E + shape->H + 1 + shape->T + batch->size);
    double *shift = block_of(exact->total), *logits = block_of(batch->size);
    struct reference *shaken = reference_create(shape);
    for (size_t i = 0; i < exact->total; i++)
        shaken->values[i] = exact->values[i];
    shaken->shake = 2 * FLOAT_ROUNDING;
    for (size_t i = 0; i < batch->size; i++)
        expected->logit_tolerance[i] =
            4 * FLOAT_ROUNDING * sqrt(terms) * (1 + fabs(expected->logits[i]));
    for (uint64_t seed = 1; seed <= 2; seed++) {
        shaken->shake_seed = seed;
        reference_backward(shaken, batch, logits);
        for (size_t i = 0; i < exact->total; i++)
            shift[i] = fmax(shift[i], fabs(shaken->gradients[i] - exact->gradients[i]));
        for (size_t i = 0; i < batch->size; i++)
            expected->logit_tolerance[i] += 8 * fabs(logits[i] - expected->logits[i]);
    }
    trial_add_tolerance(exact, 4 * FLOAT_ROUNDING * sqrt(terms), exact->magnitudes,
                        expected->tolerance);
    trial_add_tolerance(exact, 8, shift, expected->tolerance);
    reference_destroy(shaken);
    free(shift);
    free(logits);
}

static void expected_make(struct expected *expected, const struct reference_shape *shape,
                          size_t batch, enum trial_weights weights, uint64_t seed)
{
    expected->reference = reference_create(shape);
    trial_fill(expected->reference, weights, seed);
    trial_rows_make(&expected->rows, shape, batch, seed + 1);
    expected->logits = block_of(batch);
    expected->logit_tolerance = block_of(batch);
    expected->tolerance = block_of(expected->reference->total);
    const struct reference_batch rows = {expected->rows.x, expected->rows.y, NULL, batch};
    expected->score = reference_backward(expected->reference, &rows, expected->logits);
    find_tolerances(expected, &rows);
}

static void expected_free(struct expected *expected)
{
    reference_destroy(expected->reference);
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
    const struct reference *reference = expected->reference;
    size_t batch = expected->rows.count;
    const struct model_batch rows = {.x = expected->rows.x, .y = expected->rows.y, .size = batch};
    struct model_score score, evaluated;
    double loss_tolerance, undecided;
    score_tolerance(expected, &loss_tolerance, &undecided);
    trial_put(trial->model, reference, reference->values, model_values(trial->model));

    assert_int_equal(model_gradients(trial->model, &rows, NULL, &score), RT_OK);
    assert_int_equal(score.rows, batch);
    trial_expect_close(what, score.loss, expected->score.loss, loss_tolerance);
    trial_expect_close(what, score.correct, expected->score.correct, undecided);
    struct trial_difference worst =
        trial_compare(trial->model, reference, model_gradient_values(trial->model),
                      reference->gradients, expected->tolerance);
    trial_expect(what, reference, &worst);

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

static const char *cell_name(enum reference_cell cell)
{
    return cell == REFERENCE_LSTM ? "LSTM" : "SimpleRNN";
}

/* One shape and batch with each instruction set; raises *worst to its worst ratio. */
static void compare_everywhere(const struct reference_shape *shape, size_t batch,
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

static void check_odd_sizes(enum reference_cell cell)
{
    double worst = 0;
    static const size_t sizes[][4] = {
        {1, 1, 1, 1},     {7, 1, 1, 13},     {13, 7, 1, 7},     {7, 1, 7, 13},    {13, 7, 13, 7},
        {130, 13, 7, 13}, {128, 128, 13, 7}, {13, 13, 128, 13}, {7, 130, 130, 1}, {13, 33, 31, 17},
    };
    static const size_t batches[] = {1, 10, 30, 31};
    static const int threads[] = {1, 3, 0};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct reference_shape shape = {cell, sizes[i][0], sizes[i][1], sizes[i][2], sizes[i][3]};
        for (size_t j = 0; j < sizeof batches / sizeof *batches; j++)
            compare_everywhere(&shape, batches[j], TRIAL_TRAINED, 100 * i + j, threads, &worst);
    }
    print_message("%s, odd sizes: worst error %.2f of its tolerance\n", cell_name(cell), worst);
}

static void test_simple_rnn_odd_sizes(void **state)
{
    (void)state;
    check_odd_sizes(REFERENCE_SIMPLE_RNN);
}

static void test_lstm_odd_sizes(void **state)
{
    (void)state;
    check_odd_sizes(REFERENCE_LSTM);
}

/* Widths and batches on both sides of what vectors, tiles and blocks hold: mostly powers of two. */
static void check_borders(enum reference_cell cell)
{
    double worst = 0;
    static const size_t widths[] = {15, 63, 16, 33, 64, 17, 65, 32, 31};
    static const size_t lengths[] = {17, 9, 5, 2, 33};
    static const size_t words[] = {47, 48, 49, 97};
    static const int threads[] = {2, 0};
    for (size_t i = 0; i < 36; i++) {
        const struct reference_shape shape = {cell, words[i % 4], widths[i % 9],
                                              widths[(i + i / 9) % 9], lengths[i % 5]};
        compare_everywhere(&shape, 1 + i % 17, TRIAL_TRAINED, 1000 + i, threads, &worst);
    }
    print_message("%s, borders: worst error %.2f of its tolerance\n", cell_name(cell), worst);
}

static void test_simple_rnn_borders(void **state)
{
    (void)state;
    check_borders(REFERENCE_SIMPLE_RNN);
}

static void test_lstm_borders(void **state)
{
    (void)state;
    check_borders(REFERENCE_LSTM);
}

/* The lesson's size with both kinds of weights, and sizes just off it. */
static void check_lesson_sizes(enum reference_cell cell)
{
    double worst = 0;
    static const int threads[] = {1, 2, 0};
    const struct reference_shape lesson = {cell, 4000, 128, 128, 100};
    const struct reference_shape off = {cell, 130, 130, 130, 20};
    const struct reference_shape mixed = {cell, 128, 7, 130, 130};
    compare_everywhere(&lesson, 30, TRIAL_FRESH, 1, threads, &worst);
    compare_everywhere(&lesson, 30, TRIAL_TRAINED, 2, threads, &worst);
    compare_everywhere(&lesson, 10, TRIAL_TRAINED, 3, threads, &worst);
    compare_everywhere(&off, 31, TRIAL_TRAINED, 4, threads, &worst);
    compare_everywhere(&mixed, 30, TRIAL_TRAINED, 5, threads, &worst);
    print_message("%s, the lesson's size: worst error %.2f of its tolerance\n", cell_name(cell),
                  worst);
}

static void test_simple_rnn_lesson_size(void **state)
{
    (void)state;
    check_lesson_sizes(REFERENCE_SIMPLE_RNN);
}

static void test_lstm_lesson_size(void **state)
{
    (void)state;
    check_lesson_sizes(REFERENCE_LSTM);
}

struct golden {
    enum reference_cell cell;
    double logits[3];
    double loss;
    double norm[REFERENCE_TENSORS]; /* of the gradients */
};

/* V 6, E 3, H 2, T 4, B 3, weights 0.5 sin(k + 0.7 i); computed in numpy with numerical gradients.
 */
static const struct golden goldens[] = {
    {REFERENCE_SIMPLE_RNN,
     {0.5488632450475859, 0.8081568521810835, 0.6652682705992945},
     0.6824963423901823,
     {0.09423438013418371, 0.13335601994548793, 0.02587793521993049, 0.11347012586397512,
      0.10745153448069739, 0.004656248664414164}},
    {REFERENCE_LSTM,
     {0.1560219849127369, 0.2629827842334403, 0.1819276932583826},
     0.6859165279995499,
     {0.02770652533309545, 0.04833898844112251, 0.011516898166902882, 0.026832698794588203,
      0.0723899313788431, 0.1167823870384943}},
};

static void check_golden(const struct golden *golden, enum cpu_isa isa)
{
    static const int32_t x[] = {1, 4, 2, 5, 1, 3, 0, 0, 5, 5, 2, 1};
    static const float y[] = {1, 0, 1};
    static const double k[REFERENCE_TENSORS] = {.1, .2, .3, .4, .5, .6};
    const struct reference_shape shape = {golden->cell, 6, 3, 2, 4};
    const struct model_batch batch = {.x = x, .y = y, .size = 3};
    struct reference *reference = reference_create(&shape);
    struct trial trial;
    struct model_score score;
    float p[3];
    double squares = 0;
    for (int tensor = 0; tensor < REFERENCE_TENSORS; tensor++)
        for (size_t i = 0; i < reference->rows[tensor] * reference->columns[tensor]; i++)
            reference->value[tensor][i] = 0.5 * sin(k[tensor] + 0.7 * (double)i);
    trial_open(&trial, &shape, 3, isa, 1);
    trial_put(trial.model, reference, reference->values, model_values(trial.model));
    assert_int_equal(model_gradients(trial.model, &batch, NULL, &score), RT_OK);

    /* The weights themselves were rounded to float; four steps of a few sums each follow. */
    const double tolerance = 16 * FLOAT_ROUNDING;
    trial_expect_close("golden mean loss", score.loss / 3, golden->loss, tolerance);
    trial_expect_close("golden correct", score.correct, 2, 0);
    for (int tensor = 0; tensor < REFERENCE_TENSORS; tensor++) {
        const char *name = reference_name(golden->cell, (enum reference_tensor)tensor);
        const struct parameters *parameters = model_parameters(trial.model);
        const struct parameter *parameter = &parameters->table[parameters_find(parameters, name)];
        const float *g = model_gradient_values(trial.model) + parameter->offset;
        double sum = 0;
        for (size_t i = 0; i < parameter->count; i++)
            sum += (double)g[i] * (double)g[i];
        trial_expect_close(name, sqrt(sum), golden->norm[tensor], tolerance);
        squares += sum;
    }
    trial_expect_close("golden norm", model_gradient_norm(trial.model), sqrt(squares),
                       4 * FLOAT_ROUNDING);
    assert_int_equal(model_evaluate(trial.model, &batch, 32, NULL, NULL, p, &score), RT_OK);
    for (size_t i = 0; i < 3; i++)
        trial_expect_close("golden logit", log((double)p[i] / (1 - (double)p[i])),
                           golden->logits[i], tolerance);
    trial_close(&trial);
    reference_destroy(reference);
}

static void test_golden_values(void **state)
{
    (void)state;
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++)
        for (size_t i = 0; i < sizeof goldens / sizeof *goldens; i++)
            check_golden(&goldens[i], isa);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden_values),    cmocka_unit_test(test_simple_rnn_odd_sizes),
        cmocka_unit_test(test_lstm_odd_sizes),   cmocka_unit_test(test_simple_rnn_borders),
        cmocka_unit_test(test_lstm_borders),     cmocka_unit_test(test_simple_rnn_lesson_size),
        cmocka_unit_test(test_lstm_lesson_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
