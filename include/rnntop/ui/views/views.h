/*
 * views: the table of views, and the one that is on screen.
 */
#ifndef RNNTOP_UI_VIEWS_VIEWS_H
#define RNNTOP_UI_VIEWS_VIEWS_H

#include "rnntop/ui/views/view.h"

const struct view *views_get(enum screen_view view);

/* The view that an action shows; false where it shows none. */
bool views_shown_by(enum action action, enum screen_view *view);

/* Draws the view on screen; on a canvas too small for it, in words that fit, that it is. */
void views_draw(const struct screen *screen, const struct board *board, struct canvas *canvas);

/* How far it scrolls on a canvas of this size: the last useful screen->scroll. */
int views_last_scroll(const struct screen *screen, const struct board *board, int columns,
                      int rows);

#endif
