/*
 * epochs: the figures of the test and of each epoch's validation, the newest first.
 */
#ifndef RNNTOP_UI_SCORE_EPOCHS_H
#define RNNTOP_UI_SCORE_EPOCHS_H

#include "rnntop/ui/score/score.h"

#define EPOCHS_LEAST_ROWS 4 /* heading, test and two of them */

/* Rows that hold all epochs that the run plans. */
int epochs_rows(const struct score *score);

/* Where there are more epochs than rows, the one that is shown is among those that are there. */
void epochs_draw(const struct score *score, const struct score_box *box);

#endif
