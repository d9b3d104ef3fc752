/*
 * ngrams: words, pairs and triples of words that follow one another, numbered: what a row of text
 * is to a linear model that knows no order beyond three words.
 *
 * A table holds the n-grams that come at least twice in the rows that it is made of, the most
 * frequent first: what comes once is two in three of all and tells nothing of other rows. An n-gram
 * is known by 64 bits of hash, so that two of them are one with a probability of 2^-64 a pair.
 *
 * Memory is bounded whatever the texts: what comes for the first time only sets one of 2^27 bits
 * (16 MiB, while the table is made), and no more than 2^22 n-grams are counted. The table has 12
 * bytes for a slot and at most four slots for an n-gram: 48 MiB for the 740,000 of IMDB.
 */
#ifndef RNNTOP_NN_NGRAMS_H
#define RNNTOP_NN_NGRAMS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/status.h"

#define NGRAMS_LONGEST 3 /* words at most */

/* Rows of word numbers: row i is words[begin[i]] and what follows, count[i] of them. A number means
 * a word, whichever; y [rows] is the class, 0 .. classes - 1. */
struct word_rows {
    const int32_t *words;
    const size_t *begin;
    const uint32_t *count;
    const float *y;
    size_t rows;
};

struct ngrams;

/* N-grams of up to `longest` words, NGRAMS_LONGEST at most: of those that come twice the `most`
 * most frequent; of equals those with the lower hash. *stop (may be NULL) ends it early with
 * RT_INTERRUPTED. The caller owns it. */
enum rt_status ngrams_create(struct ngrams **ngrams, const struct word_rows *rows, size_t longest,
                             size_t most, const atomic_bool *stop, struct rt_error *error);
void ngrams_destroy(struct ngrams *ngrams); /* NULL is allowed */
size_t ngrams_count(const struct ngrams *ngrams);

/* What is written while a row is read; each thread needs its own. */
struct ngrams_reader;
enum rt_status ngrams_reader_create(struct ngrams_reader **reader, const struct ngrams *ngrams,
                                    struct rt_error *error);
void ngrams_reader_destroy(struct ngrams_reader *reader); /* NULL is allowed */

/* The different n-grams of a row that the table has, in the order of their coming: numbers below
 * ngrams_count(). found has room for NGRAMS_LONGEST * count; returns how many there are. */
size_t ngrams_read(struct ngrams_reader *reader, const int32_t *words, size_t count,
                   uint32_t *found);

/* Many rows, read once: row i has ngram[begin[i]] .. ngram[begin[i + 1] - 1]. */
struct ngram_rows {
    uint32_t *ngram;
    size_t *begin; /* [rows + 1] */
    size_t rows;
};
/* What *to holds afterwards, complete or not, the caller frees. */
enum rt_status ngrams_read_rows(struct ngram_rows *to, const struct ngrams *ngrams,
                                const struct word_rows *rows, const atomic_bool *stop,
                                struct rt_error *error);
void ngram_rows_free(struct ngram_rows *rows);

#endif
