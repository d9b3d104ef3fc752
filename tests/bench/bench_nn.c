/*
 * A training step and evaluation of the lesson's models, beside the processor's peak in the same
 * run. Prints figures and judges nothing.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "corpus.h"
#include "peak.h"
#include "rnntop/base/clock.h"
#include "rnntop/nn/blas.h"
#include "rnntop/nn/model_parts.h"
#include "rnntop/nn/optimizer.h"

#define UNITS      128
#define BATCH      30
#define VALIDATION 7500
#define WARM_UP    10

static const char *const phase_name[PHASE_COUNT] = {[PHASE_PREPARE] = "prepare",
                                                    [PHASE_PROJECT] = "projection",
                                                    [PHASE_FORWARD] = "recurrence forward",
                                                    [PHASE_BACKWARD] = "recurrence backward",
                                                    [PHASE_TIME_SUMS] = "sums over time",
                                                    [PHASE_WORD_SUMS] = "sums over words"};

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t n)
{
    qsort(values, n, sizeof *values, by_value);
    return values[n / 2];
}

/* The least work that a step needs: three recurrent and three input-side products. */
static double step_flops(const struct model *model, size_t words)
{
    const double columns = (double)model_parameters(model)->table[1].shape[1];
    return 3 * 2.0 * columns * UNITS * ((double)BATCH * CORPUS_STEPS + (double)words);
}

#define MOST_STEPS 400

struct timing {
    double step[MOST_STEPS], optimizer[MOST_STEPS], phase[PHASE_COUNT][MOST_STEPS];
    double words;
    size_t steps;
};

static void time_steps(struct model *model, struct optimizer *optimizer,
                       const struct corpus *corpus, struct timing *timing)
{
    struct model_score score;
    timing->words = 0;
    for (size_t i = 0; i < timing->steps + WARM_UP; i++) {
        const struct model_batch batch = {
            .x = corpus->x + i * BATCH * CORPUS_STEPS, .y = corpus->y + i * BATCH, .size = BATCH};
        const double start = clock_now_s();
        model_gradients(model, &batch, NULL, &score);
        const double middle = clock_now_s();
        optimizer_apply(optimizer, model);
        const double end = clock_now_s();
        if (i < WARM_UP)
            continue;
        const size_t n = i - WARM_UP;
        timing->step[n] = end - start;
        timing->optimizer[n] = end - middle;
        timing->words += (double)model->words.count / (double)timing->steps;
        for (size_t phase = 0; phase < PHASE_COUNT; phase++)
            timing->phase[phase][n] = (double)model->phase_ns[phase] * 1e-9;
    }
}

static void report_evaluation(struct model *model, const struct corpus *corpus, size_t rows)
{
    const struct model_batch batch = {.x = corpus->x, .y = corpus->y, .size = rows};
    struct model_score score;
    const double start = clock_now_s();
    model_evaluate(model, &batch, EVALUATE_BATCH_SIZE, NULL, NULL, NULL, &score);
    const double seconds = clock_now_s() - start;
    printf("  evaluation of %zu rows: %.3f s, %.0f rows/s\n", rows, seconds,
           (double)rows / seconds);
}

static enum rt_status bench_model(enum layer_kind kind, struct pool *pool, double peak,
                                  const struct corpus *corpus, struct rt_error *error)
{
    static struct timing timing;
    const struct optimizer_spec adam = {
        .learning_rate = 1e-3, .beta_1 = 0.9, .beta_2 = 0.999, .epsilon = 1e-7};
    struct model_spec spec;
    struct model *model = NULL;
    struct optimizer *optimizer = NULL;
    model_spec_lesson(&spec, kind, CORPUS_WORDS, UNITS, UNITS, CORPUS_STEPS);
    enum rt_status status = model_create(&model, &spec, BATCH, pool, error);
    if (status == RT_OK)
        status = model_initialize(model, 1, error);
    if (status == RT_OK)
        status = optimizer_create(&optimizer, &adam, model, error);
    if (status != RT_OK)
        goto out;
    timing.steps = kind == LAYER_LSTM ? MOST_STEPS / 2 : MOST_STEPS;
    time_steps(model, optimizer, corpus, &timing);
    const double seconds = median(timing.step, timing.steps);
    const double flops = step_flops(model, (size_t)timing.words);
    printf("%s, %d thread%s, %s\n", layer_kind_class(kind), pool_threads(pool),
           pool_threads(pool) > 1 ? "s" : "", model_kernels(model));
    printf("  step: %.2f ms (best %.2f), %.0f words of %d tokens, %.3f GFLOP, %.0f GFLOP/s, "
           "%.0f %% of the FMA peak\n",
           seconds * 1e3, timing.step[0] * 1e3, timing.words, BATCH * CORPUS_STEPS, flops * 1e-9,
           flops * 1e-9 / seconds, 100 * flops * 1e-9 / seconds / peak);
    for (size_t phase = 0; phase < PHASE_COUNT; phase++)
        printf("    %-20s %7.3f ms\n", phase_name[phase],
               median(timing.phase[phase], timing.steps) * 1e3);
    printf("    %-20s %7.3f ms\n", "optimiser", median(timing.optimizer, timing.steps) * 1e3);
    report_evaluation(model, corpus, VALIDATION);
    report_evaluation(model, corpus, corpus->rows);
out:
    optimizer_destroy(optimizer);
    model_destroy(model);
    return status;
}

static enum rt_status bench_threads(int threads, const struct corpus *corpus,
                                    struct rt_error *error)
{
    enum cpu_isa isa;
    struct pool *pool = NULL;
    enum rt_status status = cpu_choose(&isa, error);
    if (status == RT_OK)
        status = pool_create(&pool, threads, error);
    if (status != RT_OK)
        return status;
    const double peak = peak_fma(pool, isa);
    printf("%d thread%s: FMA in registers %.0f GFLOP/s; sgemm %.0f (512 x 512 x 512), %.0f "
           "(%d x 512 x 128)\n",
           threads, threads > 1 ? "s" : "", peak, peak_sgemm(pool, 512, 512, 512),
           peak_sgemm(pool, BATCH / 2, 512, 128), BATCH / 2);
    status = bench_model(LAYER_SIMPLE_RNN, pool, peak, corpus, error);
    if (status == RT_OK)
        status = bench_model(LAYER_LSTM, pool, peak, corpus, error);
    pool_destroy(pool);
    return status;
}

int main(void)
{
    struct rt_error error;
    struct corpus corpus;
    enum rt_status status = corpus_open(&corpus, &error);
    if (status != RT_OK)
        goto out;
    blas_setup();
    printf("%d processors; %s\n%s\n", cpu_count(), blas_config(), corpus.name);
    status = bench_threads(1, &corpus, &error);
    if (status == RT_OK && cpu_count() > 1)
        status = bench_threads(2, &corpus, &error);
out:
    if (status != RT_OK)
        fprintf(stderr, "bench_nn: %s\n", error.text);
    corpus_close(&corpus);
    return status == RT_OK ? 0 : 1;
}
