/*
 * loader: finds and reads the data of a session, telling a run's watchers how far it is.
 */
#ifndef RNNTOP_TRAIN_LOADER_H
#define RNNTOP_TRAIN_LOADER_H

#include <stdatomic.h>

#include "rnntop/data/dataset.h"
#include "rnntop/run/outlet.h"

/*
 * Reads path, or what dataset_find() finds where path is NULL, with the pool's threads. The outlet
 * (this thread is its producer) gets RUN_LOADING, what will be read, progress, what was understood
 * of texts, a message for each warning, and EVENT_ERROR with the reason on failure; RT_INTERRUPTED
 * is no failure and tells nothing. The caller owns *data.
 */
enum rt_status loader_read(const char *path, const struct data_spec *spec, struct pool *pool,
                           struct outlet *outlet, const struct run_id *run, const atomic_bool *stop,
                           struct dataset **data);

#endif
