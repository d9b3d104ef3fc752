/*
 * Tables in the shapes that people post when their data is misread, from tests/data/tables: no row
 * is lost, and what was not plain is said.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/words/reading.h"
#include "tests/data/warnings_text.h"
#include "text_support.h"

/* All notes of a reading, one behind the other. */
static const char *notes_of(const struct dataset *dataset)
{
    static char all[READING_NOTES * READING_TEXT_SIZE];
    char note[READING_TEXT_SIZE];
    all[0] = '\0';
    for (size_t i = 0; i < READING_NOTES; i++) {
        reading_say_note(&dataset->reading, i, note, sizeof note);
        snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", all[0] && note[0] ? " " : "",
                 note);
    }
    return all;
}

/* What must come of a file. */
struct wanted {
    size_t rows;
    const char *classes; /* "neg pos" */
    const char *reading, *notes;
};

static void check(const char *path, const struct data_spec *spec, const struct wanted *wanted)
{
    char warning[WARNING_SIZE], classes[1000] = "";
    struct dataset *dataset = text_loaded(path, spec, warning);
    for (size_t i = 0; i < dataset->classes; i++)
        snprintf(classes + strlen(classes), sizeof classes - strlen(classes), "%s%s",
                 i > 0 ? " " : "", dataset->class_name[i]);
    if (text_rows(dataset) != wanted->rows || dataset->reading.left_out != 0 || warning[0])
        fail_msg("%s: %zu rows, wanted %zu: %s", path, text_rows(dataset), wanted->rows, warning);
    if (strcmp(text_reading(dataset), wanted->reading) != 0)
        fail_msg("%s: '%s', wanted '%s'", path, text_reading(dataset), wanted->reading);
    if (strcmp(classes, wanted->classes) != 0)
        fail_msg("%s: classes '%s', wanted '%s'", path, classes, wanted->classes);
    if (strcmp(notes_of(dataset), wanted->notes) != 0)
        fail_msg("%s: '%s', wanted '%s'", path, notes_of(dataset), wanted->notes);
    dataset_free(dataset);
}

static void test_files(void **state)
{
    static const struct {
        const char *name;
        struct wanted wanted;
    } files[] = {
        {"a_line_each.json", {200, "0 1", "a JSON list, UTF-8, label: label, text: text", ""}},
        {"pandas_default.json",
         {200, "0 1", "JSON by columns, UTF-8, label: label, text: text", ""}},
        {"first_line_nan.jsonl", {200, "0 1", "JSON lines, UTF-8, label: label, text: text", ""}},
        {"surrogate_later.jsonl",
         {199, "0 1", "JSON lines, UTF-8, label: label, text: text",
          "In 19 texts U+FFFD stands for what is no character."}},
        {"backslash.csv",
         {300, "neg pos", "CSV, UTF-8, label: label, text: text",
          "A backslash stands before quotes inside of texts; --escape none says it does not."}},
        {"unquoted_label_first.csv",
         {400, "0 1", "CSV, UTF-8, label: label, text: text",
          "155 texts hold the sign that divides columns, without quotes: taken whole."}},
        {"fasttext.txt", {400, "neg pos", "fastText's form, UTF-8", ""}},
        {"pipe.txt", {400, "0 1", "separated by |, UTF-8, label: 1, text: 2", ""}},
        {"sep_line.csv",
         {400, "0 1", "separated by semicolons, UTF-8, label: label, text: text",
          "The first line says what divides the columns."}},
        {"case.csv",
         {400, "negative positive", "CSV, UTF-8, label: label, text: text",
          "6 spellings of labels are 2 classes ('NEGATIVE' is 'negative', 'Negative' is "
          "'negative', 'Positive' is 'positive', 'positive\xC2\xA0' is 'positive'); --labels exact "
          "keeps "
          "them apart."}},
        {"float.csv",
         {400, "0 1", "CSV, UTF-8, label: label, text: text",
          "3 spellings of labels are 2 classes ('0.0' is '0', '1.0' is '1'); --labels exact keeps "
          "them apart."}},
        {"index_rating.csv", {400, "0 1", "CSV, UTF-8, label: rating, text: review", ""}},
        {"long_question.csv",
         {400, "bad good",
          "CSV, UTF-8, label: How do you feel about this course in..., text: Please write in a few "
          "sentences what...",
          ""}},
        {"kaggle_header.csv", {300, "ham spam", "CSV, UTF-8, label: v1, text: v2", ""}},
        {"one_bad_byte.tsv",
         {300, "OFFENSE OTHER", "separated by tabs, UTF-8, label: label, text: text",
          "1 byte is no character in that encoding: U+FFFD stands there; --encoding names "
          "another."}},
    };
    const char *top = getenv("top_srcdir");
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/tests/data/tables/%s", top ? top : ".", files[i].name);
        check(path, &text_lesson, &files[i].wanted);
    }
}

/* ---- the same rows in every form ---- */

#define ROWS 60

static const char *const sentence[] = {"a fine film, really",   "dull, and far too long",
                                       "great fun for the two", "not a good story",
                                       "what a lovely cast",    "poor, poor, poor thing"};

/* form: of one row; $n its number, $d a digit of it, $l its label, $t its text, $, a comma but
 * behind the last row.
 */
static void write_rows(struct bytes *bytes, const char *form, const char *const label[2])
{
    char number[24];
    for (size_t i = 0; i < ROWS; i++) {
        for (const char *at = form; *at; at++) {
            if (*at != '$') {
                bytes_byte(bytes, (unsigned char)*at);
                continue;
            }
            snprintf(number, sizeof number, "%zu", i);
            at++;
            if (*at != ',' || i + 1 < ROWS)
                bytes_text(bytes, *at == 'n'   ? number
                                  : *at == 'd' ? number + strlen(number) - 1
                                  : *at == 'l' ? label[i % 2]
                                  : *at == ',' ? ","
                                               : sentence[i % 6]);
        }
    }
}

static void check_form(const char *head, const char *row, const char *tail,
                       const struct wanted *wanted)
{
    static const char *const label[2] = {"neg", "pos"};
    struct bytes bytes = {0};
    bytes_text(&bytes, head);
    write_rows(&bytes, row, label);
    bytes_text(&bytes, tail);
    char *path = tree_bytes(text_folder, "form.txt", bytes.at, bytes.size);
    check(path, &text_lesson, wanted);
    free(path);
    bytes_free(&bytes);
}

#define WIDE "30 texts hold the sign that divides columns, without quotes: taken whole."

static void test_forms(void **state)
{
    static const struct {
        const char *head, *row, *tail, *reading, *notes;
    } forms[] = {
        /* JSON, however it is laid out. */
        {"[", "{\"label\": \"$l\", \"text\": \"$t\"}$,", "]",
         "a JSON list, UTF-8, label: label, text: text", ""},
        {"[\n", "  {\n    \"label\": \"$l\",\n    \"text\": \"$t\"\n  }$,\n", "]\n",
         "a JSON list, UTF-8, label: label, text: text", ""},
        {"", "{\n  \"label\": \"$l\",\n  \"text\": \"$t\"\n}\n", "",
         "a JSON list, UTF-8, label: label, text: text", ""},
        {"{\"version\": 3, \"data\": [", "{\"y\": \"$l\", \"x\": \"$t\"}$,", "], \"n\": []}",
         "a JSON list, UTF-8, label: y, text: x", ""},
        {"{", "\"$n\": {\"label\": \"$l\", \"text\": \"$t\"}$,", "}",
         "a JSON list, UTF-8, label: label, text: text", ""},
        {"", "{\"text\": [\"one\", \"$t\"], \"a\": -Infinity, \"stars\": \"$l\"}\n", "",
         "JSON lines, UTF-8, label: stars, text: text", ""},
        /* Not every object has every key. */
        {"{\"text\": \"what\", \"sentiment\": \"neg\"}\n{\"sentiment\": \"pos\", \"text\": "
         "\"it\"}\n",
         "{\"id\": 7, \"sentiment\": \"$l\", \"text\": \"$t\"}\n", "",
         "JSON lines, UTF-8, label: sentiment, text: text", ""},
        /* One separator in every line. */
        {"", "$l::$t\n", "", "separated by ::, UTF-8, label: 1, text: 2", ""},
        {"", "$t|||$l\n", "", "separated by |||, UTF-8, label: 2, text: 1", ""},
        {"", "$l^$t\n", "", "separated by ^, UTF-8, label: 1, text: 2", ""},
        {"", "$l\x01$t\n", "", "separated by Ctrl-A, UTF-8, label: 1, text: 2", ""},
        {"", "$l@$t\n", "", "separated by @, UTF-8, label: 1, text: 2", ""},
        {"", "$l $t\n", "", "separated by blanks, UTF-8, label: 1, text: 2",
         "60 texts hold the sign that divides columns, without quotes: taken whole."},
        {"", "$t $l\n", "", "separated by blanks, UTF-8, label: 2, text: 1",
         "60 texts hold the sign that divides columns, without quotes: taken whole."},
        {"id|label|text\n", "$n|$l|$t\n", "", "separated by |, UTF-8, label: label, text: text",
         ""},
        /* Commas in texts without quotes. */
        {"", "$l,$t\n", "", "CSV, UTF-8, label: 1, text: 2", WIDE},
        {"", "$t,$l\n", "", "CSV, UTF-8, label: 2, text: 1", WIDE},
        {"text,label\n", "$t,$l\n", "", "CSV, UTF-8, label: label, text: text", WIDE},
        {"id,label,text\n", "$n,$l,$t\n", "", "CSV, UTF-8, label: label, text: text", WIDE},
        {"id,text,label\n", "$n,$t,$l\n", "", "CSV, UTF-8, label: label, text: text", WIDE},
        {"label,text\n", "$l,$t, \"and so on\n", "", "CSV, UTF-8, label: label, text: text",
         "60 texts hold the sign that divides columns, without quotes: taken whole."},
        /* A label between a day, of which there are few, and a text with commas. */
        {"", "2026-11-0$d 10:00:$n,$l,$t\n", "", "CSV, UTF-8, label: 2, text: 3", WIDE},
        /* Headers. */
        {",text,mood\n", "$n,\"$t\",$l\n", "", "CSV, UTF-8, label: mood, text: text", ""},
        {"text,mood,,\n", "\"$t\",$l\n", "", "CSV, UTF-8, label: mood, text: text", ""},
        {"text,mood\n", "\"$t\",$l,,\n", "", "CSV, UTF-8, label: mood, text: text", ""},
        /* fastText's, with several labels and with labels at the end. */
        {"", "__label__$l __label__z $t\n", "", "fastText's form, UTF-8",
         "60 rows have several labels: the first counts."},
        {"", "$t __label__$l\n", "", "fastText's form, UTF-8", ""},
        {"", "__label__$l , $t\n", "", "fastText's form, UTF-8", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        size_t first = strncmp(forms[i].head, "{\"text\"", 7) == 0 ? 2 : 0;
        struct wanted wanted = {ROWS + first, "neg pos", forms[i].reading, forms[i].notes};
        check_form(forms[i].head, forms[i].row, forms[i].tail, &wanted);
    }
}

/* Columns as people call them, and what is said where their names say nothing. $n: the row's
 * number, $l its label, $t its text. */
static void test_columns(void **state)
{
    static const struct {
        const char *head, *row, *reading, *notes;
    } tables[] = {
        /* Tweets about airlines: a time zone has words too, and comes again. */
        {"tweet_id,airline_sentiment,airline_sentiment_confidence,airline,name,text,user_"
         "timezone\n",
         "5$n,$l,0.$n,United,ada$n,\"$t\",Eastern Time (US & Canada)\n",
         "CSV, UTF-8, label: airline_sentiment, text: text", ""},
        /* Reviews of goods: verified has fewer values than overall. */
        {"",
         "{\"verified\": true, \"overall\": \"$l\", \"reviewerID\": \"A$n\", \"reviewText\": "
         "\"$t\", "
         "\"summary\": \"in short: $n\"}\n",
         "JSON lines, UTF-8, label: overall, text: reviewText + summary", ""},
        {"Id,ProductId,HelpfulnessNumerator,Score,Summary,Text\n",
         "$n,B$n,1,$l,so it is $n,\"$t\"\n", "CSV, UTF-8, label: Score, text: Summary + Text", ""},
        {"ItemID,Sentiment,SentimentText\n", "$n,$l,\"$t\"\n",
         "CSV, UTF-8, label: Sentiment, text: SentimentText", ""},
        {"label_text,label,text\n", "the word $l,$l,\"$t\"\n",
         "CSV, UTF-8, label: label, text: text", ""},
        {"polarity;comment\n", "$l;$t\n",
         "separated by semicolons, UTF-8, label: polarity, text: comment", ""},
        {"Review Text,Star Rating\n", "\"$t\",$l\n",
         "CSV, UTF-8, label: Star Rating, text: Review Text", ""},
        /* A score that hardly comes again is no class. */
        {"score,mood,body\n", "0.1$n,$l,\"$t\"\n", "CSV, UTF-8, label: mood, text: body", ""},
        /* So many columns that not all are told of; the label and the text are. */
        {"a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,sentiment,text\n",
         "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,$l,\"$t\"\n",
         "CSV, UTF-8, label: sentiment, text: text", ""},
        /* No name tells, and two columns could be meant. */
        {"what,mood,side\n", "\"$t\",$l,$l!\n", "CSV, UTF-8, label: mood, text: what",
         "The label is taken from mood, whose few values come again; it may be side instead: "
         "--label-column."},
        {"", "$l\t$t\t$l!\n", "separated by tabs, UTF-8, label: 1, text: 2",
         "The label is taken from 1, whose few values come again; it may be 3 instead: "
         "--label-column."},
    };
    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        struct wanted wanted = {ROWS, "neg pos", tables[i].reading, tables[i].notes};
        check_form(tables[i].head, tables[i].row, "", &wanted);
    }
}

/* Labels compared as people mean them, or exactly; of numbers too. */
static void test_labels(void **state)
{
    static const struct {
        const char *label[2];
        const char *folded, *exact;
    } pairs[] = {
        {{"Neg", "neg"}, NULL, "Neg neg"},
        {{"1", "1.0"}, NULL, "1 1.0"},
        {{"very  good", "Very good"}, NULL, "Very good very  good"},
        {{"\xC3\x89t\xC3\xA9", "\xC3\xA9te\xCC\x81"}, NULL, "\xC3\x89t\xC3\xA9 \xC3\xA9te\xCC\x81"},
        {{"1.5", "1"}, "1 1.5", "1 1.5"},
        {{"-1.0", "1."}, "-1 1", "-1.0 1."},
        {{"a b", "ab"}, "a b ab", "a b ab"},
    };
    struct data_spec exact = text_lesson;
    (void)state;
    exact.text.labels = LABELS_EXACT;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct bytes bytes = {0};
        char classes[200] = "", warning[WARNING_SIZE];
        write_rows(&bytes, "$l\t$t\n", pairs[i].label);
        char *path = tree_bytes(text_folder, "labels.tsv", bytes.at, bytes.size);
        if (!pairs[i].folded)
            text_refused(path, &text_lesson, RT_ERR_FORMAT, "all of its 60 rows have the label");
        for (int way = 0; way < 2; way++) {
            if (way == 0 && !pairs[i].folded)
                continue;
            struct dataset *dataset = text_loaded(path, way ? &exact : &text_lesson, warning);
            assert_int_equal(dataset->classes, 2);
            snprintf(classes, sizeof classes, "%s %s", dataset->class_name[0],
                     dataset->class_name[1]);
            const char *wanted = way ? pairs[i].exact : pairs[i].folded;
            if (strcmp(classes, wanted) != 0)
                fail_msg("'%s', wanted '%s'", classes, wanted);
            dataset_free(dataset);
        }
        bytes_free(&bytes);
        free(path);
    }
}

/* A label that is written otherwise in the test set is the same label. */
static void test_labels_of_test_set(void **state)
{
    static const char *const label[2] = {"neg", "pos"}, *const other[2] = {"NEG", " Pos"};
    struct bytes train = {0}, test = {0};
    struct data_spec spec = text_lesson;
    char warning[WARNING_SIZE];
    (void)state;
    write_rows(&train, "$l\t$t\n", label);
    write_rows(&test, "$l\t$t\n", other);
    char *path = tree_bytes(text_folder, "train.tsv", train.at, train.size);
    char *test_path = tree_bytes(text_folder, "test.tsv", test.at, test.size);
    snprintf(spec.text.test, sizeof spec.text.test, "%s", test_path);
    spec.text.own_test = true;
    struct dataset *dataset = text_loaded(path, &spec, warning);
    assert_string_equal(warning, "");
    assert_int_equal(dataset->test.rows, ROWS);
    dataset_free(dataset);
    spec.text.labels = LABELS_EXACT;
    spec.text.skip_bad_rows = true;
    text_refused(path, &spec, RT_ERR_FORMAT, "its test set has no row with a label");
    bytes_free(&train);
    bytes_free(&test);
    free(path);
    free(test_path);
}

/* What a person says of the form counts, whatever the rows look like. */
static void test_asked(void **state)
{
    struct data_spec spec = text_lesson;
    const struct wanted pipe = {ROWS, "neg pos", "separated by |, UTF-8, label: 1, text: 2", ""};
    const struct wanted slash = {ROWS, "neg pos", "separated by //, UTF-8, label: 2, text: 1", ""};
    static const char *const label[2] = {"neg", "pos"};
    struct bytes bytes = {0};
    (void)state;
    write_rows(&bytes, "$l|$t\n", label);
    char *path = tree_bytes(text_folder, "asked.txt", bytes.at, bytes.size);
    strcpy(spec.text.delimiter, "pipe");
    check(path, &spec, &pipe);
    strcpy(spec.text.delimiter, "|");
    check(path, &spec, &pipe);
    strcpy(spec.text.delimiter, "tab");
    text_refused(path, &spec, RT_ERR_FORMAT, "its rows have one column");
    free(path);
    bytes_free(&bytes);
    write_rows(&bytes, "$t//$l\n", label);
    path = tree_bytes(text_folder, "asked.txt", bytes.at, bytes.size);
    strcpy(spec.text.delimiter, "//");
    check(path, &spec, &slash);
    free(path);
    bytes_free(&bytes);
    /* A backslash where one was not thought of: unquoted, before the separator. */
    spec = text_lesson;
    write_rows(&bytes, "$l;one\\;two and \\\"three\\\" $t\n", label);
    path = tree_bytes(text_folder, "asked.txt", bytes.at, bytes.size);
    spec.text.escape = ESCAPE_BACKSLASH;
    const struct wanted escaped = {
        ROWS, "neg pos", "separated by semicolons, UTF-8, label: 1, text: 2",
        "A backslash stands before quotes inside of texts; --escape none says it does not."};
    check(path, &spec, &escaped);
    free(path);
    bytes_free(&bytes);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, text_folder_begin, text_folder_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_files),
        TEST(test_forms),
        TEST(test_columns),
        TEST(test_labels),
        TEST(test_labels_of_test_set),
        TEST(test_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
