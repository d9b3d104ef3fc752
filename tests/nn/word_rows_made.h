/*
 * word_rows_made: rows of random words for tests of n-grams, and a plain way to find n-grams.
 */
#ifndef RNNTOP_TESTS_WORD_ROWS_MADE_H
#define RNNTOP_TESTS_WORD_ROWS_MADE_H

#include <stdbool.h>
#include <stdlib.h>

#include "rnntop/base/rng.h"
#include "rnntop/nn/ngrams.h"

struct made_rows {
    int32_t *words; /* [rows, length] */
    size_t *begin;
    uint32_t *count;
    float *y;
    size_t rows, length;
};

/* A random number for a row and a place in it, or for what else is asked. */
static inline uint32_t made_random(uint64_t seed, size_t row, size_t place)
{
    uint32_t random[4];
    rng_words(seed, RNG_ORDER, (uint32_t)row, place, random);
    return random[0];
}

/* Rows of 1 to length words, 5 to 4 + words, and of two classes. */
static inline struct made_rows made_rows(uint64_t seed, size_t rows, size_t length, uint32_t words)
{
    struct made_rows made = {malloc(rows * length * sizeof *made.words),
                             malloc(rows * sizeof *made.begin),
                             malloc(rows * sizeof *made.count),
                             malloc(rows * sizeof *made.y),
                             rows,
                             length};
    for (size_t row = 0; row < rows; row++) {
        made.begin[row] = row * length;
        made.count[row] = 1 + made_random(seed, row, length) % (uint32_t)length;
        made.y[row] = (float)(made_random(seed, row, length + 1) % 2);
        for (size_t i = 0; i < length; i++)
            made.words[row * length + i] = 5 + (int32_t)(made_random(seed, row, i) % words);
    }
    return made;
}

static inline void made_rows_free(struct made_rows *made)
{
    free(made->words);
    free(made->begin);
    free(made->count);
    free(made->y);
}

static inline struct word_rows made_part(const struct made_rows *made, size_t from, size_t to)
{
    return (struct word_rows){made->words, made->begin + from, made->count + from, made->y + from,
                              to - from};
}

/* Whether a row has these n words one after the other. */
static inline bool made_has(const struct word_rows *rows, size_t row, const int32_t *ngram,
                            size_t n)
{
    const int32_t *words = rows->words + rows->begin[row];
    for (size_t i = 0; i + n <= rows->count[row]; i++) {
        size_t same = 0;
        while (same < n && words[i + same] == ngram[same])
            same++;
        if (same == n)
            return true;
    }
    return false;
}

#endif
