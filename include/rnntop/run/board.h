/*
 * board: everything that a watcher sees: the runs, and what the events have told of each. Owned by
 * the watching thread (dashboard or reporter).
 */
#ifndef RNNTOP_RUN_BOARD_H
#define RNNTOP_RUN_BOARD_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/run/history.h"
#include "rnntop/run/ring.h"
#include "rnntop/spec/run_spec.h"

struct board_run {
    struct run_id id;
    struct run_spec announced; /* as it was planned */
    struct run_spec spec;      /* the same with what its data decides, once that is known */
    struct history *history;
    size_t group; /* runs that differ by the seed alone have the same number, which no others get */
    bool begun;   /* an event of its own has been taken in */
    bool ended;
};

#define BOARD_NO_RUN ((size_t)-1)

struct board;

enum rt_status board_create(struct board **board, struct rt_error *error);
void board_destroy(struct board *board);

/* Where events come from. Each ring is read by the board alone, and outlives it. */
enum board_source {
    BOARD_DESK,     /* announces runs: read first when another source names an unknown one */
    BOARD_TRAINER,  /* or the only source, where the events come from another process */
    BOARD_RECORDER, /* what came of files, perhaps after their run has ended */
    BOARD_BASELINE, /* what is computed beside the runs: read once the data is known */
    BOARD_SOURCES
};

/* Given once each. */
void board_listen(struct board *board, enum board_source source, struct ring *ring);

/* Called for each event that is read, after the run's history has taken it in; for a run that is
 * taken back, before it leaves the board. run is the run's place, or BOARD_NO_RUN. May be NULL. */
typedef void (*board_observer)(void *context, size_t run, const struct run_event *event);
void board_observe(struct board *board, board_observer observer, void *context);

/* Reads the rings until they are empty, at most about `limit` events in all. Runs appear and leave
 * by their events. True if anything came. */
bool board_poll(struct board *board, size_t limit);

size_t board_runs(const struct board *board);
/* Valid until the run is taken back. Its place changes when a run before it is taken back. */
const struct board_run *board_run(const struct board *board, size_t run);
/* The place of the run with that id, or BOARD_NO_RUN; its name, or "". */
size_t board_find(const struct board *board, const struct run_id *id);
const char *board_name(const struct board *board, const struct run_id *id);
/* The run that trains, tests, loads or is paused now, or BOARD_NO_RUN. */
size_t board_active(const struct board *board);
/* True when every run has ended. */
bool board_all_ended(const struct board *board);
/* What will be read, from the first source event; NULL before. */
const struct source_event *board_source(const struct board *board);
/* What is being trained on, from the first data event; NULL before. */
const struct data_event *board_data(const struct board *board);
/* What one run is trained on: its data may be another, or be read in another form. Of a run that
 * has not begun: the first data event if it is to read the same data, else NULL. */
const struct data_event *board_run_data(const struct board *board, size_t run);

/* Whether a run reads what the first data event was about: only then do board_source(),
 * board_data() and board_baseline() hold for that run. */
bool board_same_source(const struct board *board, size_t run);

/* Classes of a run's data: 2 before it is known. */
size_t board_classes(const struct board *board, size_t run);
/* A run's model as it is trained: its last layer has the data's classes. */
struct model_spec board_model(const struct board *board, size_t run);

/* The classes of a run's data; NULL before. Names are sanitised. */
const struct classes_event *board_class_facts(const struct board *board, size_t run);

/* What guessing scores on a run's validation rows, or on the training rows where there are no
 * others; where nobody has counted, 1/K and ln K of its K classes. */
struct guess board_guess(const struct board *board, size_t run);

/* The score of NB-SVM on the first data; NULL before it is known, and where it is not fitted. */
const struct baseline_event *board_baseline(const struct board *board);

#endif
