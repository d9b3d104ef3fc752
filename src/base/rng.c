#include "config.h"

#include "rnntop/base/rng.h"

#include <math.h>

/* The round and key constants of Philox4x32 (the paper's table 2). */
#define PHILOX_M0     0xD2511F53u
#define PHILOX_M1     0xCD9E8D57u
#define PHILOX_W0     0x9E3779B9u
#define PHILOX_W1     0xBB67AE85u
#define PHILOX_ROUNDS 10

void rng_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4])
{
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
    uint32_t k0 = key[0], k1 = key[1];
    for (int round = 0; round < PHILOX_ROUNDS; round++) {
        uint64_t product0 = (uint64_t)PHILOX_M0 * c0;
        uint64_t product1 = (uint64_t)PHILOX_M1 * c2;
        c0 = (uint32_t)(product1 >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)product1;
        c2 = (uint32_t)(product0 >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)product0;
        k0 += PHILOX_W0;
        k1 += PHILOX_W1;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
}

void rng_words(uint64_t seed, uint32_t stream, uint32_t step, uint64_t element, uint32_t out[4])
{
    const uint32_t counter[4] = {(uint32_t)element, (uint32_t)(element >> 32), step, stream};
    const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
    rng_philox(counter, key, out);
}

void rng_uniform(uint64_t seed, uint32_t stream, uint32_t step, double low, double high, float *out,
                 size_t n)
{
    const float limit = (float)high;
    uint32_t words[4];
    for (size_t i = 0; i < n; i++) {
        if (i % 4 == 0)
            rng_words(seed, stream, step, i / 4, words);
        float value = (float)(low + (high - low) * ((words[i % 4] >> 8) * 0x1p-24));
        /* Rounding to float may reach the open end. */
        out[i] = value < limit ? value : nextafterf(limit, (float)low);
    }
}

/* 53 random bits in (0, 1]: never 0, of which there is no logarithm. */
static double open_unit(uint32_t high, uint32_t low)
{
    uint64_t bits = (((uint64_t)high << 32) | low) >> 11;
    return (double)(bits + 1) * 0x1p-53;
}

void rng_normal(uint64_t seed, uint32_t stream, uint32_t step, double *out, size_t n)
{
    const double turn = 6.283185307179586476925;
    for (size_t i = 0; i < n; i += 2) {
        uint32_t words[4];
        rng_words(seed, stream, step, i / 2, words);
        double radius = sqrt(-2.0 * log(open_unit(words[0], words[1])));
        double angle = turn * open_unit(words[2], words[3]);
        out[i] = radius * cos(angle);
        if (i + 1 < n)
            out[i + 1] = radius * sin(angle);
    }
}

/* The words of one stream, one after another. */
struct word_reader {
    uint64_t seed, element;
    uint32_t stream, step;
    uint32_t words[4];
    int left;
};

static uint32_t next_word(struct word_reader *reader)
{
    if (reader->left == 0) {
        rng_words(reader->seed, reader->stream, reader->step, reader->element++, reader->words);
        reader->left = 4;
    }
    return reader->words[4 - reader->left--];
}

/* Uniform in [0, range): D. Lemire, "Fast random integer generation in an interval", 2019. */
static uint32_t bounded(struct word_reader *reader, uint32_t range)
{
    uint64_t product = (uint64_t)next_word(reader) * range;
    if ((uint32_t)product < range) {
        const uint32_t threshold = -range % range;
        while ((uint32_t)product < threshold)
            product = (uint64_t)next_word(reader) * range;
    }
    return (uint32_t)(product >> 32);
}

void rng_permutation(uint64_t seed, uint32_t stream, uint32_t step, uint32_t *order, uint32_t n)
{
    struct word_reader reader = {.seed = seed, .stream = stream, .step = step};
    for (uint32_t i = 0; i < n; i++)
        order[i] = i;
    for (uint32_t i = n; i > 1; i--) {
        uint32_t other = bounded(&reader, i);
        uint32_t kept = order[i - 1];
        order[i - 1] = order[other];
        order[other] = kept;
    }
}
