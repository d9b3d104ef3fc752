#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/data/row_text.h"
#include "rnntop/data/text/vocabulary.h"

#define DOTS "\xE2\x80\xA6"

static int set_up(void **state)
{
    static const char *const word[] = {"the", "film", "was", "gr\xC3\xBCn", "a\x1B[2Jb", "good"};
    return vocabulary_create((struct vocabulary **)state, word, 6, NULL) == RT_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    vocabulary_free(*state);
    return 0;
}

static void check(const struct vocabulary *vocabulary, const int32_t *x, size_t count, size_t size,
                  const char *expected)
{
    char text[64];
    memset(text, '#', sizeof text);
    row_text(vocabulary, x, count, text, size);
    assert_string_equal(text, expected);
    assert_int_equal(text[size], '#');
}

#define ROW(...) ((const int32_t[]){__VA_ARGS__}), sizeof((const int32_t[]){__VA_ARGS__}) / 4

/* Padding on either side and the start mark are no words. */
static void test_words(void **state)
{
    check(*state, ROW(1, 4, 5, 6, 9, 0, 0), 40, "the film was good");
    check(*state, ROW(0, 0, 1, 4, 5), 40, "the film");
    check(*state, ROW(4, 2, 2, 9), 40, "the " DOTS " " DOTS " good");
    check(*state, ROW(0, 0), 40, "");
    check(*state, ROW(1), 40, "");
    assert_int_equal(row_text_words(ROW(0, 1, 4, 2, 9, 0)), 3);
    assert_int_equal(row_text_words(ROW(0, 0)), 0);
}

/* What can do harm on a terminal, or has no word at all. */
static void test_odd_words(void **state)
{
    check(*state, ROW(8, 7), 40, "a\xEF\xBF\xBD[2Jb gr\xC3\xBCn");
    check(*state, ROW(4, 99), 40, "the <?>");
    check(NULL, ROW(1, 4, 2, 1234), 40, "#4 " DOTS " #1234");
}

/* The end is what is shown; the sizes are those of the text with its NUL. */
static void test_cut(void **state)
{
    check(*state, ROW(4, 5, 6, 9), 22, "the film was good");
    check(*state, ROW(4, 5, 6, 9), 21, DOTS " film was good");
    check(*state, ROW(4, 5, 6, 9), 9, DOTS " good");
    check(*state, ROW(4, 5, 6, 9), 8, DOTS);
    check(*state, ROW(1, 9), 9, "good");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_odd_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_cut, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
