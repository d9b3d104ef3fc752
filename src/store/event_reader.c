#include "config.h"

#include "rnntop/store/event_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/spec/settings.h"
#include "rnntop/store/event_json.h"

/* An epoch of a run that tells of no batches is drawn as one that weighs as much as so many: enough
 * that the moving average over HISTORY_SMOOTH_BATCHES is the epoch's own figure. */
#define WEIGHT_OF_EPOCH 1000
/* Batches of an epoch where nobody says how many there are. */
#define BATCHES_OF_STEPS 1000
#define LINE_FIRST       4096

struct known_run {
    struct run_id id;
    char name[EVENT_JSON_RUN_SIZE]; /* what lines call it */
    bool foreign;                   /* announced without a spec: what it leaves out is filled in */
    bool begun;                     /* something was told of it */
    bool has_state;                 /* it says itself what it does */
    bool has_steps;
    bool has_data;
    uint64_t last; /* of its batches */
};

struct event_reader {
    event_taker take;
    void *context;
    struct run_ids ids;
    struct known_run run[SETTINGS_MAX_RUNS];
    size_t runs;
    struct run_event data; /* the newest that was told; held */
    bool newer_told, foreign_told, bad_told, full_told;
    uint64_t lines, left_out;

    char *line; /* [room]: a line that is not complete yet */
    size_t used, room;
    bool overlong; /* the rest of the line is passed over */
};

enum rt_status event_reader_create(struct event_reader **out, event_taker take, void *context,
                                   struct rt_error *error)
{
    struct event_reader *reader = calloc(1, sizeof *reader);
    *out = reader;
    if (!reader)
        return rt_fail(error, ERR_NO_MEMORY);
    reader->take = take;
    reader->context = context;
    run_ids_init(&reader->ids);
    return RT_OK;
}

void event_reader_destroy(struct event_reader *reader)
{
    if (!reader)
        return;
    event_drop(&reader->data);
    free(reader->line);
    free(reader);
}

/* ---- what is said of the stream itself ---- */

static void say(struct event_reader *reader, bool warning, const struct rt_error *what)
{
    struct run_event event = {.kind = EVENT_MESSAGE, .parcel = parcel_of_error(what)};
    event.as.message.warning = warning;
    reader->take(reader->context, &event);
    event_drop(&event);
}

/* The first is told at once, the others by their number at the end. */
static void leave_out(struct event_reader *reader, struct rt_error *why)
{
    reader->left_out++;
    if (reader->bad_told)
        return;
    reader->bad_told = true;
    rt_error_at_line(why, reader->lines);
    rt_fail_within(why, ERR_EVENTS_NOT_READ);
    say(reader, true, why);
}

static void take_stream(struct event_reader *reader, const struct event_line *line)
{
    struct rt_error error;
    if (line->foreign && !reader->foreign_told) {
        reader->foreign_told = true;
        rt_fail(&error, ERR_EVENTS_FOREIGN);
        say(reader, true, &error);
    } else if (!line->foreign && line->version > EVENT_JSON_VERSION && !reader->newer_told) {
        reader->newer_told = true;
        rt_fail(&error, ERR_EVENTS_NEWER, line->version, EVENT_JSON_VERSION);
        say(reader, true, &error);
    }
}

/* ---- runs ---- */

static struct known_run *find_id(struct event_reader *reader, const struct run_id *id)
{
    for (size_t i = 0; i < reader->runs; i++) {
        if (run_id_same(&reader->run[i].id, id))
            return &reader->run[i];
    }
    return NULL;
}

/* The newest of that name. */
static struct known_run *find_name(struct event_reader *reader, const char *name)
{
    for (size_t i = reader->runs; i > 0; i--) {
        if (strcmp(reader->run[i - 1].name, name) == 0)
            return &reader->run[i - 1];
    }
    return NULL;
}

/* NULL where there are too many, which is said once. */
static struct known_run *remember(struct event_reader *reader, const struct run_id *id,
                                  const char *name)
{
    if (reader->runs == SETTINGS_MAX_RUNS) {
        struct rt_error error;
        rt_fail(&error, ERR_EVENTS_TOO_MANY_RUNS, SETTINGS_MAX_RUNS);
        if (!reader->full_told)
            say(reader, true, &error);
        reader->full_told = true;
        return NULL;
    }
    struct known_run *run = &reader->run[reader->runs++];
    *run = (struct known_run){.id = *id};
    memcpy(run->name, name, sizeof run->name);
    return run;
}

static void forget(struct event_reader *reader, struct known_run *run)
{
    size_t place = (size_t)(run - reader->run);
    reader->runs--;
    memmove(run, run + 1, (reader->runs - place) * sizeof *run);
}

/* For people: the short name where there is no other. */
static void fill_in_names(struct run_spec *spec, const struct known_run *run)
{
    if (spec->slug[0] == '\0')
        memcpy(spec->slug, run->name, sizeof spec->slug);
    if (spec->name[0] == '\0')
        snprintf(spec->name, sizeof spec->name, "%s", run->name[0] ? run->name : "run");
}

/* Tells of a run that did not say all that decides it: names, epochs. from: what it said, or NULL.
 */
static void announce(struct event_reader *reader, struct known_run *run,
                     const struct run_spec *from, int64_t time_ms)
{
    struct run_spec *spec = calloc(1, sizeof *spec);
    if (!spec)
        return;
    if (from)
        *spec = *from;
    run->foreign = true;
    fill_in_names(spec, run);
    struct run_event event = {.kind = EVENT_RUN, .run = run->id, .time_ms = time_ms};
    event.parcel = parcel_new(spec, sizeof *spec);
    reader->take(reader->context, &event);
    event_drop(&event);
    free(spec);
}

static void take_run(struct event_reader *reader, struct event_line *line)
{
    struct run_event *event = &line->event;
    struct known_run *run =
        line->has_id ? find_id(reader, &event->run) : find_name(reader, line->run);
    if (!event->parcel || (run && (line->has_id || !run->begun)))
        return; /* announced already */
    if (!run_id_given(&event->run))
        event->run = run_ids_next(&reader->ids);
    run = remember(reader, &event->run, line->run);
    if (!run)
        return;
    if (line->has_spec)
        reader->take(reader->context, event);
    else
        announce(reader, run, event_spec(event), event->time_ms);
}

/* The run that a line is about, announced by now; NULL: of none in particular, or none is left.
 * *known is false where the line can't be used. */
static struct known_run *run_of(struct event_reader *reader, const struct event_line *line,
                                bool *known)
{
    bool by_id = run_id_given(&line->event.run);
    *known = true;
    if (!by_id && (line->has_id || line->run[0] == '\0'))
        return NULL;
    struct known_run *run =
        by_id ? find_id(reader, &line->event.run) : find_name(reader, line->run);
    if (!run) {
        struct run_id id = by_id ? line->event.run : run_ids_next(&reader->ids);
        run = remember(reader, &id, line->run);
        *known = run;
        if (run)
            announce(reader, run, NULL, line->event.time_ms);
    }
    return run;
}

/* ---- what strangers leave out ---- */

static void begin_foreign(struct event_reader *reader, struct known_run *run, uint32_t batches)
{
    struct run_event event = {.kind = EVENT_STATE, .run = run->id};
    event.as.state = (struct state_event){RUN_TRAINING, 1, 0, batches};
    run->has_state = true;
    reader->take(reader->context, &event);
}

/* Batches are numbered where they are not. */
static void complete_step(struct known_run *run, struct step_event *step)
{
    if (step->last == 0)
        step->last = run->last + 1;
    if (step->first == 0)
        step->first = step->last;
    run->last = step->last > run->last ? step->last : run->last;
    run->has_steps = true;
}

/* An epoch without batches, as if all of them had had its average. */
static void step_of_epoch(struct event_reader *reader, struct known_run *run,
                          const struct event_line *line, uint32_t batches)
{
    const struct epoch_event *epoch = &line->event.as.epoch;
    struct run_event event = {.kind = EVENT_NONE, .run = run->id};
    struct step_event *step = &event.steps;
    struct merged loss = {0}, accuracy = {0};
    if (epoch->epoch == 0)
        return;
    merged_add(&loss, epoch->loss);
    merged_add(&accuracy, epoch->accuracy);
    loss.n = accuracy.n = WEIGHT_OF_EPOCH;
    loss.bad *= WEIGHT_OF_EPOCH;
    accuracy.bad *= WEIGHT_OF_EPOCH;
    loss.sum *= WEIGHT_OF_EPOCH;
    accuracy.sum *= WEIGHT_OF_EPOCH;
    *step = (struct step_event){
        .first = (uint64_t)(epoch->epoch - 1) * batches + 1,
        .last = (uint64_t)epoch->epoch * batches,
        .epoch = epoch->epoch,
        .batch = batches,
        .batches = batches,
        .seconds = epoch->train_clock,
        .learning_rate = epoch->learning_rate,
        .samples_per_second = (float)epoch->samples_per_second,
        .loss = loss,
        .accuracy = accuracy,
    };
    reader->take(reader->context, &event);
}

static void complete_foreign(struct event_reader *reader, struct known_run *run,
                             struct event_line *line)
{
    struct run_event *event = &line->event;
    uint32_t batches = event->kind == EVENT_NONE ? event->steps.batches : line->batches;
    if (event->kind == EVENT_STATE)
        run->has_state = true;
    if (event->kind != EVENT_NONE && event->kind != EVENT_EPOCH)
        return;
    if (batches == 0)
        batches = event->kind == EVENT_NONE ? BATCHES_OF_STEPS : 1;
    if (!run->has_state)
        begin_foreign(reader, run, batches);
    if (event->kind == EVENT_NONE)
        complete_step(run, &event->steps);
    else if (!run->has_steps)
        step_of_epoch(reader, run, line, batches);
}

/* ---- lines ---- */

static void keep_data(struct event_reader *reader, struct known_run *run,
                      const struct run_event *event)
{
    event_drop(&reader->data);
    reader->data = event_copy(event);
    if (run)
        run->has_data = true;
}

/* A run whose data is as what was told last has no line about it. */
static void take_model(struct event_reader *reader, const struct event_line *line)
{
    struct known_run *run = run_id_given(&line->event.run) ? find_id(reader, &line->event.run)
                                                           : find_name(reader, line->run);
    if (!run || run->has_data || reader->data.kind != EVENT_DATA)
        return;
    struct run_event event = event_copy(&reader->data);
    event.run = run->id;
    reader->take(reader->context, &event);
    event_drop(&event);
    run->has_data = true;
}

/* Whether an event of that kind means nothing without its run. */
static bool needs_run(enum event_kind kind)
{
    return kind != EVENT_SOURCE && kind != EVENT_DATA && kind != EVENT_CLASSES &&
           kind != EVENT_BASELINE && kind != EVENT_MESSAGE && kind != EVENT_LOST &&
           kind != EVENT_PROGRESS && kind != EVENT_SAVED;
}

static const char *kind_word(enum event_kind kind)
{
    return kind == EVENT_EPOCH  ? "epoch"
           : kind == EVENT_NONE ? "step"
           : kind == EVENT_TEST ? "test"
           : kind == EVENT_END  ? "end"
                                : "state";
}

static void take_event(struct event_reader *reader, struct event_line *line)
{
    struct run_event *event = &line->event;
    bool known;
    if (event->kind == EVENT_RUN) {
        take_run(reader, line);
        return;
    }
    struct known_run *run = run_of(reader, line, &known);
    if (!known)
        return;
    if (!run && needs_run(event->kind)) {
        struct rt_error error;
        rt_fail(&error, ERR_EVENT_NO_RUN, kind_word(event->kind));
        leave_out(reader, &error);
        return;
    }
    if (run) {
        event->run = run->id;
        if (run->foreign)
            complete_foreign(reader, run, line);
        run->begun = true;
    }
    reader->take(reader->context, event);
    if (event->kind == EVENT_DATA)
        keep_data(reader, run, event);
    if (run && event->kind == EVENT_TAKEN_BACK)
        forget(reader, run);
}

static bool is_blank(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r')
            return false;
    }
    return true;
}

/* torn: it may have been cut off, and then is no mistake of anybody's. */
static void take_line(struct event_reader *reader, const char *text, size_t length, bool torn)
{
    struct rt_error error;
    struct event_line line;
    reader->lines++;
    if (is_blank(text, length))
        return;
    if (event_json_read(text, length, &line, &error) != RT_OK) {
        if (!torn)
            leave_out(reader, &error);
        return;
    }
    if (line.kind == EVENT_LINE_STREAM)
        take_stream(reader, &line);
    else if (line.kind == EVENT_LINE_MODEL)
        take_model(reader, &line);
    else if (line.kind == EVENT_LINE_EVENT)
        take_event(reader, &line);
    event_drop(&line.event);
}

/* A piece of a line that is not complete. */
static void keep(struct event_reader *reader, const char *bytes, size_t length)
{
    size_t wanted = reader->used + length;
    if (!reader->overlong && wanted > reader->room && wanted <= EVENT_JSON_LONGEST) {
        size_t room = reader->room > 0 ? reader->room : LINE_FIRST;
        while (room < wanted)
            room *= 2;
        char *line = realloc(reader->line, room);
        if (line) {
            reader->line = line;
            reader->room = room;
        }
    }
    if (reader->overlong || wanted > reader->room) {
        reader->overlong = true;
        reader->used = 0;
        return;
    }
    memcpy(reader->line + reader->used, bytes, length);
    reader->used = wanted;
}

static void end_line(struct event_reader *reader)
{
    struct rt_error error;
    if (reader->overlong) {
        reader->lines++;
        rt_fail(&error, ERR_EVENT_TOO_LONG, EVENT_JSON_LONGEST);
        leave_out(reader, &error);
    } else {
        take_line(reader, reader->line, reader->used, false);
    }
    reader->overlong = false;
    reader->used = 0;
}

void event_reader_feed(struct event_reader *reader, const char *bytes, size_t length)
{
    while (length > 0) {
        const char *newline = memchr(bytes, '\n', length);
        size_t piece = newline ? (size_t)(newline - bytes) : length;
        if (newline && reader->used == 0 && !reader->overlong) {
            take_line(reader, bytes, piece, false);
        } else {
            keep(reader, bytes, piece);
            if (newline)
                end_line(reader);
        }
        piece += newline ? 1 : 0;
        bytes += piece;
        length -= piece;
    }
}

void event_reader_end(struct event_reader *reader)
{
    struct rt_error error;
    if (reader->used > 0 && !reader->overlong)
        take_line(reader, reader->line, reader->used, true);
    reader->used = 0;
    reader->overlong = false;
    if (reader->left_out > 1) {
        rt_fail(&error, ERR_EVENTS_LEFT_OUT, reader->left_out);
        say(reader, true, &error);
    }
    rt_fail(&error, ERR_EVENTS_ENDED);
    say(reader, false, &error);
}
