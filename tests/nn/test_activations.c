/* Every activation and its slope, of every instruction set, against plain double precision. */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "network.h"
#include "rnntop/base/cpu.h"
#include "rnntop/nn/kernels.h"

#define SWEEP 4096

/* How far each may be off, in units of the last place of the value; and its slope, in units of
 * 2^-24, since slopes go through 0. */
static const struct {
    double ulps, slope;
} limit[ACTIVATION_COUNT] = {
    [ACTIVATION_LINEAR] = {0, 0},         [ACTIVATION_SIGMOID] = {2, 2},
    [ACTIVATION_TANH] = {2, 6},           [ACTIVATION_RELU] = {0, 0},
    [ACTIVATION_SOFTSIGN] = {2, 4},       [ACTIVATION_ELU] = {2, 4},
    [ACTIVATION_SELU] = {2, 6},           [ACTIVATION_GELU] = {0, 6},
    [ACTIVATION_SWISH] = {2, 6},          [ACTIVATION_HARD_SIGMOID] = {0, 1},
    [ACTIVATION_HARD_SIGMOID_3] = {0, 1},
};

struct worst {
    double ulps, slope;
    float at, slope_at;
};

static double ulps(double expected, double got)
{
    int exponent;
    if (fabs(expected) < 0x1p-120) /* near the denormals, which may be flushed */
        return fabs(got) < 0x1p-119 ? 0 : INFINITY;
    frexp(expected, &exponent);
    return fabs(got - expected) / ldexp(1, exponent - 24);
}

static void look(const struct kernels *kernels, enum layer_activation activation, const float *x,
                 size_t n, struct worst *worst)
{
    static float value[SWEEP], slope[SWEEP];
    kernels->activation[activation](x, value, n);
    kernels->slope[activation](x, slope, n);
    for (size_t i = 0; i < n; i++) {
        const double expected = network_activation(activation, x[i]);
        /* Those with a jump in the slope add or multiply once more: near 0.5 that is absolute. */
        const double off = limit[activation].ulps > 0
                               ? ulps(expected, value[i])
                               : fabs(value[i] - expected) / fmax(1, fabs(expected)) * 0x1p24;
        const double off_slope = fabs(slope[i] - network_slope(activation, x[i])) * 0x1p24;
        if (!(off <= worst->ulps)) {
            worst->ulps = off;
            worst->at = x[i];
        }
        if (!(off_slope <= worst->slope)) {
            worst->slope = off_slope;
            worst->slope_at = x[i];
        }
    }
}

static void check(const struct kernels *kernels, enum layer_activation activation)
{
    static float x[SWEEP];
    struct worst worst = {0, 0, 0, 0};
    size_t n = 0;
    /* Floats by their bits, from 2^-60 to 64, and their negatives; 2.5 and 3 themselves are corners
     * of the hard sigmoids, where either slope is right. */
    for (uint32_t bits = 0x21800000; bits <= 0x42800000; bits += 1499) {
        memcpy(&x[n], &bits, sizeof bits);
        x[n + 1] = -x[n];
        n += x[n] != 2.5f && x[n] != 3.0f ? 2 : 0;
        if (n == SWEEP) {
            look(kernels, activation, x, n, &worst);
            n = 0;
        }
    }
    look(kernels, activation, x, n, &worst);
    printf("%s %s: worst %.2f at %.9g, slope %.2f at %.9g\n", kernels->name,
           layer_activation_name(activation), worst.ulps, (double)worst.at, worst.slope,
           (double)worst.slope_at);
    const double most = limit[activation].ulps > 0 ? limit[activation].ulps : 2;
    if (!(worst.ulps <= most))
        fail_msg("%s %s(%.9g): %.2f units off, tolerance %g", kernels->name,
                 layer_activation_name(activation), (double)worst.at, worst.ulps, most);
    if (!(worst.slope <= limit[activation].slope))
        fail_msg("%s slope of %s at %.9g: %.2f units off, tolerance %g", kernels->name,
                 layer_activation_name(activation), (double)worst.slope_at, worst.slope,
                 limit[activation].slope);
}

static void test_every_activation(void **state)
{
    (void)state;
    cpu_flush_denormals();
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++)
        for (size_t i = 0; i < ACTIVATION_SOFTMAX; i++)
            check(kernels_of(isa), (enum layer_activation)i);
}

/* A NaN stays one, what is far out stays finite or as it should be, and at 0 the slope is the one
 * that TensorFlow takes. */
static void test_the_ends(void **state)
{
    (void)state;
    const float ends[] = {1e30f, -1e30f, 200, -200, 0};
    for (enum cpu_isa isa = CPU_PORTABLE; isa <= cpu_best(); isa++) {
        for (size_t i = 0; i < ACTIVATION_SOFTMAX; i++) {
            const float nan = NAN;
            float value, slope;
            kernels_of(isa)->activation[i](&nan, &value, 1);
            assert_true(isnan(value));
            for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
                kernels_of(isa)->activation[i](&ends[k], &value, 1);
                kernels_of(isa)->slope[i](&ends[k], &slope, 1);
                const double expected = network_activation((enum layer_activation)i, ends[k]);
                const double expected_slope = network_slope((enum layer_activation)i, ends[k]);
                if (!(fabs(value - expected) <= 1e-6 * fmax(1, fabs(expected))) ||
                    !(fabs(slope - expected_slope) <= 1e-6))
                    fail_msg("%s %s(%g): expected %g and slope %g, got %g and %g",
                             kernels_of(isa)->name, layer_activation_name((enum layer_activation)i),
                             (double)ends[k], expected, expected_slope, (double)value,
                             (double)slope);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_activation),
        cmocka_unit_test(test_the_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
