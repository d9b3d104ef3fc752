#include "config.h"

#include "rnntop/nn/optimizer.h"

#include <assert.h>
#include <math.h>

#include "rnntop/nn/model_parts.h"

/* Elements that a worker takes at a time: 16 kB of each block. */
#define UNIT_ELEMENTS ((size_t)4096)

/* What Keras's Adagrad and Ftrl begin to add squares to. */
#define INITIAL_ACCUMULATOR 0.1f

#define SCHEDULE_DECAY 0.004 /* of Nadam's momentum; TensorFlow 2.0's, Keras 3 has 1 */

_Static_assert(OPTIMIZER_SLOTS == UPDATE_MAX_SLOTS, "as many as a kernel may ask for");

struct optimizer {
    struct optimizer_spec spec;
    const struct model *model;
    struct arena *arena;
    size_t total;
    struct optimizer_state state;
    bool plain_adam; /* no clipping or decay: Adam's own kernel computes */
    struct adam_pass adam;
    struct update_pass pass;
    double *squares;             /* [units]: of the part of a unit's */
    float scale[PARAMETERS_MAX]; /* clipnorm's factor of each parameter's gradient */
};

/* A formula and the slots that it keeps. */
struct formula {
    enum update_formula formula;
    bool slot[UPDATE_MAX_SLOTS];
    float first; /* what slot 0 begins with */
};

static struct formula rmsprop_formula(const struct optimizer_spec *spec)
{
    bool momentum = spec->momentum > 0;
    enum update_formula formula = UPDATE_RMSPROP;
    if (spec->centered)
        formula = momentum ? UPDATE_RMSPROP_CENTERED_MOMENTUM : UPDATE_RMSPROP_CENTERED;
    else if (momentum)
        formula = UPDATE_RMSPROP_MOMENTUM;
    return (struct formula){formula, {true, spec->centered, momentum}, 0};
}

static struct formula formula_of(const struct optimizer_spec *spec)
{
    switch (spec->kind) {
    case OPTIMIZER_SGD:
        if (!(spec->momentum > 0))
            return (struct formula){UPDATE_SGD, {false}, 0};
        return (struct formula){
            spec->nesterov ? UPDATE_SGD_NESTEROV : UPDATE_SGD_MOMENTUM, {true, false, false}, 0};
    case OPTIMIZER_RMSPROP:
        return rmsprop_formula(spec);
    case OPTIMIZER_ADAGRAD:
        return (struct formula){UPDATE_ADAGRAD, {true, false, false}, INITIAL_ACCUMULATOR};
    case OPTIMIZER_ADADELTA:
        return (struct formula){UPDATE_ADADELTA, {true, true, false}, 0};
    case OPTIMIZER_ADAMAX:
        return (struct formula){UPDATE_ADAMAX, {true, true, false}, 0};
    case OPTIMIZER_NADAM:
        return (struct formula){UPDATE_NADAM, {true, true, false}, 0};
    case OPTIMIZER_FTRL:
        return (struct formula){UPDATE_FTRL, {true, true, false}, INITIAL_ACCUMULATOR};
    case OPTIMIZER_ADAM:
    case OPTIMIZER_ADAMW:
    case OPTIMIZER_KINDS:
        break;
    }
    return (struct formula){
        spec->amsgrad ? UPDATE_ADAM_AMSGRAD : UPDATE_ADAM, {true, true, spec->amsgrad}, 0};
}

static size_t units(const struct optimizer *optimizer)
{
    return (optimizer->total + UNIT_ELEMENTS - 1) / UNIT_ELEMENTS;
}

/* The blocks of state; false without memory. Padding between parameters stays zero. */
static bool create_slots(struct optimizer *optimizer, const struct formula *formula)
{
    const struct parameters *parameters = model_parameters(optimizer->model);
    for (size_t slot = 0; slot < UPDATE_MAX_SLOTS; slot++) {
        if (!formula->slot[slot])
            continue;
        optimizer->pass.slot[slot] = arena_alloc(optimizer->arena, optimizer->total, sizeof(float));
        if (!optimizer->pass.slot[slot])
            return false;
    }
    for (size_t i = 0; formula->first > 0 && i < parameters->n; i++) {
        float *begin = optimizer->pass.slot[0] + parameters->table[i].offset;
        for (size_t j = 0; j < parameters->table[i].count; j++)
            begin[j] = formula->first;
    }
    return true;
}

/* What stays the same from step to step. */
static void set_constants(struct optimizer *optimizer)
{
    const struct optimizer_spec *spec = &optimizer->spec;
    struct update_pass *pass = &optimizer->pass;
    bool has_rho = spec->kind == OPTIMIZER_RMSPROP || spec->kind == OPTIMIZER_ADADELTA;
    pass->scale = 1;
    pass->limit = spec->clipvalue > 0 ? (float)spec->clipvalue : INFINITY;
    pass->momentum = (float)spec->momentum;
    pass->one_beta_1 = (float)(1.0 - spec->beta_1);
    pass->one_beta_2 = (float)(1.0 - (has_rho ? spec->rho : spec->beta_2));
    pass->beta_2 = (float)spec->beta_2;
    pass->epsilon = (float)spec->epsilon;
    optimizer->state.momentum_product = 1;
    optimizer->plain_adam = pass->formula == UPDATE_ADAM && !(spec->weight_decay > 0) &&
                            !(spec->clipnorm > 0) && !(spec->clipvalue > 0) &&
                            !(spec->global_clipnorm > 0);
}

enum rt_status optimizer_create(struct optimizer **out, const struct optimizer_spec *spec,
                                const struct model *model, struct rt_error *error)
{
    *out = NULL;
    struct arena *arena;
    enum rt_status status = arena_create(&arena, error);
    if (status != RT_OK)
        return status;
    const struct formula formula = formula_of(spec);
    struct optimizer *optimizer = arena_alloc(arena, 1, sizeof *optimizer);
    if (!optimizer)
        goto fail;
    optimizer->spec = *spec;
    optimizer->model = model;
    optimizer->arena = arena;
    optimizer->total = model_parameters(model)->total;
    optimizer->pass.formula = formula.formula;
    /* Each unit may hold a border between two parameters. */
    optimizer->squares =
        arena_alloc(arena, units(optimizer) + PARAMETERS_MAX, sizeof *optimizer->squares);
    if (!optimizer->squares || !create_slots(optimizer, &formula))
        goto fail;
    set_constants(optimizer);
    *out = optimizer;
    return RT_OK;
fail:
    arena_destroy(arena);
    return rt_fail(error, ERR_OPTIMIZER_NO_MEMORY);
}

void optimizer_destroy(struct optimizer *optimizer)
{
    if (optimizer)
        arena_destroy(optimizer->arena);
}

/* ---- norms ---- */

/* Parts of a parameter: each at most UNIT_ELEMENTS long, wherever workers' units lie, so that the
 * sum is the same whoever adds it up. */
static size_t squares_of(const struct parameter *parameter)
{
    return (parameter->count + UNIT_ELEMENTS - 1) / UNIT_ELEMENTS;
}

static void square_part(void *context, size_t part, int worker)
{
    (void)worker;
    const struct optimizer *optimizer = context;
    const struct model *model = optimizer->model;
    const struct parameter *parameter = model->parameters.table;
    size_t within = part;
    while (within >= squares_of(parameter))
        within -= squares_of(parameter++);
    const size_t begin = within * UNIT_ELEMENTS;
    optimizer->squares[part] =
        model->kernels->square_sum(model->gradients + parameter->offset + begin,
                                   smaller(UNIT_ELEMENTS, parameter->count - begin));
}

/* clipnorm: g c / max(|g|, c) for each parameter by itself. */
static void scale_parameters(struct optimizer *optimizer)
{
    const struct parameters *parameters = model_parameters(optimizer->model);
    const double most = optimizer->spec.clipnorm;
    size_t parts = 0;
    for (size_t i = 0; i < parameters->n; i++)
        parts += squares_of(&parameters->table[i]);
    pool_run(optimizer->model->pool, square_part, optimizer, parts);
    const double *square = optimizer->squares;
    for (size_t i = 0; i < parameters->n; i++) {
        double sum = 0;
        for (size_t part = 0; part < squares_of(&parameters->table[i]); part++)
            sum += *square++;
        /* A norm that is NaN leaves the NaN where it is. */
        optimizer->scale[i] = (float)(most / fmax(sqrt(sum), most));
    }
}

/* global_clipnorm: g c / max(G, c), all of it. */
static float scale_of_all(const struct optimizer *optimizer)
{
    const double most = optimizer->spec.global_clipnorm;
    const double norm = model_gradient_norm(optimizer->model);
    return isfinite(norm) ? (float)(most / fmax(norm, most)) : NAN;
}

/* ---- steps ---- */

/* Nadam's momentum warms up: mu(t) = beta_1 (1 - 0.96^(0.004 t) / 2). */
static double nadam_momentum(const struct optimizer_spec *spec, double t)
{
    return spec->beta_1 * (1.0 - 0.5 * pow(0.96, SCHEDULE_DECAY * t));
}

/* The rates of step t, in double: float's pow() would lose digits of 1 - beta_2^t in the first
 * steps. */
static void set_rates(struct optimizer *optimizer)
{
    const struct optimizer_spec *spec = &optimizer->spec;
    struct update_pass *pass = &optimizer->pass;
    const double t = (double)optimizer->state.steps, rate = spec->learning_rate;
    pass->decay = (float)(spec->weight_decay * rate);
    switch (spec->kind) {
    case OPTIMIZER_ADAM:
    case OPTIMIZER_ADAMW:
        pass->rate =
            (float)(rate * sqrt(1.0 - pow(spec->beta_2, t)) / (1.0 - pow(spec->beta_1, t)));
        break;
    case OPTIMIZER_ADAMAX:
        pass->rate = (float)(rate / (1.0 - pow(spec->beta_1, t)));
        break;
    case OPTIMIZER_NADAM: {
        const double now = nadam_momentum(spec, t), next = nadam_momentum(spec, t + 1);
        optimizer->state.momentum_product *= now;
        pass->rate_g = (float)(rate * (1.0 - now) / (1.0 - optimizer->state.momentum_product));
        pass->rate = (float)(rate * next / (1.0 - optimizer->state.momentum_product * next));
        pass->correction = (float)(1.0 / (1.0 - pow(spec->beta_2, t)));
        break;
    }
    case OPTIMIZER_FTRL:
        pass->rate = (float)rate;
        pass->correction = (float)(1.0 / rate);
        break;
    default:
        pass->rate = (float)rate;
        break;
    }
}

static void adam_unit(void *context, size_t unit, int worker)
{
    (void)worker;
    const struct optimizer *optimizer = context;
    const size_t begin = unit * UNIT_ELEMENTS;
    optimizer->model->kernels->adam(&optimizer->adam, begin,
                                    smaller(begin + UNIT_ELEMENTS, optimizer->total));
}

/* The unit's piece of each parameter that it holds; not the padding between them, whose zeros not
 * every formula would leave alone. */
static void update_unit(void *context, size_t unit, int worker)
{
    (void)worker;
    const struct optimizer *optimizer = context;
    const struct parameters *parameters = model_parameters(optimizer->model);
    const size_t begin = unit * UNIT_ELEMENTS;
    const size_t end = smaller(begin + UNIT_ELEMENTS, optimizer->total);
    for (size_t i = 0; i < parameters->n; i++) {
        const struct parameter *parameter = &parameters->table[i];
        const size_t from = parameter->offset > begin ? parameter->offset : begin;
        const size_t to = smaller(parameter->offset + parameter->count, end);
        if (from >= to)
            continue;
        struct update_pass pass = optimizer->pass;
        if (optimizer->spec.clipnorm > 0)
            pass.scale = optimizer->scale[i];
        optimizer->model->kernels->update(&pass, from, to);
    }
}

static void apply_adam(struct optimizer *optimizer, struct model *model)
{
    const struct update_pass *pass = &optimizer->pass;
    optimizer->adam = (struct adam_pass){.values = model_values(model),
                                         .m = pass->slot[0],
                                         .v = pass->slot[1],
                                         .gradients = model_gradient_values(model),
                                         .step = pass->rate,
                                         .one_beta_1 = pass->one_beta_1,
                                         .one_beta_2 = pass->one_beta_2,
                                         .epsilon = pass->epsilon};
    pool_run(model->pool, adam_unit, optimizer, units(optimizer));
}

void optimizer_apply(struct optimizer *optimizer, struct model *model)
{
    assert(optimizer->model == model);
    struct update_pass *pass = &optimizer->pass;
    optimizer->state.steps++;
    set_rates(optimizer);
    if (optimizer->plain_adam) {
        apply_adam(optimizer, model);
        return;
    }
    if (pass->formula == UPDATE_FTRL && !isfinite(pass->correction))
        return;
    pass->values = model_values(model);
    pass->gradients = model_gradient_values(model);
    if (optimizer->spec.global_clipnorm > 0)
        pass->scale = scale_of_all(optimizer);
    if (optimizer->spec.clipnorm > 0)
        scale_parameters(optimizer);
    pool_run(model->pool, update_unit, optimizer, units(optimizer));
}

void optimizer_set_learning_rate(struct optimizer *optimizer, double learning_rate)
{
    optimizer->spec.learning_rate = learning_rate;
}

struct optimizer_state optimizer_get_state(const struct optimizer *optimizer)
{
    return optimizer->state;
}

void optimizer_set_state(struct optimizer *optimizer, const struct optimizer_state *state)
{
    optimizer->state = *state;
}

float *optimizer_slot(struct optimizer *optimizer, size_t slot)
{
    assert(slot < OPTIMIZER_SLOTS);
    return optimizer->pass.slot[slot];
}
