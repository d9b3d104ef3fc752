/*
 * Attention pooling: the steps' mean, weighted by a softmax over time of a score that is learned.
 *
 *     e[t] = tanh(x[t] . w + b)
 *     a[t] = exp(e[t]) / sum over u of exp(e[u]); a[t] = 0 exactly where step t is masked
 *     y    = sum over t of a[t] x[t]
 *
 * with a kernel w [H,1] and a bias b [1]. A row whose steps are all masked gives zeros and no
 * gradient. tanh keeps every score within [-1, 1], so that exp() needs no maximum taken off first.
 * Source: Raffel and Ellis, Feed-Forward Networks with Attention Can Solve Some Long-Term Memory
 * Problems (2015), arXiv:1512.08756: e, alpha and c there, with the a(h) of their experiments.
 * Keras has no such layer.
 */
#include "config.h"

#include <string.h>

#include "rnntop/nn/stage_parts.h"

/* For each row of the batch and step, [B,T]. Within the steps that are worked on, masked ones have
 * shares and gradients of zero. */
struct attention {
    float *score;  /* e */
    float *share;  /* a */
    float *dinput; /* gradient of tanh's input */
};

static enum rt_status create(struct stage *stage, struct arena *arena,
                             const struct stage_setup *setup, struct rt_error *error)
{
    const size_t tokens = stage->steps * setup->most_rows;
    struct attention *own = stage->state = arena_alloc(arena, 1, sizeof *own);
    bool whole = own;
    if (whole) {
        own->score = arena_alloc(arena, tokens, sizeof *own->score);
        own->share = arena_alloc(arena, tokens, sizeof *own->share);
        own->dinput = arena_alloc(arena, tokens, sizeof *own->dinput);
        whole = own->score && own->share && own->dinput;
    }
    return stage_created(stage, whole && stage_own(stage, arena, setup->most_rows), error);
}

/* Where a row's vector of step t lies in x and dx of what comes in. */
static size_t place_of(const struct stage *stage, const struct stage_pass *pass, size_t t,
                       size_t row)
{
    return (t * pass->size + row) * stage->in->stride;
}

static void attend(struct stage *stage, const struct stage_pass *pass, size_t row)
{
    const struct attention *own = stage->state;
    const struct kernels *kernels = stage->kernels;
    const size_t from = pass->from, to = pass->to, width = stage->in->width;
    const float *w = stage->weight[0].value, bias = *stage->weight[1].value;
    float *score = own->score + row * stage->steps, *share = own->share + row * stage->steps;
    float *out = stage->out.x + row * stage->out.stride;
    double sum = 0;
    for (size_t t = from; t < to; t++)
        score[t] =
            stage_counts(stage, pass, t, row)
                ? (float)(kernels->dot(stage->in->x + place_of(stage, pass, t, row), w, width) +
                          (double)bias)
                : 0;
    kernels->tanh(score + from, score + from, to - from);
    kernels->exp(score + from, share + from, to - from);
    for (size_t t = from; t < to; t++) {
        if (!stage_counts(stage, pass, t, row))
            share[t] = 0;
        sum += (double)share[t];
    }
    const float scale = sum == 0 ? 0 : (float)(1 / sum); /* a NaN comes through */
    memset(out, 0, stage->out.stride * sizeof *out);
    for (size_t t = from; t < to; t++) {
        share[t] *= scale;
        if (stage_counts(stage, pass, t, row))
            kernels->add_scaled(out, share[t], stage->in->x + place_of(stage, pass, t, row), width);
    }
}

/* With da[t] = dy . x[t] the scores' gradient is a[t] (da[t] - sum over u of a[u] da[u]). */
static void attend_back(struct stage *stage, const struct stage_pass *pass, size_t row)
{
    const struct attention *own = stage->state;
    const struct kernels *kernels = stage->kernels;
    const size_t from = pass->from, to = pass->to, width = stage->in->width;
    const float *w = stage->weight[0].value, *dy = stage->out.dx + row * stage->out.stride;
    const float *restrict score = own->score + row * stage->steps;
    const float *restrict share = own->share + row * stage->steps;
    float *restrict dinput = own->dinput + row * stage->steps;
    double sum = 0;
    for (size_t t = from; t < to; t++) {
        dinput[t] = 0;
        if (stage_counts(stage, pass, t, row))
            dinput[t] =
                (float)kernels->dot(stage->in->x + place_of(stage, pass, t, row), dy, width);
        sum += (double)(share[t] * dinput[t]);
    }
    const float mean = (float)sum;
    for (size_t t = from; t < to; t++)
        dinput[t] = share[t] * (dinput[t] - mean) * (1.0f - score[t] * score[t]);
    for (size_t t = from; t < to; t++) {
        float *dx = stage->in->dx + place_of(stage, pass, t, row);
        memset(dx, 0, stage->in->stride * sizeof *dx);
        if (!stage_counts(stage, pass, t, row))
            continue;
        kernels->add_scaled(dx, share[t], dy, width);
        kernels->add_scaled(dx, dinput[t], w, width);
    }
}

static bool forward(struct stage *stage, const struct stage_pass *pass, size_t begin, size_t end)
{
    for (size_t row = begin; row < end; row++)
        attend(stage, pass, row);
    return true;
}

static bool backward(struct stage *stage, const struct stage_pass *pass, size_t begin, size_t end)
{
    for (size_t row = begin; row < end; row++)
        attend_back(stage, pass, row);
    return true;
}

/* Sums over all steps that are not masked, whatever range of steps each worker took its rows
 * through: one panel of the kernel's gradient; the first unit also sums the bias's. */
static void gradients(const struct stage_sum *sum, const struct stage_pass *pass, size_t unit)
{
    const struct stage *stage = sum->stage;
    const struct attention *own = stage->state;
    const size_t first = unit * PANEL, left = stage->in->width - first;
    const size_t columns = left < PANEL ? left : PANEL;
    float *dw = stage->weight[0].gradient + first;
    double dbias = 0;
    memset(dw, 0, columns * sizeof *dw);
    for (size_t t = 0; t < stage->steps; t++) {
        for (size_t row = 0; row < pass->size; row++) {
            if (!stage_counts(stage, pass, t, row))
                continue;
            const float dinput = own->dinput[row * stage->steps + t];
            stage->kernels->add_scaled(
                dw, dinput, stage->in->x + place_of(stage, pass, t, row) + first, columns);
            dbias += (double)dinput;
        }
    }
    if (unit == 0)
        *stage->weight[1].gradient = (float)dbias;
}

static void time_sums(struct stage *stage, const struct stage_pass *pass, struct stage_sums *sums)
{
    (void)pass;
    stage_sums_add(sums, (struct stage_sum){gradients, stage->in->stride / PANEL, stage, 0});
}

const struct stage_kind stage_attention = {.create = create,
                                           .forward = forward,
                                           .backward = backward,
                                           .time_sums = time_sums,
                                           .initialize = stage_initialize_glorot};
