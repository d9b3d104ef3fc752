#include "config.h"

#include "rnntop/nn/dense.h"

void dense_logits(const float *h, const float *kernel, const float *bias, size_t units, size_t K,
                  double *logits)
{
    for (size_t k = 0; k < K; k++)
        logits[k] = bias[k];
    for (size_t u = 0; u < units; u++) {
        for (size_t k = 0; k < K; k++)
            logits[k] += (double)h[u] * kernel[u * K + k];
    }
}

void dense_backward(const double *dlogits, const float *kernel, float *dh, size_t units, size_t K)
{
    for (size_t u = 0; u < units; u++) {
        double sum = 0;
        for (size_t k = 0; k < K; k++)
            sum += dlogits[k] * kernel[u * K + k];
        dh[u] = (float)sum;
    }
}

void dense_gradients(const double *dlogits, const float *h, size_t stride, size_t rows,
                     float *dkernel, float *dbias, size_t units, size_t K)
{
    for (size_t u = 0; u < units; u++) {
        for (size_t k = 0; k < K; k++) {
            double sum = 0;
            for (size_t row = 0; row < rows; row++)
                sum += dlogits[row * K + k] * h[row * stride + u];
            dkernel[u * K + k] = (float)sum;
        }
    }
    for (size_t k = 0; k < K; k++) {
        double sum = 0;
        for (size_t row = 0; row < rows; row++)
            sum += dlogits[row * K + k];
        dbias[k] = (float)sum;
    }
}
