#include "config.h"

#include "rnntop/run/history.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/run/points.h"

#define PACE_SECONDS 20.0 /* training time over which the pace is averaged */
#define PACE_FROM    10   /* batches before an estimate: the first ones warm up */
/* Of a training step, the share that a forward pass takes. Stands in until a validation was timed.
 */
#define FORWARD_SHARE 0.3

struct history {
    struct points points;

    struct epoch_event *epochs; /* [epoch_capacity] */
    size_t epoch_count, epoch_capacity;
    struct judged {
        uint32_t epoch;
        struct parcel *judgement; /* held */
    } judged[HISTORY_JUDGEMENTS]; /* a circle: `judgements` counts all that were told */
    size_t judgements;
    double val_seconds; /* of the validations timed so far */
    size_t val_timed;

    /* Where it stands. */
    enum run_state state;
    uint32_t epoch, batch, batches;
    double seconds;
    float learning_rate, samples_per_second, gradient, batch_loss, batch_accuracy;
    float end_position; /* NaN until it has ended */

    /* Seconds and batches of late, both fading: their quotient is the pace. */
    double pace_seconds, pace_batches;
    uint64_t batches_seen;

    struct history_mark mark[HISTORY_MAX_MARKS];
    size_t marks;
    uint32_t stopped_early, restored, checkpoint;

    bool has_data;
    struct classes_event classes;
    bool has_classes;
    struct data_event data;
    bool tested;
    struct test_event test;
    bool saved, save_failed;
    float saved_position;
    struct parcel *saved_path, *not_saved, *trouble, *progress_path; /* held */
    struct progress_event progress;
};

/* Holds another parcel in place of one. */
static void replace(struct parcel **held, struct parcel *parcel)
{
    parcel_hold(parcel);
    parcel_drop(*held);
    *held = parcel;
}

enum rt_status history_create(struct history **history, struct rt_error *error)
{
    *history = NULL;
    struct history *made = calloc(1, sizeof *made);
    if (!made)
        return rt_fail(error, ERR_NO_MEMORY_FOR_HISTORY);
    enum rt_status status = points_init(&made->points, error);
    if (status != RT_OK) {
        free(made);
        return status;
    }
    made->state = RUN_QUEUED;
    made->learning_rate = made->samples_per_second = made->gradient = NAN;
    made->batch_loss = made->batch_accuracy = made->end_position = NAN;
    *history = made;
    return RT_OK;
}

void history_destroy(struct history *history)
{
    if (!history)
        return;
    parcel_drop(history->saved_path);
    parcel_drop(history->not_saved);
    parcel_drop(history->trouble);
    parcel_drop(history->progress_path);
    for (size_t i = 0; i < HISTORY_JUDGEMENTS; i++)
        parcel_drop(history->judged[i].judgement);
    points_free(&history->points);
    free(history->epochs);
    free(history);
}

static void clear_progress(struct history *history)
{
    history->progress = (struct progress_event){0};
    replace(&history->progress_path, NULL);
}

/* A stretch of training that took `seconds` fades what was before it. */
static void take_pace(struct history *history, double seconds, double batches)
{
    if (!(seconds > 0.0) || !(batches > 0.0))
        return;
    double keep = exp(-seconds / PACE_SECONDS);
    history->pace_seconds = keep * history->pace_seconds + seconds;
    history->pace_batches = keep * history->pace_batches + batches;
}

static void set_place(struct history *history, uint32_t epoch, uint32_t batch, uint32_t batches)
{
    if (epoch == 0)
        return;
    if (batches > 0)
        history->batches = batches;
    history->epoch = epoch;
    history->batch = batch < history->batches ? batch : history->batches;
}

static void apply_steps(struct history *history, const struct step_event *steps)
{
    size_t count = history->points.count;
    uint64_t known = count > 0 ? history->points.point[count - 1].last : 0;
    if (!points_take(&history->points, steps))
        return;
    double seconds = history->points.point[history->points.count - 1].seconds;
    take_pace(history, seconds - history->seconds, (double)(steps->last - known));
    history->seconds = fmax(history->seconds, seconds);
    history->batches_seen += steps->last - known;
    set_place(history, steps->epoch, steps->batch, steps->batches);
    history->learning_rate = steps->learning_rate;
    history->samples_per_second = steps->samples_per_second;
    if (steps->gradient.n > 0)
        history->gradient = steps->gradient.last;
    history->batch_loss = steps->loss.last;
    history->batch_accuracy = steps->accuracy.n > 0 ? steps->accuracy.last : NAN;
}

static void apply_state(struct history *history, const struct state_event *state)
{
    if ((unsigned)state->state > RUN_FAILED)
        return;
    if (state->state != history->state)
        clear_progress(history);
    history->state = state->state;
    set_place(history, state->epoch, state->batch, state->batches);
}

static enum rt_status apply_epoch(struct history *history, const struct epoch_event *epoch,
                                  struct rt_error *error)
{
    size_t count = history->epoch_count;
    if (epoch->epoch == 0 || (count > 0 && epoch->epoch <= history->epochs[count - 1].epoch))
        return RT_OK;

    set_place(history, epoch->epoch, history->batches, history->batches);
    if (isfinite(epoch->train_clock))
        history->seconds = fmax(history->seconds, epoch->train_clock);
    if (isfinite(epoch->val_seconds) && epoch->val_seconds > 0.0) {
        history->val_seconds += epoch->val_seconds;
        history->val_timed++;
    }
    clear_progress(history);

    if (count == history->epoch_capacity) {
        size_t capacity = count > 0 ? 2 * count : 16;
        struct epoch_event *epochs = realloc(history->epochs, capacity * sizeof *epochs);
        if (!epochs)
            return rt_fail(error, ERR_NO_MEMORY_FOR_EPOCH, epoch->epoch);
        history->epochs = epochs;
        history->epoch_capacity = capacity;
    }
    history->epochs[count] = *epoch;
    history->epoch_count = count + 1;
    return RT_OK;
}

static void apply_judged(struct history *history, const struct run_event *event)
{
    if (parcel_size(event->parcel) != sizeof(struct judgement))
        return; /* there was no memory for it */
    struct judged *judged = &history->judged[history->judgements++ % HISTORY_JUDGEMENTS];
    judged->epoch = event->as.judged.epoch;
    replace(&judged->judgement, event->parcel);
}

static void apply_saved(struct history *history, const struct run_event *event)
{
    const struct saved_event *saved = &event->as.saved;
    history->save_failed = !saved->ok;
    replace(&history->not_saved, saved->ok ? NULL : event->parcel);
    if (!saved->ok)
        return;
    history->saved = true;
    history->saved_position = saved->position;
    replace(&history->saved_path, event->parcel);
}

static void apply_progress(struct history *history, const struct run_event *event)
{
    const struct progress_event *progress = &event->as.progress;
    clear_progress(history);
    if (progress->total > 0 && progress->done >= progress->total)
        return;
    history->progress = *progress;
    if (progress->task == PROGRESS_READING)
        replace(&history->progress_path, event->parcel);
}

static void add_mark(struct history *history, const struct history_mark *mark)
{
    size_t i = 0;
    /* Of best epochs the newest counts. */
    while (i < history->marks &&
           !(mark->kind == CALLBACK_BEST && history->mark[i].kind == CALLBACK_BEST))
        i++;
    if (i < HISTORY_MAX_MARKS)
        history->mark[i] = *mark;
    if (i == history->marks && i < HISTORY_MAX_MARKS)
        history->marks++;
}

static void apply_callback(struct history *history, const struct callback_event *callback)
{
    const struct history_mark mark = {callback->kind, callback->to < callback->from,
                                      callback->epoch, callback->step};
    switch (callback->kind) {
    case CALLBACK_BEST:
        if (callback->saves)
            history->checkpoint = callback->epoch;
        break;
    case CALLBACK_RATE:
        history->learning_rate = callback->to;
        break;
    case CALLBACK_STOP:
        history->stopped_early = callback->epoch;
        break;
    case CALLBACK_RESTORE:
        history->restored = callback->epoch;
        return;
    default:
        return;
    }
    add_mark(history, &mark);
}

static void apply_end(struct history *history, const struct end_event *end)
{
    if ((unsigned)end->state <= RUN_FAILED)
        history->state = end->state;
    history->end_position = isfinite(end->position) ? fmaxf(end->position, 0.0f) : NAN;
    clear_progress(history);
}

enum rt_status history_apply(struct history *history, const struct run_event *event,
                             struct rt_error *error)
{
    apply_steps(history, &event->steps);
    switch (event->kind) {
    case EVENT_NONE:
    case EVENT_RUN:
    case EVENT_TAKEN_BACK:
    case EVENT_SOURCE:
    case EVENT_READING:
    case EVENT_BASELINE:
    case EVENT_MESSAGE:
    case EVENT_FINDING:
    case EVENT_LOST:
    case EVENT_KINDS:
        break;
    case EVENT_STATE:
        apply_state(history, &event->as.state);
        break;
    case EVENT_PROGRESS:
        apply_progress(history, event);
        break;
    case EVENT_CLASSES:
        history_take_classes(&history->classes, &event->as.classes);
        history->has_classes = event->as.classes.classes >= 2;
        break;
    case EVENT_DATA:
        history->data = event->as.data;
        history->data.name[sizeof history->data.name - 1] = '\0';
        history->has_data = true;
        clear_progress(history);
        break;
    case EVENT_EPOCH:
        return apply_epoch(history, &event->as.epoch, error);
    case EVENT_JUDGED:
        apply_judged(history, event);
        break;
    case EVENT_TEST:
        history->test = event->as.test;
        history->tested = true;
        clear_progress(history);
        break;
    case EVENT_SAVED:
        apply_saved(history, event);
        break;
    case EVENT_CALLBACK:
        apply_callback(history, &event->as.callback);
        break;
    case EVENT_ERROR:
        replace(&history->trouble, event->parcel);
        break;
    case EVENT_END:
        apply_end(history, &event->as.end);
        break;
    }
    return RT_OK;
}

const struct history_point *history_points(const struct history *history, size_t *count)
{
    *count = history->points.count;
    return history->points.point;
}

const struct epoch_event *history_epochs(const struct history *history, size_t *count)
{
    *count = history->epoch_count;
    return history->epochs;
}

const struct epoch_event *history_best(const struct epoch_event *epochs, size_t count)
{
    const struct epoch_event *best = NULL;
    for (size_t i = 0; i < count; i++) {
        if (isfinite(epochs[i].val_accuracy) &&
            (!best || epochs[i].val_accuracy > best->val_accuracy))
            best = &epochs[i];
    }
    return best;
}

const struct judgement *history_judgement(const struct history *history, uint32_t epoch)
{
    const struct parcel *found = NULL;
    for (size_t i = 0; i < HISTORY_JUDGEMENTS; i++) {
        if (history->judged[i].epoch == epoch)
            found = history->judged[i].judgement;
    }
    return parcel_bytes(found);
}

const struct history_mark *history_marks(const struct history *history, size_t *count)
{
    *count = history->marks;
    return history->mark;
}

static double position(const struct history *history)
{
    if (!isnan(history->end_position))
        return history->end_position;
    if (history->epoch == 0)
        return 0.0;
    double within = history->batches > 0 ? (double)history->batch / history->batches : 0.0;
    return history->epoch - 1.0 + within;
}

/* Seconds that a forward pass over `rows` takes: as measured, or guessed from training. */
static double forward_seconds(const struct history *history, double rows, double per_batch)
{
    const struct data_event *data = &history->data;
    if (history->val_timed > 0 && data->validation > 0)
        return rows / (double)data->validation * history->val_seconds / (double)history->val_timed;
    if (data->train > 0)
        return rows / (double)data->train * per_batch * history->batches * FORWARD_SHARE;
    return 0.0;
}

/* The part of a pass over the rows that is still ahead. */
static double progress_left(const struct history *history)
{
    const struct progress_event *progress = &history->progress;
    return progress->total > 0 ? 1.0 - (double)progress->done / (double)progress->total : 1.0;
}

static double left_seconds(const struct history *history, size_t epochs)
{
    enum run_state state = history->state;
    if (state != RUN_TRAINING && state != RUN_PAUSED && state != RUN_VALIDATING &&
        state != RUN_TESTING)
        return NAN;
    if (history->batches_seen < PACE_FROM || !(history->pace_batches > 0.0) || epochs == 0)
        return NAN;
    double per_batch = history->pace_seconds / history->pace_batches;

    double epochs_left = fmax((double)epochs - position(history), 0.0);
    double left = epochs_left * history->batches * per_batch;

    double validation = history->val_timed > 0
                            ? history->val_seconds / (double)history->val_timed
                            : forward_seconds(history, (double)history->data.validation, per_batch);
    double validations = fmax((double)epochs - (double)history->epoch_count, 0.0);
    if (state == RUN_VALIDATING && validations > 0.0)
        validations += progress_left(history) - 1.0;
    if (state != RUN_TESTING)
        left += validations * validation;

    if (!history->tested) {
        double test = forward_seconds(history, (double)history->data.test, per_batch);
        left += state == RUN_TESTING ? test * progress_left(history) : test;
    }
    return left;
}

void history_now(const struct history *history, size_t epochs, struct history_now *now)
{
    *now = (struct history_now){
        .state = history->state,
        .epoch = history->epoch,
        .batch = history->batch,
        .batches = history->batches,
        .position = (float)position(history),
        .seconds = history->seconds,
        .learning_rate = history->learning_rate,
        .samples_per_second = history->samples_per_second,
        .gradient = history->gradient,
        .batch_loss = history->batch_loss,
        .batch_accuracy = history->batch_accuracy,
        .smooth_loss = smooth_value(&history->points.loss),
        .smooth_accuracy = smooth_value(&history->points.accuracy),
        .stopped_early = history->stopped_early,
        .restored = history->restored,
        .checkpoint = history->checkpoint,
        .tested = history->tested,
        .test = history->test,
        .saved = history->saved,
        .saved_position = history->saved_position,
        .save_failed = history->save_failed,
        .progress = history->progress,
        .left_seconds = left_seconds(history, epochs),
    };
}

/* Positions within an epoch are farther apart than this, and rounding is less. */
#define POSITION_GRAIN 1e-4f

const struct classes_event *history_classes(const struct history *history)
{
    return history->has_classes ? &history->classes : NULL;
}

void history_take_classes(struct classes_event *classes, const struct classes_event *told)
{
    *classes = *told;
    for (size_t i = 0; i < METRICS_MAX_CLASSES; i++)
        utf8_sanitize(told->name[i], strnlen(told->name[i], CLASS_NAME_SIZE), false,
                      classes->name[i], CLASS_NAME_SIZE);
    /* Who tells of few classes may leave it to the counts. */
    for (size_t part = 0; told->classes <= METRICS_MAX_CLASSES && part < PART_COUNT; part++) {
        if (!guess_known(&told->guess[part]))
            classes->guess[part] = guess_of_counts(told->rows[part], told->classes);
    }
}

const struct test_event *history_test(const struct history *history)
{
    return history->tested ? &history->test : NULL;
}

const struct data_event *history_data(const struct history *history)
{
    return history->has_data ? &history->data : NULL;
}

const char *history_saved_path(const struct history *history)
{
    return parcel_text(history->saved_path);
}

const struct rt_error *history_not_saved(const struct history *history)
{
    return parcel_error(history->not_saved);
}

const struct rt_error *history_trouble(const struct history *history)
{
    return parcel_error(history->trouble);
}

const char *history_progress_path(const struct history *history)
{
    return parcel_text(history->progress_path);
}

bool history_all_saved(const struct history_now *now)
{
    bool ended = now->state == RUN_DONE || now->state == RUN_STOPPED;
    float learned = now->position;
    /* Of a run that broke the last whole epoch is kept, which it saves itself, and nothing else. */
    if (now->state == RUN_FAILED)
        return learned < 1 || (now->saved && !now->save_failed);
    if (ended && now->checkpoint > 0)
        learned = (float)now->checkpoint;
    else if (now->restored > 0)
        learned = (float)now->restored;
    return now->saved && now->saved_position >= learned - POSITION_GRAIN;
}
