#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rnntop/run/board.h"
#include "rnntop/spec/settings.h"
#include "run_events.h"
#include "tests/words/error_text.h"

#define RUNS 3

struct house {
    struct board *board;
    struct run_feed feed[RUNS];
    struct ring *writer;
};

static struct ring *new_ring(void)
{
    struct ring *ring;
    if (ring_create(&ring, 64, 8, NULL) != RT_OK)
        fail_msg("ring_create");
    return ring;
}

static int set_up(void **state)
{
    struct house *house = test_calloc(1, sizeof *house);
    if (board_create(&house->board, NULL) != RT_OK)
        return -1;
    for (size_t i = 0; i < RUNS; i++) {
        house->feed[i].ring = new_ring();
        house->feed[i].spec.epochs = 10;
        if (board_add(house->board, &house->feed[i], NULL) != RT_OK)
            return -1;
    }
    house->writer = new_ring();
    board_set_writer(house->board, house->writer);
    *state = house;
    return 0;
}

static int tear_down(void **state)
{
    struct house *house = *state;
    board_destroy(house->board);
    for (size_t i = 0; i < RUNS; i++)
        ring_destroy(house->feed[i].ring);
    ring_destroy(house->writer);
    test_free(house);
    return 0;
}

static void send(struct house *house, size_t run, struct run_event event)
{
    event.run = (uint32_t)run;
    ring_must(house->feed[run].ring, &event);
}

static void send_by_writer(struct house *house, size_t run, struct run_event event)
{
    event.run = (uint32_t)run;
    ring_must(house->writer, &event);
}

static struct history_now now_of(const struct house *house, size_t run)
{
    struct history_now now;
    history_now(board_run(house->board, run)->history, 10, &now);
    return now;
}

static void expect_message(const struct house *house, size_t i, size_t run, bool warning,
                           const char *text)
{
    assert_true(i < board_messages(house->board));
    const struct board_message *message = board_message_at(house->board, i);
    assert_string_equal(message->text, text);
    assert_int_equal(message->run, run);
    assert_int_equal(message->warning, warning);
    assert_true(message->clock_s > 0.0);
}

static void test_empty(void **state)
{
    (void)state;
    struct board *board;
    assert_int_equal(board_create(&board, NULL), RT_OK);
    assert_int_equal(board_runs(board), 0);
    assert_false(board_poll(board, 100));
    assert_true(board_active(board) == BOARD_NO_RUN);
    assert_false(board_all_ended(board));
    assert_null(board_data(board));
    assert_int_equal(board_messages(board), 0);
    board_destroy(board);
    board_destroy(NULL);
}

static void test_events_reach_their_histories(void **state)
{
    struct house *house = *state;
    assert_int_equal(board_runs(house->board), RUNS);
    assert_false(board_poll(house->board, 100));
    for (uint64_t batch = 1; batch <= 30; batch++) {
        struct step_event step = step_of(batch, 10, 0.5f, 0.75f);
        ring_step(house->feed[1].ring, &step);
    }
    send(house, 1, event_of_epoch(3, 0.8f));
    send(house, 2, event_of_state(RUN_QUEUED));
    assert_true(board_poll(house->board, 100));
    assert_false(board_poll(house->board, 100));
    assert_int_equal(now_of(house, 0).epoch, 0);
    assert_int_equal(now_of(house, 1).epoch, 3);
    size_t count;
    history_epochs(board_run(house->board, 1)->history, &count);
    assert_int_equal(count, 1);
    history_points(board_run(house->board, 1)->history, &count);
    assert_int_equal(count, 30);
    assert_ptr_equal(board_run(house->board, 1)->feed, &house->feed[1]);
}

/* A file is written after its run has moved on: the event says whose it is. */
/* What is computed beside the runs waits until it is known what it is of. */
static void test_baseline_waits_for_the_data(void **state)
{
    struct house *house = *state;
    struct ring *ring = new_ring();
    struct run_event event = {.kind = EVENT_BASELINE};
    event.as.baseline.val_accuracy = 0.75f;
    board_set_baseline(house->board, ring);
    ring_must(ring, &event);
    board_poll(house->board, 1000);
    assert_null(board_baseline(house->board));
    event = (struct run_event){.kind = EVENT_DATA};
    event.as.data.train = 100;
    ring_must(house->feed[0].ring, &event);
    while (board_poll(house->board, 1000))
        continue;
    assert_non_null(board_baseline(house->board));
    assert_true(board_baseline(house->board)->val_accuracy == 0.75f);
    board_set_baseline(house->board, NULL);
    ring_destroy(ring);
}

/* Names come from files. */
static void test_classes(void **state)
{
    struct house *house = *state;
    struct run_event event = {.kind = EVENT_CLASSES};
    assert_null(board_class_facts(house->board, 0));
    event.as.classes.classes = 2;
    memcpy(event.as.classes.name[0], "a\033[31mbcdefghijklmnopqrstuvwxyz", CLASS_NAME_SIZE);
    event.as.classes.rows[PART_TEST][1] = 7;
    ring_must(house->feed[0].ring, &event);
    while (board_poll(house->board, 1000))
        continue;
    const struct classes_event *classes = board_class_facts(house->board, 0);
    assert_non_null(classes);
    assert_int_equal(classes->rows[PART_TEST][1], 7);
    assert_null(strchr(classes->name[0], '\033'));
    assert_true(strlen(classes->name[0]) < CLASS_NAME_SIZE);
}

static void test_writer_names_the_run(void **state)
{
    struct house *house = *state;
    send(house, 0, event_of_end(RUN_DONE, 10.0f));
    send_by_writer(house, 0, event_of_saved(true, 10.0f, "/models/simplernn-1.safetensors"));
    send_by_writer(house, 2, event_of_saved(false, 1.0f, "/models is read-only."));
    send_by_writer(house, 77, event_of_message(true, "Whose?"));
    assert_true(board_poll(house->board, 100));
    assert_string_equal(now_of(house, 0).saved_path, "/models/simplernn-1.safetensors");
    assert_false(now_of(house, 2).saved);
    assert_int_equal(board_messages(house->board), 2);
    expect_message(house, 0, 2, true, "Not saved: /models is read-only.");
    expect_message(house, 1, BOARD_NO_RUN, true, "Whose?");
}

static void test_messages(void **state)
{
    struct house *house = *state;
    send(house, 1, event_of_message(false, "Reading \033[31mimdb.npz"));
    send(house, 1, event_of_error("The loss became NaN in epoch 5, batch 211."));
    assert_true(board_poll(house->board, 100));
    board_message(house->board, BOARD_NO_RUN, true, "OpenBLAS: a word");
    assert_int_equal(board_messages(house->board), 3);
    expect_message(house, 0, 1, false, "Reading \xEF\xBF\xBD[31mimdb.npz");
    expect_message(house, 1, 1, true, "The loss became NaN in epoch 5, batch 211.");
    expect_message(house, 2, BOARD_NO_RUN, true, "OpenBLAS: a word");
    assert_string_equal(now_of(house, 1).trouble, "The loss became NaN in epoch 5, batch 211.");
}

static void test_oldest_messages_leave(void **state)
{
    struct house *house = *state;
    for (int i = 0; i < BOARD_MAX_MESSAGES + 7; i++) {
        char text[32];
        snprintf(text, sizeof text, "message %d", i);
        board_message(house->board, 0, false, text);
    }
    assert_int_equal(board_messages(house->board), BOARD_MAX_MESSAGES);
    expect_message(house, 0, 0, false, "message 7");
    expect_message(house, BOARD_MAX_MESSAGES - 1, 0, false, "message 506");
    char longest[3 * EVENT_TEXT_SIZE];
    memset(longest, 'x', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    board_message(house->board, 0, false, longest);
    const struct board_message *message = board_message_at(house->board, BOARD_MAX_MESSAGES - 1);
    assert_int_equal(strlen(message->text), EVENT_TEXT_SIZE - 1);
}

static void test_active_and_ended(void **state)
{
    struct house *house = *state;
    assert_true(board_active(house->board) == BOARD_NO_RUN);
    const enum run_state busy[] = {RUN_LOADING, RUN_TRAINING, RUN_PAUSED, RUN_VALIDATING,
                                   RUN_TESTING};
    for (size_t run = 0; run < RUNS; run++) {
        for (size_t i = 0; i < sizeof busy / sizeof busy[0]; i++) {
            send(house, run, event_of_state(busy[i]));
            board_poll(house->board, 100);
            assert_int_equal(board_active(house->board), run);
        }
        assert_false(board_all_ended(house->board));
        assert_false(board_run(house->board, run)->ended);
        send(house, run, event_of_end(run == 1 ? RUN_FAILED : RUN_DONE, 10.0f));
        board_poll(house->board, 100);
        assert_true(board_run(house->board, run)->ended);
        assert_true(board_active(house->board) == BOARD_NO_RUN);
        send(house, run, event_of_state(RUN_TRAINING)); /* late: it has ended all the same */
        board_poll(house->board, 100);
        assert_true(board_active(house->board) == BOARD_NO_RUN);
    }
    assert_true(board_all_ended(house->board));
}

static struct run_event event_of_data(uint64_t train, const char *name)
{
    struct run_event event = {.kind = EVENT_DATA};
    event.as.data.train = train;
    event.as.data.validation = 7500;
    event.as.data.test = 25000;
    snprintf(event.as.data.name, sizeof event.as.data.name, "%s", name);
    return event;
}

/* A run that did not read the data itself counts validation and test in, too. */
static void expect_estimate_with_data(struct house *house, size_t run, struct ring *ring)
{
    struct run_event event = event_of_state(RUN_TRAINING);
    ring_must(ring, &event);
    for (uint64_t batch = 1; batch <= 20; batch++) {
        struct step_event step = step_of(batch, 584, 0.5f, 0.5f);
        ring_step(ring, &step);
        board_poll(house->board, 100);
    }
    double training = 0.1 * (5840 - 20), left = now_of(house, run).left_seconds;
    if (!(left > 1.05 * training && left < 2.0 * training))
        fail_msg("expected more than %g s of training, for validation and test, got %g", training,
                 left);
}

static void test_data_is_every_runs(void **state)
{
    struct house *house = *state;
    send(house, 0, event_of_data(17500, "IMDB"));
    board_poll(house->board, 100);
    send(house, 1, event_of_data(1, "other"));
    board_poll(house->board, 100);
    const struct data_event *data = board_data(house->board);
    assert_non_null(data);
    assert_string_equal(data->name, "IMDB");
    assert_int_equal(data->train, 17500);
}

static void test_source_is_known_before_the_data(void **state)
{
    struct house *house = *state;
    struct run_event event = {.kind = EVENT_SOURCE};
    assert_null(board_source(house->board));
    memset(event.as.source.name, 'x', sizeof event.as.source.name); /* no NUL */
    event.as.source.fallback = true;
    send(house, 0, event);
    board_poll(house->board, 100);
    assert_null(board_data(house->board));
    const struct source_event *source = board_source(house->board);
    assert_non_null(source);
    assert_int_equal(strlen(source->name), sizeof source->name - 1);
    assert_true(source->fallback);
    event.as.source = (struct source_event){.name = "another"};
    send(house, 1, event);
    board_poll(house->board, 100);
    assert_true(board_source(house->board)->fallback);
}

static void test_data_serves_the_estimates(void **state)
{
    struct house *house = *state;
    send(house, 0, event_of_data(17500, "IMDB"));
    expect_estimate_with_data(house, 1, house->feed[1].ring);
}

static void test_limit_and_turns(void **state)
{
    struct house *house = *state;
    send(house, 2, event_of_state(RUN_TRAINING)); /* both have begun */
    assert_true(board_poll(house->board, 100));
    for (int i = 0; i < 20; i++)
        send(house, 0, event_of_message(false, "zero"));
    for (int i = 0; i < 3; i++) {
        send(house, 2, event_of_message(false, "two"));
        send_by_writer(house, 1, event_of_message(false, "writer"));
    }
    assert_false(board_poll(house->board, 0));
    assert_true(board_poll(house->board, 3));
    assert_int_equal(board_messages(house->board), 3);
    /* One from each ring that has something, whichever's turn it is. */
    static const char *const each[] = {"zero", "two", "writer"};
    for (size_t i = 0; i < 3; i++) {
        size_t found = 0;
        for (size_t j = 0; j < 3; j++)
            found += strcmp(board_message_at(house->board, j)->text, each[i]) == 0;
        assert_int_equal(found, 1);
    }
    assert_true(board_poll(house->board, 1000));
    assert_int_equal(board_messages(house->board), 26);
    assert_false(board_poll(house->board, 1000));
}

static void test_a_beginning_comes_after_what_was_before(void **state)
{
    struct house *house = *state;
    for (int i = 0; i < 5; i++)
        send(house, 0, event_of_message(false, "zero"));
    send(house, 1, event_of_message(false, "one"));
    while (board_poll(house->board, 1))
        ;
    assert_int_equal(board_messages(house->board), 6);
    for (size_t i = 0; i < 5; i++)
        expect_message(house, i, 0, false, "zero");
    expect_message(house, 5, 1, false, "one");
}

struct seen {
    struct house *house;
    size_t events, run;
    enum event_kind kind;
    enum run_state state;
};

static void observe(void *context, size_t run, const struct run_event *event)
{
    struct seen *seen = context;
    seen->events++;
    seen->run = run;
    seen->kind = event->kind;
    seen->state = now_of(seen->house, run).state;
}

static void test_observer_comes_after_the_history(void **state)
{
    struct house *house = *state;
    struct seen seen = {.house = house};
    board_observe(house->board, observe, &seen);
    send(house, 2, event_of_state(RUN_PAUSED));
    board_poll(house->board, 100);
    assert_int_equal(seen.events, 1);
    assert_int_equal(seen.run, 2);
    assert_int_equal(seen.kind, EVENT_STATE);
    assert_int_equal(seen.state, RUN_PAUSED);
    send(house, 0, event_of_data(17500, "IMDB"));
    board_poll(house->board, 100);
    assert_int_equal(seen.events, 2); /* once, although every history has it */
    board_observe(house->board, NULL, NULL);
    send(house, 2, event_of_state(RUN_TRAINING));
    board_poll(house->board, 100);
    assert_int_equal(seen.events, 2);
}

static void test_too_many_runs(void **state)
{
    struct house *house = *state;
    struct rt_error error;
    for (size_t i = RUNS; i < SETTINGS_MAX_RUNS; i++)
        assert_int_equal(board_add(house->board, &house->feed[0], &error), RT_OK);
    assert_int_equal(board_add(house->board, &house->feed[0], &error), RT_ERR_USAGE);
    assert_non_null(strstr(error_text(&error), "256 runs"));
    assert_int_equal(board_runs(house->board), SETTINGS_MAX_RUNS);
}

/* One that has not begun goes as if it had never been; those behind it move up. */
static void test_a_run_is_taken_back(void **state)
{
    struct house *house = *state;
    board_message(house->board, 1, false, "of the one that goes");
    board_message(house->board, 2, false, "of the one behind it");
    board_message(house->board, BOARD_NO_RUN, false, "of nobody");
    send(house, 0, event_of_state(RUN_TRAINING));
    board_poll(house->board, 100);
    board_remove(house->board, 1);
    assert_int_equal(board_runs(house->board), RUNS - 1);
    assert_ptr_equal(board_run(house->board, 1)->feed, &house->feed[2]);
    assert_int_equal(board_active(house->board), 0);
    size_t last = board_messages(house->board);
    assert_int_equal(board_message_at(house->board, last - 3)->run, BOARD_NO_RUN);
    assert_int_equal(board_message_at(house->board, last - 2)->run, 1);
    assert_int_equal(board_message_at(house->board, last - 1)->run, BOARD_NO_RUN);
    send(house, 2, event_of_state(RUN_PAUSED));
    board_poll(house->board, 100);
    struct history_now now;
    history_now(board_run(house->board, 1)->history, 10, &now);
    assert_int_equal(now.state, RUN_PAUSED);
}

/* Each run's data may have a form of its own. */
static void test_each_run_has_its_data(void **state)
{
    struct house *house = *state;
    assert_null(board_run_data(house->board, 1));
    send(house, 0, event_of_data(17500, "IMDB"));
    board_poll(house->board, 100);
    assert_int_equal(board_run_data(house->board, 1)->train, 17500);
    send(house, 1, event_of_data(20000, "IMDB"));
    board_poll(house->board, 100);
    assert_int_equal(board_run_data(house->board, 0)->train, 17500);
    assert_int_equal(board_run_data(house->board, 1)->train, 20000);
    assert_int_equal(board_data(house->board)->train, 17500);
}

/* A run asked for later takes its place behind the others and knows the data. */
static void test_a_run_joins_later(void **state)
{
    struct house *house = *state;
    send(house, 0, event_of_data(17500, "IMDB"));
    send(house, 0, event_of_end(RUN_DONE, 10.0f));
    board_poll(house->board, 100);
    struct run_feed late = {.ring = new_ring()};
    assert_int_equal(board_add(house->board, &late, NULL), RT_OK);
    expect_estimate_with_data(house, RUNS, late.ring);
    assert_int_equal(board_active(house->board), RUNS);
    assert_int_equal(now_of(house, RUNS).state, RUN_TRAINING);
    ring_destroy(late.ring);
}

int main(void)
{
#define WITH_HOUSE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty),
        WITH_HOUSE(test_events_reach_their_histories),
        WITH_HOUSE(test_baseline_waits_for_the_data),
        WITH_HOUSE(test_classes),
        WITH_HOUSE(test_writer_names_the_run),
        WITH_HOUSE(test_messages),
        WITH_HOUSE(test_oldest_messages_leave),
        WITH_HOUSE(test_active_and_ended),
        WITH_HOUSE(test_source_is_known_before_the_data),
        WITH_HOUSE(test_data_is_every_runs),
        WITH_HOUSE(test_data_serves_the_estimates),
        WITH_HOUSE(test_a_beginning_comes_after_what_was_before),
        WITH_HOUSE(test_limit_and_turns),
        WITH_HOUSE(test_observer_comes_after_the_history),
        WITH_HOUSE(test_a_run_is_taken_back),
        WITH_HOUSE(test_each_run_has_its_data),
        WITH_HOUSE(test_too_many_runs),
        WITH_HOUSE(test_a_run_joins_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
