/*
 * dense: the last layer, one unit: a logit for each row. In double, since it costs nothing.
 */
#ifndef RNNTOP_NN_DENSE_H
#define RNNTOP_NN_DENSE_H

#include <stddef.h>

/* h . kernel + bias; h and kernel are [units]. */
double dense_logit(const float *h, const float *kernel, float bias, size_t units);

/* dh = dlogit * kernel. */
void dense_backward(double dlogit, const float *kernel, float *dh, size_t units);

/* dkernel = sum over rows of dlogit[row] * h[row]; *dbias = sum of dlogit. h: `stride` from row to
 * row. */
void dense_gradients(const double *dlogit, const float *h, size_t stride, size_t rows,
                     float *dkernel, float *dbias, size_t units);

#endif
