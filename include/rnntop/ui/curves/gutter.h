/*
 * gutter: the figures beside a plot, at the tips of the curves.
 */
#ifndef RNNTOP_UI_CURVES_GUTTER_H
#define RNNTOP_UI_CURVES_GUTTER_H

#include "rnntop/ui/curves/curves.h"

void gutter_draw(const struct curves *curves, const struct layout_plot *plot, enum metric metric);

#endif
