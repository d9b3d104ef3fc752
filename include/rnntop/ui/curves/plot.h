/*
 * plot: one of the two plots while it is being drawn. Plain data.
 */
#ifndef RNNTOP_UI_CURVES_PLOT_H
#define RNNTOP_UI_CURVES_PLOT_H

#include "rnntop/ui/curves/curves.h"

/* Who owns a cell: the highest rank that passes through it. */
enum plot_rank {
    RANK_GRID = 1,
    RANK_LINE,
    RANK_CURSOR,
    RANK_OTHER_TRAIN,                                /* and one more for each run */
    RANK_OTHER = RANK_OTHER_TRAIN + SCREEN_MAX_RUNS, /* and one more for each run */
    RANK_VAL = RANK_OTHER + SCREEN_MAX_RUNS,
    RANK_TRAIN,
    RANK_VAL_POINT,
    RANK_BAD
};

struct plot {
    const struct curves *curves;
    const struct layout_plot *place;
    enum metric metric;
    struct raster *raster; /* NULL without memory: a plot without curves */
};

#endif
