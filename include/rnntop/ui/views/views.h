/*
 * views: what draws a whole screen onto a canvas. Pure: the same state gives the same cells.
 */
#ifndef RNNTOP_UI_VIEWS_VIEWS_H
#define RNNTOP_UI_VIEWS_VIEWS_H

#include "rnntop/chart/canvas.h"
#include "rnntop/ui/screen.h"

/* Table of runs, two plots, message row, hints (screens: the curves view). */
void view_curves_draw(const struct screen *screen, const struct board *board,
                      struct canvas *canvas);

/* What the run on screen takes for what: confusion matrices of the newest validation and of the
 * test, the balance of the classes, and precision, recall, F1 and ROC AUC of each epoch. */
void view_score_draw(const struct screen *screen, const struct board *board, struct canvas *canvas);

/* Keys, made from the key table, and how to read the curves. */
void view_help_draw(const struct screen *screen, const struct board *board, struct canvas *canvas);

/* All messages, newest last, wrapped. */
void view_messages_draw(const struct screen *screen, const struct board *board,
                        struct canvas *canvas);

/* The new-run form: every setting that decides a run, what they come to, and why they can't be. */
void view_form_draw(const struct screen *screen, struct canvas *canvas);

/* How far score, help or messages scroll on a canvas of this size: the last useful screen->scroll.
 */
int view_help_last_scroll(const struct screen *screen, const struct board *board, int columns,
                          int rows);
int view_score_last_scroll(const struct screen *screen, const struct board *board, int columns,
                           int rows);
int view_messages_last_scroll(const struct screen *screen, const struct board *board, int columns,
                              int rows);
int views_last_scroll(const struct screen *screen, const struct board *board, int columns,
                      int rows);

/* The one that screen->view names; a canvas too small for it says so in words that fit. */
void views_draw(const struct screen *screen, const struct board *board, struct canvas *canvas);

#endif
