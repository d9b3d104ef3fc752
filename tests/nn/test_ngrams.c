/*
 * N-grams: those of a table are just those that come twice, counted by comparing every place with
 * every other.
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

#include "tests/nn/word_rows_made.h"
#include "tests/words/error_text.h"

#define ROWS   60
#define LENGTH 15
#define ALL    ((size_t)1 << 20)

static struct ngrams *make(const struct word_rows *rows, size_t longest, size_t most)
{
    struct ngrams *ngrams = NULL;
    struct rt_error error = {0};
    if (ngrams_create(&ngrams, rows, longest, most, NULL, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    return ngrams;
}

static struct ngrams_reader *reader_of(const struct ngrams *ngrams)
{
    struct ngrams_reader *reader = NULL;
    struct rt_error error;
    assert_int_equal(ngrams_reader_create(&reader, ngrams, &error), RT_OK);
    return reader;
}

/* How often n words come in all rows. */
static size_t times(const struct word_rows *rows, const int32_t *ngram, size_t n)
{
    size_t found = 0;
    for (size_t row = 0; row < rows->rows; row++) {
        for (size_t i = 0; i + n <= rows->count[row]; i++)
            found += memcmp(rows->words + rows->begin[row] + i, ngram, n * sizeof *ngram) == 0;
    }
    return found;
}

/* The number that a row of just these words is given beyond those of its shorter n-grams. */
static uint32_t number_of(struct ngrams_reader *reader, const int32_t *ngram, size_t n)
{
    uint32_t all[2 * NGRAMS_LONGEST], shorter[2][2 * NGRAMS_LONGEST];
    size_t found = ngrams_read(reader, ngram, n, all);
    size_t left = ngrams_read(reader, ngram, n - 1, shorter[0]);
    size_t right = ngrams_read(reader, ngram + 1, n - 1, shorter[1]);
    for (size_t i = 0; i < found; i++) {
        bool known = false;
        for (size_t j = 0; j < left; j++)
            known = known || shorter[0][j] == all[i];
        for (size_t j = 0; j < right; j++)
            known = known || shorter[1][j] == all[i];
        if (!known)
            return all[i];
    }
    return UINT32_MAX;
}

/* Every n-gram at every place: it has a number if it comes twice, the same at each place and none
 * that another has, and the more often it comes the lower. */
static void those_that_come_twice(void **state)
{
    (void)state;
    struct made_rows made = made_rows(1, ROWS, LENGTH, 9);
    struct word_rows rows = made_part(&made, 0, ROWS);
    for (size_t longest = 1; longest <= NGRAMS_LONGEST; longest++) {
        struct ngrams *ngrams = make(&rows, longest, ALL);
        struct ngrams_reader *reader = reader_of(ngrams);
        size_t *count = calloc(ngrams_count(ngrams) + 1, sizeof *count), numbered = 0;
        for (size_t row = 0; row < ROWS; row++) {
            for (size_t n = 1; n <= longest; n++) {
                for (size_t i = 0; i + n <= rows.count[row]; i++) {
                    const int32_t *ngram = rows.words + rows.begin[row] + i;
                    size_t comes = times(&rows, ngram, n);
                    uint32_t number = number_of(reader, ngram, n);
                    assert_int_equal(number != UINT32_MAX, comes >= 2);
                    if (comes < 2)
                        continue;
                    assert_true(number < ngrams_count(ngrams));
                    assert_true(count[number] == 0 || count[number] == comes);
                    numbered += count[number] == 0;
                    count[number] = comes;
                }
            }
        }
        assert_int_equal(numbered, ngrams_count(ngrams));
        for (size_t i = 1; i < numbered; i++)
            assert_true(count[i] <= count[i - 1]);
        free(count);
        ngrams_reader_destroy(reader);
        ngrams_destroy(ngrams);
    }
    made_rows_free(&made);
}

/* The most frequent of them where there is no room for all. */
static void no_more_than_asked(void **state)
{
    (void)state;
    struct made_rows made = made_rows(2, ROWS, LENGTH, 9);
    struct word_rows rows = made_part(&made, 0, ROWS);
    struct ngrams *all = make(&rows, 3, ALL), *few = make(&rows, 3, 20);
    struct ngrams_reader *reads_all = reader_of(all), *reads_few = reader_of(few);
    uint32_t found[2][3 * LENGTH];
    assert_true(ngrams_count(all) > 20);
    assert_int_equal(ngrams_count(few), 20);
    for (size_t row = 0; row < ROWS; row++) {
        const int32_t *words = rows.words + rows.begin[row];
        size_t of_all = ngrams_read(reads_all, words, rows.count[row], found[0]), kept = 0;
        size_t of_few = ngrams_read(reads_few, words, rows.count[row], found[1]);
        for (size_t i = 0; i < of_all; i++) {
            if (found[0][i] < 20)
                assert_int_equal(found[0][i], found[1][kept++]);
        }
        assert_int_equal(kept, of_few);
    }
    ngrams_reader_destroy(reads_all);
    ngrams_reader_destroy(reads_few);
    ngrams_destroy(all);
    ngrams_destroy(few);
    made_rows_free(&made);
}

/* Read alone or with others, a row has each of its n-grams once. */
static void rows_have_each_once(void **state)
{
    (void)state;
    struct made_rows made = made_rows(3, ROWS, LENGTH, 4);
    struct word_rows rows = made_part(&made, 0, ROWS);
    struct ngrams *ngrams = make(&rows, 3, ALL);
    struct ngrams_reader *reader = reader_of(ngrams);
    struct ngram_rows read;
    struct rt_error error;
    uint32_t found[3 * LENGTH];
    assert_int_equal(ngrams_read_rows(&read, ngrams, &rows, NULL, &error), RT_OK);
    for (size_t row = 0; row < ROWS; row++) {
        size_t count = ngrams_read(reader, rows.words + rows.begin[row], rows.count[row], found);
        assert_int_equal(count, read.begin[row + 1] - read.begin[row]);
        assert_memory_equal(found, read.ngram + read.begin[row], count * sizeof *found);
        for (size_t i = 0; i < count; i++) {
            for (size_t j = 0; j < i; j++)
                assert_int_not_equal(found[i], found[j]);
        }
    }
    ngram_rows_free(&read);
    ngrams_reader_destroy(reader);
    ngrams_destroy(ngrams);
    made_rows_free(&made);
}

/* Rows without words, and words that the table has never seen. */
static void nothing_to_find(void **state)
{
    (void)state;
    struct made_rows made = made_rows(4, ROWS, LENGTH, 4);
    struct word_rows rows = made_part(&made, 0, ROWS);
    const int32_t strange[] = {100, 101, 102};
    uint32_t found[9];
    struct ngrams *ngrams = make(&rows, 3, ALL);
    struct ngrams_reader *reader = reader_of(ngrams);
    assert_int_equal(ngrams_read(reader, strange, 3, found), 0);
    assert_int_equal(ngrams_read(reader, strange, 0, found), 0);
    ngrams_reader_destroy(reader);
    ngrams_destroy(ngrams);
    for (size_t row = 0; row < ROWS; row++)
        made.count[row] = 0;
    ngrams = make(&rows, 3, ALL);
    assert_int_equal(ngrams_count(ngrams), 0);
    ngrams_destroy(ngrams);
    ngrams_destroy(NULL);
    made_rows_free(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(those_that_come_twice),
        cmocka_unit_test(no_more_than_asked),
        cmocka_unit_test(rows_have_each_once),
        cmocka_unit_test(nothing_to_find),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
