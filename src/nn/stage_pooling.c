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

/* Steps that are left out, where what comes in is zero: see looks_at_masked() in model.c. */
static size_t left_out(const struct stage *stage, const struct stage_pass *pass)
{
    return stage->steps - (pass->to - pass->from);
}

static void maximum(struct stage *stage, const struct stage_pass *pass, size_t row)
{
    const size_t stride = stage->out.stride, width = stage->out.width;
    const float *first = stage->in->x + (pass->from * pass->size + row) * stride;
    float *restrict out = stage->out.x + row * stride;
    for (size_t j = 0; j < width; j++)
        out[j] = left_out(stage, pass) > 0 && first[j] <= 0 ? 0 : first[j];
    for (size_t t = pass->from + 1; t < pass->to; t++) {
        const float *restrict x = stage->in->x + (t * pass->size + row) * stride;
        for (size_t j = 0; j < width; j++)
            out[j] = x[j] <= out[j] ? out[j] : x[j]; /* a NaN comes through */
    }
}

/* Steps that share a maximum share its gradient. Source: TensorFlow 2.0, python/ops/math_grad.py,
 * _MinOrMaxGrad. A panel of columns after the other. */
static void maximum_back(struct stage *stage, const struct stage_pass *pass, size_t row)
{
    const size_t stride = stage->out.stride;
    for (size_t first = 0; first < stage->out.width; first += PANEL) {
        const float *restrict out = stage->out.x + row * stride + first;
        const float *restrict dout = stage->out.dx + row * stride + first;
        float shares[PANEL], share[PANEL];
        for (size_t j = 0; j < PANEL; j++)
            shares[j] = out[j] == 0 ? (float)left_out(stage, pass) : 0;
        for (size_t t = pass->from; t < pass->to; t++) {
            const float *restrict x = stage->in->x + (t * pass->size + row) * stride + first;
            for (size_t j = 0; j < PANEL; j++)
                shares[j] += x[j] == out[j] ? 1.0f : 0.0f;
        }
        for (size_t j = 0; j < PANEL; j++)
            share[j] = shares[j] > 0 ? dout[j] / shares[j] : dout[j];
        for (size_t t = pass->from; t < pass->to; t++) {
            const float *restrict x = stage->in->x + (t * pass->size + row) * stride + first;
            float *restrict dx = stage->in->dx + (t * pass->size + row) * stride + first;
            for (size_t j = 0; j < PANEL; j++)
                dx[j] = x[j] == out[j] ? share[j] : 0.0f;
        }
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
