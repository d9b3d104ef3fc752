#include "config.h"

#include "rnntop/ui/curves/curves.h"

#include <math.h>

#include "rnntop/run/short_names.h"
#include "rnntop/ui/glyphs.h"

#define COLOURS ((size_t)(ROLE_RUN_6 - ROLE_RUN_1 + 1))

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
    return curves->rows.curves - 1;
}

bool curves_is_other(const struct curves *curves, size_t row)
{
    return curves_others(curves) > 0 && row != curves->rows.selected &&
           curves->rows.at[row].kind != ROW_HEAD;
}

char *curves_row_name(const struct curves *curves, size_t row, char out[RUN_NAME_SIZE])
{
    short_names_without(curves->rows.at[row].name, curves->rows.shared, out);
    return out;
}

bool curves_stands_out(const struct curves *curves, size_t row)
{
    return curves->role[row] != ROLE_OTHER;
}

/* Whether a row has a colour where not all can have one of their own. */
static bool has_claim(const struct curves *curves, size_t row)
{
    const struct row *at = &curves->rows.at[row];
    return at->kind != ROW_HEAD && (curves->rows.curves <= COLOURS + 1 || at->best || at->marked);
}

/* The first of a row's runs in the queue: it stays, whatever the order of the rows. */
static size_t queue_place(const struct curves *curves, size_t row)
{
    size_t first = rows_run(&curves->rows, row, 0);
    for (size_t i = 1; i < curves->rows.at[row].count; i++) {
        size_t run = rows_run(&curves->rows, row, i);
        first = run < first ? run : first;
    }
    return first;
}

/* How many rows with a claim stand before this one in the queue. */
static size_t claim_place(const struct curves *curves, size_t row)
{
    size_t before = 0;
    for (size_t i = 0; i < curves->rows.count; i++)
        before += has_claim(curves, i) && queue_place(curves, i) < queue_place(curves, row);
    return before;
}

/* One other has the one colour for others. Of several each has its own, which neither Tab nor the
 * order changes; but for the seventh, which has that of the selected row, whose curves are train
 * and val. */
static void find_roles(struct curves *curves)
{
    const struct rows *rows = &curves->rows;
    for (size_t i = 0; i < rows->count; i++) {
        curves->role[i] = ROLE_OTHER;
        if (curves_others(curves) < 2 || !has_claim(curves, i))
            continue;
        size_t place = claim_place(curves, i);
        if (place == COLOURS && has_claim(curves, rows->selected))
            place = claim_place(curves, rows->selected);
        curves->role[i] = (enum role)(ROLE_RUN_1 + place % COLOURS);
    }
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

const struct baseline_event *curves_baseline(const struct curves *curves)
{
    return board_same_source(curves->board, curves->selected) ? board_baseline(curves->board)
                                                              : NULL;
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
    rows_take(&curves->rows, screen, board);
    find_ruler(screen, &ruler);
    if (!layout_compute(&curves->layout, canvas->columns, canvas->rows, curves->rows.count,
                        curves_baseline(curves) != NULL, &ruler))
        return false;
    if (curves->runs > 0) {
        find_window(curves);
        find_roles(curves);
    }
    return true;
}
