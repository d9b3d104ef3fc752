#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/keys.h"
#include "rnntop/ui/strings.h"
#include "rnntop/ui/terminal/keypress.h"

static void no_key_twice(void **state)
{
    (void)state;
    size_t count;
    const struct key_binding *table = keys_table(&count);

    for (size_t i = 0; i < 3 * count; i++) {
        int key = table[i / 3].key[i % 3];
        for (size_t j = 0; key != 0 && j < i; j++) {
            if (table[j / 3].key[j % 3] == key)
                fail_msg("key %#x is both \"%s\" and \"%s\"", (unsigned)key,
                         string_get(table[j / 3].help), string_get(table[i / 3].help));
        }
    }
}

static void every_row_is_whole(void **state)
{
    (void)state;
    size_t count;
    const struct key_binding *table = keys_table(&count);
    bool seen[ACTION_COUNT] = {false};

    for (size_t i = 0; i < count; i++) {
        const struct key_binding *row = &table[i];
        assert_true(row->key[0] != 0);
        assert_true(row->name && row->name[0] && row->name_ascii && row->name_ascii[0]);
        assert_true(string_get(row->help)[0]);
        for (const char *c = row->name_ascii; *c; c++)
            assert_in_range(*c, ' ', '~');
        if (seen[row->action])
            fail_msg("action %d has two rows", (int)row->action);
        seen[row->action] = true;
        for (size_t j = 0; j < 3 && row->key[j] != 0; j++)
            assert_int_equal(keys_action(row->key[j]), row->action);
    }
    for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
        if (!seen[action])
            fail_msg("action %d has no key", action);
    }
}

/* A row's printed name begins with the names of its keys, so that help cannot lie. */
static void names_name_their_keys(void **state)
{
    (void)state;
    size_t count;
    const struct key_binding *table = keys_table(&count);

    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < 3 && table[i].key[j] != 0; j++) {
            int key = table[i].key[j];
            if (key <= ' ' || key > '~' || strcmp(table[i].name, "+  -  0") == 0)
                continue;
            const char *at = strchr(table[i].name, key);
            if (!at)
                fail_msg("key '%c' is not in the name \"%s\"", key, table[i].name);
        }
    }
}

static void known_keys(void **state)
{
    (void)state;
    static const struct {
        int key;
        enum action action;
    } known[] = {
        {' ', ACTION_PAUSE},
        {'p', ACTION_PAUSE},
        {'.', ACTION_ONE_BATCH},
        {'e', ACTION_ONE_EPOCH},
        {'<', ACTION_RATE_DOWN},
        {'>', ACTION_RATE_UP},
        {'s', ACTION_SAVE},
        {0x13, ACTION_SAVE},
        {'r', ACTION_AGAIN},
        {'q', ACTION_QUIT},
        {KEYPRESS_F10, ACTION_QUIT},
        {0x03, ACTION_SAVE_AND_LEAVE},
        {'n', ACTION_NEW},
        {KEYPRESS_DELETE, ACTION_TAKE_BACK},
        {127, ACTION_TAKE_BACK},
        {'\b', ACTION_TAKE_BACK},
        {'1', ACTION_CURVES},
        {'2', ACTION_SCORE},
        {'l', ACTION_MESSAGES},
        {'?', ACTION_HELP},
        {'h', ACTION_HELP},
        {KEYPRESS_F1, ACTION_HELP},
        {'S', ACTION_SORT},
        {'k', ACTION_MARK},
        {'\r', ACTION_OPEN},
        {'\n', ACTION_OPEN},
        {'\t', ACTION_NEXT_RUN},
        {KEYPRESS_SHIFT_TAB, ACTION_PREVIOUS_RUN},
        {KEYPRESS_ESCAPE, ACTION_CURSOR_OFF},
        {'+', ACTION_ZOOM_IN},
        {'=', ACTION_ZOOM_IN},
        {'-', ACTION_ZOOM_OUT},
        {'0', ACTION_ZOOM_WHOLE},
        {0x0c, ACTION_REDRAW},
        {'v', ACTION_TURN},
        {'\r', ACTION_OPEN},
        {'\n', ACTION_OPEN},
        /* Not yet, and so not at all. */
        {'Q', ACTION_NONE},
        {0, ACTION_NONE},
        {KEYPRESS_NONE, ACTION_NONE},
        {0x20ac, ACTION_NONE},
    };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        enum action got = keys_action(known[i].key);
        if (got != known[i].action)
            fail_msg("key %#x: expected action %d, got %d", (unsigned)known[i].key,
                     (int)known[i].action, (int)got);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_key_twice),
        cmocka_unit_test(every_row_is_whole),
        cmocka_unit_test(names_name_their_keys),
        cmocka_unit_test(known_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
