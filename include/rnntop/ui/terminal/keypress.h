/*
 * keypress: keys, as the terminal gives them and all others take them.
 */
#ifndef RNNTOP_UI_TERMINAL_KEYPRESS_H
#define RNNTOP_UI_TERMINAL_KEYPRESS_H

/* A key: a Unicode code point, or one of these. */
enum terminal_key {
    KEYPRESS_NONE = 0x200000, /* nothing waits, or it was swallowed */
    KEYPRESS_UP,
    KEYPRESS_DOWN,
    KEYPRESS_LEFT,
    KEYPRESS_RIGHT,
    KEYPRESS_PAGE_UP,
    KEYPRESS_PAGE_DOWN,
    KEYPRESS_HOME,
    KEYPRESS_END,
    KEYPRESS_DELETE,
    KEYPRESS_SHIFT_TAB,
    KEYPRESS_F1,
    KEYPRESS_F10,
    KEYPRESS_ESCAPE,
    KEYPRESS_RESIZE
};

#endif
