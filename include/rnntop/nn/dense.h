/*
 * dense: the last layer, K units: K logits for each row. In double, since it costs nothing.
 */
#ifndef RNNTOP_NN_DENSE_H
#define RNNTOP_NN_DENSE_H

#include <stddef.h>

/* logits[K] = h . kernel + bias; h is [units], kernel [units, K], bias [K]. */
void dense_logits(const float *h, const float *kernel, const float *bias, size_t units, size_t K,
                  double *logits);

/* dh = kernel . dlogits. */
void dense_backward(const double *dlogits, const float *kernel, float *dh, size_t units, size_t K);

/* dkernel = sum over rows of h[row] dlogits[row]; dbias = sum of dlogits. dlogits: [rows, K]; h:
 * `stride` from row to row. */
void dense_gradients(const double *dlogits, const float *h, size_t stride, size_t rows,
                     float *dkernel, float *dbias, size_t units, size_t K);

#endif
