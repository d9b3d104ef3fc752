#include "config.h"

#include "rnntop/report/wrap.h"

#include <string.h>
#include <sys/ioctl.h>

#include "rnntop/base/utf8.h"

#define INDENT 2 /* of rows after the first */

size_t wrap_columns(FILE *out)
{
    struct winsize size;
    return ioctl(fileno(out), TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

struct wrap wrap_begin(FILE *out)
{
    return (struct wrap){.out = out, .columns = wrap_columns(out)};
}

static size_t columns_of(const char *text, size_t length)
{
    size_t columns = 0, used;
    for (size_t i = 0; i < length; i += used)
        columns += (size_t)utf8_columns(utf8_decode(text + i, length - i, &used));
    return columns;
}

/* Something that begins with no blank, in the row that stands or in a new one. What fills a row by
 * itself is not indented. */
static void put(struct wrap *wrap, const char *text, size_t length)
{
    size_t width = columns_of(text, length);
    if (wrap->columns > 0 && wrap->used + wrap->owed + width > wrap->columns) {
        if (wrap->used > 0)
            fputc('\n', wrap->out);
        wrap->used = 0;
        wrap->owed = INDENT + width <= wrap->columns ? INDENT : 0;
    }
    fprintf(wrap->out, "%*s%.*s", (int)wrap->owed, "", (int)length, text);
    wrap->used += wrap->owed + width;
    wrap->owed = 0;
}

/* Returns how many blanks text begins with. */
static size_t owe_blanks(struct wrap *wrap, const char *text, size_t length)
{
    size_t blanks = 0;
    while (blanks < length && text[blanks] == ' ')
        blanks++;
    wrap->owed += blanks;
    return blanks;
}

static void put_words(struct wrap *wrap, const char *text, size_t length)
{
    const char *end = text + length;
    while (text < end) {
        text += owe_blanks(wrap, text, (size_t)(end - text));
        const char *blank = memchr(text, ' ', (size_t)(end - text));
        size_t word = (size_t)((blank ? blank : end) - text);
        if (word > 0)
            put(wrap, text, word);
        text += word;
    }
}

void wrap_words(struct wrap *wrap, const char *text)
{
    put_words(wrap, text, strlen(text));
}

void wrap_parts(struct wrap *wrap, const char *text)
{
    while (*text) {
        text += owe_blanks(wrap, text, strlen(text));
        const char *next = strstr(text, " - ");
        size_t length = next ? (size_t)(next - text) : strlen(text);
        if (INDENT + columns_of(text, length) <= wrap->columns)
            put(wrap, text, length);
        else
            put_words(wrap, text, length);
        text += length;
    }
}

void wrap_whole(struct wrap *wrap, const char *text)
{
    put(wrap, text, strlen(text));
}

void wrap_end(struct wrap *wrap)
{
    fputc('\n', wrap->out);
    wrap->used = wrap->owed = 0;
}
