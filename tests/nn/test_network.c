/* The judge, judged: the reference network's gradients against finite differences, for every
 * architecture, and its loss at its edges. */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "architectures.h"
#include "trial.h"

/* Rows and elements of each weight that are looked at: few where each look takes long. */
#define ROWS_MOST ((size_t)5)
#define LOOKS     ((size_t)10)
#define LARGE     ((size_t)3000)

/* The mean loss with one parameter moved. */
static double loss_at(struct network *network, const struct model_batch *batch, size_t i,
                      double move)
{
    const double kept = network->values[i];
    network->values[i] = kept + move;
    const struct network_score score = network_forward(network, batch, true, NULL);
    network->values[i] = kept;
    return score.loss / (double)batch->size;
}

static void check(const struct architecture *architecture, uint64_t seed, double *worst)
{
    /* Differences lose 1e-16 / move to rounding and move^2 to curvature. */
    const double move = 1e-5, tolerance = 2e-8;
    struct model_spec spec;
    struct network network;
    struct architecture_rows rows;
    architecture_spec(architecture, &spec);
    architecture_rows_make(&rows, architecture, seed);
    if (rows.batch.size > ROWS_MOST)
        rows.batch.size = ROWS_MOST;
    network_create(&network, &spec);
    architecture_fill(&network, seed + 1);
    network_backward(&network, &rows.batch, NULL);
    const size_t looks = network.parameters.total > LARGE ? 2 : LOOKS;
    for (size_t i = 0; i < network.parameters.n; i++) {
        const struct parameter *parameter = &network.parameters.table[i];
        for (size_t look = 0; look < looks && look < parameter->count; look++) {
            const size_t j =
                parameter->count <= looks ? look : (size_t)(trial_random(&seed) % parameter->count);
            const size_t at = parameter->offset + j;
            const double difference = (loss_at(&network, &rows.batch, at, move) -
                                       loss_at(&network, &rows.batch, at, -move)) /
                                      (2 * move);
            const double error = fabs(network.gradients[at] - difference);
            *worst = fmax(*worst, error / tolerance);
            if (!(error <= tolerance))
                fail_msg("%s, %s[%zu]: expected %.12g by differences, got %.12g, tolerance %g",
                         architecture->name, parameter->name, j, difference, network.gradients[at],
                         tolerance);
        }
    }
    network_destroy(&network);
    architecture_rows_free(&rows);
}

static void test_finite_differences(void **state)
{
    (void)state;
    double worst = 0;
    for (size_t i = 0; i < architecture_count; i++)
        check(&architectures[i], 1000 + i, &worst);
    print_message("%zu architectures: worst error %.2f of the tolerance\n", architecture_count,
                  worst);
}

/*
 * The slope by the five-point formula: with a step of 1e-3 its truncation is about 1e-12 / 30 times
 * the fifth derivative, and its rounding 1e-16 / 1e-3 times a loss of about 1. Both are far below
 * 1e-10.
 */
static double slope(struct network *network, const struct model_batch *batch, size_t i)
{
    const double step = 1e-3;
    return (loss_at(network, batch, i, -2 * step) - 8 * loss_at(network, batch, i, -step) +
            8 * loss_at(network, batch, i, step) - loss_at(network, batch, i, 2 * step)) /
           (12 * step);
}

static void check_every_parameter(const struct trial_shape *shape, const struct model_batch *batch)
{
    static const double k[TRIAL_TENSORS] = {.1, .2, .3, .4, .5, .6};
    struct network network;
    trial_network(&network, shape);
    for (size_t i = 0; i < TRIAL_TENSORS; i++) {
        const struct parameter *parameter = &network.parameters.table[i];
        for (size_t j = 0; j < parameter->count; j++)
            network.values[parameter->offset + j] = 0.5 * sin(k[i] + 0.7 * (double)j);
    }
    const struct network_score forward = network_forward(&network, batch, false, NULL);
    const struct network_score backward = network_backward(&network, batch, NULL);
    assert_true(forward.loss == backward.loss && forward.correct == backward.correct);
    for (size_t i = 0; i < TRIAL_TENSORS; i++) {
        const struct parameter *parameter = &network.parameters.table[i];
        for (size_t j = parameter->offset; j < parameter->offset + parameter->count; j++) {
            trial_expect_close(parameter->name, network.gradients[j], slope(&network, batch, j),
                               1e-10);
            assert_true(network.magnitudes[j] >= fabs(network.gradients[j]) * (1 - 1e-12));
        }
    }
    network_destroy(&network);
}

/* The lesson's two models, in small: rows of T steps with ids that repeat within a row and leave
 * some words out; rows by index, one twice and one never; a batch of one. */
static void test_every_parameter_of_the_lesson(void **state)
{
    static const size_t sizes[][4] = {{7, 3, 2, 5}, {5, 1, 1, 1}, {2, 1, 3, 4},
                                      {9, 4, 1, 6}, {6, 2, 5, 3}, {1, 2, 2, 3}};
    static const float y[6] = {1, 0, 0, 1, 1, 0};
    static const uint32_t rows[5] = {4, 0, 5, 0, 2};
    int32_t x[6 * 6];
    (void)state;
    for (size_t i = 0; i < 2 * sizeof sizes / sizeof *sizes; i++) {
        const size_t *size = sizes[i / 2];
        const struct trial_shape shape = {i % 2 ? LAYER_LSTM : LAYER_SIMPLE_RNN, size[0], size[1],
                                          size[2], size[3]};
        for (size_t j = 0; j < 6 * shape.T; j++)
            x[j] = (int32_t)((j * j + 3 * j / 2) % shape.V);
        check_every_parameter(&shape, &(struct model_batch){.x = x, .y = y, .size = 6});
        check_every_parameter(&shape,
                              &(struct model_batch){.x = x, .y = y, .rows = rows, .size = 5});
        check_every_parameter(&shape, &(struct model_batch){.x = x, .y = y, .size = 1});
    }
}

/* p = 0.5 exactly counts as class 0; huge logits give huge, finite losses. */
static void test_the_edges_of_the_loss(void **state)
{
    (void)state;
    const struct trial_shape shape = {LAYER_SIMPLE_RNN, 2, 1, 1, 1};
    static const int32_t x[] = {0, 1};
    static const float y[] = {0, 1};
    const struct model_batch zero = {.x = x, .y = y, .size = 1};
    const struct model_batch one = {.x = x + 1, .y = y + 1, .size = 1};
    struct network network;
    trial_network(&network, &shape);
    double *bias = network.values + network.parameters.table[TRIAL_DENSE_BIAS].offset;
    trial_expect_close("class 0 at p = 0.5", network_forward(&network, &zero, false, NULL).correct,
                       1, 0);
    trial_expect_close("class 1 at p = 0.5", network_forward(&network, &one, false, NULL).correct,
                       0, 0);
    trial_expect_close("loss", network_forward(&network, &one, false, NULL).loss,
                       0.69314718055994531, 1e-16);
    for (double logit = -1000; logit <= 1000; logit += 2000) {
        *bias = logit;
        trial_expect_close("loss of 0", network_forward(&network, &zero, false, NULL).loss,
                           logit > 0 ? 1000 : 0, 0);
        trial_expect_close("loss of 1", network_forward(&network, &one, false, NULL).loss,
                           logit > 0 ? 0 : 1000, 0);
    }
    network_destroy(&network);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_finite_differences),
                                       cmocka_unit_test(test_every_parameter_of_the_lesson),
                                       cmocka_unit_test(test_the_edges_of_the_loss)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
