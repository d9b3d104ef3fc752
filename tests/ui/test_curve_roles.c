/* Which curves have colours of their own, and what is dim. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "rnntop/ui/curves/curves.h"
#include "rnntop/ui/curves/runs_cells.h"
#include "rnntop/ui/screen_refresh.h"
#include "rnntop/ui/screen_rows.h"
#include "scene.h"

#define COLUMNS 120
#define ROWS    36

/* A scene, and what the curves make of it. */
struct house {
    struct scene scene;
    struct canvas *canvas;
    struct curves curves;
};

static struct house *open_house(const char *sweep, size_t seeds)
{
    const char *const lines[] = {sweep, NULL};
    struct house *house = calloc(1, sizeof *house);
    struct rt_error error;
    assert_non_null(house);
    scene_open_sweep(&house->scene, lines, seeds);
    scene_data(&house->scene);
    for (size_t i = 0; i < house->scene.runs; i++)
        scene_finish(&house->scene, i);
    scene_show(&house->scene);
    house->scene.screen.selected = 0;
    assert_int_equal(canvas_create(&house->canvas, COLUMNS, ROWS, &error), RT_OK);
    return house;
}

static const struct curves *look(struct house *house)
{
    const struct scene *scene = &house->scene;
    assert_true(curves_open(&house->curves, &scene->screen, scene->board, house->canvas));
    return &house->curves;
}

static void close_house(struct house *house)
{
    canvas_destroy(house->canvas);
    scene_close(&house->scene);
    free(house);
}

/* The role of a run's curve, wherever its row stands. */
static enum role role_of(const struct curves *curves, size_t run)
{
    for (size_t i = 0; i < curves->rows.count; i++) {
        if (rows_has_run(&curves->rows, i, run))
            return curves->role[i];
    }
    fail_msg("run %zu has no row", run);
    return ROLE_PLAIN;
}

/* Six others: each its own colour, whichever run is chosen, however the rows are sorted. */
static void up_to_six_have_their_own(void **state)
{
    struct house *house = open_house("units=16,32,64", 1);
    (void)state;
    const struct curves *curves = look(house);
    enum role before[6];
    assert_int_equal(curves_others(curves), 5);
    for (size_t i = 0; i < 6; i++) {
        before[i] = role_of(curves, i);
        for (size_t j = 0; j < i; j++)
            assert_true(before[i] != before[j]);
    }
    screen_select(&house->scene.screen, house->scene.board, 1);
    screen_sort(&house->scene.screen);
    curves = look(house);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(role_of(curves, i), before[i]);
    close_house(house);
}

/* Six open seeds and a closed group are seven rows, which never share: whichever is chosen, the
 * other six have six colours. */
static void six_others_never_share(void **state)
{
    struct house *house = open_house(NULL, 6);
    struct screen *screen = &house->scene.screen;
    (void)state;
    assert_true(screen_open(screen, house->scene.board));
    for (int tab = 0; tab < 7; tab++) {
        const struct curves *curves = look(house);
        assert_int_equal(curves_others(curves), 6);
        for (size_t i = 0; i < curves->rows.count; i++) {
            for (size_t j = 0; j < i; j++) {
                if (curves_is_other(curves, i) && curves_is_other(curves, j))
                    assert_true(curves->role[i] != curves->role[j]);
            }
        }
        screen_select(screen, house->scene.board, 1);
    }
    close_house(house);
}

/* More than six others: the best and the marked ones. */
static void of_many_some_stand_out(void **state)
{
    struct house *house = open_house("units=16,32,64,128,256", 1);
    struct screen *screen = &house->scene.screen;
    (void)state;
    const struct curves *curves = look(house);
    size_t best = curves->rows.best_run;
    for (size_t i = 0; i < 10; i++)
        assert_int_equal(role_of(curves, i) != ROLE_OTHER, i == best);

    size_t marked = best == 3 ? 4 : 3;
    screen->selected = marked;
    assert_true(screen_mark(screen, house->scene.board));
    screen->selected = 0;
    curves = look(house);
    assert_true(role_of(curves, marked) != ROLE_OTHER);
    assert_true(role_of(curves, marked) != role_of(curves, best));
    for (size_t i = 0; i < 10; i++)
        assert_int_equal(role_of(curves, i) != ROLE_OTHER, i == best || i == marked);
    close_house(house);
}

/* Nobody should choose by the test: it is dim until a run is chosen, and then for the others. */
static void test_scores_are_dim(void **state)
{
    struct house *house = open_house("units=16,32", 1);
    char text[RUNS_CELL_SIZE];
    (void)state;
    const struct curves *curves = look(house);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(runs_cell(curves, i, RUNS_TEST, text), ROLE_DIM);
        assert_true(text[0] == '0' && text[1] == '.');
    }
    screen_select(&house->scene.screen, house->scene.board, 1);
    curves = look(house);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(runs_test_role(curves, i),
                         i == curves->rows.selected ? ROLE_STRONG : ROLE_DIM);
    close_house(house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(up_to_six_have_their_own),
        cmocka_unit_test(six_others_never_share),
        cmocka_unit_test(of_many_some_stand_out),
        cmocka_unit_test(test_scores_are_dim),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
