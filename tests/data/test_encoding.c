/*
 * What bytes are written in. The samples are what people write, turned into each encoding by iconv.
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
#include <iconv.h>

#include "rnntop/data/text/encoding.h"

#define RUSSIAN                                                                                                        \
    "pos,Этот фильм мне очень понравился, хотя начало было скучным.\n" \
    "neg,Сюжет предсказуемый, актёры играют плохо. Жаль потраченного времени!\n"
#define CHINESE                                                                                    \
    "pos,这部电影非常好看，演员的表演也很出色，我看了两遍。\n"            \
    "neg,剧情太拖沓，浪费时间，不推荐大家去看，真的很失望。\n"
#define JAPANESE                                                                                    \
    "pos,この映画はとても面白かったです。もう一度見たいと思います。\n" \
    "neg,ストーリーが退屈で、途中で寝てしまいました。残念です。\n"
#define KOREAN                                                                                     \
    "pos,이 영화는 정말 재미있었어요. 다시 보고 싶습니다.\n"                   \
    "neg,이야기가 지루해서 중간에 잠들었습니다. 추천하지 않아요.\n"
#define FRENCH                                                                                     \
    "pos,Une œuvre très réussie, où l’émotion naît à chaque scène — été, forêt, goûter.\n"
#define GERMAN "neg,Ein müder Film für große Käufer; schön ist anders, fürchterlich öde Szenen.\n"

static char *convert(const char *text, const char *to, size_t *length)
{
    const size_t room = 4 * strlen(text) + 16;
    char *in = (char *)text, *bytes = malloc(room), *out = bytes;
    size_t left = strlen(text), free_bytes = room;
    iconv_t conversion = iconv_open(to, "UTF-8");
    assert_true(conversion != (iconv_t)-1);
    assert_int_equal(iconv(conversion, &in, &left, &out, &free_bytes), 0);
    iconv_close(conversion);
    *length = (size_t)(out - bytes);
    return bytes;
}

/* Decodes text as written in `to`, and checks what it was taken for and that it came back. */
static void check(const char *text, const char *to, const char *name, enum text_encoding wanted)
{
    enum text_encoding encoding;
    struct rt_error error = {0};
    size_t length, broken;
    char *bytes = convert(text, to, &length);
    if (encoding_decode(&bytes, &length, name, &encoding, &broken, &error) != RT_OK ||
        encoding != wanted || broken != 0 || strcmp(bytes, text) != 0)
        fail_msg("%s: taken for %s, wanted %s, %zu broken: %s", to, encoding_name(encoding),
                 encoding_name(wanted), broken, bytes);
    free(bytes);
}

static void test_found(void **state)
{
    (void)state;
    check(RUSSIAN, "UTF-8", "", ENCODING_UTF8);
    check(RUSSIAN, "WINDOWS-1251", "", ENCODING_CP1251);
    check(CHINESE, "GBK", "", ENCODING_GBK);
    check(JAPANESE, "SHIFT_JIS", "", ENCODING_SHIFT_JIS);
    check(FRENCH, "WINDOWS-1252", "", ENCODING_CP1252);
    check(GERMAN, "ISO-8859-1", "", ENCODING_LATIN1);
    check(FRENCH FRENCH FRENCH, "WINDOWS-1252", "", ENCODING_CP1252);
    check(GERMAN, "UTF-16LE", "", ENCODING_UTF16LE);
}

/* What is not sure is not guessed: it would be worse than wrong letters for umlauts. */
static void test_not_guessed(void **state)
{
    static const char *const other[] = {"EUC-KR", "EUC-JP", "KOI8-R"};
    static const char *const text[] = {KOREAN, JAPANESE, RUSSIAN};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        size_t length;
        char *bytes = convert(text[i], other[i], &length);
        enum text_encoding found = encoding_find(bytes, length);
        if (found != ENCODING_CP1252 && found != ENCODING_LATIN1)
            fail_msg("%s is taken for %s", other[i], encoding_name(found));
        free(bytes);
        check(text[i], other[i], other[i], ENCODING_NAMED);
    }
    /* Too little of it. */
    assert_int_equal(encoding_find("\xef\xf0\xe8\xe2\xe5\xf2", 6), ENCODING_LATIN1);
}

/* Nearly all valid is UTF-8 all the same; half valid is not. */
static void test_broken_bytes(void **state)
{
    enum text_encoding encoding;
    size_t length, broken;
    char text[] = GERMAN GERMAN, *bytes;
    (void)state;
    char *at = strstr(text, "\xc3\xbc");
    memmove(at + 1, at + 2, strlen(at + 2) + 1); /* one letter cut */
    length = strlen(text);
    bytes = strdup(text);
    assert_int_equal(encoding_decode(&bytes, &length, "", &encoding, &broken, NULL), RT_OK);
    assert_int_equal(encoding, ENCODING_UTF8);
    assert_int_equal(broken, 1);
    assert_non_null(strstr(bytes, "m\xef\xbf\xbd"
                                  "der Film f\xc3\xbcr"));
    free(bytes);
    assert_int_equal(encoding_find("\xc3\xbc \xfc", 4), ENCODING_LATIN1);
    /* In one that is named, a byte that is no character is said too. */
    length = 5;
    bytes = malloc(6);
    memcpy(bytes, "a\x81 bc", 5);
    assert_int_equal(encoding_decode(&bytes, &length, "shift_jis", &encoding, &broken, NULL),
                     RT_OK);
    assert_int_equal(broken, 1);
    assert_string_equal(bytes, "a\xef\xbf\xbd bc");
    free(bytes);
}

static void test_unknown_name(void **state)
{
    enum text_encoding encoding;
    struct rt_error error = {0};
    size_t length = 3, broken;
    char *bytes = strdup("a,b");
    (void)state;
    assert_int_equal(encoding_decode(&bytes, &length, "klingon", &encoding, &broken, &error),
                     RT_ERR_UNSUPPORTED);
    assert_int_equal(error.code, ERR_TEXT_ENCODING_UNKNOWN);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found),
        cmocka_unit_test(test_not_guessed),
        cmocka_unit_test(test_broken_bytes),
        cmocka_unit_test(test_unknown_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
