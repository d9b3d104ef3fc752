#include "config.h"

#include "rnntop/ui/curves/ticks.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "rnntop/ui/figures.h"

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
    if (curves->screen->axis != AXIS_TIME && screen_run(curves->screen, curves->selected)->end <= 0)
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

size_t ticks_find(const struct curves *curves, struct tick tick[TICKS_MAX])
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
    for (long i = (long)ceil(curves->begin / step - 1e-6); count < TICKS_MAX; i++) {
        struct tick *at = &tick[count];
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
