#include "config.h"

#include "rnntop/data/text/word_forms.h"

#include <stdio.h>
#include <string.h>

enum word_form word_form_find(const char *name, size_t length)
{
    static const char *const names[FORM_COUNT] = {
        [FORM_PLAIN] = "", [FORM_S] = "s", [FORM_ED] = "ed", [FORM_ING] = "ing", [FORM_LY] = "ly",
    };
    for (int form = FORM_S; form < FORM_COUNT; form++) {
        if (strlen(names[form]) == length && memcmp(names[form], name, length) == 0)
            return (enum word_form)form;
    }
    return FORM_COUNT;
}

static bool is_vowel(char c)
{
    return c != '\0' && strchr("aeiou", c);
}

/* Letters from the end: at(word, 0) is the last one; NUL before the first. */
static char at(const char *word, size_t length, size_t from_end)
{
    return from_end < length ? word[length - 1 - from_end] : '\0';
}

static bool ends(const char *word, size_t length, const char *with)
{
    size_t n = strlen(with);
    return length >= n && memcmp(word + length - n, with, n) == 0;
}

/* "stop", "plan": one syllable of a consonant, a single vowel and a consonant doubles the last. */
static bool doubles(const char *word, size_t length)
{
    size_t vowels = 0;
    for (size_t i = 0; i < length; i++)
        vowels += is_vowel(word[i]) || (word[i] == 'y' && i > 0);
    char last = at(word, length, 0);
    return length >= 3 && vowels == 1 && is_vowel(at(word, length, 1)) && !is_vowel(last) &&
           !strchr("wxyh", last);
}

bool word_form_write(enum word_form form, const char *word, size_t length, char *out, size_t size)
{
    char last = at(word, length, 0), before = at(word, length, 1);
    bool consonant_y = last == 'y' && before != '\0' && !is_vowel(before);
    size_t keep = length;
    const char *ending = "";
    char doubled[2] = "";
    switch (form) {
    case FORM_S:
        if (consonant_y) {
            keep--;
            ending = "ies";
        } else {
            ending = strchr("sxz", last) || ends(word, length, "ch") || ends(word, length, "sh")
                         ? "es"
                         : "s";
        }
        break;
    case FORM_ED:
        if (consonant_y) {
            keep--;
            ending = "ied";
        } else {
            ending = last == 'e' ? "d" : "ed";
            doubled[0] = doubles(word, length) ? last : '\0';
        }
        break;
    case FORM_ING:
        if (ends(word, length, "ie")) {
            keep -= 2;
            ending = "ying";
        } else {
            keep -= last == 'e' && before != 'e';
            ending = "ing";
            doubled[0] = doubles(word, length) ? last : '\0';
        }
        break;
    case FORM_LY:
        if (consonant_y) {
            keep--;
            ending = "ily";
        } else if (last == 'e' && before == 'l') {
            keep--;
            ending = "y";
        } else {
            ending = ends(word, length, "ic") ? "ally" : ends(word, length, "ll") ? "y" : "ly";
        }
        break;
    case FORM_PLAIN:
    case FORM_COUNT:
        break;
    }
    int used = snprintf(out, size, "%.*s%s%s", (int)keep, word, doubled, ending);
    return used >= 0 && (size_t)used < size;
}
