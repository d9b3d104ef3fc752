/*
 * Rows as they are before they are cut: cut and padded they are the rows that are trained on,
 * whatever they were read from; and there are none where they are more than somebody wants.
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

#include "rnntop/data/sequence.h"
#include "text_support.h"

static struct data_spec spec_of(size_t whole_words)
{
    struct data_spec spec = text_lesson;
    spec.whole_words = whole_words;
    return spec;
}

/* Rows [from, from + rows->rows) of a half. Returns how many are longer than what is left of them.
 */
static size_t check_rows(const struct data_rows *rows, const struct sequences *whole, size_t from,
                         const struct data_spec *spec)
{
    int32_t *row = malloc(spec->maxlen * sizeof *row);
    size_t cut = 0;
    for (size_t i = 0; i < rows->rows; i++) {
        const size_t at = from + i;
        sequence_pad(spec, whole->words + whole->begin[at], whole->count[at], row);
        assert_memory_equal(row, rows->x + i * spec->maxlen, spec->maxlen * sizeof *row);
        cut += whole->count[at] + 1 > spec->maxlen;
    }
    free(row);
    return cut;
}

/* Returns the words of both halves together. */
static size_t check_whole(const char *path)
{
    const struct data_spec spec = spec_of(SIZE_MAX);
    struct sequences train, test;
    char warning[WARNING_SIZE];
    struct dataset *data = text_loaded(path, &spec, warning);
    dataset_take_whole(data, &train, &test);
    assert_int_equal(train.rows, data->train.rows + data->validation.rows);
    assert_int_equal(test.rows, data->test.rows);
    size_t cut = check_rows(&data->train, &train, 0, &spec) +
                 check_rows(&data->validation, &train, data->train.rows, &spec) +
                 check_rows(&data->test, &test, 0, &spec);
    assert_true(cut > 0);
    size_t words = train.used + test.used;
    sequences_free(&train);
    sequences_free(&test);
    dataset_free(data);
    return words;
}

static void of_lists(void **state)
{
    (void)state;
    struct imdb_place *place = imdb_place_make("tiny.npz", 40);
    size_t words = 0;
    for (size_t i = 0; i < place->train.rows; i++)
        words += place->train.count[i];
    for (size_t i = 0; i < place->test.rows; i++)
        words += place->test.count[i];
    assert_int_equal(check_whole(place->path), words);
    imdb_place_free(place);
}

static void of_made_up_reviews(void **state)
{
    (void)state;
    assert_true(check_whole(DATASET_DEMO) > 10000000);
}

static void of_texts(void **state)
{
    (void)state;
    char *folder = folder_make(), text[20000];
    size_t used = 0;
    for (int i = 0; i < 40; i++) {
        used += (size_t)snprintf(text + used, sizeof text - used, "%s\t", i % 2 ? "good" : "bad");
        for (int word = 0; word <= i; word++)
            used += (size_t)snprintf(text + used, sizeof text - used, "w%d ", i * word % 29);
        used += (size_t)snprintf(text + used, sizeof text - used, "\n");
    }
    char *path = tree_file(folder, "words.tsv", text);
    assert_int_equal(check_whole(path), 40 * 41 / 2);
    free(path);
    tree_remove(folder);
}

/* A matrix of ids has lost its words already: what is left, without the zeros. */
static void of_a_matrix(void **state)
{
    (void)state;
    static const int64_t ids[2][6] = {{0, 0, 1, 9, 5000, 7}, {1, 4, 0, 8, 0, 0}};
    static const int64_t labels[2] = {0, 1};
    char *folder = folder_make(), *path = path_in(folder, "matrix.npz");
    struct member member[MEMBERS] = {{.name = "x_train.npy"},
                                     {.name = "y_train.npy"},
                                     {.name = "x_test.npy"},
                                     {.name = "y_test.npy"}};
    for (size_t half = X_TRAIN; half <= X_TEST; half += X_TEST) {
        put_npy_header(&member[half].bytes, "<i8", "(2, 6)", 64);
        for (size_t i = 0; i < 12; i++)
            bytes_number(&member[half].bytes, (uint64_t)ids[i / 6][i % 6], 8);
        put_npy_labels(&member[half + 1].bytes, labels, 2);
    }
    npz_write(path, member, MEMBERS);
    members_free(member);
    struct data_spec spec = spec_of(SIZE_MAX);
    struct sequences train, test;
    char warning[WARNING_SIZE];
    struct dataset *data = text_loaded(path, &spec, warning);
    dataset_take_whole(data, &train, &test);
    assert_int_equal(test.used, 8);
    assert_int_equal(test.count[0], 4);
    assert_int_equal(test.count[1], 4);
    static const int32_t wanted[8] = {1, 9, 5000, 7, 1, 4, 0, 8};
    assert_memory_equal(test.words + test.begin[0], wanted, sizeof wanted);
    sequences_free(&train);
    sequences_free(&test);
    dataset_free(data);
    free(path);
    folder_remove(folder);
}

/* None where nobody asks, and none of a half that is too large. */
static void no_more_than_asked(void **state)
{
    (void)state;
    struct imdb_place *place = imdb_place_make("tiny.npz", 40);
    struct sequences train, test;
    char warning[WARNING_SIZE];
    size_t words[2] = {0, 0};
    for (size_t i = 0; i < place->train.rows; i++)
        words[0] += place->train.count[i];
    for (size_t i = 0; i < place->test.rows; i++)
        words[1] += place->test.count[i];
    size_t most[] = {0, words[0] - 1, words[0], words[1] - 1, words[1]};
    for (size_t i = 0; i < sizeof most / sizeof *most; i++) {
        struct data_spec spec = spec_of(most[i]);
        struct dataset *data = text_loaded(place->path, &spec, warning);
        dataset_take_whole(data, &train, &test);
        assert_int_equal(train.rows, most[i] >= words[0] && most[i] > 0 ? 40 : 0);
        assert_int_equal(test.rows, most[i] >= words[1] && most[i] > 0 ? 41 : 0);
        assert_true(train.rows > 0 || !train.words);
        sequences_free(&train);
        sequences_free(&test);
        dataset_free(data);
    }
    imdb_place_free(place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_lists),           cmocka_unit_test(of_made_up_reviews),
        cmocka_unit_test(of_texts),           cmocka_unit_test(of_a_matrix),
        cmocka_unit_test(no_more_than_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
