/*
 * What guessing scores: worked out by hand, and by trying every answer that is always the same.
 */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rnntop/base/rng.h"
#include "rnntop/run/guess.h"

#define CLASSES 12

static void expect(double got, double expected, const char *what)
{
    if (!(fabs(got - expected) < 1e-12))
        fail_msg("%s: expected %.15f, got %.15f", what, expected, got);
}

static void by_hand(void **state)
{
    (void)state;
    struct guess coin = guess_of_counts((const uint32_t[]){50, 50}, 2);
    expect(coin.accuracy, 0.5, "accuracy of a coin");
    expect(coin.loss, log(2), "loss of a coin");
    struct guess uneven = guess_of_counts((const uint32_t[]){1, 2, 1}, 3);
    expect(uneven.accuracy, 0.5, "accuracy of 1:2:1");
    expect(uneven.loss, 1.5 * log(2), "loss of 1:2:1");
    struct guess one = guess_of_counts((const uint32_t[]){0, 7}, 2);
    expect(one.accuracy, 1, "accuracy of one class");
    expect(one.loss, 0, "loss of one class");
    assert_true(guess_known(&one));
    struct guess four = guess_of_classes(4);
    expect(four.accuracy, 0.25, "accuracy of four classes that nobody counted");
    expect(four.loss, 2 * log(2), "loss of four classes that nobody counted");
}

static void of_nothing(void **state)
{
    (void)state;
    struct guess none = guess_of_counts((const uint32_t[]){0, 0, 0}, 3), unset = {0};
    assert_true(isnan(none.accuracy) && isnan(none.loss));
    assert_false(guess_known(&none));
    assert_false(guess_known(&unset));
}

/* The mean cross-entropy of giving class k the probability p[k], whatever the text. */
static double cross_entropy(const uint32_t *rows, const double *p)
{
    double sum = 0, all = 0;
    for (size_t k = 0; k < CLASSES; k++) {
        all += rows[k];
        sum -= rows[k] * log(p[k]);
    }
    return sum / all;
}

/* No answer that is always the same is right more often, and none has a lower loss. */
static void nothing_constant_is_better(void **state)
{
    (void)state;
    for (uint32_t trial = 0; trial < 200; trial++) {
        uint32_t rows[CLASSES], all = 0;
        double p[CLASSES];
        for (size_t k = 0; k < CLASSES; k++) {
            uint32_t random[4];
            rng_words(3, RNG_ORDER, trial, k, random);
            rows[k] = 1 + random[0] % 1000;
            all += rows[k];
        }
        struct guess guess = guess_of_counts(rows, CLASSES);
        for (size_t k = 0; k < CLASSES; k++) {
            assert_true(rows[k] <= guess.accuracy * all + 1e-9);
            p[k] = (double)rows[k] / all;
        }
        expect(guess.loss, cross_entropy(rows, p), "loss of the shares");
        for (size_t k = 0; k + 1 < CLASSES; k++) { /* a little of one class's share to the next */
            double moved = 0.1 * p[k];
            p[k] -= moved;
            p[k + 1] += moved;
            assert_true(cross_entropy(rows, p) > guess.loss);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),
        cmocka_unit_test(of_nothing),
        cmocka_unit_test(nothing_constant_is_better),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
