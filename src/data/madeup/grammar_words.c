#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/rng.h"
#include "rnntop/data/madeup/grammar_maker.h"

#define ZIPF_ONE   (1u << 20)
#define MAKE_TRIES 40 /* for each word to be made */

enum rt_status maker_refuse(const struct maker *maker, size_t line, const char *text, size_t length,
                            enum rt_code code)
{
    const struct source_quote quote = source_quote(text, length);
    const struct rt_value value = rt_value_text(quote.text);
    enum rt_status status = rt_fail_list(maker->error, code, 1, &value);
    rt_error_at_line(maker->error, line);
    return status;
}

enum rt_status maker_no_memory(const struct maker *maker)
{
    return rt_fail(maker->error, ERR_NO_MEMORY);
}

/* The slot where a word is or would be (FNV-1a, open addressing). */
static uint32_t *find_slot(struct maker *maker, const char *text)
{
    uint32_t hash = 2166136261u;
    for (const char *c = text; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 16777619u;
    for (uint32_t i = hash & (MAKER_SLOTS - 1);; i = (i + 1) & (MAKER_SLOTS - 1)) {
        uint32_t *slot = &maker->slot[i];
        if (*slot == 0 || strcmp(maker->grammar->word[*slot - 1], text) == 0)
            return slot;
    }
}

/* "an hour" and "a unicorn" are known by their letters as far as these rules go. */
static bool begins_with_vowel(const char *word)
{
    static const char *const otherwise[] = {"eu", "one", "uni", "use", "usu"};
    for (size_t i = 0; i < sizeof otherwise / sizeof *otherwise; i++) {
        if (strncmp(word, otherwise[i], strlen(otherwise[i])) == 0)
            return strncmp(word, "unim", 4) == 0 || strncmp(word, "unin", 4) == 0;
    }
    return strchr("aeiou8", *word) || strcmp(word, "11") == 0 || strncmp(word, "hour", 4) == 0 ||
           strncmp(word, "honest", 6) == 0 || strncmp(word, "heir", 4) == 0;
}

enum rt_status maker_word(struct maker *maker, const char *text, uint32_t *number)
{
    struct grammar *grammar = maker->grammar;
    uint32_t *slot = find_slot(maker, text);
    if (*slot == 0) {
        size_t size = strlen(text) + 1;
        if (grammar->words == MAKER_WORDS)
            return rt_fail(maker->error, ERR_GRAMMAR_TOO_MANY_WORDS, MAKER_WORDS);
        char *copy = arena_alloc(grammar->arena, size, 1);
        if (!copy)
            return maker_no_memory(maker);
        memcpy(copy, text, size);
        grammar->vowel[grammar->words] = begins_with_vowel(copy);
        grammar->word[grammar->words++] = copy;
        *slot = (uint32_t)grammar->words;
    }
    *number = *slot - 1;
    return RT_OK;
}

/* Vose's way to Walker's tables, in whole numbers: weight[i] * count is what i needs, the sum of
 * weights what a column holds. */
enum rt_status maker_fill(struct maker *maker, const struct grammar_list *list)
{
    struct grammar_column *column = &maker->grammar->column[list->first];
    size_t count = list->count;
    uint64_t total = 0;
    uint32_t *small = malloc(count * sizeof *small), *large = malloc(count * sizeof *large);
    size_t smalls = 0, larges = 0;
    if (!small || !large) {
        free(small);
        free(large);
        return maker_no_memory(maker);
    }
    for (size_t i = 0; i < count; i++)
        total += maker->weight[i];
    for (size_t i = 0; i < count; i++) {
        maker->weight[i] *= count;
        if (maker->weight[i] < total)
            small[smalls++] = (uint32_t)i;
        else
            large[larges++] = (uint32_t)i;
    }
    while (smalls > 0 && larges > 0) {
        uint32_t poor = small[--smalls], rich = large[larges - 1];
        column[poor].other = column[rich].own;
        column[poor].share = (uint32_t)((double)maker->weight[poor] / (double)total * 4294967296.0);
        maker->weight[rich] -= total - maker->weight[poor];
        if (maker->weight[rich] < total) {
            larges--;
            small[smalls++] = rich;
        }
    }
    /* What is left fills its column. */
    while (larges > 0) {
        uint32_t full = large[--larges];
        column[full].other = column[full].own;
        column[full].share = UINT32_MAX;
    }
    free(small);
    free(large);
    return RT_OK;
}

/* Takes room for the alternatives of a list. */
enum rt_status maker_reserve(struct maker *maker, struct grammar_list *list, size_t count)
{
    if (maker->columns + count > MAKER_COLUMNS)
        return rt_fail(maker->error, ERR_GRAMMAR_TOO_MANY_ALTERNATIVES, MAKER_COLUMNS);
    list->first = (uint32_t)maker->columns;
    list->count = (uint32_t)count;
    maker->columns += count;
    return RT_OK;
}

/* A word of a list: "go>went", "thief=thieves", whose past or plural no rule gives. */
static enum rt_status make_word(struct maker *maker, const struct source_line *line,
                                const char *text, size_t length, enum word_form form,
                                uint32_t *number)
{
    char word[MAKER_WORD_SIZE];
    size_t plain = 0;
    while (plain < length && text[plain] != '>' && text[plain] != '=')
        plain++;
    const char *own = text + plain + 1; /* its own form, if it has one */
    bool given = plain < length && form == (text[plain] == '>' ? FORM_ED : FORM_S);
    if (given && !word_form_write(FORM_PLAIN, own, length - plain - 1, word, sizeof word))
        plain = 0;
    else if (!given && !word_form_write(form, text, plain, word, sizeof word))
        plain = 0;
    if (plain == 0 || word[0] == '\0')
        return maker_refuse(maker, line->number, text, length, ERR_GRAMMAR_NO_WORD);
    return maker_word(maker, word, number);
}

enum rt_status maker_words(struct maker *maker, const struct source_section *section,
                           enum word_form form, struct grammar_list *list)
{
    size_t words = 0;
    enum rt_status status = RT_OK;
    for (int pass = 0; pass < 2 && status == RT_OK; pass++) {
        size_t at = 0;
        for (size_t i = 0; i < section->count && status == RT_OK; i++) {
            const struct source_line *line = &maker->source->line[section->first + i];
            const char *text = line->text, *end = text + line->length;
            while (text < end && status == RT_OK) {
                size_t length = 0;
                while (text + length < end && text[length] != ' ' && text[length] != '\t')
                    length++;
                if (pass == 1) {
                    maker->weight[at] = ZIPF_ONE / (at + 3);
                    status = make_word(maker, line, text, length, form,
                                       &maker->grammar->column[list->first + at].own);
                }
                at++;
                text += length;
                while (text < end && (*text == ' ' || *text == '\t'))
                    text++;
            }
        }
        words = at;
        if (pass == 0)
            status = maker_reserve(maker, list, words);
    }
    return status == RT_OK ? maker_fill(maker, list) : status;
}

/* A syllable of a words section, by chance. */
static enum rt_status pick_syllable(struct maker *maker, const struct source_line *line,
                                    const char *name, size_t length, uint32_t chance,
                                    const char **syllable, size_t *bytes)
{
    const struct source_category *category = source_find(maker->source, name, length);
    const struct source_section *section = category ? &category->side[SIDE_NONE] : NULL;
    if (!section || section->number == 0 || section->kind != SOURCE_WORDS)
        return maker_refuse(maker, line->number, name, length, ERR_GRAMMAR_NO_WORDS);
    size_t count = 0, wanted = 0;
    for (int pass = 0; pass < 2; pass++) {
        size_t at = 0;
        for (size_t i = 0; i < section->count; i++) {
            const struct source_line *words = &maker->source->line[section->first + i];
            for (size_t j = 0; j < words->length; j++) {
                if (words->text[j] == ' ' || (j > 0 && words->text[j - 1] != ' '))
                    continue;
                if (pass == 1 && at == wanted) {
                    *syllable = words->text + j;
                    *bytes = 0;
                    while (j + *bytes < words->length && words->text[j + *bytes] != ' ')
                        (*bytes)++;
                    return RT_OK;
                }
                at++;
            }
        }
        count = at;
        wanted = (size_t)((uint64_t)chance * count >> 32);
    }
    assert(!"a section has words");
    return RT_OK;
}

/* One made-up word from a pattern, "{onset}{vowel}n". */
static enum rt_status make_up(struct maker *maker, const struct source_line *line, uint64_t try,
                              char word[MAKER_WORD_SIZE])
{
    size_t used = 0;
    for (size_t i = 0, hole = 0; i < line->length;) {
        const char *piece = line->text + i;
        size_t bytes = 1;
        if (line->text[i] == '{') {
            const char *close = memchr(piece, '}', line->length - i);
            uint32_t chance[4];
            if (!close)
                return maker_refuse(maker, line->number, line->text, line->length,
                                    ERR_GRAMMAR_OPEN_BRACE);
            rng_words(maker->grammar->seed, RNG_MADE_WORD, (uint32_t)line->number,
                      try * 16 + hole++, chance);
            i += (size_t)(close - piece) + 1;
            enum rt_status status = pick_syllable(
                maker, line, piece + 1, (size_t)(close - piece) - 1, chance[0], &piece, &bytes);
            if (status != RT_OK)
                return status;
        } else {
            i++;
        }
        if (used + bytes >= MAKER_WORD_SIZE - 8)
            return maker_refuse(maker, line->number, line->text, line->length,
                                ERR_GRAMMAR_MADE_LONG);
        memcpy(word + used, piece, bytes);
        used += bytes;
    }
    word[used] = '\0';
    return RT_OK;
}

/* Different words, and different from all others; the patterns by turns. */
enum rt_status maker_made_words(struct maker *maker, const struct source_section *section,
                                struct grammar_list *list)
{
    enum rt_status status = maker_reserve(maker, list, section->made);
    size_t made = 0;
    for (size_t try = 0; status == RT_OK && made < section->made; try++) {
        const struct source_line *line =
            &maker->source->line[section->first + try % section->count];
        char word[MAKER_WORD_SIZE];
        if (try == section->made * MAKE_TRIES) {
            status = rt_fail(maker->error, ERR_GRAMMAR_MADE_FEW, made, section->made);
            rt_error_at_line(maker->error, section->number);
            return status;
        }
        status = make_up(maker, line, try, word);
        if (status != RT_OK || *find_slot(maker, word) != 0)
            continue;
        maker->weight[made] = ZIPF_ONE / (made + 3);
        status = maker_word(maker, word, &maker->grammar->column[list->first + made].own);
        made++;
    }
    return status == RT_OK ? maker_fill(maker, list) : status;
}
