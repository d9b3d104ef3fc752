/*
 * row_text: a row of ids as words again, for people.
 */
#ifndef RNNTOP_DATA_ROW_TEXT_H
#define RNNTOP_DATA_ROW_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* Words of the row x [maxlen] that are in it: its ids without padding and start mark. */
size_t row_text_words(const int32_t *x, size_t maxlen);

struct vocabulary;

/* The row's words with a blank between, as many of the last ones as fit `size` bytes with the NUL;
 * "…" stands for a word that its ids don't know, and at the beginning for those that found no room.
 * Sanitised. Without a vocabulary (NULL) each word is its id, "#1234". */
void row_text(const struct vocabulary *vocabulary, const int32_t *x, size_t maxlen, char *out,
              size_t size);

#endif
