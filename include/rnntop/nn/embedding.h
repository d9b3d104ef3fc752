/*
 * embedding: the distinct words of a batch, and the rows of the table that belong to them.
 *
 * A batch of 30 x 100 tokens of IMDB holds some 820 different words. What depends on the word alone
 * is computed once for each: the words' vectors are rows [U,E], and index [T,B] says which row a
 * token takes.
 */
#ifndef RNNTOP_NN_EMBEDDING_H
#define RNNTOP_NN_EMBEDDING_H

#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/memory.h"
#include "rnntop/nn/model.h"

struct words {
    size_t size;      /* B: rows of the batch collected */
    size_t count;     /* U: distinct words */
    uint32_t *ids;    /* [U], in order of first appearance */
    uint32_t *index;  /* [T,B]: each token's place in ids */
    uint32_t *begin;  /* [U+1]: where each word's tokens begin in tokens */
    uint32_t *tokens; /* [T*B]: token numbers t * B + b, by word, ascending */

    size_t vocabulary, steps; /* V, T */
    size_t most_rows, most_words;
    uint32_t *place; /* [V]: a marked word's place in ids */
    uint32_t *mark;  /* [V]: the stamp of the last batch that held the word */
    uint32_t stamp;
};

/* Room for batches of most_rows rows with most_words different words; RT_ERR_MEMORY. */
enum rt_status words_create(struct words *words, struct arena *arena, size_t vocabulary,
                            size_t steps, size_t most_rows, size_t most_words,
                            struct rt_error *error);

/* Collects ids and index from the batch's rows first .. first + most_rows - 1, or fewer: as many as
 * there are and as hold no more than most_words words for sure. Returns how many: at least 1, if
 * most_words >= min(V, T). */
size_t words_collect(struct words *words, const struct model_batch *batch, size_t first);

/* Fills begin and tokens, for sums over each word's tokens. */
void words_sort(struct words *words);

/* rows[i] = table[ids[i]] for i in [begin, end); both [*,E]. */
void embedding_gather(float *rows, const float *table, const uint32_t *ids, size_t width,
                      size_t begin, size_t end);

#endif
