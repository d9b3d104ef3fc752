/*
 * progress: one epoch's line as Keras's progress bar writes it (TF 2.0, counted in samples).
 */
#ifndef RNNTOP_REPORT_PROGRESS_H
#define RNNTOP_REPORT_PROGRESS_H

#include <stddef.h>

#include "rnntop/run/event.h"

#define PROGRESS_LINE_SIZE 256

/* " 5430/17500 [========>.....................] - ETA: 12s - loss: 0.6912 - accuracy: 0.5203";
 * seconds: spent on this epoch so far; loss and accuracy: the epoch's averages so far. */
void progress_line(char line[PROGRESS_LINE_SIZE], size_t done, size_t total, double seconds,
                   double loss, double accuracy);

/* "17500/17500 [=====...=] - 18s 1ms/sample - loss: 0.6120 - accuracy: 0.6512 - val_loss: 0.5310
 * ...": the same when the epoch is done; without val_* where there is no validation. Of 0 rows,
 * where nobody knows how many there are, "Epoch 3 - loss: ...". */
void progress_epoch_line(char line[PROGRESS_LINE_SIZE], size_t total,
                         const struct epoch_event *epoch);

/* What Keras's callbacks print with verbose=1: "Epoch 00003: early stopping". False when they say
 * nothing. Source: tensorflow/python/keras/callbacks.py; which epoch is restored, as Keras 3 says.
 */
bool progress_callback_line(char line[PROGRESS_LINE_SIZE], const struct callback_event *callback);

#endif
