/*
 * matrix: a confusion matrix: what rows are, and what they were taken for, with recall and
 * precision.
 */
#ifndef RNNTOP_UI_SCORE_MATRIX_H
#define RNNTOP_UI_SCORE_MATRIX_H

#include "rnntop/ui/score/score.h"

struct matrix {
    const struct metrics *metrics;
    const struct classes_event *classes; /* NULL: numbers */
    bool brief;                          /* without title, recall and precision */
    bool numbered;                       /* columns are headed by numbers */
    int label, cell, recall;             /* columns of each */
    char title[SCORE_TEXT];
};

/* Of the validation shown, and of the test. False: there is none. */
bool matrix_of_validation(const struct score *score, struct matrix *matrix);
bool matrix_of_test(const struct score *score, struct matrix *matrix);

/* As wide as its names and figures; with numbers for the columns where that is wider than room. */
void matrix_measure(struct matrix *matrix, int room);
int matrix_columns(const struct matrix *matrix);
int matrix_rows(const struct matrix *matrix);

/* Measured for that box. Where the box is too small, a sentence says so. */
void matrix_draw(const struct score *score, const struct matrix *matrix,
                 const struct score_box *box);

#endif
