/*
 * metrics: what accuracy alone does not tell of a classifier. Pure functions of labels and scores.
 *
 *     precision = tp / (tp + fp)    recall = tp / (tp + fn)    F1 = 2 precision recall / (p + r)
 *
 * of class 1 where there are two classes, else the mean over all classes (macro average), each 0
 * where its denominator is 0, as scikit-learn has it. The area under the ROC curve is exact: the
 * share of pairs of a positive and a negative row in which the positive one has the higher score,
 * ties counting half; not Keras's 200 thresholds.
 */
#ifndef RNNTOP_RUN_METRICS_H
#define RNNTOP_RUN_METRICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/status.h"

#define METRICS_MAX_CLASSES 10 /* of a confusion matrix that is kept */

struct metrics {
    uint32_t classes; /* 0: no row was judged, and all else is undefined */
    float precision, recall, f1;
    /* Of class 1; of more than two the mean over the classes, each against all others. NaN: a class
     * without rows, or a score that is NaN. */
    float auc;
    /* [classes, classes], row-major: rows of class i that were taken for class j. Only where there
     * are METRICS_MAX_CLASSES at most. */
    uint32_t confusion[METRICS_MAX_CLASSES * METRICS_MAX_CLASSES];
};

/* The memory of metrics_judge(), allocated once. Its owner fills `probabilities` and may read the
 * rest. */
struct metrics_scratch {
    size_t rows, width;
    float *probabilities; /* [rows, width], for the caller to fill */
    uint64_t *keys;       /* [rows] */
    uint32_t *counts;     /* [3, classes] */
};

/* For as many rows at most. width: figures of a row: 1, the probability of class 1, or K >= 2, one
 * for each class. */
enum rt_status metrics_scratch_init(struct metrics_scratch *scratch, size_t rows, size_t width,
                                    struct rt_error *error);
void metrics_scratch_free(struct metrics_scratch *scratch);

/* The class that a row's figures [width] speak for: 1 where p > 0.5, as Keras judges, or the first
 * of the greatest. A NaN speaks for none. */
size_t metrics_class(const float *probabilities, size_t width);

/* Judges the first `rows` rows of scratch->probabilities; y [rows] is the class, 0 .. classes - 1.
 */
void metrics_judge(struct metrics *metrics, struct metrics_scratch *scratch, const float *y,
                   size_t rows);

/* Sorts the first `rows` of scratch->keys, rising. */
void metrics_sort(struct metrics_scratch *scratch, size_t rows);

/* Sorts the first `rows` rows by rising score of a class, 0 .. classes - 1, into scratch->keys; a
 * key's lowest bit says whether the row is of that class, and equal scores differ in no other bit.
 * False where a score is NaN. */
bool metrics_rank(struct metrics_scratch *scratch, const float *y, size_t rows, size_t class);

/* The area under the ROC curve of the class that metrics_rank() sorted by; NaN where all rows are
 * of it, or none. */
double metrics_area(const struct metrics_scratch *scratch, size_t rows);

/* A cell of the matrix. */
uint32_t metrics_count(const struct metrics *metrics, size_t actual, size_t predicted);

#endif
