/*
 * blas: the only door to OpenBLAS and its LAPACK.
 */
#ifndef RNNTOP_NN_BLAS_H
#define RNNTOP_NN_BLAS_H

#include <stddef.h>

#include "rnntop/base/status.h"

/* One thread a call: our own pool divides the work. Call it before any thread computes. */
void blas_setup(void);

/*
 * Replaces a, [columns, rows] row-major (that is, rows x columns as LAPACK sees it), rows >=
 * columns, by an orthonormal basis of the rows' span, each row's sign such that R's diagonal is
 * positive. Householder reflections (dgeqrf, dorgqr). RT_ERR_MEMORY without memory.
 */
enum rt_status blas_orthonormal(double *a, size_t rows, size_t columns, struct rt_error *error);

/* c [m,n] = a [m,k] * b [k,n], row-major and dense: what benchmarks compare with. */
void blas_product(size_t m, size_t n, size_t k, const float *a, const float *b, float *c);

/* OpenBLAS's version and the kernels it chose, for records and benchmarks. */
const char *blas_config(void);

/* The processor that OpenBLAS takes this one for: "Zen", "SkylakeX". */
const char *blas_core(void);

#endif
