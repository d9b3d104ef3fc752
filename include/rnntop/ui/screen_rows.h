/*
 * screen_rows: what keys do to the table of runs: which run is on screen, which are marked, which
 * groups are open, in what order they stand.
 */
#ifndef RNNTOP_UI_SCREEN_ROWS_H
#define RNNTOP_UI_SCREEN_ROWS_H

#include "rnntop/ui/screen.h"

/* Tab: +1, Shift-Tab: -1: the next row; where the view shows no table, the next run of its order.
 * From now on it does not follow the run that trains. */
void screen_select(struct screen *screen, const struct board *board, int direction);

/* Opens the group of the run on screen, or closes it. False where no other run differs from it by
 * the seed alone. */
bool screen_open(struct screen *screen, const struct board *board);

/* Marks the run on screen, or all of its closed group, or takes the mark away; true: it is marked
 * now. */
bool screen_mark(struct screen *screen, const struct board *board);

/* The next order of the rows. */
void screen_sort(struct screen *screen);

#endif
