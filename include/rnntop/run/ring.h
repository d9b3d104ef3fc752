/*
 * ring: a lock-free queue of events from one producer to one consumer.
 *
 * The producer never waits. Batches are merged while the reader is behind (a merged step keeps its
 * minimum and maximum, so no spike is lost); every other event is delivered, in order, whatever the
 * reader does: what finds no room waits in a list on the producer's side.
 */
#ifndef RNNTOP_RUN_RING_H
#define RNNTOP_RUN_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/run/event.h"

struct ring;

/* capacity: slots, a power of two; reserve: slots that batches leave free for the rest; reserve <
 * capacity. */
enum rt_status ring_create(struct ring **ring, size_t capacity, size_t reserve,
                           struct rt_error *error);
/* After both sides have stopped. NULL is allowed. */
void ring_destroy(struct ring *ring);

/* Producer. A batch's figures of a run; merged into what waits. */
void ring_step(struct ring *ring, const struct run_id *run, const struct step_event *step);
/* Producer. An event that must arrive; the ring fills event->steps and holds the parcel on its own.
 * Batches of another run that wait go first, in an event of their own. */
void ring_must(struct ring *ring, const struct run_event *event);
/* Producer. Offers what waits on its side again; true when nothing waits any more. */
bool ring_flush(struct ring *ring);

/* Consumer. The oldest event, which the consumer then drops; false when there is none. */
bool ring_read(struct ring *ring, struct run_event *event);

/* Any thread. The consumer has read all that was put. */
bool ring_empty(const struct ring *ring);

#endif
