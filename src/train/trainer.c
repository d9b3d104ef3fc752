#include "config.h"

#include "rnntop/train/trainer.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "rnntop/base/clock.h"
#include "rnntop/base/rng.h"
#include "rnntop/files/csv_log.h"
#include "rnntop/train/facts.h"
#include "rnntop/train/schedule.h"
#include "rnntop/train/trainer_parts.h"

/* Batches of the test set between two progress events: some twenty events for the lesson's 782. */
#define TEST_BATCHES_A_STEP 40

#define FLUSH_INTERVAL_NS 10000000

/* Where a person may take the learning rate: float32 has room for it, and for some corrections. */
#define LEAST_RATE 1e-30
#define MOST_RATE  1e30

/* Weight of the newest batch in the speed shown: a span of about forty batches. */
#define SPEED_WEIGHT 0.05

/* ---- telling ---- */

void trainer_tell(const struct trainer *trainer, struct run_event *event)
{
    event->run = trainer->job->run;
    ring_must(trainer->job->ring, event);
}

static void tell_state(const struct trainer *trainer, enum run_state state)
{
    struct run_event event = {.kind = EVENT_STATE};
    event.as.state = (struct state_event){state, (uint32_t)trainer->epoch, (uint32_t)trainer->batch,
                                          (uint32_t)trainer->batches};
    trainer_tell(trainer, &event);
}

/* The one message of a run that ends before its time. */
static enum run_state tell_failure(const struct trainer *trainer, enum rt_status status,
                                   const char *format, ...) __attribute__((format(printf, 3, 4)));

static enum run_state tell_failure(const struct trainer *trainer, enum rt_status status,
                                   const char *format, ...)
{
    struct run_event event = {.kind = EVENT_ERROR};
    struct error_event *error = &event.as.error;
    error->status = status;
    error->epoch = (uint32_t)trainer->epoch;
    error->batch = (uint32_t)trainer->batch;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    trainer_tell(trainer, &event);
    return RUN_FAILED;
}

/* ---- building ---- */

/* Rows of the largest part that is judged. */
static size_t judged_rows(const struct dataset *data)
{
    return data->validation.rows > data->test.rows ? data->validation.rows : data->test.rows;
}

static enum rt_status build(struct trainer *trainer, struct rt_error *error)
{
    const struct trainer_job *job = trainer->job;
    const struct run_spec *spec = job->spec;
    size_t rows = job->data->train.rows;
    size_t batch_max = spec->batch_size < rows ? spec->batch_size : rows;
    enum rt_status status;

    trainer->order = calloc(rows, sizeof *trainer->order);
    trainer->batch_rows = calloc(batch_max, sizeof *trainer->batch_rows);
    if (!trainer->order || !trainer->batch_rows)
        return rt_fail_text(error, RT_ERR_MEMORY, "There is no memory for %s.", spec->name);
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
        snprintf(trainer->good->data_name, sizeof trainer->good->data_name, "%s", job->data->name);
    if (status == RT_OK)
        status = trainer_callbacks_create(trainer, error);
    if (status == RT_OK)
        status = model_snapshot_set_vocabulary(trainer->good, job->data->vocabulary, error);
    if (status == RT_OK)
        status = metrics_scratch_init(&trainer->scratch, judged_rows(job->data),
                                      spec->model.layer[spec->model.layers - 1].output, error);
    trainer->batches = (rows + spec->batch_size - 1) / spec->batch_size;
    return status;
}

static void tear_down(struct trainer *trainer)
{
    trainer_callbacks_destroy(trainer);
    optimizer_destroy(trainer->optimizer);
    model_destroy(trainer->model);
    metrics_scratch_free(&trainer->scratch);
    free(trainer->order);
    free(trainer->batch_rows);
}

/* ---- training ---- */

static void save_if_asked(const struct trainer *trainer)
{
    if (!control_take_save(trainer->job->control))
        return;
    if (trainer->step > 0)
        trainer_save(trainer, true);
    else
        trainer_tell_not_saved(trainer, "there is nothing to save before the first batch");
}

/* Powers of two, so that up and down again is where it was. */
static void change_rate_if_asked(struct trainer *trainer)
{
    int by = control_take_rate(trainer->job->control);
    double rate = by ? ldexp(trainer->full_rate, by) : trainer->full_rate;
    if (rate != trainer->full_rate && rate >= LEAST_RATE && rate <= MOST_RATE)
        trainer_set_rate(trainer, rate, "by hand", true);
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
                tell_state(trainer, RUN_TRAINING);
            return next == CONTROL_GO;
        }
        if (!paused)
            tell_state(trainer, RUN_PAUSED);
        paused = true;
        /* A reader that fell behind gets the rest before this thread sleeps for as long as it
         * likes. */
        if (ring_flush(trainer->job->ring))
            control_wait(control);
        else
            nanosleep(&(struct timespec){0, FLUSH_INTERVAL_NS}, NULL);
    }
}

static void tell_step(struct trainer *trainer, const struct model_score *score, double seconds)
{
    double rows = (double)score->rows;
    double a_row = seconds / rows;
    trainer->seconds += seconds;
    trainer->seconds_a_row =
        trainer->step > 1 ? trainer->seconds_a_row * (1 - SPEED_WEIGHT) + a_row * SPEED_WEIGHT
                          : a_row;
    struct step_event step = {
        .first = trainer->step,
        .last = trainer->step,
        .epoch = (uint32_t)trainer->epoch,
        .batch = (uint32_t)trainer->batch,
        .batches = (uint32_t)trainer->batches,
        .seconds = trainer->seconds,
        .learning_rate = (float)trainer->rate,
        .samples_per_second = (float)(1 / trainer->seconds_a_row),
    };
    merged_add(&step.loss, (float)(score->loss / rows));
    merged_add(&step.accuracy, (float)(score->correct / rows));
    merged_add(&step.gradient, (float)model_gradient_norm(trainer->model));
    ring_step(trainer->job->ring, &step);
}

/* What broke is no number any more. */
enum outcome { WENT_ON, WAS_STOPPED, BROKE_LOSS, BROKE_WEIGHTS, BROKE_VALIDATION, BROKE_TEST };

/* One batch: gradients, update, figures. Stopped or broken, the weights are as they were. */
static enum outcome train_batch(struct trainer *trainer, struct model_score *epoch)
{
    const struct trainer_job *job = trainer->job;
    size_t rows = job->data->train.rows;
    size_t begin = trainer->batch * job->spec->batch_size;
    size_t size = rows - begin < job->spec->batch_size ? rows - begin : job->spec->batch_size;
    struct model_batch batch = {.x = job->data->train.x,
                                .y = job->data->train.y,
                                .rows = trainer->order + begin,
                                .size = size,
                                .class_weight = job->spec->class_weight == CLASS_WEIGHT_BALANCED
                                                    ? job->data->class_weight
                                                    : NULL,
                                .seed = job->spec->seed,
                                .step = trainer->step};
    struct model_score score;

    uint64_t start = clock_now_ns();
    if (model_masks(trainer->model)) {
        model_order(trainer->model, &batch, trainer->batch_rows, NULL);
        batch.rows = trainer->batch_rows;
    }
    if (model_gradients(trainer->model, &batch, control_stop_flag(job->control), &score) != RT_OK)
        return WAS_STOPPED;
    if (!isfinite(score.loss)) {
        trainer->batch++; /* the batch to blame, counted from 1 */
        trainer->broken = score.loss;
        return BROKE_LOSS;
    }
    trainer->rate = schedule_rate(&job->spec->optimizer.schedule, trainer->full_rate, trainer->step,
                                  trainer->batches, job->spec->epochs);
    optimizer_set_learning_rate(trainer->optimizer, trainer->rate);
    optimizer_apply(trainer->optimizer, trainer->model);
    trainer->batch++;
    trainer->step++;
    epoch->loss += score.loss;
    epoch->correct += score.correct;
    epoch->rows += score.rows;
    tell_step(trainer, &score, (double)(clock_now_ns() - start) * 1e-9);
    return WENT_ON;
}

/* Keras's CSVLogger has a column for the learning rate where something changes it. */
static unsigned csv_columns(const struct trainer_job *job)
{
    return (job->data->validation.rows > 0 ? CSV_LOG_VALIDATION : 0u) |
           (schedule_changes(job->spec) ? CSV_LOG_RATE : 0u);
}

/* The held-out rows with the weights of the epoch's end, then the epoch's figures. */
static enum outcome close_epoch(struct trainer *trainer, const struct model_score *train,
                                double seconds)
{
    const struct trainer_job *job = trainer->job;
    const struct data_rows *rows = &job->data->validation;
    struct model_score val = {0};
    struct run_event event = {.kind = EVENT_EPOCH};
    double started = clock_now_s();
    if (rows->rows > 0) {
        struct model_batch all = {.x = rows->x, .y = rows->y, .size = rows->rows};
        tell_state(trainer, RUN_VALIDATING);
        if (model_evaluate(trainer->model, &all, job->spec->batch_size,
                           control_stop_flag(job->control), NULL, trainer->scratch.probabilities,
                           &val) != RT_OK)
            return WAS_STOPPED;
        trainer->broken = val.loss;
        if (!isfinite(val.loss))
            return BROKE_VALIDATION;
    }
    trainer->broken = NAN;
    if (!trainer_copy_weights(trainer, trainer->good))
        return BROKE_WEIGHTS;

    event.as.epoch = (struct epoch_event){
        .epoch = (uint32_t)trainer->epoch,
        .step = trainer->step,
        .loss = (float)(train->loss / (double)train->rows),
        .accuracy = (float)(train->correct / (double)train->rows),
        .val_loss = val.rows ? (float)(val.loss / (double)val.rows) : NAN,
        .val_accuracy = val.rows ? (float)(val.correct / (double)val.rows) : NAN,
        .seconds = seconds,
        .train_clock = trainer->seconds,
        .samples_per_second = (double)train->rows / seconds,
        .learning_rate = (float)trainer->rate,
    };
    metrics_judge(&event.as.epoch.val, &trainer->scratch, rows->y, rows->rows);
    event.as.epoch.val_seconds = clock_now_s() - started;
    trainer_tell(trainer, &event);
    if (job->csv)
        writer_csv_epoch(job->writer, job->run, job->csv, csv_columns(job), &event.as.epoch);
    trainer_callbacks_epoch(trainer, &event.as.epoch);
    if (rows->rows > 0 && !trainer->stopped_early)
        tell_state(trainer, RUN_TRAINING);
    return WENT_ON;
}

static enum outcome train_epoch(struct trainer *trainer)
{
    const struct trainer_job *job = trainer->job;
    struct model_score sum = {0};
    double before = trainer->seconds;
    rng_permutation(job->spec->seed, RNG_ORDER, (uint32_t)trainer->epoch, trainer->order,
                    (uint32_t)job->data->train.rows);
    while (trainer->batch < trainer->batches) {
        /* Before an epoch's first batch the look at the last one's end has just been: a second
         * would take a single step off that nobody saw trained. */
        bool looked = trainer->batch == 0 && trainer->epoch > 1;
        if (!looked && !may_go_on(trainer, false))
            return WAS_STOPPED;
        enum outcome outcome = train_batch(trainer, &sum);
        if (outcome != WENT_ON)
            return outcome;
    }
    enum outcome outcome = close_epoch(trainer, &sum, trainer->seconds - before);
    if (outcome != WENT_ON)
        return outcome;
    /* What was stopped early is tested at once: there is nothing to pause. */
    return trainer->stopped_early || may_go_on(trainer, true) ? WENT_ON : WAS_STOPPED;
}

/* The test set, in parts, so that the screen shows how far it is. */
static enum outcome test(struct trainer *trainer)
{
    const struct trainer_job *job = trainer->job;
    const struct data_rows *rows = &job->data->test;
    size_t part = (size_t)TEST_BATCHES_A_STEP * EVALUATE_BATCH_SIZE;
    struct model_score sum = {0};
    double start = clock_now_s();

    tell_state(trainer, RUN_TESTING);
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
        event.as.progress = (struct progress_event){.done = sum.rows, .total = rows->rows};
        snprintf(event.as.progress.text, sizeof event.as.progress.text, "Testing");
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
    return WENT_ON;
}

static enum run_state finish_broken(struct trainer *trainer, enum outcome outcome)
{
    trainer_restore_best(trainer);
    double whole = trainer->good->epochs_trained;
    const char *what = isnan(trainer->broken) ? "NaN" : "infinite";
    char kept[64] = "No epoch was finished; there is nothing to keep";
    if (whole > 0)
        snprintf(kept, sizeof kept, "Weights of epoch %.4g are kept", whole);
    if (outcome == BROKE_LOSS)
        tell_failure(trainer, RT_ERR_NUMERIC, "the loss became %s in epoch %zu, batch %zu.  %s",
                     what, trainer->epoch, trainer->batch, kept);
    else
        tell_failure(trainer, RT_ERR_NUMERIC, "the %s became %s after epoch %zu.  %s",
                     outcome == BROKE_WEIGHTS      ? "weights"
                     : outcome == BROKE_VALIDATION ? "validation loss"
                                                   : "test loss",
                     what, trainer->epoch, kept);
    if (whole > 0)
        trainer_save_result(trainer);
    return RUN_FAILED;
}

/* A save that was asked for is owed even where the rest is thrown away. */
static enum run_state finish_stopped(struct trainer *trainer)
{
    bool asked = control_take_save(trainer->job->control);
    bool discard = atomic_load_explicit(trainer->job->discard, memory_order_acquire);
    if (trainer->step > 0 && (asked || !discard)) {
        trainer_copy_weights(trainer, trainer->good); /* else the last whole epoch's */
        if (trainer->good->epochs_trained > 0)
            trainer_save_result(trainer);
    }
    return RUN_STOPPED;
}

static enum run_state train(struct trainer *trainer)
{
    const struct trainer_job *job = trainer->job;
    enum outcome outcome = WENT_ON;
    if (job->csv)
        writer_csv_begin(job->writer, job->run, job->csv, csv_columns(job));
    while (outcome == WENT_ON && trainer->epoch < job->spec->epochs && !trainer->stopped_early) {
        trainer->epoch++;
        trainer->batch = 0;
        if (trainer->epoch == 1 && !control_paused(job->control))
            tell_state(trainer, RUN_TRAINING);
        outcome = train_epoch(trainer);
    }
    if (outcome == WENT_ON) {
        trainer_restore_best(trainer);
        outcome = test(trainer);
    }
    if (outcome == WAS_STOPPED)
        return finish_stopped(trainer);
    if (outcome != WENT_ON)
        return finish_broken(trainer, outcome);
    trainer_save_result(trainer);
    return RUN_DONE;
}

static void tell_data(const struct trainer *trainer)
{
    const struct trainer_job *job = trainer->job;
    struct run_event event;
    facts_of_data(job->data, &event);
    trainer_tell(trainer, &event);
    facts_of_classes(job->data, &event);
    trainer_tell(trainer, &event);
}

enum run_state trainer_run(const struct trainer_job *job, struct model_snapshot **last)
{
    struct trainer trainer = {.job = job};
    struct rt_error error;
    enum run_state state;

    *last = NULL;
    tell_data(&trainer);
    if (build(&trainer, &error) == RT_OK)
        state = train(&trainer);
    else
        state = tell_failure(&trainer, error.status, "%s", error.text);

    struct model_snapshot **result = trainer_result(&trainer);
    if (*result && (*result)->epochs_trained > 0) {
        *last = *result;
        *result = NULL;
    }
    model_snapshot_destroy(trainer.good);
    struct run_event end = {.kind = EVENT_END};
    end.as.end = (struct end_event){state, (float)trainer_position(&trainer)};
    trainer_tell(&trainer, &end);
    tear_down(&trainer);
    return state;
}
