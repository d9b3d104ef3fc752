/* A hidden Dense layer; the last one is the head's. The products are small: rows of the kernel, as
 * Keras lays it out, added up and multiplied. */
#include "config.h"

#include <string.h>

#include "rnntop/nn/stage_parts.h"

/* Rows of the kernel's gradient in a unit of work. */
#define DENSE_ROWS ((size_t)32)

/* z, [B, stride], is the state: what the activation gets; on the way back its gradient. */
static enum rt_status create(struct stage *stage, struct arena *arena,
                             const struct stage_setup *setup, struct rt_error *error)
{
    stage->state = arena_alloc(arena, setup->most_rows, stage->out.stride * sizeof(float));
    return stage_created(stage, stage->state && stage_own(stage, arena, setup->most_rows), error);
}

static float *z_of(const struct stage *stage, size_t row)
{
    return (float *)stage->state + row * stage->out.stride;
}

static bool forward(struct stage *stage, const struct stage_pass *pass, size_t begin, size_t end)
{
    (void)pass;
    const size_t inputs = stage->layer->input, units = stage->layer->output;
    const float *kernel = stage->weight[0].value, *bias = stage->weight[1].value;
    for (size_t row = begin; row < end; row++) {
        const float *x = stage->in->x + row * stage->in->stride;
        float *z = z_of(stage, row);
        memcpy(z, bias, units * sizeof *z);
        for (size_t i = 0; i < inputs; i++)
            stage->kernels->add_scaled(z, x[i], kernel + i * units, units);
        stage->kernels->activation[stage->layer->activation](
            z, stage->out.x + row * stage->out.stride, units);
    }
    return true;
}

static bool backward(struct stage *stage, const struct stage_pass *pass, size_t begin, size_t end)
{
    (void)pass;
    const size_t inputs = stage->layer->input, units = stage->layer->output;
    const float *kernel = stage->weight[0].value;
    for (size_t row = begin; row < end; row++) {
        float *dz = z_of(stage, row);
        float *dx = stage->in->dx + row * stage->in->stride;
        stage->kernels->slope[stage->layer->activation](dz, dz, units);
        stage->kernels->multiply(dz, dz, stage->out.dx + row * stage->out.stride, units);
        for (size_t i = 0; i < inputs; i++)
            dx[i] = (float)stage->kernels->dot(kernel + i * units, dz, units);
    }
    return true;
}

/* Some rows of the kernel's gradient; the first unit has the bias's too. */
static void gradients(const struct stage_sum *sum, const struct stage_pass *pass, size_t unit)
{
    const struct stage *stage = sum->stage;
    const size_t inputs = stage->layer->input, units = stage->layer->output;
    const size_t end = (unit + 1) * DENSE_ROWS < inputs ? (unit + 1) * DENSE_ROWS : inputs;
    for (size_t i = unit * DENSE_ROWS; i < end; i++) {
        float *dkernel = stage->weight[0].gradient + i * units;
        memset(dkernel, 0, units * sizeof *dkernel);
        for (size_t row = 0; row < pass->size; row++)
            stage->kernels->add_scaled(dkernel, stage->in->x[row * stage->in->stride + i],
                                       z_of(stage, row), units);
    }
    if (unit > 0)
        return;
    float *dbias = stage->weight[1].gradient;
    memset(dbias, 0, units * sizeof *dbias);
    for (size_t row = 0; row < pass->size; row++)
        stage->kernels->add_scaled(dbias, 1, z_of(stage, row), units);
}

static void time_sums(struct stage *stage, const struct stage_pass *pass, struct stage_sums *sums)
{
    (void)pass;
    const size_t units = (stage->layer->input + DENSE_ROWS - 1) / DENSE_ROWS;
    stage_sums_add(sums, (struct stage_sum){gradients, units, stage, 0});
}

const struct stage_kind stage_dense = {.create = create,
                                       .forward = forward,
                                       .backward = backward,
                                       .time_sums = time_sums,
                                       .initialize = stage_initialize_glorot};
