/*
 * memory: overflow-checked sizes, and an arena for everything that lives as long as its owner.
 *
 * An arena hands out zeroed, 64-byte aligned blocks and frees them all at once. A model lays out
 * all it needs in one when it is built, so that a training step allocates nothing. Not thread-safe.
 */
#ifndef RNNTOP_BASE_MEMORY_H
#define RNNTOP_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/base/status.h"

#define MEMORY_ALIGNMENT 64 /* bytes: a cache line, and the widest vector */

/* *product = a * b; false, and *product untouched, if it does not fit a size_t. */
bool memory_product(size_t a, size_t b, size_t *product);
/* *sum = a + b; false, and *sum untouched, if it does not fit a size_t. */
bool memory_sum(size_t a, size_t b, size_t *sum);

struct arena;

enum rt_status arena_create(struct arena **arena, struct rt_error *error);
void arena_destroy(struct arena *arena); /* NULL is allowed */

/* count * size bytes, zeroed, aligned; NULL when there is no memory or the product overflows.
 * A count of 0 gives a valid pointer to nothing. */
void *arena_alloc(struct arena *arena, size_t count, size_t size);

/* The bytes handed out so far. */
size_t arena_bytes(const struct arena *arena);

#endif
