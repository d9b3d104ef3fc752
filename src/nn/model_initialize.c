#include "config.h"

#include <string.h>

#include "rnntop/nn/model_parts.h"

enum rt_status model_initialize(struct model *model, uint64_t seed, struct rt_error *error)
{
    const struct parameters *parameters = &model->parameters;
    enum rt_status status = RT_OK;
    size_t first = 0; /* of the layer's parameters */
    memset(model->values, 0, parameters->total * sizeof *model->values);
    for (size_t i = 0; i < parameters->n && status == RT_OK; i++) {
        const struct parameter *parameter = &parameters->table[i];
        if (parameter->layer != parameters->table[first].layer)
            first = i;
        status = stage_initialize(&model->spec.layer[parameter->layer], i - first, parameter,
                                  model->values + parameter->offset, seed, (uint32_t)i, error);
    }
    return status;
}
