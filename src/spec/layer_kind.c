#include "config.h"

#include "rnntop/spec/layer_kind.h"

#include <string.h>

#define OF_RECURRENT                                                                               \
    (OPTION_ACTIVATION | OPTION_DROPOUT | OPTION_RECURRENT_DROPOUT | OPTION_RETURN_SEQUENCES |     \
     OPTION_GO_BACKWARDS | OPTION_MERGE)
#define OF_GATED (OF_RECURRENT | OPTION_RECURRENT_ACTIVATION)

static const struct layer_kind_row embedding = {
    .class = "Embedding",
    .name = "embedding",
    .word = "embedding",
    .measure = MEASURE_SIZE,
    .reads = READS_WORDS,
    .gives = GIVES_STEPS,
    .options = OPTION_MASK_ZERO,
    .weight = {{"embeddings", {SIDE_INPUT, SIDE_OUTPUT}}}};

static const struct layer_kind_row spatial_dropout = {.class = "SpatialDropout1D",
                                                      .name = "spatial_dropout1d",
                                                      .word = "spatial_dropout",
                                                      .measure = MEASURE_RATE,
                                                      .reads = READS_STEPS,
                                                      .gives = GIVES_LIKE_INPUT};

static const struct layer_kind_row simple_rnn = {
    .class = "SimpleRNN",
    .name = "simple_rnn",
    .word = "simplernn",
    .measure = MEASURE_SIZE,
    .reads = READS_STEPS,
    .gives = GIVES_AS_TOLD,
    .options = OF_RECURRENT,
    .activation = ACTIVATION_TANH,
    .gates = {[GATES_KERAS] = "h", [GATES_PYTORCH] = "h", [GATES_ONNX] = "h"},
    .weight = {{"kernel", {SIDE_INPUT, SIDE_GATES}},
               {"recurrent_kernel", {SIDE_UNITS, SIDE_GATES}},
               {"bias", {SIDE_GATES}}}};

/* Input, forget, cell (PyTorch's g) and output. */
static const struct layer_kind_row lstm = {
    .class = "LSTM",
    .name = "lstm",
    .word = "lstm",
    .measure = MEASURE_SIZE,
    .reads = READS_STEPS,
    .gives = GIVES_AS_TOLD,
    .options = OF_GATED,
    .activation = ACTIVATION_TANH,
    .recurrent_activation = ACTIVATION_SIGMOID,
    .gates = {[GATES_KERAS] = "ifco", [GATES_PYTORCH] = "ifco", [GATES_ONNX] = "iofc"},
    .weight = {{"kernel", {SIDE_INPUT, SIDE_GATES}},
               {"recurrent_kernel", {SIDE_UNITS, SIDE_GATES}},
               {"bias", {SIDE_GATES}}}};

/* Update, reset and candidate (PyTorch's n). With reset_after there is a bias for the input's side
 * and one for the state's; ONNX calls that linear_before_reset. */
static const struct layer_kind_row gru = {
    .class = "GRU",
    .name = "gru",
    .word = "gru",
    .measure = MEASURE_SIZE,
    .reads = READS_STEPS,
    .gives = GIVES_AS_TOLD,
    .options = OF_GATED,
    .activation = ACTIVATION_TANH,
    .recurrent_activation = ACTIVATION_SIGMOID,
    .gates = {[GATES_KERAS] = "zrh", [GATES_PYTORCH] = "rzh", [GATES_ONNX] = "zrh"},
    .weight = {{"kernel", {SIDE_INPUT, SIDE_GATES}},
               {"recurrent_kernel", {SIDE_UNITS, SIDE_GATES}},
               {"bias", {SIDE_TWO, SIDE_GATES}}}};

static const struct layer_kind_row max_pooling = {.class = "GlobalMaxPooling1D",
                                                  .name = "global_max_pooling1d",
                                                  .word = "max_pooling",
                                                  .reads = READS_STEPS,
                                                  .gives = GIVES_ROW};

static const struct layer_kind_row average_pooling = {.class = "GlobalAveragePooling1D",
                                                      .name = "global_average_pooling1d",
                                                      .word = "average_pooling",
                                                      .reads = READS_STEPS,
                                                      .gives = GIVES_ROW};

/* The formula, which is not Keras's: src/nn/stage_attention.c. */
static const struct layer_kind_row attention = {
    .class = "AttentionPooling",
    .name = "attention",
    .word = "attention",
    .reads = READS_STEPS,
    .gives = GIVES_ROW,
    .weight = {{"kernel", {SIDE_INPUT, SIDE_ONE}}, {"bias", {SIDE_ONE}}}};

static const struct layer_kind_row dropout = {.class = "Dropout",
                                              .name = "dropout",
                                              .word = "dropout",
                                              .measure = MEASURE_RATE,
                                              .reads = READS_EITHER,
                                              .gives = GIVES_LIKE_INPUT};

static const struct layer_kind_row dense = {
    .class = "Dense",
    .name = "dense",
    .word = "dense",
    .measure = MEASURE_SIZE,
    .reads = READS_ROW,
    .gives = GIVES_ROW,
    .options = OPTION_ACTIVATION,
    .weight = {{"kernel", {SIDE_INPUT, SIDE_OUTPUT}}, {"bias", {SIDE_OUTPUT}}}};

#define ROW(KIND, row) [LAYER_##KIND] = &(row),
static const struct layer_kind_row *const rows[LAYER_KIND_COUNT] = {LAYER_KINDS(ROW)};

const struct layer_kind_row *layer_kind_row(enum layer_kind kind)
{
    return rows[kind];
}

const char *layer_kind_class(enum layer_kind kind)
{
    return rows[kind]->class;
}

const char *layer_kind_name(enum layer_kind kind)
{
    return rows[kind]->name;
}

enum layer_kind layer_kind_find(const char *class)
{
    size_t kind = 0;
    while (kind < LAYER_KIND_COUNT && strcmp(class, rows[kind]->class) != 0)
        kind++;
    return (enum layer_kind)kind;
}

bool layer_kind_recurrent(enum layer_kind kind)
{
    return rows[kind]->gates[GATES_KERAS];
}

size_t layer_kind_gates(enum layer_kind kind)
{
    const char *gates = rows[kind]->gates[GATES_KERAS];
    return gates ? strlen(gates) : 0;
}

size_t layer_kind_gate_at(enum layer_kind kind, enum gate_order order, size_t place)
{
    const char *keras = rows[kind]->gates[GATES_KERAS];
    return (size_t)(strchr(keras, rows[kind]->gates[order][place]) - keras);
}
