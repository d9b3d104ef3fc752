#include "config.h"

#include "rnntop/ui/curves/plots.h"

#include <math.h>

#include "rnntop/ui/curves/gutter.h"
#include "rnntop/ui/curves/plot_curves.h"
#include "rnntop/ui/curves/plot_explain.h"
#include "rnntop/ui/curves/plot_title.h"
#include "rnntop/ui/curves/references.h"
#include "rnntop/ui/curves/ticks.h"
#include "rnntop/ui/glyphs.h"

/* From one dot of a line that runs are held against to the next. */
#define LINE_CELLS        3
#define LINE_CELLS_NARROW 4

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
    struct tick tick[TICKS_MAX];
    size_t ticks = ticks_find(curves, tick);
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
    if (curves->screen->look == LOOK_PROJECTOR) { /* dots would be lost on a wall */
        for (int cell = 0; cell < curves->layout.plot_columns; cell++)
            raster_cell(plot->raster, cell, scale_dot(scale, value, 1),
                        glyph(curves->ascii, GLYPH_LINE_STRONG), RANK_LINE, ROLE_DIM);
        return;
    }
    int apart = curves->layout.narrow ? LINE_CELLS_NARROW : LINE_CELLS;
    for (int cell = 0; cell < curves->layout.plot_columns; cell += apart) {
        if (curves->dots == RASTER_BRAILLE)
            raster_dot(plot->raster, cell * raster_across(curves->dots),
                       scale_dot(scale, value, raster_down(curves->dots)), RANK_LINE, ROLE_FAINT);
        else
            raster_cell(plot->raster, cell, scale_dot(scale, value, 1),
                        glyph(curves->ascii, GLYPH_LINE), RANK_LINE, ROLE_FAINT);
    }
}

static void draw_references(const struct plot *plot)
{
    struct reference reference[REFERENCES_MAX];
    size_t count = references_find(plot->curves, plot->metric, reference);
    for (size_t i = 0; i < count; i++)
        draw_line(plot, reference[i].value);
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
        draw_references(&plot);
        draw_cursor(&plot);
        plot_curves(&plot);
        raster_show(plot.raster, curves->canvas, curves->layout.plot_column, place->row);
        if (is_empty(&plot))
            plot_explain(&plot);
    }
    plot_title(&plot);
    gutter_draw(curves, place, metric);
    raster_destroy(plot.raster);
}

void plots_draw(const struct curves *curves)
{
    draw_plot(curves, &curves->layout.accuracy, METRIC_ACCURACY);
    draw_plot(curves, &curves->layout.loss, METRIC_LOSS);
}
