/*
 * runs_header: the first row: what is trained on, by which seed, and the runs that the table has no
 * row for.
 */
#ifndef RNNTOP_UI_CURVES_RUNS_HEADER_H
#define RNNTOP_UI_CURVES_RUNS_HEADER_H

#include "rnntop/ui/curves/curves.h"

void runs_header_draw(const struct curves *curves);

#endif
