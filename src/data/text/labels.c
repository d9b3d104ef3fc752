#include "config.h"

#include "rnntop/data/text/labels.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "rnntop/base/utf8.h"

#define LABEL_FOLDED_MAX 1024 /* bytes of a label that is folded; longer ones are no labels */

bool labels_open(struct labels *labels, bool exact)
{
    *labels = (struct labels){.exact = exact};
    labels->spelling = word_table_create();
    labels->key = word_table_create();
    return labels->spelling && labels->key;
}

void labels_close(struct labels *labels)
{
    word_table_free(labels->spelling);
    word_table_free(labels->key);
    free(labels->class_of);
    free(labels->times);
    memset(labels, 0, sizeof *labels);
}

/* ---- how they are compared ---- */

/* Whatever leaves a gap, or nothing at all. */
static bool is_blank(uint32_t letter)
{
    return letter <= ' ' || letter == 0x7F || letter == 0xA0 || letter == 0x1680 ||
           (letter >= 0x2000 && letter <= 0x200D) || letter == 0x2028 || letter == 0x2029 ||
           letter == 0x202F || letter == 0x205F || letter == 0x2060 || letter == 0x3000 ||
           letter == 0xFEFF;
}

/* The length of a number without its ".0". */
static size_t whole_number(const char *text, size_t length)
{
    size_t sign = length > 0 && strchr("+-", text[0]) ? 1 : 0, digits = sign;
    while (digits < length && text[digits] >= '0' && text[digits] <= '9')
        digits++;
    size_t end = digits;
    if (digits == sign || end >= length || text[end] != '.')
        return length;
    for (end++; end < length && text[end] == '0';)
        end++;
    return end == length ? digits : length;
}

/* Blanks around it gone, those in it one each; a whole number without its ".0". Never longer. */
static size_t tidy(const char *text, size_t length, char *out)
{
    size_t used = 0, step;
    bool gap = false;
    for (size_t at = 0; at < length; at += step) {
        uint32_t letter = utf8_decode(text + at, length - at, &step);
        if (is_blank(letter)) {
            gap = used > 0;
            continue;
        }
        if (gap)
            out[used++] = ' ';
        gap = false;
        memcpy(out + used, text + at, step);
        used += step;
    }
    return whole_number(out, used);
}

/* What is compared: the caller frees it; NULL without memory. */
static char *key_of(const struct labels *labels, const char *label, size_t length,
                    size_t *key_length)
{
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD;
    utf8proc_uint8_t *folded = NULL;
    char *key = malloc(length + 1);
    if (!key)
        return NULL;
    if (labels->exact || length > LABEL_FOLDED_MAX) {
        memcpy(key, label, length);
        *key_length = length;
        return key;
    }
    *key_length = tidy(label, length, key);
    utf8proc_ssize_t bytes = utf8proc_map((const utf8proc_uint8_t *)key,
                                          (utf8proc_ssize_t)*key_length, &folded, options);
    if (bytes < 0) /* no UTF-8: as it stands there */
        return key;
    free(key);
    *key_length = (size_t)bytes;
    return (char *)folded;
}

/* ---- classes ---- */

static bool make_room(struct labels *labels, size_t spellings)
{
    if (spellings <= labels->room)
        return true;
    size_t room = 2 * spellings + 64;
    uint32_t *classes = realloc(labels->class_of, room * sizeof *classes);
    if (classes)
        labels->class_of = classes;
    uint32_t *times = realloc(labels->times, room * sizeof *times);
    if (times)
        labels->times = times;
    if (!classes || !times)
        return false;
    labels->room = room;
    return true;
}

uint32_t labels_add(struct labels *labels, const char *label, size_t length)
{
    size_t before = labels_spellings(labels), key_length;
    if (!make_room(labels, before + 1))
        return LABELS_NONE;
    uint32_t spelling = word_table_add(labels->spelling, label, length, word_hash(label, length));
    if (spelling == WORD_TABLE_NONE)
        return LABELS_NONE;
    if (labels_spellings(labels) > before) {
        labels->class_of[spelling] = LABELS_NONE; /* as long as there is no memory for its class */
        labels->times[spelling] = 0;
        char *key = key_of(labels, label, length, &key_length);
        if (!key)
            return LABELS_NONE;
        labels->class_of[spelling] =
            word_table_add(labels->key, key, key_length, word_hash(key, key_length));
        free(key);
    }
    labels->times[spelling]++;
    return labels->class_of[spelling];
}

uint32_t labels_find(const struct labels *labels, const char *label, size_t length)
{
    size_t key_length;
    uint32_t spelling = word_table_find(labels->spelling, label, length, word_hash(label, length));
    if (spelling != WORD_TABLE_NONE)
        return labels->class_of[spelling];
    char *key = key_of(labels, label, length, &key_length);
    if (!key)
        return LABELS_NONE;
    uint32_t class_number =
        word_table_find(labels->key, key, key_length, word_hash(key, key_length));
    free(key);
    return class_number;
}

size_t labels_count(const struct labels *labels)
{
    return word_table_words(labels->key);
}

size_t labels_spellings(const struct labels *labels)
{
    return word_table_words(labels->spelling);
}

/* As people would write it. */
static size_t write_tidy(const struct labels *labels, const char *spelling, char *out)
{
    size_t length = strlen(spelling);
    if (!labels->exact && length <= LABEL_FOLDED_MAX)
        return tidy(spelling, length, out);
    memcpy(out, spelling, length);
    return length;
}

char *labels_name(const struct labels *labels, uint32_t class_number)
{
    const char *name = "";
    uint32_t most = 0;
    for (uint32_t i = 0; i < labels_spellings(labels); i++) {
        if (labels->class_of[i] == class_number && labels->times[i] > most) {
            most = labels->times[i];
            name = word_table_word(labels->spelling, i);
        }
    }
    char *out = malloc(strlen(name) + 1);
    if (out)
        out[write_tidy(labels, name, out)] = '\0';
    return out;
}

bool labels_tell(const struct labels *labels, struct text_reading *reading)
{
    reading->classes = (uint32_t)labels_count(labels);
    reading->spellings = (uint32_t)labels_spellings(labels);
    reading->folded_count = 0;
    if (reading->classes == reading->spellings)
        return true;
    for (uint32_t i = 0; i < reading->spellings && reading->folded_count < READING_FOLDED; i++) {
        const char *spelling = word_table_word(labels->spelling, i);
        char *name = labels_name(labels, labels->class_of[i]);
        if (!name)
            return false;
        if (strcmp(spelling, name) != 0) {
            struct reading_folded *folded = &reading->folded[reading->folded_count++];
            utf8_sanitize(spelling, strlen(spelling), false, folded->spelling,
                          sizeof folded->spelling);
            utf8_sanitize(name, strlen(name), false, folded->class_name, sizeof folded->class_name);
        }
        free(name);
    }
    return true;
}
