#include "config.h"

#include "rnntop/nn/parameters.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define LINE_FLOATS (MEMORY_ALIGNMENT / sizeof(float))

/* Layers of the same name before this one. */
static size_t repetition(const struct model_spec *model, size_t layer)
{
    size_t count = 0;
    for (size_t i = 0; i < layer; i++)
        count +=
            strcmp(layer_spec_name(&model->layer[i]), layer_spec_name(&model->layer[layer])) == 0;
    return count;
}

static void name_parameter(struct parameter *parameter, const struct model_spec *model,
                           const char *weight)
{
    const char *layer = layer_spec_name(&model->layer[parameter->layer]);
    const size_t number = repetition(model, parameter->layer);
    const int most = WEIGHT_NAME_SIZE - 1; /* said for the compiler, which adds lengths up */
    if (number == 0)
        snprintf(parameter->name, sizeof parameter->name, "%s/%.*s", layer, most, weight);
    else
        snprintf(parameter->name, sizeof parameter->name, "%s_%zu/%.*s", layer, number, most,
                 weight);
}

void parameters_layout(struct parameters *parameters, const struct model_spec *model)
{
    memset(parameters, 0, sizeof *parameters);
    for (size_t layer = 0; layer < model->layers; layer++) {
        struct weight_spec weight[LAYER_SPEC_MAX_WEIGHTS];
        size_t weights = layer_spec_weights(&model->layer[layer], weight);
        for (size_t i = 0; i < weights; i++) {
            struct parameter *parameter = &parameters->table[parameters->n++];
            parameter->layer = layer;
            parameter->rank = weight[i].rank;
            parameter->shape[0] = weight[i].shape[0];
            parameter->shape[1] = weight[i].shape[1];
            parameter->count = weight[i].shape[0] * weight[i].shape[1];
            parameter->offset = parameters->total;
            name_parameter(parameter, model, weight[i].name);
            size_t lines = (parameter->count + LINE_FLOATS - 1) / LINE_FLOATS;
            parameters->total += lines * LINE_FLOATS;
        }
    }
}

size_t parameters_find(const struct parameters *parameters, const char *name)
{
    size_t i = 0;
    while (i < parameters->n && strcmp(parameters->table[i].name, name) != 0)
        i++;
    return i;
}
