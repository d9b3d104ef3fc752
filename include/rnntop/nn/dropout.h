/*
 * dropout: factors of dropped and kept elements, by counter: the same for any number of threads and
 * any division of a batch.
 */
#ifndef RNNTOP_NN_DROPOUT_H
#define RNNTOP_NN_DROPOUT_H

#include <stddef.h>
#include <stdint.h>

/* Which of a layer's dropouts. A Bidirectional layer's second half has its own. */
enum dropout_part { DROPOUT_INPUT, DROPOUT_STATE, DROPOUT_INPUT_SECOND, DROPOUT_STATE_SECOND };

struct dropout {
    double rate; /* in [0, 1) */
    uint64_t seed;
    uint32_t step; /* of the optimiser */
    size_t layer;  /* its number in the model */
    enum dropout_part part;
};

/* factors[i] for elements first + i, i < n: 0 for the part `rate` of them, 1 / (1 - rate) for the
 * rest (inverted dropout). */
void dropout_factors(const struct dropout *dropout, uint64_t first, float *factors, size_t n);

#endif
