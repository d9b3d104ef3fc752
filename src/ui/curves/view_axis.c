#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/curves/curves.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/strings.h"

int curves_cell(const struct curves *curves, double x)
{
    int across = raster_across(curves->dots);
    long dot = columns_place(curves->layout.plot_columns * across, curves->begin, curves->end, x);
    return dot < 0 ? -1 : (int)(dot / across);
}

static void write_label(const struct curves *curves, double x, double tick, char label[16])
{
    char figure[FIGURE_SIZE];
    if (curves->screen->axis == AXIS_STEP)
        snprintf(label, 16, "%.15s", figure_count(figure, (uint64_t)llround(x)));
    else
        snprintf(label, 16, "%.*f", scale_decimals(tick), x);
}

/* Labels are as long as the ticks are fine, and the ticks as coarse as the labels are long. */
static double find_tick(const struct curves *curves)
{
    double least = curves->screen->axis == AXIS_STEP ? 1 : 0;
    double tick = 0;
    if (curves->screen->axis != AXIS_TIME && curves->screen->run[curves->selected].end <= 0)
        least = 1; /* half an epoch is nothing to count in */
    for (int columns = 1; columns < 12; columns++) {
        char label[16];
        tick = scale_ticks_across(curves->end - curves->begin, curves->layout.plot_columns, columns,
                                  least);
        write_label(curves, curves->end, tick, label);
        if ((int)strlen(label) <= columns)
            break;
    }
    return tick;
}

size_t curves_ticks(const struct curves *curves, struct curves_tick tick[CURVES_MAX_TICKS])
{
    double step = find_tick(curves);
    int cells = curves->layout.plot_columns;
    size_t count = 0;
    const struct seen *seen = &curves->seen[curves->selected];
    /* Before the data is read nobody knows how many batches there will be, nor how long they take.
     */
    bool unknown = !isfinite(seen_x(seen, curves->screen->axis, 1)) ||
                   (curves->screen->axis == AXIS_TIME && curves->screen->seconds_high <= 0);
    if (!(step > 0))
        return 0;
    for (long i = (long)ceil(curves->begin / step - 1e-6); count < CURVES_MAX_TICKS; i++) {
        struct curves_tick *at = &tick[count];
        double x = (double)i * step;
        if (x > curves->end + 1e-6 * step || (unknown && i > 0))
            break;
        at->cell = curves_cell(curves, x);
        write_label(curves, x, step, at->label);
        int width = (int)strlen(at->label);
        at->begin = at->cell - width / 2;
        at->begin = at->begin < 0 ? 0 : at->begin + width > cells ? cells - width : at->begin;
        if (at->cell >= 0 && at->cell < cells)
            count++;
    }
    return count;
}

/* The axis is the progress bar: heavy as far as the run has come. */
void curves_axis(const struct curves *curves)
{
    const struct layout *layout = &curves->layout;
    const struct seen *seen = &curves->seen[curves->selected];
    enum screen_axis axis = curves->screen->axis;
    struct curves_tick tick[CURVES_MAX_TICKS];
    size_t ticks = curves_ticks(curves, tick);
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
