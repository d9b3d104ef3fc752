#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/report/json_lines.h"
#include "rnntop/report/reporter.h"
#include "rnntop/report/scores.h"
#include "tests/run/told_board.h"

static const struct metrics TWO = {.classes = 2,
                                   .precision = 0.8f,
                                   .recall = 0.4f,
                                   .f1 = 0.5333333f,
                                   .auc = 0.75f,
                                   .confusion = {9000, 1000, 6000, 4000}};
static const struct metrics THREE = {.classes = 3,
                                     .precision = 0.5f,
                                     .recall = 0.25f,
                                     .f1 = 0.125f,
                                     .auc = NAN,
                                     .confusion = {1, 2, 3, 4, 5, 6, 7, 8, 9}};
static const struct classes_event NAMES = {
    .classes = 2, .rows = {{4, 6}, {1, 2}, {10000, 10000}}, .name = {"negative", "gut \033[31m"}};

static void lines(void **state)
{
    (void)state;
    char line[SCORES_LINE_SIZE];
    scores_epoch_line(line, &TWO);
    assert_string_equal(line, " - val_precision: 0.8000 - val_recall: 0.4000 - val_f1: 0.5333 - "
                              "val_auc: 0.7500");
    scores_epoch_line(line, &THREE);
    assert_string_equal(line, " - val_precision: 0.5000 - val_recall: 0.2500 - val_f1: 0.1250");
    scores_test_line(line, &TWO);
    assert_string_equal(line,
                        "Test precision: 0.80000, recall: 0.40000, F1: 0.53333, ROC AUC: 0.75000");
    scores_test_line(line, &THREE);
    assert_string_equal(line, "Test precision: 0.50000, recall: 0.25000, F1: 0.12500");
    scores_test_line(line, &(struct metrics){0});
    assert_string_equal(line, "");
}

static void baseline(void **state)
{
    (void)state;
    char line[SCORES_LINE_SIZE];
    struct baseline_event scores = {.val_accuracy = 0.83507f, .test_accuracy = 0.834f};
    scores_baseline_line(line, &scores);
    assert_string_equal(line,
                        "NB-SVM of words, pairs and triples: test accuracy 0.83400, val 0.83507");
    scores.val_accuracy = NAN;
    scores_baseline_line(line, &scores);
    assert_string_equal(line, "NB-SVM of words, pairs and triples: test accuracy 0.83400");
}

static char *confusion(const struct metrics *metrics, const struct classes_event *classes)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    scores_print_confusion(out, metrics, classes);
    fclose(out);
    return text;
}

#define TITLE "Test confusion, a row for what it is, a column for what it was taken for:\n"

static void matrix_for_people(void **state)
{
    (void)state;
    char *text = confusion(&TWO, &NAMES);
    assert_string_equal(text, TITLE "            negative  gut \uFFFD[31m\n"
                                    "negative        9000       1000\n"
                                    "gut \uFFFD[31m       6000       4000\n");
    free(text);
    text = confusion(&THREE, &NAMES); /* the names are of other classes */
    assert_non_null(strstr(text, "\n1                4         5         6\n"));
    free(text);
    text = confusion(&(struct metrics){.classes = 14}, NULL);
    assert_string_equal(text, "");
    free(text);
}

static double number(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    assert_true(json_is_number(value));
    return json_number_value(value);
}

static void objects(void **state)
{
    (void)state;
    json_t *object = json_object();
    json_lines_add_metrics(object, &TWO, false);
    json_lines_add_metrics(object, &THREE, true);
    assert_true(fabs(number(object, "precision") - 0.8) < 1e-6);
    assert_true(number(object, "auc") == 0.75);
    assert_true(number(object, "val_recall") == 0.25);
    assert_true(number(object, "val_f1") == 0.125);
    assert_true(json_is_null(json_object_get(object, "val_auc")));
    char *text = json_dumps(json_object_get(object, "confusion"), JSON_COMPACT);
    assert_string_equal(text, "[[9000,1000],[6000,4000]]");
    free(text);
    text = json_dumps(json_object_get(object, "val_confusion"), JSON_COMPACT);
    assert_string_equal(text, "[[1,2,3],[4,5,6],[7,8,9]]");
    free(text);
    json_decref(object);

    object = json_object();
    json_lines_add_metrics(object, &(struct metrics){.classes = 14, .f1 = 0.5f}, false);
    assert_true(number(object, "f1") == 0.5);
    assert_true(json_is_null(json_object_get(object, "confusion")));
    json_lines_add_metrics(object, &(struct metrics){.classes = 0}, true); /* no validation rows */
    assert_true(json_is_null(json_object_get(object, "val_precision")));
    assert_true(json_is_null(json_object_get(object, "val_confusion")));
    json_decref(object);
}

/* What a run with one epoch prints. */
static char *played(bool json, bool metrics)
{
    struct run_spec spec = {.name = "LSTM", .slug = "lstm", .epochs = 1};
    struct told_board told;
    struct reporter *reporter;
    struct run_event event = {.kind = EVENT_DATA};
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size), *talk = fopen("/dev/null", "w");
    struct reporter_options options = {.out = out, .talk = talk, .json = json, .metrics = metrics};
    model_spec_lesson(&spec.model, LAYER_LSTM, 100, 8, 8, 10);
    told_board_open(&told);
    told_board_run(&told, &spec);
    assert_int_equal(reporter_create(&reporter, told.board, &options, NULL), RT_OK);
    board_observe(told.board, reporter_observe, reporter);
    event.as.data = (struct data_event){.train = 10, .validation = 3, .test = 20000};
    for (int i = 0; i < 2; i++) { /* a second run tells them again */
        told_board_tell(&told, BOARD_TRAINER, 0, event);
        struct run_event classes = {.kind = EVENT_CLASSES};
        classes.as.classes = NAMES;
        told_board_tell(&told, BOARD_TRAINER, 0, classes);
    }
    event = (struct run_event){.kind = EVENT_EPOCH};
    event.as.epoch = (struct epoch_event){.epoch = 1, .val_loss = 0.5f, .val = TWO};
    told_board_tell(&told, BOARD_TRAINER, 0, event);
    event = (struct run_event){.kind = EVENT_TEST};
    event.as.test = (struct test_event){.loss = 0.5f, .accuracy = 0.65f, .metrics = TWO};
    told_board_tell(&told, BOARD_TRAINER, 0, event);
    told_board_poll(&told);
    told_board_close(&told);
    reporter_destroy(reporter);
    fclose(out);
    fclose(talk);
    return text;
}

static size_t times(const char *text, const char *wanted)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, wanted)); at++)
        count++;
    return count;
}

/* The epoch's line and the matrix only where they were asked for; the test's line always. */
static void what_a_run_prints(void **state)
{
    (void)state;
    char *text = played(false, false);
    assert_int_equal(times(text, "val_precision"), 0);
    assert_int_equal(times(text, "\nTest precision: 0.80000, recall: 0.4"), 1);
    assert_int_equal(times(text, "Test confusion"), 0);
    free(text);
    text = played(false, true);
    assert_int_equal(times(text, "\n - val_precision: 0.8000 - val_recall"), 1);
    assert_int_equal(times(text, "\nTest precision: 0.80000, recall: 0.4"), 1);
    assert_int_equal(times(text, TITLE), 1);
    free(text);
    text = played(true, false);
    assert_int_equal(times(text, "\"names\":[\"negative\","), 1);
    assert_int_equal(times(text, "\"train\":[4,6],\"validation\":[1,2],\"test\":[10000,10000],"),
                     1);
    assert_int_equal(times(text, "\"val_auc\":0.75,\"val_confusion\":[[9000,1000],[6000,4000]],"),
                     1);
    assert_int_equal(times(text, "\"auc\":0.75,\"confusion\":[[9000,1000],[6000,4000]],"), 1);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines),
        cmocka_unit_test(baseline),
        cmocka_unit_test(matrix_for_people),
        cmocka_unit_test(objects),
        cmocka_unit_test(what_a_run_prints),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
