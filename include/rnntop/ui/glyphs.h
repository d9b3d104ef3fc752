/*
 * glyphs: signs of the screen, each in a UTF-8 and an ASCII form.
 */
#ifndef RNNTOP_UI_GLYPHS_H
#define RNNTOP_UI_GLYPHS_H

#include <stdbool.h>
#include <stdint.h>

#include "rnntop/chart/canvas.h"
#include "rnntop/chart/raster.h"
#include "rnntop/run/event.h"
#include "rnntop/ui/screen.h"

enum glyph {
    GLYPH_NOTHING, /* a figure that is not there */
    GLYPH_SELECTED,
    GLYPH_AXIS,       /* the y axis */
    GLYPH_AXIS_LABEL, /* where a label meets it */
    GLYPH_GRID,
    GLYPH_LINE_STRONG, /* of such a line for a projector, which has no gaps */
    GLYPH_LINE,        /* a line to compare with, where there are no dots */
    GLYPH_CURSOR,      /* a piece of the cursor's line */
    GLYPH_BAD,         /* a value that was not a number */
    GLYPH_DONE,        /* of a bar, and of the x axis */
    GLYPH_TO_DO,
    GLYPH_CUT,   /* text goes on here */
    GLYPH_ABOVE, /* rows that are not shown */
    GLYPH_BELOW,
    GLYPH_MARK_LOWER, /* on the x axis: the learning rate fell */
    GLYPH_MARK_HIGHER,
    GLYPH_MARK_BEST, /* the best epoch */
    GLYPH_MARK_STOP, /* stopped early */
    GLYPH_OPEN,      /* a group whose fields are shown */
    GLYPH_FOLDED,
    GLYPH_HALF, /* half a cell of GLYPH_DONE */
    GLYPH_DASH, /* of a scale in a row; on it what was said, and what is */
    GLYPH_SAID,
    GLYPH_IS,
    GLYPH_BEST,   /* in the table: the best validation */
    GLYPH_MARKED, /* a marked run */
    GLYPH_SORTED, /* the column that the rows are sorted by */
    GLYPH_BAND,   /* what lies between seeds, where there are no dots */
    GLYPH_COUNT
};

/* How a screen is to be drawn: everything in ASCII when the terminal can't do more, or when ASCII
 * was chosen for the curves. */
bool screen_ascii(const struct screen *screen);
enum raster_dots screen_dots(const struct screen *screen);

uint32_t glyph(bool ascii, enum glyph which);

/* A run's state: its sign, its role, its name. Validation counts as training. */
uint32_t glyph_state(bool ascii, enum run_state state);
enum role state_role(enum run_state state);
const char *state_name(enum run_state state);

/* The curves as the legend shows them. */
enum legend { LEGEND_TRAIN, LEGEND_VAL, LEGEND_OTHER, LEGEND_DOTTED, LEGEND_COUNT };
const char *legend_sample(const struct screen *screen, enum legend legend);
/* And the lines to compare with. */
const char *line_sample(const struct screen *screen);

#endif
