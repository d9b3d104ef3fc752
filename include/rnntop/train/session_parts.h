/*
 * session_parts: the session's insides, for session.c and session_requests.c.
 */
#ifndef RNNTOP_TRAIN_SESSION_PARTS_H
#define RNNTOP_TRAIN_SESSION_PARTS_H

#include <pthread.h>
#include <stdatomic.h>

#include "rnntop/data/dataset.h"
#include "rnntop/files/model_file.h"
#include "rnntop/run/control.h"
#include "rnntop/train/baseline.h"
#include "rnntop/train/recorder.h"
#include "rnntop/train/session.h"

struct session_run {
    struct run_id id;
    struct run_spec spec; /* as it was planned */
    char *save;           /* this run's own file, or NULL */
    char *csv;
    struct model_snapshot *last; /* weights of a run that has ended, for saving again */
};

/* The threads that tell. Each has an outlet of its own, since a ring has one producer. */
enum session_teller {
    TELLER_DESK,    /* the watching thread: which runs there are */
    TELLER_TRAINER, /* heard by the watcher and by the recorder */
    TELLER_RECORDER,
    TELLER_BASELINE,
    TELLERS
};

struct session {
    bool paused;
    bool pause_each_epoch;
    bool several; /* runs at the start: --save and --csv insert the run's name */
    char *save;
    char *csv;
    struct run_ids ids;

    struct outlet outlet[TELLERS];
    struct ring *watched[TELLERS]; /* what the watcher reads; NULL: there is no such thread */
    struct ring *recorded;         /* what the recorder reads of the trainer */
    struct pool *pool;
    struct recorder *recorder;
    double baseline_seconds;
    struct baseline *_Atomic baseline; /* once the data is there */
    struct control *control;           /* of whatever trains: one run trains at a time */
    struct dataset *_Atomic data;      /* the first run's; published once, it stays */
    struct dataset *other_data; /* of a run that wants its data in another form; the trainer's */
    struct data_spec other_spec;
    const struct dataset *told_of; /* whose defaults have been told; the trainer's */
    unsigned told_defaults;        /* which: bits 1 << enum run_defaults */
    atomic_bool discard;
    atomic_bool no_data; /* the first run's data could not be read: no run on it trains */

    pthread_t thread;
    bool started;
    pthread_mutex_t lock; /* for what follows, and each run's `last` */
    pthread_cond_t changed;
    /* In the queue's order. The watching thread alone adds and takes away, with the lock held;
     * those that have begun never move or leave. */
    struct session_run *run[SETTINGS_MAX_RUNS];
    size_t count;
    size_t active; /* place of the run that trains or is next: all before it have ended; count: none
                      is left */
    bool told;     /* nothing that the trainer told waits for room in a ring */
    bool stop;
};

/* Puts one more run at the queue's end, with an id, and announces it. By the watching thread. */
enum rt_status session_add_run(struct session *session, const struct run_spec *spec,
                               struct run_id *id, struct rt_error *error);

/* Puts into the spec what its data decides, where that is the first run's and has been read. By any
 * thread, for a spec of its own. */
void session_resolve(const struct session *session, struct run_spec *spec);

/* NULL is allowed. */
void session_run_destroy(struct session_run *run);

/* Hands the recorder a copy of an ended run's weights; false where none were kept. With the lock
 * held. */
bool session_save_kept(struct session *session, size_t index);

#endif
