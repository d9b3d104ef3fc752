/*
 * outlet: where a thread tells what happens, once, for all who listen. One thread: the producer.
 *
 * Each listener has a ring of its own, so that a slow one costs the others and the producer
 * nothing.
 */
#ifndef RNNTOP_RUN_OUTLET_H
#define RNNTOP_RUN_OUTLET_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/run/ring.h"

#define OUTLET_LISTENERS 4

/* All zero: nobody listens. The rings belong to whoever made them, and outlive the outlet's use. */
struct outlet {
    struct ring *listener[OUTLET_LISTENERS];
    size_t listeners;
};

/* Before the producer begins. */
void outlet_add(struct outlet *outlet, struct ring *ring);

/* A batch's figures of a run. */
void outlet_step(struct outlet *outlet, const struct run_id *run, const struct step_event *step);

/* Tells every listener an event, stamped with the calendar's time. The event's parcel passes to the
 * outlet. */
void outlet_must(struct outlet *outlet, struct run_event *event);

/* Offers again what listeners had no room for; true when nothing waits for anybody. */
bool outlet_flush(struct outlet *outlet);

#endif
