#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/data/sequence.h"

#define UNTOUCHED (-7)

/* The row that the spec makes of the ranks; the places beside it must stay as they are. */
static void check(size_t num_words, size_t maxlen, enum padding_side padding,
                  enum padding_side truncating, const int32_t *ranks, size_t n,
                  const int32_t *wanted)
{
    int32_t row[16];
    struct data_spec spec = {
        .num_words = num_words, .maxlen = maxlen, .padding = padding, .truncating = truncating};
    for (size_t i = 0; i < 16; i++)
        row[i] = UNTOUCHED;
    sequence_pad(&spec, ranks, n, row + 1);
    for (size_t i = 0; i < maxlen; i++)
        assert_int_equal(row[1 + i], wanted[i]);
    assert_int_equal(row[0], UNTOUCHED);
    assert_int_equal(row[1 + maxlen], UNTOUCHED);
}

#define PUT(...) ((const int32_t[]){__VA_ARGS__})

static void test_short_row(void **state)
{
    (void)state;
    check(100, 5, SIDE_POST, SIDE_PRE, PUT(1, 50), 2, PUT(1, 4, 53, 0, 0));
    check(100, 5, SIDE_PRE, SIDE_PRE, PUT(1, 50), 2, PUT(0, 0, 1, 4, 53));
    check(100, 5, SIDE_POST, SIDE_POST, PUT(1, 50), 2, PUT(1, 4, 53, 0, 0));
    check(100, 5, SIDE_PRE, SIDE_POST, PUT(1, 50), 2, PUT(0, 0, 1, 4, 53));
}

static void test_row_that_fits(void **state)
{
    (void)state;
    for (int padding = SIDE_PRE; padding <= SIDE_POST; padding++)
        for (int truncating = SIDE_PRE; truncating <= SIDE_POST; truncating++)
            check(100, 3, (enum padding_side)padding, (enum padding_side)truncating, PUT(1, 50), 2,
                  PUT(1, 4, 53));
}

/* Cutting the beginning loses the start mark. */
static void test_long_row(void **state)
{
    (void)state;
    for (int padding = SIDE_PRE; padding <= SIDE_POST; padding++) {
        check(100, 3, (enum padding_side)padding, SIDE_PRE, PUT(1, 2, 3, 4), 4, PUT(5, 6, 7));
        check(100, 3, (enum padding_side)padding, SIDE_POST, PUT(1, 2, 3, 4), 4, PUT(1, 4, 5));
    }
    check(100, 1, SIDE_POST, SIDE_PRE, PUT(1, 2, 3, 4), 4, PUT(7));
    check(100, 1, SIDE_POST, SIDE_POST, PUT(1, 2, 3, 4), 4, PUT(1));
}

static void test_empty_row(void **state)
{
    (void)state;
    check(100, 3, SIDE_POST, SIDE_PRE, NULL, 0, PUT(1, 0, 0));
    check(100, 3, SIDE_PRE, SIDE_PRE, NULL, 0, PUT(0, 0, 1));
    check(100, 1, SIDE_PRE, SIDE_PRE, NULL, 0, PUT(1));
}

/* The id, rank + 3, is what num_words bounds: with 10 the ranks 1 to 6 are known. */
static void test_unknown_words(void **state)
{
    (void)state;
    check(10, 5, SIDE_POST, SIDE_PRE, PUT(6, 7, 8, 200000), 4, PUT(1, 9, 2, 2, 2));
    check(3, 3, SIDE_POST, SIDE_PRE, PUT(1, 2), 2, PUT(1, 2, 2));
    check(4, 3, SIDE_POST, SIDE_PRE, PUT(0, 1), 2, PUT(1, 3, 2));
}

static void test_part(void **state)
{
    int32_t out[3] = {UNTOUCHED, UNTOUCHED, UNTOUCHED};
    (void)state;
    sequence_encode(100, PUT(5, 6, 7), 1, 2, out);
    assert_int_equal(out[0], 8);
    assert_int_equal(out[1], 9);
    assert_int_equal(out[2], UNTOUCHED);
    sequence_encode(100, PUT(5, 6, 7), 0, 1, out);
    assert_int_equal(out[0], 1);
    assert_int_equal(out[1], 9);
}

/* Rows that came padded, on either side: what they hold is cut and padded as the spec says. */
static void test_padded_rows(void **state)
{
    static const struct {
        enum padding_side padding, truncating;
        size_t maxlen;
        int32_t wanted[5];
    } cases[] = {
        {SIDE_POST, SIDE_PRE, 3, {6, 2, 8}},        {SIDE_POST, SIDE_POST, 3, {5, 6, 2}},
        {SIDE_PRE, SIDE_POST, 3, {5, 6, 2}},        {SIDE_PRE, SIDE_PRE, 5, {0, 5, 6, 2, 8}},
        {SIDE_POST, SIDE_POST, 5, {5, 6, 2, 8, 0}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t before = 0; before <= 3; before++) {
            const struct data_spec spec = {.num_words = 9,
                                           .maxlen = cases[i].maxlen,
                                           .padding = cases[i].padding,
                                           .truncating = cases[i].truncating};
            int32_t ids[7] = {0}, row[5];
            size_t first;
            memcpy(ids + before, PUT(5, 6, 10, 8), 4 * sizeof *ids);
            assert_int_equal(sequence_repad(&spec, ids, 7, &first, row), 4);
            assert_int_equal(first, before);
            assert_memory_equal(row, cases[i].wanted, spec.maxlen * sizeof *row);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_short_row),     cmocka_unit_test(test_row_that_fits),
        cmocka_unit_test(test_long_row),      cmocka_unit_test(test_empty_row),
        cmocka_unit_test(test_unknown_words), cmocka_unit_test(test_part),
        cmocka_unit_test(test_padded_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
