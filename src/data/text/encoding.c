#include "config.h"

#include "rnntop/data/text/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/data/text/encoding_guess.h"

#define LOOKED_AT 4096 /* bytes, for the NULs of UTF-16 */
/* So many characters for a broken one: nearly all valid is UTF-8 that was cut or damaged somewhere.
 * By chance letters of Windows-1252 form none: "Ã¼" is no word's part. */
#define NEARLY 9

const char *encoding_name(enum text_encoding encoding)
{
    static const char *const name[ENCODING_COUNT] = {
        [ENCODING_UTF8] = "UTF-8",          [ENCODING_UTF8_BOM] = "UTF-8 with BOM",
        [ENCODING_LATIN1] = "Latin-1",      [ENCODING_CP1252] = "Windows-1252",
        [ENCODING_UTF16LE] = "UTF-16LE",    [ENCODING_UTF16BE] = "UTF-16BE",
        [ENCODING_CP1251] = "Windows-1251", [ENCODING_GBK] = "GBK",
        [ENCODING_SHIFT_JIS] = "Shift JIS", [ENCODING_NAMED] = "as named"};
    return name[encoding];
}

/* Characters beyond ASCII, and bytes that are none. */
static void count_utf8(const char *text, size_t length, size_t *valid, size_t *broken)
{
    *valid = *broken = 0;
    for (size_t i = 0; i < length;) {
        uint64_t eight;
        size_t used;
        while (i + sizeof eight <= length) {
            memcpy(&eight, text + i, sizeof eight);
            if (eight & UINT64_C(0x8080808080808080))
                break;
            i += sizeof eight;
        }
        if (i == length)
            return;
        if ((unsigned char)text[i] < 0x80) {
            i++;
            continue;
        }
        if (utf8_decode(text + i, length - i, &used) == UTF8_REPLACEMENT && used == 1)
            (*broken)++;
        else
            (*valid)++;
        i += used;
    }
}

bool encoding_is_utf8(const char *text, size_t length)
{
    size_t valid, broken;
    count_utf8(text, length, &valid, &broken);
    return broken == 0;
}

/* English or Chinese, a text in UTF-16 has its blanks and line ends: half of them is NUL. */
static bool has_nuls(const char *bytes, size_t length, size_t *even, size_t *odd)
{
    size_t looked = length < LOOKED_AT ? length : LOOKED_AT;
    *even = *odd = 0;
    for (size_t i = 0; i < looked; i++) {
        if (bytes[i] == '\0')
            (*(i % 2 ? odd : even))++;
    }
    return length % 2 == 0 && *even + *odd > 0 && 10 * (*even + *odd) >= looked;
}

/* *broken: bytes that are none of what is UTF-8 all the same. */
static enum text_encoding find(const char *bytes, size_t length, size_t *broken)
{
    size_t even, odd, valid;
    *broken = 0;
    if (length >= 2 && memcmp(bytes, "\xFF\xFE", 2) == 0)
        return ENCODING_UTF16LE;
    if (length >= 2 && memcmp(bytes, "\xFE\xFF", 2) == 0)
        return ENCODING_UTF16BE;
    if (has_nuls(bytes, length, &even, &odd) && (even == 0 || odd == 0))
        return odd > 0 ? ENCODING_UTF16LE : ENCODING_UTF16BE;
    count_utf8(bytes, length, &valid, broken);
    if (*broken == 0 || valid >= NEARLY * *broken)
        return length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? ENCODING_UTF8_BOM
                                                                    : ENCODING_UTF8;
    enum text_encoding guess = encoding_guess(bytes, length);
    if (guess != ENCODING_COUNT)
        return guess;
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)bytes[i] >= 0x80 && (unsigned char)bytes[i] < 0xA0)
            return ENCODING_CP1252;
    }
    return ENCODING_LATIN1;
}

enum text_encoding encoding_find(const char *bytes, size_t length)
{
    size_t broken;
    return find(bytes, length, &broken);
}

/* The number, from 1, of the line that `at` stands in. */
static size_t line_of(const char *text, size_t at)
{
    size_t line = 1;
    for (size_t i = 0; i < at; i++)
        line += text[i] == '\n';
    return line;
}

bool encoding_is_wide(enum text_encoding encoding)
{
    return encoding == ENCODING_UTF16LE || encoding == ENCODING_UTF16BE;
}

size_t encoding_mark(const char *bytes, size_t length)
{
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        return 3;
    return length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0)
               ? 2
               : 0;
}

static const char *iconv_name(enum text_encoding encoding, const char *name)
{
    switch (encoding) {
    case ENCODING_UTF16LE:
        return "UTF-16LE";
    case ENCODING_UTF16BE:
        return "UTF-16BE";
    case ENCODING_CP1251:
        return "WINDOWS-1251";
    case ENCODING_GBK:
        return "GB18030"; /* which has all of it */
    case ENCODING_SHIFT_JIS:
        return "CP932";
    case ENCODING_NAMED:
        return name;
    default:
        return "WINDOWS-1252";
    }
}

/* One byte that iconv refuses: of Windows-1252 a control character, else no character at all. */
static uint32_t take_byte(unsigned char byte, enum text_encoding encoding, size_t *broken)
{
    if (encoding == ENCODING_CP1252 || encoding == ENCODING_LATIN1)
        return byte;
    ++*broken;
    return UTF8_REPLACEMENT;
}

enum rt_status encoding_convert(const char *bytes, size_t length, enum text_encoding encoding,
                                const char *name, struct decoded *decoded, struct rt_error *error)
{
    /* No byte of any encoding becomes more than four, but for those of a mark. */
    size_t left = length, room = 4 * length + 16;
    *decoded = (struct decoded){.text = malloc(room + 1)};
    if (!decoded->text)
        return rt_fail(error, ERR_TEXT_NO_MEMORY);
    iconv_t conversion = iconv_open("UTF-8", iconv_name(encoding, name));
    if (conversion == (iconv_t)-1)
        return rt_fail(error, ERR_TEXT_ENCODING_UNKNOWN,
                       encoding == ENCODING_NAMED ? name : encoding_name(encoding));
    char *in = (char *)bytes, *to = decoded->text;
    enum rt_status status = RT_OK;
    while (left > 0 && iconv(conversion, &in, &left, &to, &room) == (size_t)-1) {
        if ((errno != EILSEQ && errno != EINVAL) || encoding_is_wide(encoding)) {
            status = rt_fail(error, ERR_TEXT_ENCODING_BROKEN, encoding_name(encoding));
            break;
        }
        size_t written = utf8_encode(take_byte((unsigned char)*in, encoding, &decoded->broken), to);
        to += written;
        room -= written;
        in++;
        left--;
    }
    iconv_close(conversion);
    decoded->length = (size_t)(to - decoded->text);
    return status;
}

/* UTF-8 with U+FFFD for each of so many bytes that are no part of a character. */
static enum rt_status mend_utf8(const char *bytes, size_t length, size_t broken,
                                struct decoded *decoded, struct rt_error *error)
{
    size_t used;
    *decoded = (struct decoded){.text = malloc(length + 2 * broken + 1), .broken = broken};
    if (!decoded->text)
        return rt_fail(error, ERR_TEXT_NO_MEMORY);
    char *to = decoded->text;
    for (size_t i = 0; i < length; i += used)
        to += utf8_encode(utf8_decode(bytes + i, length - i, &used), to);
    decoded->length = (size_t)(to - decoded->text);
    return RT_OK;
}

/* "\r\n" and '\r' become '\n'. */
static size_t unify_lines(char *text, size_t length)
{
    char *first = memchr(text, '\r', length);
    if (!first)
        return length;
    char *to = first;
    const char *end = text + length;
    for (const char *at = first; at < end; at++) {
        if (*at == '\r' && at + 1 < end && at[1] == '\n')
            continue;
        *to++ = (char)(*at == '\r' ? '\n' : *at);
    }
    return (size_t)(to - text);
}

/* The bytes behind the mark, decoded; what is UTF-8, but for `broken` bytes, stays where it is if
 * there are none of these. */
static enum rt_status decode(char *bytes, size_t length, enum text_encoding encoding,
                             const char *name, size_t broken, struct decoded *decoded,
                             struct rt_error *error)
{
    const bool utf8 = encoding == ENCODING_UTF8 || encoding == ENCODING_UTF8_BOM;
    if (!utf8)
        return encoding_convert(bytes, length, encoding, name, decoded, error);
    if (broken > 0)
        return mend_utf8(bytes, length, broken, decoded, error);
    *decoded = (struct decoded){.text = bytes, .length = length};
    return RT_OK;
}

enum rt_status encoding_decode(char **bytes, size_t *length, const char *name,
                               enum text_encoding *encoding, size_t *broken, struct rt_error *error)
{
    const bool named = name[0] != '\0';
    const size_t mark = named ? 0 : encoding_mark(*bytes, *length);
    struct decoded decoded;
    *broken = 0;
    *encoding = named ? ENCODING_NAMED : find(*bytes, *length, broken);
    char *begin = *bytes + mark;
    enum rt_status status =
        decode(begin, *length - mark, *encoding, name, *broken, &decoded, error);
    *broken = decoded.broken;
    if (decoded.text == begin) {
        memmove(*bytes, begin, mark > 0 ? decoded.length : 0);
    } else {
        free(*bytes);
        *bytes = decoded.text;
    }
    *length = decoded.length;
    if (status != RT_OK) {
        if (decoded.text && status != RT_ERR_UNSUPPORTED) /* else there was no memory for it */
            rt_error_at_line(error, line_of(*bytes, *length));
        return status;
    }
    const char *nul = memchr(*bytes, '\0', *length);
    if (nul) {
        status = rt_fail(error, ERR_TEXT_NUL);
        rt_error_at_line(error, line_of(*bytes, (size_t)(nul - *bytes)));
        return status;
    }
    *length = unify_lines(*bytes, *length);
    (*bytes)[*length] = '\0';
    return RT_OK;
}
