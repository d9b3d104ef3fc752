#include "config.h"

#include <assert.h>
#include <string.h>

#include "rnntop/nn/dense.h"
#include "rnntop/nn/loss.h"
#include "rnntop/nn/model_parts.h"

/* Words that a worker projects at a time, and rows it takes at most: what is written and read in a
 * step then stays in the first cache beside a panel of the recurrent kernel. */
#define PROJECT_WORDS ((size_t)48)
#define UNIT_ROWS     ((size_t)15)

/* The forward pass over a chunk of rows: words are projected first, for the whole vocabulary (once
 * for all chunks) or for those that the chunk holds. Neither changes a row's result. */
struct chunk {
    struct model *model;
    const struct model_batch *batch;
    const atomic_bool *stop;
    _Atomic size_t *progress;
    struct model_weights values;
    bool whole_vocabulary;
    size_t words; /* to project */
    size_t first; /* row of the batch */
    size_t rows;
    size_t units; /* parts of the chunk */
    atomic_bool stopped;
};

static void pack_unit(void *context, size_t unit, int worker)
{
    (void)worker;
    struct chunk *chunk = context;
    recurrent_pack(chunk->model->recurrent, unit, &chunk->values.recurrent);
}

static void project_unit(void *context, size_t unit, int worker)
{
    (void)worker;
    struct chunk *chunk = context;
    struct model *model = chunk->model;
    const size_t width = model->spec.layer[0].output;
    const size_t begin = unit * PROJECT_WORDS;
    const size_t end = smaller(begin + PROJECT_WORDS, chunk->words);
    float *rows = recurrent_rows(model->recurrent);
    if (chunk->whole_vocabulary)
        memcpy(rows + begin * width, chunk->values.embeddings + begin * width,
               (end - begin) * width * sizeof *rows);
    else
        embedding_gather(rows, chunk->values.embeddings, model->words.ids, width, begin, end);
    recurrent_project(model->recurrent, begin, end);
}

static void project(struct chunk *chunk, size_t words)
{
    chunk->words = words;
    pool_run(chunk->model->pool, project_unit, chunk, (words + PROJECT_WORDS - 1) / PROJECT_WORDS);
}

/* index [T, rows] of rows [begin, begin + rows) of the chunk. */
static void fill_index(const struct chunk *chunk, size_t begin, size_t rows, uint32_t *index)
{
    const struct model *model = chunk->model;
    const struct model_batch *batch = chunk->batch;
    const size_t steps = model->spec.maxlen, vocabulary = model->words.vocabulary;
    for (size_t row = 0; row < rows; row++) {
        const size_t place = chunk->first + begin + row;
        const int32_t *x = batch->x + (batch->rows ? batch->rows[place] : place) * steps;
        for (size_t t = 0; t < steps; t++) {
            if (chunk->whole_vocabulary) {
                assert(x[t] >= 0 && (size_t)x[t] < vocabulary);
                index[t * rows + row] = (uint32_t)x[t];
            } else {
                index[t * rows + row] = model->words.index[t * chunk->rows + begin + row];
            }
        }
    }
    (void)vocabulary;
}

static void forward_unit(void *context, size_t unit, int worker)
{
    struct chunk *chunk = context;
    struct model *model = chunk->model;
    const size_t begin = unit * chunk->rows / chunk->units;
    const size_t rows = (unit + 1) * chunk->rows / chunk->units - begin;
    fill_index(chunk, begin, rows, recurrent_infer_index(model->recurrent, worker));
    const float *h = recurrent_infer(model->recurrent, worker, rows, chunk->stop);
    if (!h) {
        atomic_store_explicit(&chunk->stopped, true, memory_order_relaxed);
        return;
    }
    for (size_t row = 0; row < rows; row++)
        model->logits[begin + row] =
            dense_logit(h + row * recurrent_stride(model->recurrent), chunk->values.dense_kernel,
                        *chunk->values.dense_bias, model->spec.layer[1].output);
    if (chunk->progress)
        atomic_fetch_add_explicit(chunk->progress, rows, memory_order_relaxed);
}

/* Row after row, so that sums don't depend on how rows were divided. */
static void add_score(const struct chunk *chunk, float *probabilities, struct model_score *score)
{
    const struct model_batch *batch = chunk->batch;
    for (size_t row = 0; row < chunk->rows; row++) {
        const size_t place = chunk->first + row;
        const double logit = chunk->model->logits[row];
        const double y = batch->y[batch->rows ? batch->rows[place] : place];
        score->loss += loss_cross_entropy(logit, y);
        score->correct += loss_correct(logit, y);
        if (probabilities)
            probabilities[place] = (float)loss_probability(logit);
    }
    score->rows += chunk->rows;
}

enum rt_status model_evaluate(struct model *model, const struct model_batch *batch,
                              size_t batch_size, const atomic_bool *stop, _Atomic size_t *progress,
                              float *probabilities, struct model_score *score)
{
    assert(batch_size > 0);
    const size_t vocabulary = model->words.vocabulary;
    struct chunk chunk = {.model = model,
                          .batch = batch,
                          .stop = stop,
                          .progress = progress,
                          .values = model_weights_in(model, model->values)};
    *score = (struct model_score){0};
    if (progress)
        atomic_store_explicit(progress, 0, memory_order_relaxed);
    pool_run(model->pool, pack_unit, &chunk, recurrent_pack_units(model->recurrent, false));
    chunk.whole_vocabulary = vocabulary <= recurrent_most_projected(model->recurrent) &&
                             batch->size * model->spec.maxlen >= vocabulary;
    if (chunk.whole_vocabulary)
        project(&chunk, vocabulary);
    for (; chunk.first < batch->size; chunk.first += chunk.rows) {
        if (chunk.whole_vocabulary) {
            chunk.rows = smaller(model->chunk_rows, batch->size - chunk.first);
        } else {
            chunk.rows = words_collect(&model->words, batch, chunk.first);
            project(&chunk, model->words.count);
        }
        chunk.units = model_units(model, chunk.rows, smaller(batch_size, UNIT_ROWS));
        pool_run(model->pool, forward_unit, &chunk, chunk.units);
        if (atomic_load_explicit(&chunk.stopped, memory_order_relaxed))
            return RT_INTERRUPTED;
        add_score(&chunk, probabilities, score);
    }
    return RT_OK;
}
