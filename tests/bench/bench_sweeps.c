/*
 * How a training step's time grows with each of the sizes, one at a time from the lesson's: the
 * slope of a straight line through the logarithms (1: in proportion), beside the slope of the least
 * work that the steps need. Prints figures and judges nothing.
 */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "corpus.h"
#include "results.h"
#include "rnntop/base/clock.h"
#include "rnntop/base/pool.h"
#include "rnntop/nn/blas.h"
#include "rnntop/nn/model_parts.h"
#include "rnntop/nn/optimizer.h"
#include "tests/words/error_text.h"

#define WARM_UP      2
#define MOST_POINTS  12
#define POINT_TIME_S 0.5
#define MOST_STEPS   200

struct shape {
    size_t units, batch, steps, vocabulary, layers;
    int threads;
    enum layer_merge merge;
    enum layer_kind kind;
};

static const struct shape lesson = {
    .units = 128, .batch = 30, .steps = 100, .vocabulary = 4000, .layers = 1, .kind = LAYER_LSTM};

static int most_threads; /* set once, before anything is measured */

/* ---- a point ---- */

static void build_spec(const struct shape *shape, struct model_spec *spec)
{
    model_spec_lesson(spec, shape->kind, shape->vocabulary, shape->units, shape->units,
                      shape->steps);
    struct layer_spec head = spec->layer[2];
    struct layer_spec *layer = &spec->layer[1];
    layer->merge = shape->merge;
    layer->output = shape->units * (shape->merge == MERGE_CONCAT ? 2 : 1);
    for (size_t i = 1; i < shape->layers; i++) {
        spec->layer[i].return_sequences = true;
        spec->layer[i + 1] = *layer;
        spec->layer[i + 1].return_sequences = false;
        spec->layer[i + 1].input = layer->output;
    }
    head.input = layer->output;
    spec->layers = shape->layers + 2;
    spec->layer[spec->layers - 1] = head;
}

/* The least work of a step, but for the optimiser's: products of recurrent layers, the first one's
 * input side once for each different word. */
static double flops_of(const struct shape *shape, double words)
{
    const double both = shape->merge == MERGE_NONE ? 1 : 2;
    const double columns = (double)(shape->units * layer_kind_gates(shape->kind)) * both;
    const double tokens = (double)(shape->batch * shape->steps);
    const double further = tokens * (double)(shape->layers - 1);
    return 6.0 * columns * (double)shape->units *
           (tokens * (double)shape->layers + words + further * both);
}

struct point {
    double at, seconds, flops;
};

static enum rt_status measure(const struct shape *shape, struct point *point,
                              struct rt_error *error)
{
    static const struct optimizer_spec adam = {
        .learning_rate = 1e-3, .beta_1 = 0.9, .beta_2 = 0.999, .epsilon = 1e-7};
    struct model_spec spec;
    struct pool *pool = NULL;
    struct model *model = NULL;
    struct optimizer *optimizer = NULL;
    struct results results = {0};
    const size_t batches = 4;
    int32_t *x = corpus_draw(shape->vocabulary, batches * shape->batch * shape->steps);
    float *y = calloc(shape->batch, sizeof *y);
    double words = 0;
    build_spec(shape, &spec);
    enum rt_status status =
        x && y ? pool_create(&pool, shape->threads ? shape->threads : most_threads, error)
               : rt_fail(error, ERR_NO_MEMORY);
    if (status == RT_OK)
        status = model_create(&model, &spec, shape->batch, pool, error);
    if (status == RT_OK)
        status = model_initialize(model, 1, error);
    if (status == RT_OK)
        status = optimizer_create(&optimizer, &adam, model, error);
    const double begun = clock_now_s();
    for (size_t i = 0; status == RT_OK && i < MOST_STEPS + WARM_UP; i++) {
        const struct model_batch batch = {
            .x = x + i % batches * shape->batch * shape->steps, .y = y, .size = shape->batch};
        struct model_score score;
        const double start = clock_now_s();
        model_gradients(model, &batch, NULL, &score);
        optimizer_apply(optimizer, model);
        if (i >= WARM_UP)
            results_add(&results, "s", clock_now_s() - start, "step");
        words = (double)model->words.count;
        if (i > WARM_UP + 3 && clock_now_s() - begun > POINT_TIME_S)
            break;
    }
    point->seconds = results_median(&results, "step");
    point->flops = flops_of(shape, words);
    results_free(&results);
    optimizer_destroy(optimizer);
    model_destroy(model);
    pool_destroy(pool);
    free(x);
    free(y);
    return status;
}

/* ---- a sweep ---- */

static double slope(const struct point *point, size_t n, bool of_work)
{
    double x = 0, y = 0, xx = 0, xy = 0;
    for (size_t i = 0; i < n; i++) {
        const double a = log(point[i].at), b = log(of_work ? point[i].flops : point[i].seconds);
        x += a;
        y += b;
        xx += a * a;
        xy += a * b;
    }
    return ((double)n * xy - x * y) / ((double)n * xx - x * x);
}

static enum rt_status sweep(struct results *results, const char *name, size_t offset,
                            const size_t values[], struct rt_error *error)
{
    struct point point[MOST_POINTS];
    size_t n = 0;
    for (; values[n]; n++) {
        struct shape shape = lesson;
        *(size_t *)((char *)&shape + offset) = values[n];
        point[n].at = (double)values[n];
        enum rt_status status = measure(&shape, &point[n], error);
        if (status != RT_OK)
            return status;
        printf("  %s %-6zu %9.3f ms  %6.1f GFLOP/s\n", name, values[n], point[n].seconds * 1e3,
               point[n].flops * 1e-9 / point[n].seconds);
        results_add(results, "ms", point[n].seconds * 1e3, "LSTM step, %s %zu", name, values[n]);
    }
    printf("  grows as %s ^ %.2f; its least work as ^ %.2f\n\n", name, slope(point, n, false),
           slope(point, n, true));
    return RT_OK;
}

static enum rt_status one(struct results *results, const char *name, const struct shape *shape,
                          const struct point *plain, struct point *point, struct rt_error *error)
{
    enum rt_status status = measure(shape, point, error);
    if (status != RT_OK)
        return status;
    printf("  %-22s %9.3f ms  %6.1f GFLOP/s", name, point->seconds * 1e3,
           point->flops * 1e-9 / point->seconds);
    if (plain)
        printf("  %.2f times one layer's; its work %.2f", point->seconds / plain->seconds,
               point->flops / plain->flops);
    puts("");
    results_add(results, "ms", point->seconds * 1e3, "LSTM step, %s", name);
    return RT_OK;
}

static enum rt_status architectures(struct results *results, struct rt_error *error)
{
    struct shape shape = lesson;
    struct point plain, point;
    enum rt_status status = one(results, "one layer", &shape, NULL, &plain, error);
    shape.merge = MERGE_CONCAT;
    if (status == RT_OK)
        status = one(results, "Bidirectional", &shape, &plain, &point, error);
    shape = lesson;
    shape.layers = 2;
    if (status == RT_OK)
        status = one(results, "two layers", &shape, &plain, &point, error);
    for (int threads = 1; status == RT_OK && threads <= most_threads; threads *= 2) {
        char name[32];
        snprintf(name, sizeof name, "%d thread%s", threads, threads > 1 ? "s" : "");
        shape = lesson;
        shape.threads = threads;
        status = one(results, name, &shape, NULL, &point, error);
    }
    return status;
}

int main(void)
{
    static const size_t units[] = {32, 64, 128, 256, 512, 0};
    static const size_t batch[] = {1, 4, 16, 32, 64, 128, 256, 512, 0};
    static const size_t steps[] = {25, 50, 100, 200, 400, 800, 0};
    static const size_t vocabulary[] = {1000, 4000, 10000, 20000, 50000, 0};
    const struct {
        const char *name;
        size_t offset;
        const size_t *values;
    } sweeps[] = {{"units", offsetof(struct shape, units), units},
                  {"batch", offsetof(struct shape, batch), batch},
                  {"length", offsetof(struct shape, steps), steps},
                  {"vocabulary", offsetof(struct shape, vocabulary), vocabulary}};
    struct results results = {0};
    struct rt_error error;
    enum rt_status status = RT_OK;
    bool written = false;
    blas_setup();
    most_threads = cpu_count();
    printf("LSTM, a whole training step from the lesson's sizes, %d threads\n\n", most_threads);
    for (size_t i = 0; status == RT_OK && i < sizeof sweeps / sizeof *sweeps; i++)
        status = sweep(&results, sweeps[i].name, sweeps[i].offset, sweeps[i].values, &error);
    if (status == RT_OK)
        status = architectures(&results, &error);
    if (status == RT_OK)
        written = results_write(&results);
    else
        fprintf(stderr, "bench_sweeps: %s\n", error_text(&error));
    results_free(&results);
    return written ? 0 : 1;
}
