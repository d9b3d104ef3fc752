/*
 * plot: one of the two plots while it is being drawn. Plain data.
 */
#ifndef RNNTOP_UI_CURVES_PLOT_H
#define RNNTOP_UI_CURVES_PLOT_H

#include "rnntop/ui/curves/curves.h"

/* Who owns a cell: the highest rank that passes through it. Others of the same rank take turns. */
enum plot_rank {
    RANK_BAND_OTHER = 1,
    RANK_BAND,
    RANK_GRID,
    RANK_LINE,
    RANK_CURSOR,
    RANK_OTHER_TRAIN,
    RANK_OTHER_DIM, /* has no colour of its own */
    RANK_OTHER,
    RANK_VAL,
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
