/*
 * text_ids: from a text as people write it to a row of a matrix, exactly as the rows were made that
 * a model was trained on: the words are those of word_scan, the ids those of pad_sequences on what
 * Keras's load_data gives.
 *
 * A word's id is its rank + 3, or 2 where the id would not be below num_words. A word that the
 * vocabulary lacks is 2 as well, unless the vocabulary is a whole word index: what that lacks is
 * left out, as imdb.npz leaves it out. The start mark, 1, comes first.
 */
#ifndef RNNTOP_DATA_TEXT_TEXT_IDS_H
#define RNNTOP_DATA_TEXT_TEXT_IDS_H

#include <stddef.h>
#include <stdint.h>

#include "rnntop/data/text/vocabulary.h"
#include "rnntop/spec/run_spec.h"

struct text_ids;

enum rt_status text_ids_create(struct text_ids **ids, const struct vocabulary *vocabulary,
                               const struct data_spec *spec, struct rt_error *error);
void text_ids_destroy(struct text_ids *ids); /* NULL is allowed */

/* A text in UTF-8 of any length: row [spec->maxlen]. Fails only where a word of it does not fit
 * into memory. */
enum rt_status text_to_ids(struct text_ids *ids, const char *text, size_t length, int32_t *row,
                           struct rt_error *error);

#endif
