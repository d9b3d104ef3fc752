#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/base/rng.h"
#include "rnntop/run/metrics.h"

static void near(const char *what, double got, double expected, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance))
        fail_msg("%s: expected %.9g, got %.9g, tolerance %g", what, expected, got, tolerance);
}

static void judge(struct metrics *metrics, const float *y, const float *probabilities, size_t rows,
                  size_t width)
{
    struct metrics_scratch scratch;
    assert_int_equal(metrics_scratch_init(&scratch, rows, width, NULL), RT_OK);
    memcpy(scratch.probabilities, probabilities, rows * width * sizeof *probabilities);
    metrics_judge(metrics, &scratch, y, rows);
    metrics_scratch_free(&scratch);
}

/* Every pair of a positive and a negative row. */
static double brute_force(const float *score, const float *y, size_t rows)
{
    double won = 0, pairs = 0;
    for (size_t i = 0; i < rows; i++) {
        for (size_t j = 0; j < rows; j++) {
            if (y[i] < 0.5f || y[j] > 0.5f)
                continue;
            pairs++;
            won += score[i] > score[j] ? 1 : score[i] == score[j] ? 0.5 : 0;
        }
    }
    return won / pairs;
}

static void binary_by_hand(void **state)
{
    (void)state;
    /* 4 positives: 3 found; 6 negatives: 2 taken for positive, one of them at exactly 1/2: not. */
    const float y[] = {1, 1, 1, 1, 0, 0, 0, 0, 0, 0};
    const float p[] = {.9f, .8f, .7f, .2f, .95f, .6f, .5f, .3f, .2f, .1f};
    struct metrics metrics;
    judge(&metrics, y, p, 10, 1);
    assert_int_equal(metrics.classes, 2);
    assert_int_equal(metrics_count(&metrics, 0, 0), 4);
    assert_int_equal(metrics_count(&metrics, 0, 1), 2);
    assert_int_equal(metrics_count(&metrics, 1, 0), 1);
    assert_int_equal(metrics_count(&metrics, 1, 1), 3);
    near("precision", metrics.precision, 3. / 5, 1e-7);
    near("recall", metrics.recall, 3. / 4, 1e-7);
    near("f1", metrics.f1, 2 * .6 * .75 / 1.35, 1e-7);
    /* Pairs won: .9, .8 and .7 beat all but .95, 5 each; .2 beats .1 and ties with .2: 1.5. */
    near("auc", metrics.auc, 16.5 / 24, 1e-7);
}

/* A sigmoid and a softmax over two classes that say the same are judged the same. */
static void two_figures_a_row(void **state)
{
    (void)state;
    const float y[] = {1, 0, 1, 0, 1};
    const float one[] = {.9f, .6f, .4f, .25f, .6f};
    const float two[] = {.1f, .9f, .4f, .6f, .6f, .4f, .75f, .25f, .4f, .6f};
    struct metrics a, b;
    judge(&a, y, one, 5, 1);
    judge(&b, y, two, 5, 2);
    assert_memory_equal(&a, &b, sizeof a);
}

static void three_classes_by_hand(void **state)
{
    (void)state;
    const float y[] = {0, 0, 0, 1, 1, 1, 1, 2, 2};
    const float p[] = {
        .8f, .1f, .1f, /* 0: right */
        .5f, .3f, .2f, /* 0: right */
        .4f, .4f, .2f, /* 0: of equals the first: right */
        .2f, .5f, .3f, /* 1: right */
        .6f, .2f, .2f, /* 1 taken for 0 */
        .1f, .2f, .7f, /* 1 taken for 2 */
        .1f, .8f, .1f, /* 1: right */
        .1f, .1f, .8f, /* 2: right */
        .1f, .6f, .3f, /* 2 taken for 1 */
    };
    const uint32_t expected[9] = {3, 0, 0, 1, 2, 1, 0, 1, 1};
    struct metrics metrics;
    judge(&metrics, y, p, 9, 3);
    assert_int_equal(metrics.classes, 3);
    for (size_t i = 0; i < 9; i++)
        assert_int_equal(metrics_count(&metrics, i / 3, i % 3), expected[i]);
    near("precision", metrics.precision, (3. / 4 + 2. / 3 + 1. / 2) / 3, 1e-7);
    near("recall", metrics.recall, (1. + 2. / 4 + 1. / 2) / 3, 1e-7);
    near("f1", metrics.f1, (6. / 7 + 4. / 7 + 1. / 2) / 3, 1e-7);
    double areas = 0;
    for (size_t class = 0; class < 3; class ++) {
        float score[9], is[9];
        for (size_t i = 0; i < 9; i++) {
            score[i] = p[3 * i + class];
            is[i] = y[i] == (float)class;
        }
        areas += brute_force(score, is, 9) / 3;
    }
    near("auc", metrics.auc, areas, 1e-6);
    judge(&metrics, y, p, 3, 3); /* of one class none is there */
    assert_true(isnan(metrics.auc));
}

/* A denominator of 0 gives 0, and no pairs give no area. */
static void one_class_only(void **state)
{
    (void)state;
    const float zeros[] = {0, 0, 0}, ones[] = {1, 1, 1};
    const float low[] = {.1f, .2f, .3f}, high[] = {.7f, .8f, .9f};
    struct metrics metrics;
    judge(&metrics, zeros, low, 3, 1);
    near("precision", metrics.precision, 0, 0);
    near("recall", metrics.recall, 0, 0);
    near("f1", metrics.f1, 0, 0);
    assert_true(isnan(metrics.auc));
    judge(&metrics, ones, high, 3, 1);
    near("precision", metrics.precision, 1, 0);
    near("recall", metrics.recall, 1, 0);
    near("f1", metrics.f1, 1, 0);
    assert_true(isnan(metrics.auc));
    judge(&metrics, ones, low, 3, 1); /* none of them found */
    near("precision", metrics.precision, 0, 0);
    near("recall", metrics.recall, 0, 0);
    near("f1", metrics.f1, 0, 0);
}

static void no_rows(void **state)
{
    (void)state;
    struct metrics metrics;
    const float nothing[1] = {0};
    judge(&metrics, nothing, nothing, 0, 1);
    assert_int_equal(metrics.classes, 0);
    assert_true(isnan(metrics.auc));
}

/* As it is reported: a float. */
static double auc(const float *score, const float *y, size_t rows)
{
    struct metrics metrics;
    judge(&metrics, y, score, rows, 1);
    return (double)metrics.auc;
}

static void ties_count_half(void **state)
{
    (void)state;
    const float y[] = {0, 1, 0, 1, 1};
    const float same[] = {.5f, .5f, .5f, .5f, .5f}, zeros[] = {0.0f, -0.0f, -0.0f, 0.0f, -0.0f};
    near("all ties", auc(same, y, 5), 0.5, 0);
    near("0 and -0", auc(zeros, y, 5), 0.5, 0);
}

static void order_is_all(void **state)
{
    (void)state;
    const float y[] = {0, 0, 1, 1};
    const float right[] = {-INFINITY, -2, 1e-30f, INFINITY}, wrong[] = {3, 2, -1, -4};
    near("perfect", auc(right, y, 4), 1, 0);
    near("reversed", auc(wrong, y, 4), 0, 0);
}

static void nan_has_no_area(void **state)
{
    (void)state;
    const float y[] = {0, 1, 1}, p[] = {.2f, NAN, .9f};
    const float both[] = {NAN, .2f, .1f, NAN, .7f, .2f, .3f, .1f, .6f}, classes[] = {1, 1, 2};
    struct metrics metrics;
    judge(&metrics, y, p, 3, 1);
    assert_true(isnan(metrics.auc));
    assert_int_equal(metrics_count(&metrics, 1, 0), 1); /* not above 1/2 */
    assert_int_equal(metrics_count(&metrics, 1, 1), 1);
    judge(&metrics, classes, both, 3, 3);
    assert_int_equal(metrics_count(&metrics, 1, 1), 2); /* a number comes before a NaN */
    assert_int_equal(metrics_count(&metrics, 2, 2), 1);
}

/* Scores of few different values, so that there are many ties, and of many. */
static void area_of_all_pairs(void **state)
{
    (void)state;
    enum { ROWS = 400 };
    float score[ROWS], y[ROWS];
    for (uint32_t trial = 0; trial < 40; trial++) {
        size_t rows = 2 + trial * 10;
        float levels = trial % 2 ? 5 : 1e6f;
        rng_uniform(7, RNG_ORDER, trial, 0, 1, score, rows);
        rng_uniform(8, RNG_ORDER, trial, 0, 1, y, rows);
        for (size_t i = 0; i < rows; i++) {
            y[i] = i < 2 ? (float)i : y[i] < 0.3f ? 1 : 0;
            score[i] = floorf(score[i] * levels) / levels + 0.1f * y[i] - 0.5f;
        }
        near("auc", auc(score, y, rows), brute_force(score, y, rows), 1e-7);
    }
}

/* Beyond what a matrix holds the averages are still right. */
static void many_classes(void **state)
{
    (void)state;
    enum { CLASSES = 14 };
    float y[CLASSES], p[CLASSES * CLASSES] = {0};
    struct metrics metrics;
    for (size_t i = 0; i < CLASSES; i++) {
        y[i] = (float)i;
        p[i * CLASSES + (i == 3 ? 4 : i)] = 1;
    }
    judge(&metrics, y, p, CLASSES, CLASSES);
    assert_int_equal(metrics.classes, CLASSES);
    near("recall", metrics.recall, 13. / 14, 1e-6);
    near("precision", metrics.precision, 12.5 / 14, 1e-6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(binary_by_hand),
        cmocka_unit_test(two_figures_a_row),
        cmocka_unit_test(three_classes_by_hand),
        cmocka_unit_test(one_class_only),
        cmocka_unit_test(no_rows),
        cmocka_unit_test(ties_count_half),
        cmocka_unit_test(order_is_all),
        cmocka_unit_test(nan_has_no_area),
        cmocka_unit_test(area_of_all_pairs),
        cmocka_unit_test(many_classes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
