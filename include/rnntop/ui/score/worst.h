/*
 * worst: the rows that were judged most wrongly, a line each: what they are, what was said, how the
 * text ends. Some of their labels are wrong: that is how one finds it out.
 */
#ifndef RNNTOP_UI_SCORE_WORST_H
#define RNNTOP_UI_SCORE_WORST_H

#include "rnntop/ui/score/score.h"

#define WORST_LEAST_ROWS 3

/* Rows that hold all. */
int worst_rows(const struct score *score);
/* The chosen row, or NULL where none was judged wrongly. */
const struct judged_row *worst_chosen(const struct score *score);

void worst_draw(const struct score *score, const struct score_box *box);

/* "2e-7", "0.742", "1-4e-6": near 0 and 1 what is left to them. */
char *worst_p(char *text, size_t size, double p);

#endif
