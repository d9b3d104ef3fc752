/*
 * scores: precision, recall, F1, ROC AUC and the confusion matrix, in lines for people.
 */
#ifndef RNNTOP_REPORT_SCORES_H
#define RNNTOP_REPORT_SCORES_H

#include <stdbool.h>
#include <stdio.h>

#include "rnntop/run/event.h"

#define SCORES_LINE_SIZE 160

/* " - val_precision: 0.8412 - val_recall: 0.8533 - val_f1: 0.8472 - val_auc: 0.9231", in the manner
 * of Keras's epoch line; without the last where there is no such area. "" where nothing was judged.
 */
void scores_epoch_line(char line[SCORES_LINE_SIZE], const struct metrics *metrics);

/* "Test precision: 0.84120, recall: 0.85330, F1: 0.84720, ROC AUC: 0.92310", likewise. */
void scores_test_line(char line[SCORES_LINE_SIZE], const struct metrics *metrics);

/* "NB-SVM of words, pairs and triples: test accuracy 0.83400, val 0.83507", without the last where
 * there is no validation. */
void scores_baseline_line(char line[SCORES_LINE_SIZE], const struct baseline_event *baseline);

/* The matrix, a row for each class; nothing where there is none. classes names them; NULL: by
 * number. */
void scores_print_confusion(FILE *out, const struct metrics *metrics,
                            const struct classes_event *classes);

#endif
