/*
 * escape: turns the bytes that a terminal sends into keys.
 *
 * Pure: bytes and the time go in, keys come out. A sequence that is not a key of ours is swallowed
 * whole, so that no part of it is taken for typing: PuTTY's Home is ESC [ 1 ~, and its 1 must not
 * switch views. Pasted text (bracketed paste) is swallowed too.
 *
 * Sources: ECMA-48 section 5.4 (control sequences) and 5.6 (strings); xterm's ctlseqs; rxvt's and
 * the Linux console's own forms.
 */
#ifndef RNNTOP_UI_TERMINAL_ESCAPE_H
#define RNNTOP_UI_TERMINAL_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum escape_state {
    ESCAPE_GROUND,
    ESCAPE_SEEN,   /* ESC: Escape itself, or the beginning of more */
    ESCAPE_CSI,    /* ESC [ */
    ESCAPE_SS3,    /* ESC O */
    ESCAPE_STRING, /* ESC ] and its like, until BEL or ESC \ */
    ESCAPE_STRING_ESC,
    ESCAPE_CONSOLE, /* ESC [ [: the Linux console's F1 to F5 */
    ESCAPE_MOUSE,   /* ESC [ M: three more bytes */
    ESCAPE_UTF8     /* within a character of several bytes */
};

#define ESCAPE_SIZE 64

/* Begin with all zero. */
struct escape {
    enum escape_state state;
    bool pasting;      /* between ESC [ 200 ~ and ESC [ 201 ~ */
    bool string_ready; /* bytes[] holds a whole string, without its introducer and end */
    unsigned awaited;  /* bytes that a character or a mouse report still needs */
    size_t length;     /* of bytes[]; what does not fit is dropped */
    char bytes[ESCAPE_SIZE + 1];
    uint64_t last_ns; /* when the last byte came */
};

#define ESCAPE_ALONE_MS    100  /* an ESC followed by nothing for so long is the key */
#define ESCAPE_SEQUENCE_MS 500  /* a sequence that stops for so long was none */
#define ESCAPE_PASTE_MS    1000 /* a paste whose end never comes must not lock the keyboard */

/* Takes a byte in; the key that it completes, or KEYPRESS_NONE. */
int escape_feed(struct escape *escape, unsigned char byte, uint64_t now_ns);

/* What time alone brings: KEYPRESS_ESCAPE, or KEYPRESS_NONE. */
int escape_elapse(struct escape *escape, uint64_t now_ns);

/* Milliseconds until escape_elapse() is due; -1 when nothing is pending. */
int escape_wait_ms(const struct escape *escape, uint64_t now_ns);

/* The text of an operating system command that the terminal sent ("11;rgb:0000/0000/0000"), once;
 * NULL when none came. Valid until the next byte. */
const char *escape_take_string(struct escape *escape);

#endif
