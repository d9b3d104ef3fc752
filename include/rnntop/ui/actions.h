/*
 * actions: what an action works on, and what has to follow one. Plain data.
 *
 * An action is a function that a key leads to. It changes struct screen or asks something of the
 * session, returns what has to follow as bits, and draws nothing and waits for nothing. Which
 * module has which:
 *
 *     dispatch   from key to action; screens, and scrolling through them
 *     training   pause, steps, learning rate, saving, leaving
 *     queue      runs that are to come
 *     picture    the curves: runs, cursor, zoom, scales
 *     notices    no actions: the words that answer them
 */
#ifndef RNNTOP_UI_ACTIONS_H
#define RNNTOP_UI_ACTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/run/board.h"
#include "rnntop/run/request.h"
#include "rnntop/ui/app_result.h"
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
    int columns, rows;                 /* of the canvas: how far pages scroll */
    unsigned message_epochs;           /* epochs that ended since the message came */
    bool data_told;                    /* what had to be said of the data */
    bool reading_stands;               /* how texts were read stands on the message row */
    char waiting[SCREEN_MESSAGE_SIZE]; /* what came meanwhile and is said after it; or "" */
    enum app_result result;
};

#endif
