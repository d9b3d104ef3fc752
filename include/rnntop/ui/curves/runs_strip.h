/*
 * runs_strip: one row of runs, which on few rows stands for header and table.
 */
#ifndef RNNTOP_UI_CURVES_RUNS_STRIP_H
#define RNNTOP_UI_CURVES_RUNS_STRIP_H

#include "rnntop/ui/curves/curves.h"

void runs_strip_draw(const struct curves *curves);

#endif
