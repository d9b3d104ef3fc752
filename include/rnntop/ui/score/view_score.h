/*
 * view_score: how good, where, and for whom: the run on screen, by its last validation.
 */
#ifndef RNNTOP_UI_SCORE_VIEW_SCORE_H
#define RNNTOP_UI_SCORE_VIEW_SCORE_H

#include "rnntop/ui/views/view.h"

extern const struct view view_score;

#endif
