/*
 * The float models of every architecture against the reference network, tensor by tensor, with the
 * kernels of each instruction set, on one and on three threads, which must give the same bits.
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

#include "architectures.h"
#include "rnntop/base/pool.h"
#include "tests/words/error_text.h"
#include "trial.h"

struct expected {
    const struct architecture *architecture;
    struct network network;
    struct architecture_rows rows;
    double *tolerance;            /* [parameters.total] of the gradients */
    double *logits, *logit_error; /* [B, K]: without dropout */
    double loss_error;            /* of the sum in training */
    struct network_score training, evaluation;
};

static double *block_of(size_t n)
{
    double *block = calloc(n, sizeof *block);
    assert_non_null(block);
    return block;
}

/* Rows of the embedding are judged each by itself, other tensors whole: see trial.h. */
static void add_tolerance(const struct expected *expected, double factor, const double *sizes)
{
    for (size_t i = 0; i < expected->network.parameters.n; i++) {
        const struct parameter *parameter = &expected->network.parameters.table[i];
        const size_t group = parameter->layer == 0 ? parameter->shape[1] : parameter->count;
        for (size_t begin = 0; begin < parameter->count; begin += group) {
            double most = 0;
            for (size_t j = begin; j < begin + group; j++)
                most = fmax(most, sizes[parameter->offset + j]);
            for (size_t j = begin; j < begin + group; j++)
                expected->tolerance[parameter->offset + j] += factor * most;
        }
    }
}

/*
 * As in test_model.c: errors of sums in proportion to the terms' sizes and the root of their
 * number, and conditioning by experiment: the reference itself with an error of two roundings in
 * each number, twice.
 */
static void find_tolerances(struct expected *expected)
{
    struct network *network = &expected->network;
    const size_t total = network->parameters.total;
    const size_t logits = expected->rows.batch.size * network->outputs;
    double *exact = block_of(total), *magnitudes = block_of(total), *shift = block_of(total);
    double *moved = block_of(logits);
    double terms = (double)(network->spec.maxlen * expected->rows.batch.size);
    for (size_t i = 0; i < network->spec.layers; i++)
        terms += (double)(network->spec.layer[i].input + network->spec.layer[i].output);
    memcpy(exact, network->gradients, total * sizeof *exact);
    memcpy(magnitudes, network->magnitudes, total * sizeof *exact);
    for (size_t i = 0; i < logits; i++)
        expected->logit_error[i] =
            4 * FLOAT_ROUNDING * sqrt(terms) * (1 + fabs(expected->logits[i]));
    expected->loss_error = 4 * FLOAT_ROUNDING * sqrt(terms) * (double)expected->rows.batch.size *
                           (expected->architecture->weighted ? 5 : 1);
    network->shake = 2 * FLOAT_ROUNDING;
    for (uint64_t seed = 1; seed <= 2; seed++) {
        network->shake_seed = seed;
        const struct network_score score = network_backward(network, &expected->rows.batch, NULL);
        expected->loss_error += 8 * fabs(score.loss - expected->training.loss);
        for (size_t i = 0; i < total; i++)
            shift[i] = fmax(shift[i], fabs(network->gradients[i] - exact[i]));
        network_forward(network, &expected->rows.batch, false, moved);
        for (size_t i = 0; i < logits; i++)
            expected->logit_error[i] += 8 * fabs(moved[i] - expected->logits[i]);
    }
    network->shake = 0;
    memcpy(network->gradients, exact, total * sizeof *exact);
    add_tolerance(expected, 4 * FLOAT_ROUNDING * sqrt(terms), magnitudes);
    add_tolerance(expected, 8, shift);
    free(exact);
    free(magnitudes);
    free(shift);
    free(moved);
}

/* Which rows: as architecture_rows_make() has them, or shortened. */
enum rows_kind { ROWS_WHOLE, ROWS_WITHOUT_FIRST, ROWS_WITHOUT_LAST };

static void expected_make(struct expected *expected, const struct architecture *architecture,
                          uint64_t seed, enum rows_kind kind)
{
    struct model_spec spec;
    *expected = (struct expected){.architecture = architecture};
    architecture_spec(architecture, &spec);
    architecture_rows_make(&expected->rows, architecture, seed);
    if (kind != ROWS_WHOLE)
        architecture_rows_shorten(&expected->rows, architecture, kind == ROWS_WITHOUT_FIRST);
    network_create(&expected->network, &spec);
    architecture_fill(&expected->network, seed + 1);
    const size_t logits = architecture->B * expected->network.outputs;
    expected->logits = block_of(logits);
    expected->logit_error = block_of(logits);
    expected->tolerance = block_of(expected->network.parameters.total);
    expected->evaluation =
        network_forward(&expected->network, &expected->rows.batch, false, expected->logits);
    expected->training = network_backward(&expected->network, &expected->rows.batch, NULL);
    find_tolerances(expected);
}

static void expected_free(struct expected *expected)
{
    network_destroy(&expected->network);
    architecture_rows_free(&expected->rows);
    free(expected->tolerance);
    free(expected->logits);
    free(expected->logit_error);
}

static void check_gradients(const struct expected *expected, const struct model *model,
                            const float *gradients, const char *what, double *worst)
{
    const struct parameters *parameters = model_parameters(model);
    for (size_t i = 0; i < parameters->n; i++) {
        const struct parameter *parameter = &parameters->table[i];
        for (size_t j = 0; j < parameter->count; j++) {
            const size_t at = parameter->offset + j;
            const double error = fabs(gradients[at] - expected->network.gradients[at]);
            if (error > 0)
                *worst = fmax(*worst, error / expected->tolerance[at]);
            if (!(error <= expected->tolerance[at]))
                fail_msg("%s, %s[%zu]: expected %.9g, got %.9g, tolerance %.3g", what,
                         parameter->name, j, expected->network.gradients[at], (double)gradients[at],
                         expected->tolerance[at]);
        }
    }
}

/* p of output k from logits z[K]. */
static double probability(const double *z, size_t K, size_t k)
{
    double sum = 0;
    if (K == 1)
        return 1 / (1 + exp(-*z));
    for (size_t i = 0; i < K; i++)
        sum += exp(z[i]);
    return exp(z[k]) / sum;
}

static void check_evaluation(const struct expected *expected, struct model *model, const char *what)
{
    const size_t K = expected->network.outputs, B = expected->architecture->B;
    struct model_batch batch = expected->rows.batch;
    struct model_score score;
    float *p = calloc(2 * B * K, sizeof *p);
    double loss_error = 0, undecided = 0;
    assert_non_null(p);
    assert_int_equal(model_evaluate(model, &batch, 32, NULL, NULL, p, &score), RT_OK);
    assert_int_equal(score.rows, B);
    for (size_t b = 0; b < B; b++) {
        double most = 0, least_gap = INFINITY;
        const double *z = expected->logits + b * K;
        for (size_t k = 0; k < K; k++) {
            most = fmax(most, expected->logit_error[b * K + k]);
            for (size_t i = 0; i < k; i++)
                least_gap = fmin(least_gap, fabs(z[k] - z[i]));
        }
        for (size_t k = 0; k < K; k++)
            trial_expect_close(what, p[b * K + k], probability(z, K, k), most + 2 * FLOAT_ROUNDING);
        loss_error += 2 * most;
        undecided += (K == 1 ? fabs(*z) : least_gap) < 2 * most;
    }
    trial_expect_close(what, score.loss, expected->evaluation.loss, loss_error);
    trial_expect_close(what, score.correct, expected->evaluation.correct, undecided);
    /* In other blocks, and without labels. */
    batch.y = NULL;
    assert_int_equal(model_evaluate(model, &batch, 2, NULL, NULL, p + B * K, &score), RT_OK);
    assert_true(score.loss == 0 && score.correct == 0);
    assert_true(trial_same_bits(what, p, p + B * K, B * K));
    free(p);
}

/* One architecture with one set of kernels; `bits` [total] from one thread judge those of more. */
static void check_model(const struct expected *expected, enum cpu_isa isa, int threads, float *bits,
                        double *worst)
{
    struct rt_error error = {0};
    struct pool *pool = NULL;
    struct model *model = NULL;
    struct model_score score;
    char what[128];
    snprintf(what, sizeof what, "%s, %s, %d threads", expected->architecture->name,
             cpu_isa_name(isa), threads);
    setenv("RNNTOP_CPU", cpu_isa_name(isa), 1);
    if (pool_create(&pool, threads, &error) != RT_OK ||
        model_create(&model, &expected->network.spec, expected->architecture->B + 2, pool,
                     &error) != RT_OK)
        fail_msg("%s: %s", what, error_text(&error));
    const size_t total = model_parameters(model)->total;
    for (size_t i = 0; i < total; i++) {
        model_values(model)[i] = (float)expected->network.values[i];
        model_gradient_values(model)[i] = 12345; /* nothing may stay of what stood there */
    }
    for (size_t i = 0; i < 2; i++) { /* the second time the buffers are not fresh */
        assert_int_equal(model_gradients(model, &expected->rows.batch, NULL, &score), RT_OK);
        trial_expect_close(what, score.loss, expected->training.loss, expected->loss_error);
        check_gradients(expected, model, model_gradient_values(model), what, worst);
        check_evaluation(expected, model, what);
    }
    for (size_t i = 0; i < model_parameters(model)->n; i++) {
        const struct parameter *parameter = &model_parameters(model)->table[i];
        float *kept = bits + parameter->offset;
        const float *got = model_gradient_values(model) + parameter->offset;
        if (threads == 1)
            memcpy(kept, got, parameter->count * sizeof *kept);
        else
            assert_true(trial_same_bits(what, kept, got, parameter->count));
    }
    model_destroy(model);
    pool_destroy(pool);
}

static void test_every_architecture(void **state)
{
    (void)state;
    double worst = 0;
    for (size_t i = 0; i < architecture_count; i++) {
        struct expected expected;
        expected_make(&expected, &architectures[i], 100 + i, ROWS_WHOLE);
        float *bits = calloc(expected.network.parameters.total, sizeof *bits);
        assert_non_null(bits);
        for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++) {
            check_model(&expected, isa, 1, bits, &worst);
            check_model(&expected, isa, 3, bits, &worst);
        }
        free(bits);
        expected_free(&expected);
    }
    print_message("%zu architectures: worst error %.2f of its tolerance\n", architecture_count,
                  worst);
}

/* What is masked in all rows is left out. Whatever an earlier batch has left there must not matter:
 * a long batch comes first, with other weights. */
static void check_short_after_long(const struct architecture *architecture, uint64_t seed,
                                   enum rows_kind kind)
{
    struct rt_error error = {0};
    struct expected expected;
    struct architecture_rows whole;
    struct pool *pool = NULL;
    struct model *model = NULL;
    struct model_score score;
    double worst = 0;
    expected_make(&expected, architecture, seed, kind);
    architecture_rows_make(&whole, architecture, seed);
    if (pool_create(&pool, 1, &error) != RT_OK ||
        model_create(&model, &expected.network.spec, architecture->B, pool, &error) != RT_OK)
        fail_msg("%s: %s", architecture->name, error_text(&error));
    for (size_t i = 0; i < model_parameters(model)->total; i++)
        model_values(model)[i] = (float)(i % 7) - 2;
    assert_int_equal(model_gradients(model, &whole.batch, NULL, &score), RT_OK);
    for (size_t i = 0; i < model_parameters(model)->total; i++)
        model_values(model)[i] = (float)expected.network.values[i];
    assert_int_equal(model_gradients(model, &expected.rows.batch, NULL, &score), RT_OK);
    check_gradients(&expected, model, model_gradient_values(model), architecture->name, &worst);
    check_evaluation(&expected, model, architecture->name);
    model_destroy(model);
    pool_destroy(pool);
    architecture_rows_free(&whole);
    expected_free(&expected);
}

static void test_short_rows_after_long_ones(void **state)
{
    (void)state;
    setenv("RNNTOP_CPU", cpu_isa_name(cpu_best()), 1);
    for (size_t i = 0; i < architecture_count; i++) {
        if (!architectures[i].layer[0].mask_zero)
            continue;
        check_short_after_long(&architectures[i], 100 + i, ROWS_WITHOUT_FIRST);
        check_short_after_long(&architectures[i], 200 + i, ROWS_WITHOUT_LAST);
    }
}

/* More rows than evaluation takes at a time, whole ones and short ones: each gets what it gets
 * alone. */
static void test_many_rows(void **state)
{
    (void)state;
    enum { T = 6, ROWS = 5000 };
    struct rt_error error = {0};
    struct model_spec spec = {.maxlen = T, .layers = 3};
    struct pool *pool = NULL;
    struct model *model = NULL;
    struct model_score score, sum = {0};
    uint64_t seed = 7;
    static int32_t x[ROWS * T];
    static float y[ROWS], together[ROWS], alone[ROWS];
    static uint32_t rows[ROWS];
    model_spec_lesson(&spec, LAYER_GRU, 9, 4, 5, T);
    spec.layer[0].mask_zero = true;
    for (uint32_t i = 0; i < ROWS; i++) {
        rows[i] = ROWS - 1 - i;
        y[i] = (float)(trial_random(&seed) % 2);
        for (size_t t = trial_random(&seed) % T; t < T; t++)
            x[i * T + t] = (int32_t)(1 + trial_random(&seed) % 8);
    }
    if (pool_create(&pool, 2, &error) != RT_OK ||
        model_create(&model, &spec, 30, pool, &error) != RT_OK ||
        model_initialize(model, 1, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    for (size_t turned = 0; turned < 2; turned++) {
        const struct model_batch all = {.x = x, .y = y, .rows = turned ? rows : NULL, .size = ROWS};
        assert_int_equal(model_evaluate(model, &all, 32, NULL, NULL, together, &score), RT_OK);
        for (uint32_t i = 0; i < ROWS; i++) {
            const struct model_batch one = {
                .x = x, .y = y, .rows = all.rows ? rows + i : &i, .size = 1};
            struct model_score part;
            assert_int_equal(model_evaluate(model, &one, 32, NULL, NULL, alone + i, &part), RT_OK);
            sum.correct += part.correct;
        }
        assert_true(
            trial_same_bits(turned ? "turned round" : "as they are", together, alone, ROWS));
        assert_int_equal(score.rows, ROWS);
    }
    assert_true(sum.correct == 2 * score.correct);
    model_destroy(model);
    pool_destroy(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_architecture),
                                       cmocka_unit_test(test_short_rows_after_long_ones),
                                       cmocka_unit_test(test_many_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
