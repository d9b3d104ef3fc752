/*
 * seen: what the screen sees of a run: its figures, and its points as far as the picture goes. A
 * held picture stands although the run's history grows.
 */
#ifndef RNNTOP_UI_SEEN_H
#define RNNTOP_UI_SEEN_H

#include "rnntop/run/diagnosis.h"
#include "rnntop/ui/screen.h"

struct seen {
    const struct run_spec *spec;
    const struct history_now *now;
    const struct history_point *points;
    size_t point_count;
    const struct epoch_event *epochs;
    size_t epoch_count;
    const struct history_mark *marks;
    size_t mark_count;
    double batches; /* in an epoch; 0: unknown */
};

/* Pointers stay valid until the board's next poll and the screen's next refresh. */
void seen_take(struct seen *seen, const struct screen *screen, const struct board *board,
               size_t run);

/* A run's figures as they are now, whatever the picture shows. Texts live until the next poll. */
void seen_live(const struct board *board, size_t run, struct history_now *now);

/* What the curves mean, as far as the picture goes. */
void seen_diagnose(const struct seen *seen, const struct board *board, size_t run,
                   struct diagnosis *diagnosis);

/* Epochs trained, by the newest batch. */
double seen_position(const struct seen *seen);
/* True while there are too few batches for an average: each of them is shown as it is. */
bool seen_single(const struct seen *seen);

/* Where it broke, in epochs: NaN for a run that did not. */
double seen_broke(const struct seen *seen);

/* The epoch with the highest validation accuracy (first of equals), or NULL. */
const struct epoch_event *seen_best(const struct seen *seen);
/* The newest epoch that ended at `epochs` or before, or NULL. */
const struct epoch_event *seen_epoch(const struct seen *seen, double epochs);
/* The point that holds the batch at which `epochs` were trained; NULL where there is none. */
const struct history_point *seen_point(const struct seen *seen, double epochs);

/* Where `epochs` stand on an axis: epochs, batches or minutes of training; what is not trained yet
 * by the pace so far. NaN when that is unknown. And back. */
double seen_x(const struct seen *seen, enum screen_axis axis, double epochs);
double seen_epochs(const struct seen *seen, enum screen_axis axis, double x);

#endif
