#include "config.h"

#include "rnntop/ui/curves/curves.h"

#include <math.h>

#include "rnntop/ui/glyphs.h"

int curves_cell(const struct curves *curves, double x)
{
    int across = raster_across(curves->dots);
    long dot = columns_place(curves->layout.plot_columns * across, curves->begin, curves->end, x);
    return dot < 0 ? -1 : (int)(dot / across);
}

bool curves_cursor(const struct curves *curves, double *epochs)
{
    const struct screen_run *view = screen_run(curves->screen, curves->selected);
    *epochs = view->cursor;
    return view->cursor_on;
}

size_t curves_others(const struct curves *curves)
{
    /* The smallest screens have no room for more than one run. */
    if (curves->screen->others == OTHERS_NONE || (curves->layout.strip && curves->layout.narrow))
        return 0;
    return curves->runs - 1;
}

/* The visible part in the axis's unit: of the selected run's plan, or what it was zoomed to. */
static void find_window(struct curves *curves)
{
    enum screen_axis axis = curves->screen->axis;
    curves->begin = 0;
    curves->end = 1;
    const struct seen *seen = &curves->seen[curves->selected];
    const struct screen_run *view = screen_run(curves->screen, curves->selected);
    double begin = 0, end = (double)seen->spec->epochs;
    if (view->end > 0) {
        begin = view->begin;
        end = view->end;
    }
    double from = seen_x(seen, axis, begin), to = seen_x(seen, axis, end);
    /* Time is planned for the longest run: all are drawn to one measure. */
    if (axis == AXIS_TIME && view->end <= 0)
        to = curves->screen->seconds_high / 60;
    if (isfinite(from) && isfinite(to) && to - from > 1e-9) {
        curves->begin = from;
        curves->end = to;
    }
}

static void find_ruler(const struct screen *screen, struct layout_ruler *ruler)
{
    *ruler = (struct layout_ruler){screen->accuracy_low, screen->loss_low, screen->loss_high,
                                   screen->log_loss};
    if (screen->smooth == SMOOTH_RAW) {
        ruler->accuracy_low = fmin(ruler->accuracy_low, screen->raw_accuracy_low);
        ruler->loss_low = fmin(ruler->loss_low, screen->raw_loss_low);
        ruler->loss_high = fmax(ruler->loss_high, screen->raw_loss_high);
    }
}

bool curves_open(struct curves *curves, const struct screen *screen, const struct board *board,
                 struct canvas *canvas)
{
    struct layout_ruler ruler;
    *curves = (struct curves){.screen = screen,
                              .board = board,
                              .canvas = canvas,
                              .ascii = screen_ascii(screen),
                              .dots = screen_dots(screen),
                              .runs = board_runs(board),
                              .selected = screen->selected};
    if (curves->runs > SCREEN_MAX_RUNS)
        curves->runs = SCREEN_MAX_RUNS;
    for (size_t i = 0; i < curves->runs; i++)
        seen_take(&curves->seen[i], screen, board, i);
    if (curves->selected >= curves->runs)
        curves->selected = 0;
    find_ruler(screen, &ruler);
    if (!layout_compute(&curves->layout, canvas->columns, canvas->rows, curves->runs, &ruler))
        return false;
    if (curves->runs > 0)
        find_window(curves);
    return true;
}
