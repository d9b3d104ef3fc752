/*
 * text_ids: from a text as people write it to a row of a matrix, as Keras's Tokenizer and
 * pad_sequences would make it for IMDB.
 *
 * Letters become small as the spec's text settings say; each of !"#$%&()*+,-./:;<=>?@[\]^_`{|}~,
 * tab, newline and carriage return becomes a blank; words stand between blanks. A word's id is its
 * rank + 3, or 2 where the vocabulary lacks it or the id would not be below num_words. Where a word
 * index made the rows, what that lacks is left out; but a vocabulary that was cut off at num_words
 * can't tell it from rare words, and then it is 2. The start mark, 1, comes first. A text may come
 * in pieces, and be of any length: no more is kept than the row needs. Bytes that are no UTF-8 are
 * part of a word that nobody knows.
 */
#ifndef RNNTOP_DATA_TEXT_TEXT_IDS_H
#define RNNTOP_DATA_TEXT_TEXT_IDS_H

#include <stddef.h>
#include <stdint.h>

#include "rnntop/data/text/vocabulary.h"
#include "rnntop/spec/run_spec.h"

struct text_ids;

/* The vocabulary must outlive it. */
enum rt_status text_ids_create(struct text_ids **ids, const struct vocabulary *vocabulary,
                               const struct data_spec *spec, struct rt_error *error);
void text_ids_destroy(struct text_ids *ids); /* NULL is allowed */

/* More of the text in hand. */
void text_ids_feed(struct text_ids *ids, const char *text, size_t length);
/* Ends the text: row [spec->maxlen]. The next one begins. */
void text_ids_end(struct text_ids *ids, int32_t *row);

/* A whole text at once. */
void text_to_ids(struct text_ids *ids, const char *text, size_t length, int32_t *row);

#endif
