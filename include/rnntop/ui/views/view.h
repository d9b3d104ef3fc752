/*
 * view: what a view is: a row. SCREEN_VIEWS in screen.h lists them all.
 */
#ifndef RNNTOP_UI_VIEWS_VIEW_H
#define RNNTOP_UI_VIEWS_VIEW_H

#include <stdbool.h>

#include "rnntop/chart/canvas.h"
#include "rnntop/run/board.h"
#include "rnntop/ui/keys.h"
#include "rnntop/ui/screen.h"
#include "rnntop/ui/strings.h"

struct actions;
struct page;

/*
 * A view draws the whole screen itself, or is a page: then it writes a text of any length, and has
 * a title and scrolling for nothing. Both are pure: the same state gives the same cells. What its
 * key is called and what the help says of it stands in the table of keys.
 */
struct view {
    /* The action of the key that shows the view and, pressed again, goes back to the curves;
     * ACTION_NONE: no key shows it. */
    enum action action;

    /* One of these two; the canvas is blank. */
    void (*draw)(const struct screen *screen, const struct board *board, struct canvas *canvas);
    void (*write)(struct page *page, const struct screen *screen, const struct board *board);

    /* Of a page. */
    enum string_id title; /* its first row; "{1}" is the run on screen */
    enum string_id back;  /* at the end of that row: what leads back */
    bool newest_last;     /* it begins at its end, and stays there as it grows */

    /* True: the view is about the run on screen, so Tab shows the next run's, and before there is a
     * run the view is blank. False: Tab, which is a key of the curves, goes to the curves. */
    bool of_run;

    /* Called with an action before dispatch.c carries it out; true when the view has done it, false
     * when it has no use for it. NULL: the view takes no actions. */
    bool (*act)(struct actions *actions, enum action action, unsigned *reaction);
    /* For a view that is typed into; else NULL. Called with every key except those that work
     * everywhere (Ctrl-C, Ctrl-L, a new size). While such a view is on screen, the dashboard does
     * not leave by itself. */
    unsigned (*type)(struct actions *actions, int key);
};

#endif
