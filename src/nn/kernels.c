#include "config.h"

#include "rnntop/nn/kernels.h"

extern const struct kernels kernels_portable;
#ifdef RNNTOP_HAVE_AVX
extern const struct kernels kernels_avx2, kernels_avx512;
#endif

const struct kernels *kernels_of(enum cpu_isa isa)
{
    switch (isa) {
#ifdef RNNTOP_HAVE_AVX
    case CPU_AVX512:
        return &kernels_avx512;
    case CPU_AVX2:
        return &kernels_avx2;
#endif
    default:
        return &kernels_portable;
    }
}
