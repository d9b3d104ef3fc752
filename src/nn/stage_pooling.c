/* GlobalMaxPooling1D and GlobalAveragePooling1D. The maximum looks at masked steps too, as Keras's
 * does; the mean leaves them out. */
#include "config.h"

#include <string.h>

#include "rnntop/nn/stage_parts.h"

static bool counts(const struct stage *stage, const struct stage_pass *pass, size_t t, size_t row)
{
    return !stage->masked || stage_mask(stage, pass, t)[row];
}

/* 1 / the number of steps that count. Where none does, the mean is 0 (Keras: NaN). */
static float weight_of(const struct stage *stage, const struct stage_pass *pass, size_t row)
{
    size_t steps = 0;
    for (size_t t = pass->from; t < pass->to; t++)
        steps += counts(stage, pass, t, row);
    return steps > 0 ? 1.0f / (float)steps : 0;
}

static void average(struct stage *stage, const struct stage_pass *pass, size_t row)
{
    const size_t stride = stage->out.stride;
    float *out = stage->out.x + row * stride;
    const float weight = weight_of(stage, pass, row);
    memset(out, 0, stride * sizeof *out);
    for (size_t t = pass->from; t < pass->to; t++) {
        if (counts(stage, pass, t, row))
            stage->kernels->add_scaled(out, weight, stage->in->x + (t * pass->size + row) * stride,
                                       stage->out.width);
    }
}

static void average_back(struct stage *stage, const struct stage_pass *pass, size_t row)
{
    const size_t stride = stage->out.stride;
    const float *dout = stage->out.dx + row * stride;
    const float weight = weight_of(stage, pass, row);
    for (size_t t = pass->from; t < pass->to; t++) {
        float *dx = stage->in->dx + (t * pass->size + row) * stride;
        memset(dx, 0, stride * sizeof *dx);
        if (counts(stage, pass, t, row))
            stage->kernels->add_scaled(dx, weight, dout, stage->out.width);
    }
}

static void maximum(struct stage *stage, const struct stage_pass *pass, size_t row)
{
    const size_t stride = stage->out.stride, width = stage->out.width;
    float *out = stage->out.x + row * stride;
    memcpy(out, stage->in->x + row * stride, width * sizeof *out);
    for (size_t t = 1; t < stage->steps; t++) {
        const float *x = stage->in->x + (t * pass->size + row) * stride;
        for (size_t j = 0; j < width; j++)
            out[j] = x[j] <= out[j] ? out[j] : x[j]; /* a NaN comes through */
    }
}

/* Steps that share a maximum share its gradient. Source: TensorFlow 2.0, python/ops/math_grad.py,
 * _MinOrMaxGrad. */
static void maximum_back(struct stage *stage, const struct stage_pass *pass, size_t row)
{
    const size_t stride = stage->out.stride;
    const float *out = stage->out.x + row * stride, *dout = stage->out.dx + row * stride;
    for (size_t j = 0; j < stage->out.width; j++) {
        const float *x = stage->in->x + row * stride + j;
        float *dx = stage->in->dx + row * stride + j;
        size_t shares = 0;
        for (size_t t = 0; t < stage->steps; t++)
            shares += x[t * pass->size * stride] == out[j];
        const float share = shares > 0 ? dout[j] / (float)shares : dout[j];
        for (size_t t = 0; t < stage->steps; t++)
            dx[t * pass->size * stride] = x[t * pass->size * stride] == out[j] ? share : 0;
    }
}

void stage_pooling_forward(struct stage *stage, const struct stage_pass *pass, size_t begin,
                           size_t end)
{
    for (size_t row = begin; row < end; row++) {
        if (stage->layer->kind == LAYER_MAX_POOLING)
            maximum(stage, pass, row);
        else
            average(stage, pass, row);
    }
}

void stage_pooling_backward(struct stage *stage, const struct stage_pass *pass, size_t begin,
                            size_t end)
{
    for (size_t row = begin; row < end; row++) {
        if (stage->layer->kind == LAYER_MAX_POOLING)
            maximum_back(stage, pass, row);
        else
            average_back(stage, pass, row);
    }
}
