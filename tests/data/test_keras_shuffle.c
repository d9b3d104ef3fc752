#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "rnntop/data/npz/keras_shuffle.h"
#include "tests/base/sha256.h"

#define IMDB_ROWS 25000

static void check_orders(const uint32_t *order, const uint32_t *first, size_t firsts,
                         const uint32_t *last, size_t lasts, size_t n)
{
    for (size_t i = 0; i < firsts; i++)
        assert_int_equal(order[i], first[i]);
    for (size_t i = 0; i < lasts; i++)
        assert_int_equal(order[n - lasts + i], last[i]);
}

static void check_sha256(const uint32_t *order, size_t n, const char *wanted)
{
    char digest[SHA256_TEXT];
    uint8_t *bytes = malloc(4 * n);
    assert_non_null(bytes);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < 4; k++)
            bytes[4 * i + k] = (uint8_t)(order[i] >> (8 * k));
    sha256_text(bytes, 4 * n, digest);
    assert_string_equal(digest, wanted);
    free(bytes);
}

static void test_words(void **state)
{
    static const uint32_t wanted[] = {3659249829u, 529109724u, 317413538u, 548173386u, 3843702636u};
    struct keras_shuffle shuffle;
    (void)state;
    keras_shuffle_seed(&shuffle, 113);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(keras_shuffle_word(&shuffle), wanted[i]);
}

/* The generator's authors publish its ten thousandth word for their default seed. */
static void test_ten_thousandth_word(void **state)
{
    struct keras_shuffle shuffle;
    uint32_t word = 0;
    (void)state;
    keras_shuffle_seed(&shuffle, 5489);
    for (int i = 0; i < 10000; i++)
        word = keras_shuffle_word(&shuffle);
    assert_int_equal(word, 4123659995u);
}

static void test_ten(void **state)
{
    static const uint32_t wanted[] = {9, 3, 6, 1, 0, 7, 4, 8, 2, 5};
    struct keras_shuffle shuffle;
    uint32_t order[10];
    (void)state;
    keras_shuffle_seed(&shuffle, 113);
    keras_shuffle_order(&shuffle, order, 10);
    check_orders(order, wanted, 10, NULL, 0, 10);
}

/* Fewer than two rows need no draw: the next call sees the generator's first word. */
static void test_none_and_one(void **state)
{
    struct keras_shuffle shuffle;
    uint32_t order[1] = {7};
    (void)state;
    keras_shuffle_seed(&shuffle, 113);
    keras_shuffle_order(&shuffle, order, 0);
    assert_int_equal(order[0], 7);
    keras_shuffle_order(&shuffle, order, 1);
    assert_int_equal(order[0], 0);
    assert_int_equal(keras_shuffle_word(&shuffle), 3659249829u);
}

static void test_imdb_orders(void **state)
{
    static const uint32_t train_first[] = {7798,  13226, 18078, 793,  17499,
                                           23003, 574,   19638, 5181, 23045};
    static const uint32_t train_last[] = {11010, 16236, 22690, 4828, 14501};
    static const uint32_t test_first[] = {22748, 4083, 8015,  13688, 5310,
                                          4466,  736,  22654, 23614, 10255};
    static const uint32_t test_last[] = {8142, 2321, 23183, 20869, 16517};
    struct keras_shuffle shuffle;
    uint32_t *order = malloc(IMDB_ROWS * sizeof *order);
    (void)state;
    assert_non_null(order);
    keras_shuffle_seed(&shuffle, KERAS_SHUFFLE_SEED);
    keras_shuffle_order(&shuffle, order, IMDB_ROWS);
    check_orders(order, train_first, 10, train_last, 5, IMDB_ROWS);
    check_sha256(order, IMDB_ROWS,
                 "0306451e7c5830c97b1afc1cc860306c7df726f1cb0b9c41e15f90fbea76003a");
    keras_shuffle_order(&shuffle, order, IMDB_ROWS);
    check_orders(order, test_first, 10, test_last, 5, IMDB_ROWS);
    check_sha256(order, IMDB_ROWS,
                 "904be7ce9d3749975d2c41e577de39c867e0e966bdcb7f9dee78824b756e079b");
    free(order);
}

/* The digest that all the others rest on: FIPS 180-4's examples. */
static void test_sha256(void **state)
{
    char digest[SHA256_TEXT];
    (void)state;
    sha256_text("abc", 3, digest);
    assert_string_equal(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sha256_text("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, digest);
    assert_string_equal(digest, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    sha256_text("", 0, digest);
    assert_string_equal(digest, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),       cmocka_unit_test(test_ten_thousandth_word),
        cmocka_unit_test(test_ten),         cmocka_unit_test(test_none_and_one),
        cmocka_unit_test(test_imdb_orders), cmocka_unit_test(test_sha256),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
