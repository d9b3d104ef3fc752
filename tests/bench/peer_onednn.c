/*
 * The recurrent layer alone, as Intel's oneDNN computes it: no embedding, no loss, no optimiser,
 * and weights that lie as it likes them. For bench_nn: see peer.h for what goes over the pipes.
 *
 * Usage: peer_onednn STEPS BATCH WIDTH
 */
#include "config.h"

#include <stdio.h>

#ifdef HAVE_DNNL

#include <oneapi/dnnl/dnnl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/clock.h"

/* Of libgomp, which oneDNN divides its work by. */
void omp_set_num_threads(int threads);

/* Rows that inference takes at a time: it is fastest with many. */
#define INFER_BATCH 512

#define MOST_ARGUMENTS 24

static int steps, batch, width;
static dnnl_engine_t engine;
static dnnl_stream_t stream;

static void must(dnnl_status_t status, const char *what)
{
    if (status == dnnl_success)
        return;
    printf("missing: oneDNN can't do %s (status %d)\n", what, (int)status);
    exit(0);
}

/* A kind's sizes: blocks of units in its kernels, and in its bias. */
static const struct kind {
    const char *name;
    dnnl_alg_kind_t algorithm;
    int gates, biases;
} kinds[] = {{"SimpleRNN", dnnl_vanilla_rnn, 1, 1},
             {"LSTM", dnnl_vanilla_lstm, 4, 4},
             {"GRU", dnnl_lbr_gru, 3, 4}};

#define KINDS (sizeof kinds / sizeof *kinds)

/* Descriptions of what goes in and out; `any` where oneDNN may choose how it lies. */
struct shapes {
    dnnl_memory_desc_t layer, weights, bias, none;
};

static struct shapes shapes_of(const struct kind *kind, int rows, bool plain)
{
    struct shapes shapes;
    const dnnl_dims_t layer = {steps, rows, width}, bias = {1, 1, kind->biases, width};
    const dnnl_dims_t weights = {1, 1, width, kind->gates, width};
    memset(&shapes, 0, sizeof shapes);
    must(dnnl_memory_desc_init_by_tag(&shapes.layer, 3, layer, dnnl_f32, dnnl_tnc), "a layer");
    must(dnnl_memory_desc_init_by_tag(&shapes.weights, 5, weights, dnnl_f32,
                                      plain ? dnnl_ldigo : dnnl_format_tag_any),
         "weights");
    must(dnnl_memory_desc_init_by_tag(&shapes.bias, 4, bias, dnnl_f32, dnnl_ldgo), "a bias");
    return shapes;
}

static dnnl_primitive_desc_t describe_forward(const struct kind *kind, int rows, bool training)
{
    const struct shapes s = shapes_of(kind, rows, false);
    const dnnl_prop_kind_t way = training ? dnnl_forward_training : dnnl_forward_inference;
    const dnnl_rnn_direction_t direction = dnnl_unidirectional_left2right;
    dnnl_rnn_desc_t desc;
    dnnl_primitive_desc_t made;
    if (kind->algorithm == dnnl_vanilla_lstm)
        must(dnnl_lstm_forward_desc_init(&desc, way, direction, &s.layer, &s.none, &s.none,
                                         &s.weights, &s.weights, &s.bias, &s.layer, &s.none,
                                         &s.none, 0),
             "an LSTM");
    else if (kind->algorithm == dnnl_lbr_gru)
        must(dnnl_lbr_gru_forward_desc_init(&desc, way, direction, &s.layer, &s.none, &s.weights,
                                            &s.weights, &s.bias, &s.layer, &s.none, 0),
             "a GRU");
    else
        must(dnnl_vanilla_rnn_forward_desc_init(&desc, way, dnnl_eltwise_tanh, direction, &s.layer,
                                                &s.none, &s.weights, &s.weights, &s.bias, &s.layer,
                                                &s.none, 0, 0, 0),
             "a SimpleRNN");
    must(dnnl_primitive_desc_create(&made, &desc, NULL, engine, NULL), "a layer forward");
    return made;
}

static dnnl_primitive_desc_t describe_backward(const struct kind *kind,
                                               dnnl_primitive_desc_t forward)
{
    const struct shapes s = shapes_of(kind, batch, false);
    const dnnl_rnn_direction_t direction = dnnl_unidirectional_left2right;
    dnnl_rnn_desc_t desc;
    dnnl_primitive_desc_t made;
    if (kind->algorithm == dnnl_vanilla_lstm)
        must(dnnl_lstm_backward_desc_init(&desc, dnnl_backward, direction, &s.layer, &s.none,
                                          &s.none, &s.weights, &s.weights, &s.bias, &s.layer,
                                          &s.none, &s.none, &s.layer, &s.none, &s.none, &s.weights,
                                          &s.weights, &s.bias, &s.layer, &s.none, &s.none, 0),
             "an LSTM back");
    else if (kind->algorithm == dnnl_lbr_gru)
        must(dnnl_lbr_gru_backward_desc_init(&desc, dnnl_backward, direction, &s.layer, &s.none,
                                             &s.weights, &s.weights, &s.bias, &s.layer, &s.none,
                                             &s.layer, &s.none, &s.weights, &s.weights, &s.bias,
                                             &s.layer, &s.none, 0),
             "a GRU back");
    else
        must(dnnl_vanilla_rnn_backward_desc_init(&desc, dnnl_backward, dnnl_eltwise_tanh, direction,
                                                 &s.layer, &s.none, &s.weights, &s.weights, &s.bias,
                                                 &s.layer, &s.none, &s.layer, &s.none, &s.weights,
                                                 &s.weights, &s.bias, &s.layer, &s.none, 0, 0, 0),
             "a SimpleRNN back");
    must(dnnl_primitive_desc_create(&made, &desc, NULL, engine, forward), "a layer back");
    return made;
}

/* A primitive with what it reads and writes. */
struct work {
    dnnl_primitive_t primitive;
    dnnl_exec_arg_t argument[MOST_ARGUMENTS];
    int arguments;
};

static dnnl_memory_t memory_of(const dnnl_memory_desc_t *desc)
{
    dnnl_memory_t memory;
    must(dnnl_memory_create(&memory, desc, engine, DNNL_MEMORY_ALLOCATE), "memory");
    return memory;
}

static void fill(dnnl_memory_t memory, size_t bytes)
{
    void *data;
    must(dnnl_memory_get_data_handle(memory, &data), "memory");
    for (size_t i = 0; i < bytes / sizeof(float); i++)
        ((float *)data)[i] = (float)(rand() % 2001 - 1000) * 1e-4f;
}

/* Small random numbers, laid out as the description says. */
static dnnl_memory_t filled(const dnnl_memory_desc_t *desc, const dnnl_memory_desc_t *plain)
{
    dnnl_memory_t from = memory_of(plain), to;
    fill(from, dnnl_memory_desc_get_size(plain));
    if (dnnl_memory_desc_equal(desc, plain))
        return from;
    dnnl_primitive_desc_t reorder_desc;
    dnnl_primitive_t reorder;
    to = memory_of(desc);
    must(dnnl_reorder_primitive_desc_create(&reorder_desc, plain, engine, desc, engine, NULL),
         "a reorder");
    must(dnnl_primitive_create(&reorder, reorder_desc), "a reorder");
    const dnnl_exec_arg_t argument[] = {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}};
    must(dnnl_primitive_execute(reorder, stream, 2, argument), "a reorder");
    must(dnnl_stream_wait(stream), "a reorder");
    dnnl_primitive_destroy(reorder);
    dnnl_primitive_desc_destroy(reorder_desc);
    dnnl_memory_destroy(from);
    return to;
}

static void give(struct work *work, int name, dnnl_memory_t memory)
{
    work->argument[work->arguments++] = (dnnl_exec_arg_t){name, memory};
}

/* The layer's inputs, outputs and weights, as the primitive wants them. */
static void give_layer(struct work *work, dnnl_primitive_desc_t desc, const struct shapes *plain)
{
    const struct {
        int name;
        const dnnl_memory_desc_t *plain;
    } needed[] = {{DNNL_ARG_SRC_LAYER, &plain->layer},
                  {DNNL_ARG_WEIGHTS_LAYER, &plain->weights},
                  {DNNL_ARG_WEIGHTS_ITER, &plain->weights},
                  {DNNL_ARG_BIAS, &plain->bias},
                  {DNNL_ARG_DST_LAYER, &plain->layer}};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        give(work, needed[i].name,
             filled(dnnl_primitive_desc_query_md(desc, dnnl_query_exec_arg_md, needed[i].name),
                    needed[i].plain));
}

static struct work forward_work(dnnl_primitive_desc_t desc, const struct shapes *plain)
{
    struct work work = {0};
    must(dnnl_primitive_create(&work.primitive, desc), "a layer forward");
    give_layer(&work, desc, plain);
    return work;
}

static void run(const struct work *work)
{
    must(dnnl_primitive_execute(work->primitive, stream, work->arguments, work->argument),
         "its work");
    must(dnnl_stream_wait(stream), "its work");
}

/* What is timed, of a kind. */
struct layer {
    struct work forward, backward, inference;
};

static struct layer layer_of(const struct kind *kind)
{
    struct layer layer;
    const struct shapes plain = shapes_of(kind, batch, true);
    dnnl_primitive_desc_t forward = describe_forward(kind, batch, true);
    layer.forward = forward_work(forward, &plain);
    const dnnl_memory_desc_t *space =
        dnnl_primitive_desc_query_md(forward, dnnl_query_workspace_md, 0);
    dnnl_memory_t workspace = memory_of(space);
    give(&layer.forward, DNNL_ARG_WORKSPACE, workspace);

    dnnl_primitive_desc_t backward = describe_backward(kind, forward);
    layer.backward = (struct work){0};
    must(dnnl_primitive_create(&layer.backward.primitive, backward), "a layer back");
    give_layer(&layer.backward, backward, &plain);
    give(&layer.backward, DNNL_ARG_WORKSPACE, workspace);
    const int gradients[] = {DNNL_ARG_DIFF_SRC_LAYER, DNNL_ARG_DIFF_WEIGHTS_LAYER,
                             DNNL_ARG_DIFF_WEIGHTS_ITER, DNNL_ARG_DIFF_BIAS,
                             DNNL_ARG_DIFF_DST_LAYER};
    for (size_t i = 0; i < sizeof gradients / sizeof *gradients; i++) {
        const dnnl_memory_desc_t *desc =
            dnnl_primitive_desc_query_md(backward, dnnl_query_exec_arg_md, gradients[i]);
        dnnl_memory_t memory = memory_of(desc);
        fill(memory, dnnl_memory_desc_get_size(desc));
        give(&layer.backward, gradients[i], memory);
    }

    const struct shapes wide = shapes_of(kind, INFER_BATCH, true);
    layer.inference = forward_work(describe_forward(kind, INFER_BATCH, false), &wide);
    return layer;
}

static double step(const struct layer *layer)
{
    const double start = clock_now_s();
    run(&layer->forward);
    run(&layer->backward);
    return clock_now_s() - start;
}

static double evaluate(const struct layer *layer, int rows)
{
    const double start = clock_now_s();
    for (int done = 0; done < rows; done += INFER_BATCH)
        run(&layer->inference);
    const int done = (rows + INFER_BATCH - 1) / INFER_BATCH * INFER_BATCH;
    return (clock_now_s() - start) * rows / done;
}

static void answer(const struct layer *layer, const char *word, int count)
{
    if (strcmp(word, "evaluate") == 0) {
        printf("%.9f", evaluate(layer, count));
    } else {
        for (int i = 0; i < count; i++)
            printf("%.9f ", step(layer));
    }
}

int main(int argc, char **argv)
{
    struct layer layer[KINDS];
    char word[16], kind[16];
    int count;
    if (argc != 4)
        return 2;
    steps = atoi(argv[1]);
    batch = atoi(argv[2]);
    width = atoi(argv[3]);
    must(dnnl_engine_create(&engine, dnnl_cpu, 0), "an engine");
    must(dnnl_stream_create(&stream, engine, dnnl_stream_default_flags), "a stream");
    for (size_t i = 0; i < KINDS; i++) {
        layer[i] = layer_of(&kinds[i]);
        step(&layer[i]);
    }
    const dnnl_version_t *version = dnnl_version();
    printf("oneDNN %d.%d.%d, the layer alone\n", version->major, version->minor, version->patch);
    fflush(stdout);
    while (scanf("%15s", word) == 1) {
        if (strcmp(word, "threads") == 0 && scanf("%d", &count) == 1) {
            omp_set_num_threads(count);
            printf("0");
        } else if (scanf("%15s %d", kind, &count) == 2) {
            for (size_t i = 0; i < KINDS; i++) {
                if (strcmp(kinds[i].name, kind) == 0)
                    answer(&layer[i], word, count);
            }
        }
        printf("\n");
        fflush(stdout);
    }
    return 0;
}

#else

int main(void)
{
    puts("missing: libdnnl-dev was not there when configure ran");
    return 0;
}

#endif
