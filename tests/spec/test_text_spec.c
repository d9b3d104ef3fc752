/* How texts are read, in its written form and back; and what files say that are older than a key.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/spec/text_spec.h"

static const struct text_spec all = {.lower = LOWER_ASCII,
                                     .header = HEADER_NO,
                                     .text_column = "2,3",
                                     .label_column = "mood",
                                     .delimiter = "||",
                                     .escape = ESCAPE_BACKSLASH,
                                     .labels = LABELS_EXACT,
                                     .skip_bad_rows = true,
                                     .test_split = 0.25,
                                     .seed = 7,
                                     .own_test = true};

static void test_comes_back(void **state)
{
    struct text_spec back;
    (void)state;
    json_t *json = text_spec_to_json(&all);
    assert_int_equal(text_spec_from_json(json, &back, NULL), RT_OK);
    assert_true(text_spec_same(&all, &back));
    json_decref(json);
}

/* Each of them makes other rows of a text. */
static void test_every_field_counts(void **state)
{
    struct text_spec other[4] = {all, all, all, all};
    (void)state;
    other[0].escape = ESCAPE_NONE;
    other[1].labels = LABELS_FOLDED;
    other[2].skip_bad_rows = false;
    strcpy(other[3].delimiter, ";");
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        assert_false(text_spec_same(&all, &other[i]));
}

/* A model that was trained when labels were exact and no row stopped anything is judged so. */
static void test_older_files(void **state)
{
    static const char *const later[] = {"delimiter", "escape", "labels", "skip_bad_rows"};
    struct text_spec back;
    (void)state;
    json_t *json = text_spec_to_json(&(struct text_spec){.test_split = 0.2, .seed = 1});
    for (size_t i = 0; i < sizeof later / sizeof *later; i++)
        assert_int_equal(json_object_del(json, later[i]), 0);
    assert_int_equal(text_spec_from_json(json, &back, NULL), RT_OK);
    assert_string_equal(back.delimiter, "");
    assert_int_equal(back.escape, ESCAPE_NONE);
    assert_int_equal(back.labels, LABELS_EXACT);
    assert_true(back.skip_bad_rows);
    json_decref(json);
}

static void test_refused(void **state)
{
    static const char *const key[] = {"delimiter", "escape", "labels", "skip_bad_rows"};
    static const char *const value[] = {"123456789", "slash", "some", "yes"};
    struct text_spec back;
    (void)state;
    for (size_t i = 0; i < sizeof key / sizeof *key; i++) {
        json_t *json = text_spec_to_json(&all);
        json_object_set_new(json, key[i], json_string(value[i]));
        assert_int_not_equal(text_spec_from_json(json, &back, NULL), RT_OK);
        json_decref(json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_comes_back),
        cmocka_unit_test(test_every_field_counts),
        cmocka_unit_test(test_older_files),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
