/*
 * ui_house: a board with two runs and a session that only writes down what it is asked, for tests
 * of what keys and events do.
 */
#ifndef RNNTOP_TESTS_UI_HOUSE_H
#define RNNTOP_TESTS_UI_HOUSE_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/chart/canvas.h"
#include "rnntop/run/board.h"
#include "rnntop/ui/dispatch.h"
#include "rnntop/ui/screen.h"
#include "tests/run/told_board.h"

enum { UI_RUNS = 2, UI_EPOCHS = 10, UI_BATCHES = 100 };

struct ui_house {
    struct board *board;
    struct told_board told;
    struct message_log *messages;
    struct screen screen;
    struct actions actions;
    struct requests requests;
    unsigned reaction; /* of what events brought since ui_house_poll() */
    /* What the session was asked, in order: "pause ", "save 1 ", ... */
    char asked[256];
    bool paused, refuses, watched; /* watched: from afar, as rnntop watch answers */
};

struct ui_house *ui_house_create(bool unicode);
void ui_house_destroy(struct ui_house *house);

/* Tells of a run, lets go of the event and lets the board read it. */
void ui_house_tell(struct ui_house *house, size_t run, struct run_event *event);
/* The same by the recorder, which tells of any run. */
void ui_house_tell_by_recorder(struct ui_house *house, size_t run, struct run_event event);
/* The run's state, and so many batches of its first epoch. */
void ui_house_state(struct ui_house *house, size_t run, enum run_state state, int batches);
void ui_house_end(struct ui_house *house, size_t run);

/* What the view shows at that size; the caller frees. */
char *ui_house_text(struct ui_house *house, int columns, int rows);

#endif
