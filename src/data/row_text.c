#include "config.h"

#include "rnntop/data/row_text.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/data/text/vocabulary.h"

#define WORD_SIZE 256
#define ELLIPSIS  "\xE2\x80\xA6"

static bool is_word(int32_t id)
{
    return id != VOCABULARY_PAD && id != VOCABULARY_START;
}

size_t row_text_words(const int32_t *x, size_t maxlen)
{
    size_t words = 0;
    for (size_t i = 0; i < maxlen; i++)
        words += is_word(x[i]) ? 1 : 0;
    return words;
}

/* Returns its bytes. */
static size_t word_of(const struct vocabulary *vocabulary, int32_t id, char out[WORD_SIZE])
{
    if (id == VOCABULARY_UNKNOWN)
        return (size_t)snprintf(out, WORD_SIZE, ELLIPSIS);
    if (!vocabulary)
        return (size_t)snprintf(out, WORD_SIZE, "#%" PRId32, id);
    const char *word = vocabulary_word(vocabulary, id);
    return utf8_sanitize(word, strlen(word), false, out, WORD_SIZE);
}

/* The first of the last words that fit, with room for an ellipsis before them. */
static size_t first_that_fits(const struct vocabulary *vocabulary, const int32_t *x, size_t maxlen,
                              size_t size)
{
    char word[WORD_SIZE];
    size_t first = maxlen, used = sizeof ELLIPSIS; /* and the NUL */
    while (first > 0) {
        if (is_word(x[first - 1]))
            used += word_of(vocabulary, x[first - 1], word) + 1;
        if (used > size)
            break;
        first--;
    }
    return first;
}

void row_text(const struct vocabulary *vocabulary, const int32_t *x, size_t maxlen, char *out,
              size_t size)
{
    char word[WORD_SIZE];
    size_t first = first_that_fits(vocabulary, x, maxlen, size), used = 0;
    out[0] = '\0';
    if (row_text_words(x, first) > 0)
        used = (size_t)snprintf(out, size, ELLIPSIS);
    for (size_t i = first; i < maxlen; i++) {
        if (!is_word(x[i]))
            continue;
        word_of(vocabulary, x[i], word);
        used += (size_t)snprintf(out + used, size - used, "%s%s", used > 0 ? " " : "", word);
    }
}
