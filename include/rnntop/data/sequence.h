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

/* out[count] = the sequence's ids from, from + 1, ...; from + count is at most its length. */
void sequence_encode(size_t num_words, const int32_t *ranks, size_t from, size_t count,
                     int32_t *out);

/* row[spec->maxlen] = the sequence, cut and padded with 0 on the sides that the spec names. */
void sequence_pad(const struct data_spec *spec, const int32_t *ranks, size_t n, int32_t *row);

#endif
