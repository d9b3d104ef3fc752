/*
 * points: a run's batches as a bounded number of points, with their moving averages.
 */
#ifndef RNNTOP_RUN_POINTS_H
#define RNNTOP_RUN_POINTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/run/history.h"

/* An exponential moving average with span HISTORY_SMOOTH_BATCHES, debiased: divided by the weight
 * that the values seen so far have, so that it does not start from zero. */
struct smooth {
    double sum;
    double weight; /* 1 - (1 - alpha)^seen */
    uint64_t seen; /* finite values */
};

/* The average; NaN before HISTORY_SMOOTH_FROM values. */
float smooth_value(const struct smooth *smooth);

struct points {
    struct history_point *point; /* [capacity] */
    size_t count, capacity;
    uint64_t stride; /* batches that a point takes before the next one begins: doubles when full */
    struct smooth loss, accuracy;
};

enum rt_status points_init(struct points *points, struct rt_error *error);
void points_free(struct points *points);

/* Takes the batches of step in; false, and nothing done, when they are not behind all others. */
bool points_take(struct points *points, const struct step_event *step);

#endif
