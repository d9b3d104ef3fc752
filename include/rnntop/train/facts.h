/*
 * facts: what a run tells of its data before it trains, and of single rows of it after, as events.
 */
#ifndef RNNTOP_TRAIN_FACTS_H
#define RNNTOP_TRAIN_FACTS_H

#include "rnntop/data/dataset.h"
#include "rnntop/run/event.h"
#include "rnntop/run/metrics.h"

void facts_of_data(const struct dataset *data, struct run_event *event);

/* A message: what stands in for settings that nobody gave of a run, as spec->defaults says; not
 * DEFAULTS_PLAIN. The spec is resolved. */
void facts_of_defaults(const struct run_spec *spec, const struct dataset *data,
                       struct run_event *event);

/* Counts the labels of all parts, of however many classes. */
void facts_of_classes(const struct dataset *data, struct run_event *event);

/* What the probabilities of the validation rows, in scratch, say of the epoch. scratch->keys is
 * overwritten. There must be validation rows. */
void facts_of_validation(const struct dataset *data, struct metrics_scratch *scratch,
                         uint32_t epoch, struct run_event *event);

#endif
