#include "config.h"

#include "rnntop/nn/model.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "rnntop/nn/blas.h"
#include "rnntop/nn/initializers.h"
#include "rnntop/nn/model_parts.h"

/* Evaluation projects the whole vocabulary at once where that fits this much memory. */
#define PROJECTED_BYTES ((size_t)64 << 20)

/* Rows that evaluation gives to the pool at a time, and to a worker. */
#define CHUNK_ROWS ((size_t)4096)
#define INFER_ROWS ((size_t)16)

/* Elements of a partial sum of the gradient's norm. */
#define SQUARE_ELEMENTS ((size_t)16384)

/* The layers of the lesson's architecture, the one that model_spec_check() lets pass. */
enum { LAYER_INPUT, LAYER_RECURRENT, LAYER_HEAD };

/* Its parameters in the table. */
enum {
    EMBEDDINGS,
    KERNEL,
    RECURRENT_KERNEL,
    BIAS,
    DENSE_KERNEL,
    DENSE_BIAS,
};

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
    model->logits = arena_alloc(arena, model->chunk_rows, sizeof *model->logits);
    model->dlogits = arena_alloc(arena, model->batch_max, sizeof *model->dlogits);
    model->squares = arena_alloc(arena, square_units(model), sizeof *model->squares);
    if (!model->values || !model->gradients || !model->logits || !model->dlogits || !model->squares)
        return rt_fail(error, RT_ERR_MEMORY, "There is no memory for a model of %zu parameters.",
                       total);
    return RT_OK;
}

static enum rt_status create_layers(struct model *model, struct rt_error *error)
{
    const struct layer_spec *layer = &model->spec.layer[LAYER_RECURRENT];
    const size_t vocabulary = model->spec.layer[LAYER_INPUT].input;
    const size_t steps = model->spec.maxlen;
    struct recurrent_spec spec = {.kind = layer->kind,
                                  .inputs = layer->input,
                                  .units = layer->output,
                                  .steps = steps,
                                  .most_rows = model->batch_max,
                                  .most_words = smaller(vocabulary, steps * model->batch_max),
                                  .workers = (size_t)pool_threads(model->pool),
                                  .infer_rows = INFER_ROWS};
    const size_t row_bytes = 4 * layer->output * sizeof(float);
    spec.most_projected = smaller(vocabulary, larger(spec.most_words, PROJECTED_BYTES / row_bytes));
    /* By far the largest first: it refuses what no memory holds. */
    enum rt_status status =
        recurrent_create(&model->recurrent, model->arena, &spec, model->kernels, error);
    if (status != RT_OK)
        return status;
    return words_create(&model->words, model->arena, vocabulary, steps, model->batch_max,
                        spec.most_words, error);
}

enum rt_status model_create(struct model **out, const struct model_spec *spec, size_t batch_max,
                            struct pool *pool, struct rt_error *error)
{
    *out = NULL;
    assert(batch_max > 0);
    enum cpu_isa isa;
    enum rt_status status = model_spec_check(spec, error);
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
        status = rt_fail(error, RT_ERR_MEMORY, "There is no memory left for a model.");
        goto fail;
    }
    model->spec = *spec;
    model->arena = arena;
    model->pool = pool;
    model->kernels = kernels_of(isa);
    model->batch_max = batch_max;
    model->chunk_rows = larger(batch_max, CHUNK_ROWS);
    parameters_layout(&model->parameters, spec);
    status = create_layers(model, error);
    if (status == RT_OK)
        status = create_blocks(model, error);
    if (status != RT_OK)
        goto fail;
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

struct model_weights model_weights_in(const struct model *model, float *block)
{
    const struct parameter *table = model->parameters.table;
    return (struct model_weights){
        .embeddings = block + table[EMBEDDINGS].offset,
        .recurrent = {.kernel = block + table[KERNEL].offset,
                      .recurrent_kernel = block + table[RECURRENT_KERNEL].offset,
                      .bias = block + table[BIAS].offset},
        .dense_kernel = block + table[DENSE_KERNEL].offset,
        .dense_bias = block + table[DENSE_BIAS].offset};
}

enum rt_status model_initialize(struct model *model, uint64_t seed, struct rt_error *error)
{
    const struct parameter *table = model->parameters.table;
    const size_t units = model->spec.layer[LAYER_RECURRENT].output;
    memset(model->values, 0, model->parameters.total * sizeof *model->values);
    const struct model_weights weights = model_weights_in(model, model->values);
    initialize_uniform(weights.embeddings, table[EMBEDDINGS].count, seed, EMBEDDINGS);
    initialize_glorot_uniform(weights.recurrent.kernel, table[KERNEL].shape[0],
                              table[KERNEL].shape[1], seed, KERNEL);
    enum rt_status status =
        initialize_orthogonal(weights.recurrent.recurrent_kernel, table[RECURRENT_KERNEL].shape[0],
                              table[RECURRENT_KERNEL].shape[1], seed, RECURRENT_KERNEL, error);
    if (status != RT_OK)
        return status;
    if (model->spec.layer[LAYER_RECURRENT].kind == LAYER_LSTM) {
        /* unit_forget_bias: forgetting little is learnt much faster (Jozefowicz et al., 2015). */
        for (size_t u = 0; u < units; u++)
            weights.recurrent.bias[units + u] = 1;
    }
    initialize_glorot_uniform(weights.dense_kernel, units, 1, seed, DENSE_KERNEL);
    return RT_OK;
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
