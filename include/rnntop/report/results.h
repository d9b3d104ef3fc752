/*
 * results: what came of all runs together: a table with the best validation first, and the best
 * run.
 */
#ifndef RNNTOP_REPORT_RESULTS_H
#define RNNTOP_REPORT_RESULTS_H

#include <stdbool.h>
#include <stdio.h>

#include "rnntop/report/wrap.h"
#include "rnntop/run/board.h"

/* Epochs to one decimal, never rounded up to one that is not done. */
double results_epochs(float position);

/* Runs that have begun. */
size_t results_runs(const struct board *board);

/* Whether there are runs that differ by the seed alone. */
bool results_have_seeds(const struct board *board);

/*
 * A row for each run that has begun; for those that differ by their seeds alone one row with means,
 * and sample standard deviations of the best validation and the test. If that is the only row, the
 * runs themselves follow. On a terminal it is no wider than that. unicode: false for ASCII.
 */
void results_print_table(FILE *out, const struct board *board, bool unicode);

/* "Best of 24 runs by validation: LSTM units=64, 0.8480 at epoch 5", and in lines of their own its
 * test accuracy and where its file is: 80 columns break none. Where runs differ by their seeds
 * alone, the best mean decides, then the best of those. Nothing where fewer than two runs were
 * validated. */
void results_print_best(FILE *out, const struct board *board);

/* Where a run's weights are, or why nowhere; the file that stands may be an older one. */
void results_put_place(struct wrap *wrap, const struct board_run *run);

#endif
