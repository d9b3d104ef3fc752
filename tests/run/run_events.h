/*
 * run_events: events as tests of the run layer need them.
 */
#ifndef RNNTOP_TESTS_RUN_EVENTS_H
#define RNNTOP_TESTS_RUN_EVENTS_H

#include <stdio.h>
#include <string.h>

#include "rnntop/run/event.h"
#include "rnntop/run/ring.h"

/* One batch of a run whose epochs have `batches` batches, 0.1 s each. */
static inline struct step_event step_of(uint64_t batch, uint32_t batches, float loss,
                                        float accuracy)
{
    struct step_event step = {
        .first = batch,
        .last = batch,
        .epoch = (uint32_t)((batch - 1) / batches) + 1,
        .batch = (uint32_t)((batch - 1) % batches) + 1,
        .batches = batches,
        .seconds = 0.1 * (double)batch,
        .learning_rate = 0.001f,
        .samples_per_second = 300.0f,
    };
    merged_add(&step.loss, loss);
    merged_add(&step.accuracy, accuracy);
    merged_add(&step.gradient, 1.5f);
    return step;
}

static inline struct run_event event_of_step(const struct step_event *step)
{
    return (struct run_event){.kind = EVENT_NONE, .steps = *step};
}

static inline struct run_event event_of_state(enum run_state state)
{
    struct run_event event = {.kind = EVENT_STATE};
    event.as.state.state = state;
    return event;
}

static inline struct run_event event_of_progress(uint64_t done, uint64_t total,
                                                 enum progress_task task)
{
    struct run_event event = {.kind = EVENT_PROGRESS};
    event.as.progress = (struct progress_event){task, done, total};
    return event;
}

static inline struct run_event event_of_epoch(uint32_t epoch, float val_accuracy)
{
    struct run_event event = {.kind = EVENT_EPOCH};
    event.as.epoch.epoch = epoch;
    event.as.epoch.val_accuracy = val_accuracy;
    return event;
}

/* Words in the place of an error's facts, so that a test can say what it looks for. */
static inline struct parcel *parcel_of_words(const char *words)
{
    struct rt_error error;
    rt_fail(&error, ERR_TOLD, words);
    return parcel_of_error(&error);
}

/* Whoever sends one of these drops it: event_drop(). */
static inline struct run_event event_of_message(bool warning, const char *words)
{
    struct run_event event = {.kind = EVENT_MESSAGE, .parcel = parcel_of_words(words)};
    event.as.message.warning = warning;
    return event;
}

/* text: the path, or why it was not saved. */
static inline struct run_event event_of_saved(bool ok, float position, const char *text)
{
    struct run_event event = {.kind = EVENT_SAVED};
    event.parcel = ok ? parcel_of_text(text) : parcel_of_words(text);
    event.as.saved = (struct saved_event){ok, position};
    return event;
}

static inline struct run_event event_of_error(const char *words)
{
    return (struct run_event){.kind = EVENT_ERROR, .parcel = parcel_of_words(words)};
}

static inline struct run_event event_of_end(enum run_state state, float position)
{
    struct run_event event = {.kind = EVENT_END};
    event.as.end.state = state;
    event.as.end.position = position;
    return event;
}

/* Announces a run. */
static inline struct run_event event_of_run(const char *id, const struct run_spec *spec)
{
    struct run_event event = {.kind = EVENT_RUN, .run = run_id_of_text(id)};
    event.parcel = parcel_new(spec, sizeof *spec);
    return event;
}

/* Sends an event and lets go of it. */
static inline void ring_send(struct ring *ring, struct run_event event)
{
    ring_must(ring, &event);
    event_drop(&event);
}

#endif
