/*
 * view_score: what the run on screen takes for what: confusion matrices of the newest validation
 * and of the test, the balance of the classes, and precision, recall, F1 and ROC AUC of each epoch.
 */
#ifndef RNNTOP_UI_VIEWS_VIEW_SCORE_H
#define RNNTOP_UI_VIEWS_VIEW_SCORE_H

#include "rnntop/ui/views/view.h"

extern const struct view view_score;

#endif
