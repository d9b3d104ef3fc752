/* Streams: our own lines give the board that heard the events; a stranger's give one too; damage
 * and malice give neither a crash nor memory without end. */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/base/clock.h"
#include "rnntop/spec/settings.h"
#include "rnntop/store/event_json.h"
#include "rnntop/store/event_reader.h"
#include "tests/base/long.h"
#include "tests/run/told_board.h"
#include "tests/store/random_events.h"

#define NOISE_S      3.0
#define NOISE_LONG_S 120.0

/* What a reader's events come to. */
struct heard {
    struct told_board told;
    struct event_reader *reader;
    size_t events, messages;
    struct rt_error first; /* the first message */
};

static void hear(void *context, const struct run_event *event)
{
    struct heard *heard = context;
    struct ring *ring = heard->told.ring[BOARD_TRAINER];
    heard->events++;
    if (event->kind == EVENT_MESSAGE && heard->messages++ == 0)
        rt_error_copy(&heard->first, event_error(event));
    if (event->kind == EVENT_NONE)
        ring_step(ring, &event->run, &event->steps);
    else
        ring_must(ring, event);
    told_board_poll(&heard->told);
    ring_flush(ring);
    told_board_poll(&heard->told);
}

static void heard_open(struct heard *heard)
{
    memset(heard, 0, sizeof *heard);
    told_board_open(&heard->told);
    assert_int_equal(event_reader_create(&heard->reader, hear, heard, NULL), RT_OK);
}

static void heard_close(struct heard *heard)
{
    event_reader_destroy(heard->reader);
    told_board_close(&heard->told);
}

static void feed(struct heard *heard, const char *text)
{
    event_reader_feed(heard->reader, text, strlen(text));
}

/* ---- our own ---- */

struct writer {
    FILE *out;
    const struct board *board;
};

/* As train --json=steps does it, but for data that is known already. */
static void write_event(void *context, size_t run, const struct run_event *event)
{
    struct writer *writer = context;
    const char *slug = run == BOARD_NO_RUN ? "" : board_run(writer->board, run)->spec.slug;
    assert_true(event_json_write(writer->out, slug, event, true));
}

static void tell(struct told_board *told, struct random_events *random, const struct run_id *run,
                 enum event_kind kind)
{
    struct ring *ring = told->ring[BOARD_TRAINER];
    struct run_event event = random_event(random, kind);
    event.run = *run;
    if (kind == EVENT_NONE)
        ring_step(ring, run, &event.steps);
    else
        ring_must(ring, &event);
    event_drop(&event);
}

/* A training as it goes, with figures that rise and fall. */
static void tell_a_run(struct told_board *told, struct random_events *random,
                       const struct run_id *run)
{
    struct ring *ring = told->ring[BOARD_TRAINER];
    struct random_events tame = {.state = random->state, .tame = true};
    tell(told, &tame, run, EVENT_DATA);
    tell(told, &tame, run, EVENT_CLASSES);
    for (uint64_t batch = 1; batch <= 60; batch++) {
        struct step_event step = step_of(batch, 20, random_float(&tame), random_float(&tame));
        if (batch == 33)
            merged_add(&step.loss, batch % 2 ? NAN : INFINITY);
        ring_step(ring, run, &step);
        if (batch % 7 == 0)
            told_board_poll(told);
        if (batch % 20 == 0) {
            struct run_event event = random_event(&tame, EVENT_EPOCH);
            event.run = *run;
            event.as.epoch.epoch = (uint32_t)(batch / 20);
            ring_must(ring, &event);
            tell(told, &tame, run, EVENT_CALLBACK);
        }
        if (batch % 11 == 0)
            tell(told, random, run, EVENT_STATE);
    }
    tell(told, random, run, EVENT_PROGRESS);
    tell(told, random, run, EVENT_SAVED);
    tell(told, random, run, EVENT_ERROR);
    tell(told, &tame, run, EVENT_TEST);
    tell(told, &tame, run, EVENT_END);
    told_board_poll(told);
}

static void assert_same_histories(const struct history *a, const struct history *b)
{
    size_t n, m;
    const struct history_point *points = history_points(a, &n), *others = history_points(b, &m);
    assert_int_equal(n, m);
    assert_int_equal(n, 60);
    for (size_t i = 0; i < n; i++)
        assert_memory_equal(&points[i], &others[i], sizeof *points);
    const struct epoch_event *epochs = history_epochs(a, &n), *their = history_epochs(b, &m);
    assert_int_equal(n, 3);
    assert_int_equal(m, 3);
    for (size_t i = 0; i < n; i++) {
        struct run_event x = {.kind = EVENT_EPOCH}, y = {.kind = EVENT_EPOCH};
        x.as.epoch = epochs[i];
        y.as.epoch = their[i];
        assert_same_event(&x, &y, "a history's epoch");
    }
    const struct history_mark *marks = history_marks(a, &n), *theirs = history_marks(b, &m);
    assert_int_equal(n, m);
    for (size_t i = 0; i < n; i++)
        assert_true(marks[i].kind == theirs[i].kind && marks[i].lower == theirs[i].lower &&
                    marks[i].epoch == theirs[i].epoch && marks[i].step == theirs[i].step);
    assert_string_equal(history_saved_path(a), history_saved_path(b));
    assert_int_equal(history_data(a)->train, history_data(b)->train);
    assert_int_equal(history_classes(a) != NULL, history_classes(b) != NULL);
    struct history_now now, then;
    history_now(a, 10, &now);
    history_now(b, 10, &then);
    assert_int_equal(now.state, then.state);
    assert_int_equal(now.batches, then.batches);
    assert_true(now.position == then.position && now.tested == then.tested);
    assert_true(now.learning_rate == then.learning_rate && now.seconds == then.seconds);
    assert_true(now.save_failed == then.save_failed && now.test.loss == then.test.loss);
}

static void test_own_lines_give_the_same_board(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct random_events random = {.state = seed};
        struct told_board live;
        struct heard heard;
        struct run_spec spec;
        char *text = NULL;
        size_t size;
        told_board_open(&live);
        struct writer writer = {open_memstream(&text, &size), live.board};
        assert_true(event_json_begin(writer.out));
        board_observe(live.board, write_event, &writer);
        for (size_t run = 0; run < 3; run++) {
            random_spec(&random, &spec);
            told_board_run(&live, &spec);
        }
        for (size_t run = 0; run < 2; run++)
            tell_a_run(&live, &random, &board_run(live.board, run)->id);
        tell(&live, &random, &board_run(live.board, 2)->id, EVENT_TAKEN_BACK);
        told_board_poll(&live);
        fclose(writer.out);

        heard_open(&heard);
        for (size_t at = 0; at < size;) { /* cut anywhere */
            size_t piece = 1 + random_below(&random, 3000);
            piece = piece < size - at ? piece : size - at;
            event_reader_feed(heard.reader, text + at, piece);
            at += piece;
        }
        assert_int_equal(board_runs(live.board), 2);
        assert_int_equal(board_runs(heard.told.board), 2);
        for (size_t run = 0; run < 2; run++) {
            const struct board_run *a = board_run(live.board, run);
            const struct board_run *b = board_run(heard.told.board, run);
            assert_string_equal(a->id.text, b->id.text);
            assert_true(run_spec_same(&a->spec, &b->spec));
            assert_int_equal(a->ended, b->ended);
            assert_same_histories(a->history, b->history);
        }
        assert_int_equal(heard.messages, 0);
        heard_close(&heard);
        told_board_close(&live);
        free(text);
    }
}

/* ---- strangers ---- */

static void test_a_stranger_is_understood(void **state)
{
    (void)state;
    struct heard heard;
    heard_open(&heard);
    feed(&heard, "{\"event\":\"run\",\"run\":\"mine\",\"epochs\":10}\n");
    for (int epoch = 1; epoch <= 3; epoch++) {
        char line[200];
        snprintf(
            line, sizeof line,
            "{\"event\":\"epoch\",\"run\":\"mine\",\"epoch\":%d,\"loss\":0.5,\"accuracy\":0.75,"
            "\"val_loss\":0.6,\"val_accuracy\":0.7}\n",
            epoch);
        feed(&heard, line);
    }
    feed(&heard, "{\"event\":\"step\",\"run\":\"other\",\"loss\":0.5}\n");
    feed(&heard, "{\"event\":\"step\",\"run\":\"other\",\"loss\":0.4}\n");
    assert_int_equal(board_runs(heard.told.board), 2);
    const struct board_run *run = board_run(heard.told.board, 0);
    struct history_now now;
    size_t count;
    assert_string_equal(run->spec.name, "mine");
    history_now(run->history, run->spec.epochs, &now);
    assert_int_equal(now.state, RUN_TRAINING);
    assert_true(now.position == 3.0f);
    assert_true(now.smooth_loss == 0.5f); /* the epoch's, not an average over batches */
    history_epochs(run->history, &count);
    assert_int_equal(count, 3);
    history_points(run->history, &count);
    assert_int_equal(count, 3);
    feed(&heard, "{\"event\":\"end\",\"run\":\"mine\"}\n");
    history_now(run->history, run->spec.epochs, &now);
    assert_int_equal(now.state, RUN_DONE);
    assert_string_equal(board_run(heard.told.board, 1)->spec.name, "other");
    history_points(board_run(heard.told.board, 1)->history, &count);
    assert_int_equal(count, 2);
    /* What tells of its batches has no need of any made of its epochs. */
    feed(&heard, "{\"event\":\"epoch\",\"run\":\"other\",\"epoch\":5,\"loss\":0.3}\n");
    history_points(board_run(heard.told.board, 1)->history, &count);
    assert_int_equal(count, 2);
    /* Announced once more, after it was told of: another run. */
    feed(&heard, "{\"event\":\"run\",\"run\":\"mine\",\"epochs\":2}\n");
    assert_int_equal(board_runs(heard.told.board), 3);
    assert_int_equal(heard.messages, 0);
    heard_close(&heard);
}

static void expect_first(const char *text, enum rt_code code, enum rt_code within, size_t messages)
{
    struct heard heard;
    heard_open(&heard);
    feed(&heard, text);
    assert_int_equal(heard.messages, messages);
    if (messages > 0) {
        assert_int_equal(heard.first.code, code);
        assert_int_equal(heard.first.within, within);
    }
    heard_close(&heard);
}

static void test_said_once(void **state)
{
    (void)state;
    expect_first("{\"event\":\"stream\",\"format\":\"rnntop-events\",\"version\":1}\n", ERR_NONE,
                 ERR_NONE, 0);
    expect_first("{\"event\":\"stream\",\"format\":\"rnntop-events\",\"version\":2}\n"
                 "{\"event\":\"stream\",\"format\":\"rnntop-events\",\"version\":3}\n",
                 ERR_EVENTS_NEWER, ERR_NONE, 1);
    expect_first("{\"event\":\"stream\",\"format\":\"music\",\"version\":1}\n", ERR_EVENTS_FOREIGN,
                 ERR_NONE, 1);
    expect_first("a\nb\nc\n\n  \r\n", ERR_NOT_JSON, ERR_EVENTS_NOT_READ, 1);
    expect_first("{\"event\":\"epoch\",\"epoch\":1}\n", ERR_EVENT_NO_RUN, ERR_EVENTS_NOT_READ, 1);
    expect_first("{\"event\":\"of tomorrow\"}\n", ERR_NONE, ERR_NONE, 0);
}

static void test_the_end(void **state)
{
    (void)state;
    struct heard heard;
    heard_open(&heard);
    feed(&heard, "a\nb\n{\"event\":\"run\",\"run\":\"x\"}\n{\"event\":\"run\",\"run\":\"y\"}");
    assert_int_equal(board_runs(heard.told.board), 1);
    assert_int_equal(heard.messages, 1);
    event_reader_end(heard.reader); /* whole, though no newline came */
    assert_int_equal(board_runs(heard.told.board), 2);
    assert_int_equal(heard.messages, 3); /* how many were left out; that it ended */
    heard_close(&heard);

    heard_open(&heard);
    feed(&heard, "{\"event\":\"run\",\"run\":\"x\"}\n{\"event\":\"run\",\"ru");
    event_reader_end(heard.reader); /* torn: nobody's mistake */
    assert_int_equal(heard.messages, 1);
    assert_int_equal(heard.first.code, ERR_EVENTS_ENDED);
    heard_close(&heard);
}

/* ---- malice ---- */

static void test_more_runs_than_there_is_room_for(void **state)
{
    (void)state;
    struct heard heard;
    heard_open(&heard);
    for (int i = 0; i < 100000; i++) {
        char line[100];
        snprintf(line, sizeof line, "{\"event\":\"run\",\"run\":\"r%d\",\"id\":\"i%d\"}\n", i, i);
        feed(&heard, line);
    }
    assert_int_equal(board_runs(heard.told.board), SETTINGS_MAX_RUNS);
    assert_int_equal(heard.messages, 1);
    assert_int_equal(heard.first.code, ERR_EVENTS_TOO_MANY_RUNS);
    assert_int_equal(heard.events, SETTINGS_MAX_RUNS + 1);
    heard_close(&heard);
}

static void test_long_lines(void **state)
{
    (void)state;
    struct heard heard;
    size_t length = 10 << 20;
    char *text = malloc(length + 2);
    heard_open(&heard);
    memset(text, 'x', length);
    for (int pieces = 0; pieces < 2; pieces++) {
        size_t piece = pieces ? 1000 : length;
        for (size_t at = 0; at < length; at += piece)
            event_reader_feed(heard.reader, text + at, piece < length - at ? piece : length - at);
        feed(&heard, "\n");
    }
    feed(&heard, "{\"event\":\"run\",\"run\":\"x\"}\n");
    assert_int_equal(heard.messages, 1);
    assert_int_equal(heard.first.code, ERR_EVENT_TOO_LONG);
    assert_int_equal(board_runs(heard.told.board), 1);
    memset(text, '[', length); /* nested without end, and in one line that is short enough */
    text[900000] = '\n';
    text[900001] = '\0';
    feed(&heard, text);
    free(text);
    heard_close(&heard);
}

/* Damages one byte after the other of a line that was whole. */
static void damage(struct random_events *random, char *text, size_t size)
{
    static const char likely[] = "{}[]\",:0123456789-+.eE\\unltrf \n";
    for (size_t n = random_below(random, 6); n > 0; n--) {
        size_t at = random_below(random, size);
        switch (random_below(random, 3)) {
        case 0:
            text[at] = (char)random_below(random, 256);
            break;
        case 1:
            text[at] = likely[random_below(random, sizeof likely - 1)];
            break;
        default: { /* a piece of it over another piece */
            size_t from = random_below(random, size), length = random_below(random, 40);
            length = length < size - at ? length : size - at;
            length = length < size - from ? length : size - from;
            memmove(text + at, text + from, length);
        }
        }
    }
}

static void test_noise(void **state)
{
    (void)state;
    struct random_events random = {.state = 7};
    double until_s = clock_now_s() + (test_is_long() ? NOISE_LONG_S : NOISE_S);
    size_t lines = 0;
    struct heard heard;
    heard_open(&heard);
    while (clock_now_s() < until_s) {
        char *text = NULL;
        size_t size;
        FILE *out = open_memstream(&text, &size);
        struct run_event event =
            random_event(&random, (enum event_kind)random_below(&random, EVENT_KINDS));
        event_json_write(out, "rnn", &event, true);
        event_drop(&event);
        fclose(out);
        if (random_below(&random, 8) > 0)
            damage(&random, text, size);
        if (random_below(&random, 50) == 0) /* cut off in the middle */
            size = random_below(&random, size + 1);
        event_reader_feed(heard.reader, text, size);
        free(text);
        if (++lines % 5000 == 0) { /* what was taken in must be taken down whole, too */
            event_reader_end(heard.reader);
            heard_close(&heard);
            heard_open(&heard);
        }
    }
    event_reader_end(heard.reader);
    heard_close(&heard);
    print_message("%zu damaged lines\n", lines);
    assert_true(lines > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own_lines_give_the_same_board),
        cmocka_unit_test(test_a_stranger_is_understood),
        cmocka_unit_test(test_said_once),
        cmocka_unit_test(test_the_end),
        cmocka_unit_test(test_more_runs_than_there_is_room_for),
        cmocka_unit_test(test_long_lines),
        cmocka_unit_test(test_noise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
