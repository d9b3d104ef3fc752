/* From the pieces of the text to templates, and what hangs on all of a grammar. */
#include "config.h"

#include "rnntop/data/madeup/grammar.h"

#include <stdlib.h>
#include <string.h>

#include "rnntop/data/madeup/grammar_maker.h"

static enum rt_status add_step(struct maker *maker, enum step_kind kind, uint32_t number)
{
    if (maker->steps == MAKER_STEPS)
        return rt_fail(maker->error, ERR_GRAMMAR_TOO_LONG, MAKER_STEPS);
    maker->grammar->step[maker->steps++] = (uint32_t)kind << STEP_SHIFT | number;
    return RT_OK;
}

static enum rt_status find_list(struct maker *maker, const struct source_category *category,
                                enum word_form form, uint32_t *list, bool *open);

/* What a list comes to be by naming another: how long, and what it may mean. */
static enum rt_status inherit(struct maker *maker, const struct source_line *line, const char *text,
                              size_t length, struct grammar_list *into, enum step_kind kind,
                              const struct grammar_list *from)
{
    bool sided = kind == STEP_SAME || kind == STEP_OPPOSITE || from->sided;
    if (into->polar && sided)
        return maker_refuse(maker, line->number, text, length, ERR_GRAMMAR_OWN_SIDE);
    if (from->states && (into->says > 0 || into->polar))
        return maker_refuse(maker, line->number, text, length, ERR_GRAMMAR_STATEMENT_INSIDE);
    into->sided = into->sided || (sided && into->says == 0);
    into->states = into->states || from->states;
    return RT_OK;
}

/* "{noun}", "{+adjective}", "{?noun:s}"; what is between the braces. Adds to *words how many words
 * may come of it. */
static enum rt_status make_reference(struct maker *maker, const struct source_line *line,
                                     const char *text, size_t length, struct grammar_list *into,
                                     uint32_t *words)
{
    enum step_kind kind = STEP_LIST;
    const char *name = text;
    size_t name_length = length;
    if (length > 0 && strchr("+-?", *text)) {
        kind = *text == '+' ? STEP_SAME : *text == '-' ? STEP_OPPOSITE : STEP_EITHER;
        name++;
        name_length--;
    }
    const char *colon = memchr(name, ':', name_length);
    enum word_form form = FORM_PLAIN;
    if (colon) {
        form = word_form_find(colon + 1, name_length - (size_t)(colon - name) - 1);
        name_length = (size_t)(colon - name);
    }
    if (form == FORM_COUNT)
        return maker_refuse(maker, line->number, text, length, ERR_GRAMMAR_FORM);
    const struct source_category *category = source_find(maker->source, name, name_length);
    if (!category)
        return maker_refuse(maker, line->number, name, name_length, ERR_GRAMMAR_NO_CATEGORY);
    bool polar = category->side[SIDE_PLUS].number > 0, open;
    if (polar != (kind != STEP_LIST))
        return maker_refuse(maker, line->number, text, length,
                            polar ? ERR_GRAMMAR_TWO_SIDES : ERR_GRAMMAR_NO_SIDES);
    if (form != FORM_PLAIN &&
        category->side[polar ? SIDE_PLUS : SIDE_NONE].kind == SOURCE_TEMPLATES)
        return maker_refuse(maker, line->number, text, length, ERR_GRAMMAR_FORM_OF_TEMPLATES);
    uint32_t number;
    enum rt_status status = find_list(maker, category, form, &number, &open);
    if (status != RT_OK)
        return status;
    if (open)
        return maker_refuse(maker, line->number, text, length, ERR_GRAMMAR_LOOP);
    const struct grammar_list *list = &maker->grammar->list[number];
    uint32_t longest = list->longest;
    if (polar && list[1].longest > longest)
        longest = list[1].longest;
    *words += longest;
    status = inherit(maker, line, text, length, into, kind, list);
    return status == RT_OK ? add_step(maker, kind, number) : status;
}

/* A word of a template as Keras's Tokenizer would leave it; *never* is a key. */
static enum rt_status make_literal(struct maker *maker, const struct source_line *line,
                                   const char *text, size_t length, bool polar)
{
    char word[MAKER_WORD_SIZE];
    size_t used = 0;
    bool key = polar;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        key = key || c == '*';
        if (strchr("*.,;:!?()\"", c))
            continue;
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\'' || c == '-'))
            return maker_refuse(maker, line->number, text, length, ERR_GRAMMAR_LETTERS);
        if (used + 1 == sizeof word)
            return maker_refuse(maker, line->number, text, length, ERR_GRAMMAR_WORD_LONG);
        word[used++] = c;
    }
    word[used] = '\0';
    /* "-" between words is punctuation. */
    if (used == 0 || strcmp(word, "-") == 0)
        return RT_OK;
    uint32_t number;
    enum rt_status status = maker_word(maker, word, &number);
    return status == RT_OK ? add_step(maker, key ? STEP_KEY : STEP_WORD, number) : status;
}

/* Puts the steps of a template down, and in the list how long it may become. */
static enum rt_status make_template(struct maker *maker, const struct source_line *line,
                                    struct grammar_list *list)
{
    enum rt_status status = RT_OK;
    uint32_t words = 0;
    for (size_t i = 0; i < line->length && status == RT_OK;) {
        const char *text = line->text + i;
        size_t length = 0, left = line->length - i;
        if (*text == ' ' || *text == '\t') {
            i++;
        } else if (*text == '{') {
            const char *close = memchr(text, '}', left);
            if (!close)
                return maker_refuse(maker, line->number, text, left, ERR_GRAMMAR_OPEN_BRACE);
            length = (size_t)(close - text) + 1;
            status = make_reference(maker, line, text + 1, length - 2, list, &words);
            i += length;
        } else {
            while (length < left && text[length] != ' ' && text[length] != '\t' &&
                   text[length] != '{')
                length++;
            size_t steps = maker->steps;
            status = make_literal(maker, line, text, length, list->polar);
            words += (uint32_t)(maker->steps - steps); /* punctuation is no word */
            i += length;
        }
    }
    if (words > list->longest)
        list->longest = words;
    if (status == RT_OK && words > GRAMMAR_PART_WORDS)
        return maker_refuse(maker, line->number, line->text, line->length,
                            ERR_GRAMMAR_TEMPLATE_LONG);
    return status;
}

static enum rt_status make_templates(struct maker *maker, const struct source_section *section,
                                     struct grammar_list *list)
{
    struct grammar *grammar = maker->grammar;
    enum rt_status status = maker_reserve(maker, list, section->count);
    for (size_t i = 0; i < section->count && status == RT_OK; i++) {
        const struct source_line *line = &maker->source->line[section->first + i];
        /* Lists that are named for the first time put their steps down amid this one's: once they
         * are made, it is done again, in one piece. */
        size_t lists = grammar->lists;
        uint32_t *begin = &grammar->column[list->first + i].own;
        *begin = (uint32_t)maker->steps;
        status = make_template(maker, line, list);
        if (status == RT_OK && grammar->lists != lists) {
            *begin = (uint32_t)maker->steps;
            status = make_template(maker, line, list);
        }
        if (status == RT_OK)
            status = add_step(maker, STEP_END, 0);
    }
    for (size_t i = 0; i < section->count; i++)
        maker->weight[i] = maker->source->line[section->first + i].weight;
    return status == RT_OK ? maker_fill(maker, list) : status;
}

static enum rt_status make_list(struct maker *maker, const struct source_category *category,
                                enum source_side side, enum word_form form, uint32_t number)
{
    const struct source_section *section = &category->side[side];
    struct grammar_list *list = &maker->grammar->list[number];
    *list = (struct grammar_list){
        .kind = section->kind == SOURCE_TEMPLATES ? LIST_TEMPLATES : LIST_WORDS,
        .polar = side != SIDE_NONE,
        .says = category->says,
        .states = category->says > 0,
        .longest = section->kind == SOURCE_TEMPLATES ? 0 : 1,
    };
    switch (section->kind) {
    case SOURCE_WORDS:
        return maker_words(maker, section, form, list);
    case SOURCE_MADE:
        return maker_made_words(maker, section, list);
    case SOURCE_TEMPLATES:
        break;
    }
    return make_templates(maker, section, list);
}

static enum rt_status find_list(struct maker *maker, const struct source_category *category,
                                enum word_form form, uint32_t *list, bool *open)
{
    struct grammar *grammar = maker->grammar;
    for (size_t i = 0; i < maker->made_count; i++) {
        if (maker->made[i].category == category && maker->made[i].form == form) {
            *list = maker->made[i].list;
            *open = maker->made[i].open;
            return RT_OK;
        }
    }
    bool polar = category->side[SIDE_PLUS].number > 0;
    size_t made = maker->made_count;
    if (grammar->lists + 2 > MAKER_LISTS)
        return rt_fail(maker->error, ERR_GRAMMAR_TOO_MANY_LISTS, MAKER_LISTS);
    *open = false;
    *list = (uint32_t)grammar->lists;
    maker->made[maker->made_count++] = (struct maker_list){category, form, *list, true};
    grammar->lists += polar ? 2 : 1;
    enum rt_status status = make_list(maker, category, polar ? SIDE_PLUS : SIDE_NONE, form, *list);
    if (status == RT_OK && polar)
        status = make_list(maker, category, SIDE_MINUS, form, *list + 1);
    maker->made[made].open = false;
    return status;
}

/* The three categories that a review is made of, and with them all that they name. */
static enum rt_status make_roots(struct maker *maker)
{
    struct grammar *grammar = maker->grammar;
    static const char *const root[] = {"opening", "sentence", "closing"};
    uint32_t *number[] = {&grammar->opening, &grammar->sentence, &grammar->closing};
    for (size_t i = 0; i < sizeof root / sizeof *root; i++) {
        const struct source_category *category =
            source_find(maker->source, root[i], strlen(root[i]));
        bool open;
        if (!category || category->side[SIDE_NONE].number == 0)
            return rt_fail(maker->error, ERR_GRAMMAR_CATEGORY_MISSING, root[i]);
        enum rt_status status = find_list(maker, category, FORM_PLAIN, number[i], &open);
        if (status != RT_OK)
            return status;
        if (grammar->list[*number[i]].sided) {
            status = rt_fail(maker->error, ERR_GRAMMAR_SIDE_OUTSIDE, root[i]);
            rt_error_at_line(maker->error, category->side[SIDE_NONE].number);
            return status;
        }
    }
    if (grammar->list[grammar->sentence].longest == 0)
        return rt_fail(maker->error, ERR_GRAMMAR_NO_WORD_EVER);
    return RT_OK;
}

enum rt_status grammar_parse(struct grammar **grammar, const char *text, size_t length,
                             struct rt_error *error)
{
    struct arena *arena;
    enum rt_status status = arena_create(&arena, error);
    if (status != RT_OK)
        return status;
    struct maker *maker = calloc(1, sizeof *maker);
    struct source *source = calloc(1, sizeof *source);
    struct grammar *made = arena_alloc(arena, 1, sizeof *made);
    uint64_t *weight = malloc(MAKER_COLUMNS * sizeof *weight);
    if (made) {
        made->arena = arena;
        made->word = arena_alloc(arena, MAKER_WORDS, sizeof *made->word);
        made->vowel = arena_alloc(arena, MAKER_WORDS, sizeof *made->vowel);
        made->list = arena_alloc(arena, MAKER_LISTS, sizeof *made->list);
        made->column = arena_alloc(arena, MAKER_COLUMNS, sizeof *made->column);
        made->step = arena_alloc(arena, MAKER_STEPS, sizeof *made->step);
    }
    if (!maker || !source || !made || !made->word || !made->vowel || !made->list || !made->column ||
        !made->step || !weight) {
        status = rt_fail(error, ERR_NO_MEMORY);
    } else {
        *maker =
            (struct maker){.source = source, .grammar = made, .weight = weight, .error = error};
        status = source_read(source, made, text, length, error);
    }
    if (status == RT_OK)
        status = maker_word(maker, "a", &made->a);
    if (status == RT_OK)
        status = maker_word(maker, "an", &made->an);
    if (status == RT_OK)
        status = make_roots(maker);
    free(weight);
    free(source);
    free(maker);
    if (status == RT_OK)
        *grammar = made;
    else
        arena_destroy(arena);
    return status;
}

void grammar_free(struct grammar *grammar)
{
    if (grammar)
        arena_destroy(grammar->arena);
}

const char *grammar_name(const struct grammar *grammar)
{
    return grammar->name;
}

size_t grammar_train_rows(const struct grammar *grammar)
{
    return grammar->train_rows;
}

size_t grammar_test_rows(const struct grammar *grammar)
{
    return grammar->test_rows;
}

size_t grammar_words(const struct grammar *grammar)
{
    return grammar->words;
}

const char *grammar_word(const struct grammar *grammar, size_t word)
{
    return grammar->word[word];
}
