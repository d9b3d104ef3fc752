/*
 * sequence: from a row of raw word ranks to a row of a matrix, as Keras's load_data and
 * pad_sequences do it (Keras's datasets/imdb.py and utils/sequence_utils.py).
 *
 * A row of n ranks becomes a sequence of n + 1 ids: the start mark, then each rank + 3, and in
 * place of every id that is not below num_words the mark of unknown words.
 */
#ifndef RNNTOP_DATA_SEQUENCE_H
#define RNNTOP_DATA_SEQUENCE_H

#include <stddef.h>
#include <stdint.h>

#include "rnntop/spec/run_spec.h"

/* The rank of a word that has none: its id is never below num_words. */
#define SEQUENCE_NO_RANK (INT32_MAX - 3)

/* out[count] = the sequence's ids from, from + 1, ...; from + count is at most its length. */
void sequence_encode(size_t num_words, const int32_t *ranks, size_t from, size_t count,
                     int32_t *out);

/* row[spec->maxlen] = the sequence, cut and padded with 0 on the sides that the spec names. */
void sequence_pad(const struct data_spec *spec, const int32_t *ranks, size_t n, int32_t *row);

/* The same from ids that are ids already, start mark and all; zeros at either end are padding. *ids
 * are changed. Returns their number without padding, and *first gets where they begin. */
size_t sequence_repad(const struct data_spec *spec, int32_t *ids, size_t n, size_t *first,
                      int32_t *row);

#endif
