/* What a trainer tells whoever watches. */
#include "config.h"

#include <stdarg.h>
#include <stdio.h>

#include "rnntop/train/facts.h"
#include "rnntop/train/trainer_parts.h"

void trainer_tell(const struct trainer *trainer, struct run_event *event)
{
    event->run = trainer->job->run;
    ring_must(trainer->job->ring, event);
}

void trainer_tell_data(const struct trainer *trainer)
{
    const struct trainer_job *job = trainer->job;
    struct run_event event;
    facts_of_data(job->data, &event);
    trainer_tell(trainer, &event);
    facts_of_classes(job->data, &event);
    trainer_tell(trainer, &event);
}

void trainer_tell_state(const struct trainer *trainer, enum run_state state)
{
    struct run_event event = {.kind = EVENT_STATE};
    event.as.state =
        (struct state_event){state, (uint32_t)trainer->state.epoch, (uint32_t)trainer->state.batch,
                             (uint32_t)trainer->batches};
    trainer_tell(trainer, &event);
}

void trainer_tell_step(const struct trainer *trainer, const struct model_score *score)
{
    double rows = (double)score->rows;
    struct step_event step = {
        .first = trainer->state.step,
        .last = trainer->state.step,
        .epoch = (uint32_t)trainer->state.epoch,
        .batch = (uint32_t)trainer->state.batch,
        .batches = (uint32_t)trainer->batches,
        .seconds = trainer->state.seconds,
        .learning_rate = (float)trainer->state.rate,
        .samples_per_second = (float)(1 / trainer->state.seconds_a_row),
    };
    merged_add(&step.loss, (float)(score->loss / rows));
    merged_add(&step.accuracy, (float)(score->correct / rows));
    merged_add(&step.gradient, (float)model_gradient_norm(trainer->model));
    ring_step(trainer->job->ring, &step);
}

enum run_state trainer_tell_failure(const struct trainer *trainer, enum rt_status status,
                                    uint64_t batch, const char *format, ...)
{
    struct run_event event = {.kind = EVENT_ERROR};
    struct error_event *error = &event.as.error;
    error->status = status;
    error->epoch = (uint32_t)trainer->state.epoch;
    error->batch = (uint32_t)batch;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    trainer_tell(trainer, &event);
    return RUN_FAILED;
}

void trainer_tell_not_saved(const struct trainer *trainer, const char *why)
{
    struct run_event event = {.kind = EVENT_SAVED};
    event.as.saved.position = (float)trainer_position(trainer);
    snprintf(event.as.saved.text, sizeof event.as.saved.text, "%s", why);
    trainer_tell(trainer, &event);
}
