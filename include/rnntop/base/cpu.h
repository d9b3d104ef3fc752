/*
 * cpu: what the processor can do, and its floating-point mode.
 */
#ifndef RNNTOP_BASE_CPU_H
#define RNNTOP_BASE_CPU_H

#include "rnntop/base/status.h"

/* The instruction sets that kernels are compiled for, weakest first. */
enum cpu_isa { CPU_PORTABLE, CPU_AVX2, CPU_AVX512, CPU_ISA_COUNT };

/* "portable", "avx2", "avx512". */
const char *cpu_isa_name(enum cpu_isa isa);

/* The best set that this processor and operating system support. */
enum cpu_isa cpu_best(void);

/* The set to use: $RNNTOP_CPU if it is set, else cpu_best(). RT_ERR_USAGE when the variable names
 * no set, RT_ERR_UNSUPPORTED when this processor lacks it. */
enum rt_status cpu_choose(enum cpu_isa *isa, struct rt_error *error);

/* Processors that this process may run on: 1 or more. */
int cpu_count(void);

/* Flush-to-zero and denormals-are-zero for the calling thread. Every computing thread calls it:
 * Adam's moments of rows long untouched become denormal, and those are thirty times slower. */
void cpu_flush_denormals(void);

/* Tells the processor that this thread spins (PAUSE, YIELD). */
void cpu_relax(void);

#endif
