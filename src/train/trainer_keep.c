/* What a trainer keeps of its weights, and what the callbacks have it do with them. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/json.h"
#include "rnntop/train/trainer_parts.h"

/* ---- saving ---- */

static bool copy_weights(const struct trainer *trainer, struct model_snapshot *snapshot)
{
    const float *values = model_values(trainer->model);
    size_t total = model_parameters(trainer->model)->total;
    for (size_t i = 0; i < total; i++) {
        if (!isfinite(values[i]))
            return false;
    }
    memcpy(snapshot->values, values, total * sizeof *values);
    snapshot->epochs_trained = trainer_position(trainer);
    return true;
}

bool trainer_keep_good(struct trainer *trainer)
{
    if (!copy_weights(trainer, trainer->good))
        return false;
    trainer->state.good_step = trainer->state.step;
    return true;
}

static void hand_over(const struct trainer *trainer, const struct model_snapshot *snapshot,
                      bool present)
{
    struct rt_error error;
    struct model_snapshot *copy;
    if (model_snapshot_copy(&copy, snapshot, &error) != RT_OK) {
        trainer_tell_not_saved(trainer, &error);
        return;
    }
    if (present && !copy_weights(trainer, copy)) {
        model_snapshot_destroy(copy);
        rt_fail(&error, ERR_WEIGHTS_NO_NUMBERS);
        trainer_tell_not_saved(trainer, &error);
        return;
    }
    recorder_save(trainer->job->recorder, &trainer->job->run, copy);
}

void trainer_save(const struct trainer *trainer, bool present)
{
    hand_over(trainer, trainer->good, present);
}

struct model_snapshot **trainer_result(struct trainer *trainer)
{
    bool checkpoint = trainer->checkpoint && trainer->state.checkpoint_step > 0;
    return checkpoint ? &trainer->checkpoint : &trainer->good;
}

void trainer_save_result(struct trainer *trainer)
{
    struct model_snapshot *result = *trainer_result(trainer);
    const struct model_snapshot *good = trainer->good;
    /* The test was of the weights that the run ended with. If those are the best epoch's, the score
     * is also that of the file to be saved. */
    if (result != good && trainer->state.checkpoint_step == trainer->state.good_step) {
        result->tested = good->tested;
        result->test_loss = good->test_loss;
        result->test_accuracy = good->test_accuracy;
    }
    hand_over(trainer, result, false);
}

/* ---- callbacks ---- */

enum rt_status trainer_callbacks_create(struct trainer *trainer, struct rt_error *error)
{
    const struct run_spec *spec = trainer->job->spec;
    const struct callbacks_spec *callbacks = &spec->callbacks;
    enum rt_status status = RT_OK;
    trainer->watched = callbacks->stops || callbacks->reduces || callbacks->saves_best;
    /* As Keras, which warns and goes on: data may leave no row for the share that was asked for. */
    if (trainer->watched && monitor_is_validation(callbacks->monitor) &&
        trainer->job->data->validation.rows == 0) {
        struct rt_error why;
        rt_fail(&why, ERR_NOTHING_TO_MONITOR, monitor_names[callbacks->monitor]);
        struct run_event event = {.kind = EVENT_MESSAGE, .parcel = parcel_of_error(&why)};
        event.as.message.warning = true;
        trainer_tell(trainer, &event);
        trainer->watched = false;
    }
    if (trainer->watched && callbacks->restores_best)
        status = model_snapshot_copy(&trainer->restore, trainer->good, error);
    if (status == RT_OK && trainer->watched && callbacks->saves_best)
        status = model_snapshot_copy(&trainer->checkpoint, trainer->good, error);
    return status;
}

void trainer_callbacks_destroy(struct trainer *trainer)
{
    model_snapshot_destroy(trainer->restore);
    model_snapshot_destroy(trainer->checkpoint);
}

/* Copies the good weights into another snapshot (restore or checkpoint); *step gets how many
 * batches they have seen. */
static void keep(const struct trainer *trainer, struct model_snapshot *snapshot, uint64_t *step)
{
    const struct model_snapshot *good = trainer->good;
    memcpy(snapshot->values, good->values, good->parameters.total * sizeof *good->values);
    snapshot->epochs_trained = good->epochs_trained;
    *step = trainer->state.good_step;
}

static struct run_event event_of(const struct trainer *trainer, enum callback_kind kind)
{
    struct run_event event = {.kind = EVENT_CALLBACK};
    event.as.callback.kind = kind;
    event.as.callback.epoch = (uint32_t)trainer->state.epoch;
    event.as.callback.step = trainer->state.step;
    event.as.callback.monitor = trainer->job->spec->callbacks.monitor;
    return event;
}

void trainer_set_rate(struct trainer *trainer, double full_rate, enum rate_reason reason,
                      size_t waited)
{
    struct run_event event = event_of(trainer, CALLBACK_RATE);
    event.as.callback.reason = reason;
    event.as.callback.waited = (uint32_t)waited;
    event.as.callback.from = (float)trainer->state.full_rate;
    event.as.callback.to = (float)full_rate;
    trainer->state.full_rate = full_rate;
    trainer_tell(trainer, &event);
}

static void tell_best(const struct trainer *trainer, const struct callbacks_actions *actions)
{
    struct run_event event = event_of(trainer, CALLBACK_BEST);
    event.as.callback.from = (float)actions->save_was;
    event.as.callback.to = (float)actions->figure;
    event.as.callback.saves = actions->save;
    trainer_tell(trainer, &event);
}

static void tell_stop(const struct trainer *trainer)
{
    struct run_event event = event_of(trainer, CALLBACK_STOP);
    event.as.callback.waited = (uint32_t)trainer->state.callbacks.stop_wait;
    trainer_tell(trainer, &event);
}

void trainer_callbacks_epoch(struct trainer *trainer, const struct epoch_event *epoch)
{
    if (!trainer->watched)
        return;
    const struct callbacks_spec *spec = &trainer->job->spec->callbacks;
    struct callbacks_state *memory = &trainer->state.callbacks;
    size_t waited = memory->plateau_wait + 1;
    struct callbacks_actions actions =
        callbacks_epoch(spec, memory, epoch, trainer->state.full_rate);
    if (actions.keep)
        keep(trainer, trainer->restore, &trainer->state.restore_step);
    if (actions.save || (actions.best && !spec->saves_best))
        tell_best(trainer, &actions);
    if (actions.save) {
        keep(trainer, trainer->checkpoint, &trainer->state.checkpoint_step);
        hand_over(trainer, trainer->checkpoint, false);
    }
    if (actions.reduce)
        trainer_set_rate(trainer, actions.rate, RATE_PLATEAU, waited);
    if (actions.stop && trainer->state.epoch < trainer->job->spec->epochs) {
        trainer->state.stopped_early = 1;
        tell_stop(trainer);
    }
}

void trainer_restore_best(struct trainer *trainer)
{
    const struct model_snapshot *best = trainer->restore;
    struct training_state *state = &trainer->state;
    if (state->restore_step == 0 || state->restore_step == state->good_step)
        return;
    if (trainer->job->spec->callbacks.restores_stopped && !state->stopped_early)
        return;
    const size_t bytes = best->parameters.total * sizeof *best->values;
    memcpy(model_values(trainer->model), best->values, bytes);
    memcpy(trainer->good->values, best->values, bytes);
    trainer->good->epochs_trained = best->epochs_trained;
    state->good_step = state->restore_step;
    struct run_event event = event_of(trainer, CALLBACK_RESTORE);
    event.as.callback.epoch = (uint32_t)lround(best->epochs_trained);
    trainer_tell(trainer, &event);
}
