/*
 * run_events: events as tests of the run layer need them.
 */
#ifndef RNNTOP_TESTS_RUN_EVENTS_H
#define RNNTOP_TESTS_RUN_EVENTS_H

#include <stdio.h>
#include <string.h>

#include "rnntop/run/event.h"

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

static inline struct run_event event_of_progress(uint64_t done, uint64_t total, const char *text)
{
    struct run_event event = {.kind = EVENT_PROGRESS};
    event.as.progress.done = done;
    event.as.progress.total = total;
    snprintf(event.as.progress.text, sizeof event.as.progress.text, "%s", text);
    return event;
}

static inline struct run_event event_of_epoch(uint32_t epoch, float val_accuracy)
{
    struct run_event event = {.kind = EVENT_EPOCH};
    event.as.epoch.epoch = epoch;
    event.as.epoch.val_accuracy = val_accuracy;
    return event;
}

static inline struct run_event event_of_message(bool warning, const char *text)
{
    struct run_event event = {.kind = EVENT_MESSAGE};
    event.as.message.warning = warning;
    snprintf(event.as.message.text, sizeof event.as.message.text, "%s", text);
    return event;
}

static inline struct run_event event_of_saved(bool ok, float position, const char *text)
{
    struct run_event event = {.kind = EVENT_SAVED};
    event.as.saved.ok = ok;
    event.as.saved.position = position;
    snprintf(event.as.saved.text, sizeof event.as.saved.text, "%s", text);
    return event;
}

static inline struct run_event event_of_error(const char *text)
{
    struct run_event event = {.kind = EVENT_ERROR};
    event.as.error.status = RT_ERR_NUMERIC;
    snprintf(event.as.error.text, sizeof event.as.error.text, "%s", text);
    return event;
}

static inline struct run_event event_of_end(enum run_state state, float position)
{
    struct run_event event = {.kind = EVENT_END};
    event.as.end.state = state;
    event.as.end.position = position;
    return event;
}

#endif
