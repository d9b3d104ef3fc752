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

static double bottom(int i)
{
    (void)i;
    return 0;
}

static void line_styles(void **state)
{
    struct raster_style solid = {RASTER_SOLID, ROLE_TRAIN, 1, 0, 0, 0, 0};
    struct raster_style dashed = {RASTER_DASHED, ROLE_VAL, 1, 2, 'o', 0, 0};
    struct raster_style dotted = {RASTER_DOTTED, ROLE_OTHER, 1, 0, 'x', 0, 0};
    (void)state;
    /* Three points in 24 dots: each ends its eight; a point is 2 x 2 dots, or 1 x 2. */
    draw_line(RASTER_BRAILLE, &solid, 12, 3, level, 3, "\n   ⠠⠤⠤⠤⠤⠤⠤⠤⠤\n\n");
    draw_line(RASTER_BRAILLE, &dashed, 12, 3, level, 3, "\n   ⢠⡄⠤ ⢠⡄⠤ ⣤\n\n");
    draw_line(RASTER_BRAILLE, &dotted, 12, 3, level, 3, "\n   ⢠ ⠄⠠⢠ ⠄⠠⢠\n\n");
    draw_line(RASTER_BLOCKS, &dashed, 12, 3, level, 3, "\n   ▗▖▄ ▗▖▄ ▄\n   ▝▘  ▝▘  ▀\n");
    /* Thicker by a dot, downwards, and points with it; upwards at the lower edge. */
    solid.thicker = dashed.thicker = 1;
    draw_line(RASTER_BLOCKS, &solid, 12, 3, level, 3, "\n   ▗▄▄▄▄▄▄▄▄\n   ▝▀▀▀▀▀▀▀▀\n");
    draw_line(RASTER_BLOCKS, &dashed, 12, 3, level, 3, "\n   ▗▖▄ ▗▖▄ ▄\n   ▐▌▀ ▐▌▀ █\n");
    draw_line(RASTER_BLOCKS, &solid, 12, 3, bottom, 3, "\n\n   ▐████████\n");
    draw_line(RASTER_BLOCKS, &dashed, 12, 3, bottom, 3, "\n   ▗▖  ▗▖  ▄\n   ▐▌█ ▐▌█ █\n");
    draw_line(RASTER_ASCII, &solid, 12, 3, level, 3, "\n   ---------\n\n");
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
    struct raster_style solid = {RASTER_SOLID, ROLE_TRAIN, 1, 0, 0, 0, 0};
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
    struct raster_style solid = {RASTER_SOLID, ROLE_TRAIN, 1, 0, 0, 0, 0};
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

/* ---- several curves ---- */

/* A level line through the middle of a row, as `curve` of the others. */
static void draw_level(struct raster *raster, const struct scale *scale, double value,
                       unsigned curve, enum role role, unsigned rank)
{
    struct columns *columns = malloc(sizeof *columns);
    const struct raster_style style = {
        .line = RASTER_SOLID, .role = role, .rank = rank, .curve = curve};
    assert_non_null(columns);
    columns_init(columns, 24, 0, 24);
    columns_span(columns, 1, value, value);
    columns_span(columns, 24, value, value);
    raster_curve(raster, columns, scale, &style);
    free(columns);
}

/* How many cells of a row have each role. */
static void count_roles(const struct raster *raster, int row, int count[ROLE_COUNT])
{
    struct canvas *canvas;
    struct rt_error error;
    memset(count, 0, ROLE_COUNT * sizeof *count);
    assert_int_equal(canvas_create(&canvas, 12, 4, &error), RT_OK);
    raster_show(raster, canvas, 0, 0);
    for (int column = 0; column < 12; column++) {
        const struct cell *cell = canvas_at(canvas, column, row);
        count[cell->role] += cell->codepoint != ' ';
    }
    canvas_destroy(canvas);
}

/* Three curves on one another are seen a third of the way each; a fourth of a higher rank is alone.
 */
static void curves_take_turns(void **state)
{
    struct raster *raster = raster_create(RASTER_BRAILLE, 12, 4);
    struct scale scale;
    int count[ROLE_COUNT];
    (void)state;
    assert_true(scale_fit(&scale, 0, 3, false, 4, 4));
    draw_level(raster, &scale, 1, 0, ROLE_RUN_1, 5);
    draw_level(raster, &scale, 1, 3, ROLE_RUN_2, 5);
    draw_level(raster, &scale, 1, 7, ROLE_RUN_3, 5);
    draw_level(raster, &scale, 2, 1, ROLE_RUN_4, 5); /* in a row of its own */
    count_roles(raster, 2, count);
    assert_int_equal(count[ROLE_RUN_1], 4);
    assert_int_equal(count[ROLE_RUN_2], 4);
    assert_int_equal(count[ROLE_RUN_3], 4);
    count_roles(raster, 1, count);
    assert_int_equal(count[ROLE_RUN_4], 12);
    draw_level(raster, &scale, 1, 0, ROLE_VAL, 6);
    count_roles(raster, 2, count);
    assert_int_equal(count[ROLE_VAL], 12);
    raster_destroy(raster);
}

/* Behind the dashes of the chosen run there is room for what coincides with it, wherever in a cell
 * its points lie. */
static void dashes_leave_room(void **state)
{
    (void)state;
    for (int shift = 0; shift < 2; shift++) {
        struct raster *raster = raster_create(RASTER_BRAILLE, 12, 4);
        struct columns *columns = malloc(sizeof *columns);
        const struct raster_style dashed = {RASTER_DASHED, ROLE_VAL, 6, 7, 'o', 0, 0};
        struct scale scale;
        int count[ROLE_COUNT];
        assert_non_null(columns);
        assert_true(scale_fit(&scale, 0, 3, false, 4, 4));
        draw_level(raster, &scale, 1, 0, ROLE_RUN_1, 5);
        columns_init(columns, 24, 0, 24);
        columns_point(columns, 1 + shift, 1);
        columns_point(columns, 23 + shift, 1);
        raster_curve(raster, columns, &scale, &dashed);
        count_roles(raster, 2, count);
        if (count[ROLE_RUN_1] < 4 || count[ROLE_VAL] < 6)
            fail_msg("shifted by %d: %d cells of the other, %d of the chosen", shift,
                     count[ROLE_RUN_1], count[ROLE_VAL]);
        raster_destroy(raster);
        free(columns);
    }
}

/* The mean of those that have come so far, and what lies between the lowest and the highest. */
static void mean_and_band(void **state)
{
    struct columns_sum *sum = malloc(sizeof *sum);
    struct columns *curve = malloc(sizeof *curve);
    (void)state;
    assert_true(sum && curve);
    columns_sum_init(sum, 8, 0, 8);
    for (int i = 0; i < 3; i++) {
        columns_init(curve, 8, 0, 8);
        columns_point(curve, 2, 0.1 * i);
        if (i < 2)
            columns_point(curve, 6, 0.5 + 0.1 * i);
        columns_sum_add(sum, curve);
    }
    columns_sum_mean(sum, curve);
    assert_true(fabs((double)curve->at[1].low - 0.1) < 1e-6);
    assert_true(curve->at[1].point && curve->at[5].point && !curve->at[3].point);
    assert_true(fabs((double)sum->band.at[1].low) < 1e-6);
    assert_true(fabs((double)sum->band.at[1].high - 0.2) < 1e-6);
    assert_true(fabs((double)curve->at[5].high - 0.55) < 1e-6);
    assert_true(fabs((double)sum->band.at[5].high - 0.6) < 1e-6);
    assert_false(curve->at[0].any || curve->at[6].any);
    free(curve);
    free(sum);
}

static void bands(void **state)
{
    struct raster *raster = raster_create(RASTER_ASCII, 6, 4);
    struct columns *band = malloc(sizeof *band);
    struct scale scale;
    (void)state;
    assert_non_null(band);
    assert_true(scale_fit(&scale, 0, 3, false, 4, 4));
    columns_init(band, 6, 0, 6);
    columns_span(band, 2, 1, 2);
    columns_span(band, 3, 1, 2);
    columns_span(band, 4, 0, 3);
    raster_band(raster, band, &scale, &(struct raster_shade){1, ':', 1, ROLE_VAL});
    check_shown(raster, 6, 4, "   :\n :::\n :::\n   :\n");
    raster_destroy(raster);
    raster = raster_create(RASTER_ASCII, 6, 4);
    raster_band(raster, band, &scale, &(struct raster_shade){2, ':', 1, ROLE_VAL});
    check_shown(raster, 6, 4, "\n : :\n  :\n   :\n");
    raster_destroy(raster);
    free(band);
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
        cmocka_unit_test(curves_take_turns),
        cmocka_unit_test(dashes_leave_room),
        cmocka_unit_test(mean_and_band),
        cmocka_unit_test(bands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
