#include "config.h"

#include <assert.h>
#include <string.h>

#include "rnntop/nn/model_parts.h"
#include "rnntop/nn/stage_recurrent.h"

/* Rows that a worker takes at most: what is written and read in a step then stays in the first
 * cache beside a panel of the recurrent kernel. */
#define UNIT_ROWS ((size_t)15)

/* The forward pass over a chunk of rows of a block, which is a batch that the head has room for. In
 * a quick model words are projected first, for the whole vocabulary (once for all chunks) or for
 * those that the chunk holds, and a worker keeps nothing of its rows; any other model goes the way
 * of a training batch, and where it masks, with rows of like lengths together. None of this changes
 * a row's result. */
struct chunk {
    struct model *model;
    const struct model_batch *block;
    const uint32_t *place; /* [size of the block]: the head's row of each; NULL: the same */
    _Atomic size_t *progress;
    struct stage_pass pass;
    bool whole_vocabulary;
    size_t words; /* to project */
    size_t first; /* row of the block */
    size_t units; /* parts of the chunk */
    atomic_bool stopped;
};

static void pack_unit(void *context, size_t unit, int worker)
{
    (void)worker;
    struct chunk *chunk = context;
    model_pack(chunk->model, unit, false);
}

static void project_unit(void *context, size_t unit, int worker)
{
    (void)worker;
    struct chunk *chunk = context;
    const size_t begin = unit * PROJECT_WORDS;
    stage_recurrent_project(&chunk->model->stage[1],
                            chunk->whole_vocabulary ? NULL : chunk->model->words.ids, begin,
                            smaller(begin + PROJECT_WORDS, chunk->words));
}

static void project(struct chunk *chunk, size_t words)
{
    chunk->words = words;
    pool_run(chunk->model->pool, project_unit, chunk, parts_of(words, PROJECT_WORDS));
}

/* index [T, rows] of rows [begin, begin + rows) of the chunk. */
static void fill_index(const struct chunk *chunk, size_t begin, size_t rows, uint32_t *index)
{
    const struct model *model = chunk->model;
    const struct model_batch *block = chunk->block;
    const size_t steps = model->spec.maxlen, vocabulary = model->words.vocabulary;
    for (size_t row = 0; row < rows; row++) {
        const size_t place = chunk->first + begin + row;
        const int32_t *x = block->x + (block->rows ? block->rows[place] : place) * steps;
        for (size_t t = 0; t < steps; t++) {
            if (chunk->whole_vocabulary) {
                assert(x[t] >= 0 && (size_t)x[t] < vocabulary);
                index[t * rows + row] = (uint32_t)x[t];
            } else {
                index[t * rows + row] = model->words.index[t * chunk->pass.size + begin + row];
            }
        }
    }
    (void)vocabulary;
}

/* The logits of a row of the chunk, from what the head reads. */
static void put_logits(struct chunk *chunk, size_t row, const float *h)
{
    const size_t place = chunk->first + row;
    head_logits(&chunk->model->head, chunk->place ? chunk->place[place] : place, h);
}

/* What a quick model has between words and head. */
static struct recurrent *only_recurrent(const struct model *model)
{
    return stage_recurrent_of(&model->stage[1])->half[0].recurrent;
}

/* The logits of rows [begin, begin + rows) of the chunk; false when stopped. */
static bool quick_rows(struct chunk *chunk, size_t begin, size_t rows, int worker)
{
    struct model *model = chunk->model;
    struct recurrent *recurrent = only_recurrent(model);
    fill_index(chunk, begin, rows, recurrent_infer_index(recurrent, worker));
    const float *h = recurrent_infer(recurrent, worker, rows, chunk->pass.stop);
    for (size_t row = 0; h && row < rows; row++)
        put_logits(chunk, begin + row, h + row * recurrent_stride(recurrent));
    return h;
}

static bool chain_rows(struct chunk *chunk, size_t begin, size_t rows)
{
    struct model *model = chunk->model;
    struct stage_pass pass = chunk->pass;
    if (!model_forward(model, &pass, begin, begin + rows))
        return false;
    for (size_t row = begin; row < begin + rows; row++)
        put_logits(chunk, row, model->head.in->x + row * model->head.in->stride);
    return true;
}

static void forward_unit(void *context, size_t unit, int worker)
{
    struct chunk *chunk = context;
    const size_t begin = unit * chunk->pass.size / chunk->units;
    const size_t rows = (unit + 1) * chunk->pass.size / chunk->units - begin;
    const bool whole = chunk->model->quick ? quick_rows(chunk, begin, rows, worker)
                                           : chain_rows(chunk, begin, rows);
    if (!whole)
        atomic_store_explicit(&chunk->stopped, true, memory_order_relaxed);
    else if (chunk->progress)
        atomic_fetch_add_explicit(chunk->progress, rows, memory_order_relaxed);
}

/* Chooses the next chunk's rows, and does what comes before its workers. */
static void begin_chunk(struct chunk *chunk)
{
    struct model *model = chunk->model;
    if (chunk->whole_vocabulary) {
        chunk->pass.size = chunk->block->size;
        return;
    }
    chunk->pass.size = words_collect(&model->words, chunk->block, chunk->first);
    if (model->indexed)
        project(chunk, model->words.count);
    for (size_t i = 0; i < model->stages; i++)
        stage_begin(&model->stage[i], &chunk->pass);
}

/* The logits of a block's rows, in chunks of it; false when stopped. */
static bool evaluate_block(struct chunk *chunk, size_t batch_size)
{
    struct model *model = chunk->model;
    for (chunk->first = 0; chunk->first < chunk->block->size; chunk->first += chunk->pass.size) {
        begin_chunk(chunk);
        chunk->units = model_units(model, chunk->pass.size, smaller(batch_size, UNIT_ROWS));
        pool_run(model->pool, forward_unit, chunk, chunk->units);
        if (atomic_load_explicit(&chunk->stopped, memory_order_relaxed))
            return false;
    }
    return true;
}

enum rt_status model_evaluate(struct model *model, const struct model_batch *batch,
                              size_t batch_size, const atomic_bool *stop, _Atomic size_t *progress,
                              float *probabilities, struct model_score *score)
{
    assert(batch_size > 0);
    const size_t vocabulary = model->words.vocabulary, steps = model->spec.maxlen;
    struct model_batch block = *batch;
    struct chunk chunk = {.model = model,
                          .block = &block,
                          .progress = progress,
                          .pass = {.words = &model->words, .mask = model->mask, .stop = stop}};
    *score = (struct model_score){0};
    if (progress)
        atomic_store_explicit(progress, 0, memory_order_relaxed);
    pool_run(model->pool, pack_unit, &chunk, model_pack_units(model, false));
    chunk.whole_vocabulary = model->quick &&
                             vocabulary <= recurrent_most_projected(only_recurrent(model)) &&
                             batch->size * steps >= vocabulary;
    if (chunk.whole_vocabulary)
        project(&chunk, vocabulary);
    for (size_t first = 0; first < batch->size; first += block.size) {
        block.size = smaller(model->block_rows, batch->size - first);
        block.rows = batch->rows ? batch->rows + first : NULL;
        block.x = batch->rows ? batch->x : batch->x + first * steps;
        if (model->mask) {
            model_order(model, &block, model->order, model->place);
            block.rows = model->order;
            chunk.place = model->place;
        }
        if (!evaluate_block(&chunk, batch_size))
            return RT_INTERRUPTED;
        head_score(&model->head, batch, first, block.size, false, probabilities, score);
    }
    return RT_OK;
}
