/*
 * curves: the pieces of the curves view. Private to it.
 */
#ifndef RNNTOP_UI_CURVES_CURVES_H
#define RNNTOP_UI_CURVES_CURVES_H

#include "rnntop/chart/canvas.h"
#include "rnntop/chart/columns.h"
#include "rnntop/chart/raster.h"
#include "rnntop/ui/curves/layout.h"
#include "rnntop/ui/curves/seen.h"
#include "rnntop/ui/fit.h"
#include "rnntop/ui/screen.h"

/* All that a piece needs to draw itself. */
struct curves {
    const struct screen *screen;
    const struct board *board;
    struct canvas *canvas;
    struct layout layout;
    bool ascii;
    enum raster_dots dots;

    size_t runs;
    struct seen seen[SCREEN_MAX_RUNS];
    size_t selected;
    double begin, end; /* of the x axis, in its own unit */
};

/* The first row, and the table of runs; or the strip that stands for both on few rows. */
void curves_header(const struct curves *curves);
void curves_table(const struct curves *curves);
void curves_strip(const struct curves *curves);

/* The plots with their titles and gutters; the x axis. */
void curves_plots(const struct curves *curves);
void curves_axis(const struct curves *curves);
void curves_marks(const struct curves *curves); /* on the axis, once it is there */

/* The message row and the hints; hints alone, from a column on. */
void curves_bottom(const struct curves *curves);
void curves_hints(const struct curves *curves, int column);

/* A run's figures as they are now, whatever the picture shows. Texts live until the next poll. */
void curves_live(const struct curves *curves, size_t run, struct history_now *now);

/* A sign of the x axis: the cell where it stands, from 0, and what it is called. */
struct curves_tick {
    int cell;
    int begin; /* the label's first cell */
    char label[16];
};
#define CURVES_MAX_TICKS (COLUMNS_MAX / 4)

size_t curves_ticks(const struct curves *curves, struct curves_tick tick[CURVES_MAX_TICKS]);

/* The cell in which x stands; below 0, or beyond the last one, when it is not visible. */
int curves_cell(const struct curves *curves, double x);

/* The cursor of the selected run, when it is on. */
bool curves_cursor(const struct curves *curves, double *epochs);

/* What is read at the cursor, or NaN: what was trained there (an epoch's mean where the axis counts
 * epochs, else the curve itself), and the last validation before. */
struct reading {
    double train, val;
};
enum metric { METRIC_ACCURACY, METRIC_LOSS };
struct reading curves_reading(const struct curves *curves, size_t run, enum metric metric,
                              double epochs);

/* The other runs whose curves are drawn. */
size_t curves_others(const struct curves *curves);

/* The figures that stand beside the plots: at the tips of the curves. */
void curves_gutter(const struct curves *curves, const struct layout_plot *plot, enum metric metric);

#endif
