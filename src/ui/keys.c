#include "config.h"

#include "rnntop/ui/keys.h"

#include <assert.h>

#include "rnntop/ui/terminal/terminal.h"

#define CTRL(letter) ((letter) - 'A' + 1)

#define SAME(name) name, name

/* The visible rows in the order of the help; a hidden one is told of by a visible one before it, or
 * by the help's last lines. Control-C is a signal as a rule: the key comes where a terminal's own
 * settings keep it from being one. */
/* clang-format off */
static const struct key_binding KEYS[] = {
    {ACTION_PAUSE, KEY_TRAINING, {' ', 'p'}, SAME("Space  p"), "pause, go on"},
    {ACTION_ONE_BATCH, KEY_TRAINING, {'.'}, SAME("."), "one batch, then pause"},
    {ACTION_ONE_EPOCH, KEY_TRAINING, {'e'}, SAME("e"), "the rest of this epoch"},
    {ACTION_RATE_DOWN, KEY_TRAINING, {'<'}, SAME("<  >"), "learning rate, while paused"},
    {ACTION_RATE_UP, KEY_HIDDEN, {'>'}, SAME(">"), "twice the learning rate"},
    {ACTION_SAVE, KEY_TRAINING, {'s', CTRL('S')}, SAME("s"), "save the run on screen"},
    {ACTION_AGAIN, KEY_TRAINING, {'r'}, SAME("r"), "run again with the next seed"},
    {ACTION_NEW, KEY_TRAINING, {'n'}, SAME("n  Del"), "a new run; take one back"},
    {ACTION_TAKE_BACK, KEY_HIDDEN, {KEYPRESS_DELETE, 127, '\b'}, SAME("Del"), "take back a run that waits"},
    {ACTION_QUIT, KEY_TRAINING, {'q', KEYPRESS_F10}, SAME("q  F10"), "quit (asks while training)"},
    {ACTION_SAVE_AND_LEAVE, KEY_HIDDEN, {CTRL('C')}, SAME("Ctrl-C"), "save and leave"},

    {ACTION_CURVES, KEY_SCREENS, {'1'}, SAME("1  2  l"), "curves, score, messages"},
    {ACTION_SCORE, KEY_HIDDEN, {'2'}, SAME("2"), "confusion, precision, F1, AUC"},
    {ACTION_MESSAGES, KEY_HIDDEN, {'l'}, SAME("l"), "messages"},
    {ACTION_HELP, KEY_SCREENS, {'?', 'h', KEYPRESS_F1}, SAME("?  h  F1"), "this help"},

    {ACTION_NEXT_RUN, KEY_PICTURE, {'\t'}, SAME("Tab  Shift-Tab"), "next, previous run"},
    {ACTION_PREVIOUS_RUN, KEY_HIDDEN, {KEYPRESS_SHIFT_TAB}, SAME("Shift-Tab"), "previous run"},
    {ACTION_OTHERS, KEY_PICTURE, {'o'}, SAME("o"), "others: val, all, none"},
    {ACTION_LEFT, KEY_PICTURE, {KEYPRESS_LEFT},
     "← →  PgUp PgDn", "arrows PgUp/Dn", "cursor, by epochs"},
    {ACTION_RIGHT, KEY_HIDDEN, {KEYPRESS_RIGHT}, "→", "Right", "cursor one epoch on"},
    {ACTION_PAGE_LEFT, KEY_HIDDEN, {KEYPRESS_PAGE_UP}, SAME("PgUp"), "cursor five epochs back"},
    {ACTION_PAGE_RIGHT, KEY_HIDDEN, {KEYPRESS_PAGE_DOWN}, SAME("PgDn"), "cursor five epochs on"},
    {ACTION_HOME, KEY_HIDDEN, {KEYPRESS_HOME}, SAME("Home"), "cursor to the beginning"},
    {ACTION_END, KEY_HIDDEN, {KEYPRESS_END}, SAME("End"), "cursor to the end"},
    {ACTION_UP, KEY_HIDDEN, {KEYPRESS_UP}, "↑", "Up", "scroll score, help and messages back"},
    {ACTION_DOWN, KEY_HIDDEN, {KEYPRESS_DOWN}, "↓", "Down", "scroll score, help and messages on"},
    {ACTION_CURSOR, KEY_PICTURE, {'c'}, SAME("c  Esc"), "cursor on, off"},
    {ACTION_CURSOR_OFF, KEY_HIDDEN, {KEYPRESS_ESCAPE}, SAME("Esc"), "back; cursor off"},
    {ACTION_ZOOM_IN, KEY_PICTURE, {'+', '='}, SAME("+  -  0"), "zoom in, out, whole"},
    {ACTION_ZOOM_OUT, KEY_HIDDEN, {'-'}, SAME("-"), "zoom out"},
    {ACTION_ZOOM_WHOLE, KEY_HIDDEN, {'0'}, SAME("0"), "the whole run"},
    {ACTION_AXIS, KEY_PICTURE, {'x'}, SAME("x"), "epochs, steps, minutes"},
    {ACTION_LOG, KEY_PICTURE, {'y'}, SAME("y"), "logarithmic loss"},
    {ACTION_SMOOTH, KEY_PICTURE, {'m'}, SAME("m"), "smooth, raw, by epoch"},
    {ACTION_GLYPHS, KEY_PICTURE, {'b'}, SAME("b"), "braille, blocks, ASCII"},
    {ACTION_HOLD, KEY_PICTURE, {'f'}, SAME("f"), "hold; training goes on"},
    {ACTION_REDRAW, KEY_PICTURE, {CTRL('L')}, SAME("Ctrl-L"), "redraw"},
    {ACTION_RESIZE, KEY_HIDDEN, {KEYPRESS_RESIZE}, SAME("resize"), "fit the screen to the window"},
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
