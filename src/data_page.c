#include "config.h"

#include "data_page.h"

#include <stdlib.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/report/summary.h"
#include "rnntop/words/reading.h"

#define NAME_COLUMNS 10 /* of what is to the left */
#define LAST_COLUMN  79
#define WIDEST_NAME  24 /* of a column or a class */
#define LINE_SIZE    512
#define CLASSES_MOST 20 /* that have a line of their own */

/* ---- lines ---- */

/* Pads with blanks to a column, or puts one blank where that has been passed. */
static void pad(FILE *out, size_t width, size_t wanted)
{
    do {
        fputc(' ', out);
        width++;
    } while (width < wanted);
}

/* "name      text", wrapped between words; what is longer than a line is cut nowhere. */
static void print_row(FILE *out, const char *name, const char *text)
{
    size_t column = NAME_COLUMNS;
    fputs(name, out);
    pad(out, strlen(name), NAME_COLUMNS);
    for (const char *at = text; *at;) {
        char word[LINE_SIZE];
        size_t length = strcspn(at, " ");
        snprintf(word, sizeof word, "%.*s", (int)length, at);
        size_t width = utf8_text_columns(word);
        if (at > text && column + 1 + width > LAST_COLUMN) {
            fputc('\n', out);
            pad(out, 0, NAME_COLUMNS);
            column = NAME_COLUMNS;
        } else if (at > text) {
            fputc(' ', out);
            column++;
        }
        fputs(word, out);
        column += width;
        at += length + (at[length] == ' ');
    }
    fputc('\n', out);
}

/* A line that is cut at the last column. */
static void print_cut(FILE *out, const char *name, char *text)
{
    size_t fit = utf8_bytes_of_columns(text, LAST_COLUMN - NAME_COLUMNS);
    text[fit] = '\0';
    fputs(name, out);
    pad(out, strlen(name), NAME_COLUMNS);
    fprintf(out, "%s\n", text);
}

/* Puts text into a field so wide, cut or filled up with blanks. Returns its bytes. */
static size_t put_field(char *out, size_t size, const char *text, size_t width)
{
    char whole[LINE_SIZE];
    snprintf(whole, sizeof whole, "%s", text);
    size_t columns = utf8_text_columns(whole);
    if (columns > width) {
        whole[utf8_bytes_of_columns(whole, width - 3)] = '\0';
        strcat(whole, "...");
        columns = utf8_text_columns(whole);
    }
    return (size_t)snprintf(out, size, "%s%*s", whole, (int)(columns < width ? width - columns : 0),
                            "");
}

/* ---- how it was read ---- */

static void print_form(FILE *out, const struct text_reading *reading)
{
    char form[READING_TEXT_SIZE], line[2 * READING_TEXT_SIZE];
    reading_say_form(reading, form, sizeof form);
    snprintf(line, sizeof line, "%s%s%s", form, reading->encodings[0] ? ", " : "",
             reading->encodings);
    if (reading->form == TEXT_FORM_DELIMITED)
        snprintf(line + strlen(line), sizeof line - strlen(line), "; %s; %s",
                 reading->quotes ? "quotes go round fields" : "quotes are characters",
                 reading->header ? "the first row names the columns" : "no row of names");
    print_row(out, "form", line);
}

static void print_column(FILE *out, const struct reading_column *column, bool first)
{
    static const char *const use[] = {
        [COLUMN_UNUSED] = "", [COLUMN_LABEL] = "label", [COLUMN_TEXT] = "text"};
    char line[LINE_SIZE], values[SUMMARY_NUMBER_SIZE];
    size_t used = (size_t)snprintf(line, sizeof line, "%2u  ", column->number);
    summary_number(column->values < READING_MANY_VALUES ? column->values : READING_MANY_VALUES - 1,
                   values);
    used += put_field(line + used, sizeof line - used, column->name, WIDEST_NAME);
    snprintf(line + used, sizeof line - used, "  %-6s  %s%s %s of about %u byte%s%s",
             use[column->use], column->values < READING_MANY_VALUES ? "" : "over ", values,
             column->values == 1 ? "value" : "values", column->bytes, column->bytes == 1 ? "" : "s",
             column->use == COLUMN_UNUSED && column->may_label ? "; a label?" : "");
    print_cut(out, first ? "columns" : "", line);
}

static void print_columns(FILE *out, const struct text_reading *reading)
{
    char more[LINE_SIZE];
    if (reading->form == TEXT_FORM_FASTTEXT)
        return;
    for (size_t i = 0; i < reading->column_count; i++)
        print_column(out, &reading->column[i], i == 0);
    if (reading->columns <= reading->column_count)
        return;
    snprintf(more, sizeof more, "and %u more", reading->columns - reading->column_count);
    print_row(out, "", more);
}

static void print_rows(FILE *out, const struct text_reading *reading)
{
    char taken[SUMMARY_NUMBER_SIZE], left[SUMMARY_NUMBER_SIZE], line[LINE_SIZE];
    summary_number(reading->rows, taken);
    summary_number(reading->left_out, left);
    snprintf(line, sizeof line, "%s read, %s left out", taken, reading->left_out ? left : "none");
    print_row(out, "rows", line);
}

static void print_samples(FILE *out, const struct text_reading *reading)
{
    char line[LINE_SIZE];
    size_t widest = 0;
    for (size_t i = 0; i < reading->samples; i++) {
        size_t columns = utf8_text_columns(reading->sample[i].label);
        widest = columns > widest ? columns : widest;
    }
    widest = widest < WIDEST_NAME ? widest : WIDEST_NAME;
    for (size_t i = 0; i < reading->samples; i++) {
        size_t used = put_field(line, sizeof line, reading->sample[i].label, widest);
        snprintf(line + used, sizeof line - used, "  %s", reading->sample[i].text);
        print_cut(out, i == 0 ? "first" : "", line);
    }
}

void data_page_reading(FILE *out, const struct text_reading *reading)
{
    char note[READING_TEXT_SIZE];
    const char *name = "notes";
    if (reading->form == TEXT_FORM_NONE)
        return;
    print_form(out, reading);
    print_columns(out, reading);
    print_rows(out, reading);
    print_samples(out, reading);
    for (size_t i = 0; i < READING_NOTES; i++) {
        if (!reading_say_note(reading, i, note, sizeof note)[0])
            continue;
        print_row(out, name, note);
        name = "";
    }
}

/* ---- what it is ---- */

static void add_counts(const struct data_rows *rows, size_t *counts)
{
    for (size_t i = 0; i < rows->rows; i++)
        counts[(size_t)rows->y[i]]++;
}

static void print_classes(FILE *out, const struct dataset *data)
{
    size_t *counts = calloc(data->classes, sizeof *counts), widest = 0;
    size_t all = data->train.rows + data->validation.rows + data->test.rows;
    char line[LINE_SIZE], number[SUMMARY_NUMBER_SIZE];
    if (!counts)
        return;
    add_counts(&data->train, counts);
    add_counts(&data->validation, counts);
    add_counts(&data->test, counts);
    for (size_t i = 0; i < data->classes; i++) {
        size_t columns = utf8_text_columns(data->class_name[i]);
        widest = columns > widest ? columns : widest;
    }
    widest = widest < WIDEST_NAME ? widest : WIDEST_NAME;
    for (size_t i = 0; i < data->classes && i < CLASSES_MOST; i++) {
        size_t used = put_field(line, sizeof line, data->class_name[i], widest);
        summary_number(counts[i], number);
        snprintf(line + used, sizeof line - used, "  %9s  %4.1f %%", number,
                 100.0 * (double)counts[i] / (double)all);
        print_cut(out, i == 0 ? "classes" : "", line);
    }
    if (data->classes > CLASSES_MOST) {
        snprintf(line, sizeof line, "and %zu more", data->classes - CLASSES_MOST);
        print_row(out, "", line);
    }
    free(counts);
}

static void print_lengths(FILE *out, const struct dataset *data)
{
    const struct data_lengths *lengths = &data->lengths;
    char line[LINE_SIZE], words[SUMMARY_NUMBER_SIZE];
    size_t used = 0;
    if (lengths->longest > 0)
        used =
            (size_t)snprintf(line, sizeof line, "%u to %u words, half up to %u, 95 of 100 up to %u",
                             lengths->shortest, lengths->longest, lengths->median, lengths->most);
    if (data->words_found > 0) {
        summary_number(data->words_found, words);
        used += (size_t)snprintf(line + used, sizeof line - used, "%s%s different words",
                                 used ? "; " : "", words);
    }
    if (used > 0)
        print_row(out, "lengths", line);
}

void data_page_set(FILE *out, const struct dataset *data)
{
    char line[LINE_SIZE], rows[3][SUMMARY_NUMBER_SIZE];
    print_classes(out, data);
    print_lengths(out, data);
    summary_number(data->train.rows, rows[0]);
    summary_number(data->validation.rows, rows[1]);
    summary_number(data->test.rows, rows[2]);
    snprintf(line, sizeof line, "%s for training, %s for validation, %s for the test", rows[0],
             rows[1], rows[2]);
    print_row(out, "parts", line);
}

/* ---- what would say otherwise ---- */

void data_page_options(FILE *out, const struct text_reading *reading)
{
    char line[LINE_SIZE] = "";
    bool table = reading->form != TEXT_FORM_NONE && reading->form != TEXT_FORM_FASTTEXT &&
                 reading->form != TEXT_FORM_CLASS_FOLDERS &&
                 reading->form != TEXT_FORM_CLASS_FILES && reading->form != TEXT_FORM_PAIRS;
    if (table)
        strcat(line, "--label-column COLUMN --text-column LIST ");
    if (reading->form == TEXT_FORM_DELIMITED)
        snprintf(line + strlen(line), sizeof line - strlen(line),
                 "--header %s --delimiter SIGN --escape %s ", reading->header ? "no" : "yes",
                 reading->backslash ? "none" : "backslash");
    if (reading->spellings > reading->classes)
        strcat(line, "--labels exact ");
    if (line[0]) {
        line[strlen(line) - 1] = '\0';
        print_row(out, "options", line);
    }
}
