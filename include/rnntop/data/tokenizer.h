/*
 * tokenizer: texts to ids by a vocabulary that is there, one text at a time: what predicting needs.
 *
 * The ids are those that the model was trained on: the words as word_scan.h finds them, 1 before
 * the first, rank + 3 for a word, and 2 for one that the vocabulary lacks or that num_words cuts
 * off. With own_words (a word index was given) words that it lacks are left out, as IMDB was made.
 */
#ifndef RNNTOP_DATA_TOKENIZER_H
#define RNNTOP_DATA_TOKENIZER_H

#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/status.h"
#include "rnntop/data/vocabulary.h"
#include "rnntop/spec/run_spec.h"

struct tokenizer;

/* The spec is copied; the vocabulary is not needed any more when this returns. One thread at a time
 * uses a tokenizer. */
enum rt_status tokenizer_create(struct tokenizer **tokenizer, const struct vocabulary *vocabulary,
                                const struct data_spec *spec, struct rt_error *error);
void tokenizer_free(struct tokenizer *tokenizer); /* NULL is allowed */

/* row[spec.maxlen] = the text in UTF-8 (ill-formed bytes are U+FFFD), cut and padded as the rows
 * that were trained on. *words (may be NULL) gets how many words the text has, *unknown (may be
 * NULL) how many of them the model does not know. RT_ERR_MEMORY alone. */
enum rt_status tokenizer_encode(struct tokenizer *tokenizer, const char *text, size_t length,
                                int32_t *row, size_t *words, size_t *unknown,
                                struct rt_error *error);

#endif
