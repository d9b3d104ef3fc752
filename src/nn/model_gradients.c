/* The training pass. Its phases meet in the pool: prepare, project, the time loop both ways with
 * the loss between, sums over time, sums over words. */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "rnntop/base/clock.h"
#include "rnntop/nn/dense.h"
#include "rnntop/nn/loss.h"
#include "rnntop/nn/model_parts.h"

/* Words that a worker projects at a time, or whose gradient it clears; shares of the sums by word.
 */
#define PROJECT_WORDS ((size_t)48)
#define CLEAR_WORDS   ((size_t)512)
#define SUM_UNITS     ((size_t)16)

/* Batch rows that a worker takes through time at once. Fewer would fetch the recurrent weights from
 * the second cache more often; more would leave workers idle where processors differ in speed. */
#define TIME_ROWS ((size_t)8)

struct pass {
    struct model *model;
    const struct model_batch *batch;
    const atomic_bool *stop;
    struct model_weights values, gradients;
    size_t time_units;  /* parts that the time loop divides the batch's rows into */
    size_t first_units; /* units of a phase's first part */
    atomic_bool stopped;
    _Atomic uint64_t forward_ns, backward_ns; /* over all units */
};

static void prepare_unit(void *context, size_t unit, int worker)
{
    (void)worker;
    struct pass *pass = context;
    struct model *model = pass->model;
    if (unit == 0) {
        size_t rows = words_collect(&model->words, pass->batch, 0);
        assert(rows == pass->batch->size);
        (void)rows;
        words_sort(&model->words);
    } else {
        recurrent_pack(model->recurrent, unit - 1, &pass->values.recurrent);
    }
}

static void project_unit(void *context, size_t unit, int worker)
{
    (void)worker;
    struct pass *pass = context;
    struct model *model = pass->model;
    const size_t begin = unit * PROJECT_WORDS;
    const size_t end = smaller(begin + PROJECT_WORDS, model->words.count);
    embedding_gather(recurrent_rows(model->recurrent), pass->values.embeddings, model->words.ids,
                     model->spec.layer[0].output, begin, end);
    recurrent_project(model->recurrent, begin, end);
}

/* The last layer and the loss, for rows [begin, end). */
static void head(struct pass *pass, size_t begin, size_t end)
{
    struct model *model = pass->model;
    const struct model_batch *batch = pass->batch;
    const size_t units = model->spec.layer[1].output;
    const size_t stride = recurrent_stride(model->recurrent);
    const float *h = recurrent_last(model->recurrent, batch->size);
    float *dh = recurrent_dlast(model->recurrent);
    for (size_t row = begin; row < end; row++) {
        const double y = batch->y[batch->rows ? batch->rows[row] : row];
        const double logit = dense_logit(h + row * stride, pass->values.dense_kernel,
                                         *pass->values.dense_bias, units);
        const double dlogit = (loss_probability(logit) - y) / (double)batch->size;
        dense_backward(dlogit, pass->values.dense_kernel, dh + row * stride, units);
        model->logits[row] = logit;
        model->dlogits[row] = dlogit;
    }
}

static void time_unit(void *context, size_t unit, int worker)
{
    (void)worker;
    struct pass *pass = context;
    struct model *model = pass->model;
    const size_t begin = unit * pass->batch->size / pass->time_units;
    const size_t end = (unit + 1) * pass->batch->size / pass->time_units;
    const uint64_t start_ns = clock_now_ns();
    bool whole = recurrent_forward(model->recurrent, &model->words, begin, end, pass->stop);
    uint64_t middle_ns = start_ns;
    if (whole) {
        head(pass, begin, end);
        middle_ns = clock_now_ns();
        whole = recurrent_backward(model->recurrent, &model->words, begin, end, pass->stop);
    }
    if (!whole)
        atomic_store_explicit(&pass->stopped, true, memory_order_relaxed);
    atomic_fetch_add_explicit(&pass->forward_ns, middle_ns - start_ns, memory_order_relaxed);
    atomic_fetch_add_explicit(&pass->backward_ns, clock_now_ns() - middle_ns, memory_order_relaxed);
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

/* Sums over time: the gates' gradients by word, and the recurrent kernel's gradient. */
static void time_sums_unit(void *context, size_t unit, int worker)
{
    (void)worker;
    struct pass *pass = context;
    struct model *model = pass->model;
    const struct words *words = &model->words;
    if (unit < pass->first_units)
        recurrent_recurrent_gradient(model->recurrent, words, unit, &pass->gradients.recurrent);
    else if (unit < pass->first_units + SUM_UNITS)
        recurrent_sum_words(model->recurrent, words, word_of_share(words, unit - pass->first_units),
                            word_of_share(words, unit - pass->first_units + 1));
    else
        dense_gradients(model->dlogits, recurrent_last(model->recurrent, words->size),
                        recurrent_stride(model->recurrent), words->size,
                        pass->gradients.dense_kernel, pass->gradients.dense_bias,
                        model->spec.layer[1].output);
}

/* The table's gradient is filled whole: zeros for all words that the batch lacks, whatever stood
 * there (an exchange between machines writes to it too). */
static void clear_rows(struct pass *pass, size_t begin, size_t end)
{
    const struct words *words = &pass->model->words;
    const size_t width = pass->model->spec.layer[0].output;
    for (size_t id = begin; id < end; id++) {
        if (words->mark[id] != words->stamp)
            memset(pass->gradients.embeddings + id * width, 0, width * sizeof(float));
    }
}

static size_t word_units(const struct words *words)
{
    return (words->count + PROJECT_WORDS - 1) / PROJECT_WORDS;
}

static size_t clear_units(const struct words *words)
{
    return (words->vocabulary + CLEAR_WORDS - 1) / CLEAR_WORDS;
}

/* Sums over words: the gradients of kernel, bias and the words' vectors. */
static void word_sums_unit(void *context, size_t unit, int worker)
{
    (void)worker;
    struct pass *pass = context;
    struct model *model = pass->model;
    const struct words *words = &model->words;
    if (unit < pass->first_units) {
        recurrent_kernel_gradient(model->recurrent, words, unit, &pass->gradients.recurrent);
    } else if (unit < pass->first_units + word_units(words)) {
        const size_t begin = (unit - pass->first_units) * PROJECT_WORDS;
        recurrent_rows_gradient(model->recurrent, words->ids, begin,
                                smaller(begin + PROJECT_WORDS, words->count),
                                pass->gradients.embeddings);
    } else {
        const size_t begin = (unit - pass->first_units - word_units(words)) * CLEAR_WORDS;
        clear_rows(pass, begin, smaller(begin + CLEAR_WORDS, words->vocabulary));
    }
}

/* One phase: the pool does its units. */
static void run_phase(struct pass *pass, enum model_phase phase, pool_task task, size_t units)
{
    const uint64_t start_ns = clock_now_ns();
    pool_run(pass->model->pool, task, pass, units);
    pass->model->phase_ns[phase] = clock_now_ns() - start_ns;
}

static void sum_score(const struct model *model, const struct model_batch *batch,
                      struct model_score *score)
{
    *score = (struct model_score){.rows = batch->size};
    for (size_t row = 0; row < batch->size; row++) {
        const double y = batch->y[batch->rows ? batch->rows[row] : row];
        score->loss += loss_cross_entropy(model->logits[row], y);
        score->correct += loss_correct(model->logits[row], y);
    }
}

enum rt_status model_gradients(struct model *model, const struct model_batch *batch,
                               const atomic_bool *stop, struct model_score *score)
{
    assert(batch->size > 0 && batch->size <= model->batch_max);
    struct pass pass = {.model = model,
                        .batch = batch,
                        .stop = stop,
                        .values = model_weights_in(model, model->values),
                        .gradients = model_weights_in(model, model->gradients),
                        .time_units = model_units(model, batch->size, TIME_ROWS)};
    struct words *words = &model->words;
    run_phase(&pass, PHASE_PREPARE, prepare_unit, 1 + recurrent_pack_units(model->recurrent, true));
    run_phase(&pass, PHASE_PROJECT, project_unit, word_units(words));
    pool_run(model->pool, time_unit, &pass, pass.time_units);
    if (atomic_load_explicit(&pass.stopped, memory_order_relaxed))
        return RT_INTERRUPTED;
    const uint64_t workers = smaller((size_t)pool_threads(model->pool), pass.time_units);
    model->phase_ns[PHASE_FORWARD] = pass.forward_ns / workers;
    model->phase_ns[PHASE_BACKWARD] = pass.backward_ns / workers;
    pass.first_units = recurrent_recurrent_units(model->recurrent);
    run_phase(&pass, PHASE_TIME_SUMS, time_sums_unit, pass.first_units + SUM_UNITS + 1);
    pass.first_units = recurrent_kernel_units(model->recurrent);
    run_phase(&pass, PHASE_WORD_SUMS, word_sums_unit,
              pass.first_units + word_units(words) + clear_units(words));
    sum_score(model, batch, score);
    return RT_OK;
}
