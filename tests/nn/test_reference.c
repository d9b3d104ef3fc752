/*
 * The judge, judged: the double-precision reference against finite differences of every parameter
 * and against golden values that were made with other code in another language.
 */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "reference.h"

static void expect_close(const char *what, double got, double expected, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance)) {
        print_error("%s: expected %.12g, got %.12g, tolerance %g\n", what, expected, got,
                    tolerance);
        fail();
    }
}

/* Weights that are different everywhere: 0.5 sin(k + 0.7 i), the goldens' own filling. */
static void fill(struct reference *reference)
{
    static const double k[REFERENCE_TENSORS] = {.1, .2, .3, .4, .5, .6};
    for (int tensor = 0; tensor < REFERENCE_TENSORS; tensor++) {
        size_t count = reference->rows[tensor] * reference->columns[tensor];
        for (size_t i = 0; i < count; i++)
            reference->value[tensor][i] = 0.5 * sin(k[tensor] + 0.7 * (double)i);
    }
}

/*
 * The five-point formula: with a step of 1e-3 its truncation is about 1e-12 / 30 times the fifth
 * derivative, and its rounding 1e-16 / 1e-3 times a loss of about 1. Both are far below 1e-10.
 */
static double slope(const struct reference *reference, const struct reference_batch *batch,
                    double *value)
{
    static const double at[4] = {-2, -1, 1, 2}, weight[4] = {1, -8, 8, -1};
    const double step = 1e-3, saved = *value;
    double sum = 0;
    for (int i = 0; i < 4; i++) {
        *value = saved + at[i] * step;
        sum += weight[i] * reference_forward(reference, batch, NULL).loss / (double)batch->size;
    }
    *value = saved;
    return sum / (12 * step);
}

static void check_every_parameter(const struct reference_shape *shape,
                                  const struct reference_batch *batch)
{
    struct reference *reference = reference_create(shape);
    fill(reference);
    struct reference_score forward = reference_forward(reference, batch, NULL);
    struct reference_score backward = reference_backward(reference, batch, NULL);
    assert_true(forward.loss == backward.loss && forward.correct == backward.correct);
    for (int tensor = 0; tensor < REFERENCE_TENSORS; tensor++) {
        size_t count = reference->rows[tensor] * reference->columns[tensor];
        for (size_t i = 0; i < count; i++) {
            char what[96];
            snprintf(what, sizeof what, "V%zu E%zu H%zu T%zu gradient of %s[%zu]", shape->V,
                     shape->E, shape->H, shape->T,
                     reference_name(shape->cell, (enum reference_tensor)tensor), i);
            expect_close(what, reference->gradient[tensor][i],
                         slope(reference, batch, &reference->value[tensor][i]), 1e-10);
            assert_true(reference->magnitude[tensor][i] >=
                        fabs(reference->gradient[tensor][i]) * (1 - 1e-12));
        }
    }
    reference_destroy(reference);
}

/* Ids for rows of T steps that repeat within a row and leave some words out. */
static void check_cell(enum reference_cell cell)
{
    static const size_t sizes[][4] = {{7, 3, 2, 5}, {5, 1, 1, 1}, {2, 1, 3, 4},
                                      {9, 4, 1, 6}, {6, 2, 5, 3}, {1, 2, 2, 3}};
    static const float y[6] = {1, 0, 0, 1, 1, 0};
    static const uint32_t rows[5] = {4, 0, 5, 0, 2}; /* one row twice, one never */
    int32_t x[6 * 6];
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct reference_shape shape = {cell, sizes[i][0], sizes[i][1], sizes[i][2], sizes[i][3]};
        for (size_t j = 0; j < 6 * shape.T; j++)
            x[j] = (int32_t)((j * j + 3 * j / 2) % shape.V);
        struct reference_batch all = {x, y, NULL, 6}, some = {x, y, rows, 5}, one = {x, y, NULL, 1};
        check_every_parameter(&shape, &all);
        check_every_parameter(&shape, &some);
        check_every_parameter(&shape, &one);
    }
}

static void test_simple_rnn_by_finite_differences(void **state)
{
    (void)state;
    check_cell(REFERENCE_SIMPLE_RNN);
}

static void test_lstm_by_finite_differences(void **state)
{
    (void)state;
    check_cell(REFERENCE_LSTM);
}

struct golden {
    enum reference_cell cell;
    double logits[3];
    double loss;
    double norm[REFERENCE_TENSORS]; /* of the gradients */
};

/* V 6, E 3, H 2, T 4, B 3, weights as in fill(); computed in numpy with numerical gradients, whose
 * own error is about 1e-9. */
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

static void test_golden_values(void **state)
{
    (void)state;
    static const int32_t x[] = {1, 4, 2, 5, 1, 3, 0, 0, 5, 5, 2, 1};
    static const float y[] = {1, 0, 1};
    const struct reference_batch batch = {x, y, NULL, 3};
    for (size_t i = 0; i < sizeof goldens / sizeof *goldens; i++) {
        const struct reference_shape shape = {goldens[i].cell, 6, 3, 2, 4};
        struct reference *reference = reference_create(&shape);
        double logits[3];
        fill(reference);
        struct reference_score score = reference_backward(reference, &batch, logits);
        for (size_t j = 0; j < 3; j++)
            expect_close("logit", logits[j], goldens[i].logits[j], 1e-13);
        expect_close("mean loss", score.loss / 3, goldens[i].loss, 1e-13);
        expect_close("correct", score.correct, 2, 0);
        for (int tensor = 0; tensor < REFERENCE_TENSORS; tensor++)
            expect_close(reference_name(shape.cell, (enum reference_tensor)tensor),
                         reference_gradient_norm(reference, (enum reference_tensor)tensor),
                         goldens[i].norm[tensor], 1e-8);
        reference_destroy(reference);
    }
}

static void test_adam_golden_values(void **state)
{
    (void)state;
    static const double gradients[4] = {0.1, -0.2, 0.3, 0.05};
    static const double expected[4] = {0.9990000316217766, 0.9993661299708821, 0.999022891792104,
                                       0.9986671869253222};
    struct reference_adam adam = {0.001, 0.9, 0.999, 1e-7, 0};
    double w = 1, m = 0, v = 0;
    for (size_t i = 0; i < 4; i++) {
        reference_adam_apply(&adam, &w, &gradients[i], &m, &v, 1);
        expect_close("Adam's w", w, expected[i], 1e-15);
    }
    assert_int_equal(adam.steps, 4);
}

/* p = 0.5 exactly counts as class 0; huge logits give huge, finite losses. */
static void test_the_edges_of_the_loss(void **state)
{
    (void)state;
    const struct reference_shape shape = {REFERENCE_SIMPLE_RNN, 2, 1, 1, 1};
    struct reference *reference = reference_create(&shape);
    static const int32_t x[] = {0, 1};
    static const float y[] = {0, 1};
    const struct reference_batch zero = {x, y, NULL, 1}, one = {x + 1, y + 1, NULL, 1};
    expect_close("class 0 at p = 0.5", reference_forward(reference, &zero, NULL).correct, 1, 0);
    expect_close("class 1 at p = 0.5", reference_forward(reference, &one, NULL).correct, 0, 0);
    expect_close("loss", reference_forward(reference, &one, NULL).loss, 0.69314718055994531, 1e-16);
    reference->value[REFERENCE_DENSE_BIAS][0] = 1000;
    expect_close("loss", reference_forward(reference, &zero, NULL).loss, 1000, 0);
    expect_close("loss", reference_forward(reference, &one, NULL).loss, 0, 0);
    reference->value[REFERENCE_DENSE_BIAS][0] = -1000;
    expect_close("loss", reference_forward(reference, &zero, NULL).loss, 0, 0);
    expect_close("loss", reference_forward(reference, &one, NULL).loss, 1000, 0);
    reference_destroy(reference);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simple_rnn_by_finite_differences),
        cmocka_unit_test(test_lstm_by_finite_differences),
        cmocka_unit_test(test_golden_values),
        cmocka_unit_test(test_adam_golden_values),
        cmocka_unit_test(test_the_edges_of_the_loss),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
