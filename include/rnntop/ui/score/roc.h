/*
 * roc: the ROC curve of the validation: how much is found at the price of how many false alarms.
 *
 * Of two classes the run's own curve, that of another run, and the place of p = 0.5; of three to
 * six a curve for each class against the rest, with a letter on it.
 */
#ifndef RNNTOP_UI_SCORE_ROC_H
#define RNNTOP_UI_SCORE_ROC_H

#include "rnntop/ui/score/score.h"

#define ROC_NO_ROWS    2 /* of so many classes there are no curves: title, a sentence */
#define ROC_LEAST_ROWS 8 /* title, six rows of the plot, caption */

/* Rows beyond which the plot would be higher than wide. */
int roc_most_rows(int columns);

void roc_draw(const struct score *score, const struct score_box *box);

#endif
