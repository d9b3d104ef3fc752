/* A trainer's steps: what was asked for, a batch, an epoch's end, the test. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

#include "rnntop/base/clock.h"
#include "rnntop/train/schedule.h"
#include "rnntop/train/trainer_parts.h"

/* Batches of the test set between two progress events: some twenty events for the lesson's 782. */
#define TEST_BATCHES_A_STEP 40

#define FLUSH_INTERVAL_NS 10000000

/* Where a person may take the learning rate: float32 has room for it, and for some corrections. */
#define LEAST_RATE 1e-30
#define MOST_RATE  1e30

/* ---- what was asked for ---- */

static void save_if_asked(const struct trainer *trainer)
{
    if (!control_take_save(trainer->job->control))
        return;
    if (trainer->state.step > 0)
        trainer_save(trainer, true);
    else {
        struct rt_error error;
        rt_fail(&error, ERR_NOTHING_TO_SAVE);
        trainer_tell_not_saved(trainer, &error);
    }
}

/* Powers of two, so that up and down again is where it was. */
static void change_rate_if_asked(struct trainer *trainer)
{
    int by = control_take_rate(trainer->job->control);
    double full_rate = trainer->state.full_rate;
    double rate = by ? ldexp(full_rate, by) : full_rate;
    if (rate != full_rate && rate >= LEAST_RATE && rate <= MOST_RATE)
        trainer_set_rate(trainer, rate, RATE_BY_HAND, 0);
}

/* Looks at what was asked for between two batches; waits while paused. False: stop. */
static bool may_go_on(struct trainer *trainer, bool at_epoch_end)
{
    struct control *control = trainer->job->control;
    bool paused = false;
    for (;;) {
        save_if_asked(trainer);
        change_rate_if_asked(trainer);
        enum control_next next = control_next(control, at_epoch_end);
        if (next != CONTROL_PAUSE) {
            if (next == CONTROL_GO && paused)
                trainer_tell_state(trainer, RUN_TRAINING);
            return next == CONTROL_GO;
        }
        if (!paused)
            trainer_tell_state(trainer, RUN_PAUSED);
        paused = true;
        /* A reader that fell behind gets the rest before this thread sleeps, for nobody knows how
         * long. */
        if (outlet_flush(trainer->job->outlet))
            control_wait(control);
        else
            nanosleep(&(struct timespec){0, FLUSH_INTERVAL_NS}, NULL);
    }
}

/* ---- steps ---- */

/* One batch: gradients, update, figures. Stopped or broken, the weights are as they were. */
static enum outcome train_batch(struct trainer *trainer)
{
    const struct trainer_job *job = trainer->job;
    struct training_state *state = &trainer->state;
    size_t rows = job->data->train.rows;
    size_t begin = state->batch * job->spec->batch_size;
    size_t size = rows - begin < job->spec->batch_size ? rows - begin : job->spec->batch_size;
    struct model_batch batch = {.x = job->data->train.x,
                                .y = job->data->train.y,
                                .rows = trainer->order + begin,
                                .size = size,
                                .class_weight = job->spec->class_weight == CLASS_WEIGHT_BALANCED
                                                    ? job->data->class_weight
                                                    : NULL,
                                .seed = job->spec->seed,
                                .step = state->step};
    struct model_score score;

    uint64_t start = clock_now_ns();
    if (model_masks(trainer->model)) {
        model_order(trainer->model, &batch, trainer->batch_rows, NULL);
        batch.rows = trainer->batch_rows;
    }
    if (model_gradients(trainer->model, &batch, control_stop_flag(job->control), &score) != RT_OK)
        return WAS_STOPPED;
    if (!isfinite(score.loss)) {
        trainer->broken = score.loss;
        return BROKE_LOSS;
    }
    double rate = schedule_rate(&job->spec->optimizer.schedule, state->full_rate, state->step,
                                trainer->batches, job->spec->epochs);
    optimizer_set_learning_rate(trainer->optimizer, rate);
    optimizer_apply(trainer->optimizer, trainer->model);
    state->optimizer = optimizer_get_state(trainer->optimizer);
    training_state_count(state, &score, (double)(clock_now_ns() - start) * 1e-9, rate);
    trainer_tell_step(trainer, &score);
    return WENT_ON;
}

/* The held-out rows with the weights of the epoch's end, then the epoch's figures. */
static enum outcome close_epoch(struct trainer *trainer)
{
    const struct trainer_job *job = trainer->job;
    struct training_state *state = &trainer->state;
    double seconds = state->seconds - state->seconds_before_epoch;
    double trained = (double)state->epoch_rows;
    const struct data_rows *rows = &job->data->validation;
    struct model_score val = {0};
    struct run_event event = {.kind = EVENT_EPOCH};
    double started = clock_now_s();
    if (rows->rows > 0) {
        struct model_batch all = {.x = rows->x, .y = rows->y, .size = rows->rows};
        trainer_tell_state(trainer, RUN_VALIDATING);
        if (model_evaluate(trainer->model, &all, job->spec->batch_size,
                           control_stop_flag(job->control), NULL, trainer->scratch.probabilities,
                           &val) != RT_OK)
            return WAS_STOPPED;
        trainer->broken = val.loss;
        if (!isfinite(val.loss))
            return BROKE_VALIDATION;
    }
    trainer->broken = NAN;
    if (!trainer_keep_good(trainer))
        return BROKE_WEIGHTS;

    event.as.epoch = (struct epoch_event){
        .epoch = (uint32_t)state->epoch,
        .step = state->step,
        .loss = (float)(state->epoch_loss / trained),
        .accuracy = (float)(state->epoch_correct / trained),
        .val_loss = val.rows ? (float)(val.loss / (double)val.rows) : NAN,
        .val_accuracy = val.rows ? (float)(val.correct / (double)val.rows) : NAN,
        .seconds = seconds,
        .train_clock = state->seconds,
        .samples_per_second = trained / seconds,
        .learning_rate = (float)state->rate,
    };
    metrics_judge(&event.as.epoch.val, &trainer->scratch, rows->y, rows->rows);
    event.as.epoch.val_seconds = clock_now_s() - started;
    trainer_tell(trainer, &event);
    trainer_tell_judgement(trainer);
    trainer_callbacks_epoch(trainer, &event.as.epoch);
    state->in_epoch = 0;
    if (rows->rows > 0 && !state->stopped_early)
        trainer_tell_state(trainer, RUN_TRAINING);
    return WENT_ON;
}

/* The test set, in parts, so that the screen shows how far it is. */
static enum outcome test(struct trainer *trainer)
{
    const struct trainer_job *job = trainer->job;
    const struct data_rows *rows = &job->data->test;
    size_t part = (size_t)TEST_BATCHES_A_STEP * EVALUATE_BATCH_SIZE;
    struct model_score sum = {0};
    double start = clock_now_s();

    trainer_tell_state(trainer, RUN_TESTING);
    for (size_t begin = 0; begin < rows->rows; begin += part) {
        size_t size = rows->rows - begin < part ? rows->rows - begin : part;
        struct model_batch batch = {
            .x = rows->x + begin * job->data->maxlen, .y = rows->y + begin, .size = size};
        struct run_event event = {.kind = EVENT_PROGRESS};
        struct model_score score;
        if (model_evaluate(
                trainer->model, &batch, EVALUATE_BATCH_SIZE, control_stop_flag(job->control), NULL,
                trainer->scratch.probabilities + begin * trainer->scratch.width, &score) != RT_OK)
            return WAS_STOPPED;
        save_if_asked(trainer);
        sum.loss += score.loss;
        sum.correct += score.correct;
        sum.rows += score.rows;
        event.as.progress = (struct progress_event){PROGRESS_TESTING, sum.rows, rows->rows};
        trainer_tell(trainer, &event);
    }
    trainer->broken = sum.loss;
    if (!isfinite(sum.loss))
        return BROKE_TEST;
    struct run_event event = {.kind = EVENT_TEST};
    event.as.test = (struct test_event){
        .loss = (float)(sum.loss / (double)sum.rows),
        .accuracy = (float)(sum.correct / (double)sum.rows),
    };
    metrics_judge(&event.as.test.metrics, &trainer->scratch, rows->y, rows->rows);
    event.as.test.seconds = clock_now_s() - start;
    trainer_tell(trainer, &event);
    trainer->good->tested = true;
    trainer->good->test_loss = event.as.test.loss;
    trainer->good->test_accuracy = event.as.test.accuracy;
    return FINISHED;
}

enum outcome trainer_advance(struct trainer *trainer)
{
    struct training_state *state = &trainer->state;
    switch (training_state_next(state, trainer->job->spec->epochs, trainer->batches)) {
    case NEXT_BATCH:
        return may_go_on(trainer, false) ? train_batch(trainer) : WAS_STOPPED;
    case NEXT_CLOSE_EPOCH:
        return close_epoch(trainer);
    case NEXT_EPOCH:
        if (!may_go_on(trainer, true))
            return WAS_STOPPED;
        training_state_next_epoch(state);
        trainer_shuffle(trainer);
        /* Not by way of may_go_on() again: that would count off a single batch that was asked for
         * without training it. */
        return train_batch(trainer);
    case NEXT_TEST:
        break;
    }
    /* A run that its callbacks stopped is tested at once: there is nothing left to pause. */
    if (!state->stopped_early && !may_go_on(trainer, true))
        return WAS_STOPPED;
    trainer_restore_best(trainer);
    return test(trainer);
}
