/*
 * pool: a team of threads for one task at a time.
 *
 * A task is `units` calls of one function, in any order, on any worker; it must divide work by
 * output elements, so that the result does not depend on who computed what. The caller of
 * pool_run() is worker 0 and works too. Workers spin for a few microseconds after a task, then
 * sleep. Each worker computes with denormals flushed (see cpu.h).
 */
#ifndef RNNTOP_BASE_POOL_H
#define RNNTOP_BASE_POOL_H

#include <stddef.h>

#include "rnntop/base/status.h"

#define POOL_MAX_THREADS 256

struct pool;

/* threads in [1, POOL_MAX_THREADS], the caller's own included. */
enum rt_status pool_create(struct pool **pool, int threads, struct rt_error *error);
void pool_destroy(struct pool *pool); /* NULL is allowed */
int pool_threads(const struct pool *pool);

/* worker is in [0, pool_threads): an index for scratch memory of one's own. */
typedef void (*pool_task)(void *context, size_t unit, int worker);

/* Runs task(context, unit, worker) for each unit in [0, units) and returns when all are done; what
 * they wrote is then visible to the caller. One thread at a time may call it. */
void pool_run(struct pool *pool, pool_task task, void *context, size_t units);

#endif
