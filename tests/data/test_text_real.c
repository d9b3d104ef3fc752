/*
 * Real texts, from the folder that $RNNTOP_TEST_DATA names; skipped without it.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "rnntop/data/text/vocabulary.h"
#include "tests/base/long.h"
#include "text_support.h"

#define SKIPPED 77

static const char *data; /* the folder */

static const struct data_spec lesson = {.num_words = 4000,
                                        .maxlen = 100,
                                        .padding = SIDE_POST,
                                        .truncating = SIDE_PRE,
                                        .validation_split = 0.3,
                                        .text = {.test_split = 0.2, .seed = 1}};

/* NULL, and a word about it, where the set is not there. */
static struct dataset *real(const char *name, const struct data_spec *spec,
                            char warning[WARNING_SIZE])
{
    char *path = path_in(data, name);
    struct dataset *dataset = NULL;
    if (access(path, R_OK) == 0)
        dataset = text_loaded(path, spec, warning);
    else
        print_message("%s is not there: not tested\n", path);
    free(path);
    return dataset;
}

static void test_sms(void **state)
{
    char warning[WARNING_SIZE];
    struct dataset *dataset = real("sms-spam/SMSSpamCollection", &lesson, warning);
    size_t spam = 0;
    (void)state;
    if (!dataset)
        return;
    assert_int_equal(text_rows(dataset), 5572); /* of 5,574 two are nothing but marks */
    assert_non_null(strstr(warning, "2 rows were left out."));
    assert_non_null(strstr(warning, "its text holds no word."));
    assert_string_equal(text_reading(dataset), "separated by tabs, UTF-8, label: 1, text: 2");
    assert_string_equal(dataset->class_name[0], "ham");
    assert_string_equal(dataset->class_name[1], "spam");
    const struct data_rows *part[] = {&dataset->train, &dataset->validation, &dataset->test};
    for (size_t p = 0; p < 3; p++)
        for (size_t i = 0; i < part[p]->rows; i++)
            spam += part[p]->y[i] == 1.f;
    assert_int_equal(spam, 747);
    dataset_free(dataset);
}

static void test_news(void **state)
{
    char warning[WARNING_SIZE];
    struct dataset *dataset = real("ag-news/test.csv", &lesson, warning);
    (void)state;
    if (!dataset)
        return;
    assert_string_equal(warning, "");
    assert_int_equal(text_rows(dataset), 7600);
    assert_int_equal(dataset->classes, 4);
    assert_string_equal(text_reading(dataset),
                        "CSV, UTF-8, label: label, text: title + description");
    assert_int_equal(dataset->test.rows, 4 * 380);
    dataset_free(dataset);
}

static void test_polarity(void **state)
{
    char warning[WARNING_SIZE];
    struct dataset *dataset = real("rt-polarity", &lesson, warning);
    (void)state;
    if (!dataset)
        return;
    assert_string_equal(warning, "");
    assert_int_equal(text_rows(dataset), 2 * 5331);
    assert_string_equal(dataset->class_name[0], "neg");
    assert_string_equal(dataset->class_name[1], "pos");
    dataset_free(dataset);
}

static size_t row_ids; /* of a row, for the comparison */

static int compare_rows(const void *a, const void *b)
{
    return memcmp(a, b, row_ids * sizeof(int32_t));
}

/* All training rows with their class behind them, sorted. */
static int32_t *sorted(const struct dataset *dataset, const struct data_rows *first,
                       const struct data_rows *second)
{
    size_t maxlen = dataset->maxlen, at = 0;
    int32_t *all = malloc((first->rows + second->rows) * (maxlen + 1) * sizeof *all);
    for (int part = 0; part < 2; part++) {
        const struct data_rows *rows = part ? second : first;
        for (size_t i = 0; i < rows->rows; i++, at++) {
            memcpy(all + at * (maxlen + 1), rows->x + i * maxlen, maxlen * sizeof *all);
            all[at * (maxlen + 1) + maxlen] = (int32_t)rows->y[i];
        }
    }
    row_ids = maxlen + 1;
    qsort(all, at, row_ids * sizeof *all, compare_rows);
    return all;
}

static void check_same_rows(const struct dataset *npz, const struct dataset *texts)
{
    static const struct data_rows none = {.rows = 0};
    size_t size = 25000 * (npz->maxlen + 1) * sizeof(int32_t);
    assert_int_equal(npz->train.rows + npz->validation.rows, 25000);
    assert_int_equal(texts->train.rows + texts->validation.rows, 25000);
    assert_int_equal(npz->test.rows, 25000);
    assert_int_equal(texts->test.rows, 25000);
    int32_t *a = sorted(npz, &npz->train, &npz->validation);
    int32_t *b = sorted(texts, &texts->train, &texts->validation);
    assert_memory_equal(a, b, size);
    free(a);
    free(b);
    a = sorted(npz, &npz->test, &none);
    b = sorted(texts, &texts->test, &none);
    assert_memory_equal(a, b, size);
    free(a);
    free(b);
}

/* Unpacks IMDB's texts into a new folder; NULL where they are not there. */
static char *unpacked(void)
{
    char *archive = path_in(data, "aclImdb_labelled.tar.gz"), *folder = NULL;
    if (access(archive, R_OK) == 0) {
        folder = folder_make();
        pid_t child = fork();
        int status = -1;
        if (child == 0) {
            execlp("tar", "tar", "-xzf", archive, "-C", folder, (char *)NULL);
            _exit(127);
        }
        waitpid(child, &status, 0);
        if (status != 0) {
            tree_remove(folder);
            folder = NULL;
        }
    }
    free(archive);
    return folder;
}

/* The texts, with words numbered by Keras's index, are the rows of imdb.npz, whole: no id of any
 * word is cut off, and no row. Only their order differs. */
static void test_imdb(void **state)
{
    char *folder = unpacked(), warning[WARNING_SIZE];
    struct data_spec spec = lesson;
    (void)state;
    if (!folder) {
        print_message("no aclImdb_labelled.tar.gz, or no tar to unpack it: not tested\n");
        return;
    }
    char *path = path_in(folder, "aclImdb"), *index = path_in(data, "imdb_word_index.json");
    spec.num_words = 100000;
    spec.maxlen = 2500;
    struct dataset *npz = real("imdb.npz", &spec, warning);
    spec.text.own_words = true;
    spec.text.lower = LOWER_ASCII;
    snprintf(spec.text.word_index, sizeof spec.text.word_index, "%s", index);
    if (npz && access(index, R_OK) == 0) {
        struct dataset *texts = text_loaded(path, &spec, warning);
        assert_string_equal(warning, "");
        assert_string_equal(text_reading(texts), "a folder for each class, UTF-8");
        check_same_rows(npz, texts);
        dataset_free(texts);
    }
    dataset_free(npz);
    free(index);

    /* By its own count it finds what Keras's Tokenizer finds. */
    spec = lesson;
    struct dataset *texts = text_loaded(path, &spec, warning);
    assert_int_equal(texts->words_found, 88582);
    assert_string_equal(vocabulary_word(texts->vocabulary, 4), "the");
    assert_string_equal(vocabulary_word(texts->vocabulary, 5), "and");
    dataset_free(texts);
    free(path);
    tree_remove(folder);
}

int main(void)
{
    data = getenv("RNNTOP_TEST_DATA");
    if (!data || !*data) {
        printf("skipped: RNNTOP_TEST_DATA does not name the folder with real texts\n");
        return SKIPPED;
    }
    const struct CMUnitTest small[] = {
        cmocka_unit_test(test_sms),
        cmocka_unit_test(test_news),
        cmocka_unit_test(test_polarity),
    };
    const struct CMUnitTest large[] = {cmocka_unit_test(test_imdb)};
    int failed = cmocka_run_group_tests(small, NULL, NULL);
    if (test_is_long())
        failed += cmocka_run_group_tests(large, NULL, NULL);
    return failed;
}
