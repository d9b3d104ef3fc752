#include "config.h"

#include <math.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/curves/plot.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/strings.h"

/* From one dot of a line that runs are held against to the next. */
#define LINE_CELLS        3
#define LINE_CELLS_NARROW 4

double plot_chance(const struct curves *curves, enum metric metric)
{
    double classes = (double)board_classes(curves->board, curves->selected);
    return metric == METRIC_ACCURACY ? 1 / classes : log(classes);
}

size_t plot_lines(const struct curves *curves, enum metric metric,
                  struct plot_line line[PLOT_MAX_LINES])
{
    const struct data_event *data = board_run_data(curves->board, curves->selected);
    const struct baseline_event *baseline =
        board_same_source(curves->board, curves->selected) ? board_baseline(curves->board) : NULL;
    bool accuracy = metric == METRIC_ACCURACY;
    size_t count = 0;
    line[count++] = (struct plot_line){
        plot_chance(curves, metric),
        string_get(board_classes(curves->board, curves->selected) > 2 ? STR_CHANCE : STR_COIN)};
    if (accuracy && data && data->made_up && data->ceiling > 0)
        line[count++] = (struct plot_line){data->ceiling, string_get(STR_IDEAL)};
    if (accuracy && baseline && isfinite(baseline->val_accuracy))
        line[count++] = (struct plot_line){(double)baseline->val_accuracy, string_get(STR_WORDS)};
    return count;
}

struct reading curves_reading(const struct curves *curves, size_t run, enum metric metric,
                              double epochs)
{
    const struct seen *seen = &curves->seen[run];
    const struct screen *screen = curves->screen;
    const struct epoch_event *epoch = seen_epoch(seen, epochs);
    bool accuracy = metric == METRIC_ACCURACY;
    struct reading reading = {NAN, NAN};
    if (epoch)
        reading.val = accuracy ? epoch->val_accuracy : epoch->val_loss;
    if (screen->axis == AXIS_EPOCH || screen->smooth == SMOOTH_EPOCH) {
        /* An epoch's own figures stand at its end only. */
        if (epoch && fabs(epoch->epoch - epochs) < 1e-6)
            reading.train = accuracy ? epoch->accuracy : epoch->loss;
        else
            reading.val = NAN;
        return reading;
    }
    const struct history_point *point = seen_point(seen, epochs);
    if (!point)
        return reading;
    if (screen->smooth == SMOOTH_RAW)
        reading.train = accuracy ? point->accuracy.mean : point->loss.mean;
    else
        reading.train = accuracy ? point->smooth_accuracy.mean : point->smooth_loss.mean;
    return reading;
}

/* ---- what lies under the curves ---- */

static void draw_scale(const struct plot *plot)
{
    const struct curves *curves = plot->curves;
    for (int row = 0; row < plot->place->scale.rows; row++) {
        char label[SCALE_LABEL_SIZE];
        bool labelled = scale_label(&plot->place->scale, row, label);
        canvas_put(curves->canvas, curves->layout.label_end, plot->place->row + row,
                   glyph(curves->ascii, labelled ? GLYPH_AXIS_LABEL : GLYPH_AXIS), ROLE_DIM);
        if (labelled)
            canvas_text_right(curves->canvas, curves->layout.label_end, plot->place->row + row,
                              label, ROLE_DIM);
    }
}

/* One dot where a labelled row and a labelled place of the x axis cross. */
static void draw_grid(const struct plot *plot)
{
    const struct curves *curves = plot->curves;
    struct curves_tick tick[CURVES_MAX_TICKS];
    size_t ticks = curves_ticks(curves, tick);
    if (curves->layout.strip) /* too much for so few rows */
        return;
    for (int row = 0; row < plot->place->scale.rows; row++) {
        char label[SCALE_LABEL_SIZE];
        if (!scale_label(&plot->place->scale, row, label))
            continue;
        for (size_t i = 0; i < ticks; i++) {
            if (tick[i].cell > 0) /* at 0 stands the axis itself */
                raster_cell(plot->raster, tick[i].cell, row, glyph(curves->ascii, GLYPH_GRID),
                            RANK_GRID, ROLE_FAINT);
        }
    }
}

static void draw_line(const struct plot *plot, double value)
{
    const struct curves *curves = plot->curves;
    const struct scale *scale = &plot->place->scale;
    double place = scale_place(scale, value);
    if (!(place >= 0 && place < scale->rows))
        return;
    int apart = curves->layout.narrow ? LINE_CELLS_NARROW : LINE_CELLS;
    for (int cell = 0; cell < curves->layout.plot_columns; cell += apart) {
        if (curves->dots == RASTER_BRAILLE)
            raster_dot(plot->raster, cell * raster_across(curves->dots),
                       scale_dot(scale, value, raster_down(curves->dots)), RANK_LINE, ROLE_FAINT);
        else
            raster_cell(plot->raster, cell, scale_dot(scale, value, 1),
                        glyph(curves->ascii, GLYPH_COIN), RANK_LINE, ROLE_FAINT);
    }
}

static void draw_lines(const struct plot *plot)
{
    struct plot_line line[PLOT_MAX_LINES];
    size_t count = plot_lines(plot->curves, plot->metric, line);
    for (size_t i = 0; i < count; i++)
        draw_line(plot, line[i].value);
}

static void draw_cursor(const struct plot *plot)
{
    const struct curves *curves = plot->curves;
    double cursor;
    if (!curves_cursor(curves, &cursor))
        return;
    double x = seen_x(&curves->seen[curves->selected], curves->screen->axis, cursor);
    int cell = isfinite(x) ? curves_cell(curves, x) : -1;
    for (int row = 0; row < plot->place->scale.rows; row++)
        raster_cell(plot->raster, cell, row, glyph(curves->ascii, GLYPH_CURSOR), RANK_CURSOR,
                    ROLE_MARK);
}

/* ---- a plot ---- */

static bool is_empty(const struct plot *plot)
{
    for (int row = 0; row < plot->place->scale.rows; row++) {
        for (int cell = 0; cell < plot->curves->layout.plot_columns; cell++) {
            if (raster_taken(plot->raster, cell, row, RANK_OTHER_TRAIN))
                return false;
        }
    }
    return true;
}

static void draw_plot(const struct curves *curves, const struct layout_plot *place,
                      enum metric metric)
{
    struct plot plot = {curves, place, metric, NULL};
    plot.raster = raster_create(curves->dots, curves->layout.plot_columns, place->scale.rows);
    draw_scale(&plot);
    if (plot.raster) {
        draw_grid(&plot);
        draw_lines(&plot);
        draw_cursor(&plot);
        plot_curves(&plot);
        raster_show(plot.raster, curves->canvas, curves->layout.plot_column, place->row);
        if (is_empty(&plot))
            plot_explain(&plot);
    }
    plot_title(&plot);
    curves_gutter(curves, place, metric);
    raster_destroy(plot.raster);
}

void curves_plots(const struct curves *curves)
{
    draw_plot(curves, &curves->layout.accuracy, METRIC_ACCURACY);
    draw_plot(curves, &curves->layout.loss, METRIC_LOSS);
}
