/*
 * marks: what happened, on the x axis: where the callbacks changed the learning rate, found the
 * best epoch and stopped the run early, and where its numbers broke.
 */
#ifndef RNNTOP_UI_CURVES_MARKS_H
#define RNNTOP_UI_CURVES_MARKS_H

#include "rnntop/ui/curves/curves.h"

/* Once the axis is drawn: marks take places that are free on it. */
void marks_draw(const struct curves *curves);

#endif
