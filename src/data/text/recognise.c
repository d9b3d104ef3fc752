#include "config.h"

#include "rnntop/data/text/recognise.h"

#include <stdlib.h>
#include <string.h>

#include "rnntop/data/text/column_values.h"

#define VARIANT_BYTES ((size_t)16 << 20) /* of which it is decided what quotes are */
#define LABEL_COLUMNS 16                 /* that are looked at for labels */
#define CLEARLY       1.02
#define EVERY_LINE    0.98
#define EVENLY        0.98 /* of the rows have the same number of fields */
#define BLANK_ROWS    20   /* of a label, where a blank follows it */
/* What a form is worth in which no column looks like labels, or which sees but one row. JSON is
 * nothing else by chance. */
#define WITHOUT_LABELS      0.5
#define WITHOUT_LABELS_JSON 0.9
#define ONE_ROW             0.5
#define CERTAIN             0.5 /* of a form that is no delimited text */

/* A form to be tried. */
struct candidate {
    enum text_form form;
    const char *separator; /* DELIMITED */
    bool quoting;
    bool rare;  /* must stand in every line, with labels before or behind it */
    bool blank; /* stands in every text: few labels, and many rows of each */
};

static const struct candidate candidates[] = {
    {TEXT_FORM_JSON_LINES, "", false, false, false},
    {TEXT_FORM_JSON_LIST, "", false, false, false},
    {TEXT_FORM_JSON_COLUMNS, "", false, false, false},
    {TEXT_FORM_FASTTEXT, "", false, false, false},
    {TEXT_FORM_DELIMITED, "\t", true, false, false},
    {TEXT_FORM_DELIMITED, ",", true, false, false},
    {TEXT_FORM_DELIMITED, ";", true, false, false},
    {TEXT_FORM_DELIMITED, "|||", false, true, false},
    {TEXT_FORM_DELIMITED, "|", true, true, false},
    {TEXT_FORM_DELIMITED, "::", false, true, false},
    {TEXT_FORM_DELIMITED, "\x01", false, true, false},
    {TEXT_FORM_DELIMITED, "^", false, true, false},
    {TEXT_FORM_DELIMITED, "@", false, true, false},
    {TEXT_FORM_DELIMITED, " ", false, true, true},
};

/* What a form makes of the text. */
struct trial {
    size_t records;
    size_t whole;  /* have as many fields as most have, and nothing odd; one alone is no table */
    size_t parted; /* have two fields or more */
    size_t quoted; /* fields that stand in quotes */
    size_t odd;    /* records with a quote that is not where it should be */
    struct column_values column[LABEL_COLUMNS], last;
};

static bool trial_open(struct trial *trial)
{
    memset(trial, 0, sizeof *trial);
    bool opened = column_values_open(&trial->last);
    for (size_t i = 0; i < LABEL_COLUMNS; i++)
        opened = column_values_open(&trial->column[i]) && opened;
    return opened;
}

static void trial_close(struct trial *trial)
{
    column_values_close(&trial->last);
    for (size_t i = 0; i < LABEL_COLUMNS; i++)
        column_values_close(&trial->column[i]);
}

static bool trial_take(struct trial *trial, const struct record *record)
{
    bool memory = true;
    for (size_t i = 0; i < record->fields && i < LABEL_COLUMNS; i++)
        memory = memory && column_values_add(&trial->column[i], record->field[i]);
    return memory && record->fields > 0 &&
           column_values_add(&trial->last, record->field[record->fields - 1]);
}

/* Reads a beginning of the table, whose first record may name the columns. */
static bool try_table(struct table *table, struct trial *trial, size_t bytes, size_t records)
{
    struct record *record = calloc(1, sizeof *record);
    size_t counts[DATA_COLUMNS_MAX + 1] = {0};
    bool there = true, memory = record;
    table_rewind(table);
    while (memory && (trial->records < RECOGNISE_LEAST ||
                      (trial->records < records && table->at - table->begin < bytes))) {
        memory = table_next(table, record, &there, NULL) == RT_OK;
        if (!memory || !there)
            break;
        bool odd = record->stray || record->unclosed || record->broken != ERR_NONE;
        if (record->unclosed && table_has_names(table))
            break; /* a file that was cut off: what is whole tells its form */
        bool first = trial->records++ == 0 && !table_has_names(table);
        trial->odd += record->stray || record->unclosed;
        counts[odd ? 0 : record->fields]++;
        trial->parted += !odd && record->fields >= 2;
        trial->quoted += record->quoted;
        if (!odd && !first)
            memory = trial_take(trial, record);
    }
    for (size_t i = table_has_names(table) ? 1 : 2; i <= DATA_COLUMNS_MAX; i++)
        trial->whole = counts[i] > trial->whole ? counts[i] : trial->whole;
    free(record);
    return memory;
}

/* Are these labels, for so many rows: few, which come again? */
static bool are_labels(const struct column_values *values, size_t rows, bool blank)
{
    size_t different = column_values_count(values);
    return rows > 0 && different > 0 && !values->long_ones &&
           10 * column_values_repeated(values) >= 9 * (values->rows < rows ? values->rows : rows) &&
           2 * values->rows >= rows && (!blank || BLANK_ROWS * different <= rows);
}

/* Does one of the columns look like labels? Of separators that are rare elsewhere the first or the
 * last. */
static bool has_labels(const struct trial *trial, size_t rows, const struct candidate *candidate)
{
    bool labels = are_labels(&trial->column[0], rows, candidate->blank) ||
                  are_labels(&trial->last, rows, candidate->blank);
    bool even = EVENLY * (double)trial->records <= (double)trial->whole;
    for (size_t i = 1; i < LABEL_COLUMNS && !labels && (even || !candidate->rare); i++)
        labels = are_labels(&trial->column[i], rows, candidate->blank);
    return labels;
}

/* How much of the text a form explains, from 0 to 1. */
static double explained(const struct trial *trial, const struct candidate *candidate)
{
    if (trial->records == 0)
        return 0;
    size_t rows = trial->records > 1 ? trial->records - 1 : 1;
    double whole = (double)trial->whole / (double)trial->records;
    double parted = (double)trial->parted / (double)trial->records;
    bool labels = has_labels(trial, rows, candidate);
    if (candidate->rare && (!labels || parted < EVERY_LINE))
        return 0;
    /* Labels, and separators in the text: all of it is explained. */
    double share = labels && parted > whole ? parted : whole;
    if (trial->records == 1) /* a sentence with a comma is no table */
        return candidate->form == TEXT_FORM_DELIMITED ? 0 : ONE_ROW * share;
    return labels                                   ? share
           : candidate->form == TEXT_FORM_DELIMITED ? WITHOUT_LABELS * share
                                                    : WITHOUT_LABELS_JSON * share;
}

static struct table table_of(const char *text, size_t length, const struct candidate *candidate)
{
    struct table table = {.form = candidate->form, .text = text, .length = length};
    table.dialect.quoting = candidate->quoting;
    table.dialect.length = strlen(candidate->separator);
    memcpy(table.dialect.separator, candidate->separator, table.dialect.length);
    return table;
}

/* Tries one, and gives what it explains. False without memory. */
static bool weigh(struct table *table, const struct candidate *candidate, double *share)
{
    *share = 0;
    /* Quotes that are only characters would swallow lines: a trial without them too. */
    for (int quoting = candidate->quoting; quoting >= 0; quoting--) {
        struct trial trial;
        table->dialect.quoting = quoting;
        bool memory =
            trial_open(&trial) && try_table(table, &trial, RECOGNISE_BYTES, RECOGNISE_RECORDS);
        double found = memory ? explained(&trial, candidate) : 0;
        bool clean = trial.odd == 0;
        trial_close(&trial);
        *share = found > *share ? found : *share;
        if (!memory || clean)
            return memory;
    }
    return true;
}

/* ---- what quotes are ---- */

/* How the rows come out where quotes are taken in one way. */
struct variant {
    double even; /* the share that have the same number of fields, with nothing odd */
    size_t odd, quoted;
};

static bool try_variant(struct table *table, bool quoting, bool backslash, struct variant *variant)
{
    struct trial trial;
    table->dialect.quoting = quoting;
    table->dialect.backslash = backslash;
    bool memory = trial_open(&trial) && try_table(table, &trial, VARIANT_BYTES, SIZE_MAX);
    *variant = (struct variant){.odd = trial.odd, .quoted = trial.quoted};
    if (trial.records > 0)
        variant->even = (double)trial.whole / (double)trial.records;
    trial_close(&trial);
    return memory;
}

/* Quotes go round fields where all stand as they should; or with a backslash before some; or they
 * are characters, as the SMS collection has them. Where commas divide, which stand in texts too,
 * there must be next to no field that is closed. */
static bool choose_quoting(struct table *table, const struct text_spec *spec)
{
    struct variant quoted, slashed = {.even = 0}, plain = {.even = 0};
    bool asked = spec->escape == ESCAPE_BACKSLASH;
    bool may_slash = asked || (spec->escape == ESCAPE_AUTO && strstr(table->text, "\\\""));
    bool tabs = table->dialect.separator[0] == '\t';
    table->dialect.quoting = true;
    table->dialect.backslash = asked;
    if (asked || !strchr(table->text, '"'))
        return true;
    bool memory = try_variant(table, true, false, &quoted);
    if (memory && may_slash)
        memory = try_variant(table, true, true, &slashed);
    if (memory && quoted.odd > 0)
        memory = try_variant(table, false, false, &plain);
    bool backslash = slashed.even > quoted.even && slashed.even >= plain.even;
    bool characters =
        !backslash && plain.even > quoted.even && (tabs || quoted.quoted < quoted.odd);
    table->dialect.quoting = !characters;
    table->dialect.backslash = backslash;
    return memory;
}

/* ---- all of them ---- */

/* The separator that a person names. */
static void take_asked(struct table *table, const char *text, size_t length,
                       const struct text_spec *spec)
{
    static const struct {
        const char *word, *separator;
    } words[] = {{"tab", "\t"},      {"\\t", "\t"},      {"comma", ","},
                 {"semicolon", ";"}, {"pipe", "|"},      {"blank", " "},
                 {"space", " "},     {"ctrl-a", "\x01"}, {"\\x01", "\x01"}};
    const char *separator = spec->delimiter;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(separator, words[i].word) == 0)
            separator = words[i].separator;
    }
    const struct candidate asked = {TEXT_FORM_DELIMITED, separator, true, false, false};
    *table = table_of(text, length, &asked);
    table_open(table);
}

static bool take_best(struct table *table, const char *text, size_t length, bool *known)
{
    double best = 0, share;
    *table = table_of(text, length, &(struct candidate){TEXT_FORM_DELIMITED, ",", true, 0, 0});
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
        struct table trial = table_of(text, length, &candidates[i]);
        bool memory = true;
        if (candidates[i].form == TEXT_FORM_DELIMITED && best > CERTAIN &&
            table->form != TEXT_FORM_DELIMITED)
            break;
        share = 0;
        if (table_open(&trial))
            memory = weigh(&trial, &candidates[i], &share);
        memory = memory && !trial.no_memory;
        table_close(&trial);
        if (!memory)
            return false;
        if (share <= best * CLEARLY)
            continue;
        best = share;
        *table = table_of(text, length, &candidates[i]);
    }
    *known = best > 0 && table_open(table);
    return !table->no_memory;
}

enum rt_status recognise_table(struct table *table, const char *text, size_t length,
                               const struct text_spec *spec, bool *known, struct rt_error *error)
{
    bool memory = true;
    *known = true;
    if (spec->delimiter[0])
        take_asked(table, text, length, spec);
    else
        memory = take_best(table, text, length, known);
    if (memory && table->form == TEXT_FORM_DELIMITED)
        memory = choose_quoting(table, spec);
    table_rewind(table);
    return memory ? RT_OK : rt_fail(error, ERR_TEXT_NO_MEMORY);
}
