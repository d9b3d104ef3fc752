/* view_help: keys, made from the table of keys, and how to read the curves. */
#ifndef RNNTOP_UI_VIEWS_VIEW_HELP_H
#define RNNTOP_UI_VIEWS_VIEW_HELP_H

#include "rnntop/ui/views/view.h"

extern const struct view view_help;

#endif
