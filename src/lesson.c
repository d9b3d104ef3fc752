#include "config.h"

#include <string.h>

#include "program.h"
#include "rnntop/base/utf8.h"
#include "rnntop/data/dataset.h"
#include "rnntop/data/text/vocabulary.h"
#include "rnntop/report/summary.h"
#include "rnntop/words/errors.h"
#include "rnntop/words/reading.h"
#include "rnntop/words/sentence.h"

#define LINE_END     79
#define NUMBERS_MOST ((size_t)200) /* of a row: 100 are the lesson's */

/* Words one after the other, wrapped; *column is where the line stands. */
static void print_word(FILE *out, size_t *column, const char *word)
{
    size_t width = utf8_text_columns(word);
    if (*column > 0 && *column + 1 + width > LINE_END) {
        fputc('\n', out);
        *column = 0;
    } else if (*column > 0) {
        fputc(' ', out);
        (*column)++;
    }
    fputs(word, out);
    *column += width;
}

/* The first row as the network reads it, x_train[0] of the lesson; of a long one both ends, as
 * numpy prints an array. */
static void print_numbers(const struct dataset *data, FILE *out)
{
    size_t column = 0;
    const bool whole = data->maxlen <= NUMBERS_MOST;
    for (size_t i = 0; i < data->maxlen; i++) {
        char word[24];
        if (!whole && i == NUMBERS_MOST / 2) {
            print_word(out, &column, "...");
            i = data->maxlen - NUMBERS_MOST / 2;
        }
        snprintf(word, sizeof word, "%s%d%s", i == 0 ? "[" : "", (int)data->train.x[i],
                 i + 1 < data->maxlen ? "," : "]");
        print_word(out, &column, word);
    }
    fputc('\n', out);
}

static void print_words(const struct dataset *data, FILE *out)
{
    size_t column = 0;
    for (size_t i = 0; i < data->first_length; i++) {
        const char *raw = vocabulary_word(data->vocabulary, data->first[i]);
        char word[256];
        utf8_sanitize(raw, strlen(raw), false, word, sizeof word);
        print_word(out, &column, word);
    }
    fputc('\n', out);
}

static void print_counts(const struct dataset *data, const char *part, const struct data_rows *rows,
                         FILE *out)
{
    size_t column = 0;
    print_word(out, &column, part);
    for (size_t class = 0; rows->rows > 0 && class < data->classes; class ++) {
        char count[SUMMARY_NUMBER_SIZE], word[DATASET_CLASS_SIZE + SUMMARY_NUMBER_SIZE + 20];
        size_t of_class = 0;
        for (size_t i = 0; i < rows->rows; i++)
            of_class += (size_t)rows->y[i] == class;
        summary_number(of_class, count);
        snprintf(word, sizeof word, "%s %s (%.1f %%)%s", data->class_name[class], count,
                 100.0 * (double)of_class / (double)rows->rows,
                 class + 1 < data->classes ? "," : "");
        print_word(out, &column, word);
    }
    fputc('\n', out);
}

/* A text whose words are parted by blanks, wrapped; its blanks become NULs. */
static void print_text(char *text, FILE *out)
{
    size_t column = 0;
    for (char *word = text, *end; *word; word = end) {
        end = word + strcspn(word, " ");
        if (*end)
            *end++ = '\0';
        print_word(out, &column, word);
    }
    fputc('\n', out);
}

/* How texts were read, and what a person may not have meant. */
static void print_reading(const struct dataset *data, FILE *out)
{
    char words[SUMMARY_NUMBER_SIZE], said[READING_TEXT_SIZE], text[2 * READING_TEXT_SIZE];
    summary_number(data->words_found, words);
    snprintf(text, sizeof text, "Read as %s: %s different words",
             reading_say(&data->reading, said, sizeof said), words);
    print_text(text, out);
    for (size_t note = 0; note < READING_NOTES; note++) {
        if (reading_say_note(&data->reading, note, text, sizeof text)[0])
            print_text(text, out);
    }
}

/* How many of each class there are: what a good accuracy is depends on it. */
static void print_classes(const struct dataset *data, FILE *out)
{
    print_reading(data, out);
    print_counts(data, "Train:", &data->train, out);
    if (data->validation.rows > 0)
        print_counts(data, "Validation:", &data->validation, out);
    print_counts(data, "Test:", &data->test, out);
}

/* Where the data comes from, for people. */
static void say_source(const char *path, char *out, size_t size)
{
    struct sentence sentence;
    sentence_begin(&sentence, out, size);
    if (strcmp(path, DATASET_DEMO) == 0)
        sentence_add(&sentence, "the built-in grammar");
    else
        sentence_add_path(&sentence, path);
}

void lesson_print(const struct dataset *data, FILE *out)
{
    char words[SUMMARY_NUMBER_SIZE], from[ERRORS_TEXT_SIZE];
    size_t train = data->train.rows + data->validation.rows;
    summary_number(data->num_words, words);
    say_source(data->path, from, sizeof from);
    fprintf(out, "%s, %s words, %zu tokens, from %s\n", data->name, words, data->maxlen, from);
    if (data->made_up)
        fprintf(out,
                "A perfect reader would score %.3f on whole reviews, %.3f on what %s words and %zu "
                "tokens leave.\n",
                data->ceiling_whole, data->ceiling, words, data->maxlen);
    fprintf(out, "x_train shape: (%zu, %zu)\n", train, data->maxlen);
    fprintf(out, "x_test shape: (%zu, %zu)\n", data->test.rows, data->maxlen);
    if (data->reading.form != TEXT_FORM_NONE)
        print_classes(data, out);
    if (data->first_length == 0)
        return;
    fprintf(out, "\nFirst %s, %s to %zu tokens; the whole one has %zu:\n",
            data->reading.form != TEXT_FORM_NONE ? "text" : "review",
            data->first_length > data->maxlen ? "cut" : "padded", data->maxlen, data->first_length);
    print_numbers(data, out);
    if (data->vocabulary)
        print_words(data, out);
    fprintf(out, "Label: %.0f (%s)\n", (double)data->train.y[0],
            data->class_name[(size_t)data->train.y[0]]);
}
