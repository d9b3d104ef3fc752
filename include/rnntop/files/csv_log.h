/*
 * csv_log: Keras's CSVLogger: epoch,accuracy,loss,val_accuracy,val_loss, epochs from 0, CRLF.
 */
#ifndef RNNTOP_FILES_CSV_LOG_H
#define RNNTOP_FILES_CSV_LOG_H

#include "rnntop/base/status.h"
#include "rnntop/run/event.h"

/* Begins the file anew with the heading line. */
enum rt_status csv_log_begin(const char *path, bool validation, struct rt_error *error);
/* Adds an epoch and flushes. */
enum rt_status csv_log_epoch(const char *path, bool validation, const struct epoch_event *epoch,
                             struct rt_error *error);

#endif
