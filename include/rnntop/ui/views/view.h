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
    /* Of the key that shows it and, once more, the curves again; ACTION_NONE: shown otherwise. */
    enum action action;

    /* One of these two; the canvas is blank. */
    void (*draw)(const struct screen *screen, const struct board *board, struct canvas *canvas);
    void (*write)(struct page *page, const struct screen *screen, const struct board *board);

    /* Of a page. */
    enum string_id title; /* its first row; "{1}" is the run on screen */
    enum string_id back;  /* at the end of that row: what leads back */
    bool newest_last;     /* it begins at its end, and stays there as it grows */

    /* It is about the run on screen: Tab shows the next one's, and while there is none it stays
     * blank. Else Tab, which is a key of the curves, shows those. */
    bool of_run;

    /* Takes an action before it goes the common way; false when it has no use for it. NULL: none.
     */
    bool (*act)(struct actions *actions, enum action action, unsigned *reaction);
    /* Takes every key there is, but for those that work everywhere (Ctrl-C, Ctrl-L, a new size).
     * While somebody types, the dashboard does not leave by itself. NULL: it is not typed into. */
    unsigned (*type)(struct actions *actions, int key);
};

#endif
