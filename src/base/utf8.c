#include "config.h"

#include "rnntop/base/utf8.h"

#include <langinfo.h>
#include <string.h>
#include <utf8proc.h>

bool utf8_in_locale(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

uint32_t utf8_decode(const char *text, size_t length, size_t *used)
{
    *used = length > 0 ? 1 : 0;
    utf8proc_int32_t codepoint;
    utf8proc_ssize_t bytes =
        utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, &codepoint);
    if (bytes < 1)
        return UTF8_REPLACEMENT;
    *used = (size_t)bytes;
    return (uint32_t)codepoint;
}

size_t utf8_encode(uint32_t codepoint, char out[4])
{
    utf8proc_ssize_t bytes =
        utf8proc_encode_char((utf8proc_int32_t)codepoint, (utf8proc_uint8_t *)out);
    if (bytes > 0)
        return (size_t)bytes;
    memcpy(out, "\xEF\xBF\xBD", 3); /* UTF8_REPLACEMENT */
    return 3;
}

int utf8_columns(uint32_t codepoint)
{
    return utf8proc_charwidth((utf8proc_int32_t)codepoint);
}

size_t utf8_text_columns(const char *text)
{
    size_t columns = 0;
    size_t length = strlen(text);
    for (size_t at = 0, used; at < length; at += used)
        columns += (size_t)utf8_columns(utf8_decode(text + at, length - at, &used));
    return columns;
}

size_t utf8_bytes_of_columns(const char *text, size_t columns)
{
    size_t length = strlen(text);
    size_t at = 0;
    while (at < length) {
        size_t used;
        size_t width = (size_t)utf8_columns(utf8_decode(text + at, length - at, &used));
        if (width > columns)
            break;
        columns -= width;
        at += used;
    }
    return at;
}

static bool printable(uint32_t codepoint)
{
    switch (utf8proc_category((utf8proc_int32_t)codepoint)) {
    case UTF8PROC_CATEGORY_CN: /* unassigned */
    case UTF8PROC_CATEGORY_CC: /* control */
    case UTF8PROC_CATEGORY_CF: /* format: bidirectional overrides, soft hyphen */
    case UTF8PROC_CATEGORY_CS: /* surrogate */
    case UTF8PROC_CATEGORY_CO: /* private use */
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return false;
    default:
        return true;
    }
}

size_t utf8_sanitize(const char *text, size_t length, bool ascii, char *out, size_t size)
{
    size_t written = 0;
    if (size == 0)
        return 0;
    for (size_t at = 0, used; at < length; at += used) {
        uint32_t codepoint = utf8_decode(text + at, length - at, &used);
        if (codepoint == '\t' || codepoint == '\n' || codepoint == '\r')
            codepoint = ' ';
        else if (!printable(codepoint) || (ascii && codepoint > 126))
            codepoint = ascii ? '?' : UTF8_REPLACEMENT;
        char bytes[4];
        size_t count = utf8_encode(codepoint, bytes);
        if (written + count >= size)
            break;
        memcpy(out + written, bytes, count);
        written += count;
    }
    out[written] = '\0';
    return written;
}
