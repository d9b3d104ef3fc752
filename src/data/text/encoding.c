#include "config.h"

#include "rnntop/data/text/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/utf8.h"

#define LOOKED_AT 4096 /* bytes, for the NULs of UTF-16 */

const char *encoding_name(enum text_encoding encoding)
{
    static const char *const name[ENCODING_COUNT] = {"UTF-8",        "UTF-8 with BOM", "Latin-1",
                                                     "Windows-1252", "UTF-16LE",       "UTF-16BE"};
    return name[encoding];
}

bool encoding_is_utf8(const char *text, size_t length)
{
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
            return true;
        if ((unsigned char)text[i] < 0x80) {
            i++;
            continue;
        }
        if (utf8_decode(text + i, length - i, &used) == UTF8_REPLACEMENT && used == 1)
            return false;
        i += used;
    }
    return true;
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

enum text_encoding encoding_find(const char *bytes, size_t length)
{
    size_t even, odd;
    if (length >= 2 && memcmp(bytes, "\xFF\xFE", 2) == 0)
        return ENCODING_UTF16LE;
    if (length >= 2 && memcmp(bytes, "\xFE\xFF", 2) == 0)
        return ENCODING_UTF16BE;
    if (has_nuls(bytes, length, &even, &odd) && (even == 0 || odd == 0))
        return odd > 0 ? ENCODING_UTF16LE : ENCODING_UTF16BE;
    if (encoding_is_utf8(bytes, length))
        return length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? ENCODING_UTF8_BOM
                                                                    : ENCODING_UTF8;
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)bytes[i] >= 0x80 && (unsigned char)bytes[i] < 0xA0)
            return ENCODING_CP1252;
    }
    return ENCODING_LATIN1;
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

/* What iconv refuses of Windows-1252 is a control character. */
enum rt_status encoding_convert(const char *bytes, size_t length, enum text_encoding encoding,
                                char **out, size_t *used, struct rt_error *error)
{
    const char *from = encoding == ENCODING_UTF16LE   ? "UTF-16LE"
                       : encoding == ENCODING_UTF16BE ? "UTF-16BE"
                                                      : "WINDOWS-1252";
    /* A byte of Windows-1252 becomes three at most, two of UTF-16 likewise. */
    size_t left = length, room = 3 * length + 4;
    *out = malloc(room + 1);
    if (!*out)
        return rt_fail(error, ERR_TEXT_NO_MEMORY);
    iconv_t conversion = iconv_open("UTF-8", from);
    if (conversion == (iconv_t)-1)
        return rt_fail(error, ERR_TEXT_ENCODING_UNKNOWN, encoding_name(encoding));
    char *in = (char *)bytes, *to = *out;
    enum rt_status status = RT_OK;
    while (left > 0 && iconv(conversion, &in, &left, &to, &room) == (size_t)-1) {
        if (errno == EILSEQ && !encoding_is_wide(encoding)) {
            size_t written = utf8_encode((unsigned char)*in, to);
            to += written;
            room -= written;
            in++;
            left--;
            continue;
        }
        status = rt_fail(error, ERR_TEXT_ENCODING_BROKEN, encoding_name(encoding));
        break;
    }
    iconv_close(conversion);
    *used = (size_t)(to - *out);
    return status;
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

enum rt_status encoding_decode(char **bytes, size_t *length, enum text_encoding *encoding,
                               struct rt_error *error)
{
    const size_t mark = encoding_mark(*bytes, *length);
    *encoding = encoding_find(*bytes, *length);
    if (*encoding == ENCODING_UTF8 || *encoding == ENCODING_UTF8_BOM) {
        memmove(*bytes, *bytes + mark, mark ? *length - mark : 0);
        *length -= mark;
    } else {
        char *converted;
        enum rt_status status =
            encoding_convert(*bytes + mark, *length - mark, *encoding, &converted, length, error);
        free(*bytes);
        *bytes = converted;
        if (status != RT_OK) {
            if (converted) /* else there was no memory for it */
                rt_error_at_line(error, line_of(*bytes, *length));
            return status;
        }
    }
    const char *nul = memchr(*bytes, '\0', *length);
    if (nul) {
        enum rt_status status = rt_fail(error, ERR_TEXT_NUL);
        rt_error_at_line(error, line_of(*bytes, (size_t)(nul - *bytes)));
        return status;
    }
    *length = unify_lines(*bytes, *length);
    (*bytes)[*length] = '\0';
    return RT_OK;
}
