/*
 * request: what a watcher may ask of a session, as data, and what it is answered.
 *
 * All requests go through one function, ask(). A session may refuse one, and so may a watcher that
 * only looks; whoever asked tells the person the reason.
 */
#ifndef RNNTOP_RUN_REQUEST_H
#define RNNTOP_RUN_REQUEST_H

#include <stdbool.h>

#include "rnntop/base/status.h"
#include "rnntop/run/run_id.h"
#include "rnntop/spec/run_spec.h"

enum request_kind {
    REQUEST_NOTHING, /* nothing; the answer only says how the session stands */
    REQUEST_PAUSE,   /* whatever trains, and what follows it */
    REQUEST_RESUME,
    REQUEST_ONE_BATCH, /* one batch, then pause */
    REQUEST_ONE_EPOCH, /* to this epoch's end, then pause */
    REQUEST_RATE,      /* double the learning rate `by` times; below 0: halve it */
    REQUEST_SAVE,      /* the run */
    REQUEST_AGAIN,     /* queue the run again with the next free seed */
    REQUEST_ADD, /* queue a new run, the spec; it gets its name from what tells it from others */
    REQUEST_TAKE_BACK /* the run, which has not begun, leaves the queue */
};
#define REQUEST_KINDS (REQUEST_TAKE_BACK + 1)

struct request {
    enum request_kind kind;
    struct run_id run;           /* SAVE, AGAIN, TAKE_BACK */
    int by;                      /* RATE */
    const struct run_spec *spec; /* ADD */
};

struct answer {
    bool granted;
    struct rt_error why; /* not granted */
    struct run_id run;   /* AGAIN, ADD: the new run, which EVENT_RUN has announced */
    bool paused;         /* a pause is asked for, perhaps not reached yet; of every answer */
    bool only_watched;   /* nothing is ever granted, and leaving ends nothing; of every answer */
};

/* Whom to ask. The function may be called by the watching thread only, and returns at once. */
struct requests {
    void *context;
    void (*ask)(void *context, const struct request *request, struct answer *answer);
};

#endif
