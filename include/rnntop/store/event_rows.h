/*
 * event_rows: the table of the written form: a row for each value of "event", with the keys that
 * are its own. Writer, reader and the manual's test all go by it. Private to store.
 */
#ifndef RNNTOP_STORE_EVENT_ROWS_H
#define RNNTOP_STORE_EVENT_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/run/event.h"

enum field_type {
    FIELD_U32,    /* uint32_t */
    FIELD_U64,    /* uint64_t */
    FIELD_FLOAT,  /* float; null is NaN */
    FIELD_DOUBLE, /* double; null is NaN */
    FIELD_BOOL,
    FIELD_WORD,  /* an enum: the index into words */
    FIELD_TEXT,  /* char[size] */
    FIELD_MERGED /* struct merged; n = 0 is not written */
};

struct event_field {
    const char *key;
    enum field_type type;
    size_t offset;            /* in struct run_event */
    const char *const *words; /* WORD; ends with NULL */
    size_t size;              /* TEXT */
    bool needed;              /* a line without it is no such event */
};

/* What a line has besides fields. */
enum event_part {
    PART_RUN = 1,     /* "run" names its run */
    PART_PATH = 2,    /* "path", where the parcel is one */
    PART_ERROR = 4,   /* "message" and "error" */
    PART_MESSAGE = 8, /* "message": what the numbers say, for a person */
    PART_SPEC = 16,   /* the run itself */
    PART_CLASSES = 32,
    PART_METRICS = 64,      /* precision and the like */
    PART_VAL_METRICS = 128, /* val_precision and the like */
    PART_JUDGEMENT = 256,
    PART_FINDING = 512, /* its numbers, what to try, and the message */
    PART_READING = 1024
};

struct event_row {
    const char *name;
    enum event_kind kind;
    unsigned variant; /* of kinds that have several names: saved.ok, callback.kind */
    unsigned parts;
    const struct event_field *fields; /* [count] */
    size_t count;
};

const struct event_row *event_rows(size_t *count);
/* NULL where there is none. */
const struct event_row *event_row_named(const char *name);
const struct event_row *event_row_of(const struct run_event *event);

/* precision, recall, f1, auc: floats of struct metrics, in this order. [2][4]: of the test, of the
 * validation. */
#define EVENT_SCORES 4
extern const char *const event_score_names[2][EVENT_SCORES];
extern const size_t event_score_offsets[EVENT_SCORES];

extern const char *const event_status_names[]; /* by enum rt_status; ends with NULL */
extern const char *const event_part_names[];   /* by enum data_part; ends with NULL */

#endif
