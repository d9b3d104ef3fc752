#include "config.h"

#include "rnntop/run/event.h"

#include <math.h>

static uint32_t add_capped(uint32_t a, uint32_t b)
{
    return b > UINT32_MAX - a ? UINT32_MAX : a + b;
}

void merged_add(struct merged *into, float value)
{
    struct merged one = {
        .n = 1,
        .bad = isfinite(value) ? 0 : 1,
        .sum = isfinite(value) ? (double)value : 0.0,
        .min = value,
        .max = value,
        .first = value,
        .last = value,
    };
    merged_join(into, &one);
}

void merged_join(struct merged *into, const struct merged *later)
{
    if (later->n == 0)
        return;
    if (into->n == 0) {
        *into = *later;
        return;
    }
    into->n = add_capped(into->n, later->n);
    into->bad = add_capped(into->bad, later->bad);
    into->sum += later->sum;
    /* Of a number and a NaN, fminf and fmaxf give the number. */
    into->min = fminf(into->min, later->min);
    into->max = fmaxf(into->max, later->max);
    into->last = later->last;
}

double merged_mean(const struct merged *merged)
{
    if (merged->n <= merged->bad)
        return NAN;
    return merged->sum / (double)(merged->n - merged->bad);
}

void step_join(struct step_event *into, const struct step_event *later)
{
    if (later->loss.n == 0)
        return;
    if (into->loss.n == 0) {
        *into = *later;
        return;
    }
    /* All but what is gathered over the batches stands as after the last one. */
    struct step_event joined = *later;
    joined.first = into->first;
    joined.loss = into->loss;
    joined.accuracy = into->accuracy;
    joined.gradient = into->gradient;
    merged_join(&joined.loss, &later->loss);
    merged_join(&joined.accuracy, &later->accuracy);
    merged_join(&joined.gradient, &later->gradient);
    *into = joined;
}

void event_drop(struct run_event *event)
{
    parcel_drop(event->parcel);
    event->parcel = NULL;
}

struct run_event event_copy(const struct run_event *event)
{
    parcel_hold(event->parcel);
    return *event;
}

const char *event_path(const struct run_event *event)
{
    return parcel_text(event->parcel);
}

const struct rt_error *event_error(const struct run_event *event)
{
    return parcel_error(event->parcel);
}

const struct run_spec *event_spec(const struct run_event *event)
{
    return parcel_bytes(event->parcel);
}

const struct judgement *event_judgement(const struct run_event *event)
{
    return parcel_bytes(event->parcel);
}

const struct text_reading *event_reading(const struct run_event *event)
{
    return parcel_bytes(event->parcel);
}
