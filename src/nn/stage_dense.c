/* A hidden Dense layer. The products are small: rows of the kernel, as Keras lays it out, added up
 * and multiplied. */
#include "config.h"

#include <string.h>

#include "rnntop/nn/stage_parts.h"

/* Rows of the kernel's gradient in a unit of work. */
#define DENSE_ROWS ((size_t)32)

void stage_dense_forward(struct stage *stage, size_t begin, size_t end)
{
    const size_t inputs = stage->layer->input, units = stage->layer->output;
    for (size_t row = begin; row < end; row++) {
        const float *x = stage->in->x + row * stage->in->stride;
        float *z = stage->z + row * stage->out.stride;
        memcpy(z, stage->bias, units * sizeof *z);
        for (size_t i = 0; i < inputs; i++)
            stage->kernels->add_scaled(z, x[i], stage->kernel + i * units, units);
        stage->kernels->activation[stage->layer->activation](
            z, stage->out.x + row * stage->out.stride, units);
    }
}

void stage_dense_backward(struct stage *stage, size_t begin, size_t end)
{
    const size_t inputs = stage->layer->input, units = stage->layer->output;
    for (size_t row = begin; row < end; row++) {
        float *dz = stage->z + row * stage->out.stride;
        float *dx = stage->in->dx + row * stage->in->stride;
        stage->kernels->slope[stage->layer->activation](dz, dz, units);
        stage->kernels->multiply(dz, dz, stage->out.dx + row * stage->out.stride, units);
        for (size_t i = 0; i < inputs; i++)
            dx[i] = (float)stage->kernels->dot(stage->kernel + i * units, dz, units);
    }
}

size_t stage_dense_units(const struct stage *stage)
{
    return (stage->layer->input + DENSE_ROWS - 1) / DENSE_ROWS;
}

void stage_dense_gradients(const struct stage *stage, const struct stage_pass *pass, size_t unit)
{
    const size_t inputs = stage->layer->input, units = stage->layer->output;
    const size_t end = (unit + 1) * DENSE_ROWS < inputs ? (unit + 1) * DENSE_ROWS : inputs;
    for (size_t i = unit * DENSE_ROWS; i < end; i++) {
        float *dkernel = stage->dkernel + i * units;
        memset(dkernel, 0, units * sizeof *dkernel);
        for (size_t row = 0; row < pass->size; row++)
            stage->kernels->add_scaled(dkernel, stage->in->x[row * stage->in->stride + i],
                                       stage->z + row * stage->out.stride, units);
    }
    if (unit > 0)
        return;
    memset(stage->dbias, 0, units * sizeof *stage->dbias);
    for (size_t row = 0; row < pass->size; row++)
        stage->kernels->add_scaled(stage->dbias, 1, stage->z + row * stage->out.stride, units);
}
