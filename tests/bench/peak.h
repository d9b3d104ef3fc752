/*
 * peak: what the processor could do at best, measured in the same run as what rnntop does.
 */
#ifndef RNNTOP_TESTS_BENCH_PEAK_H
#define RNNTOP_TESTS_BENCH_PEAK_H

#include "rnntop/base/cpu.h"
#include "rnntop/base/pool.h"

/* GFLOP/s of all the pool's threads together: fused multiply-adds in registers alone, of the widest
 * kind that the instruction set has. The portable set has none and multiplies and adds. */
double peak_fma(struct pool *pool, enum cpu_isa isa);

/* GFLOP/s of all the pool's threads together, each with OpenBLAS's sgemm on matrices of its own. */
double peak_sgemm(struct pool *pool, size_t m, size_t n, size_t k);

#endif
