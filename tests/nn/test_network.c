/* The reference network's gradients against finite differences, for every architecture. */
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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_finite_differences)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
