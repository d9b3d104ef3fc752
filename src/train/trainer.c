#include "config.h"

#include "rnntop/train/trainer.h"

#include <stdio.h>
#include <stdlib.h>

#include "rnntop/train/trainer_parts.h"

/* ---- building ---- */

/* Rows of the largest part that is judged. */
static size_t judged_rows(const struct dataset *data)
{
    return data->validation.rows > data->test.rows ? data->validation.rows : data->test.rows;
}

enum rt_status trainer_build(struct trainer *trainer, const struct trainer_job *job,
                             struct rt_error *error)
{
    const struct run_spec *spec = job->spec;
    size_t rows = job->data->train.rows;
    size_t batch_max = spec->batch_size < rows ? spec->batch_size : rows;
    enum rt_status status;

    *trainer = (struct trainer){.job = job, .batches = training_batches(rows, spec->batch_size)};
    trainer->order = calloc(rows, sizeof *trainer->order);
    trainer->batch_rows = calloc(batch_max, sizeof *trainer->batch_rows);
    if (!trainer->order || !trainer->batch_rows)
        return rt_fail(error, ERR_NO_MEMORY_FOR_TRAINER, spec->name);
    status = model_create(&trainer->model, &spec->model, batch_max, job->pool, error);
    if (status == RT_OK)
        status = model_initialize(trainer->model, spec->seed, error);
    if (status == RT_OK)
        status = optimizer_create(&trainer->optimizer, &spec->optimizer, trainer->model, error);
    if (status == RT_OK)
        status = model_snapshot_create(&trainer->good, spec, error);
    for (size_t i = 0; status == RT_OK && i < job->data->classes; i++)
        model_snapshot_add_class(trainer->good, job->data->class_name[i]);
    if (status == RT_OK)
        model_snapshot_set_data(trainer->good, job->data);
    if (status == RT_OK)
        status = trainer_callbacks_create(trainer, error);
    if (status == RT_OK)
        status = model_snapshot_set_vocabulary(trainer->good, job->data->vocabulary, error);
    if (status == RT_OK)
        status = metrics_scratch_init(&trainer->scratch, judged_rows(job->data),
                                      spec->model.layer[spec->model.layers - 1].output, error);
    if (status != RT_OK)
        return status;
    if (!job->state) {
        training_state_init(&trainer->state, spec);
        trainer_shuffle(trainer);
    } else if (!trainer_state_restore(trainer, job->state, job->blocks))
        return rt_fail(error, ERR_STATE_OF_ANOTHER_RUN, spec->name);
    return RT_OK;
}

void trainer_tear_down(struct trainer *trainer)
{
    model_snapshot_destroy(trainer->good);
    trainer_callbacks_destroy(trainer);
    optimizer_destroy(trainer->optimizer);
    model_destroy(trainer->model);
    metrics_scratch_free(&trainer->scratch);
    free(trainer->order);
    free(trainer->batch_rows);
}

/* ---- training ---- */

/* Which part broke, and whether there are weights to fall back on. */
static void say_what_broke(const struct trainer *trainer, enum outcome outcome,
                           struct rt_error *error)
{
    double broken = trainer->broken, whole = trainer->good->epochs_trained;
    uint64_t epoch = trainer->state.epoch, batch = trainer->state.batch + 1;
    if (outcome == BROKE_LOSS && whole > 0)
        rt_fail(error, ERR_LOSS_BROKE, broken, epoch, batch, whole);
    else if (outcome == BROKE_LOSS)
        rt_fail(error, ERR_LOSS_BROKE_AT_ONCE, broken, epoch, batch);
    else if (outcome == BROKE_WEIGHTS && whole > 0)
        rt_fail(error, ERR_WEIGHTS_BROKE, broken, epoch, whole);
    else if (outcome == BROKE_WEIGHTS)
        rt_fail(error, ERR_WEIGHTS_BROKE_AT_ONCE, broken, epoch);
    else if (outcome == BROKE_VALIDATION && whole > 0)
        rt_fail(error, ERR_VALIDATION_BROKE, broken, epoch, whole);
    else if (outcome == BROKE_VALIDATION)
        rt_fail(error, ERR_VALIDATION_BROKE_AT_ONCE, broken, epoch);
    else /* there are weights of a whole epoch, or there would have been no test */
        rt_fail(error, ERR_TEST_BROKE, broken, epoch, whole);
}

static enum run_state finish_broken(struct trainer *trainer, enum outcome outcome)
{
    struct rt_error error;
    trainer_restore_best(trainer);
    say_what_broke(trainer, outcome, &error);
    trainer_tell_failure(trainer, trainer->state.batch + (outcome == BROKE_LOSS ? 1 : 0), &error);
    if (trainer->good->epochs_trained > 0)
        trainer_save_result(trainer);
    return RUN_FAILED;
}

/* A save that was asked for is owed even where the rest is thrown away. */
static enum run_state finish_stopped(struct trainer *trainer)
{
    bool asked = control_take_save(trainer->job->control);
    bool discard = atomic_load_explicit(trainer->job->discard, memory_order_acquire);
    if (trainer->state.step > 0 && (asked || !discard)) {
        trainer_keep_good(trainer); /* else the last whole epoch's */
        if (trainer->good->epochs_trained > 0)
            trainer_save_result(trainer);
    }
    return RUN_STOPPED;
}

enum run_state trainer_finish(struct trainer *trainer, enum outcome outcome)
{
    if (outcome == WAS_STOPPED)
        return finish_stopped(trainer);
    if (outcome != FINISHED)
        return finish_broken(trainer, outcome);
    trainer_save_result(trainer);
    return RUN_DONE;
}

static enum run_state train(struct trainer *trainer)
{
    const struct trainer_job *job = trainer->job;
    enum outcome outcome;
    if (!control_paused(job->control))
        trainer_tell_state(trainer, RUN_TRAINING);
    do
        outcome = trainer_advance(trainer);
    while (outcome == WENT_ON);
    return trainer_finish(trainer, outcome);
}

enum run_state trainer_run(const struct trainer_job *job, struct model_snapshot **last)
{
    struct trainer trainer = {.job = job};
    struct rt_error error;
    enum run_state state;

    *last = NULL;
    trainer_tell_data(&trainer);
    if (trainer_build(&trainer, job, &error) == RT_OK)
        state = train(&trainer);
    else
        state = trainer_tell_failure(&trainer, 0, &error);

    struct model_snapshot **result = trainer_result(&trainer);
    if (*result && (*result)->epochs_trained > 0) {
        *last = *result;
        *result = NULL;
    }
    struct run_event end = {.kind = EVENT_END};
    end.as.end = (struct end_event){state, (float)trainer_position(&trainer)};
    trainer_tell(&trainer, &end);
    trainer_tear_down(&trainer);
    return state;
}
