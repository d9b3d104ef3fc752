#include "config.h"

#include "rnntop/ui/curves/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/chart/columns.h"

#define LN_2 0.69314718055994531

static const struct layout_ruler RULER = {0.5, 0.1, LN_2, false};

/* Every row of the screen by what stands in it. */
static void rows_of(const struct layout *layout, int rows, char *row)
{
    memset(row, ' ', (size_t)rows);
    row[rows] = '\0';
    if (layout->header_row >= 0)
        row[layout->header_row] = 'H';
    if (layout->heading_row >= 0)
        row[layout->heading_row] = 'T';
    for (int i = 0; i < layout->run_rows; i++)
        row[layout->run_row + i] = 'r';
    if (layout->baseline_row >= 0)
        row[layout->baseline_row] = 'b';
    if (layout->accuracy.title_row >= 0)
        row[layout->accuracy.title_row] = 't';
    if (layout->loss.title_row >= 0)
        row[layout->loss.title_row] = 't';
    for (int i = 0; i < layout->accuracy.scale.rows; i++)
        row[layout->accuracy.row + i] = 'a';
    for (int i = 0; i < layout->loss.scale.rows; i++)
        row[layout->loss.row + i] = 'l';
    row[layout->axis_row] = 'x';
    if (layout->message_row >= 0)
        row[layout->message_row] = 'm';
    row[layout->hints_row] = 'h';
}

static void check_rows_of(int rows, bool baseline, const char *expected)
{
    struct layout layout;
    char got[256];
    assert_true(layout_compute(&layout, 80, rows, 2, baseline, &RULER));
    rows_of(&layout, rows, got);
    assert_string_equal(got, expected);
}

static void check_rows(int rows, const char *expected)
{
    check_rows_of(rows, false, expected);
}

static void known_heights(void **state)
{
    (void)state;
    check_rows(12, "raaaaallllxh");
    check_rows(15, "raaaaaalllllxmh");
    check_rows(20, "HTrrtaaaaaatlllllxmh");
    check_rows(23, "HTrrtaaaaaatllllllllxmh");
    check_rows(24, "HTrr taaaaaatllllllllxmh");
    check_rows(36, "H Trr taaaaaaaaaaa tlllllllllllllxmh");
}

/* The baseline's row is a blank one, or one that the plots can spare. */
static void a_row_for_the_baseline(void **state)
{
    (void)state;
    check_rows_of(12, true, "raaaaallllxh");
    check_rows_of(23, true, "HTrrtaaaaaatllllllllxmh");
    check_rows_of(24, true, "HTrrbtaaaaaatllllllllxmh");
    check_rows_of(36, true, "H Trrb taaaaaaaaaaa tllllllllllllxmh");
}

/* Whatever the numbers of rows and runs, none stays blank below the axis. */
static void nothing_below_the_axis(void **state)
{
    (void)state;
    for (int rows = 16; rows < 100; rows++) {
        for (size_t runs = 1; runs < 12; runs++) {
            for (double high = 0.693; high < 12; high *= 1.13) {
                struct layout layout;
                const struct layout_ruler ruler = {0.5, 0.1, high, false};
                assert_true(layout_compute(&layout, 120, rows, runs, false, &ruler));
                if (layout.axis_row + 1 != layout.message_row)
                    fail_msg("%d rows, %zu runs, loss to %g: %d blank rows", rows, runs, high,
                             layout.message_row - layout.axis_row - 1);
            }
        }
    }
}

/* On 24 rows the blank one above the plots is given up where the loss would lose its labels. */
static void ticks_of_a_higher_loss(void **state)
{
    static const double HIGH[] = {LN_2, 0.75, 0.78, 0.85};
    (void)state;
    for (size_t i = 0; i < sizeof HIGH / sizeof HIGH[0]; i++) {
        struct layout layout;
        char label[SCALE_LABEL_SIZE];
        const struct layout_ruler ruler = {0.5, 0.1, HIGH[i], false};
        assert_true(layout_compute(&layout, 80, 24, 2, false, &ruler));
        const struct scale *loss = &layout.loss.scale;
        for (int row = 0; row < loss->rows; row++) {
            if (!scale_label(loss, row, label))
                fail_msg("loss to %g: row %d has no label", HIGH[i], row);
        }
        assert_int_equal(layout.accuracy.title_row - layout.run_row,
                         layout.run_rows + (HIGH[i] < 0.76));
    }
}

static void check_width(int columns, int gutter, int plot_column, int plot_columns)
{
    struct layout layout;
    assert_true(layout_compute(&layout, columns, 24, 2, false, &RULER));
    assert_int_equal(layout.gutter_columns, gutter);
    assert_int_equal(layout.plot_column, plot_column);
    assert_int_equal(layout.plot_columns, plot_columns);
}

static void known_widths(void **state)
{
    (void)state;
    check_width(40, 7, 5, 27);
    check_width(59, 7, 5, 46);
    check_width(60, 13, 7, 39);
    check_width(66, 13, 7, 45);
    check_width(80, 13, 7, 59);
    check_width(109, 13, 7, 88);
    check_width(110, 16, 7, 86);
    check_width(120, 16, 7, 96);
    check_width(10000, 16, 7, COLUMNS_MAX / 2);
}

/* At every size, with any number of runs and any ruler: all parts in order, none over another, and
 * the plots get their share. */
static void every_size(void **state)
{
#define LN_2 0.69314718055994531

    static const struct layout_ruler RULERS[] = {{0.5, 0.1, 0.693, false},
                                                 {0.1, 1e-6, 10, false},
                                                 {0, 1e-6, 10, true},
                                                 {0.46, 0.01, 0.75, true}};
    (void)state;
    for (int columns = 1; columns <= 520; columns += columns < 130 ? 1 : 37) {
        for (int rows = 1; rows <= 210; rows++) {
            for (int runs = 0; runs <= 64; runs += runs < 4 ? 1 : 20) {
                struct layout layout = {.width = -7};
                bool fits = layout_compute(&layout, columns, rows, (size_t)runs,
                                           (rows + columns) % 2 == 0, &RULERS[(rows + runs) % 4]);
                if (fits != (columns >= 40 && rows >= 12))
                    fail_msg("%dx%d, %d runs: %s", columns, rows, runs,
                             fits ? "fits" : "does not fit");
                if (!fits) {
                    assert_int_equal(layout.width, -7);
                    continue;
                }
                char row[256];
                rows_of(&layout, rows, row);
                int expected = 2 + (layout.header_row >= 0) + (layout.heading_row >= 0) +
                               (layout.accuracy.title_row >= 0) + (layout.loss.title_row >= 0) +
                               (layout.message_row >= 0) + (layout.baseline_row >= 0) +
                               layout.run_rows;
                int plots = layout.accuracy.scale.rows + layout.loss.scale.rows;
                int got = 0;
                for (int i = 0; i < rows; i++)
                    got += row[i] != ' ';
                if (got != expected + plots)
                    fail_msg("%dx%d, %d runs: parts overlap: %s", columns, rows, runs, row);
                static const char ORDER[] = "HTrbtatlxmh";
                size_t at = 0;
                for (int i = 0; i < rows; i++) {
                    if (row[i] == ' ')
                        continue;
                    while (ORDER[at] && ORDER[at] != row[i])
                        at++;
                    if (!ORDER[at])
                        fail_msg("%dx%d, %d runs: out of order: %s", columns, rows, runs, row);
                }
                /* Labels of three columns allow no finer rows on a narrow tower. */
                if (3 * plots < rows && (columns >= 60 || rows < 100))
                    fail_msg("%dx%d, %d runs: only %d rows of plots: %s", columns, rows, runs,
                             plots, row);
                assert_true(layout.plot_column + layout.plot_columns + layout.gutter_columns <=
                            columns);
                assert_true(layout.run_rows <= (runs > 1 ? runs : 1));
                assert_true(layout.plot_columns >= 20);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_heights),          cmocka_unit_test(a_row_for_the_baseline),
        cmocka_unit_test(nothing_below_the_axis), cmocka_unit_test(ticks_of_a_higher_loss),
        cmocka_unit_test(known_widths),           cmocka_unit_test(every_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
