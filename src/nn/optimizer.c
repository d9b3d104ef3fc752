#include "config.h"

#include "rnntop/nn/optimizer.h"

#include <assert.h>
#include <math.h>

#include "rnntop/nn/model_parts.h"

/* Elements that a worker takes at a time: 16 kB of each of the four blocks. */
#define UNIT_ELEMENTS ((size_t)4096)

struct optimizer {
    struct optimizer_spec spec;
    const struct model *model;
    struct arena *arena;
    float *m, *v; /* [parameters.total] */
    size_t total;
    uint64_t steps;
    struct adam_pass pass;
};

enum rt_status optimizer_create(struct optimizer **out, const struct optimizer_spec *spec,
                                const struct model *model, struct rt_error *error)
{
    *out = NULL;
    struct arena *arena;
    enum rt_status status = arena_create(&arena, error);
    if (status != RT_OK)
        return status;
    const size_t total = model_parameters(model)->total;
    struct optimizer *optimizer = arena_alloc(arena, 1, sizeof *optimizer);
    float *m = arena_alloc(arena, total, sizeof *m);
    float *v = arena_alloc(arena, total, sizeof *v);
    if (!optimizer || !m || !v) {
        arena_destroy(arena);
        return rt_fail(error, RT_ERR_MEMORY, "There is no memory for the optimiser's moments.");
    }
    *optimizer = (struct optimizer){
        .spec = *spec, .model = model, .arena = arena, .m = m, .v = v, .total = total};
    *out = optimizer;
    return RT_OK;
}

void optimizer_destroy(struct optimizer *optimizer)
{
    if (optimizer)
        arena_destroy(optimizer->arena);
}

static void apply_unit(void *context, size_t unit, int worker)
{
    (void)worker;
    const struct optimizer *optimizer = context;
    size_t begin = unit * UNIT_ELEMENTS;
    size_t end = begin + UNIT_ELEMENTS;
    optimizer->model->kernels->adam(&optimizer->pass, begin,
                                    end < optimizer->total ? end : optimizer->total);
}

void optimizer_apply(struct optimizer *optimizer, struct model *model)
{
    assert(optimizer->model == model);
    const struct optimizer_spec *spec = &optimizer->spec;
    const double t = (double)++optimizer->steps;
    /* In double: float's pow() would lose digits of 1 - beta_2^t in the first steps. */
    const double corrected =
        spec->learning_rate * sqrt(1.0 - pow(spec->beta_2, t)) / (1.0 - pow(spec->beta_1, t));
    optimizer->pass = (struct adam_pass){.values = model_values(model),
                                         .m = optimizer->m,
                                         .v = optimizer->v,
                                         .gradients = model_gradient_values(model),
                                         .step = (float)corrected,
                                         .one_beta_1 = (float)(1.0 - spec->beta_1),
                                         .one_beta_2 = (float)(1.0 - spec->beta_2),
                                         .epsilon = (float)spec->epsilon};
    pool_run(model->pool, apply_unit, optimizer,
             (optimizer->total + UNIT_ELEMENTS - 1) / UNIT_ELEMENTS);
}

void optimizer_set_learning_rate(struct optimizer *optimizer, double learning_rate)
{
    optimizer->spec.learning_rate = learning_rate;
}

uint64_t optimizer_steps(const struct optimizer *optimizer)
{
    return optimizer->steps;
}

float *optimizer_slot(struct optimizer *optimizer, size_t slot)
{
    assert(slot < 2);
    return slot == 0 ? optimizer->m : optimizer->v;
}
