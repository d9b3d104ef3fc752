/*
 * histogram: how many rows were given which probability: of two classes the positive ones above,
 * the negative ones below; of more by the probability of their own class, those judged rightly
 * above. Bars are the square root of the count: nine of ten p lie near 0 or 1.
 */
#ifndef RNNTOP_UI_SCORE_HISTOGRAM_H
#define RNNTOP_UI_SCORE_HISTOGRAM_H

#include "rnntop/ui/score/score.h"

#define HISTOGRAM_LEAST_ROWS 4 /* title, a row of each side, scale */
#define HISTOGRAM_MOST_ROWS  10

void histogram_draw(const struct score *score, const struct score_box *box);

#endif
