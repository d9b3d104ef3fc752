/* status, memory, utf8, json. */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/base/clock.h"
#include "rnntop/base/json.h"
#include "rnntop/base/memory.h"
#include "rnntop/base/status.h"
#include "rnntop/base/utf8.h"
#include "tests/words/error_text.h"

static void products_and_sums_see_overflow(void **state)
{
    (void)state;
    size_t out = 42;
    assert_false(memory_product(SIZE_MAX, 2, &out));
    assert_false(memory_sum(SIZE_MAX, 1, &out));
    assert_int_equal(out, 42);
    assert_true(memory_product(SIZE_MAX, 1, &out));
    assert_true(out == SIZE_MAX);
    assert_true(memory_sum(3, 4, &out));
    assert_int_equal(out, 7);
}

static void arena_gives_aligned_zeroed_blocks(void **state)
{
    (void)state;
    struct arena *arena;
    assert_int_equal(arena_create(&arena, NULL), RT_OK);
    for (size_t i = 0; i < 100; i++) {
        unsigned char *block = arena_alloc(arena, i, 7);
        assert_non_null(block);
        assert_int_equal((uintptr_t)block % MEMORY_ALIGNMENT, 0);
        for (size_t j = 0; j < 7 * i; j++)
            assert_int_equal(block[j], 0);
        memset(block, 0xAA, 7 * i);
    }
    assert_int_equal(arena_bytes(arena), 7 * 99 * 100 / 2);
    assert_null(arena_alloc(arena, SIZE_MAX / 2, 3));
    assert_null(arena_alloc(arena, SIZE_MAX - 10, 1));
    arena_destroy(arena);
    arena_destroy(NULL);
}

static void sanitize_expect(const char *text, size_t length, bool ascii, const char *expected)
{
    char out[64];
    utf8_sanitize(text, length, ascii, out, sizeof out);
    assert_string_equal(out, expected);
}

static void sanitizer_lets_nothing_dangerous_through(void **state)
{
    (void)state;
    sanitize_expect("a\x1b[2Jb", 6, false, "a\uFFFD[2Jb");
    sanitize_expect("a\x1b[2Jb", 6, true, "a?[2Jb");
    sanitize_expect("clich\xC3\xA9", 7, false, "clich\xC3\xA9");
    sanitize_expect("clich\xC3\xA9", 7, true, "clich?");
    sanitize_expect("\xC2\x96", 2, false, "\uFFFD");     /* C1 control: IMDB's rank 472 */
    sanitize_expect("\xC2\xAD", 2, false, "\uFFFD");     /* soft hyphen */
    sanitize_expect("\xE2\x80\xAE", 3, true, "?");       /* right-to-left override */
    sanitize_expect("\xEF\x83\xB7", 3, false, "\uFFFD"); /* private use */
    sanitize_expect("\xFF\xC3", 2, true, "??");          /* ill-formed, cut short */
    sanitize_expect("a\tb\nc", 5, false, "a b c");
    sanitize_expect("a\0b", 3, true, "a?b");
}

static void sanitizer_cuts_between_characters(void **state)
{
    (void)state;
    char out[4];
    assert_int_equal(utf8_sanitize("ab\xC3\xA9", 4, false, out, sizeof out), 2);
    assert_string_equal(out, "ab");
    assert_int_equal(utf8_sanitize("x", 1, false, out, 1), 0);
    assert_string_equal(out, "");
}

static void columns_of_wide_and_combining(void **state)
{
    (void)state;
    assert_int_equal(utf8_text_columns("abc"), 3);
    assert_int_equal(utf8_text_columns("\u65E5\u672C"), 4);
    assert_int_equal(utf8_text_columns("e\u0301"), 1);
    assert_int_equal(utf8_bytes_of_columns("\u65E5\u672C", 3), 3);
    assert_int_equal(utf8_bytes_of_columns("abc", 10), 3);
    char bytes[4];
    assert_int_equal(utf8_encode(0x20AC, bytes), 3);
    assert_memory_equal(bytes, "\xE2\x82\xAC", 3);
    assert_int_equal(utf8_encode(0x110000, bytes), 3);
}

static void json_numbers_are_shortest_and_finite(void **state)
{
    (void)state;
    char text[JSON_NUMBER_SIZE];
    json_float_text(0.1f, text);
    assert_string_equal(text, "0.1");
    json_float_text(0.81608f, text);
    assert_string_equal(text, "0.81608");
    json_double_text(0.1, text);
    assert_string_equal(text, "0.1");
    json_double_text(1.0 / 3, text);
    assert_true(strtod(text, NULL) == 1.0 / 3);
    json_t *null = json_number(NAN), *infinite = json_number(-INFINITY), *one = json_number(1.5);
    assert_true(json_is_null(null) && json_is_null(infinite));
    assert_true(json_real_value(one) == 1.5);
    json_decref(null);
    json_decref(infinite);
    json_decref(one);
}

/* Whatever its bits are, a figure reads back as the same number: all of the small patterns, of the
 * denormal ones too, and a million scattered over the rest. */
static void test_figures_read_back(void **state)
{
    char text[JSON_NUMBER_SIZE];
    (void)state;
    for (uint64_t i = 0; i < 1000000; i++) {
        const uint64_t scattered = i * UINT64_C(0x9E3779B97F4A7C15);
        const uint32_t bits = i < 1000 ? (uint32_t)i : (uint32_t)(scattered >> 32);
        float single, single_back;
        double number, number_back;
        memcpy(&single, &bits, sizeof single);
        memcpy(&number, &scattered, sizeof number);
        if (isfinite(single)) {
            json_float_text(single, text);
            single_back = strtof(text, NULL);
            assert_memory_equal(&single_back, &single, sizeof single);
        }
        if (isfinite(number)) {
            json_double_text(number, text);
            number_back = strtod(text, NULL);
            assert_memory_equal(&number_back, &number, sizeof number);
        }
    }
}

static void json_refuses_what_is_not_json(void **state)
{
    (void)state;
    struct rt_error error;
    assert_null(json_parse("{\"a\": 1, \"a\": 2}", 16, "file.json", &error));
    assert_int_equal(error.status, RT_ERR_FORMAT);
    assert_non_null(strstr(error_text(&error), "file.json"));
    assert_null(json_parse("{} x", 4, "file.json", &error));
    assert_null(json_parse("{\"a\": 1}\0", 9, "file.json", &error));
    char deep[20000];
    memset(deep, '[', sizeof deep);
    assert_null(json_parse(deep, sizeof deep, "deep", &error));
    json_t *json = json_parse("[1]", 3, "x", &error);
    assert_non_null(json);
    json_decref(json);
}

static void clock_goes_forward_and_dates_look_like_dates(void **state)
{
    (void)state;
    uint64_t before = clock_now_ns();
    assert_true(clock_now_ns() >= before);
    char date[CLOCK_DATE_SIZE];
    clock_date(date);
    assert_int_equal(strlen(date), 10);
    assert_true(date[4] == '-' && date[7] == '-');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_figures_read_back),
        cmocka_unit_test(products_and_sums_see_overflow),
        cmocka_unit_test(arena_gives_aligned_zeroed_blocks),
        cmocka_unit_test(sanitizer_lets_nothing_dangerous_through),
        cmocka_unit_test(sanitizer_cuts_between_characters),
        cmocka_unit_test(columns_of_wide_and_combining),
        cmocka_unit_test(json_numbers_are_shortest_and_finite),
        cmocka_unit_test(json_refuses_what_is_not_json),
        cmocka_unit_test(clock_goes_forward_and_dates_look_like_dates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
