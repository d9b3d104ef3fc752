#include "config.h"

#include "rnntop/run/ring.h"

#include <assert.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/run/backlog.h"
#include "rnntop/run/ring_parts.h"

/* The memory orders that the proof below rests on, by name, so that a test can relax each in turn
 * and see ThreadSanitizer report it (tests/run/check_ring_orders.sh).
 *
 *   What a slot holds was written before TAIL_STORE (release) of the producer; the consumer reads
 *   it after TAIL_LOAD (acquire) of that value. So it sees the whole event.
 *
 *   What a slot held was read before HEAD_STORE (release) of the consumer; the producer writes the
 *   next event there after HEAD_LOAD (acquire) of that value. So it never spoils one being read. */
#ifndef RING_TAIL_STORE
#define RING_TAIL_STORE memory_order_release
#endif
#ifndef RING_TAIL_LOAD
#define RING_TAIL_LOAD memory_order_acquire
#endif
#ifndef RING_HEAD_STORE
#define RING_HEAD_STORE memory_order_release
#endif
#ifndef RING_HEAD_LOAD
#define RING_HEAD_LOAD memory_order_acquire
#endif

#define CACHE_LINE 64

/* The counters run freely: tail - head is the number of events in the slots, wrapped or not, and
 * counter & mask is a slot. */
struct ring {
    struct run_event *slot; /* [capacity] */
    size_t capacity;
    size_t mask;    /* capacity - 1 */
    size_t reserve; /* slots that batches leave free for the rest */

    /* Each shared index has a cache line of its own, so that one side, when it writes its index,
     * does not take away the line that the other side reads all the time. */
    alignas(CACHE_LINE) atomic_size_t tail; /* events ever put; the producer writes it */
    alignas(CACHE_LINE) atomic_size_t head; /* events ever read; the consumer writes it */

    /* The producer's own. */
    alignas(CACHE_LINE) size_t put; /* what tail holds */
    size_t head_seen;               /* what head held when last looked at: never beyond it */
    struct step_event pend;         /* batches merged since the last event that took them along */
    struct backlog over;            /* events that found no room */
    struct run_id run;              /* of pend, and of events that the ring makes */

    /* The consumer's own. */
    alignas(CACHE_LINE) size_t taken; /* what head holds */
};

enum rt_status ring_create_at(struct ring **ring, size_t capacity, size_t reserve, size_t start,
                              struct rt_error *error)
{
    assert(capacity > 0 && (capacity & (capacity - 1)) == 0);
    assert(reserve < capacity);
    *ring = NULL;
    struct ring *made = aligned_alloc(CACHE_LINE, sizeof *made);
    if (!made)
        goto fail;
    memset(made, 0, sizeof *made);
    made->slot = calloc(capacity, sizeof *made->slot);
    if (!made->slot)
        goto fail;
    if (backlog_init(&made->over, error) != RT_OK)
        goto fail;
    made->capacity = capacity;
    made->mask = capacity - 1;
    made->reserve = reserve;
    atomic_init(&made->tail, start);
    atomic_init(&made->head, start);
    made->put = made->taken = made->head_seen = start;
    *ring = made;
    return RT_OK;

fail:
    ring_destroy(made);
    return rt_fail(error, ERR_NO_MEMORY_FOR_RING, capacity);
}

enum rt_status ring_create(struct ring **ring, size_t capacity, size_t reserve,
                           struct rt_error *error)
{
    return ring_create_at(ring, capacity, reserve, 0, error);
}

void ring_destroy(struct ring *ring)
{
    if (!ring)
        return;
    struct run_event event;
    while (ring->slot && ring_read(ring, &event))
        event_drop(&event);
    backlog_free(&ring->over);
    free(ring->slot);
    free(ring);
}

/* Free slots. The consumer's index is loaded only when fewer slots than wanted are known to be
 * free, because fetching its cache line from the consumer's processor is what costs. */
static size_t room(struct ring *ring, size_t wanted)
{
    size_t free_slots = ring->capacity - (ring->put - ring->head_seen);
    if (free_slots < wanted) {
        /* Pairs with the store of head in ring_read(). */
        ring->head_seen = atomic_load_explicit(&ring->head, RING_HEAD_LOAD);
        free_slots = ring->capacity - (ring->put - ring->head_seen);
    }
    return free_slots;
}

/* There must be room. The event's hold on its parcel passes to the slot. */
static void put(struct ring *ring, const struct run_event *event)
{
    ring->slot[ring->put & ring->mask] = *event;
    ring->put++;
    /* Pairs with the load of tail in ring_read(). */
    atomic_store_explicit(&ring->tail, ring->put, RING_TAIL_STORE);
}

static void put_loss(struct ring *ring)
{
    struct run_event event = {.kind = EVENT_LOST, .run = ring->run};
    event.as.lost.events = ring->over.lost;
    ring->over.lost = 0;
    put(ring, &event);
}

/* Moves what waits into the slots, oldest first. */
static void drain(struct ring *ring)
{
    while (ring->over.count > 0 && room(ring, 1) >= 1) {
        put(ring, backlog_first(&ring->over));
        backlog_drop(&ring->over);
    }
    if (ring->over.lost > 0 && ring->over.count == 0 && room(ring, 1) >= 1)
        put_loss(ring);
}

/* Batches must not take the last slots: while the reader is behind they merge, and the slots kept
 * free let the next epoch's end through without a wait. Nor may they overtake what waits: drain()
 * may have left some, and the reader made room since. */
static void offer_pend(struct ring *ring)
{
    if (ring->pend.loss.n == 0 || ring->over.count > 0 ||
        room(ring, ring->reserve + 1) <= ring->reserve)
        return;
    struct run_event event = {.kind = EVENT_NONE, .run = ring->run, .steps = ring->pend};
    put(ring, &event);
    ring->pend = (struct step_event){0};
}

/* Batches that wait go in an event of their own before anything of another run. Where there is no
 * room for it, not even in the backlog, they are given up: they are not that run's. */
static void send_pend_of_another(struct ring *ring, const struct run_id *run)
{
    if (ring->pend.loss.n == 0 || run_id_same(&ring->run, run))
        return;
    ring_must(ring, &(struct run_event){.kind = EVENT_NONE, .run = ring->run});
    if (ring->pend.loss.n > 0 && ring->over.lost < UINT32_MAX)
        ring->over.lost++;
    ring->pend = (struct step_event){0};
}

void ring_step(struct ring *ring, const struct run_id *run, const struct step_event *step)
{
    send_pend_of_another(ring, run);
    ring->run = *run;
    step_join(&ring->pend, step);
    drain(ring);
    offer_pend(ring);
}

void ring_must(struct ring *ring, const struct run_event *event)
{
    send_pend_of_another(ring, &event->run);
    struct run_event with_steps = event_copy(event);
    with_steps.steps = ring->pend;
    ring->pend = (struct step_event){0};
    ring->run = event->run;
    drain(ring);
    if (ring->over.count == 0 && room(ring, 1) >= 1) {
        put(ring, &with_steps);
    } else if (!backlog_push(&ring->over, &with_steps)) {
        ring->pend = with_steps.steps;
        event_drop(&with_steps);
    }
}

bool ring_flush(struct ring *ring)
{
    drain(ring);
    offer_pend(ring);
    return ring->over.count == 0 && ring->over.lost == 0 && ring->pend.loss.n == 0;
}

bool ring_empty(const struct ring *ring)
{
    /* The caller may be neither producer nor consumer. The tail is loaded first: if the head has
     * reached it, all that was put before this call has been read, whatever is put meanwhile. */
    size_t tail = atomic_load_explicit(&ring->tail, memory_order_acquire);
    return atomic_load_explicit(&ring->head, memory_order_acquire) == tail;
}

bool ring_read(struct ring *ring, struct run_event *event)
{
    /* Pairs with the store of tail in put(). */
    if (ring->taken == atomic_load_explicit(&ring->tail, RING_TAIL_LOAD))
        return false;
    *event = ring->slot[ring->taken & ring->mask];
    ring->taken++;
    /* Pairs with the load of head in room(). */
    atomic_store_explicit(&ring->head, ring->taken, RING_HEAD_STORE);
    return true;
}
