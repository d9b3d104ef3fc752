/*
 * lengths: how long texts are, in words, and how many tokens of each are enough.
 */
#ifndef RNNTOP_DATA_LENGTHS_H
#define RNNTOP_DATA_LENGTHS_H

#include <stddef.h>
#include <stdint.h>

/* Of training texts, validation's among them. All 0 where nobody measured. */
struct data_lengths {
    uint32_t shortest, median, longest;
    uint32_t most; /* the 95th percentile: 95 of 100 texts are no longer */
};

/* words[texts] comes back sorted. */
void data_lengths_measure(uint32_t *words, size_t texts, struct data_lengths *lengths);

/* No row needs more tokens: beyond them time grows and scores do not (tests/bench/RESULTS.md). */
#define DATA_LENGTHS_CAP ((size_t)600)

/* Tokens that hold `most` words behind a start mark, but not more than the cap: a matrix as wide as
 * the longest text would be padding above all. */
size_t data_lengths_maxlen(const struct data_lengths *lengths);

#endif
