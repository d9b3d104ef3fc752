/* When findings are told: as events when they come and go, and as lines when a run has ended. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/report/reporter.h"
#include "rnntop/spec/settings.h"
#include "tests/run/curves.h"

struct stage {
    struct told_board told;
    struct reporter *reporter;
    char *text;
    size_t size;
    FILE *out, *talk;
};

static void begin(struct stage *stage, enum reporter_json json)
{
    stage->out = open_memstream(&stage->text, &stage->size);
    stage->talk = fopen("/dev/null", "w");
    struct reporter_options options = {.out = stage->out, .talk = stage->talk, .json = json};
    told_board_open(&stage->told);
    assert_int_equal(reporter_create(&stage->reporter, stage->told.board, &options, NULL), RT_OK);
    board_observe(stage->told.board, reporter_observe, stage->reporter);
}

static void end(struct stage *stage)
{
    told_board_close(&stage->told);
    reporter_destroy(stage->reporter);
    fclose(stage->out);
    fclose(stage->talk);
    free(stage->text);
}

static void play(struct stage *stage, const char *name)
{
    struct curves_tape tape;
    tape_open(&tape, &stage->told, name);
    while (tape_epoch(&tape, &stage->told))
        continue;
    tape_end(&tape, &stage->told);
    tape_close(&tape);
    fflush(stage->out);
}

/* The line of JSON behind `after`, about a finding of that code. */
static json_t *next_finding(const char **at, const char *code)
{
    const char *line = *at;
    for (; *line; line = strchr(line, '\n') + 1) {
        json_t *object = json_loadb(line, (size_t)(strchr(line, '\n') - line), 0, NULL);
        const char *event = json_string_value(json_object_get(object, "event"));
        const char *of = json_string_value(json_object_get(object, "code"));
        *at = strchr(line, '\n') + 1;
        if (event && strcmp(event, "finding") == 0 && of && strcmp(of, code) == 0)
            return object;
        json_decref(object);
    }
    return NULL;
}

static json_int_t whole(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

/* It comes after epoch 3, goes after 5 (two epochs without), and stands no more at the end. */
static void events_of_what_comes_and_goes(void **state)
{
    (void)state;
    struct stage stage;
    begin(&stage, REPORT_JSON_EVENTS);
    play(&stage, "rnnvar-simplernn-padpost-lr0.01");
    const char *at = stage.text;
    json_t *came = next_finding(&at, "unstable");
    assert_true(json_is_true(json_object_get(came, "holds")));
    assert_int_equal(whole(came, "epoch"), 3);
    const json_t *first = json_array_get(json_object_get(came, "try"), 0);
    assert_string_equal(json_string_value(json_object_get(first, "setting")), "learning-rate");
    assert_string_equal(json_string_value(json_object_get(first, "value")), "0.001");
    json_decref(came);
    json_t *went = next_finding(&at, "unstable");
    assert_true(json_is_false(json_object_get(went, "holds")));
    assert_int_equal(whole(went, "epoch"), 5);
    json_decref(went);
    assert_null(next_finding(&at, "unstable"));
    end(&stage);
}

/* What holds is told once more, with its last numbers, before the run's end. */
static void events_before_the_end(void **state)
{
    (void)state;
    struct stage stage;
    begin(&stage, REPORT_JSON_EVENTS);
    play(&stage, "lstm-lstm-1");
    const char *at = stage.text;
    json_t *came = next_finding(&at, "overfitting"), *last = next_finding(&at, "overfitting");
    assert_int_equal(whole(came, "epoch"), 5);
    assert_int_equal(whole(came, "since"), 2);
    assert_int_equal(whole(last, "epoch"), 10);
    assert_true(json_number_value(json_object_get(json_object_get(last, "numbers"), "val_loss")) >
                0.79);
    assert_non_null(strstr(at, "\"event\":\"end\""));
    assert_null(next_finding(&at, "overfitting"));
    json_decref(came);
    json_decref(last);
    end(&stage);
}

static size_t times(const char *text, const char *wanted)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, wanted)); at++)
        count++;
    return count;
}

/* A note about data that both runs read stands there once. */
static void lines_at_the_end(void **state)
{
    (void)state;
    struct stage stage;
    begin(&stage, REPORT_JSON_NONE);
    play(&stage, "lstm-lstm-1");
    assert_non_null(strstr(
        stage.text, "\nDiagnosis: overfitting since epoch 2: val loss 0.373 -> 0.795, train loss "
                    "0.325 -> 0.060, val accuracy 0.831 -> 0.803\n  try --early-stopping 2, or "
                    "--dropout 0.5\n"));
    assert_int_equal(times(stage.text, "Note: texts are cut: 89 % of them fill all 100 tokens\n"),
                     1);
    assert_int_equal(times(stage.text, "Diagnosis:"), 1);
    play(&stage, "lstm-lstm-2");
    assert_int_equal(times(stage.text, "Note: texts are cut"), 1);
    assert_int_equal(times(stage.text, "Diagnosis:"), 2);
    end(&stage);
}

/* Words alone may be fitted after the run: only what is new is told then. */
static void words_that_come_late(void **state)
{
    (void)state;
    struct stage stage;
    begin(&stage, REPORT_JSON_NONE);
    play(&stage, "early-lstm");
    assert_int_equal(times(stage.text, "Diagnosis:"), 0);
    struct run_event event = {.kind = EVENT_BASELINE};
    event.as.baseline.val_accuracy = 0.9f;
    ring_send(stage.told.ring[BOARD_BASELINE], event);
    told_board_poll(&stage.told);
    fflush(stage.out);
    assert_int_equal(times(stage.text, "Diagnosis: below words alone: val 0.841, "), 1);
    assert_int_equal(times(stage.text, "Note:"), 1);
    end(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_of_what_comes_and_goes),
        cmocka_unit_test(events_before_the_end),
        cmocka_unit_test(lines_at_the_end),
        cmocka_unit_test(words_that_come_late),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
