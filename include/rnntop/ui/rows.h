/*
 * rows: the runs as the table lists them, and Tab goes through them: in an order, and those that
 * differ by their seeds alone in one row, until they are opened.
 */
#ifndef RNNTOP_UI_ROWS_H
#define RNNTOP_UI_ROWS_H

#include "rnntop/run/ranking.h"
#include "rnntop/ui/screen.h"

enum row_kind {
    ROW_RUN,   /* a run of its own */
    ROW_SEEDS, /* runs that differ by their seeds alone, as one */
    ROW_HEAD,  /* the same, opened: has no curves, since the runs follow it */
    ROW_SEED   /* a run of an open group */
};

struct row {
    enum row_kind kind;
    size_t begin, count; /* its runs: order[begin] and those behind it */
    bool best;           /* has the best validation; in an open group its head and its best seed */
    bool marked;
    char name[RUN_NAME_SIZE]; /* the run's, or what the names of several begin with */
};
#define ROWS_MAX (SCREEN_MAX_RUNS + SCREEN_MAX_RUNS / 2) /* groups of two, all open */

struct rows {
    size_t count;
    struct row at[ROWS_MAX];
    struct ranking ranking;
    size_t selected;            /* the row of the run on screen */
    size_t curves;              /* rows that have curves: all but the heads */
    bool grouped;               /* some runs are grouped */
    size_t best_run;            /* of the best group that with the best validation; RANKING_NONE */
    char shared[RUN_NAME_SIZE]; /* words that all names have */
};

void rows_take(struct rows *rows, const struct screen *screen, const struct board *board);

/* The place of a row's run, i below its count. */
size_t rows_run(const struct rows *rows, size_t row, size_t i);
bool rows_has_run(const struct rows *rows, size_t row, size_t run);

/* The run of a row that is looked at when the row is: the one that trains, else the first. */
size_t rows_leader(const struct rows *rows, size_t row, const struct board *board);

/* The next run in the table's order, whatever is open: direction 1 or -1, round the end. */
size_t rows_next_run(const struct rows *rows, size_t run, int direction);

/* The next row that has curves, by as many steps, 1 or -1, from the selected one; round the end. */
size_t rows_step(const struct rows *rows, int direction);

#endif
