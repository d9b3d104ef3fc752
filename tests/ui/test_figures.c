/*
 * Numbers and texts as the screen writes them.
 */
#include "config.h"

#include "rnntop/ui/figures.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/strings.h"

static void numbers(void **state)
{
    char text[FIGURE_SIZE];
    (void)state;
    assert_string_equal(figure_count(text, 0), "0");
    assert_string_equal(figure_count(text, 999), "999");
    assert_string_equal(figure_count(text, 17500), "17,500");
    assert_string_equal(figure_count(text, UINT64_MAX), "18,446,744,073,709,551,615");
    assert_string_equal(figure_value(text, 0.8424), "0.842");
    assert_string_equal(figure_value(text, 9.9996), "10.00");
    assert_string_equal(figure_value(text, 123.456), "123.5");
    assert_string_equal(figure_value(text, 3.2e8), "3e+08");
    assert_string_equal(figure_value(text, NAN), "NaN");
    assert_string_equal(figure_value(text, -INFINITY), "-inf");
    assert_string_equal(figure_decimals(text, 0.8306, 5), "0.83060");
    assert_string_equal(figure_rate(text, 0.001f), "0.001");
    assert_string_equal(figure_rate(text, 1e-5f), "1e-05");
    assert_string_equal(figure_short(text, 1.3612), "1.36");
    for (double value = 1e-9; value < 1e30; value *= 1.7)
        assert_true(strlen(figure_value(text, value)) <= 5);
}

/* An epoch that is not done is never shown as done. */
static void positions(void **state)
{
    char text[FIGURE_SIZE];
    (void)state;
    assert_string_equal(figure_position(text, 0), "0");
    assert_string_equal(figure_position(text, 10), "10");
    assert_string_equal(figure_position(text, 6 + 367.0 / 584), "6.6");
    assert_string_equal(figure_position(text, (float)(6 + 583.0 / 584)), "6.9");
    assert_string_equal(figure_position(text, 6.6f), "6.6");
    assert_string_equal(figure_position(text, 1.0 / 584), "0.0");
    assert_string_equal(figure_position(text, 99999.5), "99999.5");
}

static void durations(void **state)
{
    char text[FIGURE_SIZE];
    (void)state;
    assert_string_equal(figure_duration(text, 0), "0:00");
    assert_string_equal(figure_duration(text, 34.4), "0:34");
    assert_string_equal(figure_duration(text, 59.6), "1:00");
    assert_string_equal(figure_duration(text, 725), "12:05");
    assert_string_equal(figure_duration(text, 3753), "1:02:33");
    assert_string_equal(figure_duration(text, 360000), "100 h");
    assert_string_equal(figure_duration(text, 8640000), "100 d");
    assert_string_equal(figure_duration(text, 1e300), "99999 d");
    for (double seconds = 0.1; seconds < 1e99; seconds *= 1.3)
        assert_true(strlen(figure_duration(text, seconds)) <= 8);
}

static void fills(void **state)
{
    char text[64], small[12];
    (void)state;
    assert_string_equal(string_fill(text, sizeof text, STR_SEED, "7"), "seed 7");
    assert_string_equal(string_fill(text, sizeof text, STR_PAUSED_AT, "7", "367", "584"),
                        "PAUSED in epoch 7 after batch 367/584");
    /* A missing text leaves its place empty; what it puts in is not looked into for places. */
    assert_string_equal(string_fill(text, sizeof text, STR_NOW_BATCH, "{2}"), "batch {2}/");
    /* Cut at a character's border. */
    assert_string_equal(string_fill(small, sizeof small, STR_SEED, "ab–––"), "seed ab–");
    assert_string_equal(string_fill(small, 1, STR_SEED, "1"), "");
}

/* Every entry is there, is well-formed text without control characters, and counts its places from
 * {1} on without a gap. */
static void every_string(void **state)
{
    (void)state;
    for (int id = 0; id < STRING_COUNT; id++) {
        const char *text = string_get((enum string_id)id);
        size_t length = strlen(text), used;
        unsigned places = 0;
        assert_true(length > 0);
        for (size_t i = 0; i < length; i += used) {
            uint32_t codepoint = utf8_decode(text + i, length - i, &used);
            if (codepoint == UTF8_REPLACEMENT || (codepoint < ' ' && codepoint != '\n'))
                fail_msg("entry %d is ill-formed: %s", id, text);
            if (text[i] != '{')
                continue;
            if (text[i + 1] < '1' || text[i + 1] > '9' || text[i + 2] != '}')
                fail_msg("entry %d has a broken place: %s", id, text);
            places |= 1u << (text[i + 1] - '1');
        }
        if ((places & (places + 1)) != 0)
            fail_msg("entry %d leaves out a place: %s", id, text);
    }
}

/* Each sign is one column wide, and its ASCII form is ASCII. */
static void every_sign(void **state)
{
    (void)state;
    for (int i = 0; i < GLYPH_COUNT; i++) {
        assert_int_equal(utf8_columns(glyph(false, (enum glyph)i)), 1);
        assert_in_range(glyph(true, (enum glyph)i), '!', '~');
    }
    for (int i = RUN_QUEUED; i <= RUN_FAILED; i++) {
        assert_int_equal(utf8_columns(glyph_state(false, (enum run_state)i)), 1);
        assert_in_range(glyph_state(true, (enum run_state)i), '!', '~');
        assert_true(utf8_text_columns(state_name((enum run_state)i)) <= 8);
    }
    struct screen screen = {.glyphs = GLYPHS_ASCII};
    for (int look = 0; look < LOOK_COUNT; look++) {
        screen.look = (enum theme_look)look;
        for (int i = 0; i < LEGEND_COUNT; i++) {
            for (const char *at = legend_sample(&screen, (enum legend)i); *at; at++)
                assert_in_range(*at, ' ', '~');
        }
        for (const char *at = line_sample(&screen); *at; at++)
            assert_in_range(*at, ' ', '~');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers), cmocka_unit_test(positions),    cmocka_unit_test(durations),
        cmocka_unit_test(fills),   cmocka_unit_test(every_string), cmocka_unit_test(every_sign),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
