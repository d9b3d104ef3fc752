/*
 * ticks: where the x axis has its labels, and the plots their grid.
 */
#ifndef RNNTOP_UI_CURVES_TICKS_H
#define RNNTOP_UI_CURVES_TICKS_H

#include "rnntop/ui/curves/curves.h"

/* A sign of the x axis: the cell where it stands, from 0, and what it is called. */
struct tick {
    int cell;
    int begin; /* the first cell of the label */
    char label[16];
};
#define TICKS_MAX (COLUMNS_MAX / 4)

/* From left to right; returns how many. */
size_t ticks_find(const struct curves *curves, struct tick tick[TICKS_MAX]);

#endif
