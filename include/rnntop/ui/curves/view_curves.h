/* view_curves: the table of runs, two plots, message row, hints. */
#ifndef RNNTOP_UI_CURVES_VIEW_CURVES_H
#define RNNTOP_UI_CURVES_VIEW_CURVES_H

#include "rnntop/ui/views/view.h"

extern const struct view view_curves;

#endif
