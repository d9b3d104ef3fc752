/*
 * view_review: the text of one row that was judged wrongly, as the network reads it.
 */
#ifndef RNNTOP_UI_SCORE_VIEW_REVIEW_H
#define RNNTOP_UI_SCORE_VIEW_REVIEW_H

#include "rnntop/ui/views/view.h"

extern const struct view view_review;

#endif
