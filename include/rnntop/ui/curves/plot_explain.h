/*
 * plot_explain: what a plot will show, in words, while it is empty.
 */
#ifndef RNNTOP_UI_CURVES_PLOT_EXPLAIN_H
#define RNNTOP_UI_CURVES_PLOT_EXPLAIN_H

#include "rnntop/ui/curves/plot.h"

void plot_explain(const struct plot *plot);

#endif
