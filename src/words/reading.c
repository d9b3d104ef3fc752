#include "config.h"

#include "rnntop/words/reading.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "rnntop/words/sentence.h"

#define NAME_COLUMNS 39 /* of a column's name */

/* ---- what it is ---- */

static void add_separator(struct sentence *sentence, const char *separator)
{
    static const struct {
        const char *separator, *words;
    } known[] = {{"\t", "separated by tabs"},
                 {",", "CSV"},
                 {";", "separated by semicolons"},
                 {" ", "separated by blanks"},
                 {"\x01", "separated by Ctrl-A"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(separator, known[i].separator) == 0) {
            sentence_add(sentence, known[i].words);
            return;
        }
    }
    sentence_add(sentence, "separated by ");
    sentence_add_foreign(sentence, separator, strlen(separator), 0);
}

static void add_form(struct sentence *sentence, const struct text_reading *reading)
{
    static const char *const form[TEXT_FORMS] = {
        [TEXT_FORM_JSON_LINES] = "JSON lines",
        [TEXT_FORM_JSON_LIST] = "a JSON list",
        [TEXT_FORM_JSON_COLUMNS] = "JSON by columns",
        [TEXT_FORM_FASTTEXT] = "fastText's form",
        [TEXT_FORM_CLASS_FOLDERS] = "a folder for each class",
        [TEXT_FORM_CLASS_FILES] = "a file for each class",
        [TEXT_FORM_PAIRS] = "a file of texts and one of their labels",
    };
    if (reading->form == TEXT_FORM_DELIMITED)
        add_separator(sentence, reading->separator);
    else if (reading->form < TEXT_FORMS && form[reading->form])
        sentence_add(sentence, form[reading->form]);
}

static size_t columns_told(const struct text_reading *reading)
{
    return reading->column_count < READING_COLUMNS ? reading->column_count : READING_COLUMNS;
}

/* A column by its name, or by its number where it has none. */
static void add_column(struct sentence *sentence, const struct reading_column *column)
{
    char number[24];
    snprintf(number, sizeof number, "%u", column->number);
    if (column->name[0])
        sentence_add_foreign(sentence, column->name, strlen(column->name), NAME_COLUMNS);
    else
        sentence_add(sentence, number);
}

/* The columns of a use, with " + " between them. */
static void add_columns_of(struct sentence *sentence, const struct text_reading *reading,
                           enum column_use use)
{
    const char *before = "";
    for (size_t i = 0; i < columns_told(reading); i++) {
        if (reading->column[i].use != use)
            continue;
        sentence_add(sentence, before);
        add_column(sentence, &reading->column[i]);
        before = " + ";
    }
}

/* fastText's labels are in no column, nor are those of folders. */
static bool has_columns(const struct text_reading *reading)
{
    return reading->columns > 0 && reading->form != TEXT_FORM_FASTTEXT;
}

static void add_columns(struct sentence *sentence, const struct text_reading *reading)
{
    sentence_add(sentence, ", label: ");
    add_columns_of(sentence, reading, COLUMN_LABEL);
    sentence_add(sentence, ", text: ");
    add_columns_of(sentence, reading, COLUMN_TEXT);
}

char *reading_say_form(const struct text_reading *reading, char *out, size_t size)
{
    struct sentence sentence;
    sentence_begin(&sentence, out, size);
    add_form(&sentence, reading);
    return out;
}

char *reading_say(const struct text_reading *reading, char *out, size_t size)
{
    struct sentence sentence;
    sentence_begin(&sentence, out, size);
    if (reading->form == TEXT_FORM_NONE)
        return out;
    add_form(&sentence, reading);
    sentence_add(&sentence, ", ");
    sentence_add(&sentence, reading->encodings);
    if (has_columns(reading))
        add_columns(&sentence, reading);
    return out;
}

/* ---- what a person may not have meant ---- */

static uint64_t folded(const struct text_reading *reading)
{
    return reading->spellings > reading->classes ? reading->spellings : 0;
}

static uint64_t rivals(const struct text_reading *reading)
{
    uint64_t count = 0;
    for (size_t i = 0; i < columns_told(reading); i++)
        count += reading->column[i].may_label && reading->column[i].use == COLUMN_UNUSED;
    return reading->label_by_name ? 0 : count;
}

static uint64_t widened(const struct text_reading *reading)
{
    return reading->widened;
}

static uint64_t many_labels(const struct text_reading *reading)
{
    return reading->many_labels;
}

static uint64_t replaced(const struct text_reading *reading)
{
    return reading->replaced;
}

static uint64_t broken_bytes(const struct text_reading *reading)
{
    return reading->broken_bytes;
}

static uint64_t backslash(const struct text_reading *reading)
{
    return reading->backslash;
}

static uint64_t separator_line(const struct text_reading *reading)
{
    return reading->separator_line;
}

/* A note applies where its number is not 0. */
static const struct {
    uint64_t (*number)(const struct text_reading *reading);
    const char *pattern;
} notes[READING_NOTES] = {
    {rivals, "The label is taken from {label}, whose few values come again; {number:it may be|one "
             "of these may be} {rivals} instead: --label-column."},
    {folded, "{number} spellings of labels are {classes} classes ({folded}); --labels exact keeps "
             "them apart."},
    {widened, "{number} {number:text holds|texts hold} the sign that divides columns, without "
              "quotes: taken whole."},
    {backslash, "A backslash stands before quotes inside of texts; --escape none says it does "
                "not."},
    {separator_line, "The first line says what divides the columns."},
    {many_labels, "{number} {number:row has|rows have} several labels: the first counts."},
    {replaced, "In {number} {number:text|texts} U+FFFD stands for what is no character."},
    {broken_bytes, "{number} {number:byte is|bytes are} no character in that encoding: U+FFFD "
                   "stands there; --encoding names another."},
};

struct saying {
    const struct text_reading *reading;
    uint64_t number;
};

static void add_quoted(struct sentence *sentence, const char *text)
{
    sentence_add(sentence, "'");
    sentence_add_foreign(sentence, text, strlen(text), 0);
    sentence_add(sentence, "'");
}

static void add_folded(struct sentence *sentence, const struct text_reading *reading)
{
    for (size_t i = 0; i < reading->folded_count && i < READING_FOLDED; i++) {
        sentence_add(sentence, i > 0 ? ", " : "");
        add_quoted(sentence, reading->folded[i].spelling);
        sentence_add(sentence, " is ");
        add_quoted(sentence, reading->folded[i].class_name);
    }
}

static void add_rivals(struct sentence *sentence, const struct text_reading *reading)
{
    const char *before = "";
    for (size_t i = 0; i < columns_told(reading); i++) {
        if (!reading->column[i].may_label || reading->column[i].use != COLUMN_UNUSED)
            continue;
        sentence_add(sentence, before);
        add_column(sentence, &reading->column[i]);
        before = ", ";
    }
}

static void place(void *context, struct sentence *sentence, const char *name, size_t length,
                  const char *form, size_t form_length)
{
    const struct saying *saying = context;
    const struct text_reading *reading = saying->reading;
    if (sentence_is(name, length, "number") && form)
        sentence_add_plural(sentence, form, form_length, saying->number);
    else if (sentence_is(name, length, "number"))
        sentence_add_grouped(sentence, saying->number);
    else if (sentence_is(name, length, "classes"))
        sentence_add_grouped(sentence, reading->classes);
    else if (sentence_is(name, length, "label"))
        add_columns_of(sentence, reading, COLUMN_LABEL);
    else if (sentence_is(name, length, "rivals"))
        add_rivals(sentence, reading);
    else if (sentence_is(name, length, "folded"))
        add_folded(sentence, reading);
}

char *reading_say_note(const struct text_reading *reading, size_t note, char *out, size_t size)
{
    struct sentence sentence;
    sentence_begin(&sentence, out, size);
    struct saying saying = {reading, notes[note].number(reading)};
    if (saying.number > 0)
        sentence_fill(&sentence, notes[note].pattern, place, &saying);
    return out;
}
