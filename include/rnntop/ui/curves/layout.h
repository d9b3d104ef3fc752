/*
 * layout: where everything stands on a screen of a given size. A pure function.
 */
#ifndef RNNTOP_UI_CURVES_LAYOUT_H
#define RNNTOP_UI_CURVES_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/chart/scale.h"

#define LAYOUT_MIN_COLUMNS 40
#define LAYOUT_MIN_ROWS    12

/* What the scales must cover. */
struct layout_ruler {
    double accuracy_low, loss_low, loss_high;
    bool log_loss;
};

struct layout_plot {
    int title_row; /* -1: the title stands inside the plot */
    int row;       /* the first; scale.rows of them */
    struct scale scale;
};

struct layout {
    int width;   /* columns that are drawn in: the last one of a screen stays free */
    bool strip;  /* few rows: one row of runs instead of header and table */
    bool narrow; /* few columns: no names in the gutter, none of the x axis */
    bool wide;   /* loss has its columns in the table, runs have their names in the gutter */

    int header_row;   /* -1: none */
    int heading_row;  /* of the table; -1: none */
    int run_row;      /* of the first run shown, or of the strip */
    int run_rows;     /* runs that are shown */
    int baseline_row; /* below them, of NB-SVM; -1: none */

    struct layout_plot accuracy, loss;
    int axis_row;
    int message_row; /* -1: messages take the hints' place */
    int hints_row;

    int label_end;   /* labels of the y axis end before this column: the axis's own */
    int plot_column; /* the first one for curves */
    int plot_columns;
    int gutter_columns; /* to the right of the plots */
};

/* baseline: a row below the runs is wanted. False when the screen is too small: nothing is set
 * then. */
bool layout_compute(struct layout *layout, int columns, int rows, size_t runs, bool baseline,
                    const struct layout_ruler *ruler);

#endif
