#include "config.h"

#include "rnntop/words/sentence.h"

#include <assert.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/utf8.h"

void sentence_begin(struct sentence *sentence, char *out, size_t size)
{
    assert(size > 0);
    *sentence = (struct sentence){out, size, 0};
    out[0] = '\0';
}

/* Appends bytes of whole characters, as many as there is room for. */
static void add_bytes(struct sentence *sentence, const char *text, size_t length)
{
    size_t room = sentence->size - 1 - sentence->length, used = 0;
    if (length > room) {
        size_t step;
        while (used < length &&
               (utf8_decode(text + used, length - used, &step), used + step <= room))
            used += step;
        length = used;
    }
    memcpy(sentence->out + sentence->length, text, length);
    sentence->length += length;
    sentence->out[sentence->length] = '\0';
}

void sentence_add(struct sentence *sentence, const char *text)
{
    add_bytes(sentence, text, strlen(text));
}

void sentence_add_foreign(struct sentence *sentence, const char *text, size_t length,
                          size_t columns)
{
    char *begin = sentence->out + sentence->length;
    size_t room = sentence->size - sentence->length;
    size_t written = utf8_sanitize(text, length, false, begin, room);
    if (columns > 3 && utf8_text_columns(begin) > columns) {
        written = utf8_bytes_of_columns(begin, columns - 3);
        begin[written] = '\0';
        sentence->length += written;
        sentence_add(sentence, "...");
        return;
    }
    sentence->length += written;
}

void sentence_add_path(struct sentence *sentence, const char *path)
{
    const char *home = getenv("HOME");
    size_t length = home && home[0] == '/' ? strlen(home) : 0;
    while (length > 1 && home[length - 1] == '/')
        length--;
    if (path[0] == '~') {
        sentence_add(sentence, "./"); /* a name that begins so is not the home folder */
    } else if (length > 1 && strncmp(path, home, length) == 0 &&
               (path[length] == '/' || path[length] == '\0')) {
        sentence_add(sentence, "~");
        path += length;
    }
    sentence_add_foreign(sentence, path, strlen(path), 0);
}

void sentence_add_grouped(struct sentence *sentence, uint64_t number)
{
    char digits[24], text[32];
    size_t used = 0;
    int length = snprintf(digits, sizeof digits, "%" PRIu64, number);
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            text[used++] = ',';
        text[used++] = digits[i];
    }
    text[used] = '\0';
    sentence_add(sentence, text);
}

/* Which form of a word goes with a number: the plural rule of English. */
static size_t plural_form(uint64_t number)
{
    return number == 1 ? 0 : 1;
}

void sentence_add_plural(struct sentence *sentence, const char *forms, size_t length,
                         uint64_t number)
{
    size_t wanted = plural_form(number);
    const char *end = forms + length;
    for (;;) {
        const char *bar = memchr(forms, '|', (size_t)(end - forms));
        if (wanted == 0 || !bar) {
            add_bytes(sentence, forms, (size_t)((bar ? bar : end) - forms));
            return;
        }
        forms = bar + 1;
        wanted--;
    }
}

/* The place that begins at `at`, a '{': its end, or NULL where it is no place but a mere brace. */
static const char *end_of_place(const char *at)
{
    const char *end = at + 1;
    bool named = (*end >= 'a' && *end <= 'z') || (*end >= '1' && *end <= '9');
    while (named && *end && *end != '}' && *end != '{')
        end++;
    return named && *end == '}' ? end : NULL;
}

bool sentence_is(const char *name, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(name, word, length) == 0;
}

void sentence_fill(struct sentence *sentence, const char *pattern, sentence_place place,
                   void *context)
{
    while (*pattern) {
        const char *brace = strchr(pattern, '{');
        if (!brace) {
            sentence_add(sentence, pattern);
            return;
        }
        const char *end = end_of_place(brace);
        add_bytes(sentence, pattern, (size_t)(brace - pattern) + (end ? 0 : 1));
        if (end) {
            const char *name = brace + 1;
            const char *colon = memchr(name, ':', (size_t)(end - name));
            place(context, sentence, name, (size_t)((colon ? colon : end) - name),
                  colon ? colon + 1 : NULL, colon ? (size_t)(end - colon - 1) : 0);
        }
        pattern = end ? end + 1 : brace + 1;
    }
}
