/*
 * csv_log: Keras's CSVLogger: epoch,accuracy,loss,val_accuracy,val_loss, epochs from 0, CRLF; and
 * lr, in its place of the alphabet, where a run's learning rate changes.
 *
 * Source: tensorflow/python/keras/callbacks.py, CSVLogger: columns sorted, numbers as Python's
 * repr(). Keras prints a float32 widened to double, 0.8160799741744995; here it is the shortest
 * text that reads back as the same float32, 0.81608.
 */
#ifndef RNNTOP_FILES_CSV_LOG_H
#define RNNTOP_FILES_CSV_LOG_H

#include <stddef.h>

#include "rnntop/base/status.h"
#include "rnntop/run/event.h"

#define CSV_LOG_NUMBER_SIZE 32

/* The columns that not every file has, as bits. */
#define CSV_LOG_VALIDATION 1u
#define CSV_LOG_RATE       2u

/* A float32 as Python's repr() writes it: "0.81608", "1e-05", "1.0", "nan". Returns the length. */
size_t csv_log_number(float value, char out[CSV_LOG_NUMBER_SIZE]);

/* Begins the file anew with the heading line, atomically: a failure leaves what was there. */
enum rt_status csv_log_begin(const char *path, unsigned columns, struct rt_error *error);
/* Adds an epoch, whole or not at all; the heading before it where the file is gone or empty. */
enum rt_status csv_log_epoch(const char *path, unsigned columns, const struct epoch_event *epoch,
                             struct rt_error *error);

#endif
