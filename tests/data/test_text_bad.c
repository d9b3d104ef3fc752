/*
 * Texts that are wrong: what is wrong is said, what is left out is counted, and nothing crashes.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/base/long.h"
#include "tests/words/error_text.h"
#include "text_support.h"

static char *folder;
static struct data_spec lenient; /* rows that are left out stop nothing */

static int set_up(void **state)
{
    (void)state;
    folder = folder_make();
    lenient = text_lesson;
    lenient.text.skip_bad_rows = true;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    tree_remove(folder);
    return 0;
}

static void refused(const char *text, const char *wanted)
{
    char *path = tree_file(folder, "bad.csv", text);
    text_refused(path, &text_lesson, RT_ERR_FORMAT, wanted);
    free(path);
}

static void test_refused(void **state)
{
    char *path;
    (void)state;
    refused("a,b c\na,d e\na,f g\n", "all of its 3 rows have the label 'a'");
    refused("label,text\na,b c\nb,d e\n", "it has too few rows to keep one for the test");
    refused("label,text\na,b c\nb,\"d\ne\",\na,\"f g\n",
            "line 5 has a quote that is opened and never closed");
    refused("only words in a line\nand in the next\n", "it is neither an npz file");
    refused("[{\"label\": 1}]\n", "its rows have one column");
    refused("[{\"label\": 1, \"text\": \"one\"},\n{\"label\": 2, \"text\": \"two\"},\n{\"label\": "
            "2, \"te",
            "line 3 has a brace or a quote that is opened and never closed");
    refused("{\"label\": \"\", \"text\": \"\"}\n{}\n{\"label\": 3}\n", "no column");
    refused("label,text\na,\nb,\n", "no column holds text");
    path = tree_bytes(folder, "bad.csv", "a,b\nb,c\nd,\0e\n", 13);
    text_refused(
        path, &text_lesson, RT_ERR_FORMAT,
        "it is neither an npz file, such as Keras's imdb.npz, nor text: line 3 holds a NUL "
        "byte, as no text does.");
    free(path);
    path = tree_bytes(folder, "bad.csv",
                      "\xFF\xFE"
                      "a\0,\0b\0\n\0\0\xD8\n\0",
                      14);
    text_refused(path, &text_lesson, RT_ERR_FORMAT, "line 2 holds what is no UTF-16LE");
    free(path);
    /* Without two classes in the columns that a person named. */
    struct data_spec spec = text_lesson;
    strcpy(spec.text.label_column, "1");
    path = tree_file(folder, "bad.csv", "a,b c,1\na,d e,2\na,f g,1\n");
    text_refused(path, &spec, RT_ERR_FORMAT, "have the label 'a'");
    free(path);
}

static void test_many_labels(void **state)
{
    struct bytes bytes = {0};
    struct data_spec spec = text_lesson;
    char line[80];
    (void)state;
    for (int i = 0; i < 3000; i++) {
        snprintf(line, sizeof line, "label%d,some text\n", i);
        bytes_text(&bytes, line);
    }
    strcpy(spec.text.label_column, "1");
    char *path = tree_bytes(folder, "bad.csv", bytes.at, bytes.size);
    text_refused(path, &spec, RT_ERR_FORMAT, "more than 1000 different labels");
    bytes_free(&bytes);
    free(path);
}

static void test_folders(void **state)
{
    char *path = path_in(folder, "none"), *file;
    (void)state;
    mkdir(path, 0700);
    text_refused(path, &text_lesson, RT_ERR_FORMAT, "it is a folder without texts");
    free(tree_file(folder, "none/a.txt", "one word\n"));
    text_refused(path, &text_lesson, RT_ERR_FORMAT, "it is a folder without texts");
    free(path);
    path = path_in(folder, "one");
    free(tree_file(folder, "one/pos/1.txt", "a b\n"));
    free(tree_file(folder, "one/pos/2.txt", "a b\n"));
    text_refused(path, &text_lesson, RT_ERR_FORMAT, "have the label 'pos'");
    mkdir((file = path_in(folder, "one/neg")), 0700);
    text_refused(path, &text_lesson, RT_ERR_FORMAT, "have the label 'pos'");
    free(file);
    file = tree_file(folder, "one/neg/1.txt", "a b\n");
    free(tree_bytes(folder, "one/neg/2.txt", "a\0b", 3));
    text_refused(path, &text_lesson, RT_ERR_FORMAT, "one/neg/2.txt: line 1 holds a NUL byte");
    free(tree_file(folder, "one/neg/2.txt", "c d"));
    /* A link to nowhere is what cannot be read, for root too. */
    remove(file);
    assert_int_equal(symlink("nowhere", file), 0);
    text_refused(path, &text_lesson, RT_ERR_IO, "1.txt: No such file or directory");
    free(file);
    free(path);
}

/* What is left out is counted, and the first place named. */
static void test_left_out(void **state)
{
    char warning[WARNING_SIZE];
    (void)state;
    char *path = tree_file(folder, "some.csv",
                           "label,text\na,one two\nb,three four\na\n,no label\nb,...\n"
                           "a,five six\nb,seven eight\n");
    struct dataset *dataset = text_loaded(path, &lenient, warning);
    assert_int_equal(text_rows(dataset), 4);
    assert_non_null(strstr(warning, "3 rows were left out."));
    assert_non_null(strstr(warning, "some.csv, line 4: it has 1 column, not 2."));
    dataset_free(dataset);
    free(path);

    path =
        tree_file(folder, "some.jsonl",
                  "{\"label\": 0, \"text\": \"one two three\"}\n{\"label\": 1, \"text\": \"three "
                  "four five\"\n{\"text\": \"x y z\"}\n7\n{\"label\": 1, \"text\": \"x y z\"}\n"
                  "{\"label\": 0, \"text\": \"x z x\"}\n{\"label\": 1, \"text\": \"z y x\"}\n");
    dataset = text_loaded(path, &lenient, warning);
    assert_int_equal(text_rows(dataset), 4);
    assert_non_null(strstr(warning, "3 rows were left out."));
    assert_non_null(strstr(warning, "some.jsonl, line 2: "));
    dataset_free(dataset);
    free(path);

    free(tree_file(folder, "dir/a/1.txt", "one"));
    free(tree_file(folder, "dir/a/2.txt", ""));
    free(tree_file(folder, "dir/a/3.txt", "two"));
    free(tree_file(folder, "dir/b/4.txt", "three"));
    free(tree_file(folder, "dir/b/5.txt", "four"));
    path = path_in(folder, "dir");
    dataset = text_loaded(path, &lenient, warning);
    assert_int_equal(text_rows(dataset), 4);
    assert_non_null(strstr(warning, "1 row was left out."));
    assert_non_null(strstr(warning, "2.txt: it is empty."));
    dataset_free(dataset);
    free(path);
}

/* Whatever a row lacks, and however many rows: one sentence. */
static void test_why_left_out(void **state)
{
    static const char good[] = "a,one two\nb,three four\na,five six\nb,seven eight\n";
    static const struct {
        const char *rows, *wanted;
    } CASE[] = {
        {"a,...\n", "1 row was left out.  It is ~/why.csv, line 5: its text holds no word."},
        {",one\n,two\n", "2 rows were left out.  The first is ~/why.csv, line 5: it has no label."},
        {"a\n", "1 row was left out.  It is ~/why.csv, line 5: it has 1 column, not 2."},
        {"c,b,c\n", "1 row was left out.  It is ~/why.csv, line 5: it has 3 columns, not 2."},
    };
    (void)state;
    setenv("HOME", folder, 1);
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
        char text[256], warning[WARNING_SIZE];
        snprintf(text, sizeof text, "%s%s", good, CASE[i].rows);
        char *path = tree_file(folder, "why.csv", text);
        dataset_free(text_loaded(path, &lenient, warning));
        assert_string_equal(warning, CASE[i].wanted);
        free(path);
    }
    struct bytes wide = {0};
    char warning[WARNING_SIZE];
    bytes_text(&wide, good);
    for (int i = 0; i < 300; i++)
        bytes_text(&wide, "x,");
    char *path = tree_bytes(folder, "why.csv", wide.at, wide.size);
    dataset_free(text_loaded(path, &lenient, warning));
    assert_string_equal(warning, "1 row was left out.  It is ~/why.csv, line 5: it has more than "
                                 "256 columns, not 2.");
    bytes_free(&wide);
    free(path);
    path = tree_file(folder, "why.jsonl",
                     "{\"label\": 0, \"text\": \"one\"}\n{\"label\": 1, \"text\": \"two\"}\n7\n"
                     "{\"label\": 0, \"text\": \"six\"}\n{\"label\": 1, \"text\": \"ten\"}\n");
    dataset_free(text_loaded(path, &lenient, warning));
    assert_non_null(strstr(warning, "1 row was left out.  It is ~/why.jsonl, line 3: "));
    free(path);
}

/* A U+0000 divides words as a blank does, also in the first line, by which the form is known; that
 * is said once. */
static void test_nul_in_json(void **state)
{
    char warning[WARNING_SIZE];
    (void)state;
    char *path = tree_file(folder, "nul.jsonl",
                           "{\"label\": \"a\", \"text\": \"one\\u0000two\"}\n"
                           "{\"label\": \"b\", \"text\": \"two\\u0000\"}\n"
                           "{\"label\": \"a\\u0000\", \"text\": \"one\"}\n"
                           "{\"label\": \"b\", \"text\": \"two\"}\n");
    struct dataset *dataset = text_loaded(path, &text_lesson, warning);
    assert_string_equal(warning, "3 rows hold the character U+0000, which is read as a blank.");
    assert_int_equal(text_rows(dataset), 4);
    assert_int_equal(dataset->classes, 2);
    assert_int_equal(dataset->words_found, 2);
    dataset_free(dataset);
    free(path);
}

/* What in folders is no text of a class; the gravest comes last. */
static void test_strays(void **state)
{
    char warning[WARNING_SIZE];
    (void)state;
    setenv("HOME", folder, 1);
    free(tree_file(folder, "dir/a/1.txt", "one"));
    free(tree_file(folder, "dir/a/2.txt", "two"));
    free(tree_file(folder, "dir/a/3.txt", "..."));
    free(tree_file(folder, "dir/a/x.dat", "x"));
    free(tree_file(folder, "dir/b/4.txt", "three"));
    free(tree_file(folder, "dir/b/5.txt", "four"));
    free(tree_file(folder, "dir/b/x.dat", "x"));
    free(tree_file(folder, "dir/b/y.dat", "x"));
    free(tree_file(folder, "dir/unsup/0.txt", "x"));
    char *path = path_in(folder, "dir");
    dataset_free(text_loaded(path, &lenient, warning));
    assert_string_equal(warning,
                        "The folder unsup has no labels: left out.  "
                        "2 folders have 3 entries that are no .txt file: left out.  The first is "
                        "a.  "
                        "1 row was left out.  It is ~/dir/a/3.txt: its text holds no word.");
    free(path);
    free(tree_file(folder, "lines/pos.txt", "one\ntwo\n"));
    free(tree_file(folder, "lines/neg.txt", "three\nfour\n"));
    free(tree_file(folder, "lines/x.dat", "x"));
    path = path_in(folder, "lines");
    dataset_free(text_loaded(path, &lenient, warning));
    assert_string_equal(warning, "1 other entry of the folder was left out.");
    free(path);
}

/* One row of a hundred may be left out; more are told before anything is trained on the rest. */
static void test_too_many_left_out(void **state)
{
    char warning[WARNING_SIZE], line[80];
    (void)state;
    for (int bad = 1; bad <= 2; bad++) {
        struct bytes bytes = {0};
        for (int i = 0; i < 100; i++) {
            snprintf(line, sizeof line, i < bad ? "%d,...\n" : "%d,one of the texts\n", i % 2);
            bytes_text(&bytes, line);
        }
        char *path = tree_bytes(folder, "rows.csv", bytes.at, bytes.size);
        if (bad == 1)
            dataset_free(text_loaded(path, &text_lesson, warning));
        else
            text_refused(path, &text_lesson, RT_ERR_FORMAT,
                         "More than 1 % of the rows can't be used; --skip-bad-rows trains on the "
                         "others.  2 rows were left out.  The first is ");
        struct dataset *dataset = text_loaded(path, &lenient, warning);
        assert_int_equal(text_rows(dataset), 100 - bad);
        assert_int_equal(dataset->reading.left_out, bad);
        dataset_free(dataset);
        bytes_free(&bytes);
        free(path);
    }
}

static void test_test_sets(void **state)
{
    struct data_spec spec = lenient;
    char warning[WARNING_SIZE];
    (void)state;
    char *path = tree_file(folder, "train.csv", "label,text\na,b c\nb,d e\na,f g\nb,h i\n");
    char *test = tree_file(folder, "test.csv", "text,label\nb c,a\nd e,c\n");
    spec.text.own_test = true;
    snprintf(spec.text.test, sizeof spec.text.test, "%s", test);
    struct dataset *dataset = text_loaded(path, &spec, warning);
    assert_int_equal(dataset->test.rows, 1);
    assert_non_null(strstr(warning, "line 3: its label is none of the training data's"));
    dataset_free(dataset);
    free(tree_file(folder, "test.csv", "what,label\nb c,a\nd e,b\n"));
    text_refused(path, &spec, RT_ERR_FORMAT, "no column is called 'text', as in the training data");
    free(tree_file(folder, "test.csv", "{\"label\": \"a\", \"text\": \"b\"}\n"));
    text_refused(path, &spec, RT_ERR_FORMAT, "both must have one form");
    free(tree_file(folder, "test.csv", "label,text\nc,b\n"));
    text_refused(path, &spec, RT_ERR_FORMAT, "its test set has no row");
    free(tree_file(folder, "test.csv", ""));
    text_refused(path, &spec, RT_ERR_FORMAT, "The test set can't be used: ");
    free(tree_bytes(folder, "test.csv", "text,label\nb\0c,a\n", 17));
    text_refused(path, &spec, RT_ERR_FORMAT, "test.csv: line 2 holds a NUL byte, as no text does.");
    free(tree_file(folder, "classes/a.txt", "one\n"));
    free(tree_file(folder, "classes/b.txt", "two\n"));
    snprintf(spec.text.test, sizeof spec.text.test, "%s/classes", folder);
    text_refused(path, &spec, RT_ERR_FORMAT, "both must have one form");
    snprintf(spec.text.test, sizeof spec.text.test, "%s.not", test);
    text_refused(path, &spec, RT_ERR_IO, "No such file");
    free(path);
    free(test);
}

static void test_long_word(void **state)
{
    struct bytes bytes = {0};
    char warning[WARNING_SIZE];
    (void)state;
    for (int row = 0; row < 4; row++) {
        bytes_text(&bytes, row % 2 ? "a," : "b,");
        for (int i = 0; i < 1000000; i++)
            bytes_byte(&bytes, 'x');
        bytes_text(&bytes, " end\n");
    }
    char *path = tree_bytes(folder, "long.csv", bytes.at, bytes.size);
    struct dataset *dataset = text_loaded(path, &text_lesson, warning);
    assert_int_equal(text_rows(dataset), 4);
    assert_int_equal(dataset->words_found, 2);
    dataset_free(dataset);
    bytes_free(&bytes);
    free(path);
}

struct stopping {
    atomic_bool stop;
    uint64_t done;
    size_t calls;
};

static void follow(void *context, uint64_t done, uint64_t total)
{
    struct stopping *stopping = context;
    assert_true(done <= total && done >= stopping->done);
    stopping->done = done;
    if (++stopping->calls == 2)
        atomic_store(&stopping->stop, true);
}

static void test_stop(void **state)
{
    struct bytes bytes = {0};
    struct dataset *dataset = NULL;
    struct stopping stopping = {.stop = false};
    struct rt_error error;
    (void)state;
    for (int row = 0; row < 200000; row++)
        bytes_text(&bytes, row % 2 ? "a,some text that is long enough\n" : "b,some other text\n");
    char *path = tree_bytes(folder, "big.csv", bytes.at, bytes.size);
    assert_int_equal(dataset_load(&dataset, path, &text_lesson, NULL, follow, &stopping,
                                  &stopping.stop, NULL, &error),
                     RT_INTERRUPTED);
    assert_null(dataset);
    bytes_free(&bytes);
    free(path);
}

/* ---- every small change ---- */

static void load_bytes(const char *name, const void *bytes, size_t size,
                       const struct data_spec *spec)
{
    struct dataset *dataset = NULL;
    struct rt_error error = {0};
    struct data_warnings warnings;
    char *path = tree_bytes(folder, name, bytes, size);
    enum rt_status status =
        dataset_load(&dataset, path, spec, NULL, NULL, NULL, NULL, &warnings, &error);
    assert_true((status == RT_OK) == (dataset != NULL));
    assert_true((status == RT_OK) == (error_text(&error)[0] == '\0'));
    if (dataset) {
        for (size_t i = 0; i < dataset->train.rows * dataset->maxlen; i++)
            assert_in_range(dataset->train.x[i], 0, dataset->num_words - 1);
        for (size_t i = 0; i < dataset->train.rows; i++)
            assert_in_range((size_t)dataset->train.y[i], 0, dataset->classes - 1);
    }
    dataset_free(dataset);
    free(path);
}

static const struct {
    const char *bytes;
    size_t size;
} good[] = {
#define GOOD(text)                                                                                 \
    {                                                                                              \
        text, sizeof text - 1                                                                      \
    }
    GOOD("label,text\r\na,\"one, \"\"two\"\"\"\r\nb,three\r\na,four\r\nb,five\r\n"),
    GOOD("a\tone two\nb\t\"three\na\tfour\nb\tfive\n"),
    GOOD("{\"label\": 1, \"text\": \"one two\"}\n{\"label\": 2, \"text\": \"x y\"}\n"
         "{\"label\": 1, \"text\": \"z\"}\n{\"label\": 2, \"text\": \"w\"}\n"),
    GOOD("\xFF\xFE"
         "a\0,\0x\0\n\0b\0,\0y\0\n\0a\0,\0z\0\n\0b\0,\0w\0\n\0"),
    GOOD("a;\xE9t\xE9\nb;\x93x\x94\na;y\nb;z\n"),
    GOOD("[\n {\"label\": 1, \"text\": \"one \\ud83d two\"},\n {\"label\": 2.0, \"text\": \"x\"},\n"
         " {\"label\": 1, \"text\": \"z\", \"n\": NaN}, {\"label\": 2, \"text\": \"w\"}]\n"),
    GOOD("{\"label\": {\"0\": 1, \"1\": 2, \"2\": 1, \"3\": 2},"
         " \"text\": {\"0\": \"a\", \"1\": \"b\", \"2\": \"c\", \"3\": \"d\"}}"),
    GOOD("{\"n\": 1, \"data\": [{\"y\": 1, \"x\": \"a b\"}, {\"y\": 2, \"x\": [\"c\", \"d\"]},"
         " {\"y\": 1, \"x\": \"e\"}, {\"y\": 2, \"x\": \"f\"}]}"),
    GOOD("__label__a __label__b one\n__label__b two\n__label__a three\nfour __label__b\n"),
    GOOD("sep=;\nlabel;text\na;one, two\nb;three\na;\"four\\\" five\"\nb;six\n"),
    GOOD("a,one, two\nb,three\na,four, five, six\nb,seven\nA ,eight\nb,nine, ten\n"),
};

static void test_every_cut(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        for (size_t cut = 1; cut <= good[i].size; cut++)
            load_bytes("cut.csv", good[i].bytes, cut, &text_lesson);
}

static void test_every_change(void **state)
{
    static const char other[] = {0, '"', '\n', '\t', ',', '{', 'x', (char)0x80, (char)0xFF};
    struct data_spec spec = text_lesson;
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        char *bytes = malloc(good[i].size);
        for (size_t at = 0; at < good[i].size; at += test_stride(good[i].size, 20)) {
            for (size_t k = 0; k < sizeof other; k++) {
                memcpy(bytes, good[i].bytes, good[i].size);
                bytes[at] = other[k];
                load_bytes("change.csv", bytes, good[i].size, &spec);
            }
        }
        /* Every flipped bit, with the file as its own test set. */
        char *path = path_in(folder, "flip.csv");
        snprintf(spec.text.test, sizeof spec.text.test, "%s", path);
        spec.text.own_test = true;
        for (size_t bit = 0; bit < 8 * good[i].size; bit += test_stride(8 * good[i].size, 100)) {
            memcpy(bytes, good[i].bytes, good[i].size);
            bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
            load_bytes("flip.csv", bytes, good[i].size, &spec);
        }
        spec = text_lesson;
        free(path);
        free(bytes);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_refused),      TEST(test_many_labels),
        TEST(test_folders),      TEST(test_left_out),
        TEST(test_why_left_out), TEST(test_nul_in_json),
        TEST(test_strays),       TEST(test_too_many_left_out),
        TEST(test_test_sets),    TEST(test_long_word),
        TEST(test_stop),         TEST(test_every_cut),
        TEST(test_every_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
