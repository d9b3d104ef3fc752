/*
 * calibration: what was said on average, and how often it was so, in five steps of p.
 */
#ifndef RNNTOP_UI_SCORE_CALIBRATION_H
#define RNNTOP_UI_SCORE_CALIBRATION_H

#include "rnntop/ui/score/score.h"

#define CALIBRATION_ROWS    (2 + JUDGEMENT_STEPS)
#define CALIBRATION_COLUMNS 38

void calibration_draw(const struct score *score, const struct score_box *box);

#endif
