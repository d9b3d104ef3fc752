/* The training pass: five phases, each one pool_run(), so that all workers finish one before the
 * next begins. They are: prepare; project; the chain of stages forward, the loss, and the chain
 * backward; sums over time; sums over words. */
#include "config.h"

#include <assert.h>

#include "rnntop/base/clock.h"
#include "rnntop/nn/model_parts.h"
#include "rnntop/nn/stage_recurrent.h"

/* Batch rows that a worker takes through time at once. Fewer would fetch the recurrent weights from
 * the second cache more often; more would leave workers idle where processors differ in speed. */
#define TIME_ROWS ((size_t)8)
/* Where masked steps are left out, it matters more that a worker's rows have like lengths, so it
 * takes fewer: six are one tile of a product. */
#define TRIMMED_ROWS ((size_t)6)

struct pass {
    struct model *model;
    const struct model_batch *batch;
    struct stage_pass stage;
    struct model_sums sums; /* of the phase */
    size_t time_units;      /* parts that the chain divides the batch's rows into */
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
        model_pack(model, unit - 1, true);
    }
}

static void project_unit(void *context, size_t unit, int worker)
{
    (void)worker;
    struct pass *pass = context;
    const struct words *words = &pass->model->words;
    const size_t begin = unit * PROJECT_WORDS;
    stage_recurrent_project(&pass->model->stage[1], words->ids, begin,
                            smaller(begin + PROJECT_WORDS, words->count));
}

static bool go_back(struct model *model, const struct stage_pass *pass, size_t begin, size_t end)
{
    for (size_t i = model->stages; i-- > 0;) {
        if (!stage_backward(&model->stage[i], pass, begin, end))
            return false;
    }
    return true;
}

static void time_unit(void *context, size_t unit, int worker)
{
    (void)worker;
    struct pass *pass = context;
    struct model *model = pass->model;
    const size_t begin = unit * pass->batch->size / pass->time_units;
    const size_t end = (unit + 1) * pass->batch->size / pass->time_units;
    const uint64_t start_ns = clock_now_ns();
    struct stage_pass stage = pass->stage;
    bool whole = model_forward(model, &stage, begin, end);
    uint64_t middle_ns = start_ns;
    if (whole) {
        head_rows(&model->head, pass->batch, begin, end);
        middle_ns = clock_now_ns();
        whole = go_back(model, &stage, begin, end);
    }
    if (!whole)
        atomic_store_explicit(&pass->stopped, true, memory_order_relaxed);
    atomic_fetch_add_explicit(&pass->forward_ns, middle_ns - start_ns, memory_order_relaxed);
    atomic_fetch_add_explicit(&pass->backward_ns, clock_now_ns() - middle_ns, memory_order_relaxed);
}

static void sums_unit(void *context, size_t unit, int worker)
{
    (void)worker;
    struct pass *pass = context;
    model_sums_run(&pass->sums, pass->model, &pass->stage, unit);
}

static void run_phase(struct pass *pass, enum model_phase phase, pool_task task, size_t units)
{
    const uint64_t start_ns = clock_now_ns();
    pool_run(pass->model->pool, task, pass, units);
    pass->model->phase_ns[phase] = clock_now_ns() - start_ns;
}

enum rt_status model_gradients(struct model *model, const struct model_batch *batch,
                               const atomic_bool *stop, struct model_score *score)
{
    assert(batch->size > 0 && batch->size <= model->batch_max);
    struct pass pass = {
        .model = model,
        .batch = batch,
        .stage = {.size = batch->size,
                  .training = true,
                  .seed = batch->seed,
                  .step = (uint32_t)batch->step,
                  .words = &model->words,
                  .mask = model->mask,
                  .stop = stop},
        .time_units = model_units(model, batch->size, model->trims ? TRIMMED_ROWS : TIME_ROWS)};
    run_phase(&pass, PHASE_PREPARE, prepare_unit, 1 + model_pack_units(model, true));
    run_phase(&pass, PHASE_PROJECT, project_unit,
              model->indexed ? parts_of(model->words.count, PROJECT_WORDS) : 0);
    for (size_t i = 0; i < model->stages; i++)
        stage_begin(&model->stage[i], &pass.stage);
    pool_run(model->pool, time_unit, &pass, pass.time_units);
    if (atomic_load_explicit(&pass.stopped, memory_order_relaxed))
        return RT_INTERRUPTED;
    const uint64_t workers = smaller((size_t)pool_threads(model->pool), pass.time_units);
    model->phase_ns[PHASE_FORWARD] = pass.forward_ns / workers;
    model->phase_ns[PHASE_BACKWARD] = pass.backward_ns / workers;
    model_time_sums(model, &pass.stage, &pass.sums);
    run_phase(&pass, PHASE_TIME_SUMS, sums_unit, pass.sums.units);
    model_word_sums(model, &pass.stage, &pass.sums);
    run_phase(&pass, PHASE_WORD_SUMS, sums_unit, pass.sums.units);
    *score = (struct model_score){0};
    head_score(&model->head, batch, 0, batch->size, true, NULL, score);
    return RT_OK;
}
