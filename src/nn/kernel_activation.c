/* The activations that a layer may have, and their derivatives, over a row of numbers. Compiled
 * once for each instruction set. Formulas: Keras (TF 2.0), activations.py. */
#include "config.h"

#include <math.h>

#include "rnntop/nn/activation.h"
#include "rnntop/nn/kernel_table.h"

#define SELU_SCALE 1.05070098
#define SELU_ALPHA 1.67326324

/* A function `name` of rows from an expression in x. */
#define OVER_ROW(name, expression)                                                                 \
    void KERNEL(name)(const float *in, float *out, size_t n)                                       \
    {                                                                                              \
        _Pragma("omp simd") for (size_t i = 0; i < n; i++)                                         \
        {                                                                                          \
            const float x = in[i];                                                                 \
            out[i] = (expression);                                                                 \
        }                                                                                          \
    }

/* The comparisons are such that a NaN comes out as one. */
KERNEL_INLINE float clip(float x)
{
    x = x < 0.0f ? 0.0f : x;
    return x > 1.0f ? 1.0f : x;
}

/* s + x s (1 - s), with s = sigmoid(x); 1 - s by its own sigmoid, since x magnifies what it has
 * lost where x is great. */
KERNEL_INLINE float swish_slope(float x)
{
    return activation_sigmoid(x) * (1.0f + x * activation_sigmoid(-x));
}

KERNEL_INLINE float sigmoid_slope(float x)
{
    const float s = activation_sigmoid(x);
    return s * (1.0f - s);
}

KERNEL_INLINE float tanh_slope(float x)
{
    const float h = activation_tanh(x);
    return 1.0f - h * h;
}

KERNEL_INLINE float softsign_slope(float x)
{
    const float d = 1.0f + fabsf(x);
    return 1.0f / (d * d);
}

/* erfc, since 1 + erf has lost its digits where x is far below 0. */
static float normal_below(float x)
{
    return 0.5f * erfcf(x * -0x1.6a09e6p-1f);
}

static float gelu_slope(float x)
{
    return normal_below(x) + x * 0.3989422804f * expf(-0.5f * x * x);
}

OVER_ROW(linear, x)
OVER_ROW(sigmoid, activation_sigmoid(x))
OVER_ROW(tanh, activation_tanh(x))
OVER_ROW(exp, activation_exp(x))
OVER_ROW(relu, x < 0.0f ? 0.0f : x)
OVER_ROW(softsign, x / (1.0f + fabsf(x)))
OVER_ROW(elu, x > 0.0f ? x : activation_expm1(x))
OVER_ROW(selu, SELU_SCALE *(x > 0.0f ? x : SELU_ALPHA * activation_expm1(x)))
OVER_ROW(swish, x *activation_sigmoid(x))
OVER_ROW(hard_sigmoid, clip(0.2f * x + 0.5f))
OVER_ROW(hard_sigmoid_3, clip(x *(1.0f / 6.0f) + 0.5f))

OVER_ROW(linear_slope, x == x ? 1.0f : x)
OVER_ROW(sigmoid_slope, sigmoid_slope(x))
OVER_ROW(tanh_slope, tanh_slope(x))
OVER_ROW(relu_slope, x > 0.0f ? 1.0f : 0.0f)
OVER_ROW(softsign_slope, softsign_slope(x))
OVER_ROW(elu_slope, x > 0.0f ? 1.0f : activation_exp(x))
/* At 0 the right side's, as TensorFlow has it; elu's sides agree there. */
OVER_ROW(selu_slope, SELU_SCALE *(x >= 0.0f ? 1.0f : SELU_ALPHA * activation_exp(x)))
OVER_ROW(swish_slope, swish_slope(x))
OVER_ROW(hard_sigmoid_slope, fabsf(x) <= 2.5f ? 0.2f : 0.0f)
OVER_ROW(hard_sigmoid_3_slope, fabsf(x) <= 3.0f ? 1.0f / 6.0f : 0.0f)

/* By the C library: there is no short polynomial for the error function. */
void KERNEL(gelu)(const float *in, float *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = in[i] * normal_below(in[i]);
}

void KERNEL(gelu_slope)(const float *in, float *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = gelu_slope(in[i]);
}
