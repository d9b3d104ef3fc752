#include "config.h"

#include "rnntop/ui/terminal/theme.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Colours by background: unknown, dark, light, in the order of enum theme_background. */
#define PLAIN                                                                                      \
    {                                                                                              \
        STYLE_NO_COLOR, STYLE_NO_COLOR, STYLE_NO_COLOR                                             \
    }

struct look {
    short color[3];
    bool bold, dim, reverse;
};

/* 33 is 5.9 to 1 on black and 3.6 on white; 172 is 7.4 and 2.9; 208 on white would be 2.4. */
static const struct look LOOK_256[ROLE_COUNT] = {
    [ROLE_PLAIN] = {.color = PLAIN},
    [ROLE_STRONG] = {.color = PLAIN, .bold = true},
    [ROLE_DIM] = {.color = {244, 244, 244}},
    [ROLE_FAINT] = {.color = {244, 240, 250}},
    [ROLE_TRAIN] = {.color = {33, 33, 26}},
    [ROLE_VAL] = {.color = {172, 208, 166}},
    [ROLE_OTHER] = {.color = {244, 244, 244}},
    [ROLE_GOOD] = {.color = {71, 71, 29}},
    [ROLE_WARN] = {.color = {136, 178, 136}, .bold = true},
    [ROLE_BAD] = {.color = {203, 203, 160}, .bold = true},
    [ROLE_MARK] = {.color = {133, 133, 133}},
    /* Apart from train's blue and validation's orange, and from each other. */
    [ROLE_RUN_1] = {.color = {37, 43, 30}},
    [ROLE_RUN_2] = {.color = {169, 175, 126}},
    [ROLE_RUN_3] = {.color = {100, 143, 58}},
    [ROLE_RUN_4] = {.color = {99, 141, 56}},
    [ROLE_RUN_5] = {.color = {131, 138, 95}},
    [ROLE_RUN_6] = {.color = {66, 109, 24}},
    /* Far apart for deuteranopes and protanopes too. */
    [ROLE_POSITIVE] = {.color = {71, 77, 28}},
    [ROLE_NEGATIVE] = {.color = {133, 170, 127}},
    [ROLE_CURSOR] = {.color = PLAIN, .reverse = true},
};

enum { RED = 1, GREEN, YELLOW, BLUE, MAGENTA, CYAN };

/* A_DIM and never bright black, which Solarized makes invisible. Yellow can't be read on white. */
static const struct look LOOK_8[ROLE_COUNT] = {
    [ROLE_PLAIN] = {.color = PLAIN},
    [ROLE_STRONG] = {.color = PLAIN, .bold = true},
    [ROLE_DIM] = {.color = PLAIN, .dim = true},
    [ROLE_FAINT] = {.color = PLAIN, .dim = true},
    [ROLE_TRAIN] = {.color = {CYAN, CYAN, BLUE}},
    [ROLE_VAL] = {.color = {MAGENTA, YELLOW, MAGENTA}},
    [ROLE_OTHER] = {.color = PLAIN, .dim = true},
    [ROLE_GOOD] = {.color = {GREEN, GREEN, GREEN}},
    [ROLE_WARN] = {.color = {MAGENTA, YELLOW, MAGENTA}, .bold = true},
    [ROLE_BAD] = {.color = {RED, RED, RED}, .bold = true},
    [ROLE_MARK] = {.color = {GREEN, MAGENTA, CYAN}}, /* magenta is validation's there */
    [ROLE_RUN_1] = {.color = {GREEN, GREEN, GREEN}},
    [ROLE_RUN_2] = {.color = {RED, MAGENTA, RED}},
    [ROLE_RUN_3] = {.color = {BLUE, BLUE, CYAN}},
    [ROLE_RUN_4] = {.color = {GREEN, GREEN, GREEN}, .dim = true},
    [ROLE_RUN_5] = {.color = {RED, MAGENTA, RED}, .dim = true},
    [ROLE_RUN_6] = {.color = PLAIN, .dim = true},
    [ROLE_POSITIVE] = {.color = {GREEN, GREEN, GREEN}},
    [ROLE_NEGATIVE] = {.color = {MAGENTA, MAGENTA, MAGENTA}},
    [ROLE_CURSOR] = {.color = PLAIN, .reverse = true},
};

static const struct look LOOK_NONE[ROLE_COUNT] = {
    [ROLE_PLAIN] = {.color = PLAIN},
    [ROLE_STRONG] = {.color = PLAIN, .bold = true},
    [ROLE_DIM] = {.color = PLAIN, .dim = true},
    [ROLE_FAINT] = {.color = PLAIN, .dim = true},
    [ROLE_TRAIN] = {.color = PLAIN},
    [ROLE_VAL] = {.color = PLAIN, .bold = true},
    [ROLE_OTHER] = {.color = PLAIN, .dim = true},
    [ROLE_GOOD] = {.color = PLAIN},
    [ROLE_WARN] = {.color = PLAIN, .reverse = true},
    [ROLE_BAD] = {.color = PLAIN, .bold = true, .reverse = true},
    [ROLE_MARK] = {.color = PLAIN, .reverse = true},
    /* Runs that stand out among others do so without colours too. */
    [ROLE_RUN_1] = {.color = PLAIN},
    [ROLE_RUN_2] = {.color = PLAIN},
    [ROLE_RUN_3] = {.color = PLAIN},
    [ROLE_RUN_4] = {.color = PLAIN},
    [ROLE_RUN_5] = {.color = PLAIN},
    [ROLE_RUN_6] = {.color = PLAIN},
    [ROLE_POSITIVE] = {.color = PLAIN},
    [ROLE_NEGATIVE] = {.color = PLAIN},
    [ROLE_CURSOR] = {.color = PLAIN, .reverse = true},
};

/* At least 4.5 to 1 on the background that is known, 2.5 to 1 on both where it is not. */
static const short PROJECTOR_256[ROLE_COUNT][3] = {
    [ROLE_PLAIN] = PLAIN,
    [ROLE_STRONG] = PLAIN,
    [ROLE_DIM] = PLAIN,
    [ROLE_FAINT] = {244, 245, 243},
    [ROLE_TRAIN] = {33, 45, 20},
    [ROLE_VAL] = {172, 214, 130},
    [ROLE_OTHER] = PLAIN,
    [ROLE_GOOD] = {71, 83, 22},
    [ROLE_WARN] = {136, 226, 94},
    [ROLE_BAD] = {203, 210, 124},
    [ROLE_MARK] = {133, 213, 90},
    [ROLE_RUN_1] = {37, 50, 23},
    [ROLE_RUN_2] = {169, 218, 162},
    [ROLE_RUN_3] = {100, 191, 58},
    [ROLE_RUN_4] = {99, 183, 55},
    [ROLE_RUN_5] = {131, 217, 88},
    [ROLE_RUN_6] = {66, 153, 24},
    [ROLE_POSITIVE] = {71, 83, 22},
    [ROLE_NEGATIVE] = {133, 213, 90},
    [ROLE_CURSOR] = PLAIN,
};

struct style theme_style(enum theme_depth depth, enum theme_background background, enum role role)
{
    static const struct look *const looks[] = {LOOK_NONE, LOOK_8, LOOK_256};

    assert((unsigned)role < ROLE_COUNT && (unsigned)background <= BACKGROUND_LIGHT);
    const struct look *look = &looks[depth][role];
    return (struct style){look->color[background], look->bold, look->dim, look->reverse};
}

struct style theme_style_projector(enum theme_depth depth, enum theme_background background,
                                   enum role role)
{
    struct style style = theme_style(depth, background, role);
    if (depth == THEME_256_COLORS)
        style.color = PROJECTOR_256[role][background];
    style.bold = role != ROLE_FAINT;
    style.dim = depth != THEME_256_COLORS && role == ROLE_FAINT;
    return style;
}

struct style theme_style_of_look(enum theme_look look, enum theme_depth depth,
                                 enum theme_background background, enum role role)
{
    switch (look) {
    case LOOK_DARK:
        return theme_style(depth, BACKGROUND_DARK, role);
    case LOOK_LIGHT:
        return theme_style(depth, BACKGROUND_LIGHT, role);
    case LOOK_PLAIN:
        return theme_style(THEME_NO_COLOR, background, role);
    case LOOK_PROJECTOR:
        return theme_style_projector(depth, background, role);
    default:
        return theme_style(depth, background, role);
    }
}

enum theme_depth theme_depth_of(int colors)
{
    if (colors >= 256)
        return THEME_256_COLORS;
    return colors >= 8 ? THEME_8_COLORS : THEME_NO_COLOR;
}

enum theme_background theme_background_asked(enum setting_theme theme)
{
    if (theme == THEME_DARK)
        return BACKGROUND_DARK;
    return theme == THEME_LIGHT ? BACKGROUND_LIGHT : BACKGROUND_UNKNOWN;
}

enum theme_background theme_background_colorfgbg(const char *value)
{
    const char *last = value ? strrchr(value, ';') : NULL;

    if (!last || last[1] < '0' || last[1] > '9')
        return BACKGROUND_UNKNOWN;
    char *end;
    long number = strtol(last + 1, &end, 10);
    if (*end != '\0' || number > 15)
        return BACKGROUND_UNKNOWN;
    /* White, and the bright half of the sixteen but for bright black. */
    return number == 7 || number > 8 ? BACKGROUND_LIGHT : BACKGROUND_DARK;
}

/* One to four hexadecimal digits, as a share of the largest number of so many digits; -1 if not. */
static double color_part(const char **text)
{
    char *end;

    if (strspn(*text, "0123456789abcdefABCDEF") == 0)
        return -1;
    unsigned long value = strtoul(*text, &end, 16);
    int digits = (int)(end - *text);
    if (digits > 4)
        return -1;
    *text = *end == '/' ? end + 1 : end;
    return (double)value / (double)((1ul << (4 * digits)) - 1);
}

enum theme_background theme_background_reply(const char *reply)
{
    if (strncmp(reply, "11;rgb", 6) != 0)
        return BACKGROUND_UNKNOWN;
    const char *text = strchr(reply, ':');
    if (!text)
        return BACKGROUND_UNKNOWN;
    text++;
    double red = color_part(&text);
    double green = color_part(&text);
    double blue = color_part(&text);
    if (red < 0 || green < 0 || blue < 0)
        return BACKGROUND_UNKNOWN;
    /* The weights of ITU-R BT.601: near enough to tell dark from light. */
    return 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 ? BACKGROUND_LIGHT : BACKGROUND_DARK;
}
