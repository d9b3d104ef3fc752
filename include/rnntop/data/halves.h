/*
 * halves: the rows of a data set as they were read or made up, before training rows are split.
 */
#ifndef RNNTOP_DATA_HALVES_H
#define RNNTOP_DATA_HALVES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/data/lengths.h"
#include "rnntop/data/sequences.h"

struct data_half {
    int32_t *x;      /* [rows, maxlen] */
    float *y;        /* [rows] */
    uint32_t *words; /* [rows], of the whole text, before it is cut to maxlen */
    size_t rows;
    struct sequences whole; /* all words of each row, where the spec asks for them */
};

struct data_halves {
    struct data_half train, test;
    size_t maxlen; /* of their rows */
    struct data_lengths lengths;
    int32_t *first; /* [first_length], the first training row's ids before padding */
    size_t first_length;
    int32_t rank_max; /* the largest word rank of both halves */
    bool ids_given;   /* lists that were taken for ids, though raw files hold ranks */
    size_t classes;   /* labels are 0 to classes - 1; 0 where nobody counted: 2 */
};

/* Frees what is there, and leaves none. */
void data_halves_free(struct data_halves *halves);

#endif
