/* The factors of dropout: the right part of them, of the right size, and by counter alone. */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/base/rng.h"
#include "rnntop/nn/dropout.h"

#define N 100000

static float factors[N], others[N];

static void test_the_part_that_is_dropped(void **state)
{
    (void)state;
    static const double rates[] = {0.001, 0.1, 0.25, 0.5, 0.9, 0.999};
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        const struct dropout dropout = {.rate = rates[i], .seed = 3, .step = 7, .layer = 2};
        const float kept = (float)(1 / (1 - rates[i]));
        size_t dropped = 0;
        dropout_factors(&dropout, 0, factors, N);
        for (size_t k = 0; k < N; k++) {
            assert_true(factors[k] == 0 || factors[k] == kept);
            dropped += factors[k] == 0;
        }
        /* Five deviations of a binomial number. */
        const double off = fabs((double)dropped - rates[i] * N);
        const double tolerance = 5 * sqrt(N * rates[i] * (1 - rates[i]));
        if (!(off <= tolerance))
            fail_msg("rate %g: expected %g of %d dropped, got %zu, tolerance %.0f", rates[i],
                     rates[i] * N, N, dropped, tolerance);
    }
}

/* An element's factor depends on its number, wherever a call begins and ends. */
static void test_any_division(void **state)
{
    (void)state;
    const struct dropout dropout = {.rate = 0.4, .seed = 3, .step = 7, .layer = 2};
    dropout_factors(&dropout, 0, factors, 1000);
    for (size_t width = 1; width < 20; width++) {
        for (size_t first = 0; first + width <= 1000; first += width)
            dropout_factors(&dropout, first, others + first, width);
        assert_memory_equal(factors, others, 1000 / width * width * sizeof *factors);
    }
    /* As documented: 24 bits of the words that the counter gives. */
    for (uint64_t i = 0; i < 1000; i++) {
        uint32_t words[4];
        rng_words(3, RNG_DROPOUT + (2 * 4u << 16), 7, i / 4, words);
        const bool kept = (words[i % 4] >> 8) * 0x1p-24 >= 0.4;
        assert_true(kept == (factors[i] != 0));
    }
}

/* Part of the elements that have the same factor: 1/2 at a rate of 1/2 if they are independent. */
static void expect_independent(const char *what, const struct dropout *a, const struct dropout *b)
{
    size_t same = 0;
    dropout_factors(a, 0, factors, N);
    dropout_factors(b, 0, others, N);
    for (size_t i = 0; i < N; i++)
        same += factors[i] == others[i];
    if (!(fabs((double)same - N / 2.0) <= 5 * sqrt(N / 4.0)))
        fail_msg("another %s: expected about %d factors the same, got %zu", what, N / 2, same);
}

static void test_each_mask_is_another(void **state)
{
    (void)state;
    const struct dropout one = {.rate = 0.5, .seed = 3, .step = 7, .layer = 2};
    struct dropout other = one;
    other.seed = 4;
    expect_independent("seed", &one, &other);
    other = one;
    other.step = 8;
    expect_independent("step", &one, &other);
    other = one;
    other.layer = 3;
    expect_independent("layer", &one, &other);
    for (int part = 1; part < 4; part++) {
        other = one;
        other.part = (enum dropout_part)part;
        expect_independent("part", &one, &other);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_part_that_is_dropped),
        cmocka_unit_test(test_any_division),
        cmocka_unit_test(test_each_mask_is_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
