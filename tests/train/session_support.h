/*
 * session_support: whole sessions on a small data set, and what their watcher knows.
 */
#ifndef RNNTOP_TESTS_SESSION_SUPPORT_H
#define RNNTOP_TESTS_SESSION_SUPPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/clock.h"
#include "rnntop/files/model_file.h"
#include "rnntop/train/session.h"

#define PATIENCE_S 120 /* generous: no test fails on speed */

/* cmocka's set-up and tear-down of a group: a folder with 600 reviews in it, 420 to train on. */
int session_set_up(void **state);
int session_clean_up(void **state);

char *in_folder(const char *name); /* its path; lives until the fourth call from here */
const char *data_path(void);       /* the reviews */

/* A home of the test's own, and nothing else that names data. */
void move_home(const char *home);

/* A session under test with what its watcher knows. */
struct trial {
    struct session *session;
    struct requests requests;
    struct board *board;
    size_t seen[EVENT_KINDS];           /* events, by kind */
    struct run_event last[EVENT_KINDS]; /* held until end_trial(), which leaves the rest of them */
};

/* What runs are to be, all of them small. */
struct plan {
    const char *models;        /* "simplernn,lstm" */
    const char *learning_rate; /* "0.01" */
    size_t epochs;
    size_t batch;                /* 0: 30, which makes 14 batches an epoch */
    bool no_validation;          /* else three tenths of the rows */
    const char *const *settings; /* NULL, or "name", "value", ..., NULL */
};

void begin_plan(struct trial *trial, const struct session_options *options,
                const struct plan *plan);
void begin(struct trial *trial, const struct session_options *options, size_t epochs,
           const char *models, const char *learning_rate);
/* The same of runs that are planned already. */
void begin_runs(struct trial *trial, const struct session_options *options,
                const struct run_spec *runs, size_t count);
/* Reads whatever there is to read. */
void hear(struct trial *trial);
/* Waits for the session's threads and reads all that they told. */
void join_trial(struct trial *trial);
void end_trial(struct trial *trial); /* joins, and frees everything */

/* Trains one LSTM to its end and joins. The model in the file is the caller's. */
struct model_snapshot *train_plan(struct trial *trial, const char *const *settings, size_t epochs,
                                  const char *file, const char *csv);

/* What stands of a run, and the last batch that was told of it. */
struct history_now now_of(const struct trial *trial, size_t run);
uint64_t steps_of(const struct trial *trial, size_t run);
/* What the last event of a kind says of an error. */
const char *error_of(const struct trial *trial, enum event_kind kind);

/* Asks for something of no run, or of the run in that place. */
struct answer ask(const struct trial *trial, enum request_kind kind);
struct answer ask_of(const struct trial *trial, enum request_kind kind, size_t run);
struct answer ask_of_id(const struct trial *trial, enum request_kind kind, const struct run_id *id);
struct answer ask_rate(const struct trial *trial, int by);
struct answer ask_to_add(const struct trial *trial, const struct run_spec *spec);
bool is_paused(const struct trial *trial); /* asked for, perhaps not reached */

void read_file(const char *path, char *text, size_t size);
size_t lines_of(const char *path); /* 0: it is not there */

void nap(void);

#define WAIT_FOR(trial, condition)                                                                 \
    do {                                                                                           \
        double wait_start = clock_now_s();                                                         \
        while (!(condition)) {                                                                     \
            if (clock_now_s() - wait_start > PATIENCE_S)                                           \
                fail_msg("waited in vain for: %s", #condition);                                    \
            board_poll((trial)->board, 1000);                                                      \
            nap();                                                                                 \
        }                                                                                          \
    } while (0)

#endif
