/*
 * What keys change: selection, cursor, zoom, hold; and what the ruler does meanwhile.
 */
#include "config.h"

#include "rnntop/ui/rows.h"
#include "rnntop/ui/screen_refresh.h"
#include "rnntop/ui/screen_rows.h"
#include "rnntop/ui/screen_window.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/ui/seen.h"
#include "scene.h"

#define RNN  0
#define LSTM 1

static int open_scene(void **state)
{
    struct scene *scene = malloc(sizeof *scene);
    if (!scene)
        return -1;
    scene_open(scene, 1);
    scene_data(scene);
    scene_finish(scene, RNN);
    scene_train(scene, LSTM, 6.5);
    scene_show(scene);
    *state = scene;
    return 0;
}

static int close_scene(void **state)
{
    scene_close(*state);
    free(*state);
    return 0;
}

static const struct screen_run *view_of(struct scene *scene)
{
    return screen_run(&scene->screen, scene->screen.selected);
}

static void near(double got, double expected)
{
    if (fabs(got - expected) > 1e-6)
        fail_msg("expected %.9g, got %.9g", expected, got);
}

static void follows_until_asked(void **state)
{
    struct scene *scene = *state;
    struct screen *screen = &scene->screen;
    assert_int_equal(screen->selected, LSTM);
    screen_select(screen, scene->board, 1);
    assert_int_equal(screen->selected, RNN);
    scene_show(scene);
    assert_int_equal(screen->selected, RNN);
    screen_select(screen, scene->board, -1);
    assert_int_equal(screen->selected, LSTM);
    screen_select(screen, scene->board, -1);
    screen_select(screen, scene->board, -1);
    assert_int_equal(screen->selected, LSTM);
}

static void cursor_by_epochs(void **state)
{
    struct scene *scene = *state;
    struct screen *screen = &scene->screen;
    /* The first move shows it, at the last whole epoch. */
    screen_cursor_move(screen, scene->board, -1);
    assert_true(view_of(scene)->cursor_on);
    near(view_of(scene)->cursor, 6);
    screen_cursor_move(screen, scene->board, -1);
    near(view_of(scene)->cursor, 5);
    screen_cursor_move(screen, scene->board, -5);
    near(view_of(scene)->cursor, 1);
    screen_cursor_move(screen, scene->board, 5);
    near(view_of(scene)->cursor, 6);
    screen_cursor_move(screen, scene->board, 5); /* other runs may be further */
    near(view_of(scene)->cursor, 10);
    screen_cursor_end(screen, scene->board);
    near(view_of(scene)->cursor, 6);
    screen_cursor_home(screen, scene->board);
    near(view_of(scene)->cursor, 1);

    /* Each run has its own. */
    screen_select(screen, scene->board, 1);
    assert_false(view_of(scene)->cursor_on);
    screen_select(screen, scene->board, 1);
    near(view_of(scene)->cursor, 1);
    screen_cursor_toggle(screen, scene->board);
    assert_false(view_of(scene)->cursor_on);
}

static void cursor_by_batches(void **state)
{
    struct scene *scene = *state;
    struct screen *screen = &scene->screen;
    screen->axis = AXIS_STEP;
    screen_cursor_toggle(screen, scene->board);
    near(view_of(scene)->cursor, 6.5);
    /* A sixtieth of 5,840 batches. */
    screen_cursor_move(screen, scene->board, -1);
    near(view_of(scene)->cursor * SCENE_BATCHES, 3699);
    screen_cursor_move(screen, scene->board, -5);
    near(view_of(scene)->cursor * SCENE_BATCHES, 3699 - SCENE_BATCHES);
    /* Zoomed in as far as it goes, a batch at a time. */
    for (int i = 0; i < 20; i++)
        screen_zoom(screen, scene->board, 1);
    near((view_of(scene)->end - view_of(scene)->begin) * SCENE_BATCHES, 10);
    screen_cursor_move(screen, scene->board, 1);
    near(view_of(scene)->cursor * SCENE_BATCHES, 3700 - SCENE_BATCHES);
    screen_cursor_home(screen, scene->board);
    near(view_of(scene)->cursor * SCENE_BATCHES, 1);
    assert_true(view_of(scene)->begin <= view_of(scene)->cursor);
    assert_true(view_of(scene)->end >= view_of(scene)->cursor);

    screen->axis = AXIS_TIME;
    screen_zoom_whole(screen);
    screen_cursor_end(screen, scene->board);
    near(view_of(scene)->cursor, 6.5);
    screen_cursor_move(screen, scene->board, -1);
    assert_true(view_of(scene)->cursor < 6.5 && view_of(scene)->cursor > 6);
}

static void zooms_and_pans(void **state)
{
    struct scene *scene = *state;
    struct screen *screen = &scene->screen;
    screen_zoom(screen, scene->board, -1);
    near(view_of(scene)->end, 0);         /* the whole stays the whole */
    screen_zoom(screen, scene->board, 1); /* around the newest batch */
    near(view_of(scene)->begin, 4);
    near(view_of(scene)->end, 9);
    screen_zoom(screen, scene->board, 1);
    near(view_of(scene)->begin, 5.25);
    near(view_of(scene)->end, 7.75);
    screen_cursor_home(screen, scene->board); /* pans to it, a tenth from the edge */
    near(view_of(scene)->begin, 0.75);
    near(view_of(scene)->end, 3.25);
    screen_cursor_move(screen, scene->board, 5);
    near(view_of(scene)->cursor, 6);
    near(view_of(scene)->begin, 6 - 0.9 * 2.5);
    screen_zoom(screen, scene->board, 1);
    near((view_of(scene)->begin + view_of(scene)->end) / 2, 6);
    screen_zoom(screen, scene->board, -1);
    screen_zoom(screen, scene->board, -1);
    screen_zoom(screen, scene->board, -1);
    near(view_of(scene)->end, 0);
    screen_zoom(screen, scene->board, 1);
    screen_zoom_whole(screen);
    near(view_of(scene)->end, 0);
    near(view_of(scene)->begin, 0);
}

/* The newest batch stays in a zoomed picture that showed it; a cursor stays where it is. */
static void goes_with_the_tip(void **state)
{
    struct scene *scene = *state;
    struct screen *screen = &scene->screen;
    for (int i = 0; i < 4; i++)
        screen_zoom(screen, scene->board, 1);
    double begin = view_of(scene)->begin, width = view_of(scene)->end - begin;
    near(width, 0.625);
    scene_train(scene, LSTM, 6.7);
    scene_show(scene);
    near(view_of(scene)->begin, begin);
    scene_train(scene, LSTM, 7.2);
    scene_show(scene);
    assert_true(view_of(scene)->begin > begin);
    assert_true(view_of(scene)->begin < 7.2 && view_of(scene)->end > 7.2);
    near(view_of(scene)->end - view_of(scene)->begin, width);

    screen_cursor_toggle(screen, scene->board);
    begin = view_of(scene)->begin;
    scene_train(scene, LSTM, 9);
    scene_show(scene);
    near(view_of(scene)->begin, begin);
}

static void ruler_only_grows(void **state)
{
    struct scene *scene = *state;
    struct screen *screen = &scene->screen;
    double low = screen->accuracy_low, high = screen->loss_high, log_low = screen->loss_low;
    assert_true(low <= 0.5 && high >= 0.693);
    scene_train(scene, LSTM, 10);
    scene_show(scene);
    assert_true(screen->accuracy_low <= low && screen->loss_high >= high);
    assert_true(screen->loss_low < log_low);
    assert_true(screen->raw_accuracy_low < screen->accuracy_low);
    assert_true(screen->raw_loss_high > screen->loss_high);

    /* A run that explodes does not take the others' picture away. */
    struct step_event step = {.first = 5841, .last = 5841, .epoch = 11, .batch = 1, .batches = 584};
    for (int i = 0; i < 20; i++) {
        merged_add(&step.loss, 1e30f);
        merged_add(&step.accuracy, 0);
    }
    struct run_event event = {.kind = EVENT_NONE};
    told_board_step(&scene->told, LSTM, &step);
    told_board_tell(&scene->told, BOARD_TRAINER, LSTM, event);
    scene_show(scene);
    assert_true(screen->loss_high <= 10 && screen->raw_loss_high <= 10);
    near(screen->raw_accuracy_low, 0.03);
}

static void holds(void **state)
{
    struct scene *scene = *state;
    struct screen *screen = &scene->screen;
    struct seen before, after;
    scene_train(scene, LSTM, 6.6); /* not shown yet: the hold takes it in */
    screen_hold(screen, scene->board, true);
    seen_take(&before, screen, scene->board, LSTM);
    near(before.now->position, round(6.6 * SCENE_BATCHES) / SCENE_BATCHES);
    near(seen_position(&before), before.now->position); /* to its last batch */
    double position = seen_position(&before), now = screen_run(screen, LSTM)->now.position;
    size_t epochs = before.epoch_count;

    scene_finish(scene, LSTM);
    scene_show(scene);
    seen_take(&after, screen, scene->board, LSTM);
    near(seen_position(&after), position);
    near(screen_run(screen, LSTM)->now.position, now);
    assert_int_equal(after.epoch_count, epochs);
    assert_int_equal(seen_best(&after)->epoch, 5);

    screen_hold(screen, scene->board, false);
    scene_show(scene);
    seen_take(&after, screen, scene->board, LSTM);
    near(seen_position(&after), 10);
    assert_int_equal(after.epoch_count, 10);
}

/* Epochs, batches and minutes are one another's inverse, wherever one looks. */
static void axes(void **state)
{
    struct scene *scene = *state;
    struct seen seen;
    seen_take(&seen, &scene->screen, scene->board, LSTM);
    for (double epochs = 0; epochs <= 10; epochs += 0.37) {
        for (int axis = AXIS_EPOCH; axis <= AXIS_TIME; axis++) {
            double x = seen_x(&seen, (enum screen_axis)axis, epochs);
            near(seen_epochs(&seen, (enum screen_axis)axis, x), epochs);
        }
    }
    near(seen_x(&seen, AXIS_STEP, 6.5), 3796);
    near(seen_x(&seen, AXIS_TIME, 6.5), 3796 * 0.0147 / 60);
    assert_int_equal(seen_epoch(&seen, 5)->epoch, 5);
    assert_int_equal(seen_epoch(&seen, 5.99)->epoch, 5);
    assert_null(seen_epoch(&seen, 0.5));
    assert_int_equal(seen_point(&seen, 5)->last, 5 * SCENE_BATCHES);
    assert_null(seen_point(&seen, 8));
}

/* Nothing to look at is nothing to stumble over. */
static void empty(void **state)
{
    struct screen *screen = malloc(sizeof *screen);
    struct board *board;
    struct rt_error error;
    (void)state;
    assert_non_null(screen);
    screen_init(screen, false);
    assert_int_equal(screen->glyphs, GLYPHS_ASCII);
    assert_int_equal(board_create(&board, &error), RT_OK);
    screen_refresh(screen, board);
    screen_select(screen, board, 1);
    screen_cursor_toggle(screen, board);
    screen_cursor_move(screen, board, 1);
    screen_cursor_home(screen, board);
    screen_cursor_end(screen, board);
    screen_zoom(screen, board, 1);
    screen_zoom_whole(screen);
    screen_hold(screen, board, true);
    screen_hold(screen, board, false);
    screen_say(screen, ROLE_WARN, "no key '%c'", 'Q');
    assert_string_equal(screen->message, "no key 'Q'");
    assert_int_equal(screen->message_role, ROLE_WARN);
    screen_free(screen);
    board_destroy(board);
    free(screen);
}

/* ---- the table's rows ---- */

/* ">0 (1,2) 3: -3": the runs of each row from the top, and which is on screen; seeds in brackets,
 * or behind their head where it is open. */
static void check_table(const struct scene *scene, const char *expected)
{
    struct rows rows;
    char got[512] = "";
    size_t used = 0;
    rows_take(&rows, &scene->screen, scene->board);
    for (size_t i = 0; i < rows.count; i++) {
        static const char *const BEFORE[] = {"", "(", "", "-"}, *const BEHIND[] = {"", ")", ":",
                                                                                   ""};
        char runs[128] = "";
        for (size_t j = 0; j < rows.at[i].count; j++) {
            size_t length = strlen(runs);
            snprintf(runs + length, sizeof runs - length, "%s%zu", j > 0 ? "," : "",
                     rows_run(&rows, i, j));
        }
        used += (size_t)snprintf(got + used, sizeof got - used, "%s%s%s%s%s", i > 0 ? " " : "",
                                 i == rows.selected ? ">" : "", BEFORE[rows.at[i].kind], runs,
                                 BEHIND[rows.at[i].kind]);
    }
    assert_string_equal(got, expected);
}

/* SimpleRNN and LSTM with three seeds: a row each; runs 0 2 4 and 1 3 5. */
static void rows_of_seeds(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    struct screen *screen;
    (void)state;
    assert_non_null(scene);
    scene_open(scene, 3);
    screen = &scene->screen;
    scene_data(scene);
    scene_train(scene, 2, 0.5);
    scene_show(scene);
    struct rows rows;
    rows_take(&rows, screen, scene->board);
    assert_int_equal(rows.count, 2);
    assert_string_equal(rows.at[0].name, "SimpleRNN");
    assert_string_equal(rows.at[1].name, "LSTM");
    const size_t first = rows_run(&rows, 0, 0), second = rows_run(&rows, 0, 1);
    const size_t other = rows_run(&rows, 1, 0);

    /* Tab goes from row to row, and to the run of a row that is at work. */
    assert_int_equal(screen->selected, 2);
    size_t mine = rows.selected;
    screen_select(screen, scene->board, 1);
    rows_take(&rows, screen, scene->board);
    assert_true(rows.selected != mine);
    screen_select(screen, scene->board, 1);
    assert_int_equal(screen->selected, 2);

    /* Opened, its seeds have rows, and its head is stepped over. */
    screen->selected = first;
    assert_true(screen_open(screen, scene->board));
    rows_take(&rows, screen, scene->board);
    assert_int_equal(rows.count, 5);
    assert_int_equal(rows.at[0].kind, ROW_HEAD);
    assert_int_equal(rows.selected, 1);
    screen_select(screen, scene->board, 1);
    assert_int_equal(screen->selected, second);
    screen_select(screen, scene->board, -1);
    screen_select(screen, scene->board, -1);
    assert_int_equal(screen->selected, other);
    screen_select(screen, scene->board, 1);
    assert_int_equal(screen->selected, first);

    /* Closed, the run stays on screen as one of its row. */
    screen_select(screen, scene->board, 1);
    assert_true(screen_open(screen, scene->board));
    rows_take(&rows, screen, scene->board);
    assert_int_equal(rows.count, 2);
    assert_int_equal(rows.selected, 0);
    assert_int_equal(screen->selected, second);

    /* On a view without the table Tab reaches every run. */
    screen->view = SCREEN_SCORE;
    bool seen[6] = {false};
    for (int i = 0; i < 6; i++) {
        seen[screen->selected] = true;
        screen_select(screen, scene->board, 1);
    }
    for (int i = 0; i < 6; i++)
        assert_true(seen[i]);
    scene_close(scene);
    free(scene);
}

/* Best validation first; a mark stays with its run, and a run that is taken back leaves no trace.
 */
static void rows_in_order(void **state)
{
    static const char *const SWEEP[] = {"units=16,128", NULL};
    struct scene *scene = calloc(1, sizeof *scene);
    struct screen *screen;
    struct rows rows;
    (void)state;
    assert_non_null(scene);
    scene_open_sweep(scene, SWEEP, 1);
    screen = &scene->screen;
    scene_data(scene);
    for (size_t i = 0; i < 3; i++)
        scene_finish(scene, i);
    scene_show(scene);
    screen->selected = 0;
    check_table(scene, ">0 1 2 3");
    screen_sort(screen);
    rows_take(&rows, screen, scene->board);
    for (size_t i = 1; i < 3; i++)
        assert_true(rows.ranking.val[i - 1] >= rows.ranking.val[i]);
    assert_int_equal(rows_run(&rows, 3, 0), 3); /* not validated yet */
    assert_true(rows.at[0].best && !rows.at[1].best);
    assert_int_equal(rows.best_run, rows_run(&rows, 0, 0));
    screen_sort(screen);
    check_table(scene, "2 3 >0 1"); /* LSTM units=16, =128, SimpleRNN ... */
    screen_sort(screen);
    check_table(scene, ">0 1 2 3");
    assert_false(screen_open(screen, scene->board)); /* nothing to open */

    assert_true(screen_mark(screen, scene->board));
    screen_select(screen, scene->board, 1);
    rows_take(&rows, screen, scene->board);
    assert_true(rows.at[0].marked && !rows.at[1].marked);
    screen_select(screen, scene->board, -1);
    assert_false(screen_mark(screen, scene->board));
    rows_take(&rows, screen, scene->board);
    assert_false(rows.at[0].marked);
    scene_close(scene);
    free(scene);
}

int main(void)
{
    setenv("HOME", SCENE_HOME, 1);
#define IN_SCENE(test) cmocka_unit_test_setup_teardown(test, open_scene, close_scene)
    const struct CMUnitTest tests[] = {
        IN_SCENE(follows_until_asked),
        cmocka_unit_test(rows_of_seeds),
        cmocka_unit_test(rows_in_order),
        IN_SCENE(cursor_by_epochs),
        IN_SCENE(cursor_by_batches),
        IN_SCENE(zooms_and_pans),
        IN_SCENE(goes_with_the_tip),
        IN_SCENE(ruler_only_grows),
        IN_SCENE(holds),
        IN_SCENE(axes),
        cmocka_unit_test(empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
