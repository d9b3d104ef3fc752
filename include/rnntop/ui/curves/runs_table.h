/*
 * runs_table: the table of runs, a row for each, and one for those that differ by their seeds
 * alone.
 */
#ifndef RNNTOP_UI_CURVES_RUNS_TABLE_H
#define RNNTOP_UI_CURVES_RUNS_TABLE_H

#include "rnntop/ui/curves/curves.h"

void runs_table_draw(const struct curves *curves);

/* The first row that is shown: the selected one is in the middle where not all have. */
size_t runs_table_first(const struct curves *curves);

#endif
