/*
 * judgement: what a validation's probabilities tell beyond its scores: how good where, for whom,
 * and how sure. Pure functions of labels and probabilities; no pass through a network.
 *
 * Of two classes p is the probability of class 1, and what is asked is whether a row is of class 1.
 * Of more, p is the probability of the class that was said, and what is asked is whether that was
 * right (Guo et al. 2017, "On Calibration of Modern Neural Networks").
 *
 * A judgement is plain data of a fixed size, under 20 KB: it crosses to whoever watches as an
 * event's parcel.
 */
#ifndef RNNTOP_RUN_JUDGEMENT_H
#define RNNTOP_RUN_JUDGEMENT_H

#include <stddef.h>
#include <stdint.h>

#include "rnntop/run/metrics.h"

#define JUDGEMENT_CURVES  6  /* ROC curves at most; of more classes there are none */
#define JUDGEMENT_POINTS  65 /* of a curve at most */
#define JUDGEMENT_BINS    34 /* of the histogram, over p from 0 to 1 */
#define JUDGEMENT_STEPS   5  /* of the calibration, over p from 0 to 1 */
#define JUDGEMENT_LENGTHS 5
#define JUDGEMENT_WORST   20
#define JUDGEMENT_TEXT    768 /* bytes of a row's text, with the NUL */

/* Points of a class's curve against the rest, from (0, 0) to (1, 1): share of the others that are
 * taken for the class (fpr), share of the class that is found (tpr). Each is a point of the exact
 * curve; between two of them fpr + tpr rises by at most 2 / (JUDGEMENT_POINTS - 1) and one tie. */
struct judged_curve {
    uint32_t class;
    float auc;
    uint32_t points; /* 0: no row is of the class, or all are */
    float fpr[JUDGEMENT_POINTS], tpr[JUDGEMENT_POINTS];
};

/* Rows with p in [i, i + 1) / JUDGEMENT_STEPS. */
struct judged_step {
    uint32_t rows;
    float said; /* their mean p; NaN without rows */
    float is;   /* the share for which the answer is yes; NaN without rows */
};

/* Rows with so many words or more, up to the next one's `from`. */
struct judged_length {
    uint32_t from, rows, right;
};

/* A row that was judged wrongly. */
struct judged_row {
    uint32_t row; /* among the validation rows, from 0 */
    uint32_t label, said;
    float p;                   /* of two classes that of class 1; else that of its own */
    uint32_t words;            /* of the whole text; 0: not known */
    uint32_t read;             /* of them the network reads so many */
    char text[JUDGEMENT_TEXT]; /* the end of what it reads */
};

struct judgement {
    uint32_t rows, classes;
    uint32_t wrong, sure; /* of the wrong ones, those said with p above 0.99 */
    /* The expected calibration error: over ten bins of p the mean of |mean p - share|, weighted by
     * rows. */
    float calibration_error;
    struct judged_step step[JUDGEMENT_STEPS];
    /* Rows by p. Of two classes [0] and [1] are the rows of each; of more, p is that of a row's own
     * class, and [1] are the rows judged rightly. */
    uint32_t histogram[2][JUDGEMENT_BINS];
    uint32_t curves;
    struct judged_curve curve[JUDGEMENT_CURVES];
    uint32_t lengths; /* JUDGEMENT_LENGTHS; 0: nobody counted words */
    struct judged_length length[JUDGEMENT_LENGTHS];
    uint32_t worst_count;
    struct judged_row worst[JUDGEMENT_WORST]; /* by rising probability of their own class */
};

/* Judges the first `rows` rows of scratch->probabilities, 1 or more, by their classes y [rows].
 * words [rows]: of each row's whole text, or NULL. Texts, and how much of them is read, are left
 * empty: the caller's to fill. scratch->keys is overwritten. */
void judgement_make(struct judgement *judgement, struct metrics_scratch *scratch, const float *y,
                    const uint32_t *words, size_t rows);

/* From how many words on texts are the i-th length: 0.6, 1, 2 and 4 times the largest of 2, 5, 10,
 * 20, 50, ... that is not above the median. Of IMDB: 60, 100, 200, 400. */
uint32_t judgement_length_from(uint32_t median, size_t i);

#endif
