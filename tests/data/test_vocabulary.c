#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "data_support.h"
#include "rnntop/data/text/vocabulary.h"
#include "tests/words/error_text.h"

struct place {
    char *folder, *path;
};

static int set_up(void **state)
{
    struct place *place = malloc(sizeof *place);
    place->folder = folder_make();
    place->path = path_in(place->folder, "words.json");
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    struct place *place = *state;
    folder_remove(place->folder);
    free(place->path);
    free(place);
    return 0;
}

static void test_words(void **state)
{
    static const char json[] = "{\"and\": 2, \"the\": 1, \"clich\xc3\xa9\": 4, \"\\u0096\": 3}\n";
    struct place *place = *state;
    struct vocabulary *vocabulary;
    struct rt_error error;
    file_write(place->path, json, sizeof json - 1);
    assert_int_equal(vocabulary_load(&vocabulary, place->path, &error), RT_OK);
    assert_int_equal(vocabulary_words(vocabulary), 4);
    static const struct {
        int32_t id;
        const char *word;
    } wanted[] = {{0, "<pad>"}, {1, "<start>"},     {2, "<unk>"},    {3, "<?>"},
                  {4, "the"},   {5, "and"},         {6, "\xc2\x96"}, {7, "clich\xc3\xa9"},
                  {8, "<?>"},   {INT32_MAX, "<?>"}, {-1, "<?>"},     {INT32_MIN, "<?>"}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_string_equal(vocabulary_word(vocabulary, wanted[i].id), wanted[i].word);
    vocabulary_free(vocabulary);
    vocabulary_free(NULL);
}

static void check_bad(const struct place *place, const char *wanted)
{
    struct vocabulary *vocabulary = NULL;
    struct rt_error error = {0};
    assert_int_not_equal(vocabulary_load(&vocabulary, place->path, &error), RT_OK);
    assert_null(vocabulary);
    if (!strstr(error_text(&error), wanted) || !strstr(error_text(&error), "words.json: "))
        fail_msg("'%s' does not say words.json and '%s'", error_text(&error), wanted);
}

static void test_broken(void **state)
{
    static const struct {
        const char *json, *wanted;
    } bad[] = {
        {"", "it is empty"},
        {"{", "line 1"},
        {"{\"a\": 1, \"a\": 2}", "is not JSON"},
        {"[\"a\"]", "no JSON object"},
        {"{}", "holds no words"},
        {"{\"a\": 0}", "rank of 'a'"},
        {"{\"a\": 2}", "rank of 'a'"},
        {"{\"a\": 1, \"b\": 1}", "rank of 'b'"},
        {"{\"a\": 1, \"b\": 3}", "rank of 'b'"},
        {"{\"a\": -1}", "rank of 'a'"},
        {"{\"a\": 1.0}", "rank of 'a'"},
        {"{\"a\": \"1\"}", "rank of 'a'"},
        {"{\"a\": null}", "rank of 'a'"},
        {"{\"a\": 99999999999999999999}", "is not JSON"},
        {"{\"a\\u0000b\": 1}", "is not JSON"},
        {"{\"\xff\": 1}", "is not JSON"},
        {"{\"a\": 1} x", "is not JSON"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct place *place = *state;
        file_write(place->path, bad[i].json, strlen(bad[i].json));
        check_bad(place, bad[i].wanted);
    }
}

/* A word's control characters do not reach the sentence about it. */
static void test_sentences_are_safe(void **state)
{
    static const char *const json[] = {"{\"\\u001b[2J\": 7}", "{\"x\": 1} \x1b[2J"};
    struct place *place = *state;
    for (size_t i = 0; i < 2; i++) {
        struct vocabulary *vocabulary;
        struct rt_error error;
        file_write(place->path, json[i], strlen(json[i]));
        assert_int_not_equal(vocabulary_load(&vocabulary, place->path, &error), RT_OK);
        assert_null(strchr(error_text(&error), 0x1b));
    }
}

static void test_no_regular_file(void **state)
{
    struct place *place = *state;
    check_bad(place, "No such file");
    assert_int_equal(mkfifo(place->path, 0600), 0);
    check_bad(place, "a pipe or a device");
    remove(place->path);
    assert_int_equal(mkdir(place->path, 0700), 0);
    check_bad(place, "a folder");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_broken, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_sentences_are_safe, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_regular_file, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
