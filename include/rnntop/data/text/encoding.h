/*
 * encoding: the bytes of a text file to UTF-8, whatever they were written in.
 *
 * UTF-16 is known by its mark, or by a NUL in every other byte. What is UTF-8, but for a byte here
 * and there, is UTF-8. The rest is what encoding_guess is sure of, or else Windows-1252, of which
 * Latin-1 is the part without bytes from 0x80 to 0x9F; the five bytes that Windows-1252 does not
 * define stand for the control characters of Latin-1.
 */
#ifndef RNNTOP_DATA_TEXT_ENCODING_H
#define RNNTOP_DATA_TEXT_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/base/status.h"

enum text_encoding {
    ENCODING_UTF8,
    ENCODING_UTF8_BOM,
    ENCODING_LATIN1,
    ENCODING_CP1252,
    ENCODING_UTF16LE,
    ENCODING_UTF16BE,
    ENCODING_CP1251,
    ENCODING_GBK,
    ENCODING_SHIFT_JIS,
    ENCODING_NAMED, /* by a person, as iconv calls it */
    ENCODING_COUNT
};

/* "UTF-8", "UTF-8 with BOM", "Latin-1", "Windows-1252", "UTF-16LE", "UTF-16BE". */
const char *encoding_name(enum text_encoding encoding);

enum text_encoding encoding_find(const char *bytes, size_t length);
bool encoding_is_utf8(const char *bytes, size_t length);
bool encoding_is_wide(enum text_encoding encoding); /* UTF-16 */

/* The length of the byte order mark at the beginning, or 0. */
#define ENCODING_MARK_BYTES 3
size_t encoding_mark(const char *bytes, size_t length);

/* Text in UTF-8, with room for one byte more. */
struct decoded {
    char *text; /* the caller frees */
    size_t length;
    size_t broken; /* bytes that are no character: a U+FFFD each */
};

/* Turns bytes that are no UTF-8 into it; name: what iconv calls ENCODING_NAMED. decoded->text is
 * the caller's also when it fails: then that is how far it came. Fails at what is no UTF-16. */
enum rt_status encoding_convert(const char *bytes, size_t length, enum text_encoding encoding,
                                const char *name, struct decoded *decoded, struct rt_error *error);

/*
 * Turns *bytes (from malloc(), with room for one byte more than *length) into UTF-8 without a mark,
 * lines ended by '\n' alone as Python reads them, closed by a NUL. name: the encoding, as iconv
 * calls it, or "" to find it. *broken: bytes that are no character, in whose place U+FFFD stands.
 * *bytes may move and stays the caller's, also when it fails: a NUL in the text (ERR_TEXT_NUL), a
 * name that iconv does not know, or what is no UTF-16, which is said with the line; the error has
 * no path.
 */
enum rt_status encoding_decode(char **bytes, size_t *length, const char *name,
                               enum text_encoding *encoding, size_t *broken,
                               struct rt_error *error);

#endif
