#include "config.h"

#include "rnntop/run/control.h"

#include <pthread.h>
#include <stdlib.h>

/* How far training may go, in one word, so that a request replaces the whole plan at once and can't
 * mix with another: the lowest bits say how, the rest count batches still allowed while holding. */
enum plan { PLAN_GO = 0, PLAN_HOLD = 1, PLAN_TO_EPOCH_END = 2 };
#define PLAN_BITS      3u
#define PLAN_ONE_BATCH 4u
#define PLAN_MOST      (1024u * PLAN_ONE_BATCH) /* of a key that is held down */

struct control {
    /* Stores release and loads acquire: a thread that sees a request also sees all that was asked
     * before (when it sees a stop that followed a save, it sees the save). */
    atomic_uint plan;
    atomic_bool each_epoch;
    atomic_bool save;
    atomic_int rate; /* doublings asked for */
    atomic_bool stop;

    /* A waiting trainer looks at the atomics with the lock held. A thread that asks changes the
     * atomics first and then takes the lock to wake the trainer, so no request can fall between the
     * trainer's look and its sleep. */
    pthread_mutex_t lock;
    pthread_cond_t asked;

    /* Used by the trainer alone: control_next() has already been asked at this epoch's end. */
    bool at_border;
};

enum rt_status control_create(struct control **control, struct rt_error *error)
{
    *control = calloc(1, sizeof **control);
    if (!*control)
        return rt_fail(error, ERR_NO_MEMORY_FOR_CONTROLS);
    atomic_init(&(*control)->plan, PLAN_GO);
    atomic_init(&(*control)->each_epoch, false);
    atomic_init(&(*control)->save, false);
    atomic_init(&(*control)->rate, 0);
    atomic_init(&(*control)->stop, false);
    pthread_mutex_init(&(*control)->lock, NULL);
    pthread_cond_init(&(*control)->asked, NULL);
    return RT_OK;
}

void control_destroy(struct control *control)
{
    if (!control)
        return;
    pthread_cond_destroy(&control->asked);
    pthread_mutex_destroy(&control->lock);
    free(control);
}

static void wake(struct control *control)
{
    pthread_mutex_lock(&control->lock);
    pthread_cond_broadcast(&control->asked);
    pthread_mutex_unlock(&control->lock);
}

static void set_plan(struct control *control, unsigned plan)
{
    atomic_store_explicit(&control->plan, plan, memory_order_release);
    wake(control);
}

static unsigned get_plan(const struct control *control)
{
    return atomic_load_explicit(&control->plan, memory_order_acquire);
}

void control_pause(struct control *control)
{
    set_plan(control, PLAN_HOLD);
}

void control_resume(struct control *control)
{
    set_plan(control, PLAN_GO);
}

void control_one_epoch(struct control *control)
{
    set_plan(control, PLAN_TO_EPOCH_END);
}

void control_one_batch(struct control *control)
{
    unsigned plan = get_plan(control), next;
    do {
        next = (plan & PLAN_BITS) == PLAN_HOLD ? plan : PLAN_HOLD;
        if (next < PLAN_MOST)
            next += PLAN_ONE_BATCH;
    } while (!atomic_compare_exchange_weak_explicit(&control->plan, &plan, next,
                                                    memory_order_acq_rel, memory_order_acquire));
    wake(control);
}

bool control_paused(const struct control *control)
{
    return (get_plan(control) & PLAN_BITS) == PLAN_HOLD;
}

void control_each_epoch(struct control *control, bool on)
{
    atomic_store_explicit(&control->each_epoch, on, memory_order_release);
}

void control_save(struct control *control)
{
    atomic_store_explicit(&control->save, true, memory_order_release);
    wake(control);
}

void control_rate(struct control *control, int by)
{
    atomic_fetch_add_explicit(&control->rate, by, memory_order_release);
    wake(control);
}

void control_stop(struct control *control)
{
    atomic_store_explicit(&control->stop, true, memory_order_release);
    wake(control);
}

const atomic_bool *control_stop_flag(const struct control *control)
{
    return &control->stop;
}

bool control_stopping(const struct control *control)
{
    return atomic_load_explicit(&control->stop, memory_order_acquire);
}

bool control_take_save(struct control *control)
{
    return atomic_exchange_explicit(&control->save, false, memory_order_acq_rel);
}

int control_take_rate(struct control *control)
{
    return atomic_exchange_explicit(&control->rate, 0, memory_order_acq_rel);
}

/* An epoch's end turns a plan that reaches just to it into a pause. A request that comes meanwhile
 * is newer and wins: the exchange then fails. */
static void hold_at_border(struct control *control)
{
    bool each = atomic_load_explicit(&control->each_epoch, memory_order_acquire);
    unsigned plan = get_plan(control);
    if (plan == PLAN_TO_EPOCH_END || (plan == PLAN_GO && each))
        atomic_compare_exchange_strong_explicit(&control->plan, &plan, PLAN_HOLD,
                                                memory_order_acq_rel, memory_order_acquire);
}

enum control_next control_next(struct control *control, bool at_epoch_end)
{
    if (control_stopping(control))
        return CONTROL_STOP;
    /* When asked again after a pause, this is still the same epoch's end: a request for "the rest
     * of the epoch" then means the next epoch. */
    if (at_epoch_end && !control->at_border) {
        control->at_border = true;
        hold_at_border(control);
    }
    unsigned plan = get_plan(control);
    while ((plan & PLAN_BITS) == PLAN_HOLD) {
        if (plan < PLAN_ONE_BATCH)
            return CONTROL_PAUSE;
        if (atomic_compare_exchange_weak_explicit(&control->plan, &plan, plan - PLAN_ONE_BATCH,
                                                  memory_order_acq_rel, memory_order_acquire))
            break;
    }
    control->at_border = false;
    return CONTROL_GO;
}

void control_wait(struct control *control)
{
    pthread_mutex_lock(&control->lock);
    while (get_plan(control) == PLAN_HOLD && !control_stopping(control) &&
           !atomic_load_explicit(&control->save, memory_order_acquire) &&
           atomic_load_explicit(&control->rate, memory_order_acquire) == 0)
        pthread_cond_wait(&control->asked, &control->lock);
    pthread_mutex_unlock(&control->lock);
}
