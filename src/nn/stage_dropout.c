/* Dropout, and SpatialDropout1D, which drops whole channels of a row at every step. */
#include "config.h"

#include "rnntop/nn/dropout.h"
#include "rnntop/nn/stage_parts.h"

/* The factors, [T*B or B, stride], are the state; there are none where nothing is ever dropped. */
static float *factors_at(const struct stage *stage, size_t row)
{
    return (float *)stage->state + row * stage->out.stride;
}

/* Whether each step has factors of its own: Dropout's. */
static bool each_step(const struct stage *stage)
{
    return stage->kind == &stage_dropout;
}

static enum rt_status create(struct stage *stage, struct arena *arena,
                             const struct stage_setup *setup, struct rt_error *error)
{
    const size_t most_rows = setup->most_rows;
    stage->out.reversed = stage->in->reversed;
    if (stage->layer->dropout == 0)
        return RT_OK;
    stage->state = arena_alloc(arena, each_step(stage) ? stage_rows(stage, most_rows) : most_rows,
                               stage->out.stride * sizeof(float));
    return stage_created(stage, stage->state && stage_own(stage, arena, most_rows), error);
}

static bool drops(const struct stage *stage, const struct stage_pass *pass)
{
    return stage->state && pass->training;
}

/* Where nothing is dropped, what comes in goes on without a copy. */
static void begin_pass(struct stage *stage, const struct stage_pass *pass)
{
    stage->out.x = drops(stage, pass) ? stage->own : stage->in->x;
    stage->out.dx = drops(stage, pass) ? stage->down : stage->in->dx;
}

/* The times [first, after) at which rows come: steps of a sequence, or once. */
static size_t first_time(const struct stage *stage, const struct stage_pass *pass)
{
    return stage->out.sequence ? pass->from : 0;
}

static size_t after_times(const struct stage *stage, const struct stage_pass *pass)
{
    return stage->out.sequence ? pass->to : 1;
}

static const float *factors_of(const struct stage *stage, const struct stage_pass *pass, size_t t,
                               size_t row)
{
    return factors_at(stage, (each_step(stage) ? t * pass->size : 0) + row);
}

static bool forward(struct stage *stage, const struct stage_pass *pass, size_t begin, size_t end)
{
    if (!drops(stage, pass))
        return true;
    const size_t stride = stage->out.stride, width = stage->out.width;
    const bool each = each_step(stage);
    const size_t masks = each && stage->out.sequence ? stage->steps : 1;
    const struct dropout dropout = {.rate = stage->layer->dropout,
                                    .seed = pass->seed,
                                    .step = pass->step,
                                    .layer = stage->number};
    for (size_t row = begin; row < end; row++) {
        for (size_t t = each ? first_time(stage, pass) : 0;
             t < (each ? after_times(stage, pass) : 1); t++)
            dropout_factors(&dropout, (row * masks + t) * width,
                            factors_at(stage, t * pass->size + row), width);
    }
    for (size_t t = first_time(stage, pass); t < after_times(stage, pass); t++) {
        const size_t first = (t * pass->size + begin) * stride;
        stage->kernels->multiply(stage->out.x + first, stage->in->x + first,
                                 factors_of(stage, pass, t, begin), (end - begin) * stride);
    }
    return true;
}

static bool backward(struct stage *stage, const struct stage_pass *pass, size_t begin, size_t end)
{
    if (!drops(stage, pass))
        return true;
    const size_t stride = stage->out.stride;
    for (size_t t = first_time(stage, pass); t < after_times(stage, pass); t++) {
        const size_t first = (t * pass->size + begin) * stride;
        stage->kernels->multiply(stage->in->dx + first, stage->out.dx + first,
                                 factors_of(stage, pass, t, begin), (end - begin) * stride);
    }
    return true;
}

const struct stage_kind stage_dropout = {
    .create = create, .begin = begin_pass, .forward = forward, .backward = backward};
const struct stage_kind stage_spatial_dropout = {
    .create = create, .begin = begin_pass, .forward = forward, .backward = backward};
