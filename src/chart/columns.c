#include "config.h"

#include "rnntop/chart/columns.h"

#include <assert.h>
#include <math.h>

/* A part of a column's width: an x that is past an edge by less, that is, by rounding, still
 * belongs to the column before the edge. */
#define ON_EDGE 1e-6

void columns_init(struct columns *columns, int count, double begin, double end)
{
    assert(count > 0 && count <= COLUMNS_MAX && begin < end);
    columns->count = count;
    columns->begin = begin;
    columns->end = end;
    columns->has_last = false;
    columns->last_x = columns->last_value = 0;
    for (int i = 0; i < count; i++)
        columns->at[i] = (struct columns_at){.any = false};
}

long columns_place(int count, double begin, double end, double x)
{
    double place = (x - begin) / (end - begin) * count;
    if (fabs(place) < ON_EDGE)
        return 0;
    return (long)fmax(-1e9, fmin(ceil(place - ON_EDGE) - 1, 1e9));
}

static long place_of(const struct columns *columns, double x)
{
    return columns_place(columns->count, columns->begin, columns->end, x);
}

static void widen(struct columns *columns, long column, double low, double high)
{
    if (column < 0 || column >= columns->count)
        return;
    struct columns_at *at = &columns->at[column];
    at->low = at->any ? fminf(at->low, (float)low) : (float)low;
    at->high = at->any ? fmaxf(at->high, (float)high) : (float)high;
    at->any = true;
}

/* The straight line from the last value, in the columns between. */
static void join(struct columns *columns, double x, double value)
{
    long from = place_of(columns, columns->last_x) + 1, to = place_of(columns, x) - 1;
    double width = (columns->end - columns->begin) / columns->count;
    for (long i = from > 0 ? from : 0; i <= to && i < columns->count; i++) {
        double middle = columns->begin + ((double)i + 0.5) * width;
        double part = (middle - columns->last_x) / (x - columns->last_x);
        double between = columns->last_value + part * (value - columns->last_value);
        widen(columns, i, between, between);
    }
}

void columns_span(struct columns *columns, double x, double low, double high)
{
    if (!isfinite(x) || !isfinite(low) || !isfinite(high))
        return;
    double middle = (low + high) / 2;
    if (columns->has_last && x > columns->last_x)
        join(columns, x, middle);
    widen(columns, place_of(columns, x), low, high);
    columns->has_last = true;
    columns->last_x = x;
    columns->last_value = middle;
}

void columns_point(struct columns *columns, double x, double value)
{
    columns_span(columns, x, value, value);
    long column = place_of(columns, x);
    if (isfinite(value) && column >= 0 && column < columns->count)
        columns->at[column].point = true;
}

void columns_bad(struct columns *columns, double x)
{
    if (!isfinite(x))
        return;
    long column = place_of(columns, x);
    if (column >= 0 && column < columns->count)
        columns->at[column].bad = true;
}

/* ---- several curves ---- */

void columns_sum_init(struct columns_sum *sum, int count, double begin, double end)
{
    columns_init(&sum->band, count, begin, end);
    for (int i = 0; i < count; i++) {
        sum->sum[i] = 0;
        sum->curves[i] = 0;
    }
}

void columns_sum_add(struct columns_sum *sum, const struct columns *curve)
{
    assert(curve->count == sum->band.count);
    for (int i = 0; i < curve->count; i++) {
        const struct columns_at *at = &curve->at[i];
        sum->band.at[i].point |= at->point;
        sum->band.at[i].bad |= at->bad;
        if (!at->any)
            continue;
        widen(&sum->band, i, (double)at->low, (double)at->high);
        sum->sum[i] += ((double)at->low + (double)at->high) / 2;
        sum->curves[i]++;
    }
}

void columns_sum_mean(const struct columns_sum *sum, struct columns *mean)
{
    columns_init(mean, sum->band.count, sum->band.begin, sum->band.end);
    for (int i = 0; i < mean->count; i++) {
        if (sum->curves[i] > 0)
            widen(mean, i, sum->sum[i] / sum->curves[i], sum->sum[i] / sum->curves[i]);
        mean->at[i].point = sum->band.at[i].point;
        mean->at[i].bad = sum->band.at[i].bad;
    }
}
