/*
 * history: all that is known of one run, on the watcher's side. One thread.
 *
 * Built from events alone, so it is the same whether a run is watched live or read from a file.
 * Batches are kept as points; past HISTORY_MAX_POINTS neighbouring points are merged in pairs, and
 * keep their extremes.
 */
#ifndef RNNTOP_RUN_HISTORY_H
#define RNNTOP_RUN_HISTORY_H

#include <stddef.h>

#include "rnntop/run/event.h"

#define HISTORY_MAX_POINTS     32768
#define HISTORY_SMOOTH_BATCHES 60 /* span of the moving average */
#define HISTORY_SMOOTH_FROM    15 /* the average is drawn from this batch on */

/* Lowest, mean and highest over a point's batches; bad counts values that were not finite. The
 * three are finite and in order, or all NaN where no batch had a finite value. */
struct span {
    float low, mean, high;
    uint32_t bad;
};

struct history_point {
    uint64_t first, last;                     /* batches, from 1 over all epochs */
    double seconds;                           /* training time at the last one */
    struct span loss, accuracy;               /* raw */
    struct span smooth_loss, smooth_accuracy; /* debiased moving average; NaN before batch 15 */
};

/* What the callbacks did, for the x axis: each change of the learning rate, the newest best epoch,
 * and where the run was stopped early. */
struct history_mark {
    enum callback_kind kind; /* CALLBACK_RATE, CALLBACK_BEST or CALLBACK_STOP */
    bool lower;              /* RATE: it fell */
    uint32_t epoch;          /* from 1 */
    uint64_t step;           /* batches, over all epochs */
};
#define HISTORY_MAX_MARKS 128 /* the first of a run; more would cover the axis */

/* Judgements of so many epochs are kept, the newest: half a megabyte of a run at most. */
#define HISTORY_JUDGEMENTS 24

struct history;

enum rt_status history_create(struct history **history, struct rt_error *error);
void history_destroy(struct history *history);

/* Takes one event in; dropping it stays the caller's. Nothing in the event is trusted: impossible
 * figures are left out, names are sanitised. Without memory points are merged sooner; RT_ERR_MEMORY
 * only when an epoch had to be left out. */
enum rt_status history_apply(struct history *history, const struct run_event *event,
                             struct rt_error *error);

const struct history_point *history_points(const struct history *history, size_t *count);
const struct epoch_event *history_epochs(const struct history *history, size_t *count);
const struct history_mark *history_marks(const struct history *history, size_t *count);

/* Of `count` epochs the one with the highest validation accuracy, the first of equals; NULL where
 * none was validated. */
const struct epoch_event *history_best(const struct epoch_event *epochs, size_t count);

/* What that epoch's validation says beyond its scores; NULL where nobody told, or no longer. Valid
 * until the next history_apply(). */
const struct judgement *history_judgement(const struct history *history, uint32_t epoch);

/* What stands now. */
struct history_now {
    enum run_state state;
    uint32_t epoch, batch, batches; /* epoch from 1, batch from 0 (none done yet) */
    float position;                 /* epochs trained: 6.63 */
    double seconds;                 /* of training */
    float learning_rate, samples_per_second, gradient;
    float batch_loss, batch_accuracy;   /* of the newest batch; NaN before there is one */
    float smooth_loss, smooth_accuracy; /* NaN until they can be drawn */
    uint32_t stopped_early;             /* the epoch after which it was, or 0 */
    uint32_t restored;   /* the epoch whose weights it went back to at the end, or 0 */
    uint32_t checkpoint; /* the best epoch, where the run's file is to hold that one, or 0 */
    bool tested;
    struct test_event test;
    bool saved; /* a file holds weights of this run */
    float saved_position;
    bool save_failed;               /* the newest save; history_not_saved() says why */
    struct progress_event progress; /* PROGRESS_NONE when nothing is under way */
    double left_seconds; /* estimate to the run's end, validation included; NaN: unknown */
};

/* epochs: how many the run plans. */
void history_now(const struct history *history, size_t epochs, struct history_now *now);

/* What is too long for history_now; each valid until the next history_apply(). Paths are raw, and
 * "" where there is none; errors NULL where nothing went wrong, or nobody knows what. */
const char *history_saved_path(const struct history *history); /* of the newest file */
const struct rt_error *history_not_saved(const struct history *history);
const struct rt_error *history_trouble(const struct history *history); /* why the run failed */
const char *history_progress_path(const struct history *history);      /* what is being read */

/* What its test came to; NULL before. */
const struct test_event *history_test(const struct history *history);
/* What the run is trained on; NULL before it is known. */
const struct data_event *history_data(const struct history *history);
/* Its classes; NULL before they are known. */
const struct classes_event *history_classes(const struct history *history);
/* A copy of what was told, its names sanitised, and what guessing scores filled in where the counts
 * tell it. */
void history_take_classes(struct classes_event *classes, const struct classes_event *told);

/* True when a file holds all that the run has learned up to now; once the run has ended, when a
 * file holds the weights that it was to leave behind: the best epoch's where its settings ask for
 * that, else the last. */
bool history_all_saved(const struct history_now *now);

#endif
