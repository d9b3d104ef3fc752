/*
 * Words as Keras's Tokenizer finds them; the wanted ones are Python's, by
 * text.lower().translate(...).split(' ').
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

#include "rnntop/data/text/word_scan.h"
#include "rnntop/data/text/word_table.h"

static void check(enum text_lower lower, const char *text, const char *wanted)
{
    struct word_scan scan;
    char got[1024];
    size_t used = 0;
    word_scan_init(&scan, lower);
    word_scan_begin(&scan, text, strlen(text));
    got[0] = '\0';
    while (word_scan_next(&scan)) {
        assert_int_equal(scan.hash, word_hash(scan.word, scan.length));
        used += (size_t)snprintf(got + used, sizeof got - used, "%s%.*s", used ? "|" : "",
                                 (int)scan.length, scan.word);
    }
    if (strcmp(got, wanted) != 0)
        fail_msg("'%s' gives '%s', wanted '%s'", text, got, wanted);
    assert_false(scan.no_memory);
    word_scan_free(&scan);
}

static void test_words(void **state)
{
    (void)state;
    check(LOWER_UNICODE, "", "");
    check(LOWER_UNICODE, " ... !\t\n", "");
    check(LOWER_UNICODE, "It's a film, a GOOD one.", "it's|a|film|a|good|one");
    check(LOWER_UNICODE, "a!b\"c#d$e%f&g(h)i*j+k,l-m.n/o:p;q<r=s>t?u@v[w\\x]y^z_A`B{C|D}E~F",
          "a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q|r|s|t|u|v|w|x|y|z|a|b|c|d|e|f");
    /* A line's end, however it is written. */
    check(LOWER_UNICODE, "a\rb\r\nc", "a|b|c");
    /* No other kind of space divides words, and no other mark. */
    check(LOWER_UNICODE,
          "c\vd\xc2\xa0"
          "e \xe2\x80\x9cquoted\xe2\x80\x9d",
          "c\vd\xc2\xa0"
          "e|\xe2\x80\x9cquoted\xe2\x80\x9d");
    check(LOWER_UNICODE, "'twas 'em'", "'twas|'em'");
}

static void test_capitals(void **state)
{
    (void)state;
    check(LOWER_UNICODE, "CLICH\xc3\x89 \xc3\x84pfel \xd0\x9f\xd0\xa0\xd0\x98",
          "clich\xc3\xa9|"
          "\xc3\xa4pfel|\xd0\xbf\xd1\x80\xd0\xb8");
    check(LOWER_ASCII, "CLICH\xc3\x89 \xc3\x84pfel", "clich\xc3\x89|\xc3\x84pfel");
    check(LOWER_NONE, "CLICH\xc3\x89 Apfel", "CLICH\xc3\x89|Apfel");
    /* Of one letter two: a dotted capital I. And the Kelvin sign, which becomes ASCII. */
    check(LOWER_UNICODE, "\xc4\xb0stanbul \xe2\x84\xaa", "i\xcc\x87stanbul|k");
    /* A capital that is longer when small, often enough to outgrow the word. */
    check(LOWER_UNICODE, "\xc8\xba\xc8\xba\xc8\xba\xc8\xba\xc8\xba\xc8\xba\xc8\xba\xc8\xba",
          "\xe2\xb1\xa5\xe2\xb1\xa5\xe2\xb1\xa5\xe2\xb1\xa5\xe2\xb1\xa5\xe2\xb1\xa5\xe2\xb1\xa5"
          "\xe2\xb1\xa5");
    /* Ill-formed bytes, as a person may pipe them in. */
    check(LOWER_UNICODE,
          "A\xff"
          "B \xc3",
          "a\xef\xbf\xbd"
          "b|\xef\xbf\xbd");
}

/* A sigma at a word's end is another letter; what is behind a mark may still be the same word. */
static void test_sigma(void **state)
{
    (void)state;
    check(LOWER_UNICODE, "\xce\x9f\xce\x94\xce\x9f\xce\xa3", "\xce\xbf\xce\xb4\xce\xbf\xcf\x82");
    check(LOWER_UNICODE, "\xce\xa3", "\xcf\x83");
    check(LOWER_UNICODE, "\xce\x91\xce\xa3 \xce\xa3\xce\x91", "\xce\xb1\xcf\x82|\xcf\x83\xce\xb1");
    check(LOWER_UNICODE, "\xce\x91\xce\xa3.\xce\x91", "\xce\xb1\xcf\x83|\xce\xb1");
    check(LOWER_UNICODE, "\xce\x91\xce\xa3, \xce\x91", "\xce\xb1\xcf\x82|\xce\xb1");
    check(LOWER_UNICODE, "\xce\x91.\xce\xa3", "\xce\xb1|\xcf\x82");
    /* Cased without being a letter: in a circle (small and capital), a Roman number, in a square.
     */
    static const char *const cased[] = {"\xe2\x93\x90", "\xe2\x92\xb6", "\xe2\x85\xa0",
                                        "\xf0\x9f\x84\xb0", "\xc2\xaa"};
    static const char *const small[] = {"\xe2\x93\x90", "\xe2\x93\x90", "\xe2\x85\xb0",
                                        "\xf0\x9f\x84\xb0", "\xc2\xaa"};
    for (size_t i = 0; i < sizeof cased / sizeof *cased; i++) {
        char text[16], wanted[16];
        snprintf(text, sizeof text, "\xce\x91\xce\xa3%s", cased[i]);
        snprintf(wanted, sizeof wanted, "\xce\xb1\xcf\x83%s", small[i]);
        check(LOWER_UNICODE, text, wanted);
    }
    /* A number in a circle is not; an Armenian abbreviation mark is looked past. */
    check(LOWER_UNICODE, "\xce\x91\xce\xa3\xe2\x91\xa0", "\xce\xb1\xcf\x82\xe2\x91\xa0");
    check(LOWER_UNICODE, "\xce\x91\xce\xa3\xd5\x9f\xce\x91", "\xce\xb1\xcf\x83\xd5\x9f\xce\xb1");
}

static void test_long_word(void **state)
{
    size_t length = 1000000;
    struct word_scan scan;
    char *text = malloc(length);
    (void)state;
    memset(text, 'X', length);
    word_scan_init(&scan, LOWER_UNICODE);
    word_scan_begin(&scan, text, length);
    assert_true(word_scan_next(&scan));
    assert_int_equal(scan.length, length);
    assert_int_equal(scan.word[length - 1], 'x');
    assert_false(word_scan_next(&scan));
    for (size_t i = 0; i + 1 < length; i += 2)
        memcpy(text + i, "\xc3\x84", 2);
    word_scan_begin(&scan, text, length);
    assert_true(word_scan_next(&scan));
    assert_int_equal(scan.length, length);
    assert_memory_equal(scan.word + length - 2, "\xc3\xa4", 2);
    word_scan_free(&scan);
    free(text);
}

static void test_table(void **state)
{
    struct word_table *table = word_table_create();
    char word[16];
    (void)state;
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < 50000; i++) {
            int length = snprintf(word, sizeof word, "w%u", (unsigned)(i * 7919u));
            assert_int_equal(
                word_table_add(table, word, (size_t)length, word_hash(word, (size_t)length)), i);
        }
    }
    assert_int_equal(word_table_words(table), 50000);
    assert_string_equal(word_table_word(table, 2), "w15838");
    assert_int_equal(word_table_find(table, "w1", 2, word_hash("w1", 2)), WORD_TABLE_NONE);
    assert_int_equal(word_table_add(table, "", 0, word_hash("", 0)), 50000);
    assert_string_equal(word_table_word(table, 50000), "");
    /* Words that share their hash stay apart. */
    assert_int_equal(word_table_add(table, "left", 4, 77), 50001);
    assert_int_equal(word_table_add(table, "right", 5, 77), 50002);
    assert_int_equal(word_table_find(table, "left", 4, 77), 50001);
    assert_int_equal(word_table_find(table, "lefT", 4, 77), WORD_TABLE_NONE);
    word_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words), cmocka_unit_test(test_capitals),
        cmocka_unit_test(test_sigma), cmocka_unit_test(test_long_word),
        cmocka_unit_test(test_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
