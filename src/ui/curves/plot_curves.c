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

static void draw(const struct plot *plot, const struct columns *columns,
                 const struct raster_style *style)
{
    raster_curve(plot->raster, columns, &plot->place->scale, style);
}

static void draw_other(const struct plot *plot, size_t run, struct columns *columns)
{
    const struct curves *curves = plot->curves;
    enum role role = other_role(run, curves_others(curves));
    if (curves->screen->others == OTHERS_ALL) {
        struct raster_style train = {
            .line = RASTER_SPARSE, .role = role, .rank = RANK_OTHER_TRAIN + (unsigned)run};
        gather_train(plot, &curves->seen[run], columns);
        draw(plot, columns, &train);
    }
    struct raster_style val = {
        .line = RASTER_DOTTED, .role = role, .rank = RANK_OTHER + (unsigned)run, .ascii = 'x'};
    gather_val(plot, &curves->seen[run], columns);
    draw(plot, columns, &val);
}

void plot_curves(const struct plot *plot)
{
    const struct curves *curves = plot->curves;
    const struct seen *selected = &curves->seen[curves->selected];
    struct columns columns;
    for (size_t i = 0; curves_others(curves) > 0 && i < curves->runs; i++) {
        if (i != curves->selected)
            draw_other(plot, i, &columns);
    }

    gather_val(plot, selected, &columns);
    draw(plot, &columns,
         &(struct raster_style){.line = RASTER_DASHED,
                                .role = ROLE_VAL,
                                .rank = RANK_VAL,
                                .point_rank = RANK_VAL_POINT,
                                .ascii = 'o'});

    gather_train(plot, selected, &columns);
    /* The batch that broke it never became a point. */
    columns_bad(&columns, seen_x(selected, curves->screen->axis, seen_broke(selected)));
    draw(plot, &columns,
         &(struct raster_style){.line = RASTER_SOLID, .role = ROLE_TRAIN, .rank = RANK_TRAIN});
    raster_bad(plot->raster, &columns, &plot->place->scale, glyph(curves->ascii, GLYPH_BAD),
               RANK_BAD, ROLE_BAD);
}
