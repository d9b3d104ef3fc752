/*
 * Logistic regression by dual coordinate descent against the same problem written plainly, whose
 * gradient is checked by finite differences.
 */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "rnntop/base/rng.h"
#include "rnntop/nn/logistic.h"
#include "tests/nn/plain_logistic.h"

#define ROWS     120
#define FEATURES 25

/* The same rows in both forms. */
struct both {
    uint32_t ngram[ROWS * FEATURES];
    size_t begin[ROWS + 1];
    struct ngram_rows rows;
    signed char sign[ROWS];
    float value[FEATURES];
    double x[ROWS * FEATURES], plain_sign[ROWS];
    struct plain_logistic plain;
};

static double draw(uint64_t seed, size_t row, size_t place)
{
    uint32_t random[4];
    rng_words(seed, RNG_ORDER, (uint32_t)row, place, random);
    return random[0] / 4294967296.0;
}

static struct both *make(uint64_t seed, double cost)
{
    struct both *both = calloc(1, sizeof *both);
    assert_non_null(both);
    for (size_t j = 0; j < FEATURES; j++)
        both->value[j] = (float)(4 * draw(seed, ROWS, j) - 2);
    for (size_t i = 0; i < ROWS; i++) {
        double lean = 0;
        both->begin[i + 1] = both->begin[i];
        for (size_t j = 0; j < FEATURES; j++) {
            if (draw(seed, i, j) > 0.3)
                continue;
            both->ngram[both->begin[i + 1]++] = (uint32_t)j;
            both->x[i * FEATURES + j] = (double)both->value[j];
            lean += (double)both->value[j];
        }
        both->sign[i] = lean + 3 * draw(seed, i, FEATURES) > 1.5 ? 1 : -1;
        both->plain_sign[i] = both->sign[i];
    }
    both->rows = (struct ngram_rows){both->ngram, both->begin, ROWS};
    both->plain = (struct plain_logistic){both->x, both->plain_sign, ROWS, FEATURES, cost};
    return both;
}

static struct logistic *create(const struct both *both)
{
    struct logistic *logistic = NULL;
    struct rt_error error;
    assert_int_equal(
        logistic_create(&logistic, &both->rows, both->sign, both->value, FEATURES, &error), RT_OK);
    return logistic;
}

static void fit(struct logistic *logistic, double cost, uint64_t seed)
{
    struct rt_error error;
    assert_int_equal(logistic_fit(logistic, cost, seed, NULL, &error), RT_OK);
}

/* w itself, the bias last. */
static void weights(const struct both *both, const struct logistic *logistic,
                    double w[FEATURES + 1])
{
    for (size_t j = 0; j < FEATURES; j++)
        w[j] = (double)logistic_weight(logistic, j) / (double)both->value[j];
    w[FEATURES] = logistic_bias(logistic);
}

static void the_plain_gradient_is_right(void **state)
{
    (void)state;
    struct both *both = make(1, 0.7);
    double w[FEATURES + 1], gradient[FEATURES + 1];
    for (size_t j = 0; j <= FEATURES; j++)
        w[j] = draw(2, 0, j) - 0.5;
    plain_gradient(&both->plain, w, gradient);
    for (size_t j = 0; j <= FEATURES; j++) {
        const double step = 1e-5, was = w[j];
        w[j] = was + step;
        double above = plain_objective(&both->plain, w);
        w[j] = was - step;
        double below = plain_objective(&both->plain, w);
        w[j] = was;
        if (!(fabs((above - below) / (2 * step) - gradient[j]) < 1e-6))
            fail_msg("w[%u]: expected %.8f, got %.8f", (unsigned)j, (above - below) / (2 * step),
                     gradient[j]);
    }
    free(both);
}

/* The value and the place of the least, for strong and weak penalties, one after the other as they
 * are tried, or alone. */
static void as_plainly_solved(void **state)
{
    static const double COSTS[] = {0.001, 0.01, 0.1, 1, 10};
    (void)state;
    for (int alone = 0; alone < 2; alone++) {
        struct both *both = make(3, 1);
        struct logistic *logistic = create(both);
        for (size_t i = 0; i < sizeof COSTS / sizeof *COSTS; i++) {
            double expected[FEATURES + 1], got[FEATURES + 1], far = 0;
            both->plain.cost = COSTS[i];
            if (alone) {
                logistic_destroy(logistic);
                logistic = create(both);
            }
            plain_solve(&both->plain, expected);
            fit(logistic, COSTS[i], 4);
            weights(both, logistic, got);
            double least = plain_objective(&both->plain, expected);
            double reached = plain_objective(&both->plain, got);
            for (size_t j = 0; j <= FEATURES; j++)
                far = fmax(far, fabs(got[j] - expected[j]));
            if (!(reached < least * (1 + 1e-3)) || !(reached > least * (1 - 1e-6)) || far > 0.05)
                fail_msg("C %g: expected %.6f, got %.6f; a weight is off by %.4f", COSTS[i], least,
                         reached, far);
        }
        logistic_destroy(logistic);
        free(both);
    }
}

static void same_again(void **state)
{
    (void)state;
    struct both *both = make(5, 1);
    struct logistic *first = create(both), *second = create(both), *other = create(both);
    fit(first, 0.3, 6);
    fit(second, 0.3, 6);
    fit(other, 0.3, 7);
    bool differs = false;
    for (size_t j = 0; j < FEATURES; j++) {
        assert_true(logistic_weight(first, j) == logistic_weight(second, j));
        differs = differs || logistic_weight(first, j) != logistic_weight(other, j);
    }
    assert_true(differs);
    logistic_destroy(first);
    logistic_destroy(second);
    logistic_destroy(other);
    logistic_destroy(NULL);
    free(both);
}

static void knows_its_size_and_stops(void **state)
{
    (void)state;
    struct both *both = make(8, 1);
    struct logistic *logistic = create(both);
    const atomic_bool stop = true;
    struct rt_error error;
    double sum = 0;
    for (size_t i = 0; i < ROWS * FEATURES; i++)
        sum += both->x[i] * both->x[i];
    assert_true(fabs(logistic_norm(logistic) - (1 + sum / ROWS)) < 1e-4);
    assert_int_equal(logistic_fit(logistic, 1, 1, &stop, &error), RT_INTERRUPTED);
    logistic_destroy(logistic);
    free(both);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_plain_gradient_is_right),
        cmocka_unit_test(as_plainly_solved),
        cmocka_unit_test(same_again),
        cmocka_unit_test(knows_its_size_and_stops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
