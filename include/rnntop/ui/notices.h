/*
 * notices: the words above the hints, which answer a key or tell of an event. There are no timers:
 * one stays until the next key, or until an event makes it old.
 */
#ifndef RNNTOP_UI_NOTICES_H
#define RNNTOP_UI_NOTICES_H

#include <stddef.h>

#include "rnntop/ui/actions.h"
#include "rnntop/ui/strings.h"

void notices_say(struct actions *actions, enum string_id id);
/* The same with the entry's places {1} and {2} filled; "" where it has only one. */
void notices_fill(struct actions *actions, enum role role, enum string_id id, const char *first,
                  const char *second);

/* What an event tells the person. A set of enum reaction bits. */
unsigned notices_event(struct actions *actions, size_t run, const struct run_event *event);

#endif
