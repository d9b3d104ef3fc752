/* What a trainer tells whoever watches. */
#include "config.h"

#include "rnntop/train/facts.h"
#include "rnntop/train/trainer_parts.h"

void trainer_tell(const struct trainer *trainer, struct run_event *event)
{
    event->run = trainer->job->run;
    outlet_must(trainer->job->outlet, event);
}

double trainer_position(const struct trainer *trainer)
{
    return trainer->batches ? (double)trainer->state.step / (double)trainer->batches : 0;
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

void trainer_tell_judgement(struct trainer *trainer)
{
    const struct dataset *data = trainer->job->data;
    struct run_event event;
    if (data->validation.rows == 0)
        return;
    facts_of_validation(data, &trainer->scratch, (uint32_t)trainer->state.epoch, &event);
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
    outlet_step(trainer->job->outlet, &trainer->job->run, &step);
}

enum run_state trainer_tell_failure(const struct trainer *trainer, uint64_t batch,
                                    const struct rt_error *why)
{
    struct run_event event = {.kind = EVENT_ERROR, .parcel = parcel_of_error(why)};
    event.as.error.epoch = (uint32_t)trainer->state.epoch;
    event.as.error.batch = (uint32_t)batch;
    trainer_tell(trainer, &event);
    return RUN_FAILED;
}

void trainer_tell_not_saved(const struct trainer *trainer, const struct rt_error *why)
{
    struct run_event event = {.kind = EVENT_SAVED, .parcel = parcel_of_error(why)};
    event.as.saved.position = (float)trainer_position(trainer);
    trainer_tell(trainer, &event);
}
