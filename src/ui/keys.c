#include "config.h"

#include "rnntop/ui/keys.h"

#include <assert.h>

#include "rnntop/ui/terminal/keypress.h"

#define CTRL(letter) ((letter) - 'A' + 1)

#define SAME(name) name, name

/* Whether a key is one of the picture, which is shown first where it is not. */
#define PICTURE  true
#define ANYWHERE false

/* The visible rows in the order of the help; a hidden one is told of by a visible one before it, or
 * by the help's last lines. Control-C is a signal as a rule: the key comes where a terminal's own
 * settings keep it from being one. */
/* clang-format off */
static const struct key_binding KEYS[] = {
    {ACTION_PAUSE, KEY_TRAINING, {' ', 'p'}, SAME("Space  p"), STR_KEY_PAUSE, ANYWHERE},
    {ACTION_ONE_BATCH, KEY_TRAINING, {'.'}, SAME("."), STR_KEY_ONE_BATCH, ANYWHERE},
    {ACTION_ONE_EPOCH, KEY_TRAINING, {'e'}, SAME("e"), STR_KEY_ONE_EPOCH, ANYWHERE},
    {ACTION_RATE_DOWN, KEY_TRAINING, {'<'}, SAME("<  >"), STR_KEY_RATE_DOWN, ANYWHERE},
    {ACTION_RATE_UP, KEY_HIDDEN, {'>'}, SAME(">"), STR_KEY_RATE_UP, ANYWHERE},
    {ACTION_SAVE, KEY_TRAINING, {'s', CTRL('S')}, SAME("s"), STR_KEY_SAVE, ANYWHERE},
    {ACTION_AGAIN, KEY_TRAINING, {'r'}, SAME("r"), STR_KEY_AGAIN, ANYWHERE},
    {ACTION_NEW, KEY_TRAINING, {'n'}, SAME("n  Del"), STR_KEY_NEW, ANYWHERE},
    {ACTION_TAKE_BACK, KEY_HIDDEN, {KEYPRESS_DELETE, 127, '\b'}, SAME("Del"),
     STR_KEY_TAKE_BACK, ANYWHERE},
    {ACTION_QUIT, KEY_TRAINING, {'q', KEYPRESS_F10}, SAME("q  F10"), STR_KEY_QUIT, ANYWHERE},
    {ACTION_SAVE_AND_LEAVE, KEY_HIDDEN, {CTRL('C')}, SAME("Ctrl-C"),
     STR_KEY_SAVE_AND_LEAVE, ANYWHERE},

    {ACTION_CURVES, KEY_VIEWS, {'1'}, SAME("1"), STR_KEY_CURVES, ANYWHERE},
    {ACTION_SCORE, KEY_VIEWS, {'2'}, SAME("2"), STR_KEY_SCORE, ANYWHERE},
    {ACTION_DIAGNOSIS, KEY_VIEWS, {'d'}, SAME("d"), STR_KEY_DIAGNOSIS, ANYWHERE},
    {ACTION_MESSAGES, KEY_VIEWS, {'l'}, SAME("l"), STR_KEY_MESSAGES, ANYWHERE},
    {ACTION_HELP, KEY_SCREENS, {'?', 'h', KEYPRESS_F1}, SAME("?  h  F1"), STR_KEY_HELP, ANYWHERE},

    {ACTION_NEXT_RUN, KEY_PICTURE, {'\t'}, SAME("Tab  Shift-Tab"), STR_KEY_NEXT_RUN, PICTURE},
    {ACTION_PREVIOUS_RUN, KEY_HIDDEN, {KEYPRESS_SHIFT_TAB}, SAME("Shift-Tab"),
     STR_KEY_PREVIOUS_RUN, PICTURE},
    {ACTION_SORT, KEY_PICTURE, {'S'}, SAME("S  Enter  k"), STR_KEY_SORT, PICTURE},
    {ACTION_MARK, KEY_HIDDEN, {'k'}, SAME("k"), STR_KEY_MARK, PICTURE},
    {ACTION_OTHERS, KEY_PICTURE, {'o'}, SAME("o"), STR_KEY_OTHERS, PICTURE},
    {ACTION_LEFT, KEY_PICTURE, {KEYPRESS_LEFT}, "← →  PgUp PgDn", "arrows PgUp/Dn",
     STR_KEY_LEFT, ANYWHERE},
    {ACTION_RIGHT, KEY_HIDDEN, {KEYPRESS_RIGHT}, "→", "Right", STR_KEY_RIGHT, ANYWHERE},
    {ACTION_PAGE_LEFT, KEY_HIDDEN, {KEYPRESS_PAGE_UP}, SAME("PgUp"), STR_KEY_PAGE_LEFT, ANYWHERE},
    {ACTION_PAGE_RIGHT, KEY_HIDDEN, {KEYPRESS_PAGE_DOWN}, SAME("PgDn"),
     STR_KEY_PAGE_RIGHT, ANYWHERE},
    {ACTION_HOME, KEY_HIDDEN, {KEYPRESS_HOME}, SAME("Home"), STR_KEY_HOME, ANYWHERE},
    {ACTION_END, KEY_HIDDEN, {KEYPRESS_END}, SAME("End"), STR_KEY_END, ANYWHERE},
    {ACTION_UP, KEY_HIDDEN, {KEYPRESS_UP}, "↑", "Up", STR_KEY_UP, ANYWHERE},
    {ACTION_DOWN, KEY_HIDDEN, {KEYPRESS_DOWN}, "↓", "Down", STR_KEY_DOWN, ANYWHERE},
    {ACTION_CURSOR, KEY_PICTURE, {'c'}, SAME("c  Esc"), STR_KEY_CURSOR, PICTURE},
    {ACTION_CURSOR_OFF, KEY_HIDDEN, {KEYPRESS_ESCAPE}, SAME("Esc"), STR_KEY_CURSOR_OFF, ANYWHERE},
    {ACTION_ZOOM_IN, KEY_PICTURE, {'+', '='}, SAME("+  -  0"), STR_KEY_ZOOM_IN, PICTURE},
    {ACTION_ZOOM_OUT, KEY_HIDDEN, {'-'}, SAME("-"), STR_KEY_ZOOM_OUT, PICTURE},
    {ACTION_ZOOM_WHOLE, KEY_HIDDEN, {'0'}, SAME("0"), STR_KEY_ZOOM_WHOLE, PICTURE},
    {ACTION_AXIS, KEY_PICTURE, {'x'}, SAME("x  y"), STR_KEY_AXIS, PICTURE},
    {ACTION_LOG, KEY_HIDDEN, {'y'}, SAME("y"), STR_KEY_LOG, PICTURE},
    {ACTION_SMOOTH, KEY_PICTURE, {'m'}, SAME("m"), STR_KEY_SMOOTH, PICTURE},
    {ACTION_GLYPHS, KEY_PICTURE, {'b'}, SAME("b  T"), STR_KEY_GLYPHS, PICTURE},
    {ACTION_LOOK, KEY_HIDDEN, {'T'}, SAME("T"), STR_KEY_LOOK, ANYWHERE},
    {ACTION_HOLD, KEY_PICTURE, {'f'}, SAME("f"), STR_KEY_HOLD, PICTURE},
    {ACTION_TURN, KEY_PICTURE, {'v'}, SAME("v  Enter"), STR_KEY_TURN, ANYWHERE},
    {ACTION_OPEN, KEY_HIDDEN, {'\r', '\n'}, SAME("Enter"), STR_KEY_OPEN, ANYWHERE},
    {ACTION_REDRAW, KEY_PICTURE, {CTRL('L')}, SAME("Ctrl-L"), STR_KEY_REDRAW, ANYWHERE},
    {ACTION_RESIZE, KEY_HIDDEN, {KEYPRESS_RESIZE}, SAME("resize"), STR_KEY_RESIZE, ANYWHERE},
};
/* clang-format on */

enum { KEY_COUNT = sizeof(KEYS) / sizeof(KEYS[0]) };

const struct key_binding *keys_table(size_t *count)
{
    *count = KEY_COUNT;
    return KEYS;
}

const struct key_binding *keys_of(enum action action)
{
    size_t i = 0;
    while (i < KEY_COUNT && KEYS[i].action != action)
        i++;
    assert(i < KEY_COUNT);
    return &KEYS[i];
}

enum action keys_action(int key)
{
    if (key == 0)
        return ACTION_NONE;
    for (size_t i = 0; i < KEY_COUNT; i++) {
        for (size_t j = 0; j < 3; j++) {
            if (KEYS[i].key[j] == key)
                return KEYS[i].action;
        }
    }
    return ACTION_NONE;
}
