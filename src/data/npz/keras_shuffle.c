#include "config.h"

#include "rnntop/data/npz/keras_shuffle.h"

#define SHIFT 397 /* the recurrence's middle word */

void keras_shuffle_seed(struct keras_shuffle *shuffle, uint32_t seed)
{
    shuffle->word[0] = seed;
    for (uint32_t i = 1; i < MT19937_WORDS; i++) {
        uint32_t before = shuffle->word[i - 1];
        shuffle->word[i] = 1812433253u * (before ^ before >> 30) + i;
    }
    shuffle->next = MT19937_WORDS;
}

static void twist(struct keras_shuffle *shuffle)
{
    uint32_t *word = shuffle->word;
    for (size_t i = 0; i < MT19937_WORDS; i++) {
        uint32_t joined = (word[i] & 0x80000000u) | (word[(i + 1) % MT19937_WORDS] & 0x7FFFFFFFu);
        word[i] = word[(i + SHIFT) % MT19937_WORDS] ^ joined >> 1 ^ (joined & 1 ? 0x9908B0DFu : 0);
    }
    shuffle->next = 0;
}

uint32_t keras_shuffle_word(struct keras_shuffle *shuffle)
{
    if (shuffle->next == MT19937_WORDS)
        twist(shuffle);
    uint32_t word = shuffle->word[shuffle->next++];
    word ^= word >> 11;
    word ^= word << 7 & 0x9D2C5680u;
    word ^= word << 15 & 0xEFC60000u;
    return word ^ word >> 18;
}

/* Uniform in [0, max]: draws masked to max's bits until one fits, as NumPy's legacy generator. */
static uint32_t draw(struct keras_shuffle *shuffle, uint32_t max)
{
    uint32_t mask = max;
    for (unsigned shift = 1; shift < 32; shift *= 2)
        mask |= mask >> shift;
    uint32_t value;
    do {
        value = keras_shuffle_word(shuffle) & mask;
    } while (value > max);
    return value;
}

void keras_shuffle_order(struct keras_shuffle *shuffle, uint32_t *order, size_t n)
{
    for (size_t i = 0; i < n; i++)
        order[i] = (uint32_t)i;
    for (size_t i = n; i-- > 1;) {
        uint32_t j = draw(shuffle, (uint32_t)i);
        uint32_t moved = order[i];
        order[i] = order[j];
        order[j] = moved;
    }
}
