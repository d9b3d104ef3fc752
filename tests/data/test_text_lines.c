/* Lines of a stream, however its bytes are cut into pieces and whatever they are written in. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/data/text/text_lines.h"

/* Appends the lines that are whole to got, each closed by a '|'. */
static void take(struct text_lines *lines, bool ended, char *got)
{
    const char *text;
    size_t length;
    for (;;) {
        assert_int_equal(text_lines_next(lines, ended, &text, &length, NULL), RT_OK);
        if (!text)
            return;
        strncat(got, text, length);
        strcat(got, "|");
    }
}

/* In pieces of every size. */
static void check(const char *bytes, size_t count, const char *wanted)
{
    for (size_t piece = 1; piece <= count + 1; piece++) {
        struct text_lines *lines = text_lines_create();
        char got[256] = "";
        assert_non_null(lines);
        for (size_t at = 0; at < count; at += piece) {
            size_t left = count - at;
            assert_int_equal(text_lines_feed(lines, bytes + at, piece < left ? piece : left, NULL),
                             RT_OK);
            take(lines, false, got);
        }
        take(lines, true, got);
        if (strcmp(got, wanted) != 0)
            fail_msg("in pieces of %zu: '%s', wanted '%s'", piece, got, wanted);
        text_lines_destroy(lines);
    }
}
#define CHECK(bytes, wanted) check(bytes, sizeof(bytes) - 1, wanted)

static void test_lines(void **state)
{
    (void)state;
    CHECK("", "");
    CHECK("one", "one|");
    CHECK("one\n", "one|");
    CHECK("\n\none\n\ntwo", "||one||two|");
    CHECK("one\r\ntwo\r\n", "one\r|two\r|"); /* the carriage return divides words */
}

static void test_encodings(void **state)
{
    (void)state;
    CHECK("\xEF\xBB\xBF"
          "caf\xC3\xA9\n\xEF\xBB\xBFx",
          "caf\xC3\xA9|\xEF\xBB\xBFx|"); /* a mark is one at the beginning alone */
    /* A line of another kind stands alone. */
    CHECK("caf\xC3\xA9\ncaf\xE9 \x93x\x94\ncaf\xC3\xA9",
          "caf\xC3\xA9|caf\xC3\xA9 \xE2\x80\x9Cx\xE2\x80\x9D|caf\xC3\xA9|");
    CHECK("\xFF\xFE"
          "a\0\xE9\0\n\0b\0",
          "a\xC3\xA9|b|");
    CHECK("\xFE\xFF\0a\0\n\0b\0\n", "a|b|");
    CHECK("\xFF\xFE"
          "\x0A\x0D\n\0", /* U+0D0A, which holds the bytes of a line's end */
          "\xE0\xB4\x8A|");
}

static void test_broken(void **state)
{
    static const char bytes[] = "\xFF\xFE"
                                "a\0\n\0\x00\xD8\n\0";
    struct text_lines *lines = text_lines_create();
    struct rt_error error = {0};
    const char *text;
    size_t length;
    (void)state;
    assert_int_equal(text_lines_feed(lines, bytes, sizeof bytes - 1, &error), RT_OK);
    assert_int_equal(text_lines_next(lines, true, &text, &length, &error), RT_OK);
    assert_int_equal(text_lines_next(lines, true, &text, &length, &error), RT_ERR_FORMAT);
    assert_int_equal(error.code, ERR_TEXT_ENCODING_BROKEN);
    assert_int_equal(error.line, 2);
    text_lines_destroy(lines);
}

/* A line without end is refused before it has taken all memory. */
static void test_too_long(void **state)
{
    const size_t piece = (size_t)16 << 20;
    struct text_lines *lines = text_lines_create();
    struct rt_error error = {0};
    char *bytes = malloc(piece);
    (void)state;
    memset(bytes, 'x', piece);
    enum rt_status status = RT_OK;
    size_t fed = 0;
    for (; status == RT_OK && fed <= 2 * TEXT_LINE_BYTES; fed += piece)
        status = text_lines_feed(lines, bytes, piece, &error);
    assert_int_equal(error.code, ERR_TEXT_LINE_TOO_LONG);
    assert_int_equal(error.line, 1);
    free(bytes);
    text_lines_destroy(lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_encodings),
        cmocka_unit_test(test_broken),
        cmocka_unit_test(test_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
