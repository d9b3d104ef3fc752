#include "config.h"

#include "writer_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "rnntop/base/clock.h"
#include "tests/files/files_support.h"
#include "tests/words/error_text.h"

struct bench start_with(size_t capacity)
{
    struct bench bench;
    struct rt_error error;
    if (ring_create(&bench.ring, capacity, 1, &error) != RT_OK ||
        writer_create(&bench.writer, bench.ring, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    return bench;
}

struct bench start(void)
{
    return start_with(64);
}

void stop(struct bench *bench)
{
    writer_finish(bench->writer);
    writer_destroy(bench->writer);
    ring_destroy(bench->ring);
}

void doze(void)
{
    struct timespec moment = {0, 1000000};
    nanosleep(&moment, NULL);
}

struct run_event next_event(struct bench *bench)
{
    struct run_event event;
    double until = clock_now_s() + PATIENCE_SECONDS;
    while (!ring_read(bench->ring, &event)) {
        if (clock_now_s() > until)
            fail_msg("expected an event, none came in %g s", PATIENCE_SECONDS);
        doze();
    }
    return event;
}

void expect_no_event(struct bench *bench)
{
    struct run_event event;
    if (ring_read(bench->ring, &event))
        fail_msg("expected no event, got kind %d of run %u", (int)event.kind, event.run);
}

void wait_until_idle(struct bench *bench)
{
    double until = clock_now_s() + PATIENCE_SECONDS;
    while (!writer_idle(bench->writer)) {
        if (clock_now_s() > until)
            fail_msg("the writer did not become idle in %g s", PATIENCE_SECONDS);
        doze();
    }
}

void expect_saved(struct bench *bench, uint32_t run, bool ok, float position,
                  char text[EVENT_TEXT_SIZE])
{
    struct run_event event = next_event(bench);
    const struct saved_event *saved = &event.as.saved;
    if (event.kind != EVENT_SAVED || event.run != run || saved->ok != ok ||
        !(saved->position == position))
        fail_msg("expected saved (run %u, ok %d, position %g), got kind %d, run %u, ok %d, "
                 "position %g: %s",
                 run, ok, (double)position, (int)event.kind, event.run, saved->ok,
                 (double)saved->position, saved->text);
    memcpy(text, saved->text, EVENT_TEXT_SIZE);
}

void expect_not_saved(struct bench *bench, uint32_t run, const char *reason)
{
    char text[EVENT_TEXT_SIZE];
    expect_saved(bench, run, false, 6.625f, text);
    if (!strstr(text, reason))
        fail_msg("expected \"%s\", got: %s", reason, text);
}

void expect_message(struct bench *bench, uint32_t run, bool warning, const char *part)
{
    struct run_event event = next_event(bench);
    if (event.kind != EVENT_MESSAGE || event.run != run || event.as.message.warning != warning ||
        !strstr(event.as.message.text, part))
        fail_msg("expected a message (run %u, warning %d) with \"%s\", got kind %d, run %u: %s",
                 run, warning, part, (int)event.kind, event.run, event.as.message.text);
}

void save(struct bench *bench, uint32_t run, float scale, const char *path)
{
    writer_save(bench->writer, run, small_snapshot(LAYER_LSTM, scale), path);
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

static struct epoch_event epoch_of(uint32_t number)
{
    return (struct epoch_event){.epoch = number, .loss = 0.5f, .accuracy = 0.75f};
}

void add_row(struct bench *bench, uint32_t run, const char *path, uint32_t number)
{
    struct epoch_event epoch = epoch_of(number);
    writer_csv_epoch(bench->writer, run, path, false, &epoch);
}
