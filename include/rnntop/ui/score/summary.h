/*
 * summary: the scores in a row, and the matrix that judges, for the smallest screens.
 */
#ifndef RNNTOP_UI_SCORE_SUMMARY_H
#define RNNTOP_UI_SCORE_SUMMARY_H

#include "rnntop/ui/score/score.h"

int summary_rows(const struct score *score);

void summary_draw(const struct score *score, const struct score_box *box);

#endif
