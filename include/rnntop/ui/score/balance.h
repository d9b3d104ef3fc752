/*
 * balance: how many rows of each class train, are held out, and test.
 */
#ifndef RNNTOP_UI_SCORE_BALANCE_H
#define RNNTOP_UI_SCORE_BALANCE_H

#include "rnntop/ui/score/score.h"

/* 0: the classes are not known, or too many. */
int balance_rows(const struct score *score);

void balance_draw(const struct score *score, const struct score_box *box);

#endif
