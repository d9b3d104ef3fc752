/*
 * board: everything that a watcher sees: the runs, what each one's ring brought, the messages, and
 * whom to ask for things. Owned by the watching thread (dashboard or reporter).
 */
#ifndef RNNTOP_RUN_BOARD_H
#define RNNTOP_RUN_BOARD_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/run/control.h"
#include "rnntop/run/history.h"
#include "rnntop/run/ring.h"
#include "rnntop/spec/run_spec.h"

/* One run as its session publishes it; lives as long as the session. */
struct run_feed {
    struct run_spec spec;
    struct ring *ring;
};

/* What a watcher may ask of the session. Every function may be called by the watching thread only
 * and returns at once. */
struct session_requests {
    void *session;
    void (*pause)(void *session); /* whatever trains, and what follows it */
    void (*resume)(void *session);
    void (*one_batch)(void *session);
    void (*one_epoch)(void *session);
    bool (*paused)(void *session);
    void (*rate)(void *session, int by); /* double the learning rate so often; below 0: halve */
    void (*save)(void *session, size_t run);
    /* Queues the run again with the next free seed; the new run appears on the board by itself.
     * The feed, or NULL with a sentence when it can't be. */
    const struct run_feed *(*again)(void *session, size_t run, struct rt_error *error);
    /* Queues a new run in the same way; it gets its name from what tells it from the others. */
    const struct run_feed *(*add)(void *session, const struct run_spec *run,
                                  struct rt_error *error);
    /* Takes back a run that has not begun: it leaves session and board, and those behind it move up
     * by one. Refused, with a sentence, where it has begun. */
    enum rt_status (*remove)(void *session, size_t run, struct rt_error *error);
};

struct board_run {
    const struct run_feed *feed;
    struct history *history;
    bool begun; /* its first event has been taken in */
    bool ended;
};

struct board_message {
    size_t run; /* index, or BOARD_NO_RUN */
    bool warning;
    double clock_s; /* monotonic, when it came */
    char text[EVENT_TEXT_SIZE];
};

#define BOARD_NO_RUN       ((size_t)-1)
#define BOARD_MAX_MESSAGES 500 /* the oldest leave first */

struct board;

enum rt_status board_create(struct board **board, struct rt_error *error);
void board_destroy(struct board *board);

/* Shows a run; feeds come in the order of their runs' numbers. The writer's ring is given once: its
 * events name their run themselves, since files are written after a run has moved on or ended. */
enum rt_status board_add(struct board *board, const struct run_feed *feed, struct rt_error *error);
void board_set_writer(struct board *board, struct ring *ring);
/* Forgets a run that has not begun, and numbers those behind it anew. Not from an observer. */
void board_remove(struct board *board, size_t run);
/* The ring of what is computed beside the runs; it is read once the data is known. Given once. */
void board_set_baseline(struct board *board, struct ring *ring);

/* Called for each event as it is taken in, after the history has it. May be NULL. */
typedef void (*board_observer)(void *context, size_t run, const struct run_event *event);
void board_observe(struct board *board, board_observer observer, void *context);

/* Reads the rings until they are empty, at most about `limit` events in all; what earlier runs told
 * before a run's first event comes before it. True if anything came. */
bool board_poll(struct board *board, size_t limit);

size_t board_runs(const struct board *board);
const struct board_run *board_run(const struct board *board, size_t run);
/* The run that trains, tests, loads or is paused now, or BOARD_NO_RUN. */
size_t board_active(const struct board *board);
/* True when every run has ended. */
bool board_all_ended(const struct board *board);
/* What will be read, from the first source event; NULL before. */
const struct source_event *board_source(const struct board *board);
/* What is being trained on, from the first data event; NULL before. */
const struct data_event *board_data(const struct board *board);
/* The same as one run has it, whose data may be other or have another form; the first where it has
 * not begun and reads the same, else NULL. */
const struct data_event *board_run_data(const struct board *board, size_t run);

/* Whether a run reads what the first data event was about: board_source(), board_data() and
 * board_baseline() then say something of it. */
bool board_same_source(const struct board *board, size_t run);

/* Classes of a run's data: 2 before it is known. */
size_t board_classes(const struct board *board, size_t run);
/* A run's model as it is trained: its last layer has the data's classes. */
struct model_spec board_model(const struct board *board, size_t run);

/* The classes of a run's data; NULL before. Names are sanitised. */
const struct classes_event *board_class_facts(const struct board *board, size_t run);

/* What words alone score on that data; NULL before, and where nobody asked. */
const struct baseline_event *board_baseline(const struct board *board);

void board_message(struct board *board, size_t run, bool warning, const char *text);
size_t board_messages(const struct board *board);
const struct board_message *board_message_at(const struct board *board, size_t i); /* 0: oldest */

#endif
