#include "config.h"

#include "rnntop/spec/model_spec.h"

#include <stdio.h>
#include <string.h>

#include "rnntop/base/memory.h"
#include "rnntop/spec/settings.h"

/* More parameters than this, and offsets into a block would leave 32 bits. */
#define MAX_PARAMETERS ((size_t)1 << 31)

static const char *const activation_text[ACTIVATION_COUNT] = {
    [ACTIVATION_LINEAR] = "linear",
    [ACTIVATION_SIGMOID] = "sigmoid",
    [ACTIVATION_TANH] = "tanh",
    [ACTIVATION_RELU] = "relu",
    [ACTIVATION_SOFTSIGN] = "softsign",
    [ACTIVATION_ELU] = "elu",
    [ACTIVATION_SELU] = "selu",
    [ACTIVATION_GELU] = "gelu",
    [ACTIVATION_SWISH] = "swish",
    [ACTIVATION_HARD_SIGMOID] = "hard_sigmoid",
    [ACTIVATION_HARD_SIGMOID_3] = "hard_sigmoid_3",
    [ACTIVATION_SOFTMAX] = "softmax",
};

static const char *const merge_text[MERGE_COUNT] = {
    [MERGE_NONE] = "none", [MERGE_CONCAT] = "concat", [MERGE_SUM] = "sum",
    [MERGE_MUL] = "mul",   [MERGE_AVE] = "ave",
};

const char *layer_spec_class(const struct layer_spec *layer)
{
    return layer->merge != MERGE_NONE ? "Bidirectional" : layer_kind_class(layer->kind);
}

const char *layer_spec_name(const struct layer_spec *layer)
{
    return layer->merge != MERGE_NONE ? "bidirectional" : layer_kind_name(layer->kind);
}

/* The place of a name among texts; `count` where it is none of them. */
static size_t find_text(const char *const *texts, size_t count, const char *name)
{
    size_t i = 0;
    while (i < count && strcmp(texts[i], name) != 0)
        i++;
    return i;
}

const char *layer_activation_name(enum layer_activation activation)
{
    return activation_text[activation];
}

enum layer_activation layer_activation_find(const char *name)
{
    return (enum layer_activation)find_text(activation_text, ACTIVATION_COUNT, name);
}

const char *layer_merge_name(enum layer_merge merge)
{
    return merge_text[merge];
}

enum layer_merge layer_merge_find(const char *name)
{
    return (enum layer_merge)find_text(merge_text, MERGE_COUNT, name);
}

struct layer_spec layer_spec_usual(enum layer_kind kind)
{
    const struct layer_kind_row *row = layer_kind_row(kind);
    return (struct layer_spec){.kind = kind,
                               .activation = row->activation,
                               .recurrent_activation = row->recurrent_activation};
}

size_t layer_spec_width(const struct layer_spec *layer)
{
    if (layer_kind_row(layer->kind)->measure != MEASURE_SIZE)
        return layer->input;
    if (!layer_kind_recurrent(layer->kind))
        return layer->output;
    return layer->merge == MERGE_CONCAT ? 2 * layer->units : layer->units;
}

bool model_spec_sequences(const struct model_spec *model, size_t i)
{
    switch (layer_kind_row(model->layer[i].kind)->gives) {
    case GIVES_STEPS:
        return true;
    case GIVES_AS_TOLD:
        return model->layer[i].return_sequences;
    case GIVES_LIKE_INPUT:
        return i > 0 && model_spec_sequences(model, i - 1);
    case GIVES_ROW:
        break;
    }
    return false;
}

bool model_spec_masked(const struct model_spec *model, size_t i)
{
    for (size_t j = 1; j < i; j++) {
        if (!model_spec_sequences(model, j))
            return false;
    }
    return i > 0 && model->layer[0].mask_zero;
}

size_t model_spec_classes(const struct model_spec *model)
{
    size_t output = model->layers > 0 ? model->layer[model->layers - 1].output : 1;
    return output == 1 ? 2 : output;
}

void model_spec_set_classes(struct model_spec *model, size_t classes)
{
    if (model->layers == 0 || model_spec_classes(model) == classes)
        return;
    struct layer_spec *last = &model->layer[model->layers - 1];
    last->output = classes == 2 ? 1 : classes;
    last->activation = classes == 2 ? ACTIVATION_SIGMOID : ACTIVATION_SOFTMAX;
}

void model_spec_lesson(struct model_spec *model, enum layer_kind recurrent, size_t num_words,
                       size_t embedding_dim, size_t units, size_t maxlen)
{
    memset(model, 0, sizeof *model);
    model->layers = 3;
    model->layer[0] =
        (struct layer_spec){.kind = LAYER_EMBEDDING, .input = num_words, .output = embedding_dim};
    model->layer[1] = layer_spec_usual(recurrent);
    model->layer[1].input = embedding_dim;
    model->layer[1].output = model->layer[1].units = units;
    model->layer[2] = (struct layer_spec){
        .kind = LAYER_DENSE, .input = units, .output = 1, .activation = ACTIVATION_SIGMOID};
    model->maxlen = maxlen;
}

static size_t side_of(const struct layer_spec *layer, enum weight_side side)
{
    switch (side) {
    case SIDE_TWO:
        return 2;
    case SIDE_INPUT:
        return layer->input;
    case SIDE_OUTPUT:
        return layer->output;
    case SIDE_UNITS:
        return layer->units;
    case SIDE_GATES:
        return layer_kind_gates(layer->kind) * layer->units;
    case SIDE_NONE:
    case SIDE_ONE:
        break;
    }
    return 1;
}

/* `prefix` names the half of a Bidirectional layer, "forward_lstm/"; it is "" where there is one.
 */
static size_t add_weights(const struct layer_spec *layer, const char *prefix,
                          struct weight_spec *weight)
{
    const struct layer_kind_row *row = layer_kind_row(layer->kind);
    size_t count = 0;
    for (; row->weight[count].name; count++) {
        const enum weight_side *shape = row->weight[count].shape;
        weight[count].rank = shape[1] == SIDE_NONE ? 1 : 2;
        for (size_t side = 0; side < 2; side++)
            weight[count].shape[side] = side_of(layer, shape[side]);
        snprintf(weight[count].name, WEIGHT_NAME_SIZE, "%s%s", prefix, row->weight[count].name);
    }
    return count;
}

size_t layer_spec_weights(const struct layer_spec *layer,
                          struct weight_spec weight[LAYER_SPEC_MAX_WEIGHTS])
{
    char half[WEIGHT_NAME_SIZE];
    if (layer->merge == MERGE_NONE)
        return add_weights(layer, "", weight);
    snprintf(half, sizeof half, "forward_%s/", layer_kind_name(layer->kind));
    const size_t first = add_weights(layer, half, weight);
    snprintf(half, sizeof half, "backward_%s/", layer_kind_name(layer->kind));
    return first + add_weights(layer, half, weight + first);
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
    for (size_t i = 0; i < model->layers; i++) {
        if (layer_kind_recurrent(model->layer[i].kind))
            return i;
    }
    return 0;
}

/* Whether a layer is told only what its kind knows. */
static bool knows_options(const struct layer_spec *layer)
{
    const struct layer_kind_row *row = layer_kind_row(layer->kind);
    const struct {
        enum layer_option option;
        bool told;
    } told[] = {{OPTION_DROPOUT, layer->dropout > 0 && row->measure != MEASURE_RATE},
                {OPTION_RECURRENT_DROPOUT, layer->recurrent_dropout > 0},
                {OPTION_MERGE, layer->merge != MERGE_NONE},
                {OPTION_RETURN_SEQUENCES, layer->return_sequences},
                {OPTION_GO_BACKWARDS, layer->go_backwards},
                {OPTION_MASK_ZERO, layer->mask_zero}};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        if (told[i].told && !(row->options & told[i].option))
            return false;
    }
    return true;
}

/* What each layer may be told, and the width it gives. */
static enum rt_status check_options(const struct model_spec *model, size_t i,
                                    struct rt_error *error)
{
    const struct layer_spec *layer = &model->layer[i];
    const char *class = layer_spec_class(layer);
    bool last = i + 1 == model->layers;
    size_t output = layer_spec_width(layer);
    if (layer->output != output)
        return rt_fail(error, ERR_LAYER_OUTPUT, i + 1, class, layer->output, output);
    if (!(layer->dropout >= 0 && layer->dropout < 1) ||
        !(layer->recurrent_dropout >= 0 && layer->recurrent_dropout < 1))
        return rt_fail(error, ERR_LAYER_RATE, i + 1, class);
    if (!knows_options(layer))
        return rt_fail(error, ERR_LAYER_OPTION_UNKNOWN, i + 1, class);
    if ((layer->activation == ACTIVATION_SOFTMAX && !(last && layer->kind == LAYER_DENSE)) ||
        layer->recurrent_activation == ACTIVATION_SOFTMAX)
        return rt_fail(error, ERR_LAYER_SOFTMAX, i + 1, class);
    return RT_OK;
}

/* Whether layer i can stand behind the one before it. */
static enum rt_status check_place(const struct model_spec *model, size_t i, struct rt_error *error)
{
    const struct layer_spec *layer = &model->layer[i];
    const char *class = layer_spec_class(layer);
    bool steps = model_spec_sequences(model, i - 1);
    const enum layer_input reads = layer_kind_row(layer->kind)->reads;
    if (reads == READS_WORDS)
        return rt_fail(error, ERR_LAYER_EMBEDDING_NOT_FIRST, i + 1);
    if (layer->input != model->layer[i - 1].output)
        return rt_fail(error, ERR_LAYER_DOES_NOT_FIT, i + 1, class, layer->input,
                       model->layer[i - 1].output);
    if (reads == READS_STEPS && !steps)
        return rt_fail(error, ERR_LAYER_READS_STEPS, i + 1, class);
    if (reads == READS_ROW && steps)
        return rt_fail(error, ERR_LAYER_READS_ROW, i + 1, class);
    return RT_OK;
}

static enum rt_status check_layer(const struct model_spec *model, size_t i, struct rt_error *error)
{
    const struct layer_spec *layer = &model->layer[i];
    const char *class = layer_spec_class(layer);
    const struct layer_kind_row *row = layer_kind_row(layer->kind);
    size_t limit = row->reads == READS_WORDS ? SETTINGS_MAX_WORDS : 2 * SETTINGS_MAX_UNITS;
    size_t units = layer_kind_recurrent(layer->kind) ? layer->units : layer->output;
    if (layer->input < 1 || layer->input > limit)
        return rt_fail(error, ERR_LAYER_INPUTS, i + 1, class, layer->input, limit);
    if (units < 1 || units > 2 * SETTINGS_MAX_UNITS ||
        (row->measure == MEASURE_SIZE && units > SETTINGS_MAX_UNITS))
        return rt_fail(error, ERR_LAYER_UNITS, i + 1, class, units, SETTINGS_MAX_UNITS);
    enum rt_status status = i > 0 ? check_place(model, i, error) : RT_OK;
    return status == RT_OK ? check_options(model, i, error) : status;
}

/* The first and the last layer, and one between them that goes through time. */
static enum rt_status check_ends(const struct model_spec *model, struct rt_error *error)
{
    const struct layer_spec *last = &model->layer[model->layers > 0 ? model->layers - 1 : 0];
    size_t recurrent = 0;
    for (size_t i = 0; i < model->layers; i++)
        recurrent += layer_kind_recurrent(model->layer[i].kind);
    if (model->layers < 3 || model->layer[0].kind != LAYER_EMBEDDING || recurrent == 0)
        return rt_fail(error, ERR_MODEL_ENDS);
    if (last->kind != LAYER_DENSE ||
        last->activation != (last->output == 1 ? ACTIVATION_SIGMOID : ACTIVATION_SOFTMAX))
        return rt_fail(error, ERR_MODEL_HEAD);
    return RT_OK;
}

enum rt_status model_spec_check(const struct model_spec *model, struct rt_error *error)
{
    enum rt_status status = check_ends(model, error);
    if (status != RT_OK)
        return status;
    if (model->maxlen > SETTINGS_MAX_LENGTH)
        return rt_fail(error, ERR_MODEL_LENGTH, model->maxlen, SETTINGS_MAX_LENGTH);
    for (size_t i = 0; i < model->layers; i++) {
        status = check_layer(model, i, error);
        if (status != RT_OK)
            return status;
    }
    /* With each side of each weight below 2^20 no sum above overflows 64 bits. */
    size_t parameters = model_spec_parameters(model);
    if (parameters > MAX_PARAMETERS)
        return rt_fail(error, ERR_MODEL_TOO_LARGE, parameters, MAX_PARAMETERS);
    return RT_OK;
}

/* What only some layers have is written only where it is not the default. */
static json_t *layer_to_json(const struct layer_spec *layer)
{
    json_t *json = json_pack("{s:s, s:I, s:I, s:s}", "class", layer_kind_class(layer->kind),
                             "input", (json_int_t)layer->input, "output", (json_int_t)layer->output,
                             "activation", activation_text[layer->activation]);
    if (layer->merge != MERGE_NONE)
        json_object_set_new(json, "bidirectional", json_string(merge_text[layer->merge]));
    if (layer_kind_row(layer->kind)->options & OPTION_RECURRENT_ACTIVATION)
        json_object_set_new(json, "recurrent_activation",
                            json_string(activation_text[layer->recurrent_activation]));
    if (layer->return_sequences)
        json_object_set_new(json, "return_sequences", json_true());
    if (layer->go_backwards)
        json_object_set_new(json, "go_backwards", json_true());
    if (layer->mask_zero)
        json_object_set_new(json, "mask_zero", json_true());
    if (layer->dropout > 0)
        json_object_set_new(json, "dropout", json_real(layer->dropout));
    if (layer->recurrent_dropout > 0)
        json_object_set_new(json, "recurrent_dropout", json_real(layer->recurrent_dropout));
    return json;
}

json_t *model_spec_to_json(const struct model_spec *model)
{
    json_t *layers = json_array();
    for (size_t i = 0; i < model->layers; i++)
        json_array_append_new(layers, layer_to_json(&model->layer[i]));
    return json_pack("{s:o, s:I}", "layers", layers, "maxlen", (json_int_t)model->maxlen);
}

static enum rt_status layer_from_json(const json_t *json, size_t i, struct layer_spec *layer,
                                      struct rt_error *error)
{
    const char *class, *activation, *merge = "none", *recurrent = NULL;
    json_int_t input, output;
    json_error_t reason;
    int sequences = 0, backwards = 0, mask = 0;
    double dropout = 0, recurrent_dropout = 0;
    if (json_unpack_ex((json_t *)json, &reason, 0,
                       "{s:s, s:I, s:I, s:s, s?s, s?s, s?b, s?b, s?b, s?F, s?F}", "class", &class,
                       "input", &input, "output", &output, "activation", &activation,
                       "bidirectional", &merge, "recurrent_activation", &recurrent,
                       "return_sequences", &sequences, "go_backwards", &backwards, "mask_zero",
                       &mask, "dropout", &dropout, "recurrent_dropout", &recurrent_dropout) != 0)
        return rt_fail(error, ERR_LAYER_JSON, i + 1, reason.text);
    if (input < 0 || output < 0)
        return rt_fail(error, ERR_LAYER_JSON_NEGATIVE, i + 1);
    const enum layer_kind kind = layer_kind_find(class);
    if (!recurrent && kind != LAYER_KIND_COUNT)
        recurrent = activation_text[layer_kind_row(kind)->recurrent_activation];
    *layer = (struct layer_spec){
        .kind = kind,
        .input = (size_t)input,
        .output = (size_t)output,
        .activation = layer_activation_find(activation),
        .recurrent_activation = recurrent ? layer_activation_find(recurrent) : ACTIVATION_LINEAR,
        .merge = layer_merge_find(merge),
        .return_sequences = sequences,
        .go_backwards = backwards,
        .recurrent_dropout = recurrent_dropout,
        .dropout = dropout,
        .mask_zero = mask,
    };
    if (kind == LAYER_KIND_COUNT || layer->activation == ACTIVATION_COUNT ||
        layer->recurrent_activation == ACTIVATION_COUNT || layer->merge == MERGE_COUNT)
        return rt_fail(error, ERR_LAYER_JSON_UNKNOWN, i + 1);
    if (layer_kind_recurrent(layer->kind))
        layer->units = layer->merge == MERGE_CONCAT ? layer->output / 2 : layer->output;
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
        return rt_fail(error, ERR_MODEL_JSON, reason.text);
    model->layers = json_array_size(layers);
    if (model->layers > MODEL_SPEC_MAX_LAYERS || maxlen < 0)
        return rt_fail(error, ERR_MODEL_JSON_SIZE, MODEL_SPEC_MAX_LAYERS);
    model->maxlen = (size_t)maxlen;
    for (size_t i = 0; i < model->layers; i++) {
        enum rt_status status =
            layer_from_json(json_array_get(layers, i), i, &model->layer[i], error);
        if (status != RT_OK)
            return status;
    }
    return model_spec_check(model, error);
}
