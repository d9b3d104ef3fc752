/*
 * What the data layer does when there is no memory: each of its allocations fails in turn. The
 * linker puts the wrappers below between the layer and the C library (-Wl,--wrap).
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "data_support.h"
#include "rnntop/data/dataset.h"
#include "rnntop/data/text/vocabulary.h"
#include "tests/words/error_text.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
char *__wrap_strdup(const char *text);

static struct {
    bool counting;
    size_t calls, fail_at; /* the call to fail, from 1; 0: none */
} faults;

static bool fails(void)
{
    return faults.counting && ++faults.calls == faults.fail_at;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    return fails() ? NULL : __real_realloc(memory, size);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return fails() ? NULL : __real_aligned_alloc(alignment, size);
}

char *__wrap_strdup(const char *text)
{
    return fails() ? NULL : __real_strdup(text);
}

static const struct data_spec lesson = {.num_words = 4000,
                                        .maxlen = 8,
                                        .padding = SIDE_POST,
                                        .truncating = SIDE_PRE,
                                        .validation_split = 0.3,
                                        .whole_words = SIZE_MAX};

/* One load whose allocation number fail_at fails. */
static enum rt_status load(const char *path, size_t fail_at, struct dataset **dataset,
                           struct data_warnings *warnings, struct rt_error *error)
{
    *dataset = NULL;
    memset(error, 0, sizeof *error);
    faults.calls = 0;
    faults.fail_at = fail_at;
    faults.counting = true;
    enum rt_status status =
        dataset_load(dataset, path, &lesson, NULL, NULL, NULL, NULL, warnings, error);
    faults.counting = false;
    return status;
}

static void test_load(void **state)
{
    char *folder = folder_make(), *path = path_in(folder, "a.npz");
    char *words = path_in(folder, "imdb_word_index.json");
    struct data_warnings warnings;
    struct member member[MEMBERS];
    struct raw_rows train, test;
    struct dataset *dataset;
    struct rt_error error;
    size_t refused = 0, warned = 0;
    (void)state;
    members_make(member, 4, 10, &train, &test);
    for (size_t i = 0; i < train.rows; i++)
        for (size_t k = 0; k < train.count[i]; k++)
            train.row[i][k] = 2 - (int32_t)k % 2;
    for (size_t i = 0; i < test.rows; i++)
        for (size_t k = 0; k < test.count[i]; k++)
            test.row[i][k] = 1;
    bytes_free(&member[X_TRAIN].bytes);
    bytes_free(&member[X_TEST].bytes);
    put_npy_rows(&member[X_TRAIN].bytes, 4, &train);
    put_npy_rows(&member[X_TEST].bytes, 4, &test);
    npz_write(path, member, MEMBERS);
    file_write(words, "{\"a\": 1, \"b\": 2}", 16);

    assert_int_equal(load(path, 0, &dataset, &warnings, &error), RT_OK);
    size_t calls = faults.calls;
    assert_non_null(dataset->vocabulary);
    dataset_free(dataset);
    assert_true(calls >= 15);
    for (size_t fail_at = 1; fail_at <= calls; fail_at++) {
        enum rt_status status = load(path, fail_at, &dataset, &warnings, &error);
        if (status == RT_OK) {
            /* Only the words may be missing. */
            assert_null(dataset->vocabulary);
            assert_int_equal(dataset->train.rows, 7);
            warned += warnings.count == 1 && warnings.warning[0].status == RT_ERR_MEMORY;
        } else {
            assert_int_equal(status, RT_ERR_MEMORY);
            assert_null(dataset);
            assert_non_null(strstr(error_text(&error), "memory"));
            refused++;
        }
        dataset_free(dataset);
    }
    print_message("%zu allocations: %zu failures refused, %zu warned about\n", calls, refused,
                  warned);
    assert_true(refused >= 10 && warned >= 4);
    assert_true(refused + warned + 1 >= calls);

    members_free(member);
    raw_rows_free(&train);
    raw_rows_free(&test);
    folder_remove(folder);
    free(path);
    free(words);
}

/* A table, JSON lines and a file for each class: each allocation of ours fails once. */
static void test_texts(void **state)
{
    static const char *const text[] = {
        "label,text\na,one two\nb,three four\na,\"five, six\"\nb,seven\n",
        "{\"label\": 1, \"text\": \"one two\"}\n{\"label\": 2, \"text\": \"x y\"}\n"
        "{\"label\": 1, \"text\": \"z w\"}\n{\"label\": 2, \"text\": \"w v\"}\n",
        "a;\xE9t\xE9\nb;x y\na;z w\nb;u v\n", NULL};
    char *folder = folder_make(), *path = path_in(folder, "a.csv");
    struct data_warnings warnings;
    struct dataset *dataset;
    struct rt_error error;
    (void)state;
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        if (text[i]) {
            file_write(path, text[i], strlen(text[i]));
        } else { /* the folder itself */
            char *one = path_in(folder, "a.txt"), *other = path_in(folder, "b.txt");
            unlink(path);
            file_write(one, "one two\nthree four\n", 19);
            file_write(other, "five six\nseven\n", 15);
            free(one);
            free(other);
        }
        const char *data = text[i] ? path : folder;
        assert_int_equal(load(data, 0, &dataset, &warnings, &error), RT_OK);
        size_t calls = faults.calls;
        dataset_free(dataset);
        assert_true(calls >= 20);
        for (size_t fail_at = 1; fail_at <= calls; fail_at++) {
            if (load(data, fail_at, &dataset, &warnings, &error) != RT_ERR_MEMORY ||
                !strstr(error_text(&error), "memory"))
                fail_msg("text %zu, allocation %zu of %zu: '%s'", i, fail_at, calls,
                         error_text(&error));
            assert_null(dataset);
        }
    }
    folder_remove(folder);
    free(path);
}

/* A grammar, in which nothing can be done without. */
static void test_grammar(void **state)
{
    static const char text[] =
        "rnntop grammar 1\nname t\nreviews 20 20\nlengths 0:9 100:9\nmood 100 90\n"
        "[opening]\n-\n[closing]\n-\n[sentence]\n{s} {name}\n[s] says 1\n*not* {+a}\n"
        "[a +] words\ngood\n[a -] words\nbad\n[name] made 3\n{k}{k}\n[k] words\nka lo\n";
    char *folder = folder_make(), *path = path_in(folder, "a.grammar");
    struct data_warnings warnings;
    struct dataset *dataset;
    struct rt_error error;
    (void)state;
    file_write(path, text, sizeof text - 1);
    assert_int_equal(load(path, 0, &dataset, &warnings, &error), RT_OK);
    size_t calls = faults.calls;
    dataset_free(dataset);
    assert_true(calls >= 30);
    for (size_t fail_at = 1; fail_at <= calls; fail_at++) {
        assert_int_equal(load(path, fail_at, &dataset, &warnings, &error), RT_ERR_MEMORY);
        assert_null(dataset);
        assert_non_null(strstr(error_text(&error), "memory"));
    }
    folder_remove(folder);
    free(path);
}

static void test_find(void **state)
{
    char *folder = folder_make(), *path = path_in(folder, "imdb.npz"), *found;
    struct rt_error error;
    bool fallback;
    (void)state;
    setenv("RNNTOP_DATA", path, 1);
    file_write(path, "x", 1);
    faults.calls = 0;
    faults.fail_at = 1;
    faults.counting = true;
    enum rt_status status = dataset_find(&found, &fallback, &error);
    faults.counting = false;
    assert_int_equal(status, RT_ERR_MEMORY);
    folder_remove(folder);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_load), cmocka_unit_test(test_texts),
                                       cmocka_unit_test(test_grammar), cmocka_unit_test(test_find)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
