#include "config.h"

#include "rnntop/data/madeup/grammar_source.h"

#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/data/limits.h"

#define WEIGHT_MAX 1000000u
#define MADE_MAX   50000u

/* A stretch of a line. */
struct piece {
    const char *text;
    size_t length;
};

/* The reader's place. */
struct source_reader {
    struct source *source;
    struct grammar *grammar;
    struct source_section *section; /* the lines below the last heading; NULL before the first */
    size_t number;
    struct rt_error *error;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static struct piece trim(struct piece piece)
{
    while (piece.length > 0 && is_blank(piece.text[0])) {
        piece.text++;
        piece.length--;
    }
    while (piece.length > 0 && is_blank(piece.text[piece.length - 1]))
        piece.length--;
    return piece;
}

/* Takes the next word between blanks off the front; its length is 0 at the end. */
static struct piece next_word(struct piece *rest)
{
    *rest = trim(*rest);
    struct piece word = {rest->text, 0};
    while (word.length < rest->length && !is_blank(word.text[word.length]))
        word.length++;
    rest->text += word.length;
    rest->length -= word.length;
    return word;
}

static bool is(struct piece piece, const char *text)
{
    return piece.length == strlen(text) && memcmp(piece.text, text, piece.length) == 0;
}

static bool take_number(struct piece piece, size_t most, size_t *value)
{
    size_t number = 0;
    if (piece.length == 0 || piece.length > 9)
        return false;
    for (size_t i = 0; i < piece.length; i++) {
        if (piece.text[i] < '0' || piece.text[i] > '9')
            return false;
        number = number * 10 + (size_t)(piece.text[i] - '0');
    }
    *value = number;
    return number <= most;
}

struct source_quote source_quote(const char *text, size_t length)
{
    struct source_quote quote;
    if (length >= sizeof quote.text)
        length = utf8_whole_characters(text, sizeof quote.text - 1);
    memcpy(quote.text, text, length);
    quote.text[length] = '\0';
    return quote;
}

/* Adds the line being read to the error that was just made; returns its status. */
static enum rt_status here(const struct source_reader *reader, enum rt_status status)
{
    rt_error_at_line(reader->error, reader->number);
    return status;
}

/* Fails with a code that has no values. */
static enum rt_status fail_at_line(const struct source_reader *reader, enum rt_code code)
{
    return here(reader, rt_fail_list(reader->error, code, 0, NULL));
}

static enum rt_status read_rows(struct source_reader *reader, struct piece rest)
{
    struct grammar *grammar = reader->grammar;
    if (!take_number(next_word(&rest), DATA_ROWS_MAX, &grammar->train_rows) ||
        !take_number(next_word(&rest), DATA_ROWS_MAX, &grammar->test_rows) || rest.length > 0 ||
        grammar->train_rows == 0 || grammar->train_rows % 2 != 0 || grammar->test_rows == 0 ||
        grammar->test_rows % 2 != 0)
        return fail_at_line(reader, ERR_GRAMMAR_REVIEWS);
    return RT_OK;
}

/* "97.5" per cent as 975 in a thousand. */
static bool take_per_mille(struct piece piece, size_t *value)
{
    const char *point = memchr(piece.text, '.', piece.length);
    size_t whole = point ? (size_t)(point - piece.text) : piece.length, tenth = 0;
    if (!take_number((struct piece){piece.text, whole}, 100, value) ||
        (point &&
         (piece.length != whole + 2 || !take_number((struct piece){point + 1, 1}, 9, &tenth))))
        return false;
    *value = *value * 10 + tenth;
    return true;
}

/* A point "50:170"; each is beyond the one before. */
static bool take_length(struct piece piece, const struct grammar_length *before,
                        struct grammar_length *length)
{
    const char *colon = memchr(piece.text, ':', piece.length);
    size_t part = colon ? (size_t)(colon - piece.text) : 0, per_mille, words;
    if (!colon || !take_per_mille((struct piece){piece.text, part}, &per_mille) ||
        !take_number((struct piece){colon + 1, piece.length - part - 1}, GRAMMAR_LONGEST, &words) ||
        words == 0 || per_mille > 1000)
        return false;
    *length = (struct grammar_length){(uint32_t)per_mille, (uint32_t)words};
    return before ? per_mille > before->per_mille && words >= before->words : per_mille == 0;
}

static enum rt_status read_lengths(struct source_reader *reader, struct piece rest)
{
    struct grammar *grammar = reader->grammar;
    for (struct piece word = next_word(&rest); word.length > 0; word = next_word(&rest)) {
        struct grammar_length *length = &grammar->length[grammar->lengths];
        if (grammar->lengths == GRAMMAR_LENGTHS)
            return here(reader, rt_fail(reader->error, ERR_GRAMMAR_LENGTHS, GRAMMAR_LENGTHS));
        if (!take_length(word, grammar->lengths > 0 ? length - 1 : NULL, length))
            return here(reader,
                        rt_fail(reader->error, ERR_GRAMMAR_LENGTH,
                                source_quote(word.text, word.length).text, GRAMMAR_LONGEST));
        grammar->lengths++;
    }
    return RT_OK;
}

static enum rt_status read_mood(struct source_reader *reader, struct piece rest)
{
    struct grammar *grammar = reader->grammar;
    size_t share, agrees;
    if (grammar->moods == GRAMMAR_MOODS)
        return here(reader, rt_fail(reader->error, ERR_GRAMMAR_MOODS, GRAMMAR_MOODS));
    if (!take_number(next_word(&rest), 100, &share) ||
        !take_number(next_word(&rest), 99, &agrees) || rest.length > 0 || agrees < 50)
        return fail_at_line(reader, ERR_GRAMMAR_MOOD);
    struct grammar_mood *mood = &grammar->mood[grammar->moods];
    double before = grammar->moods > 0 ? mood[-1].share : 0;
    *mood = (struct grammar_mood){before + (double)share / 100, (double)agrees / 100};
    grammar->moods++;
    return RT_OK;
}

static enum rt_status read_directive(struct source_reader *reader, struct piece line)
{
    struct piece rest = line, word = next_word(&rest);
    size_t number;
    rest = trim(rest);
    if (is(word, "name")) {
        if (rest.length == 0 || rest.length >= GRAMMAR_NAME_SIZE)
            return fail_at_line(reader, ERR_GRAMMAR_NAME);
        utf8_sanitize(rest.text, rest.length, false, reader->grammar->name, GRAMMAR_NAME_SIZE);
        return RT_OK;
    }
    if (is(word, "reviews"))
        return read_rows(reader, rest);
    if (is(word, "lengths"))
        return read_lengths(reader, rest);
    if (is(word, "mood"))
        return read_mood(reader, rest);
    if (is(word, "seed") && take_number(rest, 999999999, &number)) {
        reader->grammar->seed = number;
        return RT_OK;
    }
    if (is(word, "noise") && take_number(rest, 49, &number)) {
        reader->grammar->noise = (double)number / 100;
        return RT_OK;
    }
    return here(reader, rt_fail(reader->error, ERR_GRAMMAR_SETTING,
                                source_quote(line.text, line.length).text));
}

const struct source_category *source_find(const struct source *source, const char *name,
                                          size_t length)
{
    for (size_t i = 0; i < source->categories; i++) {
        if (strlen(source->category[i].name) == length &&
            memcmp(source->category[i].name, name, length) == 0)
            return &source->category[i];
    }
    return NULL;
}

static bool is_name(struct piece piece)
{
    if (piece.length == 0 || piece.length >= SOURCE_NAME_SIZE)
        return false;
    for (size_t i = 0; i < piece.length; i++) {
        char c = piece.text[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9' && i > 0) || (c == '_' && i > 0)))
            return false;
    }
    return true;
}

/* The category that a heading names, new or (for its other side) known. */
static enum rt_status open_category(struct source_reader *reader, struct piece name,
                                    enum source_side side, struct source_category **category)
{
    struct source *source = reader->source;
    *category = (struct source_category *)source_find(source, name.text, name.length);
    if (!*category) {
        if (source->categories == SOURCE_CATEGORIES)
            return here(reader, rt_fail(reader->error, ERR_GRAMMAR_CATEGORIES, SOURCE_CATEGORIES));
        *category = &source->category[source->categories++];
        memset(*category, 0, sizeof **category);
        memcpy((*category)->name, name.text, name.length);
        return RT_OK;
    }
    if ((*category)->side[side].number == 0 && side != SIDE_NONE &&
        (*category)->side[SIDE_NONE].number == 0)
        return RT_OK;
    return here(reader, rt_fail(reader->error, ERR_GRAMMAR_TWICE, (*category)->name));
}

/* "[adjective +] words", "[verdict] says 2", "[surname] made 2000". */
static enum rt_status read_heading(struct source_reader *reader, struct piece line)
{
    const char *close = memchr(line.text, ']', line.length);
    if (!close)
        return fail_at_line(reader, ERR_GRAMMAR_HEADING_OPEN);
    struct piece inside = {line.text + 1, (size_t)(close - line.text) - 1};
    struct piece rest = {close + 1, line.length - (size_t)(close + 1 - line.text)};
    struct piece name = next_word(&inside), sign = next_word(&inside), word = next_word(&rest);
    enum source_side side = is(sign, "+") ? SIDE_PLUS : is(sign, "-") ? SIDE_MINUS : SIDE_NONE;
    struct source_category *category;
    size_t number = 0;
    if (!is_name(name) || inside.length > 0 || (sign.length > 0 && side == SIDE_NONE))
        return fail_at_line(reader, ERR_GRAMMAR_HEADING_NAME);
    enum rt_status status = open_category(reader, name, side, &category);
    if (status != RT_OK)
        return status;
    reader->section = &category->side[side];
    *reader->section =
        (struct source_section){.number = reader->number, .first = reader->source->lines};
    if (is(word, "words")) {
        reader->section->kind = SOURCE_WORDS;
    } else if (is(word, "made")) {
        if (!take_number(next_word(&rest), MADE_MAX, &number) || number == 0)
            return here(reader, rt_fail(reader->error, ERR_GRAMMAR_MADE, MADE_MAX));
        reader->section->kind = SOURCE_MADE;
        reader->section->made = number;
    } else if (is(word, "says")) {
        if (!take_number(next_word(&rest), 9, &number) || number == 0)
            return fail_at_line(reader, ERR_GRAMMAR_SAYS);
        if (side != SIDE_NONE)
            return fail_at_line(reader, ERR_GRAMMAR_SAYS_SIDE);
        category->says = (int)number;
    } else if (word.length > 0) {
        return fail_at_line(reader, ERR_GRAMMAR_HEADING_WORD);
    }
    return rest.length > 0 ? fail_at_line(reader, ERR_GRAMMAR_HEADING_MORE) : RT_OK;
}

/* A line below a heading: "12: text", or "text". */
static enum rt_status read_line(struct source_reader *reader, struct piece line)
{
    size_t digits = 0, weight = 1;
    while (digits < line.length && line.text[digits] >= '0' && line.text[digits] <= '9')
        digits++;
    if (reader->section->kind != SOURCE_WORDS && digits > 0 && digits < line.length &&
        line.text[digits] == ':') {
        if (!take_number((struct piece){line.text, digits}, WEIGHT_MAX, &weight) || weight == 0)
            return here(reader, rt_fail(reader->error, ERR_GRAMMAR_WEIGHT, WEIGHT_MAX));
        line = trim((struct piece){line.text + digits + 1, line.length - digits - 1});
        if (line.length == 0)
            return fail_at_line(reader, ERR_GRAMMAR_WEIGHT_ALONE);
    }
    reader->source->line[reader->source->lines++] =
        (struct source_line){line.text, line.length, reader->number, (uint32_t)weight};
    reader->section->count++;
    return RT_OK;
}

/* What must have been said by the end. */
static enum rt_status check_whole(struct source_reader *reader)
{
    const struct grammar *grammar = reader->grammar;
    const char *missing = NULL;
    if (!grammar->name[0])
        missing = "name";
    else if (grammar->train_rows == 0)
        missing = "reviews";
    else if (grammar->lengths == 0)
        missing = "lengths";
    else if (grammar->moods == 0)
        missing = "mood";
    if (missing)
        return rt_fail(reader->error, ERR_GRAMMAR_SETTING_MISSING, missing);
    if (grammar->length[grammar->lengths - 1].per_mille != 1000)
        return rt_fail(reader->error, ERR_GRAMMAR_LENGTHS_STOP);
    double all = grammar->mood[grammar->moods - 1].share;
    if (all < 0.999 || all > 1.001)
        return rt_fail(reader->error, ERR_GRAMMAR_MOOD_SHARES, all * 100);
    for (size_t i = 0; i < reader->source->categories; i++) {
        const struct source_category *category = &reader->source->category[i];
        for (size_t side = 0; side < SIDE_COUNT; side++) {
            const struct source_section *section = &category->side[side];
            if (section->number > 0 && section->count == 0) {
                enum rt_status status = rt_fail(reader->error, ERR_GRAMMAR_EMPTY, category->name);
                rt_error_at_line(reader->error, section->number);
                return status;
            }
        }
        if (category->side[SIDE_NONE].number == 0 &&
            (category->side[SIDE_PLUS].number == 0 || category->side[SIDE_MINUS].number == 0))
            return rt_fail(reader->error, ERR_GRAMMAR_ONE_SIDE, category->name);
    }
    return RT_OK;
}

enum rt_status source_read(struct source *source, struct grammar *grammar, const char *text,
                           size_t length, struct rt_error *error)
{
    struct source_reader reader = {.source = source, .grammar = grammar, .error = error};
    const char *end = text + length;
    size_t lines = 1;
    for (size_t i = 0; i < length; i++)
        lines += text[i] == '\n';
    source->line = arena_alloc(grammar->arena, lines, sizeof *source->line);
    if (!source->line)
        return rt_fail(error, ERR_NO_MEMORY);
    while (text < end) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        struct piece line = {text, (size_t)((newline ? newline : end) - text)};
        enum rt_status status = RT_OK;
        text = newline ? newline + 1 : end;
        reader.number++;
        line = trim(line);
        if (memchr(line.text, '\0', line.length))
            status = fail_at_line(&reader, ERR_GRAMMAR_NUL);
        else if (reader.number == 1)
            status = is(line, GRAMMAR_MAGIC) ? RT_OK : fail_at_line(&reader, ERR_GRAMMAR_MAGIC);
        else if (line.length == 0 || line.text[0] == '#')
            continue;
        else if (line.text[0] == '[')
            status = read_heading(&reader, line);
        else if (!reader.section)
            status = read_directive(&reader, line);
        else
            status = read_line(&reader, line);
        if (status != RT_OK)
            return status;
    }
    return check_whole(&reader);
}
