/*
 * sequences: rows of word numbers of any length, as they are before they are cut and padded: 4
 * bytes for each word, 12 for each row; or none of them, where they are more than somebody wants.
 */
#ifndef RNNTOP_DATA_SEQUENCES_H
#define RNNTOP_DATA_SEQUENCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Row i is words[begin[i]] and what follows, count[i] of them. */
struct sequences {
    int32_t *words; /* [used] */
    size_t *begin;  /* [rows] */
    uint32_t *count;
    size_t rows; /* 0: nothing is kept */
    size_t used, room, most;
};

/* All rows empty; with more than `most` words none will be kept (0: none at all). False without
 * memory. */
bool sequences_begin(struct sequences *sequences, size_t rows, size_t most);
/* Keeps a row's words, behind those that came before, whichever rows they are; false without
 * memory. words NULL: the place is left for the caller to fill, who may then lower count[row]. */
bool sequences_keep(struct sequences *sequences, size_t row, const int32_t *words, size_t count);
/* Frees what is there, and leaves none. */
void sequences_free(struct sequences *sequences);

#endif
