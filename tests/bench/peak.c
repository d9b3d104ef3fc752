#include "config.h"

#include "peak.h"

#include <stdlib.h>

#include "rnntop/base/clock.h"
#include "rnntop/nn/blas.h"

#define CHAINS  16     /* independent sums: enough to hide the latency on two ports */
#define ROUNDS  200000 /* about a millisecond */
#define SGEMM_S 0.002  /* seconds of each measurement of sgemm */
#define REPEATS 60     /* of these short measurements the best counts: others disturb the rest */

#ifdef __clang__
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 16")
#endif

/* A register-only loop over CHAINS vectors of LANES floats. The barrier keeps the compiler from
 * computing the loop's end. */
#define FMA_LOOP(name, lanes, attribute)                                                           \
    attribute static float name(long rounds)                                                       \
    {                                                                                              \
        __attribute__((vector_size((lanes) * sizeof(float)))) float sums[CHAINS], x = {0},         \
                                                                                  y = {0};         \
        for (int i = 0; i < CHAINS; i++)                                                           \
            sums[i] = x;                                                                           \
        __asm__ volatile("" : "+m"(x), "+m"(y));                                                   \
        for (long round = 0; round < rounds; round++) {                                            \
            UNROLL for (int i = 0; i < CHAINS; i++) sums[i] = sums[i] * x + y;                     \
        }                                                                                          \
        float total = 0;                                                                           \
        for (int i = 0; i < CHAINS; i++)                                                           \
            total += sums[i][0];                                                                   \
        return total;                                                                              \
    }

FMA_LOOP(loop_portable, 4, )
#ifdef RNNTOP_HAVE_AVX
FMA_LOOP(loop_avx2, 8, __attribute__((target("avx2,fma"))))
FMA_LOOP(loop_avx512, 16, __attribute__((target("avx512f"))))
#endif

struct fma_task {
    float (*loop)(long rounds);
    volatile float sink[POOL_MAX_THREADS];
};

static void fma_unit(void *context, size_t unit, int worker)
{
    (void)worker;
    struct fma_task *task = context;
    task->sink[unit] = task->loop(ROUNDS);
}

double peak_fma(struct pool *pool, enum cpu_isa isa)
{
    static float (*const loop[CPU_ISA_COUNT])(long) = {
        [CPU_PORTABLE] = loop_portable,
#ifdef RNNTOP_HAVE_AVX
        [CPU_AVX2] = loop_avx2,
        [CPU_AVX512] = loop_avx512,
#endif
    };
    static const double lanes[CPU_ISA_COUNT] = {4, 8, 16};
    struct fma_task task = {.loop = loop[isa]};
    const size_t units = (size_t)pool_threads(pool);
    double best = 0;
    for (int i = 0; i < REPEATS; i++) {
        double start = clock_now_s();
        pool_run(pool, fma_unit, &task, units);
        double rate = (double)units * ROUNDS * CHAINS * lanes[isa] * 2 / (clock_now_s() - start);
        best = rate > best ? rate : best;
    }
    return best * 1e-9;
}

struct sgemm_task {
    size_t m, n, k;
    int repeats;
    float *block[POOL_MAX_THREADS];
};

static void sgemm_unit(void *context, size_t unit, int worker)
{
    (void)worker;
    const struct sgemm_task *task = context;
    float *a = task->block[unit], *b = a + task->m * task->k, *c = b + task->k * task->n;
    for (int i = 0; i < task->repeats; i++)
        blas_product(task->m, task->n, task->k, a, b, c);
}

double peak_sgemm(struct pool *pool, size_t m, size_t n, size_t k)
{
    struct sgemm_task task = {.m = m, .n = n, .k = k, .repeats = 1};
    const size_t units = (size_t)pool_threads(pool);
    const double flops = 2.0 * (double)m * (double)n * (double)k;
    double best = 0;
    for (size_t i = 0; i < units; i++) {
        task.block[i] = calloc(m * k + k * n + m * n, sizeof(float));
        if (!task.block[i])
            goto out;
    }
    for (int i = 0; i < REPEATS; i++) {
        double start = clock_now_s();
        pool_run(pool, sgemm_unit, &task, units);
        double seconds = clock_now_s() - start;
        double rate = (double)units * task.repeats * flops / seconds;
        best = rate > best ? rate : best;
        /* The first rounds find out how many calls fill the time. */
        if (seconds < SGEMM_S / 2)
            task.repeats = (int)(task.repeats * SGEMM_S / seconds) + 1;
    }
out:
    for (size_t i = 0; i < units; i++)
        free(task.block[i]);
    return best * 1e-9;
}
