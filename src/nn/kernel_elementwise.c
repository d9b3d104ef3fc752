/* Compiled once for each instruction set. */
#include "config.h"

#include <math.h>

#include "rnntop/nn/kernel_table.h"

void KERNEL(sum_rows)(float *sum, const float *rows, size_t row_elements, const uint32_t *index,
                      size_t count)
{
    VECTOR sums[PANEL / LANES];
    for (size_t j = 0; j < PANEL / LANES; j++)
        sums[j] = (VECTOR){0};
    for (size_t i = 0; i < count; i++) {
        const float *row = rows + (size_t)index[i] * row_elements;
        for (size_t j = 0; j < PANEL / LANES; j++)
            sums[j] += vector_load(row + j * LANES);
    }
    for (size_t j = 0; j < PANEL / LANES; j++)
        vector_store(sum + j * LANES, sums[j]);
}

/* Keras's form: epsilon is added to the uncorrected root. Source: TensorFlow 2.0,
 * core/kernels/training_ops.cc, ApplyAdam. */
void KERNEL(adam)(const struct adam_pass *pass, size_t begin, size_t end)
{
    float *restrict values = pass->values;
    float *restrict first = pass->m;
    float *restrict second = pass->v;
    const float *restrict gradients = pass->gradients;
    const float step = pass->step, epsilon = pass->epsilon;
    const float one_beta_1 = pass->one_beta_1, one_beta_2 = pass->one_beta_2;
#pragma omp simd
    for (size_t i = begin; i < end; i++) {
        const float g = gradients[i];
        const float m = first[i] + (g - first[i]) * one_beta_1;
        const float v = second[i] + (g * g - second[i]) * one_beta_2;
        first[i] = m;
        second[i] = v;
        values[i] -= m * step / (sqrtf(v) + epsilon);
    }
}

double KERNEL(square_sum)(const float *values, size_t n)
{
    double sums[16] = {0};
    size_t i = 0;
    for (; i + 16 <= n; i += 16) {
#pragma omp simd
        for (size_t j = 0; j < 16; j++)
            sums[j] += (double)values[i + j] * values[i + j];
    }
    for (size_t j = 0; i < n; i++, j++)
        sums[j] += (double)values[i] * values[i];
    double sum = 0;
    for (size_t j = 0; j < 16; j++)
        sum += sums[j];
    return sum;
}

void KERNEL(add_scaled)(float *restrict y, float a, const float *restrict x, size_t n)
{
#pragma omp simd
    for (size_t i = 0; i < n; i++)
        y[i] += a * x[i];
}

void KERNEL(multiply)(float *out, const float *a, const float *b, size_t n)
{
#pragma omp simd
    for (size_t i = 0; i < n; i++)
        out[i] = a[i] * b[i];
}

double KERNEL(dot)(const float *a, const float *b, size_t n)
{
    double sums[16] = {0};
    size_t i = 0;
    for (; i + 16 <= n; i += 16) {
#pragma omp simd
        for (size_t j = 0; j < 16; j++)
            sums[j] += (double)a[i + j] * b[i + j];
    }
    for (size_t j = 0; i < n; i++, j++)
        sums[j] += (double)a[i] * b[i];
    double sum = 0;
    for (size_t j = 0; j < 16; j++)
        sum += sums[j];
    return sum;
}
