/* GlobalMaxPooling1D and GlobalAveragePooling1D. The maximum looks at masked steps too, as Keras's
 * does; the mean leaves them out. */
#include "config.h"

#include <string.h>

#include "rnntop/nn/stage_parts.h"

/* 1 / the number of steps that count. Where none does, the mean is 0 (Keras: NaN). */
static float weight_of(const struct stage *stage, const struct stage_pass *pass, size_t row)
{
    size_t steps = 0;
    for (size_t t = pass->from; t < pass->to; t++)
        steps += stage_counts(stage, pass, t, row);
    return steps > 0 ? 1.0f / (float)steps : 0;
}

static void average(struct stage *stage, const struct stage_pass *pass, size_t row)
{
    const size_t stride = stage->out.stride;
    float *out = stage->out.x + row * stride;
    const float weight = weight_of(stage, pass, row);
    memset(out, 0, stride * sizeof *out);
    for (size_t t = pass->from; t < pass->to; t++) {
        if (stage_counts(stage, pass, t, row))
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
        if (stage_counts(stage, pass, t, row))
            stage->kernels->add_scaled(dx, weight, dout, stage->out.width);
    }
}

/* Steps that are left out: see create_maximum(). */
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

/* Keras's maximum includes masked steps. Where these are zero, as behind a Bidirectional layer,
 * they need not be computed, since left_out() says that a zero takes part; but a single direction
 * repeats its last output there, so they must be. */
static enum rt_status create_maximum(struct stage *stage, struct arena *arena,
                                     const struct stage_setup *setup, struct rt_error *error)
{
    stage->counts_masked = !stage->in->zero_masked;
    return stage_create_plain(stage, arena, setup, error);
}

/* The four functions of the rows, row after row. */
#define EACH_ROW(name, function)                                                                   \
    static bool name(struct stage *stage, const struct stage_pass *pass, size_t begin, size_t end) \
    {                                                                                              \
        for (size_t row = begin; row < end; row++)                                                 \
            function(stage, pass, row);                                                            \
        return true;                                                                               \
    }

EACH_ROW(maximum_forward, maximum)
EACH_ROW(maximum_backward, maximum_back)
EACH_ROW(average_forward, average)
EACH_ROW(average_backward, average_back)

const struct stage_kind stage_max_pooling = {
    .create = create_maximum, .forward = maximum_forward, .backward = maximum_backward};
const struct stage_kind stage_average_pooling = {
    .create = stage_create_plain, .forward = average_forward, .backward = average_backward};
