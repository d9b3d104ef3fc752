/*
 * rng: random numbers by counter, Philox4x32-10.
 *
 * A number depends on (seed, stream, step, element) alone, so masks, orders and initial weights are
 * the same for any number of threads, and there is no generator's state to save.
 *
 * Source: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3",
 * SC11; the test holds the known answers that its authors' Random123 publishes.
 */
#ifndef RNNTOP_BASE_RNG_H
#define RNNTOP_BASE_RNG_H

#include <stddef.h>
#include <stdint.h>

/* What a number is for. Values are part of what a seed means: never renumber them. */
enum rng_stream {
    RNG_ORDER = 1,       /* the epoch's permutation; step = epoch */
    RNG_DROPOUT = 2,     /* masks; + 2^16 (4 layer + part); step = optimiser step */
    RNG_REVIEW = 3,      /* made-up reviews; step = half, element = review */
    RNG_MADE_WORD = 4,   /* words made of syllables; step = the pattern's line */
    RNG_LABEL = 5,       /* labels of made-up reviews; step = half */
    RNG_TEST_SPLIT = 16, /* which rows of a class are kept for the test; step = class */
    RNG_TEXT_ORDER = 17, /* the order of text data's training rows; step = 0 */
    RNG_WEIGHTS = 1024   /* initial values; + the parameter's index in its model's table */
};

/* The bare function: four words from a 128-bit counter and a 64-bit key. */
void rng_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

/* Four random words for an element of a stream. */
void rng_words(uint64_t seed, uint32_t stream, uint32_t step, uint64_t element, uint32_t out[4]);

/* out[i] for i in [0, n): uniform in [low, high), 24 random bits each. */
void rng_uniform(uint64_t seed, uint32_t stream, uint32_t step, double low, double high, float *out,
                 size_t n);

/* out[i] for i in [0, n): normal with mean 0 and deviation 1 (Box-Muller, in double). */
void rng_normal(uint64_t seed, uint32_t stream, uint32_t step, double *out, size_t n);

/* A uniformly random permutation of 0 .. n-1 (Fisher-Yates with unbiased bounded draws). */
void rng_permutation(uint64_t seed, uint32_t stream, uint32_t step, uint32_t *order, uint32_t n);

#endif
