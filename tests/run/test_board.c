#include "config.h"

#include <math.h>
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
    struct ring *ring[BOARD_SOURCES];
};

/* "20261128-000000-001", in the order of time. */
static struct run_id id_of(size_t run)
{
    struct run_id id;
    snprintf(id.text, sizeof id.text, "20261128-000000-%03zu", run);
    return id;
}

static void send(struct house *house, enum board_source source, size_t run, struct run_event event)
{
    event.run = id_of(run);
    ring_send(house->ring[source], event);
}

static void tell(struct house *house, size_t run, struct run_event event)
{
    send(house, BOARD_TRAINER, run, event);
}

static void announce(struct house *house, size_t run)
{
    struct run_spec spec = {.epochs = 10};
    snprintf(spec.name, sizeof spec.name, "run %zu", run);
    send(house, BOARD_DESK, run, event_of_run("", &spec));
}

static int set_up(void **state)
{
    struct house *house = test_calloc(1, sizeof *house);
    if (board_create(&house->board, NULL) != RT_OK)
        return -1;
    for (size_t i = 0; i < BOARD_SOURCES; i++) {
        if (ring_create(&house->ring[i], 64, 8, NULL) != RT_OK)
            return -1;
        board_listen(house->board, (enum board_source)i, house->ring[i]);
    }
    for (size_t i = 0; i < RUNS; i++)
        announce(house, i);
    board_poll(house->board, 100);
    *state = house;
    return 0;
}

static int tear_down(void **state)
{
    struct house *house = *state;
    board_destroy(house->board);
    for (size_t i = 0; i < BOARD_SOURCES; i++)
        ring_destroy(house->ring[i]);
    test_free(house);
    return 0;
}

static struct history_now now_of(const struct house *house, size_t run)
{
    struct history_now now;
    history_now(board_run(house->board, run)->history, 10, &now);
    return now;
}

/* What an observer has seen. */
struct seen {
    struct house *house;
    size_t events, run;
    enum event_kind kind;
    enum run_state state;
    char words[64][40]; /* of the first messages */
    size_t run_of[64];
};

static void observe(void *context, size_t run, const struct run_event *event)
{
    struct seen *seen = context;
    if (event->kind == EVENT_MESSAGE && seen->events < 64) {
        snprintf(seen->words[seen->events], sizeof seen->words[0], "%s",
                 error_text(event_error(event)));
        seen->run_of[seen->events] = run;
    }
    seen->events++;
    seen->run = run;
    seen->kind = event->kind;
    if (run != BOARD_NO_RUN)
        seen->state = now_of(seen->house, run).state;
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
        struct run_id id = id_of(1);
        ring_step(house->ring[BOARD_TRAINER], &id, &step);
    }
    tell(house, 1, event_of_epoch(3, 0.8f));
    tell(house, 2, event_of_state(RUN_QUEUED));
    assert_true(board_poll(house->board, 100));
    assert_false(board_poll(house->board, 100));
    assert_int_equal(now_of(house, 0).epoch, 0);
    assert_int_equal(now_of(house, 1).epoch, 3);
    size_t count;
    history_epochs(board_run(house->board, 1)->history, &count);
    assert_int_equal(count, 1);
    history_points(board_run(house->board, 1)->history, &count);
    assert_int_equal(count, 30);
    assert_string_equal(board_run(house->board, 1)->spec.name, "run 1");
}

/* What is computed beside the runs waits until it is known what it is of. */
static void test_baseline_waits_for_the_data(void **state)
{
    struct house *house = *state;
    struct run_event event = {.kind = EVENT_BASELINE};
    event.as.baseline.val_accuracy = 0.75f;
    send(house, BOARD_BASELINE, 0, event);
    board_poll(house->board, 1000);
    assert_null(board_baseline(house->board));
    event = (struct run_event){.kind = EVENT_DATA};
    event.as.data.train = 100;
    tell(house, 0, event);
    while (board_poll(house->board, 1000))
        continue;
    assert_non_null(board_baseline(house->board));
    assert_true(board_baseline(house->board)->val_accuracy == 0.75f);
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
    tell(house, 0, event);
    while (board_poll(house->board, 1000))
        continue;
    const struct classes_event *classes = board_class_facts(house->board, 0);
    assert_non_null(classes);
    assert_int_equal(classes->rows[PART_TEST][1], 7);
    assert_null(strchr(classes->name[0], '\033'));
    assert_true(strlen(classes->name[0]) < CLASS_NAME_SIZE);
}

static void check_guess(const struct board *board, double accuracy, double loss)
{
    struct guess guess = board_guess(board, 0);
    if (!(fabs(guess.accuracy - accuracy) < 1e-9 && fabs(guess.loss - loss) < 1e-9))
        fail_msg("expected %f and %f, got %f and %f", accuracy, loss, guess.accuracy, guess.loss);
}

/* Of few classes the counts tell it; of many the teller does; and where nobody counted, all classes
 * are taken for equally common. */
static void test_guess(void **state)
{
    struct house *house = *state;
    check_guess(house->board, 0.5, log(2));
    struct run_event event = {.kind = EVENT_DATA};
    event.as.data = (struct data_event){.train = 400, .validation = 100, .classes = 4};
    tell(house, 0, event);
    while (board_poll(house->board, 1000))
        continue;
    check_guess(house->board, 0.25, log(4));
    event = (struct run_event){.kind = EVENT_CLASSES};
    event.as.classes.classes = 4;
    memcpy(event.as.classes.rows[PART_TRAIN], (const uint32_t[]){300, 100}, 2 * sizeof(uint32_t));
    tell(house, 0, event);
    while (board_poll(house->board, 1000))
        continue;
    check_guess(house->board, 0.75, log(4) - 0.75 * log(3)); /* no validation: of training rows */
    memcpy(event.as.classes.rows[PART_VALIDATION], (const uint32_t[]){50, 50},
           2 * sizeof(uint32_t));
    tell(house, 0, event);
    while (board_poll(house->board, 1000))
        continue;
    check_guess(house->board, 0.5, log(2));
    event.as.classes = (struct classes_event){.classes = METRICS_MAX_CLASSES + 2};
    event.as.classes.guess[PART_VALIDATION] = (struct guess){0.3, 2.1};
    tell(house, 0, event);
    while (board_poll(house->board, 1000))
        continue;
    check_guess(house->board, 0.3, 2.1);
}

/* A file is written after its run has moved on: the event says whose it is. */
static void test_the_recorder_names_the_run(void **state)
{
    struct house *house = *state;
    tell(house, 0, event_of_end(RUN_DONE, 10.0f));
    send(house, BOARD_RECORDER, 0, event_of_saved(true, 10.0f, "/models/a.safetensors"));
    send(house, BOARD_RECORDER, 2, event_of_saved(false, 1.0f, "/models is read-only."));
    assert_true(board_poll(house->board, 100));
    assert_true(now_of(house, 0).saved);
    assert_string_equal(history_saved_path(board_run(house->board, 0)->history),
                        "/models/a.safetensors");
    assert_null(history_not_saved(board_run(house->board, 0)->history));
    assert_false(now_of(house, 2).saved);
    assert_true(now_of(house, 2).save_failed);
    assert_string_equal(error_text(history_not_saved(board_run(house->board, 2)->history)),
                        "/models is read-only.");
}

static void test_what_a_run_failed_of(void **state)
{
    struct house *house = *state;
    assert_null(history_trouble(board_run(house->board, 1)->history));
    tell(house, 1, event_of_error("The loss became NaN in epoch 5, batch 211."));
    board_poll(house->board, 100);
    assert_string_equal(error_text(history_trouble(board_run(house->board, 1)->history)),
                        "The loss became NaN in epoch 5, batch 211.");
}

/* Of whom nobody has heard nothing is taken in; but what is of no run in particular is passed on.
 */
static void test_events_of_unknown_runs(void **state)
{
    struct house *house = *state;
    struct seen seen = {.house = house};
    board_observe(house->board, observe, &seen);
    tell(house, 77, event_of_message(true, "Whose?"));
    tell(house, 77, event_of_state(RUN_TRAINING));
    board_poll(house->board, 100);
    assert_int_equal(seen.events, 0);
    ring_send(house->ring[BOARD_TRAINER], event_of_message(true, "Nobody's"));
    board_poll(house->board, 100);
    assert_int_equal(seen.events, 1);
    assert_true(seen.run == BOARD_NO_RUN);
    assert_string_equal(seen.words[0], "Nobody's");
    assert_int_equal(board_runs(house->board), RUNS);
}

/* The desk's ring may have been read before the run was announced, and the trainer's after. */
static void test_a_run_is_announced_before_it_tells(void **state)
{
    struct house *house = *state;
    struct seen seen = {.house = house};
    for (size_t turn = 0; turn < BOARD_SOURCES; turn++) { /* whichever is read first */
        board_observe(house->board, observe, &seen);
        announce(house, RUNS + turn);
        tell(house, RUNS + turn, event_of_state(RUN_TRAINING));
        board_poll(house->board, 1);
        board_poll(house->board, 100);
        assert_int_equal(board_runs(house->board), RUNS + turn + 1);
        assert_int_equal(now_of(house, RUNS + turn).state, RUN_TRAINING);
    }
    assert_int_equal(seen.events, 2 * BOARD_SOURCES);
    announce(house, 0); /* again: it is there already */
    board_poll(house->board, 100);
    assert_int_equal(board_runs(house->board), RUNS + BOARD_SOURCES);
}

static void test_active_and_ended(void **state)
{
    struct house *house = *state;
    assert_true(board_active(house->board) == BOARD_NO_RUN);
    const enum run_state busy[] = {RUN_LOADING, RUN_TRAINING, RUN_PAUSED, RUN_VALIDATING,
                                   RUN_TESTING};
    for (size_t run = 0; run < RUNS; run++) {
        for (size_t i = 0; i < sizeof busy / sizeof busy[0]; i++) {
            tell(house, run, event_of_state(busy[i]));
            board_poll(house->board, 100);
            assert_int_equal(board_active(house->board), run);
        }
        assert_false(board_all_ended(house->board));
        assert_false(board_run(house->board, run)->ended);
        tell(house, run, event_of_end(run == 1 ? RUN_FAILED : RUN_DONE, 10.0f));
        board_poll(house->board, 100);
        assert_true(board_run(house->board, run)->ended);
        assert_true(board_active(house->board) == BOARD_NO_RUN);
        tell(house, run, event_of_state(RUN_TRAINING)); /* late: it has ended all the same */
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
static void expect_estimate_with_data(struct house *house, size_t run)
{
    const struct run_id id = id_of(run);
    tell(house, run, event_of_state(RUN_TRAINING));
    for (uint64_t batch = 1; batch <= 20; batch++) {
        struct step_event step = step_of(batch, 584, 0.5f, 0.5f);
        ring_step(house->ring[BOARD_TRAINER], &id, &step);
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
    tell(house, 0, event_of_data(17500, "IMDB"));
    board_poll(house->board, 100);
    tell(house, 1, event_of_data(1, "other"));
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
    tell(house, 0, event);
    board_poll(house->board, 100);
    assert_null(board_data(house->board));
    const struct source_event *source = board_source(house->board);
    assert_non_null(source);
    assert_int_equal(strlen(source->name), sizeof source->name - 1);
    assert_true(source->fallback);
    event.as.source = (struct source_event){.name = "another"};
    tell(house, 1, event);
    board_poll(house->board, 100);
    assert_true(board_source(house->board)->fallback);
}

static void test_data_serves_the_estimates(void **state)
{
    struct house *house = *state;
    tell(house, 0, event_of_data(17500, "IMDB"));
    expect_estimate_with_data(house, 1);
}

static void test_limit_and_turns(void **state)
{
    struct house *house = *state;
    struct seen seen = {.house = house};
    board_observe(house->board, observe, &seen);
    for (int i = 0; i < 20; i++)
        tell(house, 0, event_of_message(false, "trainer"));
    for (int i = 0; i < 3; i++) {
        send(house, BOARD_DESK, 2, event_of_message(false, "desk"));
        send(house, BOARD_RECORDER, 1, event_of_message(false, "recorder"));
    }
    assert_false(board_poll(house->board, 0));
    assert_true(board_poll(house->board, 3));
    assert_int_equal(seen.events, 3);
    /* One from each that has something, whichever's turn it is. */
    static const char *const each[] = {"trainer", "desk", "recorder"};
    for (size_t i = 0; i < 3; i++) {
        size_t found = 0;
        for (size_t j = 0; j < 3; j++)
            found += strcmp(seen.words[j], each[i]) == 0;
        assert_int_equal(found, 1);
    }
    assert_true(board_poll(house->board, 1000));
    assert_int_equal(seen.events, 26);
    assert_false(board_poll(house->board, 1000));
}

/* The trainer's runs follow one another, and so do their events. */
static void test_events_keep_their_order(void **state)
{
    struct house *house = *state;
    struct seen seen = {.house = house};
    board_observe(house->board, observe, &seen);
    for (int i = 0; i < 5; i++)
        tell(house, 0, event_of_message(false, "zero"));
    tell(house, 1, event_of_message(false, "one"));
    while (board_poll(house->board, 1))
        ;
    assert_int_equal(seen.events, 6);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(seen.run_of[i], 0);
    assert_int_equal(seen.run_of[5], 1);
}

static void test_observer_comes_after_the_history(void **state)
{
    struct house *house = *state;
    struct seen seen = {.house = house};
    board_observe(house->board, observe, &seen);
    tell(house, 2, event_of_state(RUN_PAUSED));
    board_poll(house->board, 100);
    assert_int_equal(seen.events, 1);
    assert_int_equal(seen.run, 2);
    assert_int_equal(seen.kind, EVENT_STATE);
    assert_int_equal(seen.state, RUN_PAUSED);
    tell(house, 0, event_of_data(17500, "IMDB"));
    board_poll(house->board, 100);
    assert_int_equal(seen.events, 2); /* once, although every history has it */
    board_observe(house->board, NULL, NULL);
    tell(house, 2, event_of_state(RUN_TRAINING));
    board_poll(house->board, 100);
    assert_int_equal(seen.events, 2);
}

static void test_too_many_runs(void **state)
{
    struct house *house = *state;
    struct seen seen = {.house = house};
    for (size_t i = RUNS; i < SETTINGS_MAX_RUNS; i++) {
        announce(house, i);
        board_poll(house->board, 100);
    }
    assert_int_equal(board_runs(house->board), SETTINGS_MAX_RUNS);
    board_observe(house->board, observe, &seen);
    announce(house, SETTINGS_MAX_RUNS);
    board_poll(house->board, 100);
    assert_int_equal(board_runs(house->board), SETTINGS_MAX_RUNS);
    assert_int_equal(seen.events, 1);
    assert_non_null(strstr(seen.words[0], "256 runs"));
}

/* One that has not begun goes as if it had never been; those behind it move up and keep their
 * names. */
static void test_a_run_is_taken_back(void **state)
{
    struct house *house = *state;
    struct seen seen = {.house = house};
    const struct run_event gone = {.kind = EVENT_TAKEN_BACK};
    const struct run_id last = id_of(2);
    const struct board_run *behind = board_run(house->board, 2);
    tell(house, 0, event_of_state(RUN_TRAINING));
    board_poll(house->board, 100);
    board_observe(house->board, observe, &seen);
    send(house, BOARD_DESK, 1, gone);
    board_poll(house->board, 100);
    assert_int_equal(seen.events, 1); /* before it went: its place is still right */
    assert_int_equal(seen.run, 1);
    assert_int_equal(board_runs(house->board), RUNS - 1);
    assert_ptr_equal(board_run(house->board, 1), behind);
    assert_int_equal(board_find(house->board, &last), 1);
    assert_string_equal(board_name(house->board, &last), "run 2");
    const struct run_id went = id_of(1);
    assert_true(board_find(house->board, &went) == BOARD_NO_RUN);
    assert_string_equal(board_name(house->board, &went), "");
    assert_int_equal(board_active(house->board), 0);
    tell(house, 2, event_of_state(RUN_PAUSED));
    board_poll(house->board, 100);
    assert_int_equal(now_of(house, 1).state, RUN_PAUSED);
    /* One that has begun stays, whatever is said. */
    send(house, BOARD_DESK, 0, gone);
    board_poll(house->board, 100);
    assert_int_equal(board_runs(house->board), RUNS - 1);
}

/* Each run's data may have a form of its own. */
static void test_each_run_has_its_data(void **state)
{
    struct house *house = *state;
    assert_null(board_run_data(house->board, 1));
    tell(house, 0, event_of_data(17500, "IMDB"));
    board_poll(house->board, 100);
    assert_int_equal(board_run_data(house->board, 1)->train, 17500);
    tell(house, 1, event_of_data(20000, "IMDB"));
    board_poll(house->board, 100);
    assert_int_equal(board_run_data(house->board, 0)->train, 17500);
    assert_int_equal(board_run_data(house->board, 1)->train, 20000);
    assert_int_equal(board_data(house->board)->train, 17500);
}

static struct run_event open_run(size_t classes)
{
    struct run_spec spec = {.epochs = EPOCHS_AUTO, .batch_size = 10};
    model_spec_lesson(&spec.model, LAYER_LSTM, 100, 4, classes, MAXLEN_AUTO);
    spec.class_weight = CLASS_WEIGHT_AUTO;
    return event_of_run("", &spec);
}

static void expect_resolved(const struct house *house, size_t run, size_t maxlen, size_t epochs)
{
    const struct run_spec *spec = &board_run(house->board, run)->spec;
    assert_int_equal(spec->data.maxlen, maxlen);
    assert_int_equal(spec->model.maxlen, maxlen);
    assert_int_equal(spec->epochs, epochs);
}

/* What a run leaves to its data is known with the first data on its path, and is that of its own
 * data once that is told; what nobody said of a run is left to nothing. */
static void test_data_decides_what_was_left_to_it(void **state)
{
    struct house *house = *state;
    struct run_event data = event_of_data(10 * RUN_BATCHES / 6, "some");
    data.as.data.maxlen = 33;
    data.as.data.rare_class = true;
    send(house, BOARD_DESK, 3, open_run(8));
    board_poll(house->board, 100);
    expect_resolved(house, 3, MAXLEN_AUTO, EPOCHS_AUTO);
    tell(house, 3, data);
    board_poll(house->board, 100);
    expect_resolved(house, 3, 33, 6);
    assert_int_equal(board_run(house->board, 3)->spec.class_weight, CLASS_WEIGHT_BALANCED);
    assert_int_equal(board_run(house->board, 0)->spec.data.maxlen, 0);

    send(house, BOARD_DESK, 4, open_run(9));
    board_poll(house->board, 100);
    expect_resolved(house, 4, 33, 6);
    data = event_of_data(10 * RUN_BATCHES / 4, "other");
    data.as.data.maxlen = 55;
    tell(house, 4, data);
    board_poll(house->board, 100);
    expect_resolved(house, 4, 55, 4);
    assert_int_equal(board_run(house->board, 4)->spec.class_weight, CLASS_WEIGHT_NONE);
    expect_resolved(house, 3, 33, 6);

    struct run_spec unknown = {.epochs = 0};
    send(house, BOARD_DESK, 5, event_of_run("", &unknown));
    board_poll(house->board, 100);
    expect_resolved(house, 5, 0, 0);
}

/* A run asked for later takes its place behind the others and knows the data. */
static void test_a_run_joins_later(void **state)
{
    struct house *house = *state;
    tell(house, 0, event_of_data(17500, "IMDB"));
    tell(house, 0, event_of_end(RUN_DONE, 10.0f));
    board_poll(house->board, 100);
    announce(house, RUNS);
    board_poll(house->board, 100);
    expect_estimate_with_data(house, RUNS);
    assert_int_equal(board_active(house->board), RUNS);
    assert_int_equal(now_of(house, RUNS).state, RUN_TRAINING);
}

/* A run of a model that somebody told. */
static void announce_trained(struct house *house, size_t run, size_t units, uint64_t seed)
{
    struct run_spec spec = {.epochs = 10, .seed = seed};
    model_spec_lesson(&spec.model, LAYER_LSTM, 100, 4, units, 20);
    send(house, BOARD_DESK, run, event_of_run("", &spec));
    board_poll(house->board, 100);
}

static size_t group_of(const struct house *house, size_t run)
{
    return board_run(house->board, run)->group;
}

/* Equal but for the seed; a run of which nobody said what it is is like no other. */
static void test_groups(void **state)
{
    struct house *house = *state;
    assert_true(group_of(house, 0) != group_of(house, 1));
    announce_trained(house, 3, 8, 1);
    announce_trained(house, 4, 16, 1);
    announce_trained(house, 5, 8, 2);
    announce_trained(house, 6, 16, 2);
    assert_int_equal(group_of(house, 5), group_of(house, 3));
    assert_int_equal(group_of(house, 6), group_of(house, 4));
    assert_true(group_of(house, 3) != group_of(house, 4));
    assert_true(group_of(house, 3) != group_of(house, 2));

    /* Its number stays what it is, although the first of the group leaves. */
    size_t group = group_of(house, 5), other = group_of(house, 4);
    send(house, BOARD_DESK, 3, (struct run_event){.kind = EVENT_TAKEN_BACK});
    board_poll(house->board, 100);
    assert_int_equal(board_runs(house->board), 6);
    assert_int_equal(group_of(house, 4), group);
    announce_trained(house, 7, 8, 3);
    announce_trained(house, 8, 16, 3);
    announce_trained(house, 9, 32, 3);
    assert_int_equal(group_of(house, 6), group);
    assert_int_equal(group_of(house, 7), other);
    assert_true(group_of(house, 8) != group && group_of(house, 8) != other);
}

int main(void)
{
#define WITH_HOUSE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty),
        WITH_HOUSE(test_events_reach_their_histories),
        WITH_HOUSE(test_baseline_waits_for_the_data),
        WITH_HOUSE(test_classes),
        WITH_HOUSE(test_guess),
        WITH_HOUSE(test_the_recorder_names_the_run),
        WITH_HOUSE(test_what_a_run_failed_of),
        WITH_HOUSE(test_events_of_unknown_runs),
        WITH_HOUSE(test_a_run_is_announced_before_it_tells),
        WITH_HOUSE(test_active_and_ended),
        WITH_HOUSE(test_source_is_known_before_the_data),
        WITH_HOUSE(test_data_is_every_runs),
        WITH_HOUSE(test_data_serves_the_estimates),
        WITH_HOUSE(test_events_keep_their_order),
        WITH_HOUSE(test_limit_and_turns),
        WITH_HOUSE(test_observer_comes_after_the_history),
        WITH_HOUSE(test_a_run_is_taken_back),
        WITH_HOUSE(test_each_run_has_its_data),
        WITH_HOUSE(test_data_decides_what_was_left_to_it),
        WITH_HOUSE(test_too_many_runs),
        WITH_HOUSE(test_a_run_joins_later),
        WITH_HOUSE(test_groups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
