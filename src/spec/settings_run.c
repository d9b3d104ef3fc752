/* From settings to a run and back. */
#include "config.h"

#include <string.h>

#include "rnntop/spec/model_text.h"
#include "rnntop/spec/settings.h"

static struct layer_spec *add(struct model_spec *model, enum layer_kind kind)
{
    struct layer_spec *layer = &model->layer[model->layers];
    *layer = (struct layer_spec){.kind = kind};
    if (model->layers > 0)
        layer->input = layer->output = model->layer[model->layers - 1].output;
    model->layers++;
    return layer;
}

/* What --pooling calls layers. */
static const enum layer_kind pooling_kinds[] = {[POOLING_MAX] = LAYER_MAX_POOLING,
                                                [POOLING_AVERAGE] = LAYER_AVERAGE_POOLING,
                                                [POOLING_ATTENTION] = LAYER_ATTENTION};

static enum setting_pooling pooling_of(enum layer_kind kind)
{
    enum setting_pooling pooling = POOLING_ATTENTION;
    while (pooling != POOLING_NONE && pooling_kinds[pooling] != kind)
        pooling--;
    return pooling;
}

static void add_recurrent(const struct settings *settings, struct model_spec *model)
{
    struct layer_spec *layer = add(model, settings->model[0]);
    layer->units = settings->units;
    layer->merge = settings->bidirectional;
    layer->output = layer->units * (layer->merge == MERGE_CONCAT ? 2 : 1);
    layer->activation = settings->activation;
    layer->recurrent_activation =
        layer->kind == LAYER_SIMPLE_RNN ? ACTIVATION_LINEAR : settings->recurrent_activation;
    layer->dropout = settings->dropout;
    layer->recurrent_dropout = settings->recurrent_dropout;
    layer->go_backwards = settings->go_backwards;
}

static void add_dense(struct model_spec *model, size_t units, enum layer_activation activation)
{
    struct layer_spec *layer = add(model, LAYER_DENSE);
    layer->output = units;
    layer->activation = activation;
}

/* How many layers the settings ask for in all. */
static size_t layers_wanted(const struct settings *settings)
{
    return 2 + settings->layers + (settings->spatial_dropout > 0) +
           (settings->pooling != POOLING_NONE) + settings->dense.count;
}

/* A model with no layers where there is no room for them all. */
static void make_named(const struct settings *settings, struct model_spec *model)
{
    memset(model, 0, sizeof *model);
    if (layers_wanted(settings) > MODEL_SPEC_MAX_LAYERS)
        return;
    struct layer_spec *embedding = add(model, LAYER_EMBEDDING);
    embedding->input = settings->each.data.num_words;
    embedding->output = settings->embedding_dim;
    embedding->mask_zero = settings->mask_zero;
    if (settings->spatial_dropout > 0)
        add(model, LAYER_SPATIAL_DROPOUT)->dropout = settings->spatial_dropout;
    for (size_t i = 0; i < settings->layers; i++)
        add_recurrent(settings, model);
    if (settings->pooling != POOLING_NONE)
        add(model, pooling_kinds[settings->pooling]);
    for (size_t i = 0; i < settings->dense.count; i++)
        add_dense(model, settings->dense.size[i], ACTIVATION_RELU);
    add_dense(model, 1, ACTIVATION_SIGMOID);
    model->maxlen = settings->each.data.maxlen;
    model_spec_infer_sequences(model);
}

static void make_model(const struct settings *settings, struct model_spec *model)
{
    if (settings->each.model.layers == 0) {
        make_named(settings, model);
        return;
    }
    *model = settings->each.model;
    model->layer[0].input = settings->each.data.num_words;
    model->maxlen = settings->each.data.maxlen;
}

static bool same_model(const struct model_spec *a, const struct model_spec *b)
{
    char text[2][MODEL_TEXT_SIZE];
    return strcmp(model_text_print(a, text[0]), model_text_print(b, text[1])) == 0;
}

/* Sets the settings that would make this model of a name, as far as it could be made so. */
static void set_as_named(struct settings *settings, const struct model_spec *model)
{
    const struct layer_spec *first = &model->layer[model_spec_recurrent(model)];
    settings->models = 1;
    settings->model[0] = first->kind;
    settings->each.model.layers = 0;
    settings->embedding_dim = model->layer[0].output;
    settings->mask_zero = model->layer[0].mask_zero;
    settings->units = first->units;
    settings->bidirectional = first->merge;
    settings->activation = first->activation;
    if (first->kind != LAYER_SIMPLE_RNN)
        settings->recurrent_activation = first->recurrent_activation;
    settings->dropout = first->dropout;
    settings->recurrent_dropout = first->recurrent_dropout;
    settings->go_backwards = first->go_backwards;
    settings->layers = settings->dense.count = 0;
    settings->spatial_dropout = 0;
    settings->pooling = POOLING_NONE;
    for (size_t i = 1; i + 1 < model->layers; i++) {
        const struct layer_spec *layer = &model->layer[i];
        if (layer_kind_recurrent(layer->kind))
            settings->layers++;
        else if (layer->kind == LAYER_SPATIAL_DROPOUT)
            settings->spatial_dropout = layer->dropout;
        else if (pooling_of(layer->kind) != POOLING_NONE)
            settings->pooling = pooling_of(layer->kind);
        else if (layer->kind == LAYER_DENSE && settings->dense.count < SETTINGS_MAX_HIDDEN)
            settings->dense.size[settings->dense.count++] = layer->output;
    }
}

enum rt_status settings_build_run(const struct settings *settings, struct run_spec *run,
                                  struct rt_error *error)
{
    enum rt_status status = settings_check(settings, error);
    *run = settings->each;
    if (status != RT_OK)
        return status;
    /* A seed that is set came from an earlier run: all seeds of a session use one data set. */
    if (run->data.text.seed == 0)
        run->data.text.seed = run->seed;
    run->data.text.own_test = run->data.text.test[0] != '\0';
    run->data.text.own_words = run->data.text.word_index[0] != '\0';
    optimizer_spec_fill(&run->optimizer);
    callbacks_spec_of_options(&run->callbacks, &settings->callbacks);
    make_model(settings, &run->model);
    if (run->model.layers == 0)
        return rt_fail(error, ERR_TOO_MANY_LAYERS, MODEL_SPEC_MAX_LAYERS);
    if (model_spec_check(&run->model, error) == RT_OK)
        return RT_OK;
    if (error)
        error->status = RT_ERR_USAGE; /* whoever chose the settings can choose others */
    return RT_ERR_USAGE;
}

void settings_from_run(struct settings *settings, const struct run_spec *run)
{
    struct model_spec named;
    const double test_split = settings->each.data.text.test_split;
    settings->each = *run;
    memset(settings->each.name, 0, sizeof settings->each.name);
    memset(settings->each.slug, 0, sizeof settings->each.slug);
    settings->each.defaults = DEFAULTS_PLAIN;
    if (settings->each.data.text.test_split == 0) /* a model file from before there were texts */
        settings->each.data.text.test_split = test_split;
    /* Numbers that are as if nobody had given them may change with the optimiser. */
    optimizer_spec_forget(&settings->each.optimizer);
    callbacks_options_of(&settings->callbacks, &run->callbacks);
    set_as_named(settings, &run->model);
    make_named(settings, &named);
    /* A model that no options describe is kept as one that is written out. */
    if (!same_model(&named, &run->model))
        settings->each.model = run->model;
}
