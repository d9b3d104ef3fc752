/*
 * axis: the x axis, which is the progress bar too.
 */
#ifndef RNNTOP_UI_CURVES_AXIS_H
#define RNNTOP_UI_CURVES_AXIS_H

#include "rnntop/ui/curves/curves.h"

void axis_draw(const struct curves *curves);

#endif
