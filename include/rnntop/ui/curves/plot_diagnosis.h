/*
 * plot_diagnosis: what the curves mean, in one line.
 */
#ifndef RNNTOP_UI_CURVES_PLOT_DIAGNOSIS_H
#define RNNTOP_UI_CURVES_PLOT_DIAGNOSIS_H

#include "rnntop/ui/curves/plot.h"

/* In the title's row from the column on: what is wrong, and what to try. False, and nothing drawn,
 * where there is nothing to say or no room for it. What is too long is cut: further remedies, then
 * figures but the first, then all that is to be tried. */
bool plot_diagnosis(const struct plot *plot, int column);

#endif
