/*
 * backlog: events that found no room in a ring, first in, first out. One thread: the producer.
 *
 * It grows as needed up to BACKLOG_LIMIT, so that a watcher that hangs for days does not eat the
 * memory that training needs. When it can't grow it gives up the event that is worth least, the
 * oldest of equals: progress and states that a later event makes old first, then messages; a run's
 * error and end last of all. Batches that travelled with it pass to the event behind it. What was
 * given up for good, and not only outdated, is counted, and the ring tells the watcher.
 */
#ifndef RNNTOP_RUN_BACKLOG_H
#define RNNTOP_RUN_BACKLOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/run/event.h"

#define BACKLOG_FIRST 64    /* events there is always room for */
#define BACKLOG_LIMIT 65536 /* events at most: 50 MB; a power of two times BACKLOG_FIRST */

struct backlog {
    struct run_event *event; /* [capacity], a circle */
    size_t capacity;
    size_t begin; /* the oldest one's place */
    size_t count;
    uint32_t lost; /* given up, and not told yet */
};

enum rt_status backlog_init(struct backlog *backlog, struct rt_error *error);
void backlog_free(struct backlog *backlog);

/* Puts an event last, and takes it over. False when the event itself was worth least and is not
 * kept: it and its batches are then the caller's. */
bool backlog_push(struct backlog *backlog, const struct run_event *event);

/* The oldest event, or NULL. */
const struct run_event *backlog_first(const struct backlog *backlog);
/* Takes the oldest off; what it holds is the caller's. There must be one. */
void backlog_drop(struct backlog *backlog);

#endif
