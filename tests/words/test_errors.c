/* Errors: what rt_fail() keeps, what errors_say() makes of it, and that each row is sound. */
#include "config.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/words/sentence.h"
#include "tests/words/error_text.h"

/* Every place of every sentence is one that its row can fill, and every value is named. */
static void test_every_sentence_names_its_values(void **state)
{
    (void)state;
    static const char *const known[] = {"path}", "part}", "line}", "byte}", "reason}"};
    for (size_t code = ERR_NONE + 1; code < ERR_COUNT; code++) {
        const char *pattern = errors_pattern((enum rt_code)code);
        char name[RT_CODE_NAME];
        rt_code_name((enum rt_code)code, name);
        assert_int_equal(rt_code_of_name(name), code);
        size_t values = 0;
        while (rt_code_kind((enum rt_code)code, values))
            values++;
        assert_true(values <= RT_MAX_VALUES);
        bool named[RT_MAX_VALUES] = {false};
        for (const char *at = pattern; (at = strchr(at, '{')); at++) {
            if (!((at[1] >= 'a' && at[1] <= 'z') || (at[1] >= '1' && at[1] <= '9')))
                continue; /* a mere brace */
            const char *end = strchr(at, '}');
            if (!end)
                fail_msg("%s: a place that does not end: %s", name, pattern);
            if (at[1] >= '1' && at[1] <= '9' && (at[2] == '}' || at[2] == ':')) {
                size_t i = (size_t)(at[1] - '1');
                if (i >= values)
                    fail_msg("%s: no value {%zu}: %s", name, i + 1, pattern);
                char kind = rt_code_kind((enum rt_code)code, i);
                bool digits = at[2] == ':' && (at[3] == '.' || (at[3] == 'g' && at[5] == '}'));
                if (digits && kind != 'R')
                    fail_msg("%s: digits of what is no real number: %s", name, pattern);
                size_t mark = strcspn(at, "*~}");
                bool optional = at[2] == ':' && (at[mark] == '*' || at[mark] == '~');
                if (optional != (at[2] == ':' && strchr("PTW", kind)))
                    fail_msg("%s: a form of a text without its place: %s", name, pattern);
                if (at[2] == ':' && !digits && !optional && kind != 'N')
                    fail_msg("%s: a form of what is no whole number: %s", name, pattern);
                named[i] = true;
                continue;
            }
            bool found = false;
            for (size_t i = 0; i < sizeof known / sizeof *known; i++)
                found = found || strncmp(at + 1, known[i], strlen(known[i])) == 0;
            if (!found)
                fail_msg("%s: an unknown place in %s", name, pattern);
        }
        for (size_t i = 0; i < values; i++) {
            if (!named[i])
                fail_msg("%s: value {%zu} is not in %s", name, i + 1, pattern);
        }
    }
}

static void test_a_failure_keeps_its_facts(void **state)
{
    (void)state;
    struct rt_error error;
    char bytes[] = "words";
    assert_int_equal(rt_fail(&error, ERR_NOT_JSON, bytes, 3, (size_t)14, "a comma is missing"),
                     RT_ERR_FORMAT);
    memset(bytes, 'x', sizeof bytes - 1); /* it has a copy */
    assert_string_equal(error_text(&error),
                        "words is not JSON: line 3, column 14: a comma is missing.");
    assert_string_equal(rt_error_text(&error, 0), "words");
    assert_null(rt_error_text(&error, 1));
    assert_int_equal(error.value[1].as.integer, 3);
    assert_int_equal(error.value[2].as.natural, 14);
    assert_int_equal(rt_fail(NULL, ERR_NO_MEMORY), RT_ERR_MEMORY);
}

static void test_a_text_that_may_be_empty_brings_its_words(void **state)
{
    (void)state;
    struct rt_error error;
    rt_fail(&error, ERR_SETTING_NO_FLAG, "--x", "a, b");
    assert_string_equal(error_text(&error), "--x takes yes or no, not 'a, b'.");
    rt_fail(&error, ERR_SETTING_NO_FLAG, "--x", "");
    assert_string_equal(error_text(&error), "--x takes yes or no.");
    static const char *const LIST[][2] = {{"", "x is no setting; rnntop --help lists them."},
                                          {"a", " Did you mean a?"},
                                          {"a, b", " Did you mean a or b?"},
                                          {"a, b, c", " Did you mean a, b or c?"}};
    for (size_t i = 0; i < sizeof LIST / sizeof *LIST; i++) {
        rt_fail(&error, ERR_SETTING_UNKNOWN, "x", LIST[i][0]);
        const char *said = error_text(&error);
        assert_true(strlen(said) >= strlen(LIST[i][1]));
        assert_string_equal(said + strlen(said) - strlen(LIST[i][1]), LIST[i][1]);
    }
}

static void test_places_come_before_the_sentence(void **state)
{
    (void)state;
    struct rt_error error;
    assert_int_equal(rt_fail(&error, ERR_NO_MEMORY), RT_ERR_MEMORY);
    rt_error_at_path(&error, "/data/a\x1b[31m.npz");
    rt_error_at_path(&error, "/another"); /* the first is the nearest to the place */
    assert_string_equal(rt_error_path(&error), "/data/a\x1b[31m.npz");
    assert_string_equal(error_text(&error),
                        "/data/a\xef\xbf\xbd[31m.npz: There is no memory left.");
}

static void test_the_home_folder_is_a_tilde(void **state)
{
    (void)state;
    char out[64];
    struct sentence sentence;
    setenv("HOME", "/home/ada/", 1);
    static const struct {
        const char *path, *shown;
    } CASE[] = {
        {"/home/ada/m.csv", "~/m.csv"},
        {"/home/ada", "~"},
        {"/home/adam/m.csv", "/home/adam/m.csv"},
        {"m.csv", "m.csv"},
        {"home/ada/m.csv", "home/ada/m.csv"},
        /* What the shell did not expand is a name like any other. */
        {"~/m.csv", "./~/m.csv"},
        {"~", "./~"},
        {"~ada/m.csv", "./~ada/m.csv"},
        {"/srv/~/m.csv", "/srv/~/m.csv"},
        {"/home/ada/~/m.csv", "~/~/m.csv"},
        {"/srv/a\x1b[2J", "/srv/a\xef\xbf\xbd[2J"},
    };
    static const char *const NO_HOME[] = {NULL, "", "/", "home/ada"};
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
        sentence_begin(&sentence, out, sizeof out);
        sentence_add_path(&sentence, CASE[i].path);
        assert_string_equal(out, CASE[i].shown);
    }
    for (size_t i = 0; i < sizeof NO_HOME / sizeof *NO_HOME; i++) {
        if (NO_HOME[i])
            setenv("HOME", NO_HOME[i], 1);
        else
            unsetenv("HOME");
        sentence_begin(&sentence, out, sizeof out);
        sentence_add_path(&sentence, "/home/ada/m");
        sentence_add(&sentence, " ");
        sentence_add_path(&sentence, "home/ada/m");
        assert_string_equal(out, "/home/ada/m home/ada/m");
    }
}

static void test_texts_longer_than_all_room_are_cut_between_characters(void **state)
{
    (void)state;
    struct rt_error error;
    static char longest[RT_ERROR_BYTES + 100];
    for (size_t i = 0; i + 3 < sizeof longest; i += 2)
        memcpy(longest + i, "\xc3\xa4", 2);
    rt_fail(&error, ERR_TOLD, longest);
    size_t kept = strlen(rt_error_text(&error, 0));
    assert_in_range(kept, RT_ERROR_BYTES - 3, RT_ERROR_BYTES - 1);
    assert_int_equal(kept % 2, 0);
    rt_error_at_path(&error, "/there/is/no/room"); /* and nothing breaks */
    char small[20];
    assert_true(strlen(errors_say(&error, small, sizeof small)) < sizeof small);
}

/* What a place is replaced by, for the test of sentences. */
static void place(void *context, struct sentence *sentence, const char *name, size_t length,
                  const char *form, size_t form_length)
{
    const uint64_t *number = context;
    assert_int_equal(length, 1);
    assert_int_equal(name[0], '1');
    if (form)
        sentence_add_plural(sentence, form, form_length, *number);
    else
        sentence_add(sentence, *number == 1 ? "1" : "many");
}

static void test_words_go_with_their_numbers(void **state)
{
    (void)state;
    char out[64];
    struct sentence sentence;
    static const struct {
        uint64_t number;
        const char *said;
    } CASE[] = {{1, "{x 1 row."}, {0, "{x many rows."}, {5, "{x many rows."}};
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
        uint64_t number = CASE[i].number;
        sentence_begin(&sentence, out, sizeof out);
        sentence_fill(&sentence, "{x {1} {1:row|rows}.", place, &number);
        assert_string_equal(out, CASE[i].said);
    }
}

static void test_digits_are_grouped(void **state)
{
    (void)state;
    struct rt_error error;
    static const struct {
        uint64_t bytes;
        const char *said;
    } CASE[] = {{0, "Fetching a: 0 bytes"},
                {1, "Fetching a: 1 byte"},
                {999, "Fetching a: 999 bytes"},
                {1000, "Fetching a: 1,000 bytes"},
                {17464789, "Fetching a: 17,464,789 bytes"},
                {UINT64_MAX, "Fetching a: 18,446,744,073,709,551,615 bytes"}};
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
        rt_fail(&error, ERR_FETCH_BEGINS, "a", CASE[i].bytes);
        assert_string_equal(error_text(&error), CASE[i].said);
    }
}

/* What is put around an error: the path is said once, by whichever has a place for it. */
static void test_a_sentence_around_another(void **state)
{
    (void)state;
    struct rt_error error;
    rt_fail(&error, ERR_NO_MEMORY);
    rt_error_at_path(&error, "m.csv");
    assert_int_equal(rt_fail_within(&error, ERR_MODEL_NOT_WRITTEN), RT_ERR_MEMORY);
    assert_string_equal(error_text(&error), "m.csv is not written: There is no memory left.");
    error.within = ERR_FETCH_TRIES_AGAIN;
    assert_string_equal(error_text(&error), "m.csv: There is no memory left. Trying again.");
    rt_fail(&error, ERR_FOLDER_NOT_MADE, ENOTDIR);
    rt_error_at_path(&error, "a/b");
    rt_fail_within(&error, ERR_CACHE_NOT_MADE);
    assert_string_equal(error_text(&error), "The folder a/b can't be made: Not a directory; choose "
                                            "another place. XDG_CACHE_HOME names it.");
}

/* What is put around an error, and an error that is itself of that kind: the reason is said once.
 */
static void test_a_reason_is_said_once(void **state)
{
    (void)state;
    struct rt_error error;
    rt_fail(&error, ERR_NO_MEMORY);
    rt_fail_within(&error, ERR_NO_BASELINE);
    assert_string_equal(error_text(&error),
                        "NB-SVM is not there to compare with: There is no memory left.");
    rt_fail(&error, ERR_NO_BASELINE);
    assert_string_equal(error_text(&error), "NB-SVM is not there to compare with: ");
    rt_fail_within(&error, ERR_NO_BASELINE);
    assert_string_equal(
        error_text(&error),
        "NB-SVM is not there to compare with: NB-SVM is not there to compare with: ");
}

static void test_a_code_is_found_by_its_name(void **state)
{
    (void)state;
    assert_int_equal(rt_code_of_name("no_memory"), ERR_NO_MEMORY);
    assert_int_equal(rt_code_of_name("no_memor"), ERR_NONE);
    assert_int_equal(rt_code_of_name("no_memory_"), ERR_NONE);
    assert_int_equal(rt_code_of_name(""), ERR_NONE);
    assert_int_equal(rt_code_of_name("none"), ERR_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_sentence_names_its_values),
        cmocka_unit_test(test_a_failure_keeps_its_facts),
        cmocka_unit_test(test_a_text_that_may_be_empty_brings_its_words),
        cmocka_unit_test(test_places_come_before_the_sentence),
        cmocka_unit_test(test_the_home_folder_is_a_tilde),
        cmocka_unit_test(test_texts_longer_than_all_room_are_cut_between_characters),
        cmocka_unit_test(test_words_go_with_their_numbers),
        cmocka_unit_test(test_digits_are_grouped),
        cmocka_unit_test(test_a_sentence_around_another),
        cmocka_unit_test(test_a_reason_is_said_once),
        cmocka_unit_test(test_a_code_is_found_by_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
