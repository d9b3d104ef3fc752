#include "config.h"

#include "rnntop/ui/curves/axis.h"

#include <math.h>

#include "rnntop/ui/curves/ticks.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/strings.h"

/* The axis is the progress bar: heavy as far as the run has come. */
void axis_draw(const struct curves *curves)
{
    const struct layout *layout = &curves->layout;
    const struct seen *seen = &curves->seen[curves->selected];
    enum screen_axis axis = curves->screen->axis;
    struct tick tick[TICKS_MAX];
    size_t ticks = ticks_find(curves, tick);
    double position = seen_position(seen), x = seen_x(seen, axis, position);
    int done = position > 0 && isfinite(x) ? curves_cell(curves, x) : -1;

    for (int cell = 0; cell < layout->plot_columns; cell++)
        canvas_put(curves->canvas, layout->plot_column + cell, layout->axis_row,
                   glyph(curves->ascii, cell <= done ? GLYPH_DONE : GLYPH_TO_DO),
                   cell <= done ? ROLE_STRONG : ROLE_DIM);
    for (size_t i = 0; i < ticks; i++) {
        bool reached = tick[i].cell <= done || (tick[i].cell == 0 && curves->begin <= 0);
        canvas_text(curves->canvas, layout->plot_column + tick[i].begin, layout->axis_row,
                    tick[i].label, reached ? ROLE_STRONG : ROLE_DIM);
    }
    if (!layout->narrow) {
        static const enum string_id NAME[] = {STR_AXIS_EPOCH, STR_AXIS_STEP, STR_AXIS_TIME};
        canvas_text_right(curves->canvas, layout->plot_column - 1, layout->axis_row,
                          string_get(NAME[axis]), ROLE_DIM);
    }
}
