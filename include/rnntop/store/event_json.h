/*
 * event_json: the one written form of events: an object a line, and back. rnntop-events(5) is its
 * description for everybody; tests hold the page to this.
 *
 * A figure is written with the fewest digits that read back as the same float or double. NaN is
 * null; an infinity is null too, and the object's member "infinite" says of which key, and its
 * sign. Text that is no UTF-8 is written made safe, and once more as hexadecimal in KEY_bytes.
 */
#ifndef RNNTOP_STORE_EVENT_JSON_H
#define RNNTOP_STORE_EVENT_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "rnntop/base/status.h"
#include "rnntop/run/event.h"

#define EVENT_JSON_FORMAT  "rnntop-events"
#define EVENT_JSON_VERSION 1
#define EVENT_JSON_LONGEST                                                                         \
    ((size_t)1 << 20)                     /* bytes of a line that is read; ours are far shorter */
#define EVENT_JSON_RUN_SIZE RUN_NAME_SIZE /* of a run's short name, with the NUL */

/* The first line: what follows, and who writes it. False: it could not be written. */
bool event_json_begin(FILE *out);

/* The event, and a newline. slug: its run's short name, or "" of no run in particular. What was
 * trained before the event is in a line of its own, ahead of it, if `steps`. An event that is
 * nothing but steps has no other line. False: it could not be written, in which case a part of the
 * line may have been. */
bool event_json_write(FILE *out, const char *slug, const struct run_event *event, bool steps);

/* A line, taken apart. */
enum event_line_kind {
    EVENT_LINE_EVENT,
    EVENT_LINE_MODEL,   /* a run begins, on the data that was told last: event.run */
    EVENT_LINE_STREAM,  /* the first line: version and format are told */
    EVENT_LINE_SKIPPED, /* nothing that this version knows; no mistake */
};
struct event_line {
    enum event_line_kind kind;
    struct run_event event;        /* whoever has it drops it */
    bool has_id;                   /* "id" stands there: event.run, which "null" makes nobody's */
    char run[EVENT_JSON_RUN_SIZE]; /* "run", made safe; "" where it is not there */
    bool has_spec;                 /* RUN: its spec was complete; else only names, epochs, seed */
    uint32_t batches;              /* EPOCH: what "batches" says, or 0 */
    int64_t version;               /* STREAM */
    bool foreign;                  /* STREAM: not of this format */
};

/* length bytes without the newline. RT_ERR_FORMAT when it is no event: not JSON, or a value is not
 * of its key's type and range. Keys and kinds that are not known are passed over; figures that are
 * not there are NaN, numbers 0. */
enum rt_status event_json_read(const char *text, size_t length, struct event_line *line,
                               struct rt_error *error);

#endif
