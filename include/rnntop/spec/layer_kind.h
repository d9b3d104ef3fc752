/*
 * layer_kind: the kinds of layers that there are, a row of a table each, with all that is known of
 * a kind on paper: names, shapes, weights, what it may be told.
 *
 * LAYER_KINDS lists them. The enum, the table here (layer_kind.c) and the table of what kinds do
 * (nn/stage.c) are made from that list, so that a kind without a row in either does not compile.
 * Nothing else in the program asks which kind a layer is where a row can say what is wanted.
 */
#ifndef RNNTOP_SPEC_LAYER_KIND_H
#define RNNTOP_SPEC_LAYER_KIND_H

#include <stdbool.h>
#include <stddef.h>

/* X(KIND, row): LAYER_KIND is the kind; `row` is what its rows are called in both tables. */
#define LAYER_KINDS(X)                                                                             \
    X(EMBEDDING, embedding)                                                                        \
    X(SPATIAL_DROPOUT, spatial_dropout) /* whole channels, the same at every step */               \
    X(SIMPLE_RNN, simple_rnn)                                                                      \
    X(LSTM, lstm)                                                                                  \
    X(GRU, gru) /* reset_after, as in TF 2 */                                                      \
    X(MAX_POOLING, max_pooling)                                                                    \
    X(AVERAGE_POOLING, average_pooling) /* over the steps that no mask hides */                    \
    X(ATTENTION, attention)             /* the mean weighted by a learned score */                 \
    X(DROPOUT, dropout)                                                                            \
    X(DENSE, dense)

#define LAYER_KIND_NUMBER(KIND, row) LAYER_##KIND,
enum layer_kind { LAYER_KINDS(LAYER_KIND_NUMBER) LAYER_KIND_COUNT };
#undef LAYER_KIND_NUMBER

enum layer_activation {
    ACTIVATION_LINEAR,
    ACTIVATION_SIGMOID,
    ACTIVATION_TANH,
    ACTIVATION_RELU,
    ACTIVATION_SOFTSIGN,
    ACTIVATION_ELU,
    ACTIVATION_SELU,
    ACTIVATION_GELU, /* by erf */
    ACTIVATION_SWISH,
    ACTIVATION_HARD_SIGMOID,   /* Keras 2's: clip(0.2 x + 0.5, 0, 1) */
    ACTIVATION_HARD_SIGMOID_3, /* Keras 3's: clip(x / 6 + 0.5, 0, 1) */
    ACTIVATION_SOFTMAX,        /* of the last layer alone */
    ACTIVATION_COUNT
};

/* What stands first behind a layer's word in a written model, and what its width follows from. */
enum layer_measure {
    MEASURE_NONE, /* nothing: as wide as what comes in */
    MEASURE_RATE, /* the part that is dropped, from 0 to below 1: likewise */
    MEASURE_SIZE  /* its units, from 1 to SETTINGS_MAX_UNITS */
};

/* What a layer reads. */
enum layer_input {
    READS_WORDS, /* the words' numbers: the first layer, and only that */
    READS_STEPS, /* a vector for each step */
    READS_ROW,   /* one vector for the whole row */
    READS_EITHER
};

/* What it gives. */
enum layer_output {
    GIVES_STEPS,
    GIVES_ROW,
    GIVES_LIKE_INPUT, /* steps where it reads steps */
    GIVES_AS_TOLD     /* steps where return_sequences is set, else the last one */
};

/* What a layer may be told beside its measure: a bit each. */
enum layer_option {
    OPTION_ACTIVATION = 1 << 0,
    OPTION_RECURRENT_ACTIVATION = 1 << 1,
    OPTION_DROPOUT = 1 << 2, /* of what comes in */
    OPTION_RECURRENT_DROPOUT = 1 << 3,
    OPTION_RETURN_SEQUENCES = 1 << 4,
    OPTION_GO_BACKWARDS = 1 << 5,
    OPTION_MASK_ZERO = 1 << 6,
    OPTION_MERGE = 1 << 7 /* it may be wrapped as Bidirectional */
};

/* Whose order the gates stand in: blocks of `units` columns (PyTorch, ONNX: rows) of a recurrent
 * layer's weights. The program's is Keras's. Sources: Keras (TF 2.0), layers/recurrent.py; PyTorch,
 * torch.nn.LSTM and GRU, "weight_ih_l[k]"; ONNX operators LSTM and GRU, inputs W and R. */
enum gate_order { GATES_KERAS, GATES_PYTORCH, GATES_ONNX, GATE_ORDERS };
#define LAYER_MOST_GATES 4

/* One side of a weight's shape. */
enum weight_side {
    SIDE_NONE, /* behind a vector's only side */
    SIDE_ONE,
    SIDE_TWO,
    SIDE_INPUT,  /* the layer's input: width, or number of words */
    SIDE_OUTPUT, /* its output */
    SIDE_UNITS,
    SIDE_GATES /* gates * units */
};
#define LAYER_MOST_WEIGHTS 3

struct layer_kind_row {
    const char *class; /* Keras's class name where it has one: in model files and summaries */
    const char *name;  /* Keras's name for such a layer: what its weights' names begin with */
    const char *word;  /* in a model that a person writes */
    enum layer_measure measure;
    enum layer_input reads;
    enum layer_output gives;
    unsigned options; /* of enum layer_option */
    /* The activations of a layer for which none are given. */
    enum layer_activation activation, recurrent_activation;
    /* A letter a gate, in each order, the same letter for the same gate: what makes a layer
     * recurrent. NULL: it is not. */
    const char *gates[GATE_ORDERS];
    /* In Keras's order; behind the last comes one without a name. */
    struct {
        const char *name;
        enum weight_side shape[2];
    } weight[LAYER_MOST_WEIGHTS + 1];
};

const struct layer_kind_row *layer_kind_row(enum layer_kind kind);

/* "Embedding", "SimpleRNN", "LSTM", "Dense", and "embedding", "simple_rnn", "lstm", "dense". */
const char *layer_kind_class(enum layer_kind kind);
const char *layer_kind_name(enum layer_kind kind);
/* By its class's name as a model file has it; LAYER_KIND_COUNT for what is none. */
enum layer_kind layer_kind_find(const char *class);

bool layer_kind_recurrent(enum layer_kind kind);
/* Blocks of `units` columns in a recurrent layer's kernels: 1, 4 or 3; 0 where it is none. */
size_t layer_kind_gates(enum layer_kind kind);
/* Which of Keras's blocks stands at `place` in another's order, place < layer_kind_gates(). */
size_t layer_kind_gate_at(enum layer_kind kind, enum gate_order order, size_t place);

#endif
