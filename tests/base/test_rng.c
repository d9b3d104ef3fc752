/* Random numbers by counter: known answers, distributions, and independence of how many are drawn.
 */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/base/rng.h"

#define DRAWS 200000

/* Random123, examples/kat_vectors: philox4x32 10. */
static void known_answers(void **state)
{
    (void)state;
    static const struct {
        uint32_t counter[4], key[2], out[4];
    } answers[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        uint32_t out[4];
        rng_philox(answers[i].counter, answers[i].key, out);
        for (int k = 0; k < 4; k++) {
            if (out[k] != answers[i].out[k])
                fail_msg("answer %zu, word %d: expected %08x, got %08x", i, k, answers[i].out[k],
                         out[k]);
        }
    }
}

/* Every part of (seed, stream, step, element) reaches the words, in full width. */
static void every_part_counts(void **state)
{
    (void)state;
    uint32_t base[4], other[4];
    rng_words(1, 2, 3, 4, base);
    rng_words(1 + (UINT64_C(1) << 40), 2, 3, 4, other);
    assert_memory_not_equal(base, other, sizeof base);
    rng_words(2, 2, 3, 4, other);
    assert_memory_not_equal(base, other, sizeof base);
    rng_words(1, 3, 3, 4, other);
    assert_memory_not_equal(base, other, sizeof base);
    rng_words(1, 2, 4, 4, other);
    assert_memory_not_equal(base, other, sizeof base);
    rng_words(1, 2, 3, 4 + (UINT64_C(1) << 40), other);
    assert_memory_not_equal(base, other, sizeof base);
    rng_words(1, 2, 3, 4, other);
    assert_memory_equal(base, other, sizeof base);
}

static void expect_near(const char *what, double expected, double got, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance))
        fail_msg("%s: expected %.6g, got %.6g, tolerance %.2g", what, expected, got, tolerance);
}

static void uniform_fills_its_range(void **state)
{
    (void)state;
    static float values[DRAWS];
    rng_uniform(113, RNG_WEIGHTS, 0, -0.05, 0.05, values, DRAWS);
    double sum = 0, squares = 0;
    int bin[100] = {0};
    for (size_t i = 0; i < DRAWS; i++) {
        if (!(values[i] >= -0.05f && values[i] < 0.05f))
            fail_msg("value %zu: expected in [-0.05, 0.05), got %.9g", i, values[i]);
        sum += values[i];
        squares += (double)values[i] * values[i];
        bin[(int)(((double)values[i] + 0.05) * 999.999)]++;
    }
    /* Five deviations of the mean, and of the mean square. */
    expect_near("mean", 0, sum / DRAWS, 5 * 0.1 / sqrt(12.0 * DRAWS));
    expect_near("mean square", 0.01 / 12, squares / DRAWS, 5 * 0.0025 / sqrt(11.25 * DRAWS));
    double chi = 0;
    for (int i = 0; i < 100; i++)
        chi += (bin[i] - DRAWS / 100.0) * (bin[i] - DRAWS / 100.0) / (DRAWS / 100.0);
    /* 99 degrees of freedom: five deviations of sqrt(2 * 99). */
    expect_near("chi square over 100 bins", 99, chi, 5 * sqrt(2 * 99.0));
}

/* Near 1e6 floats are 1/16 apart: many draws would round up to the open end. */
static void uniform_never_reaches_its_end(void **state)
{
    (void)state;
    static float values[DRAWS];
    rng_uniform(7, RNG_WEIGHTS, 0, 1e6, 1e6 + 0.5, values, DRAWS);
    for (size_t i = 0; i < DRAWS; i++) {
        if (!(values[i] >= 1e6f && values[i] < 1e6f + 0.5f))
            fail_msg("value %zu: expected in [1e6, 1e6 + 0.5), got %.9g", i, values[i]);
    }
}

static void normal_has_its_moments(void **state)
{
    (void)state;
    static double values[DRAWS];
    rng_normal(113, RNG_WEIGHTS, 0, values, DRAWS);
    double moment[5] = {0};
    for (size_t i = 0; i < DRAWS; i++) {
        assert_true(isfinite(values[i]));
        for (int k = 1; k <= 4; k++)
            moment[k] += pow(values[i], k) / DRAWS;
    }
    const double root = sqrt(DRAWS);
    expect_near("mean", 0, moment[1], 5 * 1 / root);
    expect_near("variance", 1, moment[2], 5 * sqrt(2) / root);
    expect_near("third moment", 0, moment[3], 5 * sqrt(15) / root);
    expect_near("fourth moment", 3, moment[4], 5 * sqrt(96) / root);
    double neighbours = 0;
    for (size_t i = 0; i + 1 < DRAWS; i++)
        neighbours += values[i] * values[i + 1] / DRAWS;
    expect_near("neighbours' correlation", 0, neighbours, 5 / root);
}

/* A longer draw begins with the shorter one, whatever its length modulo the words of a block. */
static void draws_do_not_depend_on_their_number(void **state)
{
    (void)state;
    float all[64], some[64];
    double normals[64], fewer[64];
    rng_uniform(5, RNG_WEIGHTS, 2, 0, 1, all, 64);
    rng_normal(5, RNG_WEIGHTS, 2, normals, 64);
    for (size_t n = 0; n < 64; n++) {
        rng_uniform(5, RNG_WEIGHTS, 2, 0, 1, some, n);
        assert_memory_equal(all, some, n * sizeof *all);
        rng_normal(5, RNG_WEIGHTS, 2, fewer, n);
        assert_memory_equal(normals, fewer, n * sizeof *normals);
    }
}

static void permutation_holds_each_once(void **state)
{
    (void)state;
    static uint32_t order[17500];
    static unsigned char seen[17500];
    const uint32_t sizes[] = {0, 1, 2, 3, 17500};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        memset(seen, 0, sizeof seen);
        rng_permutation(1, RNG_ORDER, 1, order, sizes[i]);
        for (uint32_t k = 0; k < sizes[i]; k++) {
            assert_true(order[k] < sizes[i]);
            assert_int_equal(seen[order[k]]++, 0);
        }
    }
}

/* All 24 orders of four, over many epochs. */
static void permutation_is_uniform(void **state)
{
    (void)state;
    enum { ROUNDS = 48000 };
    int count[256] = {0};
    for (uint32_t epoch = 0; epoch < ROUNDS; epoch++) {
        uint32_t order[4];
        rng_permutation(9, RNG_ORDER, epoch, order, 4);
        count[order[0] << 6 | order[1] << 4 | order[2] << 2 | order[3]]++;
    }
    double chi = 0;
    int orders = 0;
    for (int i = 0; i < 256; i++) {
        if (count[i] == 0)
            continue;
        orders++;
        chi += (count[i] - ROUNDS / 24.0) * (count[i] - ROUNDS / 24.0) / (ROUNDS / 24.0);
    }
    assert_int_equal(orders, 24);
    expect_near("chi square over 24 orders", 23, chi, 5 * sqrt(2 * 23.0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_answers),
        cmocka_unit_test(every_part_counts),
        cmocka_unit_test(uniform_fills_its_range),
        cmocka_unit_test(uniform_never_reaches_its_end),
        cmocka_unit_test(normal_has_its_moments),
        cmocka_unit_test(draws_do_not_depend_on_their_number),
        cmocka_unit_test(permutation_holds_each_once),
        cmocka_unit_test(permutation_is_uniform),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
