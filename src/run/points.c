#include "config.h"

#include "rnntop/run/points.h"

#include <math.h>
#include <stdlib.h>

#define POINTS_FIRST 1024

static uint32_t finite_count(const struct merged *values)
{
    return values->n > values->bad ? values->n - values->bad : 0;
}

/* Takes the finite values of n batches in, as that many times their mean. */
static void smooth_take(struct smooth *smooth, const struct merged *values)
{
    double mean = merged_mean(values);
    if (!isfinite((float)mean)) /* beyond float is no figure of a run, either */
        return;
    uint32_t count = finite_count(values);
    double keep = pow(1.0 - 2.0 / (HISTORY_SMOOTH_BATCHES + 1.0), count);
    smooth->sum = keep * smooth->sum + (1.0 - keep) * mean;
    smooth->weight = keep * smooth->weight + (1.0 - keep);
    smooth->seen += count;
}

float smooth_value(const struct smooth *smooth)
{
    return smooth->seen < HISTORY_SMOOTH_FROM ? NAN : (float)(smooth->sum / smooth->weight);
}

/* An infinite extreme is left to `bad`: a scale must fit what is drawn. */
static struct span span_of(const struct merged *values)
{
    struct span span = {NAN, NAN, NAN, values->bad < values->n ? values->bad : values->n};
    float mean = (float)merged_mean(values);
    if (!isfinite(mean))
        return span;
    span.mean = mean;
    span.low = isfinite(values->min) ? fminf(values->min, mean) : mean;
    span.high = isfinite(values->max) ? fmaxf(values->max, mean) : mean;
    return span;
}

static struct span span_of_value(float value)
{
    return (struct span){value, value, value, 0};
}

static struct span span_join(const struct span *a, double a_batches, const struct span *b,
                             double b_batches)
{
    uint32_t bad = b->bad > UINT32_MAX - a->bad ? UINT32_MAX : a->bad + b->bad;
    struct span joined = isnan(a->mean) ? *b : *a;
    if (!isnan(a->mean) && !isnan(b->mean)) {
        /* Hostile counts may be below their own `bad`: then both sides weigh the same. */
        double weight_a = fmax(a_batches - a->bad, 1.0), weight_b = fmax(b_batches - b->bad, 1.0);
        double share = weight_b / (weight_a + weight_b);
        joined.low = fminf(a->low, b->low);
        joined.high = fmaxf(a->high, b->high);
        joined.mean = (float)(a->mean * (1.0 - share) + b->mean * share);
    }
    joined.bad = bad;
    return joined;
}

static void point_join(struct history_point *into, const struct history_point *later)
{
    double a = (double)(into->last - into->first) + 1.0;
    double b = (double)(later->last - later->first) + 1.0;
    into->loss = span_join(&into->loss, a, &later->loss, b);
    into->accuracy = span_join(&into->accuracy, a, &later->accuracy, b);
    into->smooth_loss = span_join(&into->smooth_loss, a, &later->smooth_loss, b);
    into->smooth_accuracy = span_join(&into->smooth_accuracy, a, &later->smooth_accuracy, b);
    into->last = later->last;
    into->seconds = later->seconds;
}

enum rt_status points_init(struct points *points, struct rt_error *error)
{
    *points = (struct points){.capacity = POINTS_FIRST, .stride = 1};
    points->point = malloc(POINTS_FIRST * sizeof *points->point);
    if (!points->point)
        return rt_fail(error, ERR_NO_MEMORY_FOR_CURVES);
    return RT_OK;
}

void points_free(struct points *points)
{
    free(points->point);
    *points = (struct points){0};
}

/* Halves the points. The stride doubles with it, so that all points cover about as many batches:
 * were new ones kept finer, the oldest would be merged over and over into one. */
static void compact(struct points *points)
{
    size_t kept = 0;
    for (size_t i = 0; i < points->count; i += 2) {
        points->point[kept] = points->point[i];
        if (i + 1 < points->count)
            point_join(&points->point[kept], &points->point[i + 1]);
        kept++;
    }
    points->count = kept;
    if (points->stride <= UINT64_MAX / 2)
        points->stride *= 2;
}

static void make_room(struct points *points)
{
    if (points->count < points->capacity)
        return;
    if (points->capacity < HISTORY_MAX_POINTS) {
        struct history_point *point =
            realloc(points->point, 2 * points->capacity * sizeof *points->point);
        if (point) {
            points->point = point;
            points->capacity *= 2;
            return;
        }
    }
    compact(points);
}

bool points_take(struct points *points, const struct step_event *step)
{
    const struct history_point *previous =
        points->count > 0 ? &points->point[points->count - 1] : NULL;
    uint64_t known = previous ? previous->last : 0;
    if (step->loss.n == 0 || step->last <= known)
        return false;

    smooth_take(&points->loss, &step->loss);
    smooth_take(&points->accuracy, &step->accuracy);

    double seconds = previous ? previous->seconds : 0.0;
    struct history_point point = {
        .first = step->first > known ? step->first : known + 1,
        .last = step->last,
        .seconds = isfinite(step->seconds) ? fmax(step->seconds, seconds) : seconds,
        .loss = span_of(&step->loss),
        .accuracy = span_of(&step->accuracy),
        .smooth_loss = span_of_value(smooth_value(&points->loss)),
        .smooth_accuracy = span_of_value(smooth_value(&points->accuracy)),
    };
    if (point.first > point.last)
        point.first = point.last;

    /* The point begun takes it as long as the two together stay within the stride. */
    if (previous && point.last - previous->first < points->stride) {
        point_join(&points->point[points->count - 1], &point);
        return true;
    }
    make_room(points);
    points->point[points->count++] = point;
    return true;
}
