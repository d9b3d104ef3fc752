/* What is written comes back the same: every kind, any values. And what strangers write. */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/store/event_json.h"
#include "rnntop/store/event_rows.h"
#include "tests/store/random_events.h"

#define EACH 2000 /* events of a kind */

/* The text of an event; the caller frees it. */
static char *written(const struct run_event *event, bool steps)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    assert_true(event_json_write(out, "rnn", event, steps));
    fclose(out);
    return text;
}

static void read_line(const char *text, struct event_line *line)
{
    struct rt_error error = {0};
    if (event_json_read(text, strlen(text), line, &error) != RT_OK)
        fail_msg("refused, error %d (%s, %s): %s", (int)error.code,
                 error.count > 0 ? rt_error_text(&error, 0) : "",
                 error.count > 1 ? rt_error_text(&error, 1) : "", text);
}

static void test_every_kind_comes_back(void **state)
{
    (void)state;
    struct random_events random = {.state = 1};
    for (unsigned kind = EVENT_NONE; kind < EVENT_KINDS; kind++) {
        for (size_t i = 0; i < (kind == EVENT_RUN ? EACH / 10 : EACH); i++) {
            struct run_event event = random_event(&random, (enum event_kind)kind);
            char *text = written(&event, true);
            struct event_line line;
            char *end = strchr(text, '\n');
            assert_true(end && end[1] == '\0');
            read_line(text, &line);
            assert_int_equal(line.kind, EVENT_LINE_EVENT);
            assert_true(line.has_id);
            assert_int_equal(line.has_spec, kind == EVENT_RUN);
            assert_same_event(&event, &line.event, text);
            event_drop(&line.event);
            event_drop(&event);
            free(text);
        }
    }
}

/* A row that no kind leads to, or a kind without a row, would be silent. */
static void test_the_table_is_whole(void **state)
{
    (void)state;
    size_t count;
    const struct event_row *row = event_rows(&count);
    for (size_t i = 0; i < count; i++) {
        struct run_event event = {.kind = row[i].kind};
        if (event.kind == EVENT_SAVED)
            event.as.saved.ok = row[i].variant;
        if (event.kind == EVENT_CALLBACK)
            event.as.callback.kind = (enum callback_kind)row[i].variant;
        assert_ptr_equal(event_row_of(&event), &row[i]);
        assert_ptr_equal(event_row_named(row[i].name), &row[i]);
        for (size_t j = 0; j < row[i].count; j++)
            assert_true(row[i].fields[j].offset < sizeof event);
    }
}

static void test_steps_have_their_line(void **state)
{
    (void)state;
    struct random_events random = {.state = 3, .tame = true};
    struct run_event steps = random_event(&random, EVENT_NONE);
    struct run_event event = random_event(&random, EVENT_EPOCH);
    event.steps = steps.steps;
    char *with = written(&event, true), *without = written(&event, false);
    assert_memory_equal(with, "{\"event\":\"step\",\"run\":\"rnn\",\"first\":", 36);
    assert_non_null(strstr(with, "\n{\"event\":\"epoch\""));
    assert_memory_equal(without, "{\"event\":\"epoch\"", 16);
    free(with);
    free(without);
    without = written(&steps, false);
    assert_string_equal(without, "");
    free(without);
}

/* An error of the days before codes, or of a version that knows more, keeps its sentence. */
static void test_unknown_errors_keep_their_words(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "{\"event\":\"message\",\"message\":\"So.\",\"warning\":true,\"error\":{\"status\":\"io\"}"
        "}",
        "{\"event\":\"message\",\"message\":\"So.\",\"error\":{\"status\":\"io\",\"code\":\"x\"}}",
        "{\"event\":\"message\",\"message\":\"So.\",\"error\":{\"status\":\"io\",\"code\":"
        "\"too_many_runs\",\"values\":[\"a text\"]}}",
        "{\"event\":\"message\",\"message\":\"So.\",\"error\":{\"status\":\"io\",\"code\":"
        "\"too_many_runs\",\"values\":[]}}",
        "{\"event\":\"message\",\"message\":\"So.\",\"error\":{\"status\":\"io\",\"code\":"
        "\"too_many_runs\",\"values\":[1,2]}}",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct event_line line;
        read_line(lines[i], &line);
        const struct rt_error *error = event_error(&line.event);
        assert_non_null(error);
        assert_int_equal(error->code, ERR_TOLD);
        assert_int_equal(error->status, RT_ERR_IO);
        assert_string_equal(rt_error_text(error, 0), "So.");
        event_drop(&line.event);
    }
}

static void test_bytes_that_are_no_text(void **state)
{
    (void)state;
    struct run_event event = {.kind = EVENT_SAVED, .parcel = parcel_of_text("a\xFF\"\x01z")};
    event.as.saved.ok = true;
    char *text = written(&event, false);
    assert_non_null(strstr(text, "\"path\":\"a\xEF\xBF\xBD\\\"\xEF\xBF\xBDz\",\"path_bytes\":"
                                 "\"61ff22017a\""));
    event_drop(&event);
    free(text);
}

static void test_what_is_not_there(void **state)
{
    (void)state;
    struct event_line line;
    read_line("{\"event\":\"epoch\",\"run\":\"mine\",\"epoch\":3,\"loss\":1,\"extra\":{\"a\":[1]}}",
              &line);
    assert_false(line.has_id);
    assert_string_equal(line.run, "mine");
    assert_int_equal(line.event.as.epoch.epoch, 3);
    assert_true(line.event.as.epoch.loss == 1.0f);
    assert_true(isnan(line.event.as.epoch.accuracy) && isnan(line.event.as.epoch.val_seconds));
    assert_int_equal(line.event.as.epoch.val.classes, 0);
    read_line("{\"event\":\"step\",\"run\":\"mine\",\"loss\":0.5}", &line);
    assert_int_equal(line.event.steps.loss.n, 1);
    assert_true(line.event.steps.loss.max == 0.5f);
    assert_int_equal(line.event.steps.accuracy.n, 0);
    read_line("{\"event\":\"run\",\"run\":\"m\\u001b[2Jine\",\"epochs\":10}", &line);
    assert_string_equal(line.run, "m\xEF\xBF\xBD[2Jine");
    assert_int_equal(event_spec(&line.event)->epochs, 10);
    assert_int_equal(event_spec(&line.event)->model.layers, 0);
    event_drop(&line.event);
    read_line("{\"event\":\"of tomorrow\",\"epoch\":[]}", &line);
    assert_int_equal(line.kind, EVENT_LINE_SKIPPED);
    read_line("{\"event\":\"stream\",\"format\":\"rnntop-events\",\"version\":7}", &line);
    assert_int_equal(line.kind, EVENT_LINE_STREAM);
    assert_int_equal(line.version, 7);
    assert_false(line.foreign);
}

/* A stranger's lists may be of any length, and his words anything. */
static void test_judgements_of_strangers(void **state)
{
    (void)state;
    char text[20000];
    struct event_line line;
    read_line("{\"event\":\"judged\",\"run\":\"mine\",\"epoch\":3}", &line);
    assert_null(event_judgement(&line.event));
    read_line("{\"event\":\"judged\",\"epoch\":3,\"rows\":5,\"worst\":[{\"text\":\"a\\u001b[2J\"}],"
              "\"roc\":[{\"fpr\":[0,1],\"tpr\":[0,\"x\",1]}]}",
              &line);
    const struct judgement *judgement = event_judgement(&line.event);
    assert_non_null(judgement);
    assert_int_equal(judgement->rows, 5);
    assert_string_equal(judgement->worst[0].text, "a\xEF\xBF\xBD[2J");
    assert_int_equal(judgement->curve[0].points, 2);
    assert_true(isnan(judgement->curve[0].tpr[1]) && isnan(judgement->step[0].is));
    event_drop(&line.event);

    size_t used =
        (size_t)snprintf(text, sizeof text, "{\"event\":\"judged\",\"rows\":5,\"worst\":[{}");
    for (size_t i = 0; i < 300; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, ",{\"words\":%zu}", i);
    snprintf(text + used, sizeof text - used, "]}");
    read_line(text, &line);
    assert_int_equal(event_judgement(&line.event)->worst_count, JUDGEMENT_WORST);
    event_drop(&line.event);
}

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum rt_code code;
        const char *key;
    } lines[] = {
        {"", ERR_NOT_JSON, NULL},
        {"nonsense", ERR_NOT_JSON, NULL},
        {"{\"event\":\"epoch\",\"epoch\":1", ERR_NOT_JSON, NULL},
        {"{\"event\":\"epoch\",\"epoch\":1,\"epoch\":2}", ERR_NOT_JSON, NULL},
        {"{\"event\":\"epoch\",\"run\":\"\xFF\"}", ERR_NOT_JSON, NULL},
        {"{\"event\":\"epoch\",\"run\":\"a\\u0000b\"}", ERR_NOT_JSON, NULL},
        {"{\"event\":\"epoch\",\"loss\":1e999}", ERR_NOT_JSON, NULL},
        {"[1]", ERR_EVENT_NO_OBJECT, NULL},
        {"7", ERR_EVENT_NO_OBJECT, NULL},
        {"{\"run\":\"a\"}", ERR_EVENT_NO_KIND, NULL},
        {"{\"event\":3}", ERR_EVENT_NO_KIND, NULL},
        {"{\"event\":\"epoch\",\"epoch\":-1}", ERR_EVENT_BAD_KEY, "epoch"},
        {"{\"event\":\"epoch\",\"epoch\":4294967296}", ERR_EVENT_BAD_KEY, "epoch"},
        {"{\"event\":\"epoch\",\"epoch\":1.5}", ERR_EVENT_BAD_KEY, "epoch"},
        {"{\"event\":\"epoch\",\"epoch\":\"1e3\"}", ERR_EVENT_BAD_KEY, "epoch"},
        {"{\"event\":\"epoch\",\"loss\":\"0.5\"}", ERR_EVENT_BAD_KEY, "loss"},
        {"{\"event\":\"epoch\",\"id\":5}", ERR_EVENT_BAD_KEY, "id"},
        {"{\"event\":\"epoch\",\"time\":-5}", ERR_EVENT_BAD_KEY, "time"},
        {"{\"event\":\"epoch\",\"time\":1e300}", ERR_EVENT_BAD_KEY, "time"},
        {"{\"event\":\"epoch\",\"val_confusion\":[[1,2],[3,-4]]}", ERR_EVENT_BAD_KEY,
         "val_confusion"},
        {"{\"event\":\"state\"}", ERR_EVENT_BAD_KEY, "state"},
        {"{\"event\":\"state\",\"state\":\"asleep\"}", ERR_EVENT_BAD_KEY, "state"},
        {"{\"event\":\"end\",\"state\":\"training\"}", ERR_EVENT_BAD_KEY, "state"},
        {"{\"event\":\"saved\",\"path\":3}", ERR_EVENT_BAD_KEY, "path"},
        {"{\"event\":\"judged\",\"rows\":3,\"roc\":{}}", ERR_EVENT_BAD_KEY, "roc"},
        {"{\"event\":\"judged\",\"rows\":3,\"worst\":[{\"row\":-1}]}", ERR_EVENT_BAD_KEY, "worst"},
        {"{\"event\":\"judged\",\"rows\":3,\"histogram\":[[1.5]]}", ERR_EVENT_BAD_KEY, "histogram"},
        {"{\"event\":\"saved\",\"path\":\"a\",\"path_bytes\":\"61f\"}", ERR_EVENT_BAD_KEY, "path"},
        {"{\"event\":\"saved\",\"path\":\"a\",\"path_bytes\":\"6100\"}", ERR_EVENT_BAD_KEY, "path"},
        {"{\"event\":\"step\",\"loss\":{\"n\":1,\"bad\":2}}", ERR_EVENT_BAD_KEY, "loss"},
        {"{\"event\":\"step\",\"loss\":[]}", ERR_EVENT_BAD_KEY, "loss"},
        {"{\"event\":\"run\",\"run\":\"a\",\"epochs\":1e15}", ERR_EVENT_BAD_KEY, "epochs"},
        {"{\"event\":\"message\",\"message\":{}}", ERR_EVENT_BAD_KEY, "message"},
        {"{\"event\":\"classes\",\"classes\":2,\"names\":[1,2]}", ERR_EVENT_BAD_KEY, "names"},
        {"{\"event\":\"classes\",\"classes\":2,\"train\":[1,-2]}", ERR_EVENT_BAD_KEY, "train"},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct event_line line;
        struct rt_error error;
        if (event_json_read(lines[i].text, strlen(lines[i].text), &line, &error) == RT_OK ||
            error.code != lines[i].code)
            fail_msg("not refused as expected: %s", lines[i].text);
        assert_int_not_equal(line.kind, EVENT_LINE_EVENT);
        if (lines[i].key)
            assert_string_equal(rt_error_text(&error, 1), lines[i].key);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_kind_comes_back),
        cmocka_unit_test(test_the_table_is_whole),
        cmocka_unit_test(test_steps_have_their_line),
        cmocka_unit_test(test_unknown_errors_keep_their_words),
        cmocka_unit_test(test_bytes_that_are_no_text),
        cmocka_unit_test(test_what_is_not_there),
        cmocka_unit_test(test_judgements_of_strangers),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
