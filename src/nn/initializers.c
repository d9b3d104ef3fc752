#include "config.h"

#include "rnntop/nn/initializers.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "rnntop/base/rng.h"
#include "rnntop/nn/blas.h"

void initialize_uniform(float *values, size_t n, uint64_t seed, uint32_t parameter)
{
    rng_uniform(seed, RNG_WEIGHTS + parameter, 0, -0.05, 0.05, values, n);
}

void initialize_glorot_uniform(float *values, size_t rows, size_t columns, uint64_t seed,
                               uint32_t parameter)
{
    const double limit = sqrt(6.0 / (double)(rows + columns));
    rng_uniform(seed, RNG_WEIGHTS + parameter, 0, -limit, limit, values, rows * columns);
}

enum rt_status initialize_orthogonal(float *values, size_t rows, size_t columns, uint64_t seed,
                                     uint32_t parameter, struct rt_error *error)
{
    const bool wide = rows < columns;
    const size_t longer = wide ? columns : rows, shorter = wide ? rows : columns;
    double *q = malloc(longer * shorter * sizeof *q);
    if (!q)
        return rt_fail(error, ERR_WEIGHTS_NO_MEMORY);
    /* The order of the elements of a matrix of independent normal numbers does not matter: it is
     * drawn as LAPACK wants it, [shorter, longer], each row a vector to be made orthonormal. */
    rng_normal(seed, RNG_WEIGHTS + parameter, 0, q, longer * shorter);
    enum rt_status status = blas_orthonormal(q, longer, shorter, error);
    for (size_t i = 0; status == RT_OK && i < rows; i++) {
        for (size_t j = 0; j < columns; j++)
            values[i * columns + j] = (float)(wide ? q[i * columns + j] : q[j * rows + i]);
    }
    free(q);
    return status;
}
