#include "config.h"

#include <string.h>

#include "rnntop/nn/initializers.h"
#include "rnntop/nn/model_parts.h"

/* A recurrent layer's weight by its place: kernel, recurrent kernel, bias, of each half. */
static enum rt_status initialize_recurrent(const struct layer_spec *layer, size_t place,
                                           const struct parameter *parameter, float *values,
                                           uint64_t seed, uint32_t number, struct rt_error *error)
{
    switch (place % 3) {
    case 0:
        initialize_glorot_uniform(values, parameter->shape[0], parameter->shape[1], seed, number);
        break;
    case 1:
        return initialize_orthogonal(values, parameter->shape[0], parameter->shape[1], seed, number,
                                     error);
    default:
        /* unit_forget_bias: forgetting little is learnt much faster (Jozefowicz et al., 2015). */
        for (size_t u = 0; layer->kind == LAYER_LSTM && u < layer->units; u++)
            values[layer->units + u] = 1;
    }
    return RT_OK;
}

enum rt_status model_initialize(struct model *model, uint64_t seed, struct rt_error *error)
{
    const struct parameters *parameters = &model->parameters;
    enum rt_status status = RT_OK;
    size_t first = 0; /* of the layer's parameters */
    memset(model->values, 0, parameters->total * sizeof *model->values);
    for (size_t i = 0; i < parameters->n && status == RT_OK; i++) {
        const struct parameter *parameter = &parameters->table[i];
        const struct layer_spec *layer = &model->spec.layer[parameter->layer];
        float *values = model->values + parameter->offset;
        if (parameter->layer != parameters->table[first].layer)
            first = i;
        if (layer->kind == LAYER_EMBEDDING)
            initialize_uniform(values, parameter->count, seed, (uint32_t)i);
        else if (layer_kind_recurrent(layer->kind))
            status =
                initialize_recurrent(layer, i - first, parameter, values, seed, (uint32_t)i, error);
        else if (parameter->rank == 2) /* biases stay zero */
            initialize_glorot_uniform(values, parameter->shape[0], parameter->shape[1], seed,
                                      (uint32_t)i);
    }
    return status;
}
