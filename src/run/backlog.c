#include "config.h"

#include "rnntop/run/backlog.h"

#include <assert.h>
#include <stdlib.h>

/* The i-th oldest. The capacity is a power of two. */
static struct run_event *at(const struct backlog *backlog, size_t i)
{
    return &backlog->event[(backlog->begin + i) & (backlog->capacity - 1)];
}

enum rt_status backlog_init(struct backlog *backlog, struct rt_error *error)
{
    *backlog = (struct backlog){.capacity = BACKLOG_FIRST};
    backlog->event = malloc(BACKLOG_FIRST * sizeof *backlog->event);
    if (!backlog->event)
        return rt_fail(error, ERR_NO_MEMORY_FOR_EVENTS);
    return RT_OK;
}

void backlog_free(struct backlog *backlog)
{
    for (size_t i = 0; i < backlog->count; i++)
        event_drop(at(backlog, i));
    free(backlog->event);
    *backlog = (struct backlog){0};
}

static bool grow(struct backlog *backlog)
{
    if (backlog->capacity >= BACKLOG_LIMIT)
        return false;
    struct run_event *event = malloc(2 * backlog->capacity * sizeof *event);
    if (!event)
        return false;
    for (size_t i = 0; i < backlog->count; i++)
        event[i] = *at(backlog, i);
    free(backlog->event);
    backlog->event = event;
    backlog->capacity *= 2;
    backlog->begin = 0;
    return true;
}

enum worth { WORTH_OUTDATED, WORTH_WORDS, WORTH_FIGURES, WORTH_OUTCOME };

/* outdated: a later event says how the run stands. */
static enum worth worth_of(const struct run_event *event, bool outdated)
{
    switch (event->kind) {
    case EVENT_NONE:
    case EVENT_PROGRESS:
        return WORTH_OUTDATED;
    case EVENT_STATE:
        return outdated ? WORTH_OUTDATED : WORTH_FIGURES;
    case EVENT_MESSAGE:
        return WORTH_WORDS;
    case EVENT_RUN:
    case EVENT_TAKEN_BACK:
    case EVENT_DATA: /* few, and what all figures are of */
    case EVENT_CLASSES:
    case EVENT_ERROR:
    case EVENT_END:
        return WORTH_OUTCOME;
    case EVENT_SOURCE:
    case EVENT_READING:
    case EVENT_BASELINE:
    case EVENT_EPOCH:
    case EVENT_JUDGED:
    case EVENT_TEST:
    case EVENT_SAVED:
    case EVENT_CALLBACK:
    case EVENT_FINDING:
    case EVENT_LOST:
    case EVENT_KINDS:
        break;
    }
    return WORTH_FIGURES;
}

static bool tells_state(const struct run_event *event)
{
    return event->kind == EVENT_STATE || event->kind == EVENT_END;
}

/* The place of the event that is worth least, the oldest of equals, or count for the newcomer. */
static size_t least_worth(const struct backlog *backlog, const struct run_event *newcomer,
                          enum worth *worth)
{
    size_t least = backlog->count;
    *worth = worth_of(newcomer, false);
    bool outdated = tells_state(newcomer);
    for (size_t i = backlog->count; i-- > 0;) {
        const struct run_event *event = at(backlog, i);
        enum worth this_one = worth_of(event, outdated);
        if (this_one <= *worth) {
            *worth = this_one;
            least = i;
        }
        outdated = outdated || tells_state(event);
    }
    return least;
}

/* Hands the batches of an event that is given up to the event behind it. (That one is of the same
 * run: the last event of a run with batches is its end, and ends are given up last.) */
static void hand_on_steps(const struct run_event *going, struct run_event *next)
{
    if (!run_id_same(&going->run, &next->run))
        return;
    struct step_event steps = going->steps;
    step_join(&steps, &next->steps);
    next->steps = steps;
}

static void remove_at(struct backlog *backlog, size_t place)
{
    for (size_t i = place; i > 0; i--)
        *at(backlog, i) = *at(backlog, i - 1);
    backlog_drop(backlog);
}

bool backlog_push(struct backlog *backlog, const struct run_event *event)
{
    struct run_event newcomer = *event;
    if (backlog->count == backlog->capacity && !grow(backlog)) {
        enum worth worth;
        size_t place = least_worth(backlog, event, &worth);
        if (worth != WORTH_OUTDATED && backlog->lost < UINT32_MAX)
            backlog->lost++;
        if (place == backlog->count)
            return false;
        bool last = place + 1 == backlog->count;
        hand_on_steps(at(backlog, place), last ? &newcomer : at(backlog, place + 1));
        event_drop(at(backlog, place));
        remove_at(backlog, place);
    }
    *at(backlog, backlog->count) = newcomer;
    backlog->count++;
    return true;
}

const struct run_event *backlog_first(const struct backlog *backlog)
{
    return backlog->count > 0 ? at(backlog, 0) : NULL;
}

/* What a long stall needed is given back once it is over. */
static void shrink(struct backlog *backlog)
{
    struct run_event *event = realloc(backlog->event, BACKLOG_FIRST * sizeof *event);
    if (!event)
        return;
    backlog->event = event;
    backlog->capacity = BACKLOG_FIRST;
    backlog->begin = 0;
}

void backlog_drop(struct backlog *backlog)
{
    assert(backlog->count > 0);
    backlog->begin = (backlog->begin + 1) & (backlog->capacity - 1);
    backlog->count--;
    if (backlog->count == 0 && backlog->capacity > BACKLOG_FIRST)
        shrink(backlog);
}
