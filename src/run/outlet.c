#include "config.h"

#include "rnntop/run/outlet.h"

#include <assert.h>

#include "rnntop/base/clock.h"

void outlet_add(struct outlet *outlet, struct ring *ring)
{
    assert(outlet->listeners < OUTLET_LISTENERS);
    outlet->listener[outlet->listeners++] = ring;
}

void outlet_step(struct outlet *outlet, const struct run_id *run, const struct step_event *step)
{
    for (size_t i = 0; i < outlet->listeners; i++)
        ring_step(outlet->listener[i], run, step);
}

void outlet_must(struct outlet *outlet, struct run_event *event)
{
    event->time_ms = clock_calendar_ms();
    for (size_t i = 0; i < outlet->listeners; i++)
        ring_must(outlet->listener[i], event);
    event_drop(event);
}

bool outlet_flush(struct outlet *outlet)
{
    bool all = true;
    for (size_t i = 0; i < outlet->listeners; i++)
        all = ring_flush(outlet->listener[i]) && all;
    return all;
}
