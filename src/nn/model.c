#include "config.h"

#include "rnntop/nn/model.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "rnntop/nn/blas.h"
#include "rnntop/nn/model_parts.h"
#include "rnntop/spec/settings.h"

/* Evaluation projects the whole vocabulary at once where that fits this much memory. */
#define PROJECTED_BYTES ((size_t)64 << 20)

/* Rows that evaluation takes at a time, and gives to a worker. */
#define BLOCK_ROWS ((size_t)4096)
#define INFER_ROWS ((size_t)16)

/* Elements of a partial sum of the gradient's norm. */
#define SQUARE_ELEMENTS ((size_t)16384)

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t square_units(const struct model *model)
{
    return (model->parameters.total + SQUARE_ELEMENTS - 1) / SQUARE_ELEMENTS;
}

static enum rt_status create_blocks(struct model *model, struct rt_error *error)
{
    struct arena *arena = model->arena;
    const size_t total = model->parameters.total;
    model->values = arena_alloc(arena, total, sizeof *model->values);
    model->gradients = arena_alloc(arena, total, sizeof *model->gradients);
    model->squares = arena_alloc(arena, square_units(model), sizeof *model->squares);
    if (!model->values || !model->gradients || !model->squares)
        return rt_fail(error, ERR_MODEL_NO_MEMORY, total);
    return head_create(&model->head, arena, &model->spec.layer[model->stages], model->block_rows,
                       model->batch_max, error);
}

static enum rt_status create_stages(struct model *model, struct rt_error *error)
{
    const struct layer_spec *first = &model->spec.layer[1];
    const size_t vocabulary = model->spec.layer[0].input, steps = model->spec.maxlen;
    struct stage_setup setup = {.spec = &model->spec,
                                .kernels = model->kernels,
                                .most_rows = model->batch_max,
                                .indexed = model->indexed,
                                .most_words = smaller(vocabulary, steps * model->batch_max),
                                .workers = model->quick ? (size_t)pool_threads(model->pool) : 0,
                                .infer_rows = INFER_ROWS};
    const size_t row_bytes = 4 * first->output * sizeof(float);
    setup.most_projected = setup.most_words;
    if (model->quick)
        setup.most_projected =
            smaller(vocabulary, larger(setup.most_words, PROJECTED_BYTES / row_bytes));
    for (size_t i = 0; i < model->stages; i++) {
        enum rt_status status = stage_create(&model->stage[i], model->arena, &setup, i,
                                             i > 0 ? &model->stage[i - 1] : NULL, error);
        if (status != RT_OK)
            return status;
    }
    if (model->spec.layer[0].mask_zero) {
        struct arena *arena = model->arena;
        model->mask = arena_alloc(arena, steps * model->batch_max, sizeof *model->mask);
        model->order = arena_alloc(arena, model->block_rows, sizeof *model->order);
        model->place = arena_alloc(arena, model->block_rows, sizeof *model->place);
        model->lengths = arena_alloc(arena, steps + 2, sizeof *model->lengths);
        if (!model->mask || !model->order || !model->place || !model->lengths)
            return rt_fail(error, ERR_MODEL_NO_MEMORY_LEFT);
    }
    return words_create(&model->words, model->arena, vocabulary, steps, model->batch_max,
                        setup.most_words, error);
}

/* Tells each layer where its weights are. */
static void bind_weights(struct model *model)
{
    const struct parameter *table = model->parameters.table;
    float *values = model->values, *gradients = model->gradients;
    for (size_t i = 0; i < model->stages; i++)
        table = stage_bind(&model->stage[i], table, values, gradients);
    model->head.in = &model->stage[model->stages - 1].out;
    model->head.kernel = values + table[0].offset;
    model->head.dkernel = gradients + table[0].offset;
    model->head.bias = values + table[1].offset;
    model->head.dbias = gradients + table[1].offset;
}

/* Whether some layer needs masked steps to be computed. One does, too, where a sequence is
 * reversed: its mask is not (as in Keras), and so hides other steps than the padding. */
static bool looks_at_masked(const struct model *model)
{
    for (size_t i = 0; i < model->stages; i++) {
        if (model->stage[i].out.reversed || model->stage[i].counts_masked)
            return true;
    }
    return false;
}

enum rt_status model_create(struct model **out, const struct model_spec *spec, size_t batch_max,
                            struct pool *pool, struct rt_error *error)
{
    *out = NULL;
    assert(batch_max > 0);
    const struct layer_spec *first = &spec->layer[1];
    enum cpu_isa isa;
    enum rt_status status = model_spec_check(spec, error);
    if (status == RT_OK && spec->maxlen == MAXLEN_AUTO)
        status = rt_fail(error, ERR_MODEL_LENGTH, spec->maxlen, SETTINGS_MAX_LENGTH);
    if (status == RT_OK)
        status = cpu_choose(&isa, error);
    struct arena *arena = NULL;
    if (status == RT_OK)
        status = arena_create(&arena, error);
    if (status != RT_OK)
        return status;
    blas_setup();
    struct model *model = arena_alloc(arena, 1, sizeof *model);
    if (!model) {
        status = rt_fail(error, ERR_MODEL_NO_MEMORY_LEFT);
        goto fail;
    }
    model->spec = *spec;
    model->arena = arena;
    model->pool = pool;
    model->kernels = kernels_of(isa);
    model->batch_max = batch_max;
    model->block_rows = larger(batch_max, BLOCK_ROWS);
    model->stages = spec->layers - 1;
    model->indexed = layer_kind_recurrent(first->kind) && first->dropout == 0;
    model->quick = model->indexed && model->stages == 2 && first->merge == MERGE_NONE &&
                   !spec->layer[0].mask_zero;
    parameters_layout(&model->parameters, spec);
    /* The stages first: they need by far the most memory, and refuse a model that does not fit. */
    status = create_stages(model, error);
    if (status == RT_OK)
        status = create_blocks(model, error);
    if (status != RT_OK)
        goto fail;
    bind_weights(model);
    model->trims = model->mask && !looks_at_masked(model);
    *out = model;
    return RT_OK;
fail:
    arena_destroy(arena);
    return status;
}

void model_destroy(struct model *model)
{
    if (model)
        arena_destroy(model->arena);
}

const struct model_spec *model_spec_of(const struct model *model)
{
    return &model->spec;
}

const struct parameters *model_parameters(const struct model *model)
{
    return &model->parameters;
}

float *model_values(struct model *model)
{
    return model->values;
}

float *model_gradient_values(struct model *model)
{
    return model->gradients;
}

const char *model_kernels(const struct model *model)
{
    return model->kernels->name;
}

size_t model_pack_units(const struct model *model, bool training)
{
    size_t units = 0;
    for (size_t i = 0; i < model->stages; i++)
        units += stage_pack_units(&model->stage[i], training);
    return units;
}

void model_pack(struct model *model, size_t unit, bool training)
{
    for (size_t i = 0; i < model->stages; i++) {
        const size_t units = stage_pack_units(&model->stage[i], training);
        if (unit < units) {
            stage_pack(&model->stage[i], unit, training);
            return;
        }
        unit -= units;
    }
}

/* Finds the smallest range of steps outside which all of the rows [begin, end) are masked. */
static void find_range(const struct model *model, struct stage_pass *pass, size_t begin, size_t end)
{
    const size_t steps = model->spec.maxlen;
    size_t from = steps, to = 0;
    for (size_t t = 0; t < steps; t++) {
        if (!memchr(pass->mask + t * pass->size + begin, 1, end - begin))
            continue;
        from = smaller(from, t);
        to = t + 1;
    }
    pass->from = to > 0 ? from : 0;
    pass->to = to > 0 ? to : 1;
}

bool model_forward(struct model *model, struct stage_pass *pass, size_t begin, size_t end)
{
    const struct words *words = pass->words;
    for (size_t t = 0; pass->mask && t < model->spec.maxlen; t++) {
        for (size_t token = t * pass->size + begin; token < t * pass->size + end; token++)
            pass->mask[token] = words->ids[words->index[token]] != 0;
    }
    pass->from = 0;
    pass->to = model->spec.maxlen;
    if (model->trims)
        find_range(model, pass, begin, end);
    for (size_t i = 0; i < model->stages; i++) {
        if (!stage_forward(&model->stage[i], pass, begin, end))
            return false;
    }
    return true;
}

/* The row of x that a row of the batch is. */
static uint32_t source_of(const struct model_batch *batch, size_t row)
{
    return batch->rows ? batch->rows[row] : (uint32_t)row;
}

static size_t masked_of(const struct model *model, const int32_t *x)
{
    size_t masked = 0;
    for (size_t t = 0; t < model->spec.maxlen; t++)
        masked += x[t] == 0;
    return masked;
}

bool model_masks(const struct model *model)
{
    return model->mask;
}

void model_order(struct model *model, const struct model_batch *batch, uint32_t *order,
                 uint32_t *place)
{
    const size_t steps = model->spec.maxlen;
    uint32_t *next = model->lengths; /* next[n]: where the next row of n masked words goes */
    memset(next, 0, (steps + 2) * sizeof *next);
    for (size_t row = 0; row < batch->size; row++)
        next[masked_of(model, batch->x + source_of(batch, row) * steps) + 1]++;
    for (size_t n = 1; n <= steps; n++)
        next[n] += next[n - 1];
    for (size_t row = 0; row < batch->size; row++) {
        const uint32_t source = source_of(batch, row);
        const uint32_t to = next[masked_of(model, batch->x + source * steps)]++;
        order[to] = source;
        if (place)
            place[to] = (uint32_t)row;
    }
}

size_t model_units(const struct model *model, size_t rows, size_t most)
{
    const size_t workers = (size_t)pool_threads(model->pool);
    const size_t units = (rows + most - 1) / most;
    const size_t even = (units + workers - 1) / workers * workers;
    return smaller(even, rows);
}

static void square_unit(void *context, size_t unit, int worker)
{
    (void)worker;
    const struct model *model = context;
    const size_t begin = unit * SQUARE_ELEMENTS;
    const size_t count = smaller(SQUARE_ELEMENTS, model->parameters.total - begin);
    model->squares[unit] = model->kernels->square_sum(model->gradients + begin, count);
}

double model_gradient_norm(const struct model *model)
{
    /* The pool's tasks take their context without const; this one writes the scratch alone. */
    pool_run(model->pool, square_unit, (void *)(uintptr_t)model, square_units(model));
    double sum = 0;
    for (size_t unit = 0; unit < square_units(model); unit++)
        sum += model->squares[unit];
    return sqrt(sum);
}
