/*
 * Golden screens: what the curves view shows at named moments, cell by cell. And what must hold at
 * every size and moment: no text over other text, nothing cut off, ASCII when ASCII is asked for.
 *
 * RNNTOP_UPDATE_GOLDENS=1 writes the goldens anew (make update-goldens): look at them before
 * committing.
 */
#include "config.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/ui/curves/view_curves.h"
#include "rnntop/ui/form/form_keys.h"
#include "rnntop/ui/screen_refresh.h"
#include "rnntop/ui/screen_rows.h"
#include "rnntop/ui/terminal/keypress.h"
#include "rnntop/ui/views/views.h"
#include "scene.h"
#include "tests/base/long.h"
#include "tests/run/curves.h"

/* ---- pictures ---- */

static const struct scene_moment *find_moment(const char *name)
{
    size_t count;
    const struct scene_moment *moment = scene_moments(&count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(moment[i].name, name) == 0)
            return &moment[i];
    }
    fail_msg("there is no moment named %s", name);
    return NULL;
}

static struct scene *open_moment(const struct scene_moment *moment)
{
    struct scene *scene = malloc(sizeof *scene);
    assert_non_null(scene);
    scene_open_moment(scene, moment);
    return scene;
}

static void close_moment(struct scene *scene)
{
    scene_close(scene);
    free(scene);
}

static void set_glyphs(struct scene *scene, enum screen_glyphs glyphs)
{
    scene->screen.glyphs = glyphs;
    scene->screen.unicode = glyphs != GLYPHS_ASCII;
}

/* One letter for each role; blank cells have none. */
static char *roles_of(const struct canvas *canvas)
{
    static const char LETTER[ROLE_COUNT + 1] = "psdftvogwbm123456+-c";
    char *text = malloc((size_t)(canvas->columns + 1) * (size_t)canvas->rows + 1), *out = text;
    assert_non_null(text);
    for (int row = 0; row < canvas->rows; row++) {
        char *end = out;
        for (int column = 0; column < canvas->columns; column++) {
            const struct cell *cell = canvas_at(canvas, column, row);
            *out++ = cell->codepoint == ' ' ? ' ' : LETTER[cell->role];
            end = cell->codepoint == ' ' ? end : out;
        }
        out = end;
        *out++ = '\n';
    }
    *out = '\0';
    return text;
}

/* ---- goldens ---- */

static char *read_golden(const char *path)
{
    FILE *file = fopen(path, "rb");
    size_t size = 0, room = 1 << 20;
    char *text = calloc(1, room);
    assert_non_null(text);
    if (file) {
        size = fread(text, 1, room - 1, file);
        fclose(file);
    }
    text[size] = '\0';
    return text;
}

static void write_golden(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    if (!file || fputs(text, file) < 0 || fclose(file) != 0)
        fail_msg("%s can't be written: %s", path, strerror(errno));
}

/* Prints the rows that differ, expected above got; true when there are any. */
static bool print_difference(const char *expected, const char *got)
{
    bool differs = false;
    for (int row = 0; *expected || *got; row++) {
        size_t a = strcspn(expected, "\n"), b = strcspn(got, "\n");
        if (a != b || memcmp(expected, got, a) != 0) {
            print_message("%3d - %.*s\n    + %.*s\n", row, (int)a, expected, (int)b, got);
            differs = true;
        }
        expected += a + (expected[a] == '\n');
        got += b + (got[b] == '\n');
    }
    return differs;
}

static bool check_golden(const char *name, const char *got)
{
    const char *top = getenv("top_srcdir");
    char path[1024];
    snprintf(path, sizeof path, "%s/tests/ui/golden/%s.txt", top ? top : ".", name);
    if (getenv("RNNTOP_UPDATE_GOLDENS")) {
        write_golden(path, got);
        return true;
    }
    char *expected = read_golden(path);
    bool same = strcmp(expected, got) == 0;
    if (!same) {
        print_message("%s: expected (-) and got (+):\n", path);
        if (!print_difference(expected, got))
            print_message("    only the end differs\n");
    }
    free(expected);
    return same;
}

static bool check_screen(struct scene *scene, const char *moment, int columns, int rows,
                         enum screen_glyphs glyphs)
{
    static const char *const SUFFIX[] = {"", "-blocks", "-ascii"};
    struct canvas *canvas;
    struct rt_error error;
    char name[128];
    assert_int_equal(canvas_create(&canvas, columns, rows, &error), RT_OK);
    set_glyphs(scene, glyphs);
    views_draw(&scene->screen, scene->board, canvas);
    assert_int_equal(canvas->overlaps, 0);
    assert_int_equal(canvas->cuts, 0);
    char *text = canvas_to_text(canvas);
    assert_non_null(text);
    snprintf(name, sizeof name, "%s-%dx%d%s", moment, columns, rows, SUFFIX[glyphs]);
    bool same = check_golden(name, text);
    free(text);
    if (columns == 80 && rows == 24 && glyphs == GLYPHS_BRAILLE) {
        char *roles = roles_of(canvas);
        snprintf(name, sizeof name, "%s-roles", moment);
        same = check_golden(name, roles) && same;
        free(roles);
    }
    canvas_destroy(canvas);
    return same;
}

/* Every moment on the common terminal. */
static void goldens_of_moments(void **state)
{
    size_t count, wrong = 0;
    const struct scene_moment *moment = scene_moments(&count);
    (void)state;
    for (size_t i = 0; i < count; i++) {
        struct scene *scene = open_moment(&moment[i]);
        wrong += !check_screen(scene, moment[i].name, 80, 24, GLYPHS_BRAILLE);
        close_moment(scene);
    }
    assert_int_equal(wrong, 0);
}

/* The telling moments on the other sizes, and with other glyphs. */
static void goldens_of_sizes(void **state)
{
    static const char *const MOMENTS[] = {
        "loading", "training", "paused", "cursor",        "failed", "seeds",      "quit",
        "demo",    "baseline", "sweep",  "stopped-early", "many",   "seeds-open", "coincide"};
    static const int SIZES[][2] = {{80, 23}, {66, 20}, {40, 12}, {120, 36}, {200, 60}};
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof MOMENTS / sizeof MOMENTS[0]; i++) {
        struct scene *scene = open_moment(find_moment(MOMENTS[i]));
        for (size_t j = 0; j < sizeof SIZES / sizeof SIZES[0]; j++)
            wrong += !check_screen(scene, MOMENTS[i], SIZES[j][0], SIZES[j][1], GLYPHS_BRAILLE);
        wrong += !check_screen(scene, MOMENTS[i], 80, 24, GLYPHS_BLOCKS);
        wrong += !check_screen(scene, MOMENTS[i], 80, 24, GLYPHS_ASCII);
        wrong += !check_screen(scene, MOMENTS[i], 40, 12, GLYPHS_ASCII);
        close_moment(scene);
    }
    assert_int_equal(wrong, 0);
}

/* The score: before the first epoch, while it learns, when it is tested. */
static void goldens_of_scores(void **state)
{
    static const char *const MOMENTS[] = {"waiting",      "other-run", "training",      "done",
                                          "four-classes", "cursor",    "uneven-classes"};
    static const char *const NAMES[] = {"score-waiting",       "score-tested",       "score",
                                        "score-done",          "score-four-classes", "score-cursor",
                                        "score-uneven-classes"};
    static const int SIZES[][2] = {{80, 24}, {120, 36}, {200, 60}, {66, 20}, {40, 12}};
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof MOMENTS / sizeof MOMENTS[0]; i++) {
        struct scene *scene = open_moment(find_moment(MOMENTS[i]));
        scene->screen.view = SCREEN_SCORE;
        for (size_t j = 0; j < sizeof SIZES / sizeof SIZES[0]; j++)
            wrong += !check_screen(scene, NAMES[i], SIZES[j][0], SIZES[j][1], GLYPHS_BRAILLE);
        wrong += !check_screen(scene, NAMES[i], 80, 24, GLYPHS_BLOCKS);
        wrong += !check_screen(scene, NAMES[i], 80, 24, GLYPHS_ASCII);
        close_moment(scene);
    }
    assert_int_equal(wrong, 0);
}

/* The parts of the score that a key turns to, and the text that is read there. */
static void goldens_of_parts(void **state)
{
    static const struct {
        const char *moment, *name;
        int parts, columns, rows;
    } SCORES[] = {
        {"done", "score-done", 3, 80, 24},
        {"done", "score-done", 3, 66, 20},
        {"done", "score-done", 7, 40, 12},
        {"four-classes", "score-four-classes", 3, 80, 24},
    };
    char name[64];
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof SCORES / sizeof SCORES[0]; i++) {
        struct scene *scene = open_moment(find_moment(SCORES[i].moment));
        scene->screen.view = SCREEN_SCORE;
        scene->screen.score.worst = 1;
        for (int part = 1; part < SCORES[i].parts; part++) {
            scene->screen.score.part = part;
            snprintf(name, sizeof name, "%s-part-%d", SCORES[i].name, part + 1);
            wrong += !check_screen(scene, name, SCORES[i].columns, SCORES[i].rows, GLYPHS_BRAILLE);
            if (SCORES[i].columns == 80)
                wrong += !check_screen(scene, name, 80, 24, GLYPHS_ASCII);
        }
        scene->screen.view = SCREEN_REVIEW;
        snprintf(name, sizeof name, "%s-review", SCORES[i].name);
        wrong += !check_screen(scene, name, SCORES[i].columns, SCORES[i].rows, GLYPHS_BRAILLE);
        close_moment(scene);
    }
    assert_int_equal(wrong, 0);
}

/* Thick curves and strong lines to compare with. */
static void goldens_for_a_projector(void **state)
{
    static const int SIZES[][2] = {{80, 24}, {66, 20}, {40, 12}, {120, 36}};
    struct scene *scene = open_moment(find_moment("baseline"));
    size_t wrong = 0;
    (void)state;
    scene->screen.look = LOOK_PROJECTOR;
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++)
        wrong += !check_screen(scene, "projector", SIZES[i][0], SIZES[i][1], GLYPHS_BLOCKS);
    wrong += !check_screen(scene, "projector", 80, 24, GLYPHS_BRAILLE);
    wrong += !check_screen(scene, "projector", 80, 24, GLYPHS_ASCII);
    close_moment(scene);
    assert_int_equal(wrong, 0);
}

/* ---- the diagnosis, of recorded runs ---- */

static struct scene *open_recorded(const char *name)
{
    struct curves_tape tape;
    struct scene *scene = malloc(sizeof *scene);
    assert_non_null(scene);
    scene_open(scene, 0);
    tape_open(&tape, &scene->told, name);
    while (tape_epoch(&tape, &scene->told))
        continue;
    tape_end(&tape, &scene->told);
    tape_close(&tape);
    scene_show(scene);
    return scene;
}

static bool check_sizes(struct scene *scene, const char *name)
{
    static const int SIZES[][2] = {{66, 20}, {40, 12}, {120, 36}};
    bool same = check_screen(scene, name, 80, 24, GLYPHS_ASCII);
    same = check_screen(scene, name, 40, 12, GLYPHS_ASCII) && same;
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++)
        same = check_screen(scene, name, SIZES[i][0], SIZES[i][1], GLYPHS_BRAILLE) && same;
    return same;
}

/* The line on the curves, and the page that explains it. */
static void goldens_of_diagnoses(void **state)
{
    static const struct {
        const char *tape, *name;
    } RUNS[] = {{"ag-lstm", "one-answer"},
                {"lstm-lstm-1", "overfitting"},
                {"simplernn-simplernn-1", "unstable"},
                {"nan-simplernn", "exploded"},
                {"sgd-lstm", "slow"},
                {"demo-simplernn", "nothing-wrong"}};
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof RUNS / sizeof RUNS[0]; i++) {
        struct scene *scene = open_recorded(RUNS[i].tape);
        char name[64];
        for (int page = 0; page < 2; page++) {
            scene->screen.view = page ? SCREEN_DIAGNOSIS : SCREEN_CURVES;
            snprintf(name, sizeof name, "diagnosis-%s%s", page ? "page-" : "", RUNS[i].name);
            wrong += !check_screen(scene, name, 80, 24, GLYPHS_BRAILLE);
            wrong += i < 2 && !check_sizes(scene, name);
        }
        close_moment(scene);
    }
    assert_int_equal(wrong, 0);
}

/* ---- what always holds ---- */

static void check_canvas(const struct canvas *canvas, const char *moment, enum screen_glyphs glyphs)
{
    if (canvas->overlaps > 0 || canvas->cuts > 0)
        fail_msg("%s at %dx%d: %u characters overlap, %u are cut off", moment, canvas->columns,
                 canvas->rows, canvas->overlaps, canvas->cuts);
    for (int row = 0; row < canvas->rows; row++) {
        for (int column = 0; column < canvas->columns; column++) {
            uint32_t codepoint = canvas_at(canvas, column, row)->codepoint;
            bool control = (codepoint > 0 && codepoint < ' ') || codepoint == 127;
            if (control || (glyphs == GLYPHS_ASCII && codepoint > '~'))
                fail_msg("%s at %dx%d: U+%04X at column %d, row %d", moment, canvas->columns,
                         canvas->rows, (unsigned)codepoint, column, row);
        }
    }
}

static bool has_text(const struct canvas *canvas, int row, const char *text)
{
    int length = (int)strlen(text);
    for (int column = 0; column + length <= canvas->columns; column++) {
        int i = 0;
        while (i < length && canvas_at(canvas, column + i, row)->codepoint == (uint32_t)text[i])
            i++;
        if (i == length)
            return true;
    }
    return false;
}

/* The view itself, at every size. */
static void draw_curves(const struct scene *scene, struct canvas *canvas)
{
    canvas_clear(canvas);
    view_curves.draw(&scene->screen, scene->board, canvas);
    if (scene->screen.glyphs == GLYPHS_ASCII)
        canvas_to_ascii(canvas);
}

static void draw_and_check(struct scene *scene, const char *moment, struct canvas *canvas)
{
    draw_curves(scene, canvas);
    check_canvas(canvas, moment, scene->screen.glyphs);
    if (canvas->columns < 40 || canvas->rows < 12 || scene->screen.prompt != PROMPT_NONE)
        return;
    /* The way out is always on screen, but where a message takes its place until the next key. */
    int last = canvas->rows - 1;
    if (scene->screen.message[0] && canvas->rows < 14)
        return;
    if (!has_text(canvas, last, "? help") || !has_text(canvas, last, "q quit"))
        fail_msg("%s at %dx%d: the last row tells neither help nor quit", moment, canvas->columns,
                 canvas->rows);
}

/* ---- the new-run form ---- */

static void press(struct form *form, const char *keys)
{
    for (; *keys; keys++)
        form_keys_press(form, *keys);
}

static void form_typed(struct form *form)
{
    form_keys_press(form, KEYPRESS_DOWN);
    form_keys_press(form, KEYPRESS_DOWN);
    press(form, "64");
}

static void form_refused(struct form *form)
{
    form_keys_press(form, KEYPRESS_DOWN);
    form_keys_press(form, KEYPRESS_DOWN);
    press(form, "8193");
    form_keys_press(form, KEYPRESS_DOWN);
}

static void form_written(struct form *form)
{
    press(form, "embedding:64:mask_zero,bidirectional(lstm:32:recurrent_dropout=0.1),gru:16,"
                "dropout:0.5");
}

static void form_wrong(struct form *form)
{
    form_written(form);
    press(form, ",dense:4,lstm:2");
    form_keys_press(form, KEYPRESS_DOWN);
}

/* Two groups unfolded, one of them with a value of its own, and folded again. */
static void form_folded(struct form *form)
{
    form_keys_press(form, KEYPRESS_PAGE_DOWN);
    form_keys_press(form, '\t');
    press(form, "3");
    form_keys_press(form, KEYPRESS_PAGE_UP);
    form_keys_press(form, ' ');
    form_keys_press(form, KEYPRESS_PAGE_UP);
    form_keys_press(form, ' ');
}

static void form_searching(struct form *form)
{
    press(form, "/decay");
}

static const struct form_moment {
    const char *name;
    void (*make)(struct form *form);
} FORMS[] = {
    {"form-typed", form_typed}, {"form-refused", form_refused}, {"form-written", form_written},
    {"form-wrong", form_wrong}, {"form-folded", form_folded},   {"form-searching", form_searching},
};

static void goldens_of_form(void **state)
{
    static const int SIZES[][2] = {{80, 24}, {40, 12}, {200, 60}, {66, 20}};
    size_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++) {
        struct scene *scene = open_moment(find_moment("training"));
        form_open(screen_form(&scene->screen), &board_run(scene->board, 1)->spec, 24);
        scene->screen.view = SCREEN_FORM;
        FORMS[i].make(scene->screen.form);
        for (size_t j = 0; j < sizeof SIZES / sizeof *SIZES; j++)
            wrong += !check_screen(scene, FORMS[i].name, SIZES[j][0], SIZES[j][1], GLYPHS_BRAILLE);
        wrong += !check_screen(scene, FORMS[i].name, 80, 24, GLYPHS_ASCII);
        wrong += !check_screen(scene, FORMS[i].name, 40, 12, GLYPHS_ASCII);
        close_moment(scene);
    }
    assert_int_equal(wrong, 0);
}

/* At every size, with every field in hand: nothing over other text, nothing cut off. */
static void every_field_at_every_edge(void **state)
{
    static const int COLUMNS[] = {40, 41, 59, 60, 61, 62, 80, 110, 111, 112, 130, 200};
    static const int ROWS[] = {12, 15, 16, 19, 20, 23, 24, 29, 30, 33, 60};
    struct rt_error error;
    (void)state;
    for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++) {
        struct scene *scene = open_moment(find_moment("training"));
        form_open(screen_form(&scene->screen), &board_run(scene->board, 1)->spec, 24);
        scene->screen.view = SCREEN_FORM;
        FORMS[i].make(scene->screen.form);
        for (size_t c = 0; c < sizeof COLUMNS / sizeof *COLUMNS; c++) {
            for (size_t r = 0; r < sizeof ROWS / sizeof *ROWS; r++) {
                struct canvas *canvas;
                assert_int_equal(canvas_create(&canvas, COLUMNS[c], ROWS[r], &error), RT_OK);
                set_glyphs(scene, c % 2 ? GLYPHS_ASCII : GLYPHS_BRAILLE);
                for (size_t field = 0; field < scene->screen.form->fields; field++) {
                    views_draw(&scene->screen, scene->board, canvas);
                    check_canvas(canvas, FORMS[i].name, scene->screen.glyphs);
                    form_keys_press(scene->screen.form, '\t');
                }
                canvas_destroy(canvas);
            }
        }
        close_moment(scene);
    }
}

/* Every moment, every kind of glyph: at the sizes around which something leaves or comes. */
static void every_edge(void **state)
{
    static const int COLUMNS[] = {39, 40, 41, 49, 52,  59,  60,  61,
                                  66, 79, 80, 81, 100, 109, 110, 200};
    static const int ROWS[] = {11, 12, 13, 14, 15, 16, 17, 20, 23, 24, 29, 30, 36, 80};
    size_t count;
    const struct scene_moment *moment = scene_moments(&count);
    struct canvas *canvas;
    struct rt_error error;
    (void)state;
    assert_int_equal(canvas_create(&canvas, 80, 24, &error), RT_OK);
    for (size_t i = 0; i < count; i++) {
        struct scene *scene = open_moment(&moment[i]);
        for (size_t x = 0; x < sizeof COLUMNS / sizeof COLUMNS[0]; x++) {
            for (size_t y = 0; y < sizeof ROWS / sizeof ROWS[0]; y++) {
                if (!test_is_long() && (x + y + i) % 4 != 0)
                    continue; /* at another moment */
                set_glyphs(scene, (enum screen_glyphs)((x + y) % 3));
                assert_int_equal(canvas_resize(canvas, COLUMNS[x], ROWS[y], &error), RT_OK);
                draw_and_check(scene, moment[i].name, canvas);
            }
        }
        close_moment(scene);
    }
    canvas_destroy(canvas);
}

/* As wide as any can be, and with values that nobody should tell. */
static void tell_any_judgement(struct scene *scene, uint32_t classes)
{
    struct judgement judgement = {.rows = UINT32_MAX,
                                  .classes = classes > 2 ? classes : 2,
                                  .wrong = UINT32_MAX,
                                  .sure = UINT32_MAX,
                                  .calibration_error = NAN,
                                  .curves = classes > JUDGEMENT_CURVES ? 0
                                            : classes > 2              ? classes
                                                                       : 1,
                                  .lengths = JUDGEMENT_LENGTHS,
                                  .worst_count = JUDGEMENT_WORST};
    for (size_t i = 0; i < 2 * JUDGEMENT_BINS; i++)
        judgement.histogram[i / JUDGEMENT_BINS][i % JUDGEMENT_BINS] = UINT32_MAX - (uint32_t)i;
    for (size_t i = 0; i < JUDGEMENT_STEPS; i++)
        judgement.step[i] = (struct judged_step){UINT32_MAX, i % 2 ? 1e30f : -5, i % 3 ? 2 : NAN};
    for (size_t i = 0; i < JUDGEMENT_LENGTHS; i++)
        judgement.length[i] = (struct judged_length){4000000000u, 4000000000u, UINT32_MAX};
    for (size_t i = 0; i < judgement.curves; i++) {
        struct judged_curve *curve = &judgement.curve[i];
        curve->class = 7 * (uint32_t)i;
        curve->auc = 1e30f;
        curve->points = JUDGEMENT_POINTS;
        for (size_t k = 0; k < JUDGEMENT_POINTS; k++) {
            curve->fpr[k] = k % 9 == 8 ? NAN : (float)k / 32;
            curve->tpr[k] = k % 7 == 6 ? -3 : (float)k / 64;
        }
    }
    for (size_t i = 0; i < JUDGEMENT_WORST; i++) {
        struct judged_row *row = &judgement.worst[i];
        *row = (struct judged_row){UINT32_MAX, (uint32_t)i, 77, i % 2 ? NAN : 1e-30f, 0, 7, ""};
        memset(row->text, 'x', i % 3 ? 700 : i);
    }
    struct run_event event = {.kind = EVENT_JUDGED,
                              .parcel = parcel_new(&judgement, sizeof judgement)};
    event.as.judged.epoch = 1;
    told_board_tell(&scene->told, BOARD_TRAINER, 0, event);
}

/* A run whose data has so many classes, with long names, tested. */
static void tell_classes(struct scene *scene, uint32_t classes)
{
    struct run_event event = {.kind = EVENT_CLASSES};
    event.as.classes.classes = classes;
    for (uint32_t i = 0; i < classes && i < METRICS_MAX_CLASSES; i++) {
        snprintf(event.as.classes.name[i], CLASS_NAME_SIZE, "a long name indeed%u", (unsigned)i);
        for (int p = 0; p < PART_COUNT; p++)
            event.as.classes.rows[p][i] = 120000 + i;
    }
    told_board_tell(&scene->told, BOARD_TRAINER, 0, event);
    event = (struct run_event){.kind = EVENT_EPOCH};
    event.as.epoch.epoch = 1;
    event.as.epoch.val_accuracy = 0.25f;
    event.as.epoch.val = (struct metrics){.classes = classes, .precision = 0.5f, .auc = NAN};
    for (uint32_t i = 0; classes <= METRICS_MAX_CLASSES && i < classes * classes; i++)
        event.as.epoch.val.confusion[i] = i * i;
    told_board_tell(&scene->told, BOARD_TRAINER, 0, event);
    struct metrics metrics = event.as.epoch.val;
    tell_any_judgement(scene, classes);
    event = (struct run_event){.kind = EVENT_TEST};
    event.as.test.metrics = metrics;
    told_board_tell(&scene->told, BOARD_TRAINER, 0, event);
    scene_show(scene);
}

/* The score at every width and some heights, and its parts; of few and of many classes. */
static void every_score(void **state)
{
    static const uint32_t CLASSES[] = {0, 2, 3, METRICS_MAX_CLASSES, 14};
    struct canvas *canvas;
    struct rt_error error;
    (void)state;
    assert_int_equal(canvas_create(&canvas, 80, 24, &error), RT_OK);
    for (size_t i = 0; i < sizeof CLASSES / sizeof CLASSES[0]; i++) {
        struct scene *scene = calloc(1, sizeof *scene);
        assert_non_null(scene);
        scene_open(scene, 1);
        tell_classes(scene, CLASSES[i]);
        scene->screen.view = SCREEN_SCORE;
        scene->screen.selected = 0;
        for (int columns = 40; columns < 220; columns++) {
            int rows = 12 + columns * 7 % 31;
            set_glyphs(scene, (enum screen_glyphs)(columns % 3));
            assert_int_equal(canvas_resize(canvas, columns, rows, &error), RT_OK);
            scene->screen.score.part = columns % 8;
            scene->screen.score.worst = columns % 25;
            views_draw(&scene->screen, scene->board, canvas);
            check_canvas(canvas, "score", scene->screen.glyphs);
        }
        close_moment(scene);
    }
    canvas_destroy(canvas);
}

/* Every size from 1x1 to 200x80, and the largest: each with one of the moments. */
static void every_size(void **state)
{
    size_t count;
    const struct scene_moment *moment = scene_moments(&count);
    struct canvas *canvas;
    struct rt_error error;
    (void)state;
    assert_int_equal(canvas_create(&canvas, 500, 200, &error), RT_OK);
    const int step = (int)count * (test_is_long() ? 1 : 5);
    for (size_t i = 0; i < count; i++) {
        struct scene *scene = open_moment(&moment[i]);
        for (int size = (int)i; size < 200 * 80; size += step) {
            set_glyphs(scene, (enum screen_glyphs)(size % 3));
            assert_int_equal(canvas_resize(canvas, size % 200 + 1, size / 200 + 1, &error), RT_OK);
            draw_and_check(scene, moment[i].name, canvas);
        }
        set_glyphs(scene, GLYPHS_BRAILLE);
        assert_int_equal(canvas_resize(canvas, 500, 200, &error), RT_OK);
        draw_and_check(scene, moment[i].name, canvas);
        assert_int_equal(canvas_resize(canvas, 5000, 3, &error), RT_OK);
        draw_and_check(scene, moment[i].name, canvas);
        assert_int_equal(canvas_resize(canvas, 5000, 40, &error), RT_OK);
        draw_and_check(scene, moment[i].name, canvas);
        close_moment(scene);
    }
    canvas_destroy(canvas);
}

/* A mean is called one of the seeds that it is made of, and none of one. */
static void mean_of_those_that_came(void **state)
{
    static const char *const SAID[] = {NULL, NULL, "mean of 2 seeds", "mean of 3 seeds"};
    struct canvas *canvas;
    struct rt_error error;
    struct scene *scene = calloc(1, sizeof *scene);
    (void)state;
    assert_non_null(scene);
    assert_int_equal(canvas_create(&canvas, 120, 24, &error), RT_OK);
    scene_open(scene, 3);
    scene_data(scene);
    size_t done = 0;
    for (size_t i = 0; i <= scene->runs; i++) {
        scene_show(scene);
        scene->screen.selected = 0; /* a SimpleRNN, with its twins */
        draw_curves(scene, canvas);
        for (size_t n = 2; n <= 3; n++) {
            bool said = false;
            for (int row = 0; row < canvas->rows; row++)
                said = said || has_text(canvas, row, SAID[n]);
            assert_int_equal(said, n == done);
        }
        if (i == scene->runs)
            break;
        const struct model_spec *model = &board_run(scene->board, i)->spec.model;
        done += model->layer[model_spec_recurrent(model)].kind == LAYER_SIMPLE_RNN;
        scene_finish(scene, i);
    }
    close_moment(scene);
    canvas_destroy(canvas);
}

/* However wide the screen is, the table's last column ends where the gutter does. */
static void table_ends_with_the_gutter(void **state)
{
    static const char *const MOMENTS[] = {"training", "sweep", "many"};
    struct canvas *canvas;
    struct rt_error error;
    (void)state;
    assert_int_equal(canvas_create(&canvas, 80, 24, &error), RT_OK);
    for (size_t i = 0; i < sizeof MOMENTS / sizeof MOMENTS[0]; i++) {
        struct scene *scene = open_moment(find_moment(MOMENTS[i]));
        for (int columns = 80; columns <= 400; columns += 8) {
            assert_int_equal(canvas_resize(canvas, columns, 24, &error), RT_OK);
            draw_curves(scene, canvas);
            int last = columns - 1;
            while (canvas_at(canvas, last, 2)->codepoint == ' ')
                last--;
            if (last != columns - 2)
                fail_msg("%s, %d columns: row 2 ends at %d", MOMENTS[i], columns, last);
        }
        close_moment(scene);
    }
    canvas_destroy(canvas);
}

/* Where a message is longer than the row, as much of it is there as the row holds. */
static void long_message_while_paused(void **state)
{
    static const char why[] =
        "learning rate 0.001 -> 0.0001: val_loss has not improved for 2 epochs";
    struct canvas *canvas;
    struct rt_error error;
    (void)state;
    assert_int_equal(canvas_create(&canvas, 40, 12, &error), RT_OK);
    struct scene *scene = open_moment(find_moment("paused"));
    screen_say(&scene->screen, ROLE_PLAIN, "%s", why);
    draw_curves(scene, canvas);
    assert_true(has_text(canvas, 11, "learning rate 0.001 -> 0.0001: val_lo"));
    close_moment(scene);
    canvas_destroy(canvas);
}

/* Paused means that not a cell changes; held, that only the message row does. */
static void pictures_that_stand(void **state)
{
    struct canvas *canvas;
    struct rt_error error;
    (void)state;
    assert_int_equal(canvas_create(&canvas, 80, 24, &error), RT_OK);

    struct scene *scene = open_moment(find_moment("paused"));
    draw_curves(scene, canvas);
    char *before = canvas_to_text(canvas);
    scene_show(scene);
    draw_curves(scene, canvas);
    char *after = canvas_to_text(canvas);
    assert_string_equal(before, after);
    free(before);
    free(after);
    close_moment(scene);

    scene = open_moment(find_moment("held"));
    draw_curves(scene, canvas);
    assert_true(has_text(canvas, 22, "training is at epoch 7.9"));
    before = canvas_to_text(canvas);
    scene_train(scene, 1, 8.4);
    scene_show(scene);
    draw_curves(scene, canvas);
    assert_true(has_text(canvas, 22, "training is at epoch 8.4"));
    after = canvas_to_text(canvas);
    size_t same = 0;
    while (before[same] == after[same])
        same++;
    const char *message = strstr(before, " HELD");
    assert_non_null(message);
    assert_true(before + same > message);
    free(before);
    free(after);

    /* And it is let go. */
    screen_hold(&scene->screen, scene->board, false);
    scene_show(scene);
    draw_curves(scene, canvas);
    assert_true(has_text(canvas, 3, "8.3/10") || has_text(canvas, 3, "8.4/10"));
    close_moment(scene);
    canvas_destroy(canvas);
}

/* The ruler is one for all runs: Tab changes neither labels nor the axis. */
static void one_ruler(void **state)
{
    struct canvas *canvas;
    struct rt_error error;
    (void)state;
    assert_int_equal(canvas_create(&canvas, 80, 24, &error), RT_OK);
    struct scene *scene = open_moment(find_moment("training"));
    uint32_t label[24][6];
    for (int tab = 0; tab < 2; tab++) {
        draw_curves(scene, canvas);
        for (int row = 0; row < 24; row++) {
            for (int column = 0; column < 6; column++) {
                uint32_t codepoint = canvas_at(canvas, column, row)->codepoint;
                if (tab == 0)
                    label[row][column] = codepoint;
                else if (row >= 6 && row < 21 && codepoint != label[row][column])
                    fail_msg("row %d: expected U+%04X, got U+%04X", row,
                             (unsigned)label[row][column], (unsigned)codepoint);
            }
        }
        screen_select(&scene->screen, scene->board, 1);
    }
    close_moment(scene);
    canvas_destroy(canvas);
}

int main(void)
{
    setenv("HOME", SCENE_HOME, 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goldens_of_moments),
        cmocka_unit_test(goldens_of_sizes),
        cmocka_unit_test(goldens_of_scores),
        cmocka_unit_test(goldens_of_parts),
        cmocka_unit_test(goldens_of_diagnoses),
        cmocka_unit_test(every_score),
        cmocka_unit_test(every_edge),
        cmocka_unit_test(every_size),
        cmocka_unit_test(pictures_that_stand),
        cmocka_unit_test(one_ruler),
        cmocka_unit_test(long_message_while_paused),
        cmocka_unit_test(table_ends_with_the_gutter),
        cmocka_unit_test(mean_of_those_that_came),
        cmocka_unit_test(goldens_of_form),
        cmocka_unit_test(every_field_at_every_edge),
        cmocka_unit_test(goldens_for_a_projector),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
