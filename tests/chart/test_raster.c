/*
 * From values to dots: columns keep every extreme, curves have no gaps, and a cell shows one curve.
 */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/chart/columns.h"
#include "rnntop/chart/raster.h"

static double noise(unsigned *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (double)(*seed >> 8) / 16777216.0;
}

/* ---- columns ---- */

static void epochs_in_their_own_columns(void **state)
{
    (void)state;
    /* Ten epochs in 120 dots: the last batch of an epoch is in its twelfth. However many there are,
     * and whether they are counted in epochs or batches: never one column late. */
    assert_int_equal(columns_place(120, 0, 10, 1), 11);
    for (int epochs = 1; epochs <= 60; epochs++) {
        for (int dots = 20; dots <= 400; dots += 7) {
            for (int epoch = 1; epoch <= epochs; epoch++) {
                long expected = (epoch * dots + epochs - 1) / epochs - 1;
                assert_int_equal(columns_place(dots, 0, epochs, epoch), expected);
                assert_int_equal(columns_place(dots, 0, 584.0 * epochs, 584.0 * epoch), expected);
                assert_int_equal(columns_place(dots, 0, 0.1 * epochs, 0.1 * epoch), expected);
            }
        }
    }
    assert_int_equal(columns_place(120, 0, 10, 0), 0);
    assert_int_equal(columns_place(120, 0, 10, 1.0 + 1.0 / 584), 12);
    assert_true(columns_place(120, 2, 10, 1.9) < 0);
    assert_true(columns_place(120, 0, 10, 10.1) >= 120);
    assert_true(columns_place(120, 0, 10, 1e300) >= 120);
}

/* However many values share a column, the highest and the lowest are in it. */
static void no_spike_vanishes(void **state)
{
    struct columns *columns = malloc(sizeof *columns);
    (void)state;
    assert_non_null(columns);
    for (int count = 1; count <= 200; count += 13) {
        float low[200], high[200];
        unsigned seed = (unsigned)count;
        columns_init(columns, count, 0, 5840);
        for (int i = 0; i < count; i++) {
            low[i] = INFINITY;
            high[i] = -INFINITY;
        }
        for (int batch = 1; batch <= 5840; batch++) {
            float value = (float)noise(&seed) + (batch % 777 == 0 ? 5.0f : 0.0f);
            long at = columns_place(count, 0, 5840, batch);
            columns_span(columns, batch, value, value);
            low[at] = fminf(low[at], value);
            high[at] = fmaxf(high[at], value);
        }
        for (int i = 0; i < count; i++) {
            if (columns->at[i].low != low[i] || columns->at[i].high != high[i])
                fail_msg("column %d of %d: expected %g to %g, got %g to %g", i, count, low[i],
                         high[i], columns->at[i].low, columns->at[i].high);
        }
    }
    free(columns);
}

static void lines_between_values(void **state)
{
    struct columns *columns = malloc(sizeof *columns);
    (void)state;
    assert_non_null(columns);
    columns_init(columns, 10, 2, 12);
    columns_point(columns, 1, 1); /* before the visible part: the line comes from there */
    columns_point(columns, 5, 5);
    columns_point(columns, 7, NAN);
    columns_bad(columns, 7);
    columns_point(columns, 22, 22);
    columns_bad(columns, 40);
    for (int i = 0; i < 10; i++) {
        const struct columns_at *at = &columns->at[i];
        double middle = i == 2 ? 5 : 2.5 + i;
        assert_true(at->any);
        if (fabs(at->low - middle) > 1e-5 || fabs(at->high - middle) > 1e-5)
            fail_msg("column %d: expected %g, got %g to %g", i, middle, at->low, at->high);
        assert_int_equal(at->point, i == 2);
        assert_int_equal(at->bad, i == 4);
    }
    free(columns);
}

/* ---- raster ---- */

static void check_shown(const struct raster *raster, int columns, int rows, const char *expected)
{
    struct canvas *canvas;
    struct rt_error error;
    assert_int_equal(canvas_create(&canvas, columns, rows, &error), RT_OK);
    raster_show(raster, canvas, 0, 0);
    char *got = canvas_to_text(canvas);
    assert_string_equal(got, expected);
    free(got);
    canvas_destroy(canvas);
}

static void every_dot(void **state)
{
    static const char *const BRAILLE[] = {"⠁\n", "⠈\n", "⠂\n", "⠐\n", "⠄\n", "⠠\n", "⡀\n", "⢀\n"};
    static const char *const BLOCKS[] = {"▘\n", "▝\n", "▖\n", "▗\n"};
    static const char *const ASCII[] = {"'\n", "-\n", "_\n"};
    (void)state;
    for (int i = 0; i < 8; i++) {
        struct raster *raster = raster_create(RASTER_BRAILLE, 1, 1);
        raster_dot(raster, i % 2, i / 2, 1, ROLE_TRAIN);
        check_shown(raster, 1, 1, BRAILLE[i]);
        raster_destroy(raster);
    }
    for (int i = 0; i < 4; i++) {
        struct raster *raster = raster_create(RASTER_BLOCKS, 1, 1);
        raster_dot(raster, i % 2, i / 2, 1, ROLE_TRAIN);
        check_shown(raster, 1, 1, BLOCKS[i]);
        raster_destroy(raster);
    }
    for (int i = 0; i < 3; i++) {
        struct raster *raster = raster_create(RASTER_ASCII, 1, 1);
        raster_dot(raster, 0, i, 1, ROLE_TRAIN);
        check_shown(raster, 1, 1, ASCII[i]);
        raster_destroy(raster);
    }
    struct raster *raster = raster_create(RASTER_BLOCKS, 2, 1);
    for (int i = 0; i < 4; i++)
        raster_dot(raster, i % 2, i / 2, 1, ROLE_TRAIN);
    raster_dot(raster, 2, 1, 1, ROLE_TRAIN);
    raster_dot(raster, 3, 0, 1, ROLE_TRAIN);
    check_shown(raster, 2, 1, "█▞\n");
    raster_destroy(raster);
    raster_destroy(NULL);
}

/* The higher rank owns the cell whole, whichever came first; dots are never mixed. */
static void one_cell_one_curve(void **state)
{
    (void)state;
    for (int order = 0; order < 2; order++) {
        struct raster *raster = raster_create(RASTER_BRAILLE, 1, 1);
        struct canvas *canvas;
        struct rt_error error;
        for (int i = 0; i < 2; i++) {
            bool train = i == order;
            raster_dot(raster, train, 0, train ? 7 : 3, train ? ROLE_TRAIN : ROLE_VAL);
        }
        raster_dot(raster, 1, 1, 7, ROLE_TRAIN);
        raster_cell(raster, 0, 0, 'x', 6, ROLE_OTHER);
        assert_true(raster_taken(raster, 0, 0, 7));
        assert_false(raster_taken(raster, 0, 0, 8));
        assert_false(raster_taken(raster, 1, 0, 1));
        assert_int_equal(canvas_create(&canvas, 1, 1, &error), RT_OK);
        raster_show(raster, canvas, 0, 0);
        assert_int_equal(canvas_at(canvas, 0, 0)->codepoint, 0x2818);
        assert_int_equal(canvas_at(canvas, 0, 0)->role, ROLE_TRAIN);
        canvas_destroy(canvas);
        raster_destroy(raster);
    }
}

static void draw_line(enum raster_dots dots, const struct raster_style *style, int columns,
                      int rows, double (*value)(int), int points, const char *expected)
{
    struct columns *curve = malloc(sizeof *curve);
    struct raster *raster = raster_create(dots, columns, rows);
    struct scale scale;
    assert_non_null(curve);
    assert_non_null(raster);
    assert_true(scale_fit(&scale, 0, 1, false, rows, 4));
    assert_int_equal(scale.rows, rows);
    columns_init(curve, columns * raster_across(dots), 0, points);
    for (int i = 1; i <= points; i++)
        columns_point(curve, i, value(i));
    raster_curve(raster, curve, &scale, style);
    check_shown(raster, columns, rows, expected);
    raster_destroy(raster);
    free(curve);
}

static double level(int i)
{
    (void)i;
    return 0.5;
}

static void line_styles(void **state)
{
    struct raster_style solid = {RASTER_SOLID, ROLE_TRAIN, 1, 0, 0};
    struct raster_style dashed = {RASTER_DASHED, ROLE_VAL, 1, 2, 'o'};
    struct raster_style dotted = {RASTER_DOTTED, ROLE_OTHER, 1, 0, 'x'};
    (void)state;
    /* Three points in 24 dots: each ends its eight; a point is 2 x 2 dots, or 1 x 2. */
    draw_line(RASTER_BRAILLE, &solid, 12, 3, level, 3, "\n   ⠠⠤⠤⠤⠤⠤⠤⠤⠤\n\n");
    draw_line(RASTER_BRAILLE, &dashed, 12, 3, level, 3, "\n   ⢠⡄⠠⠄⢠⡄⠠⠄⣤\n\n");
    draw_line(RASTER_BRAILLE, &dotted, 12, 3, level, 3, "\n   ⢠ ⠄⠠⢠ ⠄⠠⢠\n\n");
    draw_line(RASTER_BLOCKS, &dashed, 12, 3, level, 3, "\n   ▗▖▗▖▗▖▗▖▄\n   ▝▘  ▝▘  ▀\n");
}

/* The dots of a column of a raster of braille, as bits from the top. */
static uint64_t dots_of(const struct canvas *canvas, int x)
{
    static const int BIT[4][2] = {{0, 3}, {1, 4}, {2, 5}, {6, 7}};
    uint64_t dots = 0;
    for (int y = 0; y < canvas->rows * 4; y++) {
        uint32_t codepoint = canvas_at(canvas, x / 2, y / 4)->codepoint;
        if (codepoint >= 0x2800 && (codepoint - 0x2800) >> BIT[y % 4][x % 2] & 1)
            dots |= 1ull << y;
    }
    return dots;
}

/* A solid curve is one piece: its dots in a column are one stroke, which touches the next one. */
static void no_gaps(void **state)
{
    enum { COLUMNS = 40, ROWS = 11, ACROSS = 2 * COLUMNS };
    struct raster_style solid = {RASTER_SOLID, ROLE_TRAIN, 1, 0, 0};
    struct columns *curve = malloc(sizeof *curve);
    struct canvas *canvas;
    struct rt_error error;
    struct scale scale;
    unsigned seed = 1;
    (void)state;
    assert_non_null(curve);
    assert_int_equal(canvas_create(&canvas, COLUMNS, ROWS, &error), RT_OK);
    assert_true(scale_fit(&scale, 0, 1, false, ROWS, 4));
    for (int points = 2; points < 400; points += 7) {
        struct raster *raster = raster_create(RASTER_BRAILLE, COLUMNS, ROWS);
        columns_init(curve, ACROSS, 0, points);
        for (int i = 1; i <= points; i++)
            columns_point(curve, i, noise(&seed));
        raster_curve(raster, curve, &scale, &solid);
        canvas_clear(canvas);
        raster_show(raster, canvas, 0, 0);
        uint64_t before = 0;
        for (int x = columns_place(ACROSS, 0, points, 1) + 1; x < ACROSS; x++) {
            uint64_t dots = dots_of(canvas, x);
            uint64_t filled = dots | (dots - 1); /* down to the lowest bit, and the stroke */
            if (dots == 0 || (filled & (filled + 1)) != 0)
                fail_msg("%d points: column %d holds %016llx", points, x, (unsigned long long)dots);
            if (before && ((before | before << 1 | before >> 1) & dots) == 0)
                fail_msg("%d points: columns %d and %d do not touch", points, x - 1, x);
            before = dots;
        }
        raster_destroy(raster);
    }
    canvas_destroy(canvas);
    free(curve);
}

/* What is not a number has a sign where the curve was last. */
static void bad_values(void **state)
{
    struct columns *curve = malloc(sizeof *curve);
    struct raster *raster = raster_create(RASTER_ASCII, 6, 3);
    struct raster_style solid = {RASTER_SOLID, ROLE_TRAIN, 1, 0, 0};
    struct scale scale;
    (void)state;
    assert_non_null(curve);
    assert_true(scale_fit(&scale, 0, 1, false, 3, 4));
    columns_init(curve, 6, 0, 6);
    columns_bad(curve, 1); /* before any value: in the middle */
    columns_span(curve, 2, 0, 0);
    columns_span(curve, 3, 0, 0);
    columns_span(curve, 4, NAN, NAN);
    columns_bad(curve, 4);
    raster_curve(raster, curve, &scale, &solid);
    raster_bad(raster, curve, &scale, '!', 9, ROLE_BAD);
    check_shown(raster, 6, 3, "\n!\n --!\n");
    raster_destroy(raster);
    free(curve);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(epochs_in_their_own_columns),
        cmocka_unit_test(no_spike_vanishes),
        cmocka_unit_test(lines_between_values),
        cmocka_unit_test(every_dot),
        cmocka_unit_test(one_cell_one_curve),
        cmocka_unit_test(line_styles),
        cmocka_unit_test(no_gaps),
        cmocka_unit_test(bad_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
