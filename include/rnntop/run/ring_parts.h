/*
 * ring_parts: for tests of the ring only.
 */
#ifndef RNNTOP_RUN_RING_PARTS_H
#define RNNTOP_RUN_RING_PARTS_H

#include "rnntop/run/ring.h"

/* ring_create() with both counters at start, so that a test needs not wait until they wrap. */
enum rt_status ring_create_at(struct ring **ring, size_t capacity, size_t reserve, size_t start,
                              struct rt_error *error);

#endif
