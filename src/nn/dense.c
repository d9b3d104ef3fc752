#include "config.h"

#include "rnntop/nn/dense.h"

double dense_logit(const float *h, const float *kernel, float bias, size_t units)
{
    double logit = bias;
    for (size_t u = 0; u < units; u++)
        logit += (double)h[u] * kernel[u];
    return logit;
}

void dense_backward(double dlogit, const float *kernel, float *dh, size_t units)
{
    for (size_t u = 0; u < units; u++)
        dh[u] = (float)(dlogit * kernel[u]);
}

void dense_gradients(const double *dlogit, const float *h, size_t stride, size_t rows,
                     float *dkernel, float *dbias, size_t units)
{
    for (size_t u = 0; u < units; u++) {
        double sum = 0;
        for (size_t row = 0; row < rows; row++)
            sum += dlogit[row] * h[row * stride + u];
        dkernel[u] = (float)sum;
    }
    double sum = 0;
    for (size_t row = 0; row < rows; row++)
        sum += dlogit[row];
    *dbias = (float)sum;
}
