/*
 * initializers: Keras's initial values. Source: TensorFlow 2.0, python/ops/init_ops_v2.py.
 *
 * Each draws from the stream RNG_WEIGHTS + parameter of a seed, so that a parameter's values depend
 * on its place in the table and its shape alone.
 */
#ifndef RNNTOP_NN_INITIALIZERS_H
#define RNNTOP_NN_INITIALIZERS_H

#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/status.h"

/* Uniform in [-0.05, 0.05). */
void initialize_uniform(float *values, size_t n, uint64_t seed, uint32_t parameter);

/* Uniform within +- sqrt(6 / (rows + columns)). */
void initialize_glorot_uniform(float *values, size_t rows, size_t columns, uint64_t seed,
                               uint32_t parameter);

/* Orthonormal rows or columns, whichever are fewer: the QR factor of a normal matrix, with signs
 * that make it uniformly distributed. In double until the last rounding. */
enum rt_status initialize_orthogonal(float *values, size_t rows, size_t columns, uint64_t seed,
                                     uint32_t parameter, struct rt_error *error);

#endif
