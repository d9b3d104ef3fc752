/*
 * row_facts: how much of a matrix of ids is something to read.
 */
#ifndef RNNTOP_DATA_ROW_FACTS_H
#define RNNTOP_DATA_ROW_FACTS_H

#include <stddef.h>
#include <stdint.h>

/* Shares, from 0 to 1; 0 where there is nothing to count. */
struct row_facts {
    double padding; /* of all steps: those that are padding */
    double unknown; /* of the words: those beyond the vocabulary */
    double full;    /* of the rows: those without padding; their texts fill them, or were cut */
    double blank;   /* of the rows: those without a single known word */
};

/* x [rows, maxlen]; ids as in data/text/vocabulary.h. */
struct row_facts row_facts_count(const int32_t *x, size_t rows, size_t maxlen);

#endif
