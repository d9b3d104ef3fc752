/* Compiled once for each instruction set. The optimisers' formulas, one streaming pass each: see
 * kernels.h for what a pass holds, optimizer.h for where the formulas come from. */
#include "config.h"

#include <math.h>

#include "rnntop/nn/kernel_table.h"

/* A gradient as the formula gets it: shortened, then cut. A NaN stays one. */
KERNEL_INLINE float clipped(float g, float scale, float limit)
{
    g *= scale;
    g = g > limit ? limit : g;
    return g < -limit ? -limit : g;
}

/* Variance is a difference of two averages, which rounding may make negative. */
KERNEL_INLINE float spread(float square, float mean)
{
    const float difference = square - mean * mean;
    return difference < 0 ? 0 : difference;
}

/* Each formula takes the constants of its pass, a weight and its gradient (decayed and clipped),
 * and its places in the slots; it returns the new weight. */

KERNEL_INLINE float sgd(const struct update_pass *c, float w, float g)
{
    return w - c->rate * g;
}

/* a = mu a - rate g; w += a. */
KERNEL_INLINE float sgd_momentum(const struct update_pass *c, float w, float g, float *a)
{
    *a = c->momentum * *a - c->rate * g;
    return w + *a;
}

/* The same a; w += mu a - rate g. */
KERNEL_INLINE float sgd_nesterov(const struct update_pass *c, float w, float g, float *a)
{
    *a = c->momentum * *a - c->rate * g;
    return w + (c->momentum * *a - c->rate * g);
}

/* v = rho v + (1 - rho) g^2; w -= rate g / (sqrt(v) + epsilon). */
KERNEL_INLINE float rmsprop(const struct update_pass *c, float w, float g, float *v)
{
    *v += (g * g - *v) * c->one_beta_2;
    return w - c->rate * g / (sqrtf(*v) + c->epsilon);
}

/* Centred: mg likewise of g, and v - mg^2 under the root. */
KERNEL_INLINE float rmsprop_centered(const struct update_pass *c, float w, float g, float *v,
                                     float *mg)
{
    *v += (g * g - *v) * c->one_beta_2;
    *mg += (g - *mg) * c->one_beta_2;
    return w - c->rate * g / (sqrtf(spread(*v, *mg)) + c->epsilon);
}

/* With momentum TensorFlow 2.0 has epsilon under the root: m = mu m + rate g / sqrt(v + epsilon);
 * w -= m. */
KERNEL_INLINE float rmsprop_momentum(const struct update_pass *c, float w, float g, float *v,
                                     float *m)
{
    *v += (g * g - *v) * c->one_beta_2;
    *m = c->momentum * *m + c->rate * g / sqrtf(*v + c->epsilon);
    return w - *m;
}

KERNEL_INLINE float rmsprop_centered_momentum(const struct update_pass *c, float w, float g,
                                              float *v, float *mg, float *m)
{
    *v += (g * g - *v) * c->one_beta_2;
    *mg += (g - *mg) * c->one_beta_2;
    *m = c->momentum * *m + c->rate * g / sqrtf(spread(*v, *mg) + c->epsilon);
    return w - *m;
}

/* a += g^2; w -= rate g / (sqrt(a) + epsilon). */
KERNEL_INLINE float adagrad(const struct update_pass *c, float w, float g, float *a)
{
    *a += g * g;
    return w - c->rate * g / (sqrtf(*a) + c->epsilon);
}

/* a = rho a + (1 - rho) g^2; u = g sqrt(d + epsilon) / sqrt(a + epsilon); w -= rate u; d = rho d +
 * (1 - rho) u^2. */
KERNEL_INLINE float adadelta(const struct update_pass *c, float w, float g, float *a, float *d)
{
    *a += (g * g - *a) * c->one_beta_2;
    const float u = g * sqrtf(*d + c->epsilon) / sqrtf(*a + c->epsilon);
    *d += (u * u - *d) * c->one_beta_2;
    return w - c->rate * u;
}

/* As KERNEL(adam), for those that clip or decay. */
KERNEL_INLINE float adam(const struct update_pass *c, float w, float g, float *m, float *v)
{
    *m += (g - *m) * c->one_beta_1;
    *v += (g * g - *v) * c->one_beta_2;
    return w - *m * c->rate / (sqrtf(*v) + c->epsilon);
}

/* AMSGrad divides by the greatest v so far. */
KERNEL_INLINE float adam_amsgrad(const struct update_pass *c, float w, float g, float *m, float *v,
                                 float *most)
{
    *m += (g - *m) * c->one_beta_1;
    *v += (g * g - *v) * c->one_beta_2;
    *most = *most > *v ? *most : *v;
    return w - *m * c->rate / (sqrtf(*most) + c->epsilon);
}

/* u = max(beta_2 u, |g|); w -= rate m / (u + epsilon). */
KERNEL_INLINE float adamax(const struct update_pass *c, float w, float g, float *m, float *u)
{
    const float old = c->beta_2 * *u, size = fabsf(g);
    *m += (g - *m) * c->one_beta_1;
    *u = old > size ? old : size;
    return w - c->rate * *m / (*u + c->epsilon);
}

/* w -= (rate_g g + rate m) / (sqrt(v correction) + epsilon), all three made of the step. */
KERNEL_INLINE float nadam(const struct update_pass *c, float w, float g, float *m, float *v)
{
    *m += (g - *m) * c->one_beta_1;
    *v += (g * g - *v) * c->one_beta_2;
    return w - (c->rate_g * g + c->rate * *m) / (sqrtf(*v * c->correction) + c->epsilon);
}

/* n' = n + g^2; z += g - (sqrt(n') - sqrt(n)) / rate w; w = -z rate / sqrt(n'). */
KERNEL_INLINE float ftrl(const struct update_pass *c, float w, float g, float *n, float *z)
{
    const float before = sqrtf(*n);
    *n += g * g;
    const float root = sqrtf(*n);
    *z += g - (root - before) * c->correction * w;
    return -*z * c->rate / root;
}

/* The pass of a formula over the weights begin to end, as a function; and what it is called with.
 */
#define PASS(formula, arguments)                                                                   \
    static void formula##_pass(const struct update_pass *pass, size_t begin, size_t end)           \
    {                                                                                              \
        const struct update_pass c = *pass;                                                        \
        float *restrict values = c.values;                                                         \
        const float *restrict gradients = c.gradients;                                             \
        float *restrict first = c.slot[0];                                                         \
        float *restrict second = c.slot[1];                                                        \
        float *restrict third = c.slot[2];                                                         \
        (void)first, (void)second, (void)third;                                                    \
        _Pragma("omp simd") for (size_t i = begin; i < end; i++)                                   \
        {                                                                                          \
            const float g = clipped(gradients[i], c.scale, c.limit);                               \
            const float w = values[i] - values[i] * c.decay;                                       \
            values[i] = formula arguments;                                                         \
        }                                                                                          \
    }

/* clang-format off */
PASS(sgd, (&c, w, g))
PASS(sgd_momentum, (&c, w, g, first + i))
PASS(sgd_nesterov, (&c, w, g, first + i))
PASS(rmsprop, (&c, w, g, first + i))
PASS(adagrad, (&c, w, g, first + i))
PASS(rmsprop_centered, (&c, w, g, first + i, second + i))
PASS(adadelta, (&c, w, g, first + i, second + i))
PASS(adam, (&c, w, g, first + i, second + i))
PASS(adamax, (&c, w, g, first + i, second + i))
PASS(nadam, (&c, w, g, first + i, second + i))
PASS(ftrl, (&c, w, g, first + i, second + i))
PASS(rmsprop_momentum, (&c, w, g, first + i, third + i))
PASS(rmsprop_centered_momentum, (&c, w, g, first + i, second + i, third + i))
PASS(adam_amsgrad, (&c, w, g, first + i, second + i, third + i))
/* clang-format on */

void KERNEL(update)(const struct update_pass *pass, size_t begin, size_t end)
{
    static void (*const FORMULA[])(const struct update_pass *, size_t, size_t) = {
        [UPDATE_SGD] = sgd_pass,
        [UPDATE_SGD_MOMENTUM] = sgd_momentum_pass,
        [UPDATE_SGD_NESTEROV] = sgd_nesterov_pass,
        [UPDATE_RMSPROP] = rmsprop_pass,
        [UPDATE_RMSPROP_CENTERED] = rmsprop_centered_pass,
        [UPDATE_RMSPROP_MOMENTUM] = rmsprop_momentum_pass,
        [UPDATE_RMSPROP_CENTERED_MOMENTUM] = rmsprop_centered_momentum_pass,
        [UPDATE_ADAGRAD] = adagrad_pass,
        [UPDATE_ADADELTA] = adadelta_pass,
        [UPDATE_ADAM] = adam_pass,
        [UPDATE_ADAM_AMSGRAD] = adam_amsgrad_pass,
        [UPDATE_ADAMAX] = adamax_pass,
        [UPDATE_NADAM] = nadam_pass,
        [UPDATE_FTRL] = ftrl_pass,
    };
    FORMULA[pass->formula](pass, begin, end);
}
