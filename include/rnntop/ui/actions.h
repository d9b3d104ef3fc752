/*
 * actions: what keys do to the screen's state and ask of the session.
 *
 * A table leads from action to function. A function changes struct screen or asks something
 * of the session, and returns what has to follow as bits; it draws nothing and waits for nothing.
 */
#ifndef RNNTOP_UI_ACTIONS_H
#define RNNTOP_UI_ACTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/run/board.h"
#include "rnntop/run/request.h"
#include "rnntop/ui/app.h"
#include "rnntop/ui/keys.h"
#include "rnntop/ui/screen.h"

enum reaction {
    REACT_NONE = 0,
    REACT_DRAW = 1,    /* a frame at once */
    REACT_FIGURES = 2, /* and fresh figures in it */
    REACT_REPAINT = 4, /* every cell, whatever the terminal shows now */
    REACT_LEAVE = 8    /* the loop ends with actions->result */
};

struct actions {
    struct screen *screen;
    struct board *board;
    const struct requests *requests;
    int columns, rows; /* of the canvas: how far help and messages scroll */
    bool save_asked[SCREEN_MAX_RUNS];
    unsigned message_epochs; /* epochs that ended since the message came */
    bool data_told;          /* what had to be said of the data */
    enum app_result result;
};

/* Carries out what a key means now: an answer to a prompt, the table's action, or a word that there
 * is no such key. A set of enum reaction bits. */
unsigned actions_key(struct actions *actions, int key);
unsigned actions_perform(struct actions *actions, enum action action);

/* Asks the session; a refusal is said on the message row. The answer's `paused` is taken over. True
 * when it was granted. */
bool actions_ask(struct actions *actions, const struct request *request, struct answer *answer);

/* False before the board has a run. */
bool actions_run_selected(const struct actions *actions);

#endif
