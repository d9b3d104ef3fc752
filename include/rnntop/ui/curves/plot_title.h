/*
 * plot_title: the row above a plot: its title with the legend or, where the cursor is on, the
 * read-out. On few rows the title stands inside the plot.
 */
#ifndef RNNTOP_UI_CURVES_PLOT_TITLE_H
#define RNNTOP_UI_CURVES_PLOT_TITLE_H

#include "rnntop/ui/curves/plot.h"

/* Once the curves are drawn: inside a plot the title goes where they leave room. */
void plot_title(const struct plot *plot);

#endif
