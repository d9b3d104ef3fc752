/*
 * ranking: runs in an order, those that differ by their seeds alone together. Pure functions.
 */
#ifndef RNNTOP_RUN_RANKING_H
#define RNNTOP_RUN_RANKING_H

#include <stddef.h>

#include "rnntop/spec/settings.h"

enum ranking_by { RANKING_QUEUE, RANKING_VAL, RANKING_NAME, RANKING_ORDERS };

/* What a run is ranked by. */
struct ranked {
    size_t group; /* runs that differ by the seed alone have the same number */
    double val;   /* its best validation accuracy; NaN: not validated yet */
    const char *name;
};

#define RANKING_NONE ((size_t)-1)

struct ranking {
    size_t runs, groups;
    /* Places of runs; group g has order[begin[g]] up to, not including, order[begin[g + 1]]. */
    size_t order[SETTINGS_MAX_RUNS];
    size_t begin[SETTINGS_MAX_RUNS + 1];
    double val[SETTINGS_MAX_RUNS]; /* of a group: the mean of those validated so far; NaN: none */
    size_t judged;                 /* groups of which at least one run is validated */
    size_t best;                   /* the group with the highest mean, or RANKING_NONE */
};

/*
 * Groups in the order, and the runs of each likewise. Queue: as their first runs are given. Val:
 * the highest mean first, so that no lucky seed leads; those not validated come last. Name: by
 * words, and by the values of the numbers in them. Equals stay in the queue's order. At most
 * SETTINGS_MAX_RUNS runs.
 */
void ranking_make(struct ranking *ranking, const struct ranked *run, size_t count,
                  enum ranking_by by);

/* How many runs a group has. */
size_t ranking_size(const struct ranking *ranking, size_t group);

/* The run of the best group that has the highest validation accuracy, or RANKING_NONE. */
size_t ranking_best_run(const struct ranking *ranking, const struct ranked *run);

/* Below 0, 0 or above 0, as strcmp() has it, but with numbers by their values: "units=16" comes
 * before "units=128". */
int ranking_compare_names(const char *a, const char *b);

#endif
