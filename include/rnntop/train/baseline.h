/*
 * baseline: a bag of words fitted beside the training, on a thread of its own: the reference that
 * runs are held against.
 *
 * It reads the same ids as the runs, judges on the same validation rows, and is tested on the same
 * test rows. Without validation rows it chooses on the last tenth of the training rows, and has no
 * validation score. It takes a second or so, and changes no bit of what is trained.
 */
#ifndef RNNTOP_TRAIN_BASELINE_H
#define RNNTOP_TRAIN_BASELINE_H

#include <stdatomic.h>
#include <stdbool.h>

#include "rnntop/data/dataset.h"
#include "rnntop/run/outlet.h"

struct baseline;

/* Starts the thread. data must stay as it is, and the flag and the outlet, whose one producer it
 * is, live until baseline_end(). EVENT_BASELINE of that run comes out, or a warning that says why
 * not; nothing where *stop ended it, which it does soon. */
enum rt_status baseline_start(struct baseline **baseline, const struct dataset *data,
                              size_t classes, uint64_t seed, const struct run_id *run,
                              struct outlet *outlet, const atomic_bool *stop,
                              struct rt_error *error);

/* Nothing more will come. Any thread. */
bool baseline_done(const struct baseline *baseline);

/* Waits until it has come to its end or was stopped, and frees it; the caller may then
 * outlet_flush() its outlet. NULL is allowed. */
void baseline_end(struct baseline *baseline);

#endif
