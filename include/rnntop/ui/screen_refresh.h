/*
 * screen_refresh: takes what is new on the board into the screen: figures, and the ruler that all
 * runs are drawn to.
 */
#ifndef RNNTOP_UI_SCREEN_REFRESH_H
#define RNNTOP_UI_SCREEN_REFRESH_H

#include "rnntop/ui/screen.h"

/* Brings the screen up to date: each run's figures, the ruler, and the selected run where that
 * follows the one that trains. A zoomed picture pans when the newest batch leaves it. A held screen
 * stays as it is. Without memory for one more run, that run is shown without figures. */
void screen_refresh(struct screen *screen, const struct board *board);

/* Holds the picture, with fresh figures, or lets it go: then it catches up with the next refresh.
 */
void screen_hold(struct screen *screen, const struct board *board, bool on);

#endif
