#include "config.h"

#include "rnntop/base/pool.h"

#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/clock.h"
#include "rnntop/base/cpu.h"
#include "rnntop/base/memory.h"

/* How long a worker looks for the next task before it sleeps. Phases of a training step follow one
 * another within this; waking a sleeper costs about as much. */
#define SPIN_NS 50000u

/* Looks at the shared word between two looks at the clock, and before giving way. */
#define SPIN_LOOKS 64

struct pool {
    int threads;
    int started; /* threads that pool_destroy() has to join */
    struct worker *workers;

    /* The task under way. pool_run() writes these while no unit is left to claim, and only a thread
     * that has claimed a unit reads them. */
    pool_task task;
    void *context;
    size_t units;

    /* Generation of the task in the upper half, units not yet claimed in the lower. Both in one
     * word: a worker that comes late, with a value it read long ago, can't claim from another
     * task. */
    alignas(MEMORY_ALIGNMENT) _Atomic uint64_t state;
    alignas(MEMORY_ALIGNMENT) _Atomic size_t done; /* units finished */

    alignas(MEMORY_ALIGNMENT) _Atomic int sleepers;
    atomic_bool quit;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
};

struct worker {
    struct pool *pool;
    int index;
    pthread_t thread;
};

#define UNITS_LEFT(state) ((uint32_t)(state))

/* Does units until none is left. */
static void work(struct pool *pool, int worker)
{
    /* Acquire pairs with the store of state in pool_run(): a thread that claims a unit sees the
     * task that the unit belongs to. */
    uint64_t state = atomic_load_explicit(&pool->state, memory_order_acquire);
    while (UNITS_LEFT(state) > 0) {
        if (!atomic_compare_exchange_weak_explicit(&pool->state, &state, state - 1,
                                                   memory_order_acquire, memory_order_acquire))
            continue;
        pool->task(pool->context, pool->units - UNITS_LEFT(state), worker);
        /* Release pairs with the acquire in pool_run(): its caller sees what the task wrote. */
        atomic_fetch_add_explicit(&pool->done, 1, memory_order_release);
        state = atomic_load_explicit(&pool->state, memory_order_acquire);
    }
}

/* Whether there is work to claim, or the pool is to end. These loads are sequentially consistent
 * with the count of sleepers: pool_run() says why. */
static bool wanted(struct pool *pool)
{
    return UNITS_LEFT(atomic_load(&pool->state)) > 0 || atomic_load(&pool->quit);
}

static void sleep_until_wanted(struct pool *pool)
{
    pthread_mutex_lock(&pool->mutex);
    atomic_fetch_add(&pool->sleepers, 1);
    while (!wanted(pool))
        pthread_cond_wait(&pool->wake, &pool->mutex);
    atomic_fetch_sub(&pool->sleepers, 1);
    pthread_mutex_unlock(&pool->mutex);
}

static bool spin_until_wanted(struct pool *pool)
{
    const uint64_t end = clock_now_ns() + SPIN_NS;
    do {
        for (int look = 0; look < SPIN_LOOKS; look++) {
            if (wanted(pool))
                return true;
            cpu_relax();
        }
    } while (clock_now_ns() < end);
    return false;
}

static void *worker_main(void *argument)
{
    const struct worker *self = argument;
    struct pool *pool = self->pool;
    cpu_flush_denormals();
    while (!atomic_load(&pool->quit)) {
        if (!spin_until_wanted(pool))
            sleep_until_wanted(pool);
        work(pool, self->index);
    }
    return NULL;
}

static void wake_all(struct pool *pool)
{
    pthread_mutex_lock(&pool->mutex);
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->mutex);
}

void pool_run(struct pool *pool, pool_task task, void *context, size_t units)
{
    assert(units < UINT32_MAX);
    cpu_flush_denormals();
    if (pool->threads == 1 || units <= 1) {
        for (size_t unit = 0; unit < units; unit++)
            task(context, unit, 0);
        return;
    }
    pool->task = task;
    pool->context = context;
    pool->units = units;
    atomic_store_explicit(&pool->done, 0, memory_order_relaxed);
    uint64_t generation = (atomic_load_explicit(&pool->state, memory_order_relaxed) >> 32) + 1;
    /* This thread stores the state and then loads the sleepers; a worker that goes to sleep counts
     * itself among the sleepers and then loads the state once more. All four are sequentially
     * consistent, so either the worker sees the work or this thread sees the sleeper. */
    atomic_store(&pool->state, generation << 32 | units);
    if (atomic_load(&pool->sleepers) > 0)
        wake_all(pool);

    work(pool, 0);
    for (int look = 1; atomic_load_explicit(&pool->done, memory_order_acquire) < units; look++) {
        cpu_relax();
        /* With fewer processors than threads, the worker that is waited for may need this
         * processor. */
        if (look % (16 * SPIN_LOOKS) == 0)
            sched_yield();
    }
}

enum rt_status pool_create(struct pool **out, int threads, struct rt_error *error)
{
    assert(threads >= 1 && threads <= POOL_MAX_THREADS);
    *out = NULL;
    struct pool *pool = aligned_alloc(MEMORY_ALIGNMENT, sizeof *pool);
    if (!pool)
        return rt_fail(error, ERR_NO_MEMORY_FOR_THREADS);
    memset(pool, 0, sizeof *pool);
    pool->threads = threads;
    pthread_mutex_init(&pool->mutex, NULL);
    pthread_cond_init(&pool->wake, NULL);
    pool->workers = calloc((size_t)threads, sizeof *pool->workers);
    if (!pool->workers) {
        rt_fail(error, ERR_NO_MEMORY_FOR_THREADS);
        goto fail;
    }
    for (int i = 1; i < threads; i++) {
        struct worker *worker = &pool->workers[i];
        worker->pool = pool;
        worker->index = i;
        int code = pthread_create(&worker->thread, NULL, worker_main, worker);
        if (code != 0) {
            rt_fail(error, ERR_NO_THREADS, code, threads);
            goto fail;
        }
        pool->started = i;
    }
    *out = pool;
    return RT_OK;
fail:
    pool_destroy(pool);
    return RT_ERR_MEMORY;
}

void pool_destroy(struct pool *pool)
{
    if (!pool)
        return;
    atomic_store(&pool->quit, true);
    wake_all(pool);
    for (int i = 1; i <= pool->started; i++)
        pthread_join(pool->workers[i].thread, NULL);
    pthread_cond_destroy(&pool->wake);
    pthread_mutex_destroy(&pool->mutex);
    free(pool->workers);
    free(pool);
}

int pool_threads(const struct pool *pool)
{
    return pool->threads;
}
