/*
 * runs_cells: what the table of runs says, cell by cell. Runs that differ by their seeds alone have
 * means; of the best validation and the test also sample standard deviations.
 */
#ifndef RNNTOP_UI_CURVES_RUNS_CELLS_H
#define RNNTOP_UI_CURVES_RUNS_CELLS_H

#include "rnntop/ui/curves/curves.h"

enum runs_column {
    RUNS_NAME,
    RUNS_STATE,
    RUNS_EPOCH,
    RUNS_TRAIN,
    RUNS_VAL,
    RUNS_BEST,
    RUNS_TEST,
    RUNS_LOSS,
    RUNS_VAL_LOSS,
    RUNS_SAVED,
    RUNS_LEFT,
    RUNS_COLUMNS
};

#define RUNS_CELL_SIZE 64

/* A cell's text, "" for nothing yet, and its role. Not for RUNS_STATE. */
enum role runs_cell(const struct curves *curves, size_t row, enum runs_column column,
                    char text[RUNS_CELL_SIZE]);

/* How a row's runs stand: of several the state of the one that is at work or is next, and in words
 * how many of them are done. */
enum run_state runs_state(const struct curves *curves, size_t row, char text[RUNS_CELL_SIZE]);

/* A row's test score, where it has one, is dim until the row is chosen: nobody should choose by
 * it. */
enum role runs_test_role(const struct curves *curves, size_t row);

#endif
