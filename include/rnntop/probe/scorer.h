/*
 * scorer: a saved model that judges rows of ids, for whoever has rows to be judged.
 */
#ifndef RNNTOP_PROBE_SCORER_H
#define RNNTOP_PROBE_SCORER_H

#include <stdatomic.h>
#include <stddef.h>

#include "rnntop/files/model_file.h"
#include "rnntop/nn/model.h"

struct scorer;

/* Copies the weights; flushes denormals in this thread. threads 0: one a processor. */
enum rt_status scorer_create(struct scorer **scorer, const struct model_snapshot *snapshot,
                             size_t threads, struct rt_error *error);
void scorer_destroy(struct scorer *scorer); /* NULL is allowed */

/* Figures of a row: 1, the probability of class 1, or one for each class. */
size_t scorer_width(const struct scorer *scorer);

/* model_evaluate() of the batch: its sums, and probabilities [size, width], which may be NULL.
 * RT_INTERRUPTED when *stop (may be NULL) became true. A row's figures are the same whatever stands
 * beside it. */
enum rt_status scorer_run(struct scorer *scorer, const struct model_batch *batch,
                          const atomic_bool *stop, float *probabilities, struct model_score *sum,
                          struct rt_error *error);

#endif
