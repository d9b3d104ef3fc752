/*
 * The names beside the plots, wherever the lines and the curves lie: each line to compare with has
 * its name, on its own row or, where another label has that, beside it; and all are in order.
 */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/base/rng.h"
#include "rnntop/ui/curves/curves.h"
#include "rnntop/ui/curves/references.h"
#include "rnntop/ui/curves/view_curves.h"
#include "rnntop/ui/figures.h"
#include "scene.h"

#define TRIALS 150

/* A random number in [0, 1). */
static double draw(uint32_t trial, uint64_t which)
{
    uint32_t random[4];
    rng_words(7, RNG_ORDER, trial, which, random);
    return random[0] / 4294967296.0;
}

/* Three runs at most, on data and with scores that are anywhere; often all at one height. */
static void random_scene(struct scene *scene, uint32_t trial)
{
    double spread = draw(trial, 0) < 0.5 ? 0.02 : 0.5, around = 0.5 + draw(trial, 1) / 2 - spread;
    scene_open(scene, 1 + (size_t)(3 * draw(trial, 2)));
    struct run_event event = {.kind = EVENT_DATA};
    event.as.data = (struct data_event){.train = 17500,
                                        .validation = 1000,
                                        .num_words = 4000,
                                        .maxlen = 100,
                                        .name = "made",
                                        .made_up = draw(trial, 3) < 0.7,
                                        .ceiling = around + spread * draw(trial, 4)};
    told_board_tell(&scene->told, BOARD_TRAINER, 0, event);
    event = (struct run_event){.kind = EVENT_CLASSES};
    event.as.classes.classes = 2;
    double accuracy = fmax(0.5, around + spread * draw(trial, 5));
    event.as.classes.guess[PART_VALIDATION] = (struct guess){accuracy, draw(trial, 6) * 0.69};
    told_board_tell(&scene->told, BOARD_TRAINER, 0, event);
    if (draw(trial, 7) < 0.8) {
        event = (struct run_event){.kind = EVENT_BASELINE};
        event.as.baseline.val_accuracy = (float)(around + spread * draw(trial, 8));
        event.as.baseline.val_loss = (float)(draw(trial, 9) * 0.69);
        told_board_tell(&scene->told, BOARD_BASELINE, 0, event);
    }
    told_board_poll(&scene->told);
    for (size_t run = 0; run < scene->runs; run++)
        scene_train(scene, run, 0.3 + 9 * draw(trial, 10 + run));
    scene->screen.follow = false;
    scene_show(scene);
}

/* What stands in a row of the gutter, up to the canvas's last column but one. */
static void read_gutter(const struct curves *curves, int row, char text[64])
{
    size_t length = 0;
    for (int i = curves->layout.gutter_columns; i > 0; i--) {
        const struct cell *cell = canvas_at(curves->canvas, curves->layout.width - i, row);
        if (cell->text && length < 63 && (length > 0 || cell->codepoint != ' '))
            text[length++] = (char)cell->codepoint;
    }
    text[length] = '\0';
}

static int find_row(const struct curves *curves, const struct layout_plot *plot, const char *wanted)
{
    int found = -1;
    char text[64];
    for (int row = 0; row < plot->scale.rows; row++) {
        read_gutter(curves, plot->row + row, text);
        if (strcmp(text, wanted) != 0)
            continue;
        if (found >= 0)
            fail_msg("\"%s\" stands on two rows", wanted);
        found = row;
    }
    return found;
}

/* A name leaves its line's row only where another label has it. */
static void check_near(const struct curves *curves, const struct layout_plot *plot, double value,
                       int row, const char *name)
{
    int own = scale_dot(&plot->scale, value, 1);
    char text[64];
    read_gutter(curves, plot->row + own, text);
    if (text[0] == '\0')
        fail_msg("\"%s\" stands on row %d, though its line's own, %d, is free", name, row, own);
}

/* From the upper edge down the figures fall. */
static void check_order(const struct curves *curves, const struct layout_plot *plot)
{
    double above = INFINITY;
    char text[64];
    for (int row = 0; row < plot->scale.rows && !curves->layout.narrow; row++) {
        read_gutter(curves, plot->row + row, text);
        const char *figure = strrchr(text, ' ');
        if (text[0] == '\0')
            continue;
        double value = strtod(figure ? figure : text, NULL);
        if (value > above)
            fail_msg("%.3f stands below %.3f", value, above);
        above = value;
    }
}

/* Returns how many names had to move. */
static size_t check_plot(const struct curves *curves, const struct layout_plot *plot,
                         enum metric metric)
{
    struct reference reference[REFERENCES_MAX];
    size_t count = references_find(curves, metric, reference), moved = 0;
    const size_t own = 2; /* train and val of the selected run */
    check_order(curves, plot);
    for (size_t i = 0; i < count && own + count <= (size_t)plot->scale.rows; i++) {
        double place = scale_place(&plot->scale, reference[i].value);
        char wanted[64], figure[FIGURE_SIZE];
        if (!(place >= 0 && place < plot->scale.rows))
            continue;
        snprintf(wanted, sizeof wanted, "%s%s%s", reference[i].name,
                 curves->layout.narrow ? "" : " ",
                 curves->layout.narrow ? "" : figure_value(figure, reference[i].value));
        int row = find_row(curves, plot, wanted);
        if (row < 0)
            fail_msg("a line at %.3f has no name \"%s\"", reference[i].value, wanted);
        check_near(curves, plot, reference[i].value, row, wanted);
        moved += row != scale_dot(&plot->scale, reference[i].value, 1);
    }
    return moved;
}

static void every_line_has_its_name(void **state)
{
    static const int SIZES[][2] = {{80, 24}, {40, 12}, {66, 20}, {120, 36}, {200, 60}};
    struct canvas *canvas;
    struct rt_error error;
    size_t moved = 0;
    (void)state;
    assert_int_equal(canvas_create(&canvas, 80, 24, &error), RT_OK);
    for (uint32_t trial = 0; trial < TRIALS; trial++) {
        const int *size = SIZES[trial % (sizeof SIZES / sizeof SIZES[0])];
        struct scene *scene = calloc(1, sizeof *scene);
        struct curves *curves = calloc(1, sizeof *curves);
        assert_true(scene && curves);
        random_scene(scene, trial);
        assert_int_equal(canvas_resize(canvas, size[0], size[1], &error), RT_OK);
        canvas_clear(canvas);
        view_curves.draw(&scene->screen, scene->board, canvas);
        assert_int_equal(canvas->overlaps, 0);
        assert_int_equal(canvas->cuts, 0);
        assert_true(curves_open(curves, &scene->screen, scene->board, canvas));
        moved += check_plot(curves, &curves->layout.accuracy, METRIC_ACCURACY);
        moved += check_plot(curves, &curves->layout.loss, METRIC_LOSS);
        free(curves);
        scene_close(scene);
        free(scene);
    }
    canvas_destroy(canvas);
    assert_true(moved > TRIALS / 2); /* or it was too easy */
}

/* The row of the baseline has its whole name, however short those of the runs are. */
static void the_baselines_row_has_its_name(void **state)
{
    static const int SIZES[][2] = {{80, 24}, {40, 24}, {120, 36}};
    struct canvas *canvas;
    struct rt_error error;
    struct scene *scene = calloc(1, sizeof *scene);
    struct curves *curves = calloc(1, sizeof *curves);
    (void)state;
    assert_true(scene && curves);
    scene_open(scene, 1);
    for (size_t i = 0; i < scene->runs; i++) {
        struct board_run *run = (struct board_run *)board_run(scene->board, i);
        snprintf(run->spec.name, sizeof run->spec.name, "%c", 'A' + (char)i);
        run->announced = run->spec;
    }
    scene_data(scene);
    scene_baseline(scene);
    scene_train(scene, 0, 1.5);
    scene_show(scene);
    assert_int_equal(canvas_create(&canvas, 80, 24, &error), RT_OK);
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        assert_int_equal(canvas_resize(canvas, SIZES[i][0], SIZES[i][1], &error), RT_OK);
        canvas_clear(canvas);
        view_curves.draw(&scene->screen, scene->board, canvas);
        assert_true(curves_open(curves, &scene->screen, scene->board, canvas));
        for (int column = 0; column < 8; column++) {
            uint32_t found = canvas_at(canvas, column, curves->layout.baseline_row)->codepoint;
            if (found != (uint32_t) "  NB-SVM"[column])
                fail_msg("%dx%d: column %d has U+%04X", SIZES[i][0], SIZES[i][1], column,
                         (unsigned)found);
        }
    }
    canvas_destroy(canvas);
    free(curves);
    scene_close(scene);
    free(scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_has_its_name),
        cmocka_unit_test(the_baselines_row_has_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
