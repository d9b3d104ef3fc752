/*
 * event_judgement: the written form of a judgement, and back. Private to store.
 */
#ifndef RNNTOP_STORE_EVENT_JUDGEMENT_H
#define RNNTOP_STORE_EVENT_JUDGEMENT_H

#include <jansson.h>

#include "rnntop/run/event.h"
#include "rnntop/store/line_writer.h"

/* NULL: there was no memory for it, and nothing is written. */
void event_judgement_write(struct line_writer *line, const struct judgement *judgement);

/* Into the event's parcel. Lists that are longer than a judgement has room for are cut; texts are
 * made safe. Returns the key that is wrong, or NULL. */
const char *event_judgement_read(const json_t *object, struct run_event *event);

#endif
