#include "config.h"

#include "rnntop/nn/stage.h"

#include <string.h>

#include "rnntop/nn/stage_parts.h"

void stage_shape(struct stage *stage, size_t width, bool sequence)
{
    stage->out.width = width;
    stage->out.stride = (width + PANEL - 1) / PANEL * PANEL;
    stage->out.sequence = sequence;
}

size_t stage_rows(const struct stage *stage, size_t most_rows)
{
    return stage->out.sequence ? stage->steps * most_rows : most_rows;
}

bool stage_own(struct stage *stage, struct arena *arena, size_t most_rows)
{
    const size_t rows = stage_rows(stage, most_rows), bytes = stage->out.stride * sizeof(float);
    stage->out.x = stage->own = arena_alloc(arena, rows, bytes);
    stage->out.dx = stage->down = arena_alloc(arena, rows, bytes);
    return stage->own && stage->down;
}

static bool create_dense(struct stage *stage, struct arena *arena, size_t most_rows)
{
    stage->z = arena_alloc(arena, most_rows, stage->out.stride * sizeof *stage->z);
    return stage->z && stage_own(stage, arena, most_rows);
}

enum rt_status stage_create(struct stage *stage, struct arena *arena,
                            const struct stage_setup *setup, size_t number,
                            const struct stage *before, struct rt_error *error)
{
    const struct layer_spec *layer = &setup->spec->layer[number];
    *stage = (struct stage){.layer = layer,
                            .number = number,
                            .steps = setup->spec->maxlen,
                            .kernels = setup->kernels,
                            .in = before ? &before->out : NULL,
                            .masked = model_spec_masked(setup->spec, number)};
    stage_shape(stage, layer->output, model_spec_sequences(setup->spec, number));
    bool whole;
    switch (layer->kind) {
    case LAYER_SIMPLE_RNN:
    case LAYER_LSTM:
    case LAYER_GRU:
        return stage_recurrent_create(stage, arena, setup, error);
    case LAYER_SPATIAL_DROPOUT:
    case LAYER_DROPOUT:
        whole = stage_dropout_create(stage, arena, setup->most_rows);
        break;
    case LAYER_DENSE:
        whole = create_dense(stage, arena, setup->most_rows);
        break;
    case LAYER_EMBEDDING:
        /* Words that go into a recurrent layer as they are need no sequence. */
        whole = setup->indexed || stage_own(stage, arena, setup->most_rows);
        break;
    default:
        whole = stage_own(stage, arena, setup->most_rows);
    }
    return whole ? RT_OK
                 : rt_fail_text(
                       error, RT_ERR_MEMORY,
                       "There is no memory for layer %zu (%s): choose a smaller --batch-size "
                       "or --maxlen.",
                       number + 1, layer_spec_class(layer));
}

void stage_begin(struct stage *stage, const struct stage_pass *pass)
{
    if (layer_kind_recurrent(stage->layer->kind))
        stage_recurrent_begin(stage, pass);
    else if (stage->layer->kind == LAYER_DROPOUT || stage->layer->kind == LAYER_SPATIAL_DROPOUT)
        stage_dropout_begin(stage, pass);
}

/* Each token's vector, of the batch's rows [begin, end). */
static void gather(struct stage *stage, const struct stage_pass *pass, size_t begin, size_t end)
{
    const size_t stride = stage->out.stride, width = stage->out.width;
    for (size_t t = pass->from; t < pass->to; t++) {
        for (size_t token = t * pass->size + begin; token < t * pass->size + end; token++) {
            const size_t id = pass->words->ids[pass->words->index[token]];
            memcpy(stage->out.x + token * stride, stage->kernel + id * width,
                   width * sizeof *stage->kernel);
        }
    }
}

bool stage_forward(struct stage *stage, const struct stage_pass *pass, size_t begin, size_t end)
{
    switch (stage->layer->kind) {
    case LAYER_EMBEDDING:
        if (stage->own)
            gather(stage, pass, begin, end);
        break;
    case LAYER_SPATIAL_DROPOUT:
    case LAYER_DROPOUT:
        stage_dropout_forward(stage, pass, begin, end);
        break;
    case LAYER_MAX_POOLING:
    case LAYER_AVERAGE_POOLING:
        stage_pooling_forward(stage, pass, begin, end);
        break;
    case LAYER_DENSE:
        stage_dense_forward(stage, begin, end);
        break;
    default:
        return stage_recurrent_forward(stage, pass, begin, end);
    }
    return true;
}

bool stage_backward(struct stage *stage, const struct stage_pass *pass, size_t begin, size_t end)
{
    switch (stage->layer->kind) {
    case LAYER_EMBEDDING:
        break; /* sums over the batch's rows: later */
    case LAYER_SPATIAL_DROPOUT:
    case LAYER_DROPOUT:
        stage_dropout_backward(stage, pass, begin, end);
        break;
    case LAYER_MAX_POOLING:
    case LAYER_AVERAGE_POOLING:
        stage_pooling_backward(stage, pass, begin, end);
        break;
    case LAYER_DENSE:
        stage_dense_backward(stage, begin, end);
        break;
    default:
        return stage_recurrent_backward(stage, pass, begin, end);
    }
    return true;
}
