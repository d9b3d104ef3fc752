/* A recurrent layer: one direction, or the two of a Bidirectional one. */
#include "config.h"

#include "rnntop/nn/dropout.h"
#include "rnntop/nn/stage_parts.h"

static struct recurrent_spec spec_of(const struct stage *stage, size_t half,
                                     const struct stage_setup *setup)
{
    const struct layer_spec *layer = stage->layer;
    const bool reversed = stage->in->reversed;
    /* Backwards through what is reversed already is forwards; the second half goes the other way.
     */
    const bool backwards = layer->go_backwards != reversed;
    return (struct recurrent_spec){.kind = layer->kind,
                                   .activation = layer->activation,
                                   .recurrent_activation = layer->recurrent_activation,
                                   .inputs = layer->input,
                                   .units = layer->units,
                                   .steps = stage->steps,
                                   .backwards = half == 0 ? backwards : !backwards,
                                   .masked = stage->masked,
                                   .drops = layer->recurrent_dropout > 0,
                                   .most_rows = setup->most_rows,
                                   .indexed = stage->indexed,
                                   .most_words = setup->most_words,
                                   .most_projected = setup->most_projected,
                                   .workers = stage->indexed ? setup->workers : 0,
                                   .infer_rows = setup->infer_rows};
}

static float *block(struct arena *arena, size_t rows, size_t stride, bool *whole)
{
    float *values = arena_alloc(arena, rows, stride * sizeof *values);
    *whole = *whole && values;
    return values;
}

static bool create_half(struct stage *stage, struct stage_half *half, struct arena *arena,
                        size_t most_rows)
{
    const struct layer_spec *layer = stage->layer;
    const size_t tokens = stage->steps * most_rows, stride = recurrent_stride(half->recurrent);
    bool whole = true;
    if (layer->dropout > 0) {
        half->input_keep = block(arena, most_rows, stage->in->stride, &whole);
        half->input = block(arena, tokens, stage->in->stride, &whole);
    }
    if (layer->recurrent_dropout > 0)
        half->keep = block(arena, most_rows, stride, &whole);
    if (stage->halves == 2 && stage->out.sequence)
        half->dh = block(arena, tokens, stride, &whole);
    return whole;
}

enum rt_status stage_recurrent_create(struct stage *stage, struct arena *arena,
                                      const struct stage_setup *setup, struct rt_error *error)
{
    const struct layer_spec *layer = stage->layer;
    const size_t tokens = stage->steps * setup->most_rows;
    bool whole = true;
    stage->halves = layer->merge == MERGE_NONE ? 1 : 2;
    stage->indexed = setup->indexed && stage->number == 1;
    stage->out.reversed = stage->out.sequence && layer->go_backwards != stage->in->reversed;
    for (size_t i = 0; i < stage->halves; i++) {
        const struct recurrent_spec spec = spec_of(stage, i, setup);
        enum rt_status status =
            recurrent_create(&stage->half[i].recurrent, arena, &spec, setup->kernels, error);
        if (status != RT_OK)
            return status;
        whole = create_half(stage, &stage->half[i], arena, setup->most_rows) && whole;
    }
    if (!stage->indexed && (stage->halves == 2 || layer->dropout > 0))
        stage->scratch = block(arena, tokens, stage->in->stride, &whole);
    if (stage->halves == 2)
        whole = stage_own(stage, arena, setup->most_rows) && whole;
    else if (stage->out.sequence)
        stage->down = block(arena, tokens, stage->out.stride, &whole);
    return whole ? RT_OK
                 : rt_fail_text(
                       error, RT_ERR_MEMORY,
                       "There is no memory for layer %zu (%s): choose a smaller --batch-size, "
                       "--maxlen or --units.",
                       stage->number + 1, layer_spec_class(layer));
}

void stage_recurrent_begin(struct stage *stage, const struct stage_pass *pass)
{
    if (stage->halves == 2)
        return;
    struct recurrent *recurrent = stage->half[0].recurrent;
    const bool sequence = stage->out.sequence;
    stage->out.x = sequence ? recurrent_h(recurrent) : recurrent_last(recurrent, pass->size);
    stage->out.dx = sequence ? stage->down : recurrent_dlast(recurrent);
}

struct recurrent_batch stage_recurrent_batch(const struct stage *stage, size_t i,
                                             const struct stage_pass *pass)
{
    const struct stage_half *half = &stage->half[i];
    const float *dh = stage->halves == 2 ? half->dh : stage->out.dx;
    return (struct recurrent_batch){.size = pass->size,
                                    .from = pass->from,
                                    .to = pass->to,
                                    .index = pass->words->index,
                                    .x = pass->training && half->input ? half->input : stage->in->x,
                                    .x_stride = stage->in->stride,
                                    .mask = stage->masked ? pass->mask : NULL,
                                    .mask_reversed = stage->in->reversed,
                                    .keep = pass->training ? half->keep : NULL,
                                    .dh = stage->out.sequence ? dh : NULL,
                                    .stop = pass->stop};
}

/* The same elements of what comes in are dropped at every step; likewise of h. */
static void drop(struct stage *stage, size_t i, const struct stage_pass *pass, size_t begin,
                 size_t end)
{
    const struct stage_half *half = &stage->half[i];
    const size_t in_stride = stage->in->stride, stride = recurrent_stride(half->recurrent);
    struct dropout input = {.rate = stage->layer->dropout,
                            .seed = pass->seed,
                            .step = pass->step,
                            .layer = stage->number,
                            .part = i == 0 ? DROPOUT_INPUT : DROPOUT_INPUT_SECOND};
    struct dropout state = input;
    state.rate = stage->layer->recurrent_dropout;
    state.part = i == 0 ? DROPOUT_STATE : DROPOUT_STATE_SECOND;
    for (size_t row = begin; row < end; row++) {
        if (half->input)
            dropout_factors(&input, row * stage->layer->input, half->input_keep + row * in_stride,
                            stage->layer->input);
        if (half->keep)
            dropout_factors(&state, row * stage->layer->units, half->keep + row * stride,
                            stage->layer->units);
    }
    for (size_t t = pass->from; half->input && t < pass->to; t++) {
        const size_t first = (t * pass->size + begin) * in_stride;
        stage->kernels->multiply(half->input + first, stage->in->x + first,
                                 half->input_keep + begin * in_stride, (end - begin) * in_stride);
    }
}

bool stage_recurrent_forward(struct stage *stage, const struct stage_pass *pass, size_t begin,
                             size_t end)
{
    for (size_t i = 0; i < stage->halves; i++) {
        const struct recurrent_batch batch = stage_recurrent_batch(stage, i, pass);
        if (pass->training && (stage->half[i].input || stage->half[i].keep))
            drop(stage, i, pass, begin, end);
        if (!recurrent_forward(stage->half[i].recurrent, &batch, begin, end))
            return false;
    }
    if (stage->halves == 2)
        stage_merge_forward(stage, pass, begin, end);
    return true;
}

/* A half's part of the gradient of what came in lies in scratch: it is set by the first, added by
 * the second. */
static void join_input_gradient(const struct stage *stage, size_t i, const struct stage_pass *pass,
                                size_t begin, size_t end)
{
    const struct stage_half *half = &stage->half[i];
    const size_t stride = stage->in->stride, elements = (end - begin) * stride;
    for (size_t t = pass->from; t < pass->to; t++) {
        float *from = stage->scratch + (t * pass->size + begin) * stride;
        float *to = stage->in->dx + (t * pass->size + begin) * stride;
        if (half->input)
            stage->kernels->multiply(i == 0 ? to : from, from, half->input_keep + begin * stride,
                                     elements);
        if (i > 0)
            stage->kernels->add_scaled(to, 1, from, elements);
    }
}

bool stage_recurrent_backward(struct stage *stage, const struct stage_pass *pass, size_t begin,
                              size_t end)
{
    if (stage->halves == 2)
        stage_merge_backward(stage, pass, begin, end);
    for (size_t i = 0; i < stage->halves; i++) {
        struct recurrent_batch batch = stage_recurrent_batch(stage, i, pass);
        const bool direct = i == 0 && !stage->half[i].input;
        if (!stage->indexed)
            batch.dx = direct ? stage->in->dx : stage->scratch;
        if (!recurrent_backward(stage->half[i].recurrent, &batch, begin, end))
            return false;
        if (!stage->indexed && !direct)
            join_input_gradient(stage, i, pass, begin, end);
    }
    return true;
}
