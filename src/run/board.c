#include "config.h"

#include "rnntop/run/board.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/spec/settings.h"

struct board {
    struct board_run *run[SETTINGS_MAX_RUNS];
    char *
        seedless[SETTINGS_MAX_RUNS]; /* run_spec_seedless() of each; NULL: nobody said what it is */
    size_t runs;
    size_t groups;                      /* numbers that were given */
    struct ring *source[BOARD_SOURCES]; /* NULL: not there */
    size_t turn;                        /* the source to read first in the next poll */

    board_observer observer;
    void *observer_context;

    bool has_source;
    struct source_event first_source;
    bool has_data;
    struct run_id data_from;          /* whose data it is; "": nobody's in particular */
    char data_wanted[TEXT_PATH_SIZE]; /* the path that its run's spec names */
    struct run_event data;            /* the first data event; held */
    bool has_classes;
    struct classes_event classes; /* the first */
    bool has_baseline;
    struct baseline_event baseline;
};

enum rt_status board_create(struct board **board, struct rt_error *error)
{
    *board = calloc(1, sizeof **board);
    return *board ? RT_OK : rt_fail(error, ERR_NO_MEMORY_FOR_BOARD);
}

static void destroy_run(struct board_run *run)
{
    history_destroy(run->history);
    free(run);
}

void board_destroy(struct board *board)
{
    if (!board)
        return;
    for (size_t i = 0; i < board->runs; i++) {
        destroy_run(board->run[i]);
        free(board->seedless[i]);
    }
    event_drop(&board->data);
    free(board);
}

void board_listen(struct board *board, enum board_source source, struct ring *ring)
{
    board->source[source] = ring;
}

void board_observe(struct board *board, board_observer observer, void *context)
{
    board->observer = observer;
    board->observer_context = context;
}

size_t board_find(const struct board *board, const struct run_id *id)
{
    for (size_t i = 0; run_id_given(id) && i < board->runs; i++) {
        if (run_id_same(&board->run[i]->id, id))
            return i;
    }
    return BOARD_NO_RUN;
}

const char *board_name(const struct board *board, const struct run_id *id)
{
    size_t run = board_find(board, id);
    return run == BOARD_NO_RUN ? "" : board->run[run]->spec.name;
}

static void observe(const struct board *board, size_t run, const struct run_event *event)
{
    if (board->observer)
        board->observer(board->observer_context, run, event);
}

/* An error on the watcher's side is shown like a message that came through a ring. */
static void tell_error(const struct board *board, size_t run, const struct rt_error *error)
{
    struct run_event event = {.kind = EVENT_MESSAGE, .parcel = parcel_of_error(error)};
    event.as.message.warning = true;
    if (run != BOARD_NO_RUN)
        event.run = board->run[run]->id;
    observe(board, run, &event);
    event_drop(&event);
}

/* ---- runs come and go ---- */

static bool shares_data(const struct board *board, const struct run_spec *spec)
{
    return !run_id_given(&board->data_from) || strcmp(board->data_wanted, spec->data.path) == 0;
}

/* The number of the runs that this one differs from by its seed alone. */
static size_t find_group(struct board *board, const char *seedless)
{
    for (size_t i = 0; seedless && i < board->runs; i++) {
        if (board->seedless[i] && strcmp(board->seedless[i], seedless) == 0)
            return board->run[i]->group;
    }
    return board->groups++;
}

/* Applies an event. One of the data tells what the run left to it; a later one, of the run's own
 * data, may tell otherwise than the first, which was another run's. A run elsewhere of which nobody
 * said what it is leaves nothing to its data: what is 0 there is not known. */
static enum rt_status apply_to_run(struct board_run *run, const struct run_event *event,
                                   struct rt_error *error)
{
    const struct data_event *data = &event->as.data;
    if (event->kind == EVENT_DATA && run->announced.model.layers > 0) {
        run->spec = run->announced;
        run_spec_resolve(&run->spec,
                         &(struct run_facts){data->maxlen, data->train, data->rare_class});
    }
    return history_apply(run->history, event, error);
}

static enum rt_status add_run(struct board *board, const struct run_id *id,
                              const struct run_spec *spec, struct rt_error *error)
{
    if (board->runs == SETTINGS_MAX_RUNS)
        return rt_fail(error, ERR_BOARD_FULL, SETTINGS_MAX_RUNS);
    struct board_run *run = calloc(1, sizeof *run);
    if (!run)
        return rt_fail(error, ERR_BOARD_NO_MEMORY_FOR_RUN);
    run->id = *id;
    run->spec = run->announced = *spec;
    enum rt_status status = history_create(&run->history, error);
    /* The data event comes once, for the first run; the estimates of every run on that data need
     * it. */
    if (status == RT_OK && board->has_data && shares_data(board, spec))
        status = apply_to_run(run, &board->data, error);
    if (status != RT_OK) {
        destroy_run(run);
        return status;
    }
    char *seedless = spec->model.layers > 0 ? run_spec_seedless(spec) : NULL;
    run->group = find_group(board, seedless);
    board->seedless[board->runs] = seedless;
    board->run[board->runs++] = run;
    return RT_OK;
}

static void take_run(struct board *board, const struct run_event *event)
{
    struct rt_error error;
    if (!event->parcel || !run_id_given(&event->run) ||
        board_find(board, &event->run) != BOARD_NO_RUN)
        return;
    if (add_run(board, &event->run, event_spec(event), &error) != RT_OK)
        tell_error(board, BOARD_NO_RUN, &error);
}

/* A run that has begun stays, whatever an event says. */
static void take_back(struct board *board, const struct run_event *event)
{
    size_t run = board_find(board, &event->run);
    if (run == BOARD_NO_RUN || board->run[run]->begun)
        return;
    observe(board, run, event);
    destroy_run(board->run[run]);
    free(board->seedless[run]);
    board->runs--;
    memmove(&board->run[run], &board->run[run + 1],
            (board->runs - run) * sizeof(struct board_run *));
    memmove(&board->seedless[run], &board->seedless[run + 1], (board->runs - run) * sizeof(char *));
}

/* ---- events ---- */

static void apply(struct board *board, size_t run, const struct run_event *event)
{
    struct rt_error error;
    if (apply_to_run(board->run[run], event, &error) != RT_OK)
        tell_error(board, run, &error);
    if (event->kind == EVENT_END)
        board->run[run]->ended = true;
}

static void take_source(struct board *board, const struct run_event *event)
{
    if (event->kind != EVENT_SOURCE || board->has_source)
        return;
    board->first_source = event->as.source;
    board->first_source.name[sizeof board->first_source.name - 1] = '\0';
    board->has_source = true;
}

/* The first data event is that of every run that reads the same. */
static void take_data(struct board *board, size_t from, const struct run_event *event)
{
    if (event->kind != EVENT_DATA || board->has_data)
        return;
    board->data = event_copy(event);
    board->data.steps = (struct step_event){0};
    struct data_event *data = &board->data.as.data;
    data->name[sizeof data->name - 1] = '\0';
    board->has_data = true;
    if (from < board->runs) {
        board->data_from = board->run[from]->id;
        memcpy(board->data_wanted, board->run[from]->spec.data.path, sizeof board->data_wanted);
    }
    for (size_t i = 0; i < board->runs; i++) {
        if (i != from && shares_data(board, &board->run[i]->spec))
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

/* `run` is the place of the event's run, as far as one is known. */
static void take_event(struct board *board, size_t run, const struct run_event *event)
{
    if (event->kind == EVENT_TAKEN_BACK) {
        take_back(board, event);
        return;
    }
    if (event->kind == EVENT_RUN) {
        take_run(board, event);
        run = board_find(board, &event->run);
        if (run == BOARD_NO_RUN)
            return;
    } else if (run != BOARD_NO_RUN && event->kind != EVENT_BASELINE) {
        board->run[run]->begun = true;
        apply(board, run, event);
    }
    take_source(board, event);
    take_data(board, run, event);
    take_classes(board, event);
    take_baseline(board, event);
    observe(board, run, event);
}

static bool read_one(struct board *board, enum board_source source);

/* Takes in an event that has been read from a ring. A run is announced at the desk before any other
 * thread tells of it, but this poll may have read the desk's ring just before that. */
static void take_in(struct board *board, enum board_source source, const struct run_event *event)
{
    size_t run = board_find(board, &event->run);
    if (run == BOARD_NO_RUN && run_id_given(&event->run) && source != BOARD_DESK) {
        while (read_one(board, BOARD_DESK))
            continue;
        run = board_find(board, &event->run);
    }
    if (run == BOARD_NO_RUN && run_id_given(&event->run) && event->kind != EVENT_RUN)
        return; /* of a run that there was no room for, or that was taken back */
    take_event(board, run, event);
}

/* One event of a source; false when it has none. */
static bool read_one(struct board *board, enum board_source source)
{
    struct run_event event;
    struct ring *ring = board->source[source];
    if (source == BOARD_BASELINE && !board->has_data)
        return false; /* before the data is known nobody could say what the score is of */
    if (!ring || !ring_read(ring, &event))
        return false;
    take_in(board, source, &event);
    event_drop(&event);
    return true;
}

bool board_poll(struct board *board, size_t limit)
{
    /* The sources take turns, one event each, so that a busy one can't keep the others waiting when
     * the limit ends a poll. */
    size_t taken = 0, empty = 0;
    while (taken < limit && empty < BOARD_SOURCES) {
        enum board_source source = (enum board_source)board->turn;
        board->turn = (board->turn + 1) % BOARD_SOURCES;
        if (read_one(board, source)) {
            taken++;
            empty = 0;
        } else {
            empty++;
        }
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
    history_now(run->history, run->spec.epochs, &now);
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
    return board->has_source ? &board->first_source : NULL;
}

const struct data_event *board_data(const struct board *board)
{
    return board->has_data ? &board->data.as.data : NULL;
}

bool board_same_source(const struct board *board, size_t run)
{
    return run >= board->runs || shares_data(board, &board->run[run]->spec);
}

size_t board_classes(const struct board *board, size_t run)
{
    const struct data_event *data = board_run_data(board, run);
    return data && data->classes > 2 ? data->classes : 2;
}

struct model_spec board_model(const struct board *board, size_t run)
{
    struct model_spec model = board_run(board, run)->spec.model;
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

struct guess board_guess(const struct board *board, size_t run)
{
    const struct classes_event *classes = board_class_facts(board, run);
    if (classes && guess_known(&classes->guess[PART_VALIDATION]))
        return classes->guess[PART_VALIDATION];
    if (classes && guess_known(&classes->guess[PART_TRAIN]))
        return classes->guess[PART_TRAIN];
    return guess_of_classes(board_classes(board, run));
}

const struct baseline_event *board_baseline(const struct board *board)
{
    return board->has_baseline ? &board->baseline : NULL;
}
