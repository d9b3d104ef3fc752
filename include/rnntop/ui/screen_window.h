/*
 * screen_window: which part of the run on screen is visible, and where its cursor stands.
 */
#ifndef RNNTOP_UI_SCREEN_WINDOW_H
#define RNNTOP_UI_SCREEN_WINDOW_H

#include "rnntop/ui/screen.h"

void screen_cursor_toggle(struct screen *screen, const struct board *board);
/* Moves the cursor, switching it on, and pans when it leaves the visible part: by epochs where the
 * axis shows epochs; else by a sixtieth of what is visible for a single step (arrows 1), and by an
 * epoch for a longer one (PgUp, PgDn: 5). The first move only switches it on. */
void screen_cursor_move(struct screen *screen, const struct board *board, int by);
void screen_cursor_home(struct screen *screen, const struct board *board);
void screen_cursor_end(struct screen *screen, const struct board *board);

/* Around the cursor, or else the newest batch. */
void screen_zoom(struct screen *screen, const struct board *board,
                 int direction); /* +1 in, -1 out */
void screen_zoom_whole(struct screen *screen);

/* A run that trains has come from `was` epochs to its newest figures: a zoomed picture that showed
 * its newest batch goes with it. */
void screen_window_follow(struct screen_run *kept, double was, double planned);

#endif
