/*
 * event_reading: the written form of what was understood of texts, and back. Private to store, but
 * for the facts themselves, which rnntop data --json prints.
 */
#ifndef RNNTOP_STORE_EVENT_READING_H
#define RNNTOP_STORE_EVENT_READING_H

#include <jansson.h>

#include "rnntop/run/event.h"
#include "rnntop/store/line_writer.h"

/* Members of the object that is open. NULL: there was no memory for it, and nothing is written. */
void event_reading_write(struct line_writer *line, const struct text_reading *reading);

/* Into the event's parcel. Lists that are longer than a reading has room for are cut; texts are
 * made safe. Returns the key that is wrong, or NULL. */
const char *event_reading_read(const json_t *object, struct run_event *event);

#endif
