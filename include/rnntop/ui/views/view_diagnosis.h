/*
 * view_diagnosis: all that the run's figures say: what was seen, what it means, what to try, what
 * that did elsewhere; and what was looked at and is not so.
 */
#ifndef RNNTOP_UI_VIEWS_VIEW_DIAGNOSIS_H
#define RNNTOP_UI_VIEWS_VIEW_DIAGNOSIS_H

#include "rnntop/ui/views/view.h"

extern const struct view view_diagnosis;

#endif
