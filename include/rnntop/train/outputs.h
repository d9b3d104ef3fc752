/*
 * outputs: are the places where a session is to write its results fit for it? Asked before hours of
 * training, not after.
 */
#ifndef RNNTOP_TRAIN_OUTPUTS_H
#define RNNTOP_TRAIN_OUTPUTS_H

#include "rnntop/base/status.h"

/* Refuses a model file or CSV file (NULL: none) that can't be written, that is the data itself, or
 * that are one and the same. data is NULL where it is not known yet. Leaves no trace. */
enum rt_status outputs_check(const char *save, const char *csv, const char *data,
                             struct rt_error *error);

#endif
