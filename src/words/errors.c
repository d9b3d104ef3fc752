#include "config.h"

#include "rnntop/words/errors.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/words/sentence.h"

/* Text from outside is shown to be recognised, not to be read whole. */
#define FOREIGN_COLUMNS 120

static const char *const PATTERN[ERR_COUNT] = {
    [ERR_NONE] = "",
#define RT_ERROR(code, status, kinds, sentence) [ERR_##code] = sentence,
#include "rnntop/base/errors.h"
#undef RT_ERROR
};

const char *errors_pattern(enum rt_code code)
{
    return PATTERN[code];
}

static void add_text(struct sentence *sentence, char kind, const char *text)
{
    if (!text)
        return;
    if (kind == 'P')
        sentence_add_path(sentence, text);
    else
        sentence_add_foreign(sentence, text, strlen(text), kind == 'T' ? FOREIGN_COLUMNS : 0);
}

/* "a, b or c" of "a, b, c". */
static void add_alternatives(struct sentence *sentence, const char *list)
{
    const char *last = NULL;
    for (const char *at = strstr(list, ", "); at; at = strstr(at + 2, ", "))
        last = at;
    if (last) {
        sentence_add_foreign(sentence, list, (size_t)(last - list), 0);
        sentence_add(sentence, " or ");
        list = last + 2;
    }
    sentence_add_foreign(sentence, list, strlen(list), 0);
}

/* Nothing for an empty text; else the form, with the text where its mark stands. */
static void add_optional(struct sentence *sentence, char kind, const char *text, const char *form,
                         size_t form_length)
{
    const size_t before = strcspn(form, "*~");
    if (!text || !*text || before >= form_length)
        return;
    sentence_add_foreign(sentence, form, before, 0);
    if (form[before] == '~')
        add_alternatives(sentence, text);
    else
        add_text(sentence, kind, text);
    sentence_add_foreign(sentence, form + before + 1, form_length - before - 1, 0);
}

static void add_natural(struct sentence *sentence, uint64_t number)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, number);
    sentence_add(sentence, digits);
}

/* Writes a real number; form: ".2", "g4", or NULL. */
static void write_real(double value, const char *form, char *text, size_t size)
{
    if (isnan(value))
        snprintf(text, size, "NaN");
    else if (isinf(value))
        snprintf(text, size, "infinite");
    else if (form && form[0] == '.')
        snprintf(text, size, "%.*f", atoi(form + 1), value);
    else
        snprintf(text, size, "%.*g", form ? atoi(form + 1) : 6, value);
}

/* Appends the i-th value, from 0: as its kind is usually shown, or in the form that the place asks
 * for. */
static void add_value(struct sentence *sentence, const struct rt_error *error, size_t i,
                      const char *form, size_t form_length)
{
    char kind = rt_code_kind(error->code, i), text[64];
    switch (error->value[i].type) {
    case RT_VALUE_TEXT:
        if (form)
            add_optional(sentence, kind, rt_error_text(error, i), form, form_length);
        else
            add_text(sentence, kind, rt_error_text(error, i));
        return;
    case RT_VALUE_REAL:
        write_real(error->value[i].as.real, form, text, sizeof text);
        sentence_add(sentence, text);
        return;
    case RT_VALUE_SIGNED:
        if (kind == 'E') {
            sentence_add_foreign(sentence, strerror((int)error->value[i].as.integer),
                                 strlen(strerror((int)error->value[i].as.integer)), 0);
            return;
        }
        snprintf(text, sizeof text, "%" PRId64, error->value[i].as.integer);
        break;
    case RT_VALUE_UNSIGNED:
        snprintf(text, sizeof text, "%" PRIu64, error->value[i].as.natural);
        break;
    default:
        return;
    }
    if (!form) {
        sentence_add(sentence, text);
    } else if (form_length == 3 && strncmp(form, "hex", 3) == 0) {
        snprintf(text, sizeof text, "0x%02" PRIx64, error->value[i].as.natural);
        sentence_add(sentence, text);
    } else if (form_length == 1 && form[0] == ',') {
        sentence_add_grouped(sentence, error->value[i].as.natural);
    } else {
        sentence_add_plural(sentence, form, form_length, error->value[i].as.natural);
    }
}

/* An error whose sentence is being written: that of error->within (around), or that of error->code.
 */
struct saying {
    const struct rt_error *error;
    bool around;
};

static void add_sentence(struct sentence *sentence, const struct rt_error *error, bool name_path);

static void place(void *context, struct sentence *sentence, const char *name, size_t length,
                  const char *form, size_t form_length)
{
    const struct saying *saying = context;
    const struct rt_error *error = saying->error;
    if (name[0] >= '1' && name[0] <= '9' && length == 1) {
        size_t i = (size_t)(name[0] - '1');
        if (i < error->count)
            add_value(sentence, error, i, form, form_length);
    } else if (sentence_is(name, length, "path")) {
        add_text(sentence, 'P', rt_error_path(error));
    } else if (sentence_is(name, length, "part")) {
        add_text(sentence, 'T', rt_error_part(error));
    } else if (sentence_is(name, length, "line")) {
        add_natural(sentence, error->line);
    } else if (sentence_is(name, length, "byte")) {
        add_natural(sentence, error->byte);
    } else if (sentence_is(name, length, "reason") && saying->around) {
        add_sentence(sentence, error, !strstr(PATTERN[error->within], "{path}"));
    }
}

/* Writes the sentence of error->code alone. name_path: it is to say the path, if that is known. */
static void add_sentence(struct sentence *sentence, const struct rt_error *error, bool name_path)
{
    struct saying saying = {error, false};
    const char *pattern = PATTERN[error->code];
    if (name_path && rt_error_path(error) && !strstr(pattern, "{path}")) {
        add_text(sentence, 'P', rt_error_path(error));
        sentence_add(sentence, ": ");
    }
    sentence_fill(sentence, pattern, place, &saying);
}

char *errors_say(const struct rt_error *error, char *out, size_t size)
{
    struct sentence sentence;
    struct saying saying = {error, true};
    sentence_begin(&sentence, out, size);
    if (error->within != ERR_NONE)
        sentence_fill(&sentence, PATTERN[error->within], place, &saying);
    else
        add_sentence(&sentence, error, true);
    return out;
}
