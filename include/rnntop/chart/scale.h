/*
 * scale: where values lie in the rows of a plot, and which rows carry a label.
 *
 * Labels are multiples of a tick out of 1, 2, 5 (or 2.5, where labels would be few) times a power
 * of ten. A row is a whole fraction of a tick high and its centre is a multiple of that height: so
 * label, grid and a value written beside the plot stand at one height. A logarithmic scale does the
 * same with decades.
 */
#ifndef RNNTOP_CHART_SCALE_H
#define RNNTOP_CHART_SCALE_H

#include <stdbool.h>
#include <stddef.h>

#define SCALE_LABEL_SIZE 16

struct scale {
    bool log;
    int rows;     /* from the highest value down */
    double unit;  /* between two rows' centres: values; decades if log */
    long top;     /* the top row's centre, in units */
    int per_tick; /* rows from label to label, if linear */
    int decimals; /* of a label, if linear */
    int steps;    /* of 1, 2, 5: how many bear a label in a decade, if log */
    int label_columns;
};

/* The finest scale of at most max_rows rows whose rows cover [low, high] and bear at least two
 * labels (three, where that makes it at most a third coarser) of at most label_columns characters
 * (longer ones are left out where nothing else fits). If log: low > 0, and rows that are left show
 * smaller values. False when no scale fits: max_rows below 2, or a range that is empty or not
 * finite. */
bool scale_fit(struct scale *scale, double low, double high, bool log, int max_rows,
               int label_columns);

/* Adds rows above the highest value, until there are so many. */
void scale_grow(struct scale *scale, int rows);

/* A value's place in rows from the upper edge: 0.5 is the top row's middle. Not bounded; NaN for
 * NaN, and for values that have no logarithm. */
double scale_place(const struct scale *scale, double value);

/* The dot row of a value where a row has `down` dots, bounded to [0, rows * down). The value must
 * have a place. */
int scale_dot(const struct scale *scale, double value, int down);

/* The label of a row (from 0, the top); false when it has none. */
bool scale_label(const struct scale *scale, int row, char text[SCALE_LABEL_SIZE]);

/* The least tick for `cells` cells that stand for `range`, so that labels of at most label_columns
 * characters keep two cells between them; at least `least`. */
double scale_ticks_across(double range, int cells, int label_columns, double least);

/* How many decimals a multiple of tick needs. */
int scale_decimals(double tick);

#endif
