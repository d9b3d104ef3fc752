#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "rnntop/ui/terminal/theme.h"

static const enum theme_background BACKGROUNDS[] = {BACKGROUND_UNKNOWN, BACKGROUND_DARK,
                                                    BACKGROUND_LIGHT};
enum { BACKGROUND_COUNT = 3 };

/* The relative luminance of one of xterm's 256 colours, by WCAG 2. */
static double channel(int value)
{
    double share = value / 255.0;
    /* A cubic for ((share + 0.055) / 1.055) ^ 2.4, within 0.01: enough for a bound. */
    return share <= 0.04 ? share / 12.92
                         : share * (share * (0.305306011 * share + 0.682171111) + 0.012522878);
}

static double luminance(short color)
{
    int rgb[3];

    if (color >= 232) {
        rgb[0] = rgb[1] = rgb[2] = 8 + 10 * (color - 232);
    } else {
        int cube[3] = {(color - 16) / 36, (color - 16) / 6 % 6, (color - 16) % 6};
        for (int i = 0; i < 3; i++)
            rgb[i] = cube[i] ? 55 + 40 * cube[i] : 0;
    }
    return 0.2126 * channel(rgb[0]) + 0.7152 * channel(rgb[1]) + 0.0722 * channel(rgb[2]);
}

static double contrast(double one, double other)
{
    return one > other ? (one + 0.05) / (other + 0.05) : (other + 0.05) / (one + 0.05);
}

/* Everything but the faint grid can be read: 3 to 1 on the background that is known, 2.5 to 1 on
 * both where it is not. */
static void readable(void **state)
{
    (void)state;
    for (int b = 0; b < BACKGROUND_COUNT; b++) {
        for (int role = 0; role < ROLE_COUNT; role++) {
            struct style style = theme_style(THEME_256_COLORS, BACKGROUNDS[b], (enum role)role);
            if (style.color == STYLE_NO_COLOR || role == ROLE_FAINT)
                continue;
            assert_in_range(style.color, 16, 255);
            double dark = contrast(luminance(style.color), 0);
            double light = contrast(luminance(style.color), 1);
            double least = BACKGROUNDS[b] == BACKGROUND_UNKNOWN ? 2.5 : 3.0;
            bool ok = (BACKGROUNDS[b] == BACKGROUND_LIGHT || dark >= least) &&
                      (BACKGROUNDS[b] == BACKGROUND_DARK || light >= least);
            if (!ok)
                fail_msg("role %d, background %d: colour %d has %.2f on black, %.2f on white; "
                         "expected at least %.1f",
                         role, b, style.color, dark, light, least);
        }
    }
}

/* Train, validation, the other runs and the cursor are told apart in every depth. */
static void told_apart(void **state)
{
    (void)state;
    static const enum theme_depth depths[] = {THEME_NO_COLOR, THEME_8_COLORS, THEME_256_COLORS};
    static const enum role roles[] = {ROLE_TRAIN, ROLE_VAL, ROLE_OTHER, ROLE_MARK};

    for (int d = 0; d < 3; d++) {
        for (int b = 0; b < BACKGROUND_COUNT; b++) {
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < i; j++) {
                    struct style one = theme_style(depths[d], BACKGROUNDS[b], roles[i]);
                    struct style other = theme_style(depths[d], BACKGROUNDS[b], roles[j]);
                    if (one.color == other.color && one.bold == other.bold &&
                        one.dim == other.dim && one.reverse == other.reverse)
                        fail_msg("depth %d, background %d: roles %d and %d look the same", d, b,
                                 roles[i], roles[j]);
                }
            }
        }
    }
}

static void runs_told_apart(void **state)
{
    (void)state;
    for (int b = 0; b < BACKGROUND_COUNT; b++) {
        for (int i = ROLE_RUN_1; i <= ROLE_RUN_6; i++) {
            short color = theme_style(THEME_256_COLORS, BACKGROUNDS[b], (enum role)i).color;
            static const enum role taken[] = {ROLE_TRAIN, ROLE_VAL, ROLE_OTHER};
            for (int j = 0; j < 3; j++)
                assert_int_not_equal(color,
                                     theme_style(THEME_256_COLORS, BACKGROUNDS[b], taken[j]).color);
            for (int j = ROLE_RUN_1; j < i; j++)
                assert_int_not_equal(
                    color, theme_style(THEME_256_COLORS, BACKGROUNDS[b], (enum role)j).color);
        }
    }
}

static void few_colors(void **state)
{
    (void)state;
    for (int b = 0; b < BACKGROUND_COUNT; b++) {
        for (int role = 0; role < ROLE_COUNT; role++) {
            /* Bright colours are not used: Solarized makes bright black invisible. */
            assert_in_range(theme_style(THEME_8_COLORS, BACKGROUNDS[b], (enum role)role).color + 1,
                            0, 7);
            assert_int_equal(theme_style(THEME_NO_COLOR, BACKGROUNDS[b], (enum role)role).color,
                             STYLE_NO_COLOR);
        }
    }
    struct style warn = theme_style(THEME_NO_COLOR, BACKGROUND_UNKNOWN, ROLE_WARN);
    struct style bad = theme_style(THEME_NO_COLOR, BACKGROUND_UNKNOWN, ROLE_BAD);
    assert_true(warn.reverse && bad.reverse && bad.bold);
    assert_true(theme_style(THEME_NO_COLOR, BACKGROUND_UNKNOWN, ROLE_VAL).bold);
    /* A run that stands out among the others is not as dim as they are. */
    assert_true(theme_style(THEME_NO_COLOR, BACKGROUND_UNKNOWN, ROLE_OTHER).dim);
    for (int role = ROLE_RUN_1; role <= ROLE_RUN_6; role++)
        assert_false(theme_style(THEME_NO_COLOR, BACKGROUND_UNKNOWN, (enum role)role).dim);
    assert_int_equal(theme_depth_of(-1), THEME_NO_COLOR);
    assert_int_equal(theme_depth_of(2), THEME_NO_COLOR);
    assert_int_equal(theme_depth_of(8), THEME_8_COLORS);
    assert_int_equal(theme_depth_of(16), THEME_8_COLORS);
    assert_int_equal(theme_depth_of(88), THEME_8_COLORS);
    assert_int_equal(theme_depth_of(256), THEME_256_COLORS);
    assert_int_equal(theme_depth_of(1 << 24), THEME_256_COLORS);
}

struct answer {
    const char *text;
    enum theme_background background;
};

static void backgrounds(void **state)
{
    (void)state;
    static const struct answer variable[] = {
        {"15;0", BACKGROUND_DARK},          {"0;15", BACKGROUND_LIGHT},
        {"0;default;15", BACKGROUND_LIGHT}, {"12;8", BACKGROUND_DARK},
        {"0;7", BACKGROUND_LIGHT},          {"default;default", BACKGROUND_UNKNOWN},
        {"15", BACKGROUND_UNKNOWN},         {"", BACKGROUND_UNKNOWN},
        {"0;99", BACKGROUND_UNKNOWN},       {"0;1x", BACKGROUND_UNKNOWN},
        {"0;-7", BACKGROUND_UNKNOWN},       {NULL, BACKGROUND_UNKNOWN},
    };
    static const struct answer reply[] = {
        {"11;rgb:0000/0000/0000", BACKGROUND_DARK},
        {"11;rgb:ffff/ffff/ffff", BACKGROUND_LIGHT},
        {"11;rgb:fdfd/f6f6/e3e3", BACKGROUND_LIGHT}, /* Solarized light */
        {"11;rgb:0000/2b2b/3636", BACKGROUND_DARK},  /* and dark */
        {"11;rgb:ff/ff/dd", BACKGROUND_LIGHT},
        {"11;rgb:1/2/3", BACKGROUND_DARK},
        {"11;rgba:ffff/ffff/ffff/8000", BACKGROUND_LIGHT},
        {"10;rgb:ffff/ffff/ffff", BACKGROUND_UNKNOWN},
        {"11;rgb:", BACKGROUND_UNKNOWN},
        {"11;rgb", BACKGROUND_UNKNOWN},
        {"11;rgb:ffff/ffff", BACKGROUND_UNKNOWN},
        {"11;rgb:zz/zz/zz", BACKGROUND_UNKNOWN},
        {"11;rgb:fffff/fffff/fffff", BACKGROUND_UNKNOWN},
        {"11;#ffffff", BACKGROUND_UNKNOWN},
        {"", BACKGROUND_UNKNOWN},
    };

    for (size_t i = 0; i < sizeof(variable) / sizeof(variable[0]); i++) {
        enum theme_background got = theme_background_colorfgbg(variable[i].text);
        if (got != variable[i].background)
            fail_msg("COLORFGBG=%s: expected %d, got %d", variable[i].text, variable[i].background,
                     got);
    }
    for (size_t i = 0; i < sizeof(reply) / sizeof(reply[0]); i++) {
        enum theme_background got = theme_background_reply(reply[i].text);
        if (got != reply[i].background)
            fail_msg("reply %s: expected %d, got %d", reply[i].text, reply[i].background, got);
    }
    assert_int_equal(theme_background_asked(THEME_AUTO), BACKGROUND_UNKNOWN);
    assert_int_equal(theme_background_asked(THEME_DARK), BACKGROUND_DARK);
    assert_int_equal(theme_background_asked(THEME_LIGHT), BACKGROUND_LIGHT);
}

static bool same(struct style one, struct style other)
{
    return one.color == other.color && one.bold == other.bold && one.dim == other.dim &&
           one.reverse == other.reverse;
}

/* On a wall in a bright room: all but the grid is bold, nothing is dim, and colours are further
 * from the background than otherwise where that is known. */
static void projector(void **state)
{
    static const enum theme_depth depths[] = {THEME_NO_COLOR, THEME_8_COLORS, THEME_256_COLORS};
    (void)state;
    for (int b = 0; b < BACKGROUND_COUNT; b++) {
        for (int role = 0; role < ROLE_COUNT; role++) {
            struct style style;
            for (int d = 0; d < 3; d++) {
                style = theme_style_projector(depths[d], BACKGROUNDS[b], (enum role)role);
                assert_int_equal(style.bold, role != ROLE_FAINT);
                assert_true(!style.dim || role == ROLE_FAINT);
                assert_int_equal(style.reverse,
                                 theme_style(depths[d], BACKGROUNDS[b], (enum role)role).reverse);
            }
            if (style.color == STYLE_NO_COLOR || role == ROLE_FAINT)
                continue;
            double dark = contrast(luminance(style.color), 0);
            double light = contrast(luminance(style.color), 1);
            double least = BACKGROUNDS[b] == BACKGROUND_UNKNOWN ? 2.5 : 4.5;
            if ((BACKGROUNDS[b] != BACKGROUND_LIGHT && dark < least) ||
                (BACKGROUNDS[b] != BACKGROUND_DARK && light < least))
                fail_msg("role %d, background %d: colour %d has %.2f on black, %.2f on white", role,
                         b, style.color, dark, light);
        }
        for (int i = ROLE_TRAIN; i <= ROLE_RUN_6; i++) {
            for (int j = ROLE_TRAIN; j < i; j++) {
                struct style one =
                    theme_style_projector(THEME_256_COLORS, BACKGROUNDS[b], (enum role)i);
                struct style other =
                    theme_style_projector(THEME_256_COLORS, BACKGROUNDS[b], (enum role)j);
                if (same(one, other))
                    fail_msg("background %d: roles %d and %d look the same", b, i, j);
            }
        }
    }
}

static void looks(void **state)
{
    (void)state;
    for (int role = 0; role < ROLE_COUNT; role++) {
        enum role r = (enum role)role;
        const enum theme_depth depth = THEME_256_COLORS;
        const enum theme_background dark = BACKGROUND_DARK, light = BACKGROUND_LIGHT;
        assert_true(
            same(theme_style_of_look(LOOK_ASKED, depth, light, r), theme_style(depth, light, r)));
        assert_true(
            same(theme_style_of_look(LOOK_DARK, depth, light, r), theme_style(depth, dark, r)));
        assert_true(
            same(theme_style_of_look(LOOK_LIGHT, depth, dark, r), theme_style(depth, light, r)));
        assert_true(same(theme_style_of_look(LOOK_PLAIN, depth, dark, r),
                         theme_style(THEME_NO_COLOR, dark, r)));
        assert_true(same(theme_style_of_look(LOOK_PROJECTOR, depth, light, r),
                         theme_style_projector(depth, light, r)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readable),        cmocka_unit_test(told_apart),
        cmocka_unit_test(runs_told_apart), cmocka_unit_test(few_colors),
        cmocka_unit_test(backgrounds),     cmocka_unit_test(projector),
        cmocka_unit_test(looks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
