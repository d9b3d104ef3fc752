#include "config.h"

#include "rnntop/train/schedule.h"

#include <math.h>

#define PI 3.14159265358979323846

/* D, at least 1. */
static double span(const struct schedule_spec *schedule, size_t batches, size_t epochs)
{
    double steps = (double)schedule->decay_steps;
    if (schedule->decay_steps == 0 && schedule->kind == SCHEDULE_COSINE)
        steps = (double)batches * (double)epochs - (double)schedule->warmup;
    else if (schedule->decay_steps == 0)
        steps = (double)batches;
    return steps > 1 ? steps : 1;
}

double schedule_rate(const struct schedule_spec *schedule, double full, uint64_t step,
                     size_t batches, size_t epochs)
{
    if (step < schedule->warmup)
        return full * ((double)step + 1) / (double)schedule->warmup;
    double part = (double)(step - schedule->warmup) / span(schedule, batches, epochs);
    switch (schedule->kind) {
    case SCHEDULE_EXPONENTIAL:
        return full * pow(schedule->decay_rate, part);
    case SCHEDULE_STEP:
        return full * pow(schedule->decay_rate, floor(part));
    case SCHEDULE_COSINE:
        return full * 0.5 * (1 + cos(PI * fmin(part, 1)));
    case SCHEDULE_CONSTANT:
    case SCHEDULE_KINDS:
        break;
    }
    return full;
}

bool schedule_changes(const struct run_spec *run)
{
    return run->optimizer.schedule.kind != SCHEDULE_CONSTANT ||
           run->optimizer.schedule.warmup > 0 || run->callbacks.reduces;
}
