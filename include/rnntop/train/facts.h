/*
 * facts: what a run tells of its data before it trains, as events.
 */
#ifndef RNNTOP_TRAIN_FACTS_H
#define RNNTOP_TRAIN_FACTS_H

#include "rnntop/data/dataset.h"
#include "rnntop/run/event.h"

void facts_of_data(const struct dataset *data, struct run_event *event);

/* Counts the labels of all parts, of however many classes. */
void facts_of_classes(const struct dataset *data, struct run_event *event);

#endif
