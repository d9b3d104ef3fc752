/*
 * message: the row above the hints: the question that waits, what a key or an event answered, else
 * what goes on.
 */
#ifndef RNNTOP_UI_BOTTOM_MESSAGE_H
#define RNNTOP_UI_BOTTOM_MESSAGE_H

#include "rnntop/chart/canvas.h"
#include "rnntop/ui/fit.h"
#include "rnntop/ui/screen.h"

#define MESSAGE_MAX_PIECES 6

/* Texts are kept beside the pieces. */
struct message {
    const struct screen *screen;
    const struct board *board;
    int width; /* columns that it may use, from 0; it begins at 1 */
    size_t runs, selected;

    size_t count;
    struct piece piece[MESSAGE_MAX_PIECES];
    char text[MESSAGE_MAX_PIECES][SCREEN_MESSAGE_SIZE];
    bool cut[MESSAGE_MAX_PIECES]; /* of any length: may be cut off; others, with figures in them,
                                     never */
    bool has_bar;                 /* behind the first piece */
    double part;                  /* of the bar, 0 to 1 */
};

/* What is to be said, in so many columns. */
void message_compose(struct message *message, const struct screen *screen,
                     const struct board *board, int width);

void message_draw(const struct message *message, struct canvas *canvas, int row);

#endif
