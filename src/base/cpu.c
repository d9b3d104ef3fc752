#include "config.h"

#include "rnntop/base/cpu.h"

#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

const char *cpu_isa_name(enum cpu_isa isa)
{
    static const char *const names[CPU_ISA_COUNT] = {"portable", "avx2", "avx512"};
    return names[isa];
}

/* The compiler's feature test also asks whether the operating system saves the wide registers. */
static bool supported(enum cpu_isa isa)
{
    switch (isa) {
    case CPU_PORTABLE:
        return true;
#ifdef RNNTOP_HAVE_AVX
    case CPU_AVX2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case CPU_AVX512:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
               supported(CPU_AVX2);
#endif
    default:
        return false;
    }
}

enum cpu_isa cpu_best(void)
{
    enum cpu_isa isa = CPU_ISA_COUNT - 1;
    while (!supported(isa))
        isa--;
    return isa;
}

enum rt_status cpu_choose(enum cpu_isa *isa, struct rt_error *error)
{
    const char *wish = getenv("RNNTOP_CPU");
    if (!wish || !*wish) {
        *isa = cpu_best();
        return RT_OK;
    }
    for (enum cpu_isa i = CPU_PORTABLE; i < CPU_ISA_COUNT; i++) {
        if (strcmp(wish, cpu_isa_name(i)) != 0)
            continue;
        if (!supported(i))
            return rt_fail(error, ERR_CPU_LACKS_KERNELS, wish, cpu_isa_name(cpu_best()));
        *isa = i;
        return RT_OK;
    }
    return rt_fail(error, ERR_CPU_UNKNOWN_KERNELS, wish);
}

int cpu_count(void)
{
#ifdef CPU_COUNT
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0)
        return CPU_COUNT(&set);
#endif
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? (int)online : 1;
}

void cpu_flush_denormals(void)
{
#if defined(__SSE2__)
    _mm_setcsr(_mm_getcsr() | 0x8040u); /* FTZ and DAZ */
#elif defined(__aarch64__)
    unsigned long mode;
    __asm__ volatile("mrs %0, fpcr" : "=r"(mode));
    __asm__ volatile("msr fpcr, %0" : : "r"(mode | (1ul << 24))); /* FZ */
#endif
}

void cpu_relax(void)
{
#if defined(__SSE2__)
    _mm_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}
