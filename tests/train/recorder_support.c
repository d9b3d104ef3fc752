#include "config.h"

#include "recorder_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "rnntop/base/clock.h"
#include "tests/files/files_support.h"
#include "tests/words/error_text.h"

void start_with(struct bench *bench, size_t heard, size_t answers)
{
    struct rt_error error;
    *bench = (struct bench){.trainer = calloc(1, sizeof *bench->trainer),
                            .outlet = calloc(1, sizeof *bench->outlet)};
    assert_true(bench->trainer && bench->outlet);
    if (ring_create(&bench->heard, heard, 1, &error) != RT_OK ||
        ring_create(&bench->answers, answers, 1, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    outlet_add(bench->trainer, bench->heard);
    outlet_add(bench->outlet, bench->answers);
    if (recorder_create(&bench->recorder, bench->heard, bench->outlet, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
}

void start(struct bench *bench)
{
    start_with(bench, 64, 64);
}

void finish(struct bench *bench)
{
    double until = clock_now_s() + PATIENCE_SECONDS;
    while (!ring_flush(bench->heard)) {
        if (clock_now_s() > until)
            fail_msg("the recorder did not hear everything in %g s", PATIENCE_SECONDS);
        doze();
    }
    recorder_finish(bench->recorder);
}

void stop(struct bench *bench)
{
    finish(bench);
    recorder_destroy(bench->recorder);
    ring_destroy(bench->heard);
    ring_destroy(bench->answers);
    free(bench->trainer);
    free(bench->outlet);
}

void doze(void)
{
    struct timespec moment = {0, 1000000};
    nanosleep(&moment, NULL);
}

struct run_id run_id_of(uint32_t run)
{
    char text[RUN_ID_SIZE];
    snprintf(text, sizeof text, "run-%u", run);
    return run_id_of_text(text);
}

void add_run(struct bench *bench, uint32_t run, const char *save, const char *csv)
{
    struct run_id id = run_id_of(run);
    struct run_spec spec = small_run(LAYER_LSTM, 7);
    struct rt_error error;
    if (recorder_add(bench->recorder, &id, &spec, save, csv, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
}

/* ---- answers ---- */

struct run_event next_event(struct bench *bench)
{
    struct run_event event;
    double until = clock_now_s() + PATIENCE_SECONDS;
    while (!ring_read(bench->answers, &event)) {
        if (clock_now_s() > until)
            fail_msg("expected an event, none came in %g s", PATIENCE_SECONDS);
        ring_flush(bench->heard);
        doze();
    }
    return event;
}

void expect_no_event(struct bench *bench)
{
    struct run_event event;
    if (ring_read(bench->answers, &event))
        fail_msg("expected no event, got kind %d of %s", (int)event.kind, event.run.text);
}

void wait_until_idle(struct bench *bench)
{
    double until = clock_now_s() + PATIENCE_SECONDS;
    while (!ring_flush(bench->heard) || !recorder_idle(bench->recorder)) {
        if (clock_now_s() > until)
            fail_msg("the recorder did not become idle in %g s", PATIENCE_SECONDS);
        doze();
    }
}

/* What an answer says, for messages. */
static const char *text_of(const struct run_event *event)
{
    bool saved = event->kind == EVENT_SAVED && event->as.saved.ok;
    if (!event->parcel)
        return "";
    return saved ? event_path(event) : error_text(event_error(event));
}

static struct run_event next_saved(struct bench *bench, uint32_t run, bool ok)
{
    struct run_event event = next_event(bench);
    const struct saved_event *saved = &event.as.saved;
    struct run_id id = run_id_of(run);
    if (event.kind != EVENT_SAVED || !run_id_same(&event.run, &id) || saved->ok != ok ||
        !(saved->position == 6.625f))
        fail_msg("expected saved (%s, ok %d, position 6.625), got kind %d, %s, ok %d, position %g: "
                 "%s",
                 id.text, ok, (int)event.kind, event.run.text, saved->ok, (double)saved->position,
                 text_of(&event));
    assert_true(event.time_ms > 0);
    return event;
}

const char *expect_saved(struct bench *bench, uint32_t run, const char *path)
{
    static char got[PATH_SIZE];
    struct run_event event = next_saved(bench, run, true);
    snprintf(got, sizeof got, "%s", event_path(&event));
    event_drop(&event);
    if (path)
        assert_string_equal(got, path);
    return got;
}

void expect_not_saved(struct bench *bench, uint32_t run, const char *words)
{
    struct run_event event = next_saved(bench, run, false);
    if (!strstr(text_of(&event), words))
        fail_msg("expected \"%s\", got: %s", words, text_of(&event));
    event_drop(&event);
}

void expect_message(struct bench *bench, uint32_t run, bool warning, const char *words)
{
    struct run_event event = next_event(bench);
    struct run_id id = run_id_of(run);
    if (event.kind != EVENT_MESSAGE || !run_id_same(&event.run, &id) ||
        event.as.message.warning != warning || !strstr(text_of(&event), words))
        fail_msg("expected a message (%s, warning %d) with \"%s\", got kind %d, %s: %s", id.text,
                 warning, words, (int)event.kind, event.run.text, text_of(&event));
    event_drop(&event);
}

/* ---- models ---- */

void save(struct bench *bench, uint32_t run, float scale)
{
    struct run_id id = run_id_of(run);
    recorder_save(bench->recorder, &id, small_snapshot(LAYER_LSTM, scale));
}

void expect_model(const char *path, float scale)
{
    struct model_snapshot *got, *expected = small_snapshot(LAYER_LSTM, scale);
    struct rt_error error;
    if (model_file_read(&got, path, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    expect_same_snapshot(got, expected);
    model_snapshot_destroy(got);
    model_snapshot_destroy(expected);
}

const char *use_home(char *folder)
{
    assert_int_equal(setenv("HOME", folder, 1), 0);
    assert_int_equal(unsetenv("XDG_DATA_HOME"), 0);
    return path_in(folder, ".local/share/rnntop");
}

/* ---- telling ---- */

static void tell(struct bench *bench, uint32_t run, struct run_event *event)
{
    event->run = run_id_of(run);
    outlet_must(bench->trainer, event);
}

void tell_data(struct bench *bench, uint32_t run, bool validation)
{
    struct run_event event = {.kind = EVENT_DATA};
    event.as.data.train = 100;
    event.as.data.validation = validation ? 20 : 0;
    tell(bench, run, &event);
}

void tell_training(struct bench *bench, uint32_t run)
{
    struct run_event event = {.kind = EVENT_STATE};
    event.as.state = (struct state_event){RUN_TRAINING, 1, 0, 10};
    tell(bench, run, &event);
}

void tell_epoch(struct bench *bench, uint32_t run, uint32_t number)
{
    struct run_event event = {.kind = EVENT_EPOCH};
    event.as.epoch = (struct epoch_event){.epoch = number, .loss = 0.5f, .accuracy = 0.75f};
    tell(bench, run, &event);
}

void tell_step(struct bench *bench, uint32_t run, uint64_t number)
{
    struct run_id id = run_id_of(run);
    struct step_event step = {.first = number, .last = number};
    merged_add(&step.loss, 0.5f);
    outlet_step(bench->trainer, &id, &step);
}

void expect_log(const char *path, uint32_t last)
{
    char *rows = file_get(path, NULL), *at = rows;
    for (uint32_t number = 0; number <= last; number++) {
        char expected[64];
        snprintf(expected, sizeof expected, "%u,0.75,0.5\r\n", number - 1);
        const char *line = number == 0 ? "epoch,accuracy,loss\r\n" : expected;
        if (strncmp(at, line, strlen(line)) != 0)
            fail_msg("%s, row %u of %u: expected %s, got %.40s", path, number, last, line, at);
        at += strlen(line);
    }
    if (*at)
        fail_msg("%s: expected an end after %u rows, got %.40s", path, last, at);
    free(rows);
}
