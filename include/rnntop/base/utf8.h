/*
 * utf8: text from outside, made safe for a terminal.
 *
 * Words, file names, labels and messages come from files and the system. IMDB's own vocabulary
 * holds 889 control characters. Everything passes utf8_sanitize() before it reaches a terminal or a
 * file that a person reads. Widths are of utf8proc.
 */
#ifndef RNNTOP_BASE_UTF8_H
#define RNNTOP_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_REPLACEMENT 0xFFFDu

/* The code point at text[0 .. length), and *used, its bytes (at least 1 when length > 0). An
 * ill-formed sequence gives UTF8_REPLACEMENT and uses one byte. */
uint32_t utf8_decode(const char *text, size_t length, size_t *used);

/* Writes the code point's 1 to 4 bytes, no NUL; returns how many. */
size_t utf8_encode(uint32_t codepoint, char out[4]);

/* Whether the locale's text is UTF-8; after setlocale(). */
bool utf8_in_locale(void);

/* Columns that a code point takes on a terminal: 0, 1 or 2. */
int utf8_columns(uint32_t codepoint);

/* Columns that a NUL-terminated, sanitised text takes. */
size_t utf8_text_columns(const char *text);

/* The bytes of text's longest beginning that fits `columns` columns. */
size_t utf8_bytes_of_columns(const char *text, size_t columns);

/* Where a NUL-terminated text may be cut so that no character is: at or before `length`, which lies
 * within it. Here whole, so that what cuts need not be linked with what knows code points. */
static inline size_t utf8_whole_characters(const char *text, size_t length)
{
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
        length--;
    return length;
}

/* Copies text[0 .. length) into out (size bytes with the NUL), replacing control, format, private,
 * surrogate and unassigned code points and ill-formed bytes by '?' if ascii, else by U+FFFD; with
 * ascii every other code point above 126 too. Cuts at a character's border. Returns bytes written
 * without the NUL. Tabs and newlines become a blank. */
size_t utf8_sanitize(const char *text, size_t length, bool ascii, char *out, size_t size);

#endif
