#include "config.h"

#include "rnntop/nn/stage.h"

#include <assert.h>

#include "rnntop/nn/initializers.h"
#include "rnntop/nn/stage_parts.h"

#define ROW(KIND, row) [LAYER_##KIND] = &stage_##row,
static const struct stage_kind *const kinds[LAYER_KIND_COUNT] = {LAYER_KINDS(ROW)};

/* --- What kinds share --- */

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

enum rt_status stage_created(const struct stage *stage, bool whole, struct rt_error *error)
{
    if (whole)
        return RT_OK;
    return rt_fail(error, ERR_LAYER_NO_MEMORY, stage->number + 1, layer_spec_class(stage->layer));
}

enum rt_status stage_create_plain(struct stage *stage, struct arena *arena,
                                  const struct stage_setup *setup, struct rt_error *error)
{
    return stage_created(stage, stage_own(stage, arena, setup->most_rows), error);
}

enum rt_status stage_initialize_glorot(const struct layer_spec *layer, size_t place,
                                       const struct parameter *parameter, float *values,
                                       uint64_t seed, uint32_t number, struct rt_error *error)
{
    (void)layer;
    (void)place;
    (void)error;
    if (parameter->rank == 2)
        initialize_glorot_uniform(values, parameter->shape[0], parameter->shape[1], seed, number);
    return RT_OK;
}

void stage_sums_add(struct stage_sums *sums, struct stage_sum sum)
{
    assert(sums->n < sizeof sums->sum / sizeof *sums->sum);
    sums->sum[sums->n++] = sum;
    sums->units += sum.units;
}

/* --- Any stage --- */

enum rt_status stage_create(struct stage *stage, struct arena *arena,
                            const struct stage_setup *setup, size_t number, struct stage *before,
                            struct rt_error *error)
{
    const struct layer_spec *layer = &setup->spec->layer[number];
    *stage = (struct stage){.kind = kinds[layer->kind],
                            .layer = layer,
                            .number = number,
                            .steps = setup->spec->maxlen,
                            .kernels = setup->kernels,
                            .before = before,
                            .in = before ? &before->out : NULL,
                            .masked = model_spec_masked(setup->spec, number)};
    stage->out = (struct flow){.width = layer->output,
                               .stride = (layer->output + PANEL - 1) / PANEL * PANEL,
                               .sequence = model_spec_sequences(setup->spec, number),
                               .zero_masked = before && before->out.zero_masked};
    return stage->kind->create(stage, arena, setup, error);
}

const struct parameter *stage_bind(struct stage *stage, const struct parameter *table,
                                   float *values, float *gradients)
{
    const struct parameter *parameter = table;
    for (size_t i = 0; parameter->layer == stage->number; i++, parameter++)
        stage->weight[i] =
            (struct stage_weight){values + parameter->offset, gradients + parameter->offset};
    return parameter;
}

enum rt_status stage_initialize(const struct layer_spec *layer, size_t place,
                                const struct parameter *parameter, float *values, uint64_t seed,
                                uint32_t number, struct rt_error *error)
{
    const struct stage_kind *kind = kinds[layer->kind];
    return kind->initialize ? kind->initialize(layer, place, parameter, values, seed, number, error)
                            : RT_OK;
}

size_t stage_pack_units(const struct stage *stage, bool training)
{
    return stage->kind->pack_units ? stage->kind->pack_units(stage, training) : 0;
}

void stage_pack(struct stage *stage, size_t unit, bool training)
{
    stage->kind->pack(stage, unit, training);
}

void stage_begin(struct stage *stage, const struct stage_pass *pass)
{
    if (stage->kind->begin)
        stage->kind->begin(stage, pass);
}

bool stage_forward(struct stage *stage, const struct stage_pass *pass, size_t begin, size_t end)
{
    return stage->kind->forward(stage, pass, begin, end);
}

bool stage_backward(struct stage *stage, const struct stage_pass *pass, size_t begin, size_t end)
{
    return !stage->kind->backward || stage->kind->backward(stage, pass, begin, end);
}

void stage_time_sums(struct stage *stage, const struct stage_pass *pass, struct stage_sums *sums)
{
    if (stage->kind->time_sums)
        stage->kind->time_sums(stage, pass, sums);
}

void stage_word_sums(struct stage *stage, const struct stage_pass *pass, struct stage_sums *sums)
{
    if (stage->kind->word_sums)
        stage->kind->word_sums(stage, pass, sums);
}
