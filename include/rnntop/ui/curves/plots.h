/*
 * plots: the two plots, with their titles and gutters.
 */
#ifndef RNNTOP_UI_CURVES_PLOTS_H
#define RNNTOP_UI_CURVES_PLOTS_H

#include "rnntop/ui/curves/curves.h"

void plots_draw(const struct curves *curves);

#endif
