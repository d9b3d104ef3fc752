#include "config.h"

#include "rnntop/chart/canvas.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct canvas *open_canvas(int columns, int rows)
{
    struct canvas *canvas;
    struct rt_error error;
    assert_int_equal(canvas_create(&canvas, columns, rows, &error), RT_OK);
    return canvas;
}

static void check_text(const struct canvas *canvas, const char *expected)
{
    char *got = canvas_to_text(canvas);
    assert_string_equal(got, expected);
    free(got);
}

static void draws_and_cuts(void **state)
{
    struct canvas *canvas = open_canvas(6, 2);
    (void)state;
    assert_int_equal(canvas_text(canvas, 1, 0, "ab", ROLE_VAL), 3);
    canvas_put(canvas, 5, 1, 'x', ROLE_BAD);
    check_text(canvas, " ab\n     x\n");
    assert_int_equal(canvas_at(canvas, 2, 0)->role, ROLE_VAL);
    assert_int_equal(canvas_at(canvas, 5, 1)->role, ROLE_BAD);
    assert_null(canvas_at(canvas, 6, 0));
    assert_null(canvas_at(canvas, 0, -1));

    /* Beyond the edges nothing is drawn, and what was cut off is counted. */
    canvas_put(canvas, -1, 0, 'y', ROLE_BAD);
    canvas_put(canvas, 0, 2, 'y', ROLE_BAD);
    assert_int_equal(canvas->cuts, 0);
    assert_int_equal(canvas_text(canvas, 4, 0, "12 3", ROLE_PLAIN), 8);
    assert_int_equal(canvas->cuts, 1);
    canvas_text(canvas, 0, 7, "zz", ROLE_PLAIN);
    assert_int_equal(canvas->cuts, 3);
    check_text(canvas, " ab 12\n     x\n");

    assert_int_equal(canvas_text_right(canvas, 4, 1, "é9", ROLE_DIM), 2);
    check_text(canvas, " ab 12\n  é9 x\n");
    canvas_role(canvas, 2, 1, 99, ROLE_GOOD);
    assert_int_equal(canvas_at(canvas, 3, 1)->role, ROLE_GOOD);
    canvas_destroy(canvas);
}

static void counts_overlaps(void **state)
{
    struct canvas *canvas = open_canvas(9, 1);
    (void)state;
    canvas_put(canvas, 0, 0, '-', ROLE_FAINT);
    canvas_text(canvas, 0, 0, "a b", ROLE_PLAIN); /* over no text, and a blank is no text */
    canvas_text(canvas, 1, 0, "-", ROLE_PLAIN);
    assert_int_equal(canvas->overlaps, 0);
    canvas_text(canvas, 2, 0, "cd", ROLE_PLAIN);
    assert_int_equal(canvas->overlaps, 1);
    canvas_put(canvas, 3, 0, '.', ROLE_FAINT);
    assert_int_equal(canvas->overlaps, 2);
    canvas_clear(canvas);
    assert_int_equal(canvas->overlaps, 0);
    check_text(canvas, "\n");
    canvas_destroy(canvas);
}

/* A wide character is two cells or nothing. */
static void wide_characters(void **state)
{
    struct canvas *canvas = open_canvas(5, 1);
    (void)state;
    assert_int_equal(canvas_text(canvas, 0, 0, "語a語", ROLE_PLAIN), 5);
    check_text(canvas, "語a語\n");
    assert_int_equal(canvas_at(canvas, 1, 0)->codepoint, 0);
    canvas_put(canvas, 1, 0, 'x', ROLE_PLAIN); /* its right half */
    check_text(canvas, " xa語\n");
    canvas_put(canvas, 3, 0, 'y', ROLE_PLAIN); /* its left half */
    check_text(canvas, " xay\n");
    canvas_clear(canvas);
    canvas_text(canvas, 4, 0, "語", ROLE_PLAIN);
    check_text(canvas, "\n");
    assert_int_equal(canvas->cuts, 1);
    /* A combining mark has no cell of its own. */
    assert_int_equal(canvas_text(canvas, 0, 0, "e\xCC\x81g", ROLE_PLAIN), 2);
    check_text(canvas, "eg\n");
    canvas_destroy(canvas);
}

static void ascii(void **state)
{
    struct canvas *canvas = open_canvas(12, 1);
    (void)state;
    canvas_text(canvas, 0, 0, "–…“’é語z", ROLE_PLAIN);
    canvas_to_ascii(canvas);
    check_text(canvas, "-.\"'?? z\n");
    canvas_destroy(canvas);
}

static void resizes(void **state)
{
    struct canvas *canvas = open_canvas(3, 1);
    struct rt_error error;
    (void)state;
    canvas_text(canvas, 0, 0, "abc", ROLE_PLAIN);
    assert_int_equal(canvas_resize(canvas, 2, 2, &error), RT_OK);
    check_text(canvas, "\n\n");
    /* A size that can't be leaves it as it is. */
    assert_int_equal(canvas_resize(canvas, 0, 2, &error), RT_ERR_MEMORY);
    assert_int_equal(canvas_resize(canvas, INT_MAX, INT_MAX, &error), RT_ERR_MEMORY);
    assert_int_equal(canvas->columns, 2);
    canvas_text(canvas, 0, 1, "ok", ROLE_PLAIN);
    check_text(canvas, "\nok\n");
    canvas_destroy(canvas);
    canvas_destroy(NULL);
    assert_int_equal(canvas_create(&canvas, -1, 5, &error), RT_ERR_MEMORY);
    assert_null(canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(draws_and_cuts),  cmocka_unit_test(counts_overlaps),
        cmocka_unit_test(wide_characters), cmocka_unit_test(ascii),
        cmocka_unit_test(resizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
