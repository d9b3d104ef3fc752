/*
 * curve_hints: what keys do on the curves now.
 */
#ifndef RNNTOP_UI_CURVES_CURVE_HINTS_H
#define RNNTOP_UI_CURVES_CURVE_HINTS_H

#include "rnntop/ui/bottom/hints.h"
#include "rnntop/ui/curves/curves.h"

/* The most useful first; help and quit always stay. */
void curve_hints(const struct curves *curves, struct hints *hints);

#endif
