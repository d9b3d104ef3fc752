/*
 * encoding_guess: encodings that bytes alone can prove, by how their language is written.
 */
#ifndef RNNTOP_DATA_TEXT_ENCODING_GUESS_H
#define RNNTOP_DATA_TEXT_ENCODING_GUESS_H

#include "rnntop/data/text/encoding.h"

/* Windows-1251 where nearly all words are Cyrillic, Shift JIS where there is plenty of kana, GBK
 * where there are plenty of common Chinese characters; ENCODING_COUNT where none of that is sure.
 * The first megabyte decides. */
enum text_encoding encoding_guess(const char *bytes, size_t length);

#endif
