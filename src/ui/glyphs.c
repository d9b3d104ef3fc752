#include "config.h"

#include "rnntop/ui/glyphs.h"

#include "rnntop/ui/strings.h"

bool screen_ascii(const struct screen *screen)
{
    return !screen->unicode || screen->glyphs == GLYPHS_ASCII;
}

enum raster_dots screen_dots(const struct screen *screen)
{
    if (screen_ascii(screen))
        return RASTER_ASCII;
    return screen->glyphs == GLYPHS_BLOCKS ? RASTER_BLOCKS : RASTER_BRAILLE;
}

uint32_t glyph(bool ascii, enum glyph which)
{
    static const uint16_t GLYPHS[GLYPH_COUNT][2] = {
        [GLYPH_NOTHING] = {0x2013, '-'},     [GLYPH_SELECTED] = {0x258C, '>'},
        [GLYPH_AXIS] = {0x2502, '|'},        [GLYPH_AXIS_LABEL] = {0x2524, '+'},
        [GLYPH_GRID] = {0x00B7, '.'},        [GLYPH_LINE] = {0x00B7, '.'},
        [GLYPH_CURSOR] = {0x254E, '|'},      [GLYPH_BAD] = {0x2717, '!'},
        [GLYPH_DONE] = {0x2501, '='},        [GLYPH_TO_DO] = {0x2500, '-'},
        [GLYPH_CUT] = {0x2026, '~'},         [GLYPH_ABOVE] = {0x2191, '^'},
        [GLYPH_BELOW] = {0x2193, 'v'},       [GLYPH_MARK_LOWER] = {0x25BE, 'v'},
        [GLYPH_MARK_HIGHER] = {0x25B4, '^'}, [GLYPH_MARK_BEST] = {0x25C6, '*'},
        [GLYPH_MARK_STOP] = {0x25A0, '#'},   [GLYPH_OPEN] = {0x25BE, '-'},
        [GLYPH_FOLDED] = {0x25B8, '+'},      [GLYPH_HALF] = {0x2578, '-'},
        [GLYPH_DASH] = {0x2504, '.'},        [GLYPH_SAID] = {0x250A, '|'},
        [GLYPH_IS] = {0x25CF, 'o'},          [GLYPH_BEST] = {0x2605, '*'},
        [GLYPH_MARKED] = {0x25C6, '+'},      [GLYPH_SORTED] = {0x25BE, 'v'},
        [GLYPH_BAND] = {0x2591, ':'},        [GLYPH_LINE_STRONG] = {0x254D, '='},
    };
    return GLYPHS[which][ascii];
}

static const struct {
    uint16_t sign[2]; /* UTF-8, ASCII */
    enum role role;
    enum string_id name;
} STATES[] = {
    [RUN_QUEUED] = {{0x25CB, '.'}, ROLE_DIM, STR_QUEUED},
    [RUN_LOADING] = {{0x25CC, ':'}, ROLE_PLAIN, STR_LOADING},
    /* U+25BA: U+25B6 is an emoji in some terminals. */
    [RUN_TRAINING] = {{0x25BA, '*'}, ROLE_STRONG, STR_TRAINING},
    [RUN_PAUSED] = {{0x2016, '='}, ROLE_WARN, STR_PAUSED},
    /* A second at each epoch's end: another word there would only flicker. */
    [RUN_VALIDATING] = {{0x25BA, '*'}, ROLE_STRONG, STR_TRAINING},
    [RUN_TESTING] = {{0x25BA, '*'}, ROLE_STRONG, STR_TESTING},
    [RUN_DONE] = {{0x2713, '+'}, ROLE_GOOD, STR_DONE},
    [RUN_STOPPED] = {{0x25A0, '#'}, ROLE_DIM, STR_STOPPED},
    [RUN_FAILED] = {{0x2717, '!'}, ROLE_BAD, STR_FAILED},
};

uint32_t glyph_state(bool ascii, enum run_state state)
{
    return STATES[state].sign[ascii];
}

enum role state_role(enum run_state state)
{
    return STATES[state].role;
}

const char *state_name(enum run_state state)
{
    return string_get(STATES[state].name);
}

const char *legend_sample(const struct screen *screen, enum legend legend)
{
    static const char *const SAMPLES[][LEGEND_COUNT] = {
        [RASTER_BRAILLE] = {"⠤⠤⠤", "⠤ ⠶ ⠤", "⠂ ⠆ ⠂", "⠂ ⠂ ⠂"},
        [RASTER_BLOCKS] = {"▄▄▄", "▄ █ ▄", "▖ ▌ ▖", "▖ ▖ ▖"},
        [RASTER_ASCII] = {"-'-", "o", "x", "x x"},
    };
    static const char *const THICK[LEGEND_COUNT] = {"███", "█ █ █", "▖ ▌ ▖", "▖ ▖ ▖"};
    enum raster_dots dots = screen_dots(screen);
    if (screen->look == LOOK_PROJECTOR && dots == RASTER_BLOCKS)
        return THICK[legend];
    return SAMPLES[dots][legend];
}

const char *line_sample(const struct screen *screen)
{
    static const char *const SAMPLES[] = {
        [RASTER_BRAILLE] = "⠄  ⠄", [RASTER_BLOCKS] = "·  ·", [RASTER_ASCII] = ".  ."};
    enum raster_dots dots = screen_dots(screen);
    if (screen->look == LOOK_PROJECTOR)
        return dots == RASTER_ASCII ? "====" : "╍╍╍╍";
    return SAMPLES[dots];
}
