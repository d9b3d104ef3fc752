#include "config.h"

#include "rnntop/spec/model_spec.h"

#include <string.h>

#include "rnntop/base/memory.h"
#include "rnntop/spec/settings.h"

/* More parameters than this, and offsets into a block would leave 32 bits. */
#define MAX_PARAMETERS ((size_t)1 << 31)

struct layer_kind_text {
    const char *class;
    const char *name;
    size_t gates; /* blocks of `units` columns in a recurrent layer's kernels; 0: not recurrent */
};

static const struct layer_kind_text kind_text[LAYER_KIND_COUNT] = {
    [LAYER_EMBEDDING] = {"Embedding", "embedding", 0},
    [LAYER_SIMPLE_RNN] = {"SimpleRNN", "simple_rnn", 1},
    [LAYER_LSTM] = {"LSTM", "lstm", 4},
    [LAYER_DENSE] = {"Dense", "dense", 0},
};

static const char *const activation_text[] = {"linear", "sigmoid", "tanh"};

const char *layer_kind_class(enum layer_kind kind)
{
    return kind_text[kind].class;
}

const char *layer_kind_name(enum layer_kind kind)
{
    return kind_text[kind].name;
}

void model_spec_lesson(struct model_spec *model, enum layer_kind recurrent, size_t num_words,
                       size_t embedding_dim, size_t units, size_t maxlen)
{
    memset(model, 0, sizeof *model);
    model->layers = 3;
    model->layer[0] =
        (struct layer_spec){LAYER_EMBEDDING, num_words, embedding_dim, ACTIVATION_LINEAR};
    model->layer[1] = (struct layer_spec){recurrent, embedding_dim, units, ACTIVATION_TANH};
    model->layer[2] = (struct layer_spec){LAYER_DENSE, units, 1, ACTIVATION_SIGMOID};
    model->maxlen = maxlen;
}

size_t layer_spec_weights(const struct layer_spec *layer,
                          struct weight_spec weight[LAYER_SPEC_MAX_WEIGHTS])
{
    size_t in = layer->input, out = layer->output;
    size_t columns = kind_text[layer->kind].gates * out;
    switch (layer->kind) {
    case LAYER_EMBEDDING:
        weight[0] = (struct weight_spec){"embeddings", 2, {in, out}};
        return 1;
    case LAYER_SIMPLE_RNN:
    case LAYER_LSTM:
        weight[0] = (struct weight_spec){"kernel", 2, {in, columns}};
        weight[1] = (struct weight_spec){"recurrent_kernel", 2, {out, columns}};
        weight[2] = (struct weight_spec){"bias", 1, {columns, 1}};
        return 3;
    case LAYER_DENSE:
        weight[0] = (struct weight_spec){"kernel", 2, {in, out}};
        weight[1] = (struct weight_spec){"bias", 1, {out, 1}};
        return 2;
    case LAYER_KIND_COUNT:
        break;
    }
    return 0;
}

size_t layer_spec_parameters(const struct layer_spec *layer)
{
    struct weight_spec weight[LAYER_SPEC_MAX_WEIGHTS];
    size_t count = layer_spec_weights(layer, weight);
    size_t parameters = 0;
    for (size_t i = 0; i < count; i++)
        parameters += weight[i].shape[0] * weight[i].shape[1];
    return parameters;
}

size_t model_spec_parameters(const struct model_spec *model)
{
    size_t parameters = 0;
    for (size_t i = 0; i < model->layers; i++)
        parameters += layer_spec_parameters(&model->layer[i]);
    return parameters;
}

size_t model_spec_recurrent(const struct model_spec *model)
{
    size_t i = 0;
    while (kind_text[model->layer[i].kind].gates == 0)
        i++;
    return i;
}

static enum rt_status check_layer(const struct model_spec *model, size_t i, struct rt_error *error)
{
    static const enum layer_activation wanted[LAYER_KIND_COUNT] = {
        [LAYER_EMBEDDING] = ACTIVATION_LINEAR,
        [LAYER_SIMPLE_RNN] = ACTIVATION_TANH,
        [LAYER_LSTM] = ACTIVATION_TANH,
        [LAYER_DENSE] = ACTIVATION_SIGMOID,
    };
    const struct layer_spec *layer = &model->layer[i];
    const char *class = layer_kind_class(layer->kind);
    size_t limit = layer->kind == LAYER_EMBEDDING ? SETTINGS_MAX_WORDS : SETTINGS_MAX_UNITS;
    if (layer->input < 1 || layer->input > limit)
        return rt_fail(error, RT_ERR_UNSUPPORTED,
                       "Layer %zu (%s) takes %zu inputs; 1 to %zu are possible.", i + 1, class,
                       layer->input, limit);
    if (layer->output < 1 || layer->output > SETTINGS_MAX_UNITS)
        return rt_fail(error, RT_ERR_UNSUPPORTED,
                       "Layer %zu (%s) has %zu units; 1 to %d are possible.", i + 1, class,
                       layer->output, SETTINGS_MAX_UNITS);
    if (i > 0 && layer->input != model->layer[i - 1].output)
        return rt_fail(error, RT_ERR_UNSUPPORTED,
                       "Layer %zu (%s) takes %zu inputs, but the layer before it gives %zu.", i + 1,
                       class, layer->input, model->layer[i - 1].output);
    if (layer->activation != wanted[layer->kind])
        return rt_fail(error, RT_ERR_UNSUPPORTED,
                       "Layer %zu (%s) has the activation %s; this version knows %s there.", i + 1,
                       class, activation_text[layer->activation],
                       activation_text[wanted[layer->kind]]);
    return RT_OK;
}

enum rt_status model_spec_check(const struct model_spec *model, struct rt_error *error)
{
    if (model->layers != 3 || model->layer[0].kind != LAYER_EMBEDDING ||
        (model->layer[1].kind != LAYER_SIMPLE_RNN && model->layer[1].kind != LAYER_LSTM) ||
        model->layer[2].kind != LAYER_DENSE || model->layer[2].output != 1)
        return rt_fail(
            error, RT_ERR_UNSUPPORTED,
            "This version builds Embedding, SimpleRNN or LSTM, Dense(1), in this order.");
    if (model->maxlen < 1 || model->maxlen > SETTINGS_MAX_LENGTH)
        return rt_fail(error, RT_ERR_UNSUPPORTED, "maxlen is %zu; 1 to %d are possible.",
                       model->maxlen, SETTINGS_MAX_LENGTH);
    for (size_t i = 0; i < model->layers; i++) {
        enum rt_status status = check_layer(model, i, error);
        if (status != RT_OK)
            return status;
    }
    /* With each side of each weight below 2^20 no sum above overflows 64 bits. */
    size_t parameters = model_spec_parameters(model);
    if (parameters > MAX_PARAMETERS)
        return rt_fail(
            error, RT_ERR_MEMORY,
            "The model has %zu parameters; %zu are possible. Choose fewer units or words.",
            parameters, MAX_PARAMETERS);
    return RT_OK;
}

json_t *model_spec_to_json(const struct model_spec *model)
{
    json_t *layers = json_array();
    for (size_t i = 0; i < model->layers; i++) {
        const struct layer_spec *layer = &model->layer[i];
        json_array_append_new(layers, json_pack("{s:s, s:I, s:I, s:s}", "class",
                                                layer_kind_class(layer->kind), "input",
                                                (json_int_t)layer->input, "output",
                                                (json_int_t)layer->output, "activation",
                                                activation_text[layer->activation]));
    }
    return json_pack("{s:o, s:I}", "layers", layers, "maxlen", (json_int_t)model->maxlen);
}

static enum rt_status layer_from_json(const json_t *json, size_t i, struct layer_spec *layer,
                                      struct rt_error *error)
{
    const char *class, *activation;
    json_int_t input, output;
    json_error_t reason;
    if (json_unpack_ex((json_t *)json, &reason, 0, "{s:s, s:I, s:I, s:s}", "class", &class, "input",
                       &input, "output", &output, "activation", &activation) != 0)
        return rt_fail(error, RT_ERR_FORMAT, "layer %zu of the model: %s.", i + 1, reason.text);
    if (input < 0 || output < 0)
        return rt_fail(error, RT_ERR_FORMAT, "layer %zu of the model has a negative size.", i + 1);
    size_t kind = 0, name = 0, names = sizeof activation_text / sizeof *activation_text;
    while (kind < LAYER_KIND_COUNT && strcmp(class, kind_text[kind].class) != 0)
        kind++;
    while (name < names && strcmp(activation, activation_text[name]) != 0)
        name++;
    if (kind == LAYER_KIND_COUNT || name == names)
        return rt_fail(error, RT_ERR_UNSUPPORTED,
                       "layer %zu of the model is a kind that this version doesn't know.", i + 1);
    *layer = (struct layer_spec){(enum layer_kind)kind, (size_t)input, (size_t)output,
                                 (enum layer_activation)name};
    return RT_OK;
}

enum rt_status model_spec_from_json(const json_t *json, struct model_spec *model,
                                    struct rt_error *error)
{
    json_t *layers;
    json_int_t maxlen;
    json_error_t reason;
    memset(model, 0, sizeof *model);
    if (json_unpack_ex((json_t *)json, &reason, 0, "{s:o, s:I}", "layers", &layers, "maxlen",
                       &maxlen) != 0)
        return rt_fail(error, RT_ERR_FORMAT, "the model: %s.", reason.text);
    model->layers = json_array_size(layers);
    if (model->layers > MODEL_SPEC_MAX_LAYERS || maxlen < 0)
        return rt_fail(error, RT_ERR_FORMAT, "the model has more layers than %d, or no length.",
                       MODEL_SPEC_MAX_LAYERS);
    model->maxlen = (size_t)maxlen;
    for (size_t i = 0; i < model->layers; i++) {
        enum rt_status status =
            layer_from_json(json_array_get(layers, i), i, &model->layer[i], error);
        if (status != RT_OK)
            return status;
    }
    return model_spec_check(model, error);
}
