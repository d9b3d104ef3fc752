/*
 * activation: sigmoid, tanh and exp(x) - 1 of one float, written so that the compiler turns a loop
 * over them into vector code. Within 2 ulp of the true value (test_kernels sweeps them); NaN stays
 * NaN. Only for the sources compiled for each instruction set.
 *
 * All stand on exp(x) = 2^k (1 + p(r)), x = k ln(2) + r, |r| <= ln(2) / 2. The polynomials are
 * minimax fits (Remez) of (exp(r) - 1 - r) / r^2 and (tanh(x) - x) / x^3.
 */
#ifndef RNNTOP_NN_ACTIVATION_H
#define RNNTOP_NN_ACTIVATION_H

#include <math.h>
#include <stdint.h>

#include "rnntop/nn/kernel_isa.h"

struct activation_parts {
    float p;     /* exp(r) - 1 */
    float power; /* 2^k */
};

/* For |x| <= 88. */
KERNEL_INLINE struct activation_parts activation_split(float x)
{
    const float rounder = 0x1.8p23f; /* adding it rounds to an integer, in its lowest bits */
    const float shifted = x * 0x1.715476p+0f + rounder;
    const float k = shifted - rounder;
    /* ln(2) in two parts: the first has so few bits that k times it is exact. */
    float r = x - k * 0x1.62e4p-1f;
    r = r - k * 0x1.7f7d1cp-20f;
    float q = 0x1.6db47ep-10f;
    q = q * r + 0x1.123b92p-7f;
    q = q * r + 0x1.55545ep-5f;
    q = q * r + 0x1.55548ep-3f;
    q = q * r + 0.5f;
    /* The integer k in the low bits of `shifted` moves up to where an exponent stands. */
    uint32_t bits;
    memcpy(&bits, &shifted, sizeof bits);
    bits = (bits << 23) + 0x3F800000u;
    struct activation_parts parts = {.p = r * r * q + r};
    memcpy(&parts.power, &bits, sizeof bits);
    return parts;
}

KERNEL_INLINE float activation_clamp(float x, float limit)
{
    /* Written so that a NaN passes. */
    x = x < -limit ? -limit : x;
    return x > limit ? limit : x;
}

KERNEL_INLINE float activation_sigmoid(float x)
{
    /* Below -88 the sigmoid is denormal, and as good as zero. */
    struct activation_parts e = activation_split(activation_clamp(-x, 88.0f));
    /* 1 + exp(-x) rounded once: what 1 + power loses goes into the smaller part. */
    const float sum = 1.0f + e.power;
    const float lost = 1.0f - (sum - e.power);
    return 1.0f / (sum + (e.power * e.p + lost));
}

KERNEL_INLINE float activation_tanh(float x)
{
    /* From 1/2 upwards 1 - 2 / (exp(2|x|) + 1), where the quotient's error weighs less; above 9.02
     * that rounds to 1. */
    const float magnitude = fabsf(x);
    const struct activation_parts e =
        activation_split(2.0f * (magnitude > 10.0f ? 10.0f : magnitude));
    const float large = 1.0f - 2.0f / (e.power * e.p + (e.power + 1.0f));
    const float square = x * x;
    float q = -0x1.9bf946p-8f;
    q = q * square + 0x1.5960eap-6f;
    q = q * square - 0x1.b92ce4p-5f;
    q = q * square + 0x1.110d42p-3f;
    q = q * square - 0x1.55554cp-2f;
    const float small = x * square * q + x;
    return magnitude > 0.5493f ? copysignf(large, x) : small;
}

/* exp(x) - 1 for x <= 0: what elu and selu are there. */
KERNEL_INLINE float activation_expm1(float x)
{
    struct activation_parts e = activation_split(activation_clamp(x, 88.0f));
    return e.power * e.p + (e.power - 1.0f);
}

KERNEL_INLINE float activation_exp(float x)
{
    struct activation_parts e = activation_split(activation_clamp(x, 87.0f));
    return e.power * e.p + e.power;
}

#endif
