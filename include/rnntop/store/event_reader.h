/*
 * event_reader: a stream of lines, from a pipe or a file, as events. One thread.
 *
 * Made for lines that anybody may have written. A line that is no event is left out, and so is
 * what is not known; nothing grows with the stream. A line without "id" is of the run that it
 * names; a run that nobody announced is announced by the first line about it, with what is known.
 */
#ifndef RNNTOP_STORE_EVENT_READER_H
#define RNNTOP_STORE_EVENT_READER_H

#include <stddef.h>

#include "rnntop/base/status.h"
#include "rnntop/run/event.h"

struct event_reader;

/* Gets each event, in order, and what is to be said of the stream itself as messages of no run.
 * The reader drops the event afterwards. One of the kind EVENT_NONE is steps. */
typedef void (*event_taker)(void *context, const struct run_event *event);

enum rt_status event_reader_create(struct event_reader **reader, event_taker take, void *context,
                                   struct rt_error *error);
/* NULL is allowed. */
void event_reader_destroy(struct event_reader *reader);

/* The next bytes, cut anywhere. */
void event_reader_feed(struct event_reader *reader, const char *bytes, size_t length);

/* Nothing more comes: a last line without a newline counts if it is whole. Says how many lines were
 * left out, and that the stream ended. */
void event_reader_end(struct event_reader *reader);

#endif
