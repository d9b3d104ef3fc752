/*
 * plot: one of the two plots while it is being drawn. Private to the curves view.
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

/* The curves of all runs, into the raster. */
void plot_curves(const struct plot *plot);

/* A value that runs are held against: a dotted line, named in the gutter where no figure is. */
struct plot_line {
    double value;
    const char *name;
};
#define PLOT_MAX_LINES 3

/* What guessing scores: 1/K and ln K of K classes. */
double plot_chance(const struct curves *curves, enum metric metric);

/* Chance; what a perfect reader would score, and words alone, where that is known. Those that come
 * first have the higher claim to a row. Returns how many. */
size_t plot_lines(const struct curves *curves, enum metric metric,
                  struct plot_line line[PLOT_MAX_LINES]);

/* Title with legend or read-out; on few rows, the title inside the plot. */
void plot_title(const struct plot *plot);

/* What the plot will show, in words, while it is empty. */
void plot_explain(const struct plot *plot);

#endif
