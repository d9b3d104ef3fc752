#include "config.h"

#include "rnntop/ui/seen.h"

#include <math.h>

#define BATCH_EDGE                                                                                 \
    1e-6 /* of a batch: 6.628 epochs of 584 batches are 3871 batches but for rounding */

static double batches_of(const struct seen *seen, const struct board *board, size_t run)
{
    if (seen->now->batches > 0)
        return seen->now->batches;
    if (seen->epoch_count > 0)
        return (double)seen->epochs[0].step / seen->epochs[0].epoch;
    const struct data_event *data = board_run_data(board, run);
    if (data && seen->spec->batch_size > 0)
        return ceil((double)data->train / (double)seen->spec->batch_size);
    return 0;
}

/* Points whose batches had come when the picture was held. */
static size_t points_until(const struct history_point *points, size_t count, uint64_t batch)
{
    size_t low = 0;
    while (low < count) {
        size_t middle = low + (count - low) / 2;
        if (points[middle].first <= batch)
            low = middle + 1;
        else
            count = middle;
    }
    return low;
}

void seen_take(struct seen *seen, const struct screen *screen, const struct board *board,
               size_t run)
{
    const struct board_run *from = board_run(board, run);
    const struct screen_run *kept = screen_run(screen, run);
    seen->spec = &from->spec;
    seen->now = &kept->now;
    seen->points = history_points(from->history, &seen->point_count);
    seen->epochs = history_epochs(from->history, &seen->epoch_count);
    seen->marks = history_marks(from->history, &seen->mark_count);
    if (screen->held) {
        seen->point_count = points_until(seen->points, seen->point_count, kept->held_batch);
        if (seen->epoch_count > kept->held_epochs)
            seen->epoch_count = kept->held_epochs;
        /* But for the best epoch, which moves, marks come in order. */
        while (seen->mark_count > 0 && seen->marks[seen->mark_count - 1].step > kept->held_batch)
            seen->mark_count--;
    }
    seen->batches = batches_of(seen, board, run);
}

void seen_live(const struct board *board, size_t run, struct history_now *now)
{
    const struct board_run *from = board_run(board, run);
    history_now(from->history, from->spec.epochs, now);
}

void seen_diagnose(const struct seen *seen, const struct board *board, size_t run,
                   struct diagnosis *diagnosis)
{
    struct evidence evidence = evidence_of(board, run);
    if (seen->epoch_count < evidence.epoch_count || seen->point_count < evidence.point_count) {
        evidence.done = evidence.broke = false; /* which came after the picture was held */
        evidence.test = NULL;
        evidence.restored = 0;
    }
    evidence.point_count = seen->point_count;
    evidence.epoch_count = seen->epoch_count;
    diagnose(&evidence, diagnosis);
}

double seen_position(const struct seen *seen)
{
    if (seen->point_count == 0 || seen->batches <= 0)
        return seen->now->position;
    return (double)seen->points[seen->point_count - 1].last / seen->batches;
}

bool seen_single(const struct seen *seen)
{
    return seen->point_count > 0 && isnan(seen->points[seen->point_count - 1].smooth_loss.mean);
}

double seen_broke(const struct seen *seen)
{
    return seen->now->state == RUN_FAILED ? seen->now->position : NAN;
}

const struct epoch_event *seen_best(const struct seen *seen)
{
    return history_best(seen->epochs, seen->epoch_count);
}

const struct epoch_event *seen_epoch(const struct seen *seen, double epochs)
{
    const struct epoch_event *found = NULL;
    for (size_t i = 0; i < seen->epoch_count; i++) {
        if (seen->epochs[i].epoch <= epochs + BATCH_EDGE)
            found = &seen->epochs[i];
    }
    return found;
}

/* The first point that reaches the batch; point_count when none does. */
static size_t point_reaching(const struct seen *seen, double batch)
{
    size_t low = 0, high = seen->point_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if ((double)seen->points[middle].last < batch - BATCH_EDGE)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct history_point *seen_point(const struct seen *seen, double epochs)
{
    size_t i = point_reaching(seen, epochs * seen->batches);
    return i < seen->point_count && seen->batches > 0 ? &seen->points[i] : NULL;
}

/* From batches to minutes and back along the points; before them is (0, 0). */
static double minutes_at(const struct seen *seen, double batch)
{
    if (seen->point_count == 0)
        return batch > 0 ? NAN : 0;
    const struct history_point *last = &seen->points[seen->point_count - 1];
    if (batch >= (double)last->last)
        return batch / (double)last->last * last->seconds / 60;
    size_t i = point_reaching(seen, batch);
    double batch_0 = i > 0 ? (double)seen->points[i - 1].last : 0;
    double second_0 = i > 0 ? seen->points[i - 1].seconds : 0;
    double part = (batch - batch_0) / ((double)seen->points[i].last - batch_0);
    return (second_0 + part * (seen->points[i].seconds - second_0)) / 60;
}

static double batch_at(const struct seen *seen, double minutes)
{
    if (seen->point_count == 0)
        return minutes > 0 ? NAN : 0;
    double seconds = minutes * 60;
    const struct history_point *last = &seen->points[seen->point_count - 1];
    if (seconds >= last->seconds)
        return last->seconds > 0 ? seconds / last->seconds * (double)last->last : NAN;
    size_t i = 0, high = seen->point_count - 1;
    while (i < high) {
        size_t middle = i + (high - i) / 2;
        if (seen->points[middle].seconds < seconds)
            i = middle + 1;
        else
            high = middle;
    }
    double batch_0 = i > 0 ? (double)seen->points[i - 1].last : 0;
    double second_0 = i > 0 ? seen->points[i - 1].seconds : 0;
    double stretch = seen->points[i].seconds - second_0;
    double part = stretch > 0 ? (seconds - second_0) / stretch : 1;
    return batch_0 + part * ((double)seen->points[i].last - batch_0);
}

double seen_x(const struct seen *seen, enum screen_axis axis, double epochs)
{
    if (axis == AXIS_EPOCH)
        return epochs;
    if (seen->batches <= 0)
        return NAN;
    return axis == AXIS_STEP ? epochs * seen->batches : minutes_at(seen, epochs * seen->batches);
}

double seen_epochs(const struct seen *seen, enum screen_axis axis, double x)
{
    if (axis == AXIS_EPOCH)
        return x;
    if (seen->batches <= 0)
        return NAN;
    return (axis == AXIS_STEP ? x : batch_at(seen, x)) / seen->batches;
}
