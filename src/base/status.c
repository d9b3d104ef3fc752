#include "config.h"

#include "rnntop/base/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* vsnprintf may cut a character in two: take off the bytes of an unfinished one at the end. */
static void trim_to_character(char *text)
{
    size_t length = strlen(text);
    size_t start = length;
    while (start > 0 && length - start < 4) {
        start--;
        unsigned char byte = (unsigned char)text[start];
        if (byte < 0x80)
            return;
        if (byte >= 0xC0) {
            size_t wanted = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
            if (length - start < wanted)
                text[start] = '\0';
            return;
        }
    }
}

__attribute__((format(printf, 2, 0))) static void write_text(struct rt_error *error,
                                                             const char *format, va_list arguments)
{
    int needed = vsnprintf(error->text, sizeof error->text, format, arguments);
    if (needed >= (int)sizeof error->text)
        trim_to_character(error->text);
}

enum rt_status rt_fail_text(struct rt_error *error, enum rt_status status, const char *format, ...)
{
    if (error) {
        va_list arguments;
        va_start(arguments, format);
        write_text(error, format, arguments);
        va_end(arguments);
        error->status = status;
    }
    return status;
}

enum rt_status rt_fail_within(struct rt_error *error, const char *format, ...)
{
    char reason[RT_ERROR_TEXT];
    memcpy(reason, error->text, sizeof reason);
    va_list arguments;
    va_start(arguments, format);
    write_text(error, format, arguments);
    va_end(arguments);
    size_t used = strlen(error->text);
    snprintf(error->text + used, sizeof error->text - used, "%s", reason);
    trim_to_character(error->text);
    return error->status;
}
