#include "config.h"

#include "rnntop/run/board.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/clock.h"
#include "rnntop/base/utf8.h"
#include "rnntop/spec/settings.h"

enum { ASIDE_WRITER, ASIDE_BASELINE, ASIDES };

struct board {
    struct board_run *run[SETTINGS_MAX_RUNS];
    size_t runs;
    struct ring *aside[ASIDES]; /* of who is no run; NULL: not there */
    size_t turn; /* the ring to read first in the next poll: a run's, then those aside */

    board_observer observer;
    void *observer_context;

    bool has_source;
    struct source_event source; /* the first */
    bool has_data;
    const struct run_feed *data_from; /* whose data it is; NULL: nobody's in particular */
    struct run_event data;            /* the first data event */
    bool has_classes;
    struct classes_event classes; /* the first */
    bool has_baseline;
    struct baseline_event baseline;

    struct board_message *message; /* [BOARD_MAX_MESSAGES], a circle */
    size_t message_begin, message_count;
};

enum rt_status board_create(struct board **board, struct rt_error *error)
{
    *board = NULL;
    struct board *made = calloc(1, sizeof *made);
    if (!made)
        goto fail;
    made->message = malloc(BOARD_MAX_MESSAGES * sizeof *made->message);
    if (!made->message)
        goto fail;
    *board = made;
    return RT_OK;

fail:
    free(made);
    return rt_fail_text(error, RT_ERR_MEMORY, "There is no memory for the board.");
}

void board_destroy(struct board *board)
{
    if (!board)
        return;
    for (size_t i = 0; i < board->runs; i++) {
        history_destroy(board->run[i]->history);
        free(board->run[i]);
    }
    free(board->message);
    free(board);
}

static bool shares_data(const struct board *board, const struct run_feed *feed)
{
    return !board->data_from || strcmp(board->data_from->spec.data.path, feed->spec.data.path) == 0;
}

enum rt_status board_add(struct board *board, const struct run_feed *feed, struct rt_error *error)
{
    if (board->runs == SETTINGS_MAX_RUNS)
        return rt_fail_text(
            error, RT_ERR_USAGE,
            "A session holds at most %d runs: leave and start rnntop again for more.",
            SETTINGS_MAX_RUNS);
    struct board_run *run = calloc(1, sizeof *run);
    if (!run)
        return rt_fail_text(error, RT_ERR_MEMORY, "There is no memory for another run.");
    enum rt_status status = history_create(&run->history, error);
    if (status != RT_OK)
        goto fail;
    /* The data is read once, by the first run; what it is matters to every run's estimates. */
    if (board->has_data && shares_data(board, feed) &&
        (status = history_apply(run->history, &board->data, error)) != RT_OK)
        goto fail;
    run->feed = feed;
    board->run[board->runs++] = run;
    return RT_OK;

fail:
    history_destroy(run->history);
    free(run);
    return status;
}

void board_remove(struct board *board, size_t run)
{
    assert(run < board->runs && !board->run[run]->begun);
    history_destroy(board->run[run]->history);
    free(board->run[run]);
    board->runs--;
    memmove(&board->run[run], &board->run[run + 1],
            (board->runs - run) * sizeof(struct board_run *));
    for (size_t i = 0; i < board->message_count; i++) {
        struct board_message *message =
            &board->message[(board->message_begin + i) % BOARD_MAX_MESSAGES];
        if (message->run == run)
            message->run = BOARD_NO_RUN;
        else if (message->run != BOARD_NO_RUN && message->run > run)
            message->run--;
    }
}

void board_set_writer(struct board *board, struct ring *ring)
{
    board->aside[ASIDE_WRITER] = ring;
}

void board_set_baseline(struct board *board, struct ring *ring)
{
    board->aside[ASIDE_BASELINE] = ring;
}

void board_observe(struct board *board, board_observer observer, void *context)
{
    board->observer = observer;
    board->observer_context = context;
}

static void tell(struct board *board, size_t run, bool warning, const char *text, size_t size)
{
    if (board->message_count == BOARD_MAX_MESSAGES) {
        board->message_begin = (board->message_begin + 1) % BOARD_MAX_MESSAGES;
        board->message_count--;
    }
    struct board_message *message =
        &board->message[(board->message_begin + board->message_count) % BOARD_MAX_MESSAGES];
    board->message_count++;
    message->run = run;
    message->warning = warning;
    message->clock_s = clock_now_s();
    utf8_sanitize(text, strnlen(text, size), false, message->text, sizeof message->text);
}

void board_message(struct board *board, size_t run, bool warning, const char *text)
{
    tell(board, run, warning, text, strlen(text));
}

/* Events that a person should read later, too. */
static void tell_event(struct board *board, size_t run, const struct run_event *event)
{
    switch (event->kind) {
    case EVENT_MESSAGE:
        tell(board, run, event->as.message.warning, event->as.message.text,
             sizeof event->as.message.text);
        break;
    case EVENT_CALLBACK:
        if (event->as.callback.text[0])
            tell(board, run, false, event->as.callback.text, sizeof event->as.callback.text);
        break;
    case EVENT_ERROR:
        tell(board, run, true, event->as.error.text, sizeof event->as.error.text);
        break;
    case EVENT_SAVED:
        if (!event->as.saved.ok) {
            char text[EVENT_TEXT_SIZE + 16];
            snprintf(text, sizeof text, "Not saved: %.*s", EVENT_TEXT_SIZE, event->as.saved.text);
            tell(board, run, true, text, sizeof text);
        }
        break;
    default:
        break;
    }
}

static void apply(struct board *board, size_t run, const struct run_event *event)
{
    struct rt_error error;
    if (history_apply(board->run[run]->history, event, &error) != RT_OK)
        board_message(board, run, true, error.text);
    if (event->kind == EVENT_END)
        board->run[run]->ended = true;
}

static void take_source(struct board *board, const struct run_event *event)
{
    if (event->kind != EVENT_SOURCE || board->has_source)
        return;
    board->source = event->as.source;
    board->source.name[sizeof board->source.name - 1] = '\0';
    board->has_source = true;
}

/* The first data event is that of every run that reads the same. */
static void take_data(struct board *board, size_t from, const struct run_event *event)
{
    if (event->kind != EVENT_DATA || board->has_data)
        return;
    board->data = *event;
    board->data.steps = (struct step_event){0};
    struct data_event *data = &board->data.as.data;
    data->name[sizeof data->name - 1] = '\0';
    data->path[sizeof data->path - 1] = '\0';
    board->has_data = true;
    board->data_from = from < board->runs ? board->run[from]->feed : NULL;
    for (size_t i = 0; i < board->runs; i++) {
        if (i != from && shares_data(board, board->run[i]->feed))
            apply(board, i, &board->data);
    }
}

/* The first are those of every run that reads the same. */
static void take_classes(struct board *board, const struct run_event *event)
{
    if (event->kind != EVENT_CLASSES || board->has_classes || event->as.classes.classes < 2)
        return;
    history_take_classes(&board->classes, &event->as.classes);
    board->has_classes = true;
}

static void take_baseline(struct board *board, const struct run_event *event)
{
    if (event->kind != EVENT_BASELINE)
        return;
    board->baseline = event->as.baseline;
    board->has_baseline = true;
}

static void take(struct board *board, size_t run, const struct run_event *event)
{
    if (run < board->runs)
        apply(board, run, event);
    else
        run = BOARD_NO_RUN;
    take_source(board, event);
    take_data(board, run, event);
    take_classes(board, event);
    take_baseline(board, event);
    tell_event(board, run, event);
    if (board->observer)
        board->observer(board->observer_context, run, event);
}

/* A queue's next run begins when the one before it has ended, and both may happen between two looks
 * at their rings. What earlier rings hold by now came before a run's first event, so it goes first;
 * else the beginning would be seen, and printed, before the end. */
static void take_first(struct board *board, size_t run, const struct run_event *event)
{
    struct run_event earlier;
    for (size_t i = 0; i < run; i++) {
        while (ring_read(board->run[i]->feed->ring, &earlier))
            take(board, i, &earlier);
    }
    board->run[run]->begun = true;
    take(board, run, event);
}

/* One event of a ring; false when it is empty. */
static bool read_one(struct board *board, size_t turn)
{
    struct run_event event;
    bool aside = turn >= board->runs;
    struct ring *ring = aside ? board->aside[turn - board->runs] : board->run[turn]->feed->ring;
    if (turn == board->runs + ASIDE_BASELINE && !board->has_data)
        return false; /* nobody would know what it is of */
    if (!ring || !ring_read(ring, &event))
        return false;
    if (!aside && !board->run[turn]->begun)
        take_first(board, turn, &event);
    else
        take(board, aside ? event.run : turn, &event);
    return true;
}

bool board_poll(struct board *board, size_t limit)
{
    /* The rings take turns, one event each, so that a busy one can't keep the others waiting when
     * the limit ends a poll. An observer may add a run meanwhile: the turns are counted anew. */
    size_t taken = 0, empty = 0;
    while (taken < limit && empty < board->runs + ASIDES) {
        if (board->turn >= board->runs + ASIDES)
            board->turn = 0;
        if (read_one(board, board->turn)) {
            taken++;
            empty = 0;
        } else {
            empty++;
        }
        board->turn++;
    }
    return taken > 0;
}

size_t board_runs(const struct board *board)
{
    return board->runs;
}

const struct board_run *board_run(const struct board *board, size_t run)
{
    assert(run < board->runs);
    return board->run[run];
}

static bool is_active(const struct board_run *run)
{
    struct history_now now;
    history_now(run->history, run->feed->spec.epochs, &now);
    switch (now.state) {
    case RUN_LOADING:
    case RUN_TRAINING:
    case RUN_PAUSED:
    case RUN_VALIDATING:
    case RUN_TESTING:
        return !run->ended;
    case RUN_QUEUED:
    case RUN_DONE:
    case RUN_STOPPED:
    case RUN_FAILED:
        break;
    }
    return false;
}

size_t board_active(const struct board *board)
{
    for (size_t i = 0; i < board->runs; i++) {
        if (is_active(board->run[i]))
            return i;
    }
    return BOARD_NO_RUN;
}

bool board_all_ended(const struct board *board)
{
    for (size_t i = 0; i < board->runs; i++) {
        if (!board->run[i]->ended)
            return false;
    }
    return board->runs > 0;
}

const struct source_event *board_source(const struct board *board)
{
    return board->has_source ? &board->source : NULL;
}

const struct data_event *board_data(const struct board *board)
{
    return board->has_data ? &board->data.as.data : NULL;
}

bool board_same_source(const struct board *board, size_t run)
{
    return run >= board->runs || shares_data(board, board->run[run]->feed);
}

size_t board_classes(const struct board *board, size_t run)
{
    const struct data_event *data = board_run_data(board, run);
    return data && data->classes > 2 ? data->classes : 2;
}

struct model_spec board_model(const struct board *board, size_t run)
{
    struct model_spec model = board_run(board, run)->feed->spec.model;
    model_spec_set_classes(&model, board_classes(board, run));
    return model;
}

const struct data_event *board_run_data(const struct board *board, size_t run)
{
    const struct data_event *own =
        run < board->runs ? history_data(board->run[run]->history) : NULL;
    if (own)
        return own;
    return board_same_source(board, run) ? board_data(board) : NULL;
}

const struct classes_event *board_class_facts(const struct board *board, size_t run)
{
    const struct classes_event *own =
        run < board->runs ? history_classes(board->run[run]->history) : NULL;
    if (own)
        return own;
    return board->has_classes && board_same_source(board, run) ? &board->classes : NULL;
}

const struct baseline_event *board_baseline(const struct board *board)
{
    return board->has_baseline ? &board->baseline : NULL;
}

size_t board_messages(const struct board *board)
{
    return board->message_count;
}

const struct board_message *board_message_at(const struct board *board, size_t i)
{
    assert(i < board->message_count);
    return &board->message[(board->message_begin + i) % BOARD_MAX_MESSAGES];
}
