#include "config.h"

#include "rnntop/ui/screen_window.h"

#include <math.h>

#include "rnntop/ui/seen.h"

#define LEAST_BATCHES 10.0 /* that a zoomed picture shows */
#define CURSOR_STEPS  60   /* in the visible part, where the axis does not show epochs */

static double planned_epochs(const struct board *board, size_t run)
{
    return (double)board_run(board, run)->spec.epochs;
}

/* ---- the visible part ---- */

static bool is_zoomed(const struct screen_run *kept)
{
    return kept->end > 0;
}

/* Shows [begin, begin + width], moved into the planned run; all of it when it is that wide. */
static void show_part(struct screen_run *kept, double begin, double width, double epochs)
{
    if (width > epochs * 0.999) {
        kept->begin = kept->end = 0;
        return;
    }
    kept->begin = fmax(fmin(begin, epochs - width), 0);
    kept->end = kept->begin + width;
}

/* Moves a zoomed part so that `at` is in it, a tenth from the edge that it passed. */
static void pan_to(struct screen_run *kept, double at, double epochs)
{
    double width = kept->end - kept->begin;
    if (!is_zoomed(kept) || (at >= kept->begin && at <= kept->end))
        return;
    show_part(kept, at < kept->begin ? at - 0.1 * width : at - 0.9 * width, width, epochs);
}

/* Half a picture at a time. */
void screen_window_follow(struct screen_run *kept, double was, double planned)
{
    double tip = kept->now.position, width = kept->end - kept->begin;
    if (!is_zoomed(kept) || kept->cursor_on || was < kept->begin || was > kept->end ||
        tip <= kept->end)
        return;
    show_part(kept, tip - width / 2, width, planned);
}

/* ---- cursor and zoom ---- */

static void put_cursor(struct screen *screen, const struct board *board, double epochs)
{
    struct screen_run *kept = screen_run_keep(screen, screen->selected);
    double planned = planned_epochs(board, screen->selected);
    double first = 1;
    if (!kept)
        return;
    if (screen->axis != AXIS_EPOCH) {
        struct seen seen;
        seen_take(&seen, screen, board, screen->selected);
        first = seen.batches > 0 ? 1 / seen.batches : 0;
    }
    kept->cursor = fmax(first, fmin(epochs, planned));
    kept->cursor_on = true;
    pan_to(kept, kept->cursor, planned);
}

/* The newest place that has figures. */
static double newest(const struct screen *screen, const struct board *board)
{
    struct seen seen;
    seen_take(&seen, screen, board, screen->selected);
    double position = seen_position(&seen);
    return screen->axis == AXIS_EPOCH ? floor(position + 1e-6) : position;
}

void screen_cursor_toggle(struct screen *screen, const struct board *board)
{
    if (!screen_has_run(screen, board))
        return;
    struct screen_run *kept = screen_run_keep(screen, screen->selected);
    if (!kept)
        return;
    if (kept->cursor_on) {
        kept->cursor_on = false;
        return;
    }
    double at = newest(screen, board);
    if (is_zoomed(kept) && (at < kept->begin || at > kept->end))
        at = (kept->begin + kept->end) / 2;
    put_cursor(screen, board, screen->axis == AXIS_EPOCH ? round(at) : at);
}

static double move_by(const struct screen *screen, const struct board *board, int by)
{
    const struct screen_run *kept = screen_run(screen, screen->selected);
    if (screen->axis == AXIS_EPOCH)
        return round(kept->cursor) + by;
    if (by < -1 || by > 1)
        return kept->cursor + (by > 0 ? 1 : -1);

    struct seen seen;
    seen_take(&seen, screen, board, screen->selected);
    double begin = seen_x(&seen, screen->axis, kept->begin);
    double end =
        seen_x(&seen, screen->axis, is_zoomed(kept) ? kept->end : (double)seen.spec->epochs);
    double at = seen_x(&seen, screen->axis, kept->cursor) + by * (end - begin) / CURSOR_STEPS;
    double moved = seen_epochs(&seen, screen->axis, at);
    if (!isfinite(moved))
        return kept->cursor;
    /* On a batch, and at least one further. */
    double batch = round(moved * seen.batches), from = round(kept->cursor * seen.batches);
    return (batch == from ? from + by : batch) / seen.batches;
}

void screen_cursor_move(struct screen *screen, const struct board *board, int by)
{
    if (!screen_has_run(screen, board))
        return;
    if (!screen_run(screen, screen->selected)->cursor_on)
        screen_cursor_toggle(screen, board);
    else
        put_cursor(screen, board, move_by(screen, board, by));
}

void screen_cursor_home(struct screen *screen, const struct board *board)
{
    if (screen_has_run(screen, board))
        put_cursor(screen, board, 0);
}

void screen_cursor_end(struct screen *screen, const struct board *board)
{
    if (screen_has_run(screen, board))
        put_cursor(screen, board, newest(screen, board));
}

void screen_zoom(struct screen *screen, const struct board *board, int direction)
{
    if (!screen_has_run(screen, board))
        return;
    struct screen_run *kept = screen_run_keep(screen, screen->selected);
    double planned = planned_epochs(board, screen->selected);
    if (!kept)
        return;
    double width = is_zoomed(kept) ? kept->end - kept->begin : planned;
    struct seen seen;
    seen_take(&seen, screen, board, screen->selected);
    double least = seen.batches > 0 ? LEAST_BATCHES / seen.batches : 0.1;
    double center = kept->cursor_on ? kept->cursor : seen_position(&seen);
    width = direction > 0 ? fmax(width / 2, fmin(least, width)) : width * 2;
    show_part(kept, center - width / 2, width, planned);
}

void screen_zoom_whole(struct screen *screen)
{
    struct screen_run *kept = screen_run_keep(screen, screen->selected);
    if (kept)
        kept->begin = kept->end = 0;
}
