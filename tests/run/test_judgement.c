/* What a validation says beyond its scores, by hand and against plain counting. */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/base/rng.h"
#include "rnntop/run/judgement.h"

#define ROWS 3000

static void near(const char *what, double got, double expected, double tolerance)
{
    if (isnan(expected) ? !isnan(got) : !(fabs(got - expected) <= tolerance))
        fail_msg("%s: expected %.9g, got %.9g, tolerance %g", what, expected, got, tolerance);
}

static uint32_t below(uint64_t seed, size_t stream, size_t i, uint32_t limit)
{
    uint32_t words[4];
    rng_words(seed, (uint32_t)stream, 0, i, words);
    return words[0] % limit;
}

static void judge(struct judgement *judgement, const float *y, const float *probabilities,
                  const uint32_t *words, size_t rows, size_t width)
{
    struct metrics_scratch scratch;
    assert_int_equal(metrics_scratch_init(&scratch, rows, width, NULL), RT_OK);
    memcpy(scratch.probabilities, probabilities, rows * width * sizeof *probabilities);
    judgement_make(judgement, &scratch, y, words, rows);
    metrics_scratch_free(&scratch);
}

/* Eight rows of two classes; every figure below is worked out by hand. */
static const float hand_y[] = {1, 0, 1, 0, 1, 0, 1, 0};
static const float hand_p[] = {.95f, .05f, .85f, .995f, .15f, .35f, .45f, 1};
static const uint32_t hand_words[] = {30, 60, 99, 100, 150, 200, 399, 400};

static void two_classes_by_hand(void **state)
{
    (void)state;
    struct judgement judged;
    judge(&judged, hand_y, hand_p, hand_words, 8, 1);
    assert_int_equal(judged.rows, 8);
    assert_int_equal(judged.classes, 2);
    assert_int_equal(judged.wrong, 4);
    assert_int_equal(judged.sure, 2);
    /* 0.0 to 0.2: .05 and .15, one of them positive; 0.8 to 1.0: four of which two are. */
    const uint32_t rows[JUDGEMENT_STEPS] = {2, 1, 1, 0, 4};
    const double said[JUDGEMENT_STEPS] = {.1, .35, .45, NAN, (.95 + .85 + .995 + 1) / 4};
    const double is[JUDGEMENT_STEPS] = {.5, 0, 1, NAN, .5};
    for (size_t i = 0; i < JUDGEMENT_STEPS; i++) {
        assert_int_equal(judged.step[i].rows, rows[i]);
        near("said", judged.step[i].said, said[i], 1e-6);
        near("is", judged.step[i].is, is[i], 1e-6);
    }
    /* By tenths: .05, .15 (positive), .35, .45 (positive), .85 (positive), and in the last one .95
     * (positive), .995 and 1. Sums of p less sums of positives. */
    near("calibration error", judged.calibration_error,
         (.05 + (1 - .15) + .35 + (1 - .45) + (1 - .85) + (.95 + .995 + 1 - 1)) / 8, 1e-6);
    assert_int_equal(judged.histogram[1][5], 1);  /* .15 * 34 = 5.1 */
    assert_int_equal(judged.histogram[0][33], 2); /* .995 and 1 */
    assert_int_equal(judged.histogram[1][32], 1); /* .95 * 34 = 32.3 */
}

static void lengths_by_hand(void **state)
{
    (void)state;
    struct judgement judged;
    judge(&judged, hand_y, hand_p, hand_words, 8, 1);
    /* The fifth of eight has 150 words: from 100 on is the middle. */
    const uint32_t from[] = {0, 60, 100, 200, 400}, rows[] = {1, 2, 2, 2, 1},
                   right[] = {1, 2, 0, 1, 0};
    assert_int_equal(judged.lengths, JUDGEMENT_LENGTHS);
    for (size_t i = 0; i < JUDGEMENT_LENGTHS; i++) {
        assert_int_equal(judged.length[i].from, from[i]);
        assert_int_equal(judged.length[i].rows, rows[i]);
        assert_int_equal(judged.length[i].right, right[i]);
    }
    judge(&judged, hand_y, hand_p, NULL, 8, 1);
    assert_int_equal(judged.lengths, 0);
}

/* The limits go with the texts: news of 38 words, messages of 13, reviews of 174. */
static void lengths_follow_the_median(void **state)
{
    (void)state;
    static const uint32_t expected[][1 + JUDGEMENT_LENGTHS] = {{0, 0, 1, 2, 4, 8},
                                                               {4, 0, 1, 2, 4, 8},
                                                               {13, 0, 6, 10, 20, 40},
                                                               {38, 0, 12, 20, 40, 80},
                                                               {50, 0, 30, 50, 100, 200},
                                                               {99, 0, 30, 50, 100, 200},
                                                               {100, 0, 60, 100, 200, 400},
                                                               {174, 0, 60, 100, 200, 400},
                                                               {999, 0, 300, 500, 1000, 2000},
                                                               {1000, 0, 600, 1000, 2000, 4000}};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        for (size_t j = 0; j < JUDGEMENT_LENGTHS; j++)
            assert_int_equal(judgement_length_from(expected[i][0], j), expected[i][1 + j]);
    }
}

static void the_most_wrong_first(void **state)
{
    (void)state;
    struct judgement judged;
    judge(&judged, hand_y, hand_p, hand_words, 8, 1);
    const uint32_t row[] = {7, 3, 4, 6};
    assert_int_equal(judged.worst_count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(judged.worst[i].row, row[i]);
        assert_int_equal(judged.worst[i].label, (int)hand_y[row[i]]);
        assert_int_equal(judged.worst[i].said, 1 - (int)hand_y[row[i]]);
        assert_true(judged.worst[i].p == hand_p[row[i]]);
        assert_int_equal(judged.worst[i].words, hand_words[row[i]]);
        assert_string_equal(judged.worst[i].text, "");
    }
}

static void three_classes_by_hand(void **state)
{
    (void)state;
    const float y[] = {0, 1, 2, 2};
    const float p[] = {
        .75f,  .2f,   .05f,  /* right */
        .1f,   .3f,   .6f,   /* 1 taken for 2 */
        .2f,   .2f,   .6f,   /* right */
        .995f, .004f, .001f, /* 2 taken for 0, surely */
    };
    struct judgement judged;
    judge(&judged, y, p, NULL, 4, 3);
    assert_int_equal(judged.classes, 3);
    assert_int_equal(judged.wrong, 2);
    assert_int_equal(judged.sure, 1);
    /* Said with .75 and right, .6 twice and right once, .995 and wrong. */
    near("calibration error", judged.calibration_error, (.25 + .2 + .995) / 4, 1e-6);
    near("said", judged.step[3].said, (.75 + .6 + .6) / 3, 1e-6);
    near("is", judged.step[3].is, 2. / 3, 1e-6);
    /* By p of their own class: .75 and .6 right, .3 and .001 not. */
    assert_int_equal(judged.histogram[1][25], 1);
    assert_int_equal(judged.histogram[1][20], 1);
    assert_int_equal(judged.histogram[0][10], 1);
    assert_int_equal(judged.histogram[0][0], 1);
    assert_int_equal(judged.worst[0].row, 3);
    near("own p", judged.worst[0].p, .001, 1e-7);
    assert_int_equal(judged.worst[1].row, 1);
    assert_int_equal(judged.curves, 3);
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(judged.curve[i].class, i);
}

/* Two figures of a softmax say what one of a sigmoid says. */
static void two_figures_a_row(void **state)
{
    (void)state;
    const float y[] = {1, 0, 1, 0};
    const float one[] = {.75f, .5f, .25f, .875f};
    const float two[] = {.25f, .75f, .5f, .5f, .75f, .25f, .125f, .875f};
    struct judgement a, b;
    judge(&a, y, one, NULL, 4, 1);
    judge(&b, y, two, NULL, 4, 2);
    assert_memory_equal(&a, &b, sizeof a);
}

/* Of a row's own class the greater of two draws out of so many values. */
static float draw(uint64_t seed, size_t class, size_t i, bool own, uint32_t values)
{
    uint32_t one = below(seed, 2 + class, i, values), other = below(seed, 20 + class, i, values);
    return (float)(1 + (own && other > one ? other : one)) / (float)(values + 1);
}

/* Few values tie often. */
static void fill(float *y, float *p, size_t width, uint32_t values)
{
    for (size_t i = 0; i < ROWS; i++) {
        double sum = 0;
        y[i] = (float)below(7, 1, i, (uint32_t)(width > 1 ? width : 2));
        for (size_t j = 0; j < width; j++) {
            bool own = width > 1 ? j == (size_t)y[i] : y[i] > 0;
            p[i * width + j] = draw(7, j, i, own, values);
            sum += (double)p[i * width + j];
        }
        for (size_t j = 0; width > 1 && j < width; j++)
            p[i * width + j] = (float)((double)p[i * width + j] / sum);
    }
}

/* Every point of a curve is one of the exact curve's corners, which counting all rows at every
 * threshold gives; and no step between two is longer than it may be. */
static void check_curve(const struct judged_curve *curve, const float *y, const float *score,
                        size_t width, double tie)
{
    double positives = 0, area = 0;
    for (size_t i = 0; i < ROWS; i++)
        positives += (uint32_t)y[i] == curve->class ? 1 : 0;
    assert_in_range(curve->points, 2, JUDGEMENT_POINTS);
    for (size_t k = 0; k < curve->points; k++) {
        bool found = k == 0;
        for (size_t t = 0; t < ROWS && !found; t++) {
            double taken[2] = {0, 0};
            for (size_t i = 0; i < ROWS; i++)
                taken[(uint32_t)y[i] == curve->class] += score[i * width] >= score[t * width];
            found = (float)(taken[0] / (ROWS - positives)) == curve->fpr[k] &&
                    (float)(taken[1] / positives) == curve->tpr[k];
        }
        if (!found)
            fail_msg("point %zu (%g, %g) is not on the curve", k, (double)curve->fpr[k],
                     (double)curve->tpr[k]);
        if (k == 0)
            continue;
        double right = curve->fpr[k] - curve->fpr[k - 1], up = curve->tpr[k] - curve->tpr[k - 1];
        assert_true(right >= 0 && up >= 0 && right + up > 0);
        assert_true(right + up < 2. / (JUDGEMENT_POINTS - 1) + tie);
        area += right * (curve->tpr[k] + curve->tpr[k - 1]) / 2;
    }
    assert_true(curve->fpr[0] == 0 && curve->tpr[0] == 0);
    assert_true(curve->fpr[curve->points - 1] == 1 && curve->tpr[curve->points - 1] == 1);
    near("area below the points", area, curve->auc, 0.005);
}

static void curves_against_counting(void **state)
{
    (void)state;
    static float y[ROWS], p[3 * ROWS];
    struct judgement judged;
    fill(y, p, 1, 1000000);
    judge(&judged, y, p, NULL, ROWS, 1);
    assert_int_equal(judged.curves, 1);
    check_curve(&judged.curve[0], y, p, 1, 0.002);
    fill(y, p, 1, 40);
    judge(&judged, y, p, NULL, ROWS, 1);
    check_curve(&judged.curve[0], y, p, 1, 0.1);
    fill(y, p, 3, 1000000);
    judge(&judged, y, p, NULL, ROWS, 3);
    assert_int_equal(judged.curves, 3);
    for (size_t i = 0; i < 3; i++)
        check_curve(&judged.curve[i], y, p + i, 3, 0.002);
}

/* Whatever is counted is counted of all rows. */
static void sums_are_whole(void **state)
{
    (void)state;
    static float y[ROWS], p[ROWS];
    static uint32_t words[ROWS];
    struct judgement judged;
    uint32_t rows = 0, bins = 0, counted = 0, right = 0;
    fill(y, p, 1, 40);
    for (size_t i = 0; i < ROWS; i++)
        words[i] = below(9, 5, i, 500);
    judge(&judged, y, p, words, ROWS, 1);
    for (size_t i = 0; i < JUDGEMENT_STEPS; i++)
        rows += judged.step[i].rows;
    for (size_t i = 0; i < JUDGEMENT_BINS; i++)
        bins += judged.histogram[0][i] + judged.histogram[1][i];
    for (size_t i = 0; i < JUDGEMENT_LENGTHS; i++) {
        counted += judged.length[i].rows;
        right += judged.length[i].right;
    }
    assert_int_equal(rows, ROWS);
    assert_int_equal(bins, ROWS);
    assert_int_equal(counted, ROWS);
    assert_int_equal(right, ROWS - judged.wrong);
    /* The twenty worst are the twenty worst. */
    assert_int_equal(judged.worst_count, JUDGEMENT_WORST);
    double last = 0;
    for (size_t i = 0; i < JUDGEMENT_WORST; i++) {
        const struct judged_row *row = &judged.worst[i];
        double own = row->label == 1 ? row->p : 1 - row->p;
        assert_true(own >= last);
        if (i > 0 && own == last && row->label == judged.worst[i - 1].label)
            assert_true(row->row > row[-1].row); /* of equals the first one comes first */
        last = own;
    }
    size_t worse = 0;
    for (size_t i = 0; i < ROWS; i++)
        worse += (y[i] > 0 ? p[i] : 1 - (double)p[i]) < last - 1e-9 ? 1 : 0;
    assert_true(worse < JUDGEMENT_WORST);
}

/* A class alone has no curve; seven classes have none. */
static void no_curves(void **state)
{
    (void)state;
    const float y[] = {1, 1, 1}, p[] = {.9f, .2f, .4f};
    const float seven[] = {.1f, .2f, .1f, .1f, .1f, .2f, .2f};
    struct judgement judged;
    judge(&judged, y, p, NULL, 3, 1);
    assert_int_equal(judged.curves, 1);
    assert_int_equal(judged.curve[0].points, 0);
    assert_true(isnan(judged.curve[0].auc));
    judge(&judged, y, seven, NULL, 1, 7);
    assert_int_equal(judged.curves, 0);
    assert_int_equal(judged.classes, 7);
    assert_int_equal(judged.wrong, 0); /* of equals the first is said */
}

static void small_enough(void **state)
{
    (void)state;
    assert_true(sizeof(struct judgement) < 20 * 1024);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_classes_by_hand),
        cmocka_unit_test(lengths_by_hand),
        cmocka_unit_test(lengths_follow_the_median),
        cmocka_unit_test(the_most_wrong_first),
        cmocka_unit_test(three_classes_by_hand),
        cmocka_unit_test(two_figures_a_row),
        cmocka_unit_test(curves_against_counting),
        cmocka_unit_test(sums_are_whole),
        cmocka_unit_test(no_curves),
        cmocka_unit_test(small_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
