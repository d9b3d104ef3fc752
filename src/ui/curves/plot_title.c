#include "config.h"

#include "rnntop/ui/curves/plot_title.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/curves/plot_diagnosis.h"
#include "rnntop/ui/curves/reading.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/fit.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/strings.h"

#define GAP           3
#define LEGEND_COLUMN 11 /* behind the title's beginning: "accuracy" and a gap */
#define TEXT_SIZE     96

static const char *title_of(const struct plot *plot)
{
    if (plot->metric == METRIC_ACCURACY)
        return string_get(STR_ACCURACY);
    return string_get(plot->place->scale.log ? STR_LOG_LOSS : STR_LOSS);
}

/* ---- the legend ---- */

/* A line's sample and its name; false, and nothing drawn, when there is no room. */
static bool draw_entry(const struct plot *plot, int *column, enum legend legend, const char *name,
                       enum role role, int gap)
{
    const struct curves *curves = plot->curves;
    const char *sample = legend_sample(curves->screen, legend);
    /* In ASCII a lone letter and a word would read as one. */
    int between = utf8_text_columns(sample) > 1 ? 1 : 2;
    int width = (int)utf8_text_columns(sample) + between + (int)utf8_text_columns(name);
    if (*column + width > curves->layout.width)
        return false;
    int next = canvas_text(curves->canvas, *column, plot->place->title_row, sample, role) + between;
    *column = canvas_text(curves->canvas, next, plot->place->title_row, name, ROLE_DIM) + gap;
    return true;
}

/* The other rows' names in their colours, as many as there is room for, then how many more. Of many
 * those are named that stand out. */
static void draw_names(const struct plot *plot, int column)
{
    const struct curves *curves = plot->curves;
    int end = curves->layout.width, row = plot->place->title_row;
    size_t left = curves_others(curves);
    char name[RUN_NAME_SIZE], more[TEXT_SIZE], figure[FIGURE_SIZE];
    for (size_t i = 0; i < curves->rows.count && left > 0; i++) {
        if (!curves_is_other(curves, i) || !curves_stands_out(curves, i))
            continue;
        curves_row_name(curves, i, name);
        string_fill(more, sizeof more, STR_MORE_RUNS, figure_count(figure, left));
        int reserve = left > 1 ? 2 + (int)strlen(more) : 0;
        if (column + (int)utf8_text_columns(name) + reserve > end)
            break;
        column = canvas_text(curves->canvas, column, row, name, curves->role[i]) + 2;
        left--;
    }
    string_fill(more, sizeof more, STR_MORE_RUNS, figure_count(figure, left));
    if (left > 0 && column + (int)strlen(more) <= end)
        canvas_text(curves->canvas, column, row, more, ROLE_DIM);
}

/* How many of a row's runs have a curve of validation; of training. */
static void count_curves(const struct curves *curves, size_t row, size_t *val, size_t *train)
{
    *val = *train = 0;
    for (size_t i = 0; i < curves->rows.at[row].count; i++) {
        const struct seen *seen = &curves->seen[rows_run(&curves->rows, row, i)];
        *val += seen->epoch_count > 0;
        *train += seen->point_count > 0;
    }
}

static void draw_legend(const struct plot *plot, int column)
{
    const struct curves *curves = plot->curves;
    size_t others = curves_others(curves), other = 0, vals, trains;
    count_curves(curves, curves->rows.selected, &vals, &trains);
    const char *val = string_get(vals > 1 ? STR_VAL_RANGE : STR_VAL);
    if (!draw_entry(plot, &column, LEGEND_TRAIN, string_get(STR_TRAIN), ROLE_TRAIN, GAP) ||
        !draw_entry(plot, &column, LEGEND_VAL, val, ROLE_VAL, GAP) || others == 0)
        return;
    if (others > 1) {
        if (draw_entry(plot, &column, LEGEND_OTHER, string_get(STR_RUNS_VAL), ROLE_OTHER, 1))
            draw_names(plot, column);
        return;
    }
    while (!curves_is_other(curves, other))
        other++;
    char name[TEXT_SIZE];
    string_fill(name, sizeof name, STR_RUN_VAL, curves->rows.at[other].name);
    /* A curve that has no dots yet needs no explaining. */
    if (isfinite(reading_tip(curves, other, METRIC_ACCURACY).val))
        draw_entry(plot, &column, LEGEND_OTHER, name, ROLE_OTHER, GAP);
}

/* What the band is, and how train was averaged; said once, above the loss. */
static void draw_note(const struct plot *plot, int column)
{
    const struct curves *curves = plot->curves;
    const struct seen *seen = &curves->seen[curves->selected];
    enum screen_smooth smooth = curves->screen->smooth;
    char text[2][TEXT_SIZE], figure[FIGURE_SIZE];
    struct piece piece[2] = {{text[0], ROLE_DIM}, {text[1], ROLE_DIM}};
    size_t count = 0, val, train;
    count_curves(curves, curves->rows.selected, &val, &train);
    if (val > 1)
        string_fill(text[count++], TEXT_SIZE, STR_BAND, figure_count(figure, val));
    if (smooth == SMOOTH_AVERAGE && seen_single(seen))
        smooth = SMOOTH_RAW;
    static const enum string_id SAID[] = {[SMOOTH_AVERAGE] = STR_TRAIN_SMOOTH,
                                          [SMOOTH_RAW] = STR_TRAIN_RAW,
                                          [SMOOTH_EPOCH] = STR_TRAIN_EPOCH};
    if (train > 0)
        string_fill(text[count++], TEXT_SIZE, SAID[smooth],
                    figure_count(figure, HISTORY_SMOOTH_BATCHES));
    fit_pieces(curves->canvas, column, curves->layout.width, plot->place->title_row, GAP, piece,
               count);
}

/* ---- the read-out ---- */

static void where_text(const struct curves *curves, double cursor, char text[TEXT_SIZE])
{
    const struct seen *seen = &curves->seen[curves->selected];
    double x = seen_x(seen, curves->screen->axis, cursor);
    char figure[FIGURE_SIZE];
    switch (curves->screen->axis) {
    case AXIS_EPOCH:
        string_fill(text, TEXT_SIZE, STR_AT_EPOCH, figure_position(figure, cursor));
        break;
    case AXIS_STEP:
        string_fill(text, TEXT_SIZE, STR_AT_STEP,
                    figure_count(figure, isfinite(x) ? (uint64_t)(x + 0.5) : 0));
        break;
    case AXIS_TIME:
        string_fill(text, TEXT_SIZE, STR_AT_TIME, figure_decimals(figure, x, 2));
        break;
    }
}

/* "train 0.8929", or a dash for what is not there; the figure alone where there is little room. */
static void value_text(const struct curves *curves, const char *name, double value, bool brief,
                       char text[TEXT_SIZE])
{
    char figure[FIGURE_SIZE] = "";
    if (isnan(value))
        figure[utf8_encode(glyph(curves->ascii, GLYPH_NOTHING), figure)] = '\0';
    else
        figure_decimals(figure, value, 4);
    snprintf(text, TEXT_SIZE, "%s%s%s", brief ? "" : name, brief ? "" : " ", figure);
}

static void draw_reading(const struct plot *plot, int column, double cursor)
{
    const struct curves *curves = plot->curves;
    int end = curves->layout.width;
    struct reading reading = reading_at(curves, curves->rows.selected, plot->metric, cursor);
    char text[3 + ROWS_MAX][TEXT_SIZE], name[TEXT_SIZE], row_name[RUN_NAME_SIZE];
    struct piece piece[3 + ROWS_MAX] = {
        {text[0], ROLE_MARK}, {text[1], ROLE_TRAIN}, {text[2], ROLE_VAL}};
    size_t count = 3;
    where_text(curves, cursor, text[0]);
    for (int brief = 0; brief < 2; brief++) {
        value_text(curves, string_get(STR_TRAIN), reading.train, brief, text[1]);
        value_text(curves, string_get(STR_VAL), reading.val, brief, text[2]);
        if (column + fit_pieces_columns(piece, count, GAP) <= end)
            break;
    }
    for (size_t i = 0; i < curves->rows.count; i++) {
        if (!curves_is_other(curves, i) ||
            (curves_others(curves) > 1 && !curves_stands_out(curves, i)))
            continue;
        double value = reading_at(curves, i, plot->metric, cursor).val;
        string_fill(name, sizeof name, STR_RUN_VAL, curves_row_name(curves, i, row_name));
        value_text(curves, name, value, false, text[count]);
        piece[count] = (struct piece){text[count], curves->role[i]};
        count++;
    }
    fit_pieces(curves->canvas, column, end, plot->place->title_row, GAP, piece, count);
}

/* ---- the title ---- */

/* The first cell of a row where a text finds room between the curves, a cell from the next one; -1
 * when there is none. */
static int find_room(const struct plot *plot, int row, int width)
{
    int free = 0;
    for (int cell = 1; cell < plot->curves->layout.plot_columns; cell++) {
        free = raster_taken(plot->raster, cell, row, RANK_CURSOR) ? 0 : free + 1;
        if (free == width + 2)
            return cell - width;
    }
    return -1;
}

/* Inside the plot, as high as there is room. */
static void draw_inside(const struct plot *plot)
{
    const struct curves *curves = plot->curves;
    const char *title = title_of(plot);
    int width = (int)utf8_text_columns(title);
    for (int row = 0; plot->raster && row < plot->place->scale.rows; row++) {
        int cell = find_room(plot, row, width);
        if (cell < 0)
            continue;
        int column = curves->layout.plot_column + cell;
        canvas_blank(curves->canvas, column - 1, plot->place->row + row, width + 2, 1);
        canvas_text(curves->canvas, column, plot->place->row + row, title, ROLE_STRONG);
        return;
    }
}

void plot_title(const struct plot *plot)
{
    const struct curves *curves = plot->curves;
    double cursor;
    if (plot->place->title_row < 0) {
        draw_inside(plot);
        return;
    }
    int column = curves->layout.label_end + 1;
    canvas_text(curves->canvas, column, plot->place->title_row, title_of(plot), ROLE_STRONG);
    column += LEGEND_COLUMN;
    if (curves_cursor(curves, &cursor))
        draw_reading(plot, column, cursor);
    else if (plot->metric == METRIC_ACCURACY)
        draw_legend(plot, column);
    else if (!plot_diagnosis(plot, column))
        draw_note(plot, column);
}
