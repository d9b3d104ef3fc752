/*
 * Folders as people have them: what is a class, a part, a table or none of these is told by names,
 * and what can't be told is refused by name.
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

#include "text_support.h"

#define GOOD "good one\ngood two\ngood three\ngood four\n"
#define BAD  "bad one\nbad two\nbad three\nbad four\n"
#define TABLE                                                                                      \
    "label,text\nbad,one two\ngood,three four\nbad,five six\ngood,seven eight\nbad,nine ten\n"

/* Loads folder/name: rows of training and validation, of the test (0: cut off the others), two
 * classes, this reading and this warning. */
static void check(const char *name, size_t rows, size_t test, const char *reading,
                  const char *wanted)
{
    char warning[WARNING_SIZE], *path = path_in(text_folder, name);
    struct dataset *dataset = text_loaded(path, &text_lesson, warning);
    if (text_rows(dataset) != rows || (test > 0 && dataset->test.rows != test))
        fail_msg("%s: %zu rows, %zu of the test", name, text_rows(dataset), dataset->test.rows);
    assert_int_equal(dataset->classes, 2);
    assert_string_equal(text_reading(dataset), reading);
    assert_string_equal(warning, wanted);
    dataset_free(dataset);
    free(path);
}

static void refuse(const char *name, const char *wanted)
{
    char *path = path_in(text_folder, name);
    text_refused(path, &text_lesson, RT_ERR_FORMAT, wanted);
    free(path);
}

static void test_pairs(void **state)
{
    char warning[WARNING_SIZE], *path = path_in(getenv("top_srcdir"), "tests/data/tables/pairs");
    struct dataset *dataset = text_loaded(path, &text_lesson, warning);
    (void)state;
    assert_string_equal(warning, "");
    assert_string_equal(text_reading(dataset), "a file of texts and one of their labels, UTF-8");
    assert_int_equal(dataset->train.rows + dataset->validation.rows, 120);
    assert_int_equal(dataset->test.rows, 60);
    assert_int_equal(dataset->classes, 2);
    assert_string_equal(dataset->class_name[0], "0");
    assert_int_equal(text_count(dataset, "a good line number 2", "0"), 2);
    dataset_free(dataset);
    free(path);

    free(tree_file(text_folder, "one/texts.txt", "one\ntwo\nthree\nfour\n"));
    free(tree_file(text_folder, "one/labels.txt", "a\r\nb\r\n a\r\nb"));
    free(tree_file(text_folder, "one/dev_texts.txt", "x\n"));
    free(tree_file(text_folder, "one/dev_labels.txt", "a\n"));
    free(tree_file(text_folder, "one/mapping.txt", "0 a\n"));
    check("one", 4, 0, "a file of texts and one of their labels, UTF-8",
          "1 other entry of the folder was left out.  dev_texts.txt was left out: training rows "
          "are kept for validation, see --validation-split.");
    free(tree_file(text_folder, "one/labels.txt", "a\nb\n"));
    refuse("one", "has 4 lines, and ");
}

static void test_tables(void **state)
{
    (void)state;
    free(tree_file(text_folder, "parts/train.csv", TABLE));
    free(tree_file(text_folder, "parts/test.csv", "label,text\ngood,eleven twelve\n"));
    free(tree_file(text_folder, "parts/validation.csv", TABLE));
    free(tree_file(text_folder, "parts/stopwords.txt", "a\nthe\n"));
    check("parts", 6, 1, "CSV, UTF-8, label: label, text: text",
          "1 other entry of the folder was left out.  validation.csv was left out: training rows "
          "are kept for validation, see --validation-split.");
    free(tree_file(text_folder, "lone/reviews.csv", TABLE));
    free(tree_file(text_folder, "lone/README.md", "of reviews"));
    check("lone", 5, 0, "CSV, UTF-8, label: label, text: text",
          "1 other entry of the folder was left out.");
    free(tree_file(text_folder, "lone/reviews.json", "[]"));
    refuse("lone", "holds 2 tables, reviews.csv and reviews.json among them");
    /* No classes, whatever they are called. */
    free(tree_file(text_folder, "texts/train.txt", TABLE));
    free(tree_file(text_folder, "texts/test.txt", TABLE));
    check("texts", 10, 5, "CSV, UTF-8, label: label, text: text", "");
    free(tree_file(text_folder, "tests/test.csv", TABLE));
    refuse("tests", "holds test.csv and no training texts");
}

static void test_classes(void **state)
{
    (void)state;
    free(tree_file(text_folder, "files/good.txt", GOOD));
    free(tree_file(text_folder, "files/bad.txt", BAD));
    free(tree_file(text_folder, "files/stopwords.txt", "a\nthe\n"));
    check("files", 8, 0, "a file for each class, UTF-8",
          "1 other entry of the folder was left out.");

    free(tree_file(text_folder, "news/train/good/101", "one two"));
    free(tree_file(text_folder, "news/train/good/102", "three four"));
    free(tree_file(text_folder, "news/train/bad/103", "five six"));
    free(tree_file(text_folder, "news/train/bad/104.html", "seven eight"));
    free(tree_file(text_folder, "news/val/bad/105", "nine"));
    free(tree_file(text_folder, "news/test/good/106", "eleven"));
    check("news", 5, 1, "a folder for each class, UTF-8",
          "val was left out: training rows are kept for validation, see --validation-split.");
    /* Without a test part, one is cut off. */
    free(tree_file(text_folder, "half/train/good/1.txt", "one two"));
    free(tree_file(text_folder, "half/train/good/2.txt", "three four"));
    free(tree_file(text_folder, "half/train/bad/3.txt", "five six"));
    free(tree_file(text_folder, "half/train/bad/4.txt", "five six"));
    free(tree_file(text_folder, "half/dev/bad/5.txt", "seven eight"));
    check("half", 4, 0, "a folder for each class, UTF-8",
          "dev was left out: training rows are kept for validation, see --validation-split.");
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, text_folder_begin, text_folder_end)
    const struct CMUnitTest tests[] = {
        TEST(test_pairs),
        TEST(test_tables),
        TEST(test_classes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
