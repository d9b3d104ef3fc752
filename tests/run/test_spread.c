#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rnntop/run/spread.h"

static void near(const char *what, double got, double expected)
{
    if (!(fabs(got - expected) <= 1e-12))
        fail_msg("%s: expected %.15g, got %.15g", what, expected, got);
}

/* 2 4 4 4 5 5 7 9: the squares of the differences from 5 add up to 32, so with n - 1 the deviation
 * is the root of 32/7; with n it would be 2. */
static void deviation_is_of_a_sample(void **state)
{
    (void)state;
    static const double VALUES[] = {2, 4, 4, 4, 5, 5, 7, 9};
    struct spread spread = spread_of(VALUES, 8);
    assert_int_equal(spread.count, 8);
    near("mean", spread.mean, 5);
    near("deviation", spread.deviation, sqrt(32.0 / 7));
    near("low", spread.low, 2);
    near("high", spread.high, 9);
}

static void what_is_no_number_is_left_out(void **state)
{
    (void)state;
    static const double VALUES[] = {NAN, 0.8, NAN, 0.9};
    struct spread spread = spread_of(VALUES, 4);
    assert_int_equal(spread.count, 2);
    near("mean", spread.mean, 0.85);
    near("deviation", spread.deviation, sqrt(0.005));
    near("low", spread.low, 0.8);
    near("high", spread.high, 0.9);
}

/* One value has a mean, and no deviation: a 0 would pretend that seeds make no difference. */
static void few_values(void **state)
{
    (void)state;
    static const double ONE = 0.75;
    struct spread spread = spread_of(&ONE, 1);
    near("mean", spread.mean, 0.75);
    assert_true(isnan(spread.deviation));
    spread = spread_of(NULL, 0);
    assert_int_equal(spread.count, 0);
    assert_true(isnan(spread.mean) && isnan(spread.low) && isnan(spread.high));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deviation_is_of_a_sample),
        cmocka_unit_test(what_is_no_number_is_left_out),
        cmocka_unit_test(few_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
