/*
 * backlog: events that found no room in a ring, first in, first out. One thread: the producer.
 *
 * It grows as needed up to BACKLOG_LIMIT, so that a watcher that hangs for days does not eat the
 * memory that training needs. When it can't grow it gives up the event that is worth least, and of
 * equals the oldest: first progress and states that a later event has outdated, then messages; what
 * a run is trained on, its error and its end last of all. The batches that the given-up event
 * carries pass to the event behind it. Events that were given up although nothing later replaces
 * them are counted, and the ring tells the watcher how many.
 */
#ifndef RNNTOP_RUN_BACKLOG_H
#define RNNTOP_RUN_BACKLOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/run/event.h"

#define BACKLOG_FIRST 64 /* events there is always room for */
#define BACKLOG_LIMIT                                                                              \
    65536 /* events at most: 50 MB and their parcels; a power of two times BACKLOG_FIRST */

struct backlog {
    struct run_event *event; /* [capacity], a circle */
    size_t capacity;
    size_t begin; /* the oldest one's place */
    size_t count;
    uint32_t lost; /* events given up, of which the watcher has not been told yet */
};

enum rt_status backlog_init(struct backlog *backlog, struct rt_error *error);
void backlog_free(struct backlog *backlog);

/* Puts an event last, and takes it over. False when that event was worth least itself and is not
 * kept: it and its batches then stay the caller's. */
bool backlog_push(struct backlog *backlog, const struct run_event *event);

/* The oldest event, or NULL. */
const struct run_event *backlog_first(const struct backlog *backlog);
/* Takes the oldest event off, of which there must be one. Its parcel is then the caller's. */
void backlog_drop(struct backlog *backlog);

#endif
