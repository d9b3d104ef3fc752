/*
 * form_training: what trains while the form is open, in a row.
 */
#ifndef RNNTOP_UI_FORM_FORM_TRAINING_H
#define RNNTOP_UI_FORM_FORM_TRAINING_H

#include "rnntop/chart/canvas.h"
#include "rnntop/run/board.h"
#include "rnntop/ui/screen.h"

/* In the columns [column, end), as much as fits: run, epoch, batch, validation. The figures are
 * those of the last refresh, as the table's. */
void form_training_draw(const struct screen *screen, const struct board *board,
                        struct canvas *canvas, int column, int end, int row);

/* The same in few words, ending before `end`; returns the column where it begins. */
int form_training_brief(const struct screen *screen, const struct board *board,
                        struct canvas *canvas, int end, int row);

#endif
