#include "config.h"

#include "rnntop/chart/scale.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LN_2 0.69314718055994531

/* "1.0 | 0.9": the labels from the top, a stroke for a row without one. */
static void check_labels(double low, double high, bool log, int rows, const char *expected)
{
    struct scale scale;
    char got[512] = "", label[SCALE_LABEL_SIZE];
    assert_true(scale_fit(&scale, low, high, log, rows, 4));
    for (int row = 0; row < scale.rows; row++) {
        strcat(got, row > 0 ? " " : "");
        strcat(got, scale_label(&scale, row, label) ? label : "|");
    }
    assert_string_equal(got, expected);
}

static void known_scales(void **state)
{
    (void)state;
    check_labels(0.5, 1, false, 7, "1.0 0.9 0.8 0.7 0.6 0.5");
    check_labels(0.5, 1, false, 12, "1.0 | 0.9 | 0.8 | 0.7 | 0.6 | 0.5");
    check_labels(0.5, 1, false, 5, "1.00 | 0.75 | 0.50"); /* not "1.0 | | | 0.5" */
    check_labels(0.5, 1, false, 2, "1.0 0.5");
    check_labels(0, LN_2, false, 8, "0.7 0.6 0.5 0.4 0.3 0.2 0.1 0.0");
    check_labels(0, LN_2, false, 11, "| 0.6 | | 0.4 | | 0.2 | | 0.0");
    check_labels(0, LN_2, false, 5, "0.6 0.4 0.2 0.0"); /* not "| 0.5 | | 0.0" */
    check_labels(0, 0.78, false, 8, "0.75 | 0.50 | 0.25 | 0.00");
    check_labels(0, LN_2, false, 4, "0.6 0.4 0.2 0.0");
    check_labels(0, 3.2, false, 8, "3.0 2.5 2.0 1.5 1.0 0.5 0.0");
    check_labels(0, 32000, false, 8, "30k 25k 20k 15k 10k 5000 0");
    check_labels(0, 3.2e7, false, 8, "30M 25M 20M 15M 10M 5M 0");
    check_labels(0.01, 0.7, true, 8, "0.5 | 0.2 0.1 0.05 | 0.02 0.01");
    check_labels(0.1, 0.7, true, 8, "| 0.5 | | | 0.2 | 0.1");
    check_labels(1e-6, 2, true, 8, "1.0 0.1 0.01 1e-3 1e-4 1e-5 1e-6 1e-7");
}

/* Rows are added above, and the labels go on. */
static void rows_are_added_above(void **state)
{
    struct scale scale;
    char label[SCALE_LABEL_SIZE];
    (void)state;
    assert_true(scale_fit(&scale, 0, LN_2, false, 8, 4));
    double place = scale_place(&scale, 0.25);
    scale_grow(&scale, 10);
    assert_int_equal(scale.rows, 10);
    assert_true(fabs(scale_place(&scale, 0.25) - place - 2) < 1e-9);
    assert_true(scale_label(&scale, 0, label));
    assert_string_equal(label, "0.9");
    scale_grow(&scale, 4); /* never fewer */
    assert_int_equal(scale.rows, 10);
}

/* Whatever the range: few enough rows, all values within them, labels true to their rows. */
static void every_scale(void **state)
{
    static const double LOWS[] = {0, 0.1, 0.33, 0.47, 0.5, 0.9, 3, 1e-5};
    static const double RANGES[] = {1e-3, 0.2, 0.5, LN_2, 0.99, 3, 42, 1e4, 1e9};
    (void)state;
    for (size_t i = 0; i < sizeof LOWS / sizeof LOWS[0]; i++) {
        for (size_t j = 0; j < sizeof RANGES / sizeof RANGES[0]; j++) {
            for (int rows = 4; rows < 60; rows++) {
                double low = LOWS[i], high = low + RANGES[j];
                struct scale scale;
                char label[SCALE_LABEL_SIZE];
                if (!scale_fit(&scale, low, high, false, rows, 9))
                    fail_msg("no scale of %d rows for %g to %g", rows, low, high);
                if (scale.rows > rows || scale_place(&scale, low) > scale.rows + 1e-6 ||
                    scale_place(&scale, high) < -1e-6)
                    fail_msg("%g to %g in %d rows: %d rows of %g from %g", low, high, rows,
                             scale.rows, scale.unit, (double)scale.top * scale.unit);
                int labels = 0;
                for (int row = 0; row < scale.rows; row++) {
                    if (!scale_label(&scale, row, label))
                        continue;
                    labels++;
                    double place = scale_place(&scale, atof(label));
                    if (!strpbrk(label, "kMG") && fabs(place - row - 0.5) > 0.02)
                        fail_msg("%g to %g in %d rows: \"%s\" belongs at %g, stands at %g", low,
                                 high, rows, label, place, row + 0.5);
                }
                assert_true(labels >= 2);
            }
        }
    }
}

/* Chance lies on the lowest value of the accuracy: it needs a row of its own, whatever the height.
 */
static void the_lowest_value_has_a_row(void **state)
{
    (void)state;
    for (int rows = 3; rows <= 60; rows++) {
        struct scale scale;
        assert_true(scale_fit(&scale, 0.5, 1, false, rows, 4));
        double place = scale_place(&scale, 0.5);
        if (!(place > 0 && place < scale.rows - 1e-6))
            fail_msg("%d rows: 0.5 is at %g of %d", rows, place, scale.rows);
    }
}

static void places_and_dots(void **state)
{
    struct scale scale;
    (void)state;
    assert_true(scale_fit(&scale, 0.5, 1, false, 6, 4));
    assert_float_equal(scale_place(&scale, 1.0), 0.5, 1e-9);
    assert_float_equal(scale_place(&scale, 0.5), 5.5, 1e-9);
    /* A label's own value lies in the middle of its row. */
    assert_int_equal(scale_dot(&scale, 0.5, 4), 22);
    assert_int_equal(scale_dot(&scale, 0.9, 1), 1);
    assert_int_equal(scale_dot(&scale, 0.851, 1), 1);
    assert_int_equal(scale_dot(&scale, 0.849, 1), 2);
    assert_int_equal(scale_dot(&scale, -7, 4), 23);
    assert_int_equal(scale_dot(&scale, 7, 4), 0);
    assert_true(isnan(scale_place(&scale, NAN)));
    assert_true(scale_fit(&scale, 0.01, 1, true, 6, 4));
    assert_true(isnan(scale_place(&scale, 0)));
    assert_true(isnan(scale_place(&scale, -1)));
}

static void impossible(void **state)
{
    struct scale scale;
    (void)state;
    assert_false(scale_fit(&scale, 0, 1, false, 1, 4));
    assert_false(scale_fit(&scale, 1, 1, false, 8, 4));
    assert_false(scale_fit(&scale, 0, INFINITY, false, 8, 4));
    assert_false(scale_fit(&scale, NAN, 1, false, 8, 4));
    assert_false(scale_fit(&scale, 0, 1, true, 8, 4));
    /* Where no label fits, the picture comes without the long ones. */
    assert_true(scale_fit(&scale, 0, 1e6, false, 8, 3));
    for (int row = 0; row < scale.rows; row++) {
        char label[SCALE_LABEL_SIZE];
        if (scale_label(&scale, row, label))
            assert_true(strlen(label) <= 3);
    }
}

static void check_tick(double range, int cells, int columns, double least, double expected)
{
    double got = scale_ticks_across(range, cells, columns, least);
    if (fabs(got - expected) > 1e-9 * expected)
        fail_msg("%g in %d cells: expected a tick of %g, got %g", range, cells, expected, got);
}

static void ticks_across(void **state)
{
    (void)state;
    check_tick(10, 60, 2, 1, 1);
    check_tick(10, 28, 2, 1, 2);
    check_tick(100, 60, 3, 1, 10);
    check_tick(5840, 60, 5, 1, 1000);
    check_tick(1.25, 60, 3, 0, 0.2);
    check_tick(1, 60, 1, 1, 1);
    assert_int_equal(scale_decimals(1), 0);
    assert_int_equal(scale_decimals(0.2), 1);
    assert_int_equal(scale_decimals(0.05), 2);
    assert_int_equal(scale_decimals(200), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_scales),    cmocka_unit_test(rows_are_added_above),
        cmocka_unit_test(every_scale),     cmocka_unit_test(the_lowest_value_has_a_row),
        cmocka_unit_test(places_and_dots), cmocka_unit_test(impossible),
        cmocka_unit_test(ticks_across),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
