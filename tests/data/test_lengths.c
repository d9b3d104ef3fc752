/* How long texts are, and the length of rows that follows where nobody named one. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/data/lengths.h"
#include "tests/data/text_support.h"

static void percentiles_are_lengths_that_occur(void **state)
{
    (void)state;
    struct data_lengths lengths;
    uint32_t words[200];
    for (uint32_t i = 0; i < 200; i++)
        words[i] = 200 - i; /* 1 to 200, in no order that helps */
    data_lengths_measure(words, 200, &lengths);
    assert_int_equal(lengths.shortest, 1);
    assert_int_equal(lengths.median, 100);
    assert_int_equal(lengths.most, 190);
    assert_int_equal(lengths.longest, 200);
    assert_int_equal(data_lengths_maxlen(&lengths), 191); /* with the start mark */

    uint32_t two[] = {30, 10};
    data_lengths_measure(two, 2, &lengths);
    assert_int_equal(lengths.shortest, 10);
    assert_int_equal(lengths.median, 10);
    assert_int_equal(lengths.most, 30);
    uint32_t long_ones[] = {5000, 6000, 7000};
    data_lengths_measure(long_ones, 3, &lengths);
    assert_int_equal(data_lengths_maxlen(&lengths), DATA_LENGTHS_CAP);
    data_lengths_measure(NULL, 0, &lengths);
    assert_int_equal(lengths.longest, 0);
}

/* A table of two classes whose texts have from 1 to `rows` words, all different in length. */
static char *write_table(const char *name, size_t rows)
{
    struct bytes bytes = {0};
    bytes_text(&bytes, "label,text\n");
    for (size_t row = 1; row <= rows; row++) {
        bytes_text(&bytes, row % 2 ? "odd," : "even,");
        for (size_t word = 0; word < row; word++)
            bytes_text(&bytes, word % 2 ? "some " : "words ");
        bytes_text(&bytes, "\n");
    }
    char *path = tree_bytes(text_folder, name, bytes.at, bytes.size);
    bytes_free(&bytes);
    return path;
}

/* The training texts alone decide it, and what the rows hold is what that length holds. */
static void a_length_that_is_left_to_the_data_is_its_own(void **state)
{
    (void)state;
    char warning[WARNING_SIZE];
    char *path = write_table("train.csv", 100), *test = write_table("test.csv", 300);
    struct data_spec spec = text_lesson, same;
    spec.maxlen = MAXLEN_AUTO;
    spec.text.own_test = true;
    snprintf(spec.text.test, sizeof spec.text.test, "%s", test);
    struct dataset *dataset = text_loaded(path, &spec, warning);
    assert_int_equal(dataset->lengths.shortest, 1);
    assert_int_equal(dataset->lengths.median, 50);
    assert_int_equal(dataset->lengths.most, 95);
    assert_int_equal(dataset->lengths.longest, 100);
    assert_int_equal(dataset->maxlen, 96);

    same = spec;
    same.maxlen = 96;
    struct dataset *typed = text_loaded(path, &same, warning);
    assert_int_equal(typed->maxlen, 96);
    assert_int_equal(typed->train.rows, dataset->train.rows);
    assert_memory_equal(typed->train.x, dataset->train.x,
                        typed->train.rows * 96 * sizeof *typed->train.x);
    assert_memory_equal(typed->validation.x, dataset->validation.x,
                        typed->validation.rows * 96 * sizeof *typed->train.x);
    assert_memory_equal(typed->test.x, dataset->test.x,
                        typed->test.rows * 96 * sizeof *typed->train.x);
    dataset_free(typed);
    dataset_free(dataset);

    /* A length that was named stays, and is measured all the same. */
    same.maxlen = 7;
    typed = text_loaded(path, &same, warning);
    assert_int_equal(typed->maxlen, 7);
    assert_int_equal(typed->lengths.most, 95);
    dataset_free(typed);
    free(path);
    free(test);
}

static void nothing_but_texts_is_measured(void **state)
{
    (void)state;
    struct data_spec spec = text_lesson;
    struct dataset *dataset;
    struct rt_error error;
    spec.maxlen = MAXLEN_AUTO;
    assert_int_equal(
        dataset_load(&dataset, DATASET_DEMO, &spec, NULL, NULL, NULL, NULL, NULL, &error),
        RT_ERR_USAGE);
    assert_int_equal(error.code, ERR_MAXLEN_NOT_MEASURED);
}

static void texts_are_told_by_their_first_bytes(void **state)
{
    (void)state;
    char *table = write_table("table.csv", 4);
    char *archive = tree_file(text_folder, "imdb.npz", "PK\3\4 and so on");
    char *grammar = tree_file(text_folder, "own.grammar", "rnntop grammar 1\n");
    assert_true(dataset_is_texts(table));
    assert_true(dataset_is_texts(text_folder));
    assert_false(dataset_is_texts(archive));
    assert_false(dataset_is_texts(grammar));
    assert_false(dataset_is_texts(DATASET_DEMO));
    assert_false(dataset_is_texts("/nowhere/at/all"));
    setenv("RNNTOP_DATA", table, 1);
    assert_true(dataset_is_texts("")); /* found where it is looked for */
    setenv("RNNTOP_DATA", DATASET_DEMO, 1);
    assert_false(dataset_is_texts(""));
    unsetenv("RNNTOP_DATA");
    free(table);
    free(archive);
    free(grammar);
}

/* A class is rare that has less than half of its even share of the training rows. */
static void rare_classes_are_found(void **state)
{
    static const struct {
        size_t a, b, c; /* rows of each class */
        bool rare;
    } cases[] = {{40, 40, 0, false}, {60, 40, 0, false}, {60, 12, 0, true}, {40, 40, 8, true}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const size_t rows[] = {cases[i].a, cases[i].b, cases[i].c};
        struct bytes bytes = {0};
        char warning[WARNING_SIZE];
        for (size_t class = 0; class < 3; class ++) {
            for (size_t row = 0; row < rows[class]; row++)
                bytes_text(&bytes,
                           (const char *[]){"a,a text\n", "b,b text\n", "c,c text\n"}[class]);
        }
        char *path = tree_bytes(text_folder, "classes.csv", bytes.at, bytes.size);
        struct dataset *dataset = text_loaded(path, &text_lesson, warning);
        if (dataset->rare_class != cases[i].rare)
            fail_msg("%zu, %zu and %zu rows: rare is %d", rows[0], rows[1], rows[2],
                     dataset->rare_class);
        dataset_free(dataset);
        bytes_free(&bytes);
        free(path);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, text_folder_begin, text_folder_end)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(percentiles_are_lengths_that_occur),
        TEST(a_length_that_is_left_to_the_data_is_its_own),
        TEST(nothing_but_texts_is_measured),
        TEST(texts_are_told_by_their_first_bytes),
        TEST(rare_classes_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
