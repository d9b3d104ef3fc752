/*
 * activation: sigmoid and tanh of one float, written so that the compiler turns a loop over them
 * into vector code. Within 2 ulp of the true value; NaN stays NaN. Only for the sources compiled
 * for each instruction set.
 *
 * Both stand on p(r) = exp(r) - 1 for |r| <= ln(2) / 2, with exp(x) = 2^k (1 + p(r)),
 * x = k ln(2) + r.
 */
#ifndef RNNTOP_NN_ACTIVATION_H
#define RNNTOP_NN_ACTIVATION_H

#include <stdint.h>

#include "rnntop/nn/kernel_isa.h"

struct activation_parts {
    float p;     /* exp(r) - 1 */
    float power; /* 2^k */
};

/* For |x| <= 88; Taylor's series to r^7, whose error is below 2^-27 of r there. */
KERNEL_INLINE struct activation_parts activation_split(float x)
{
    const float rounder = 0x1.8p23f; /* adding it rounds to an integer, in its lowest bits */
    float shifted = x * 0x1.715476p+0f + rounder;
    float k = shifted - rounder;
    /* ln(2) in two parts: the first has so few bits that k times it is exact. */
    float r = x - k * 0x1.62e4p-1f;
    r = r - k * 0x1.7f7d1cp-20f;
    float q = 0x1.a01a02p-13f;
    q = q * r + 0x1.6c16c2p-10f;
    q = q * r + 0x1.111112p-7f;
    q = q * r + 0x1.555556p-5f;
    q = q * r + 0x1.555556p-3f;
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
    return 1.0f / (1.0f + (e.power * e.p + e.power));
}

KERNEL_INLINE float activation_tanh(float x)
{
    /* tanh(x) = e / (e + 2), e = exp(2x) - 1; above 9.02 it rounds to 1. */
    struct activation_parts e = activation_split(2.0f * activation_clamp(x, 10.0f));
    float less_one = e.power * e.p + (e.power - 1.0f);
    return less_one / (less_one + 2.0f);
}

#endif
