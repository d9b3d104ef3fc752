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

enum layer_kind { LAYER_EMBEDDING, LAYER_SIMPLE_RNN, LAYER_LSTM, LAYER_DENSE, LAYER_KIND_COUNT };

enum layer_activation { ACTIVATION_LINEAR, ACTIVATION_SIGMOID, ACTIVATION_TANH };

struct layer_spec {
    enum layer_kind kind;
    size_t input;  /* vocabulary size of an embedding, else the width of what comes in */
    size_t output; /* embedding width, units */
    enum layer_activation activation;
};

#define MODEL_SPEC_MAX_LAYERS 16

struct model_spec {
    size_t layers;
    struct layer_spec layer[MODEL_SPEC_MAX_LAYERS];
    size_t maxlen; /* time steps T that the model is fed */
};

/* A layer's weights, in Keras's order. */
struct weight_spec {
    const char *name; /* "kernel", "recurrent_kernel", "bias", "embeddings" */
    size_t rank;      /* 1 or 2 */
    size_t shape[2];
};
#define LAYER_SPEC_MAX_WEIGHTS 3

/* The lesson's model: Embedding(num_words, embedding_dim), recurrent(units), Dense(1, sigmoid). */
void model_spec_lesson(struct model_spec *model, enum layer_kind recurrent, size_t num_words,
                       size_t embedding_dim, size_t units, size_t maxlen);

/* "Embedding", "SimpleRNN", "LSTM", "Dense": Keras's class names. */
const char *layer_kind_class(enum layer_kind kind);
/* "embedding", "simple_rnn", "lstm", "dense": Keras's default layer names. */
const char *layer_kind_name(enum layer_kind kind);

/* Fills weight[] and returns how many there are. */
size_t layer_spec_weights(const struct layer_spec *layer,
                          struct weight_spec weight[LAYER_SPEC_MAX_WEIGHTS]);

/* Parameters of a layer and of a model. The spec must have passed model_spec_check(). */
size_t layer_spec_parameters(const struct layer_spec *layer);
size_t model_spec_parameters(const struct model_spec *model);

/* Refuses what can't be built (the layer and the reason in *error), sizes beyond the limits of
 * settings.h, and parameter counts that overflow or pass 2^31. */
enum rt_status model_spec_check(const struct model_spec *model, struct rt_error *error);

/* The recurrent layer's index in layer[]. */
size_t model_spec_recurrent(const struct model_spec *model);

/* The written form, kept in model files: {"layers": [{"class": "LSTM", ...}, ...], "maxlen": 100}.
 */
json_t *model_spec_to_json(const struct model_spec *model);
enum rt_status model_spec_from_json(const json_t *json, struct model_spec *model,
                                    struct rt_error *error);

#endif
