/*
 * lengths: accuracy by the number of words in the whole text, before it is cut. Bars begin at what
 * guessing scores.
 */
#ifndef RNNTOP_UI_SCORE_LENGTHS_H
#define RNNTOP_UI_SCORE_LENGTHS_H

#include "rnntop/ui/score/score.h"

#define LENGTHS_ROWS    (1 + JUDGEMENT_LENGTHS)
#define LENGTHS_COLUMNS 37

void lengths_draw(const struct score *score, const struct score_box *box);

#endif
