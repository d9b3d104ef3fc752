/*
 * session: the queue of runs, the thread that trains them one after the other, and the recorder.
 *
 * The trainer thread reads the data first, then trains each run in turn, and tells what happens
 * once, for all who listen: the watcher and the recorder (recorder.h), which does all that touches
 * the disk. The watching thread starts the session, asks for things (run/request.h), and ends it.
 */
#ifndef RNNTOP_TRAIN_SESSION_H
#define RNNTOP_TRAIN_SESSION_H

#include <stdbool.h>

#include "rnntop/run/board.h"
#include "rnntop/run/request.h"
#include "rnntop/spec/settings.h"

struct session;
struct dataset;

struct session_options {
    const char *data; /* of runs whose spec names none; NULL: look in the usual places */
    const char *save; /* --save, or NULL: the default place */
    const char *csv;  /* --csv, or NULL */
    size_t threads;   /* 0: one a processor */
    bool paused;      /* start held, before the first batch */
    bool pause_each_epoch;
    /* Fit NB-SVM beside the runs where it will take no more seconds than this; 0: never. INFINITY:
     * in any case. */
    double baseline_seconds;
};

/* Copies options and runs, gives each run its id and announces it. No thread trains yet. */
enum rt_status session_create(struct session **session, const struct session_options *options,
                              const struct run_spec *runs, size_t count, struct rt_error *error);

/* Lets the board listen; before session_start(), and to one board only. */
void session_watch(struct session *session, struct board *board);

/* Starts the trainer's thread. */
enum rt_status session_start(struct session *session, struct rt_error *error);

/* Threads that compute. */
size_t session_threads(const struct session *session);

/* For a session without a keyboard by which it could be resumed: it does not pause, whatever its
 * options say. Before or after session_start(), by the watching thread. */
void session_never_pause(struct session *session);

/* How to ask the session for something. Only the watching thread may use it. */
struct requests session_requests(struct session *session);

/* The data set once it is there, else NULL. Immutable. */
const struct dataset *session_data(const struct session *session);

/* Asks all runs to stop. Any thread may call it, but no signal handler. save: write what the active
 * run has learned so far. */
void session_stop(struct session *session, bool save);

/* True when every run has ended and everything is on disk. Any thread. */
bool session_finished(struct session *session);

/* Waits for the threads. What they told may still wait for room in the watcher's rings: the watcher
 * reads on until session_flush() says that nothing waits. */
void session_join(struct session *session);
/* After session_join(): offers again what waits; true when nothing does. */
bool session_flush(struct session *session);
/* Of a session that goes on, stops it first and throws away what it has learned. NULL is allowed.
 */
void session_destroy(struct session *session);

#endif
