/*
 * marks: what the callbacks did, on the x axis: where the learning rate changed, the best epoch,
 * and where the run was stopped early.
 */
#ifndef RNNTOP_UI_CURVES_MARKS_H
#define RNNTOP_UI_CURVES_MARKS_H

#include "rnntop/ui/curves/curves.h"

/* Once the axis is drawn: marks take places that are free on it. */
void marks_draw(const struct curves *curves);

#endif
