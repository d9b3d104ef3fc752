/*
 * model_spec: a model on paper. Layers in order, their shapes and parameter counts; no arithmetic.
 *
 * Names, defaults and shapes are Keras's. A spec is plain data: copy it freely.
 */
#ifndef RNNTOP_SPEC_MODEL_SPEC_H
#define RNNTOP_SPEC_MODEL_SPEC_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "rnntop/base/status.h"
#include "rnntop/spec/layer_kind.h"

/* How a Bidirectional layer joins its two halves. */
enum layer_merge {
    MERGE_NONE, /* not bidirectional */
    MERGE_CONCAT,
    MERGE_SUM,
    MERGE_MUL,
    MERGE_AVE,
    MERGE_COUNT
};

struct layer_spec {
    enum layer_kind kind;
    size_t input;  /* vocabulary size of an embedding, else the width of what comes in */
    size_t output; /* the width of what goes out: of a concatenating Bidirectional 2 * units */
    enum layer_activation activation; /* of recurrent and Dense layers */
    /* Recurrent layers: */
    size_t units;
    enum layer_activation recurrent_activation; /* of LSTM and GRU */
    enum layer_merge merge;
    bool return_sequences; /* what is behind it asks for every step, not the last */
    bool go_backwards;
    double recurrent_dropout;
    /* Dropout and SpatialDropout1D: rate; recurrent layers: `dropout`, of their input. The part of
     * the inputs that is dropped, from 0 to below 1. */
    double dropout;
    bool mask_zero; /* Embedding: steps with the id 0 are skipped */
};

#define MODEL_SPEC_MAX_LAYERS 16

/* A maxlen that comes from the data: not known before that is read. No weight depends on it. */
#define MAXLEN_AUTO ((size_t)0)

struct model_spec {
    size_t layers;
    struct layer_spec layer[MODEL_SPEC_MAX_LAYERS];
    size_t maxlen; /* time steps T that the model is fed; or MAXLEN_AUTO */
};

/* A layer's weights, in Keras's order. */
#define WEIGHT_NAME_SIZE 40
struct weight_spec {
    char name[WEIGHT_NAME_SIZE]; /* "kernel", "recurrent_kernel", "bias", "forward_lstm/kernel" */
    size_t rank;                 /* 1 or 2 */
    size_t shape[2];             /* shape[1] is 1 where the rank is */
};
/* A Bidirectional layer has each weight twice: the forward half's first. */
#define LAYER_SPEC_MAX_WEIGHTS (2 * LAYER_MOST_WEIGHTS)

/* The lesson's model: Embedding(num_words, embedding_dim), recurrent(units), Dense(1, sigmoid). */
void model_spec_lesson(struct model_spec *model, enum layer_kind recurrent, size_t num_words,
                       size_t embedding_dim, size_t units, size_t maxlen);

/* Class and name of a layer: its kind's, or those of what wraps it: "Bidirectional",
 * "bidirectional". */
const char *layer_spec_class(const struct layer_spec *layer);
const char *layer_spec_name(const struct layer_spec *layer);

/* "tanh", "hard_sigmoid", "hard_sigmoid_3"; ACTIVATION_COUNT for what is no name. */
const char *layer_activation_name(enum layer_activation activation);
enum layer_activation layer_activation_find(const char *name);
/* "concat", "sum", "mul", "ave", and "none"; MERGE_COUNT for what is no name. */
const char *layer_merge_name(enum layer_merge merge);
enum layer_merge layer_merge_find(const char *name);

/* What a layer of a kind is that is told nothing: its kind and activations alone. */
struct layer_spec layer_spec_usual(enum layer_kind kind);
/* The width that a layer gives: its own, or what follows from its input and units. */
size_t layer_spec_width(const struct layer_spec *layer);

/* True where layer i gives a width for each step, false where it gives one for the whole row. */
bool model_spec_sequences(const struct model_spec *model, size_t i);
/* True where the steps that layer i gets may be masked: an Embedding with mask_zero is before it,
 * and no layer between them has ended the steps. */
bool model_spec_masked(const struct model_spec *model, size_t i);
/* Classes that the last layer tells apart: 2 for Dense(1, sigmoid), K for Dense(K, softmax); 2 of a
 * model without layers: of another program's run nobody may have said what it is. */
size_t model_spec_classes(const struct model_spec *model);
/* Makes the last layer tell so many apart (2 or more): of a run, known once its data is read. */
void model_spec_set_classes(struct model_spec *model, size_t classes);

/* Fills weight[] and returns how many there are. */
size_t layer_spec_weights(const struct layer_spec *layer,
                          struct weight_spec weight[LAYER_SPEC_MAX_WEIGHTS]);

/* Parameters of a layer and of a model. The spec must have passed model_spec_check(). */
size_t layer_spec_parameters(const struct layer_spec *layer);
size_t model_spec_parameters(const struct model_spec *model);

/* Refuses what can't be built (the layer and the reason in *error), sizes beyond the limits of
 * settings.h, and parameter counts that overflow or pass 2^31. */
enum rt_status model_spec_check(const struct model_spec *model, struct rt_error *error);

/* The first recurrent layer's index in layer[]; every model has one, but for one without layers,
 * which gives 0. */
size_t model_spec_recurrent(const struct model_spec *model);

/* The written form, kept in model files: {"layers": [{"class": "LSTM", ...}, ...], "maxlen": 100}.
 */
json_t *model_spec_to_json(const struct model_spec *model);
enum rt_status model_spec_from_json(const json_t *json, struct model_spec *model,
                                    struct rt_error *error);

#endif
