/* Dropout, and SpatialDropout1D, which drops whole channels of a row at every step. */
#include "config.h"

#include "rnntop/nn/dropout.h"
#include "rnntop/nn/stage_parts.h"

bool stage_dropout_create(struct stage *stage, struct arena *arena, size_t most_rows)
{
    stage->out.reversed = stage->in->reversed;
    if (stage->layer->dropout == 0)
        return true;
    const size_t rows =
        stage->layer->kind == LAYER_DROPOUT ? stage_rows(stage, most_rows) : most_rows;
    stage->factors = arena_alloc(arena, rows, stage->out.stride * sizeof *stage->factors);
    return stage->factors && stage_own(stage, arena, most_rows);
}

static bool drops(const struct stage *stage, const struct stage_pass *pass)
{
    return stage->factors && pass->training;
}

/* Where nothing is dropped, what comes in goes on without a copy. */
void stage_dropout_begin(struct stage *stage, const struct stage_pass *pass)
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
    const size_t first = stage->layer->kind == LAYER_DROPOUT ? t * pass->size : 0;
    return stage->factors + (first + row) * stage->out.stride;
}

void stage_dropout_forward(struct stage *stage, const struct stage_pass *pass, size_t begin,
                           size_t end)
{
    if (!drops(stage, pass))
        return;
    const size_t stride = stage->out.stride, width = stage->out.width;
    const bool each = stage->layer->kind == LAYER_DROPOUT;
    const size_t masks = each && stage->out.sequence ? stage->steps : 1;
    const struct dropout dropout = {.rate = stage->layer->dropout,
                                    .seed = pass->seed,
                                    .step = pass->step,
                                    .layer = stage->number};
    for (size_t row = begin; row < end; row++) {
        for (size_t t = each ? first_time(stage, pass) : 0;
             t < (each ? after_times(stage, pass) : 1); t++)
            dropout_factors(&dropout, (row * masks + t) * width,
                            stage->factors + (t * pass->size + row) * stride, width);
    }
    for (size_t t = first_time(stage, pass); t < after_times(stage, pass); t++) {
        const size_t first = (t * pass->size + begin) * stride;
        stage->kernels->multiply(stage->out.x + first, stage->in->x + first,
                                 factors_of(stage, pass, t, begin), (end - begin) * stride);
    }
}

void stage_dropout_backward(struct stage *stage, const struct stage_pass *pass, size_t begin,
                            size_t end)
{
    if (!drops(stage, pass))
        return;
    const size_t stride = stage->out.stride;
    for (size_t t = first_time(stage, pass); t < after_times(stage, pass); t++) {
        const size_t first = (t * pass->size + begin) * stride;
        stage->kernels->multiply(stage->in->dx + first, stage->out.dx + first,
                                 factors_of(stage, pass, t, begin), (end - begin) * stride);
    }
}
