/*
 * theme: what a role looks like, by the terminal's colours and background. Pure.
 *
 * Blue for train and orange for validation is matplotlib's own pair, and safe for colour-blind
 * eyes. Nothing depends on colour alone: lines differ in style, states in their sign.
 */
#ifndef RNNTOP_UI_TERMINAL_THEME_H
#define RNNTOP_UI_TERMINAL_THEME_H

#include <stdbool.h>

#include "rnntop/chart/canvas.h"
#include "rnntop/spec/settings.h"

enum theme_depth { THEME_NO_COLOR, THEME_8_COLORS, THEME_256_COLORS };

enum theme_background { BACKGROUND_UNKNOWN, BACKGROUND_DARK, BACKGROUND_LIGHT };

/* What a key turns the terminal's colours into: those that were asked for, others, none, or what
 * can be read on a wall in a bright room. */
enum theme_look { LOOK_ASKED, LOOK_DARK, LOOK_LIGHT, LOOK_PLAIN, LOOK_PROJECTOR, LOOK_COUNT };

#define STYLE_NO_COLOR (-1) /* the terminal's own foreground */

struct style {
    short color; /* 0 .. 7 or 0 .. 255 by depth, or STYLE_NO_COLOR */
    bool bold, dim, reverse;
};

struct style theme_style(enum theme_depth depth, enum theme_background background, enum role role);
/* The same for a projector, whose light washes out what is dim or thin: all is bold, colours are
 * further from the background, and only the grid is not as strong as the rest. */
struct style theme_style_projector(enum theme_depth depth, enum theme_background background,
                                   enum role role);
/* The style under a look: colours and background are the terminal's own. */
struct style theme_style_of_look(enum theme_look look, enum theme_depth depth,
                                 enum theme_background background, enum role role);

/* How many of a terminal's colours are used; colors as terminfo says, -1 for none. */
enum theme_depth theme_depth_of(int colors);

/* What --theme asks for; BACKGROUND_UNKNOWN where it leaves that to us. */
enum theme_background theme_background_asked(enum setting_theme theme);
/* From $COLORFGBG ("15;0", "0;default;15"): rxvt, Konsole. NULL is allowed. */
enum theme_background theme_background_colorfgbg(const char *value);
/* From a terminal's answer to OSC 11 ("11;rgb:ffff/ffff/dddd", "11;rgba:.../..."). */
enum theme_background theme_background_reply(const char *reply);

#endif
