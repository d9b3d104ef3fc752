/*
 * kernel_isa: what differs between the instruction sets. Only for the sources that are compiled
 * once for each of them, with KERNEL_ISA as the suffix of their names.
 */
#ifndef RNNTOP_NN_KERNEL_ISA_H
#define RNNTOP_NN_KERNEL_ISA_H

#include <string.h>

#ifndef KERNEL_ISA
#error "KERNEL_ISA is set by src/nn/local.mk"
#endif

#define KERNEL_JOIN_(name, isa) name##_##isa
#define KERNEL_JOIN(name, isa)  KERNEL_JOIN_(name, isa)
#define KERNEL(name)            KERNEL_JOIN(name, KERNEL_ISA)

#define KERNEL_INLINE static inline __attribute__((always_inline))

/* Registers that a tile of a product takes: TILE_ROWS * TILE_VECTORS sums, TILE_VECTORS of the
 * right side, and one of the left. NARROW_ROWS: of a tile that has fewer vectors than that. CHUNK:
 * rows of the right side that all tiles go through before the next rows. A wide tile works long
 * enough on each row for the second cache to keep up with it; a narrow one, which goes through the
 * panel's columns in several passes, wants the first: 16 kB.
 */
#if defined(__AVX512F__)
#define LANES        16
#define TILE_ROWS    5
#define NARROW_ROWS  8
#define TILE_VECTORS 4
#define CHUNK        1024
#elif defined(__AVX2__)
#define LANES        8
#define TILE_ROWS    6
#define NARROW_ROWS  6
#define TILE_VECTORS 2
#define CHUNK        64
#else
#define LANES        4
#define TILE_ROWS    6
#define NARROW_ROWS  6
#define TILE_VECTORS 2
#define CHUNK        64
#endif
#define TILE_MOST    8 /* the greatest of all those rows */
#define TILE_COLUMNS (TILE_VECTORS * LANES)

/* Before a loop of few, constant rounds over registers, which have no addresses to loop over. */
#ifdef __clang__
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 8")
#endif

/* A register of floats, by the compiler's vector extension. */
#define VECTOR __attribute__((vector_size(LANES * sizeof(float)))) float

KERNEL_INLINE VECTOR vector_load(const float *from)
{
    VECTOR value;
    memcpy(&value, from, sizeof value);
    return value;
}

KERNEL_INLINE void vector_store(float *to, VECTOR value)
{
    memcpy(to, &value, sizeof value);
}

#endif
