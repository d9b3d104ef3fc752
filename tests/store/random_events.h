/*
 * random_events: events of every kind with any values, the same ones for the same seed.
 */
#ifndef RNNTOP_TESTS_RANDOM_EVENTS_H
#define RNNTOP_TESTS_RANDOM_EVENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "rnntop/run/event.h"

struct random_events {
    uint64_t state;
    bool tame; /* figures as a training has them; else any bits, NaN and infinities too */
};

uint64_t random_below(struct random_events *random, uint64_t limit);
float random_float(struct random_events *random);

/* Of the kind; the caller drops it. EVENT_NONE has steps, no other has any. */
struct run_event random_event(struct random_events *random, enum event_kind kind);
void random_spec(struct random_events *random, struct run_spec *spec);

/* Fails the test, with `where`, unless both tell the same. */
void assert_same_event(const struct run_event *a, const struct run_event *b, const char *where);

#endif
