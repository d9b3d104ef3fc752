#include "config.h"

#include "rnntop/ui/curves/reading.h"

#include <math.h>

#include "rnntop/run/spread.h"

static struct reading run_at(const struct curves *curves, size_t run, enum metric metric,
                             double epochs)
{
    const struct seen *seen = &curves->seen[run];
    const struct screen *screen = curves->screen;
    const struct epoch_event *epoch = seen_epoch(seen, epochs);
    bool accuracy = metric == METRIC_ACCURACY;
    struct reading reading = {NAN, NAN};
    if (epoch)
        reading.val = accuracy ? epoch->val_accuracy : epoch->val_loss;
    if (screen->axis == AXIS_EPOCH || screen->smooth == SMOOTH_EPOCH) {
        /* An epoch's own figures stand at its end only. */
        if (epoch && fabs(epoch->epoch - epochs) < 1e-6)
            reading.train = accuracy ? epoch->accuracy : epoch->loss;
        else
            reading.val = NAN;
        return reading;
    }
    const struct history_point *point = seen_point(seen, epochs);
    if (!point)
        return reading;
    if (screen->smooth == SMOOTH_RAW || seen_single(seen))
        reading.train = accuracy ? point->accuracy.mean : point->loss.mean;
    else
        reading.train = accuracy ? point->smooth_accuracy.mean : point->smooth_loss.mean;
    return reading;
}

static struct reading run_tip(const struct curves *curves, size_t run, enum metric metric,
                              double unused)
{
    const struct seen *seen = &curves->seen[run];
    const struct epoch_event *last = seen_epoch(seen, INFINITY);
    bool accuracy = metric == METRIC_ACCURACY;
    struct reading reading = {NAN, NAN};
    (void)unused;
    if (last)
        reading.val = accuracy ? last->val_accuracy : last->val_loss;
    if (curves->screen->smooth != SMOOTH_EPOCH && isnan(seen->now->smooth_loss))
        reading.train = accuracy ? seen->now->batch_accuracy : seen->now->batch_loss;
    else if (curves->screen->smooth != SMOOTH_EPOCH)
        reading.train = accuracy ? seen->now->smooth_accuracy : seen->now->smooth_loss;
    else if (last)
        reading.train = accuracy ? last->accuracy : last->loss;
    return reading;
}

typedef struct reading (*reader)(const struct curves *curves, size_t run, enum metric metric,
                                 double epochs);

static struct reading mean(const struct curves *curves, size_t row, enum metric metric,
                           double epochs, reader read)
{
    double train[SCREEN_MAX_RUNS], val[SCREEN_MAX_RUNS];
    size_t count = curves->rows.at[row].count;
    for (size_t i = 0; i < count; i++) {
        struct reading one = read(curves, rows_run(&curves->rows, row, i), metric, epochs);
        train[i] = one.train;
        val[i] = one.val;
    }
    return (struct reading){spread_of(train, count).mean, spread_of(val, count).mean};
}

struct reading reading_at(const struct curves *curves, size_t row, enum metric metric,
                          double epochs)
{
    return mean(curves, row, metric, epochs, run_at);
}

struct reading reading_tip(const struct curves *curves, size_t row, enum metric metric)
{
    return mean(curves, row, metric, 0, run_tip);
}
