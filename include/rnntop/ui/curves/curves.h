/*
 * curves: what all pieces of the curves view share: the runs as the screen sees them, where
 * everything stands, and the x axis.
 *
 * The pieces call one another in one direction only, downwards in this list, and never within a
 * line; tests/house/check_layers.sh reads their includes and finds a circle:
 *
 *     view_curves                                     draws them all, in order
 *     runs_header                                     the first row
 *     runs_table  runs_strip  plots  marks            the runs; the two plots; signs on the axis
 *     runs_cells  plot_title  plot_explain  plot_curves  gutter  axis  curve_hints
 *     plot_diagnosis                                  what they mean
 *     reading  references  ticks                      figures at a place; lines to compare with
 *     plot                                            one of the plots while it is drawn
 *     curves                                          this
 *     layout                                          rows and columns
 */
#ifndef RNNTOP_UI_CURVES_CURVES_H
#define RNNTOP_UI_CURVES_CURVES_H

#include "rnntop/chart/canvas.h"
#include "rnntop/chart/columns.h"
#include "rnntop/chart/raster.h"
#include "rnntop/ui/curves/layout.h"
#include "rnntop/ui/rows.h"
#include "rnntop/ui/screen.h"
#include "rnntop/ui/seen.h"

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
    size_t selected; /* run on screen: what is of one run alone is of this one */
    struct rows rows;
    enum role role[ROWS_MAX]; /* of a row's curve where it is not the selected one */
    double begin, end;        /* of the x axis, in its own unit */
};

/* What a plot shows. */
enum metric { METRIC_ACCURACY, METRIC_LOSS };

/* Looks at the runs and lays the screen out; false when it is too small for curves. */
bool curves_open(struct curves *curves, const struct screen *screen, const struct board *board,
                 struct canvas *canvas);

/* What NB-SVM scores on the selected run's data; NULL where that is not known. */
const struct baseline_event *curves_baseline(const struct curves *curves);

/* The cell in which x stands, from 0; below 0, or beyond the last one, when it is not visible. */
int curves_cell(const struct curves *curves, double x);

/* The cursor of the selected run, when it is on. */
bool curves_cursor(const struct curves *curves, double *epochs);

/* The other rows whose curves are drawn; whether this is one of them. */
size_t curves_others(const struct curves *curves);
bool curves_is_other(const struct curves *curves, size_t row);

/* A row's name without what all names share. Returns out. */
char *curves_row_name(const struct curves *curves, size_t row, char out[RUN_NAME_SIZE]);

/* Of many other rows only some have a colour of their own: the best and the marked ones. */
bool curves_stands_out(const struct curves *curves, size_t row);

#endif
