/*
 * plot_curves: the curves of all runs, in one plot.
 */
#ifndef RNNTOP_UI_CURVES_PLOT_CURVES_H
#define RNNTOP_UI_CURVES_PLOT_CURVES_H

#include "rnntop/ui/curves/plot.h"

/* Into the raster of the plot, which has one. */
void plot_curves(const struct plot *plot);

#endif
