/*
 * told_board: a board and the rings that it reads, for tests that tell it what a session would.
 */
#ifndef RNNTOP_TESTS_TOLD_BOARD_H
#define RNNTOP_TESTS_TOLD_BOARD_H

#include <stdlib.h>

#include "rnntop/run/board.h"
#include "tests/run/run_events.h"

struct told_board {
    struct board *board;
    struct ring *ring[BOARD_SOURCES];
    struct run_ids ids;
};

static inline void told_board_open(struct told_board *told)
{
    run_ids_init(&told->ids);
    if (board_create(&told->board, NULL) != RT_OK)
        abort();
    for (size_t i = 0; i < BOARD_SOURCES; i++) {
        if (ring_create(&told->ring[i], 1024, 64, NULL) != RT_OK)
            abort();
        board_listen(told->board, (enum board_source)i, told->ring[i]);
    }
}

static inline void told_board_close(struct told_board *told)
{
    board_destroy(told->board);
    for (size_t i = 0; i < BOARD_SOURCES; i++)
        ring_destroy(told->ring[i]);
}

/* Takes in all that has been told. */
static inline void told_board_poll(struct told_board *told)
{
    while (board_poll(told->board, 1000))
        continue;
}

/* Announces a run; returns its id. */
static inline struct run_id told_board_run(struct told_board *told, const struct run_spec *spec)
{
    struct run_id id = run_ids_next(&told->ids);
    ring_send(told->ring[BOARD_DESK], event_of_run(id.text, spec));
    told_board_poll(told);
    return id;
}

/* Tells of the run at that place on the board, and lets go of the event. It is not taken in yet. */
static inline void told_board_tell(struct told_board *told, enum board_source source, size_t run,
                                   struct run_event event)
{
    event.run = board_run(told->board, run)->id;
    ring_send(told->ring[source], event);
}

static inline void told_board_step(struct told_board *told, size_t run,
                                   const struct step_event *step)
{
    ring_step(told->ring[BOARD_TRAINER], &board_run(told->board, run)->id, step);
}

#endif
