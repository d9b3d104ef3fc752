/*
 * schedule: the learning rate of each batch. Pure functions.
 *
 * Source: tensorflow/python/keras/optimizer_v2/learning_rate_schedule.py; the linear warm-up before
 * them is everybody's, and Keras 3's CosineDecay's.
 */
#ifndef RNNTOP_TRAIN_SCHEDULE_H
#define RNNTOP_TRAIN_SCHEDULE_H

#include <stdint.h>

#include "rnntop/spec/run_spec.h"

/*
 * The rate of batch `step`, counted from 0 over all epochs, of a run of `epochs` epochs of
 * `batches` batches. full is the learning rate, W the warm-up, D decay_steps (0: an epoch's
 * batches; for cosine all that follow the warm-up), r decay_rate; s = step - W:
 *
 *     step < W      full (step + 1) / W        the last of them has all of it
 *     constant      full
 *     exponential   full r^(s / D)
 *     step          full r^floor(s / D)
 *     cosine        full (1 + cos(pi min(s, D) / D)) / 2
 */
double schedule_rate(const struct schedule_spec *schedule, double full, uint64_t step,
                     size_t batches, size_t epochs);

/* Whether a run's learning rate changes by itself, whether by schedule or on a plateau. */
bool schedule_changes(const struct run_spec *run);

#endif
