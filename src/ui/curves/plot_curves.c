#include "config.h"

#include "rnntop/ui/curves/plot_curves.h"

#include <math.h>

#include "rnntop/ui/glyphs.h"

/* A run's x axis: how its points and epochs become places. */
struct place {
    enum screen_axis axis;
    double batches; /* in an epoch */
};

static double place_of(const struct place *place, uint64_t batch, double seconds)
{
    switch (place->axis) {
    case AXIS_EPOCH:
        return place->batches > 0 ? (double)batch / place->batches : NAN;
    case AXIS_STEP:
        return (double)batch;
    case AXIS_TIME:
        return seconds / 60;
    }
    return NAN;
}

static double epoch_place(const struct place *place, const struct epoch_event *epoch)
{
    return place->axis == AXIS_EPOCH ? epoch->epoch
                                     : place_of(place, epoch->step, epoch->train_clock);
}

static void begin_columns(const struct plot *plot, struct columns *columns)
{
    const struct curves *curves = plot->curves;
    columns_init(columns, curves->layout.plot_columns * raster_across(curves->dots), curves->begin,
                 curves->end);
}

/* What was trained: the average, every batch, or epochs as a whole. */
static void gather_train(const struct plot *plot, const struct seen *seen, struct columns *columns)
{
    const struct screen *screen = plot->curves->screen;
    struct place place = {screen->axis, seen->batches};
    bool accuracy = plot->metric == METRIC_ACCURACY;
    bool single = screen->smooth == SMOOTH_RAW || seen_single(seen);
    begin_columns(plot, columns);
    for (size_t i = 0; i < seen->point_count; i++) {
        const struct history_point *point = &seen->points[i];
        const struct span *raw = accuracy ? &point->accuracy : &point->loss;
        const struct span *smooth = accuracy ? &point->smooth_accuracy : &point->smooth_loss;
        const struct span *shown = single ? raw : smooth;
        double x = place_of(&place, point->last, point->seconds);
        if (screen->smooth != SMOOTH_EPOCH)
            columns_span(columns, x, shown->low, shown->high);
        if (raw->bad > 0)
            columns_bad(columns, x);
    }
    for (size_t i = 0; screen->smooth == SMOOTH_EPOCH && i < seen->epoch_count; i++) {
        const struct epoch_event *epoch = &seen->epochs[i];
        columns_point(columns, epoch_place(&place, epoch),
                      accuracy ? epoch->accuracy : epoch->loss);
    }
    /* The batch that broke it never became a point. */
    columns_bad(columns, seen_x(seen, screen->axis, seen_broke(seen)));
}

static void gather_val(const struct plot *plot, const struct seen *seen, struct columns *columns)
{
    struct place place = {plot->curves->screen->axis, seen->batches};
    begin_columns(plot, columns);
    for (size_t i = 0; i < seen->epoch_count; i++) {
        const struct epoch_event *epoch = &seen->epochs[i];
        double value = plot->metric == METRIC_ACCURACY ? epoch->val_accuracy : epoch->val_loss;
        columns_point(columns, epoch_place(&place, epoch), value);
    }
}

typedef void (*gatherer)(const struct plot *plot, const struct seen *seen, struct columns *columns);

/* The curve of a row. Of runs that differ by their seeds alone it is their mean, and *band what
 * lies between the lowest and the highest of them; of one run the band is empty. */
static void gather_row(const struct plot *plot, size_t row, gatherer gather,
                       struct columns *columns, struct columns *band)
{
    const struct curves *curves = plot->curves;
    const struct rows *rows = &curves->rows;
    struct columns_sum sum;
    if (rows->at[row].count == 1) {
        gather(plot, &curves->seen[rows_run(rows, row, 0)], columns);
        begin_columns(plot, band);
        return;
    }
    begin_columns(plot, columns);
    columns_sum_init(&sum, columns->count, columns->begin, columns->end);
    for (size_t i = 0; i < rows->at[row].count; i++) {
        gather(plot, &curves->seen[rows_run(rows, row, i)], columns);
        columns_sum_add(&sum, columns);
    }
    columns_sum_mean(&sum, columns);
    *band = sum.band;
}

/* For a projector the selected run's curves are thick. */
static void draw(const struct plot *plot, const struct columns *columns,
                 const struct raster_style *style)
{
    struct raster_style drawn = *style;
    drawn.thicker = plot->curves->screen->look == LOOK_PROJECTOR && style->rank >= RANK_VAL;
    raster_curve(plot->raster, columns, &plot->place->scale, &drawn);
}

/* The selected row's is the denser one: dotted lines must be seen within the others'. */
static void draw_band(const struct plot *plot, const struct columns *band, bool selected,
                      enum role role)
{
    raster_band(plot->raster, band, &plot->place->scale,
                &(struct raster_shade){.every = selected ? 1 : 2,
                                       .codepoint = glyph(plot->curves->ascii, GLYPH_BAND),
                                       .rank = selected ? RANK_BAND : RANK_BAND_OTHER,
                                       .role = role});
}

static void draw_other(const struct plot *plot, size_t row)
{
    const struct curves *curves = plot->curves;
    enum role role = curves->role[row];
    bool seen = curves_others(curves) < 2 || curves_stands_out(curves, row);
    unsigned curve = role == ROLE_OTHER ? 0 : (unsigned)(role - ROLE_RUN_1);
    struct columns columns, band;
    if (curves->screen->others == OTHERS_ALL) {
        gather_row(plot, row, gather_train, &columns, &band);
        draw(plot, &columns,
             &(struct raster_style){
                 .line = RASTER_SPARSE, .role = role, .rank = RANK_OTHER_TRAIN, .curve = curve});
    }
    gather_row(plot, row, gather_val, &columns, &band);
    if (seen)
        draw_band(plot, &band, false, role);
    draw(plot, &columns,
         &(struct raster_style){.line = RASTER_DOTTED,
                                .role = role,
                                .rank = seen ? RANK_OTHER : RANK_OTHER_DIM,
                                .curve = curve,
                                .ascii = 'x'});
}

void plot_curves(const struct plot *plot)
{
    const struct curves *curves = plot->curves;
    size_t selected = curves->rows.selected;
    struct columns columns, band;
    for (size_t i = 0; i < curves->rows.count; i++) {
        if (curves_is_other(curves, i))
            draw_other(plot, i);
    }

    gather_row(plot, selected, gather_val, &columns, &band);
    draw_band(plot, &band, true, ROLE_VAL);
    draw(plot, &columns,
         &(struct raster_style){.line = RASTER_DASHED,
                                .role = ROLE_VAL,
                                .rank = RANK_VAL,
                                .point_rank = RANK_VAL_POINT,
                                .ascii = 'o'});

    gather_row(plot, selected, gather_train, &columns, &band);
    draw(plot, &columns,
         &(struct raster_style){.line = RASTER_SOLID, .role = ROLE_TRAIN, .rank = RANK_TRAIN});
    raster_bad(plot->raster, &columns, &plot->place->scale, glyph(curves->ascii, GLYPH_BAD),
               RANK_BAD, ROLE_BAD);
}
