/*
 * keras_shuffle: the order in which Keras's load_data puts rows: numpy.random.RandomState(113).
 *
 * Source: M. Matsumoto, T. Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed
 * uniform pseudo-random number generator", 1998; and NumPy's legacy RandomState.shuffle. This
 * generator serves nothing else: rnntop's own random numbers are of base/rng.
 */
#ifndef RNNTOP_DATA_NPZ_KERAS_SHUFFLE_H
#define RNNTOP_DATA_NPZ_KERAS_SHUFFLE_H

#include <stddef.h>
#include <stdint.h>

#define KERAS_SHUFFLE_SEED 113 /* load_data's default */
#define MT19937_WORDS      624

struct keras_shuffle {
    uint32_t word[MT19937_WORDS];
    size_t next;
};

void keras_shuffle_seed(struct keras_shuffle *shuffle, uint32_t seed);

/* The generator's next 32 bits. */
uint32_t keras_shuffle_word(struct keras_shuffle *shuffle);

/* Fills order[n] with 0 .. n-1 and shuffles it. A second call goes on where the first stopped, as
 * load_data does from the training rows to the test rows. */
void keras_shuffle_order(struct keras_shuffle *shuffle, uint32_t *order, size_t n);

#endif
