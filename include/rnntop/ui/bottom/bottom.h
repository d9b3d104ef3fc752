/*
 * bottom: the lowest rows of a screen: the message, and the hints below it. Where there is one row
 * for both, a question stands in front of its answers, and what was said gives way to the next key.
 */
#ifndef RNNTOP_UI_BOTTOM_BOTTOM_H
#define RNNTOP_UI_BOTTOM_BOTTOM_H

#include "rnntop/chart/canvas.h"
#include "rnntop/ui/bottom/hints.h"
#include "rnntop/ui/screen.h"

struct bottom {
    const struct screen *screen;
    const struct board *board;
    int width;       /* columns that may be used */
    int message_row; /* -1: none of its own */
    int hints_row;
};

/* hints: the view's own; while a question waits, its answers stand in their place. */
void bottom_draw(const struct bottom *bottom, const struct hints *hints, struct canvas *canvas);

#endif
