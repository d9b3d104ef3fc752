/* view_form: every setting that decides a run, what they come to, and why they can't be. */
#ifndef RNNTOP_UI_FORM_VIEW_FORM_H
#define RNNTOP_UI_FORM_VIEW_FORM_H

#include "rnntop/ui/views/view.h"

extern const struct view view_form;

#endif
