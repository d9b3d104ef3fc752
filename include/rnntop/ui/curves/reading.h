/*
 * reading: the figures of a row at a place of the x axis: of runs that differ by their seeds alone
 * the means, over those that have such a figure.
 */
#ifndef RNNTOP_UI_CURVES_READING_H
#define RNNTOP_UI_CURVES_READING_H

#include "rnntop/ui/curves/curves.h"

/* NaN: there is no such figure. */
struct reading {
    double train, val;
};

/* What is read at the cursor: what was trained there (the mean of an epoch where the axis counts
 * epochs, else the curve itself), and the last validation before. */
struct reading reading_at(const struct curves *curves, size_t row, enum metric metric,
                          double epochs);

/* What stands at the tips of the curves. */
struct reading reading_tip(const struct curves *curves, size_t row, enum metric metric);

#endif
