#include "config.h"

#include "rnntop/nn/dropout.h"

#include "rnntop/base/rng.h"

void dropout_factors(const struct dropout *dropout, uint64_t first, float *factors, size_t n)
{
    /* Layers have streams of their own, far above all that rng.h numbers. */
    const uint32_t site = (uint32_t)(dropout->layer * 4 + (size_t)dropout->part);
    const uint32_t stream = RNG_DROPOUT + (site << 16);
    /* 24 random bits, as rng_uniform() takes them: kept where they are not below the rate. */
    const double below = dropout->rate * 0x1p24;
    const float kept = (float)(1 / (1 - dropout->rate));
    uint32_t words[4];
    for (size_t i = 0; i < n; i++) {
        const uint64_t element = first + i;
        if (i == 0 || element % 4 == 0)
            rng_words(dropout->seed, stream, dropout->step, element / 4, words);
        factors[i] = (double)(words[element % 4] >> 8) >= below ? kept : 0;
    }
}
