#include "config.h"

#include "rnntop/nn/stage_recurrent.h"

#include <string.h>

#include "rnntop/nn/dropout.h"
#include "rnntop/nn/initializers.h"
#include "rnntop/nn/stage_parts.h"

/* Weights of a half: kernel, recurrent kernel and bias. */
#define HALF_WEIGHTS ((size_t)3)
/* Words that a worker takes at a time, and shares of the batch's tokens in the sums by word. */
#define ROW_WORDS ((size_t)48)
#define SUM_UNITS ((size_t)16)

static struct recurrent_spec spec_of(const struct stage *stage, size_t half,
                                     const struct stage_setup *setup)
{
    const struct layer_spec *layer = stage->layer;
    const bool reversed = stage->in->reversed, indexed = stage_recurrent_of(stage)->indexed;
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
                                   .indexed = indexed,
                                   .most_words = setup->most_words,
                                   .most_projected = setup->most_projected,
                                   .workers = indexed ? setup->workers : 0,
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
    if (layer->merge != MERGE_NONE && stage->out.sequence)
        half->dh = block(arena, tokens, stride, &whole);
    return whole;
}

static enum rt_status create(struct stage *stage, struct arena *arena,
                             const struct stage_setup *setup, struct rt_error *error)
{
    const struct layer_spec *layer = stage->layer;
    const size_t tokens = stage->steps * setup->most_rows;
    struct stage_recurrent *own = arena_alloc(arena, 1, sizeof *own);
    bool whole = own;
    if (!own)
        goto no_memory;
    stage->state = own;
    own->halves = layer->merge == MERGE_NONE ? 1 : 2;
    own->indexed = setup->indexed && stage->number == 1;
    stage->out.reversed = stage->out.sequence && layer->go_backwards != stage->in->reversed;
    stage->out.zero_masked = own->halves == 2;
    for (size_t i = 0; i < own->halves; i++) {
        const struct recurrent_spec spec = spec_of(stage, i, setup);
        enum rt_status status =
            recurrent_create(&own->half[i].recurrent, arena, &spec, setup->kernels, error);
        if (status != RT_OK)
            return status;
        whole = create_half(stage, &own->half[i], arena, setup->most_rows) && whole;
    }
    if (!own->indexed && (own->halves == 2 || layer->dropout > 0))
        own->scratch = block(arena, tokens, stage->in->stride, &whole);
    if (own->halves == 2)
        whole = stage_own(stage, arena, setup->most_rows) && whole;
    else if (stage->out.sequence)
        stage->down = block(arena, tokens, stage->out.stride, &whole);
    if (whole)
        return RT_OK;
no_memory:
    return rt_fail(error, ERR_RECURRENT_NO_MEMORY, stage->number + 1, layer_spec_class(layer));
}

static void begin_pass(struct stage *stage, const struct stage_pass *pass)
{
    const struct stage_recurrent *own = stage_recurrent_of(stage);
    if (own->halves == 2)
        return;
    struct recurrent *recurrent = own->half[0].recurrent;
    const bool sequence = stage->out.sequence;
    stage->out.x = sequence ? recurrent_h(recurrent) : recurrent_last(recurrent, pass->size);
    stage->out.dx = sequence ? stage->down : recurrent_dlast(recurrent);
}

/* --- Weights --- */

static struct recurrent_weights values_of(const struct stage *stage, size_t half)
{
    const struct stage_weight *weight = stage->weight + half * HALF_WEIGHTS;
    return (struct recurrent_weights){weight[0].value, weight[1].value, weight[2].value};
}

static struct recurrent_weights gradients_of(const struct stage *stage, size_t half)
{
    const struct stage_weight *weight = stage->weight + half * HALF_WEIGHTS;
    return (struct recurrent_weights){weight[0].gradient, weight[1].gradient, weight[2].gradient};
}

static enum rt_status initialize(const struct layer_spec *layer, size_t place,
                                 const struct parameter *parameter, float *values, uint64_t seed,
                                 uint32_t number, struct rt_error *error)
{
    if (place % HALF_WEIGHTS == 1)
        return initialize_orthogonal(values, parameter->shape[0], parameter->shape[1], seed, number,
                                     error);
    if (place % HALF_WEIGHTS == 0)
        return stage_initialize_glorot(layer, place, parameter, values, seed, number, error);
    return RT_OK;
}

/* unit_forget_bias: forgetting little is learnt much faster (Jozefowicz et al., 2015). */
static enum rt_status initialize_lstm(const struct layer_spec *layer, size_t place,
                                      const struct parameter *parameter, float *values,
                                      uint64_t seed, uint32_t number, struct rt_error *error)
{
    for (size_t u = 0; place % HALF_WEIGHTS == 2 && u < layer->units; u++)
        values[layer->units + u] = 1;
    return initialize(layer, place, parameter, values, seed, number, error);
}

/* The halves' units one after the other. */
static size_t pack_units(const struct stage *stage, bool training)
{
    const struct stage_recurrent *own = stage_recurrent_of(stage);
    size_t units = 0;
    for (size_t i = 0; i < own->halves; i++)
        units += recurrent_pack_units(own->half[i].recurrent, training);
    return units;
}

static void pack(struct stage *stage, size_t unit, bool training)
{
    const struct stage_half *half = stage_recurrent_of(stage)->half;
    const size_t first = recurrent_pack_units(half[0].recurrent, training);
    const size_t i = unit < first ? 0 : 1;
    const struct recurrent_weights weights = values_of(stage, i);
    recurrent_pack(half[i].recurrent, unit - i * first, &weights);
}

void stage_recurrent_project(struct stage *stage, const uint32_t *ids, size_t begin, size_t end)
{
    const struct stage_recurrent *own = stage_recurrent_of(stage);
    const float *table = stage->before->weight[0].value;
    const size_t width = stage->layer->input;
    for (size_t i = 0; i < own->halves; i++) {
        struct recurrent *recurrent = own->half[i].recurrent;
        float *rows = recurrent_rows(recurrent);
        if (ids)
            embedding_gather(rows, table, ids, width, begin, end);
        else
            memcpy(rows + begin * width, table + begin * width,
                   (end - begin) * width * sizeof *rows);
        recurrent_project(recurrent, begin, end);
    }
}

/* --- Through time --- */

/* What a half takes through time. */
static struct recurrent_batch batch_of(const struct stage *stage, size_t i,
                                       const struct stage_pass *pass)
{
    const struct stage_recurrent *own = stage_recurrent_of(stage);
    const struct stage_half *half = &own->half[i];
    const float *dh = own->halves == 2 ? half->dh : stage->out.dx;
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
    const struct stage_half *half = &stage_recurrent_of(stage)->half[i];
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

static bool forward(struct stage *stage, const struct stage_pass *pass, size_t begin, size_t end)
{
    const struct stage_recurrent *own = stage_recurrent_of(stage);
    for (size_t i = 0; i < own->halves; i++) {
        const struct recurrent_batch batch = batch_of(stage, i, pass);
        if (pass->training && (own->half[i].input || own->half[i].keep))
            drop(stage, i, pass, begin, end);
        if (!recurrent_forward(own->half[i].recurrent, &batch, begin, end))
            return false;
    }
    if (own->halves == 2)
        stage_merge_forward(stage, pass, begin, end);
    return true;
}

/* A half's part of the gradient of what came in lies in scratch: it is set by the first, added by
 * the second. */
static void join_input_gradient(const struct stage *stage, size_t i, const struct stage_pass *pass,
                                size_t begin, size_t end)
{
    const struct stage_recurrent *own = stage_recurrent_of(stage);
    const struct stage_half *half = &own->half[i];
    const size_t stride = stage->in->stride, elements = (end - begin) * stride;
    for (size_t t = pass->from; t < pass->to; t++) {
        float *from = own->scratch + (t * pass->size + begin) * stride;
        float *to = stage->in->dx + (t * pass->size + begin) * stride;
        if (half->input)
            stage->kernels->multiply(i == 0 ? to : from, from, half->input_keep + begin * stride,
                                     elements);
        if (i > 0)
            stage->kernels->add_scaled(to, 1, from, elements);
    }
}

static bool backward(struct stage *stage, const struct stage_pass *pass, size_t begin, size_t end)
{
    const struct stage_recurrent *own = stage_recurrent_of(stage);
    if (own->halves == 2)
        stage_merge_backward(stage, pass, begin, end);
    for (size_t i = 0; i < own->halves; i++) {
        struct recurrent_batch batch = batch_of(stage, i, pass);
        const bool direct = i == 0 && !own->half[i].input;
        if (!own->indexed)
            batch.dx = direct ? stage->in->dx : own->scratch;
        if (!recurrent_backward(own->half[i].recurrent, &batch, begin, end))
            return false;
        if (!own->indexed && !direct)
            join_input_gradient(stage, i, pass, begin, end);
    }
    return true;
}

/* --- Sums over tokens and words --- */

static void recurrent_kernel_sum(const struct stage_sum *sum, const struct stage_pass *pass,
                                 size_t unit)
{
    const struct recurrent_batch batch = batch_of(sum->stage, sum->half, pass);
    const struct recurrent_weights gradients = gradients_of(sum->stage, sum->half);
    recurrent_recurrent_gradient(stage_recurrent_of(sum->stage)->half[sum->half].recurrent, &batch,
                                 unit, &gradients);
}

static void kernel_sum(const struct stage_sum *sum, const struct stage_pass *pass, size_t unit)
{
    const struct recurrent_batch batch = batch_of(sum->stage, sum->half, pass);
    const struct recurrent_weights gradients = gradients_of(sum->stage, sum->half);
    recurrent_kernel_gradient(stage_recurrent_of(sum->stage)->half[sum->half].recurrent, &batch,
                              pass->words, unit, &gradients);
}

/* The word at which a share of the batch's tokens begins. */
static size_t word_of_share(const struct words *words, size_t share)
{
    const size_t token = share * words->size * words->steps / SUM_UNITS;
    size_t low = 0, high = words->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (words->begin[middle] < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void by_word(const struct stage_sum *sum, const struct stage_pass *pass, size_t unit)
{
    recurrent_sum_words(stage_recurrent_of(sum->stage)->half[sum->half].recurrent, pass->words,
                        word_of_share(pass->words, unit), word_of_share(pass->words, unit + 1));
}

/* The gradient of the word vectors, the Embedding's weight, through both halves. */
static void rows_sum(const struct stage_sum *sum, const struct stage_pass *pass, size_t unit)
{
    const struct stage_recurrent *own = stage_recurrent_of(sum->stage);
    const size_t begin = unit * ROW_WORDS, after = begin + ROW_WORDS;
    const size_t end = after < pass->words->count ? after : pass->words->count;
    for (size_t half = 0; half < own->halves; half++)
        recurrent_rows_gradient(own->half[half].recurrent, pass->words->ids, begin, end,
                                sum->stage->before->weight[0].gradient, half > 0);
}

static void time_sums(struct stage *stage, const struct stage_pass *pass, struct stage_sums *sums)
{
    const struct stage_recurrent *own = stage_recurrent_of(stage);
    for (size_t half = 0; half < own->halves; half++) {
        struct recurrent *r = own->half[half].recurrent;
        const struct recurrent_batch batch = batch_of(stage, half, pass);
        recurrent_find_live(r, &batch);
        stage_sums_add(sums, (struct stage_sum){recurrent_kernel_sum, recurrent_recurrent_units(r),
                                                stage, half});
        stage_sums_add(
            sums, own->indexed
                      ? (struct stage_sum){by_word, SUM_UNITS, stage, half}
                      : (struct stage_sum){kernel_sum, recurrent_kernel_units(r), stage, half});
    }
}

/* With indexed input the kernel's gradient comes in this second phase, since it needs the sums by
 * word. */
static void word_sums(struct stage *stage, const struct stage_pass *pass, struct stage_sums *sums)
{
    const struct stage_recurrent *own = stage_recurrent_of(stage);
    if (!own->indexed)
        return;
    for (size_t half = 0; half < own->halves; half++)
        stage_sums_add(sums, (struct stage_sum){kernel_sum,
                                                recurrent_kernel_units(own->half[half].recurrent),
                                                stage, half});
    stage_sums_add(sums, (struct stage_sum){
                             rows_sum, (pass->words->count + ROW_WORDS - 1) / ROW_WORDS, stage, 0});
}

/* The rows of the kinds differ in the initial values alone; their cells are in kernel_table.c. */
#define RECURRENT(initial)                                                                         \
    {                                                                                              \
        .create = create, .begin = begin_pass, .forward = forward, .backward = backward,           \
        .pack_units = pack_units, .pack = pack, .time_sums = time_sums, .word_sums = word_sums,    \
        .initialize = (initial)                                                                    \
    }
const struct stage_kind stage_simple_rnn = RECURRENT(initialize);
const struct stage_kind stage_lstm = RECURRENT(initialize_lstm);
const struct stage_kind stage_gru = RECURRENT(initialize);
