#include "config.h"

#include "architectures.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/words/error_text.h"
#include "trial.h"

#define A(name) ACTIVATION_##name
#define EMBED(e, ...)                                                                              \
    {                                                                                              \
        .kind = LAYER_EMBEDDING, .output = (e), __VA_ARGS__                                        \
    }
#define RNN(h, a, ...)                                                                             \
    {                                                                                              \
        .kind = LAYER_SIMPLE_RNN, .units = (h), .activation = A(a), __VA_ARGS__                    \
    }
#define GATED(k, h, a, r, ...)                                                                     \
    {                                                                                              \
        .kind = LAYER_##k, .units = (h), .activation = A(a), .recurrent_activation = A(r),         \
        __VA_ARGS__                                                                                \
    }
#define LSTM_(h, ...) GATED(LSTM, h, TANH, SIGMOID, __VA_ARGS__)
#define GRU_(h, ...)  GATED(GRU, h, TANH, SIGMOID, __VA_ARGS__)
#define SPATIAL(rate)                                                                              \
    {                                                                                              \
        .kind = LAYER_SPATIAL_DROPOUT, .dropout = (rate)                                           \
    }
#define DROP(rate)                                                                                 \
    {                                                                                              \
        .kind = LAYER_DROPOUT, .dropout = (rate)                                                   \
    }
#define MAXPOOL                                                                                    \
    {                                                                                              \
        .kind = LAYER_MAX_POOLING                                                                  \
    }
#define AVERAGE                                                                                    \
    {                                                                                              \
        .kind = LAYER_AVERAGE_POOLING                                                              \
    }
#define ATTEND                                                                                     \
    {                                                                                              \
        .kind = LAYER_ATTENTION                                                                    \
    }
#define HIDDEN(n, a)                                                                               \
    {                                                                                              \
        .kind = LAYER_DENSE, .output = (n), .activation = A(a)                                     \
    }
#define BINARY                                                                                     \
    {                                                                                              \
        .kind = LAYER_DENSE, .output = 1, .activation = ACTIVATION_SIGMOID                         \
    }
#define SOFTMAX(k)                                                                                 \
    {                                                                                              \
        .kind = LAYER_DENSE, .output = (k), .activation = ACTIVATION_SOFTMAX                       \
    }
#define SEQ     .return_sequences = true
#define BACK    .go_backwards = true
#define MASK    .mask_zero = true
#define BOTH(m) .merge = MERGE_##m
#define PLAIN   .dropout = 0

const struct architecture architectures[] = {
    {"GRU", 7, 20, 6, false, {EMBED(5, PLAIN), GRU_(17, PLAIN), BINARY}},
    {"GRU of 130", 4, 9, 3, false, {EMBED(7, PLAIN), GRU_(130, PLAIN), BINARY}},
    {"GRU, one row, one step", 1, 4, 1, false, {EMBED(3, PLAIN), GRU_(2, PLAIN), BINARY}},
    {"SimpleRNN backwards", 9, 20, 5, false, {EMBED(5, PLAIN), RNN(17, TANH, BACK), BINARY}},
    {"LSTM backwards", 9, 20, 5, false, {EMBED(5, PLAIN), LSTM_(17, BACK), BINARY}},
    {"GRU backwards", 9, 20, 5, false, {EMBED(5, PLAIN), GRU_(17, BACK), BINARY}},
    {"SimpleRNN, mask", 9, 20, 6, false, {EMBED(5, MASK), RNN(17, TANH, PLAIN), BINARY}},
    {"LSTM, mask", 9, 20, 6, false, {EMBED(5, MASK), LSTM_(17, PLAIN), BINARY}},
    {"GRU, mask", 9, 20, 6, false, {EMBED(5, MASK), GRU_(17, PLAIN), BINARY}},
    {"LSTM backwards, mask", 9, 20, 6, false, {EMBED(5, MASK), LSTM_(33, BACK), BINARY}},
    {"GRU, one masked row", 3, 1, 1, false, {EMBED(5, MASK), GRU_(3, PLAIN), BINARY}},
    {"Bidirectional concat", 8, 20, 9, false, {EMBED(5, PLAIN), LSTM_(17, BOTH(CONCAT)), BINARY}},
    {"Bidirectional sum", 8, 20, 5, false, {EMBED(5, PLAIN), GRU_(17, BOTH(SUM)), BINARY}},
    {"Bidirectional mul", 8, 20, 5, false, {EMBED(5, PLAIN), RNN(17, TANH, BOTH(MUL)), BINARY}},
    {"Bidirectional ave, mask", 8, 20, 5, false, {EMBED(5, MASK), LSTM_(65, BOTH(AVE)), BINARY}},
    {"Bidirectional of a backward layer, mask",
     6,
     20,
     5,
     false,
     {EMBED(5, MASK), GRU_(9, BOTH(CONCAT), BACK, SEQ), LSTM_(4, PLAIN), BINARY}},
    {"LSTM on LSTM", 9, 20, 17, false, {EMBED(5, PLAIN), LSTM_(17, SEQ), LSTM_(9, PLAIN), BINARY}},
    {"three layers, mask",
     7,
     20,
     6,
     false,
     {EMBED(5, MASK), GRU_(17, SEQ), RNN(70, TANH, SEQ), LSTM_(9, PLAIN), BINARY}},
    {"on a backward layer",
     7,
     20,
     6,
     false,
     {EMBED(5, PLAIN), LSTM_(17, SEQ, BACK), GRU_(9, PLAIN), BINARY}},
    {"on a backward layer, mask",
     7,
     20,
     6,
     false,
     {EMBED(5, MASK), LSTM_(17, SEQ, BACK), GRU_(9, SEQ), RNN(5, TANH, BACK), BINARY}},
    {"backward on backward, mask, mean",
     7,
     20,
     6,
     false,
     {EMBED(5, MASK), LSTM_(17, SEQ, BACK), GRU_(9, SEQ, BACK), AVERAGE, BINARY}},
    {"two Bidirectional, mask",
     6,
     20,
     5,
     false,
     {EMBED(5, MASK), LSTM_(17, BOTH(CONCAT), SEQ), LSTM_(9, BOTH(CONCAT)), BINARY}},
    {"Bidirectional mul and ave sequences, mask",
     6,
     20,
     5,
     false,
     {EMBED(5, MASK), GRU_(9, BOTH(MUL), SEQ), LSTM_(8, BOTH(AVE), SEQ), AVERAGE, BINARY}},
    {"Bidirectional sum sequence, maximum",
     6,
     20,
     5,
     false,
     {EMBED(5, PLAIN), RNN(65, TANH, BOTH(SUM), SEQ), MAXPOOL, BINARY}},
    /* More steps than the time loop takes in a block. */
    {"long sequences, mask",
     19,
     20,
     5,
     false,
     {EMBED(5, MASK), SPATIAL(0.3), GRU_(33, BOTH(CONCAT), SEQ), LSTM_(9, BACK), BINARY}},
    {"long sequences, dropout",
     17,
     20,
     5,
     false,
     {EMBED(5, PLAIN), LSTM_(9, SEQ, BACK, .dropout = 0.2),
      RNN(17, TANH, BOTH(SUM), SEQ, .dropout = 0.3), AVERAGE, BINARY}},
    {"maximum, mask", 7, 20, 6, false, {EMBED(5, MASK), LSTM_(17, SEQ), MAXPOOL, BINARY}},
    {"maximum of both, mask",
     7,
     20,
     6,
     false,
     {EMBED(5, MASK), LSTM_(35, BOTH(CONCAT), SEQ), DROP(0.3), MAXPOOL, BINARY}},
    {"maximum of many zeros, mask",
     7,
     20,
     6,
     false,
     {EMBED(5, MASK), RNN(9, RELU, BOTH(SUM), SEQ), MAXPOOL, BINARY}},
    {"mean", 7, 20, 6, false, {EMBED(5, PLAIN), LSTM_(17, SEQ), AVERAGE, BINARY}},
    {"mean, mask", 7, 20, 6, false, {EMBED(5, MASK), GRU_(17, SEQ), AVERAGE, BINARY}},
    {"attention", 7, 20, 6, false, {EMBED(5, PLAIN), LSTM_(17, SEQ), ATTEND, BINARY}},
    {"attention, mask", 9, 20, 7, false, {EMBED(5, MASK), GRU_(70, SEQ), ATTEND, BINARY}},
    {"attention, one step", 1, 9, 3, false, {EMBED(5, PLAIN), LSTM_(3, SEQ), ATTEND, BINARY}},
    {"attention, one masked row", 4, 1, 1, false, {EMBED(5, MASK), LSTM_(3, SEQ), ATTEND, BINARY}},
    {"attention to both directions",
     8,
     20,
     6,
     false,
     {EMBED(5, PLAIN), LSTM_(35, BOTH(CONCAT), SEQ), ATTEND, HIDDEN(4, RELU), BINARY}},
    {"attention to both directions, mask, dropout, weights",
     8,
     20,
     11,
     true,
     {EMBED(5, MASK), SPATIAL(0.2), GRU_(9, BOTH(SUM), SEQ, .dropout = 0.2), DROP(0.3), ATTEND,
      SOFTMAX(3)}},
    {"attention to a stack, long, mask",
     19,
     20,
     5,
     false,
     {EMBED(5, MASK), LSTM_(17, BOTH(MUL), SEQ), LSTM_(9, SEQ), ATTEND, BINARY}},
    /* What comes backwards is masked the other way round, and nothing is left out. */
    {"attention to a backward layer, mask",
     7,
     20,
     6,
     false,
     {EMBED(5, MASK), GRU_(17, SEQ, BACK), ATTEND, BINARY}},
    {"hidden layers",
     5,
     20,
     6,
     false,
     {EMBED(5, PLAIN), LSTM_(17, PLAIN), HIDDEN(70, RELU), HIDDEN(3, GELU), BINARY}},
    {"softmax of 3", 5, 20, 7, false, {EMBED(5, PLAIN), LSTM_(17, PLAIN), SOFTMAX(3)}},
    {"softmax of 5, weights",
     5,
     20,
     11,
     true,
     {EMBED(5, PLAIN), GRU_(17, PLAIN), HIDDEN(9, SELU), SOFTMAX(5)}},
    {"binary, weights", 5, 20, 7, true, {EMBED(5, PLAIN), LSTM_(17, PLAIN), BINARY}},
    {"SpatialDropout1D",
     6,
     20,
     5,
     false,
     {EMBED(70, PLAIN), SPATIAL(0.3), LSTM_(17, PLAIN), BINARY}},
    {"SpatialDropout1D, mask",
     6,
     20,
     5,
     false,
     {EMBED(5, MASK), SPATIAL(0.3), GRU_(17, BOTH(CONCAT)), BINARY}},
    {"Dropout everywhere",
     6,
     20,
     5,
     false,
     {EMBED(5, PLAIN), DROP(0.2), LSTM_(17, SEQ, BACK), DROP(0.4), GRU_(9, PLAIN), DROP(0.5),
      HIDDEN(6, TANH), BINARY}},
    {"no Dropout", 6, 20, 5, false, {EMBED(5, PLAIN), DROP(0), LSTM_(17, PLAIN), DROP(0), BINARY}},
    {"dropout of SimpleRNN",
     6,
     20,
     5,
     false,
     {EMBED(5, PLAIN), RNN(17, TANH, .dropout = 0.3, .recurrent_dropout = 0.2), BINARY}},
    {"dropout of LSTM",
     6,
     20,
     5,
     false,
     {EMBED(5, PLAIN), LSTM_(17, .dropout = 0.3, .recurrent_dropout = 0.2), BINARY}},
    {"dropout of GRU, mask",
     6,
     20,
     5,
     false,
     {EMBED(5, MASK), GRU_(17, .dropout = 0.3, .recurrent_dropout = 0.2), BINARY}},
    {"recurrent dropout behind words",
     6,
     20,
     5,
     false,
     {EMBED(5, PLAIN), GRU_(17, .recurrent_dropout = 0.4, BACK), BINARY}},
    {"dropout of Bidirectional, mask, twice",
     6,
     20,
     5,
     false,
     {EMBED(5, MASK), LSTM_(9, BOTH(CONCAT), SEQ, .dropout = 0.3, .recurrent_dropout = 0.2),
      GRU_(7, BOTH(SUM), .dropout = 0.2, .recurrent_dropout = 0.4), BINARY}},
    {"linear", 5, 20, 4, false, {EMBED(5, PLAIN), RNN(17, LINEAR, PLAIN), BINARY}},
    {"sigmoid and tanh",
     5,
     20,
     4,
     false,
     {EMBED(5, PLAIN), GATED(LSTM, 17, SIGMOID, TANH, PLAIN), BINARY}},
    {"relu", 5, 20, 4, false, {EMBED(5, PLAIN), RNN(17, RELU, PLAIN), BINARY}},
    {"relu and hard_sigmoid, mask",
     5,
     20,
     4,
     false,
     {EMBED(5, MASK), GATED(GRU, 17, RELU, HARD_SIGMOID, SEQ),
      GATED(LSTM, 7, RELU, HARD_SIGMOID_3, PLAIN), BINARY}},
    {"softsign and softsign",
     5,
     20,
     4,
     false,
     {EMBED(5, PLAIN), GATED(LSTM, 17, SOFTSIGN, SOFTSIGN, PLAIN), BINARY}},
    {"elu and swish",
     5,
     20,
     4,
     false,
     {EMBED(5, PLAIN), GATED(GRU, 17, ELU, SWISH, PLAIN), BINARY}},
    {"selu and elu", 4, 20, 4, false, {EMBED(5, PLAIN), GATED(LSTM, 17, SELU, ELU, PLAIN), BINARY}},
    {"gelu and relu",
     4,
     20,
     4,
     false,
     {EMBED(5, PLAIN), GATED(GRU, 17, GELU, RELU, PLAIN), BINARY}},
    {"swish and gelu",
     4,
     20,
     4,
     false,
     {EMBED(5, PLAIN), GATED(LSTM, 17, SWISH, GELU, PLAIN), BINARY}},
    {"hard_sigmoid and linear",
     5,
     20,
     4,
     false,
     {EMBED(5, PLAIN), GATED(GRU, 17, HARD_SIGMOID, LINEAR, PLAIN), BINARY}},
    {"hard_sigmoid_3 and selu",
     4,
     20,
     4,
     false,
     {EMBED(5, PLAIN), GATED(LSTM, 17, HARD_SIGMOID_3, SELU, PLAIN), BINARY}},
    {"all at once",
     5,
     20,
     33,
     true,
     {EMBED(65, MASK), SPATIAL(0.2),
      GATED(GRU, 65, TANH, HARD_SIGMOID, BOTH(CONCAT), SEQ, .dropout = 0.1),
      LSTM_(17, SEQ, .recurrent_dropout = 0.2), MAXPOOL, DROP(0.3), HIDDEN(9, ELU), SOFTMAX(4)}},
};
const size_t architecture_count = sizeof architectures / sizeof *architectures;

void architecture_spec(const struct architecture *architecture, struct model_spec *spec)
{
    struct rt_error error = {0};
    *spec = (struct model_spec){.maxlen = architecture->T};
    size_t width = architecture->V;
    for (; spec->layers < 8 &&
           (architecture->layer[spec->layers].kind != LAYER_EMBEDDING || spec->layers == 0);
         spec->layers++) {
        struct layer_spec *layer = &spec->layer[spec->layers];
        *layer = architecture->layer[spec->layers];
        layer->input = width;
        layer->output = layer_spec_width(layer);
        width = layer->output;
    }
    if (model_spec_check(spec, &error) != RT_OK)
        fail_msg("%s: %s", architecture->name, error_text(&error));
}

void architecture_rows_make(struct architecture_rows *rows, const struct architecture *architecture,
                            uint64_t seed)
{
    struct model_spec spec;
    architecture_spec(architecture, &spec);
    const size_t T = architecture->T, B = architecture->B, classes = model_spec_classes(&spec);
    rows->x = calloc(B * T, sizeof *rows->x);
    rows->y = calloc(B, sizeof *rows->y);
    rows->class_weight = calloc(classes, sizeof *rows->class_weight);
    assert_true(rows->x && rows->y && rows->class_weight);
    for (size_t b = 0; b < B; b++) {
        /* Whole rows, rows with padding behind, before and within, and an empty one. */
        for (size_t t = 0; t < T && b != 1; t++) {
            const bool padded = b % 5 == 2 ? t > T / 2 : b % 5 == 3 ? t < T / 2 : b % 5 == 4;
            const uint64_t random = trial_random(&seed);
            if (!padded || (b % 5 == 4 && random % 3 > 0))
                rows->x[b * T + t] = (int32_t)((random >> 8) % architecture->V);
        }
        rows->y[b] = (float)((b + trial_random(&seed) % 2) % classes);
    }
    for (size_t k = 0; k < classes; k++)
        rows->class_weight[k] = 0.5f + (float)k;
    rows->batch =
        (struct model_batch){.x = rows->x,
                             .y = rows->y,
                             .size = B,
                             .class_weight = architecture->weighted ? rows->class_weight : NULL,
                             .seed = 77,
                             .step = 5};
}

void architecture_rows_shorten(struct architecture_rows *rows,
                               const struct architecture *architecture, bool first)
{
    const size_t T = architecture->T;
    for (size_t b = 0; b < architecture->B; b++)
        memset(rows->x + b * T + (first ? 0 : T - T / 2), 0, T / 2 * sizeof *rows->x);
}

void architecture_rows_free(struct architecture_rows *rows)
{
    free(rows->x);
    free(rows->y);
    free(rows->class_weight);
}

/* Entries with variance s^2 / rows give a spectral radius of about s; uniform in +-a, a^2 / 3. */
void architecture_fill(struct network *network, uint64_t seed)
{
    for (size_t i = 0; i < network->parameters.n; i++) {
        const struct parameter *parameter = &network->parameters.table[i];
        const struct layer_spec *layer = &network->spec.layer[parameter->layer];
        const bool bias = parameter->rank == 1 || parameter->shape[0] == 2;
        double limit = bias ? 0.5 : 1.5 * sqrt(3 / (double)parameter->shape[0]);
        if (layer->kind == LAYER_EMBEDDING)
            limit = 0.8;
        else if (layer_kind_recurrent(layer->kind) && parameter->shape[0] == layer->units && !bias)
            limit = 0.9 * sqrt(3 / (double)parameter->shape[0]);
        for (size_t j = 0; j < parameter->count; j++)
            network->values[parameter->offset + j] = trial_uniform(&seed, -limit, limit);
    }
}
