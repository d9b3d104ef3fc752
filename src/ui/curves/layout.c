#include "config.h"

#include "rnntop/ui/curves/layout.h"

#include "rnntop/chart/columns.h"

/* From these sizes on a screen has ... */
#define ROWS_TABLE    16  /* a table, not a strip */
#define ROWS_MESSAGE  14  /* a row for messages above the hints */
#define ROWS_BLANK    24  /* a blank row between table and plots */
#define ROWS_AIRY     30  /* blank rows around the table, and between the plots */
#define COLUMNS_WIDE  110 /* loss in the table, names in the gutter */
#define COLUMNS_NAMES 60  /* "train" and "val" in the gutter */

#define LEAST_REST 14 /* rows beside the table that a screen keeps, however many runs there are */

#define BRAILLE_ACROSS 2 /* dots in a cell, at most */

static int least(int a, int b)
{
    return a < b ? a : b;
}

static void place_columns(struct layout *layout, int columns)
{
    layout->width = columns - 1;
    layout->wide = columns >= COLUMNS_WIDE;
    layout->narrow = columns < COLUMNS_NAMES;
    layout->gutter_columns = layout->wide ? 16 : layout->narrow ? 7 : 13;
    layout->label_end = layout->narrow ? 3 : 5;
    layout->plot_column = layout->label_end + 2;
    layout->plot_columns = least(layout->width - layout->gutter_columns - layout->plot_column,
                                 COLUMNS_MAX / BRAILLE_ACROSS);
}

/* Accuracy takes as many of its half of the rows as its unit fills, and loss the rest: what its own
 * unit leaves is above its highest value. */
static bool fit_plots(struct layout *layout, int rows, const struct layout_ruler *ruler)
{
    int label_columns = layout->narrow ? 3 : 4;
    struct scale *accuracy = &layout->accuracy.scale, *loss = &layout->loss.scale;
    if (!scale_fit(accuracy, ruler->accuracy_low, 1, false, (rows + 1) / 2, label_columns))
        return false;
    double low = ruler->log_loss ? ruler->loss_low : 0;
    if (!scale_fit(loss, low, ruler->loss_high, ruler->log_loss, rows - accuracy->rows,
                   label_columns))
        return false;
    scale_grow(loss, rows - accuracy->rows);
    return true;
}

/* Rows from `next` on, down to the hints. */
static bool place_plots(struct layout *layout, int next, const struct layout_ruler *ruler)
{
    bool airy = layout->hints_row + 1 >= ROWS_AIRY;
    int below = layout->message_row >= 0 ? layout->message_row : layout->hints_row;
    int spent = 1 + (layout->strip ? 0 : 2) + airy; /* axis, titles, a blank row */
    if (!fit_plots(layout, below - next - spent, ruler))
        return false;
    layout->accuracy.title_row = layout->strip ? -1 : next++;
    layout->accuracy.row = next;
    next += layout->accuracy.scale.rows + airy;
    layout->loss.title_row = layout->strip ? -1 : next++;
    layout->loss.row = next;
    layout->axis_row = next + layout->loss.scale.rows;
    return true;
}

/* What stands between two labels. */
static double tick(const struct scale *scale)
{
    return scale->unit * scale->per_tick;
}

/* Whether one of the plots has labels closer together, and none has them further apart. */
static bool is_read_better(const struct layout *layout, const struct layout *than)
{
    double accuracy = tick(&layout->accuracy.scale), loss = tick(&layout->loss.scale);
    double its_accuracy = tick(&than->accuracy.scale), its_loss = tick(&than->loss.scale);
    return accuracy <= its_accuracy && loss <= its_loss &&
           (accuracy < its_accuracy || loss < its_loss);
}

/* A blank row above the plots, where they can be read as well without it. */
static bool place_below_blank(struct layout *layout, int next, const struct layout_ruler *ruler)
{
    struct layout filled = *layout;
    if (!place_plots(layout, next + 1, ruler))
        return false;
    if (layout->hints_row + 1 < ROWS_AIRY && place_plots(&filled, next, ruler) &&
        is_read_better(&filled, layout))
        *layout = filled;
    return true;
}

bool layout_compute(struct layout *layout, int columns, int rows, size_t runs, bool baseline,
                    const struct layout_ruler *ruler)
{
    if (columns < LAYOUT_MIN_COLUMNS || rows < LAYOUT_MIN_ROWS)
        return false;
    struct layout made = {
        .strip = rows < ROWS_TABLE, .header_row = -1, .heading_row = -1, .baseline_row = -1};
    place_columns(&made, columns);
    made.hints_row = rows - 1;
    made.message_row = rows >= ROWS_MESSAGE ? rows - 2 : -1;

    int next = 0;
    if (made.strip) {
        made.run_row = next++;
        made.run_rows = 1;
    } else {
        made.header_row = next++;
        next += rows >= ROWS_AIRY;
        made.heading_row = next++;
        made.run_row = next;
        made.run_rows = least(runs < 1000 ? (int)runs : 1000, least(rows / 4, rows - LEAST_REST));
        next += made.run_rows;
        if (baseline && rows >= ROWS_AIRY)
            made.baseline_row = next++;
    }
    if (!(rows >= ROWS_BLANK ? place_below_blank : place_plots)(&made, next, ruler))
        return false;
    /* On fewer rows it takes the blank one, where that is still there: the plots stay as they are.
     */
    if (baseline && rows < ROWS_AIRY && made.accuracy.title_row > next)
        made.baseline_row = next;
    *layout = made;
    return true;
}
