/*
 * terminal: the only module that knows curses. Shows canvases, reads keys.
 */
#ifndef RNNTOP_UI_TERMINAL_TERMINAL_H
#define RNNTOP_UI_TERMINAL_TERMINAL_H

#include <poll.h>
#include <stdbool.h>

#include "rnntop/base/status.h"
#include "rnntop/chart/canvas.h"
#include "rnntop/spec/settings.h"
#include "rnntop/ui/terminal/theme.h"

struct terminal;

struct terminal_options {
    bool ascii;    /* no characters beyond ASCII */
    bool no_color; /* --no-color; $NO_COLOR, set and not empty, does the same */
    enum setting_theme theme;
    bool (*leaving)(void *context); /* the program is about to end; may be NULL */
    void *context;
};

enum rt_status terminal_open(struct terminal **terminal, const struct terminal_options *options,
                             struct rt_error *error);
/* Gives the terminal back as it was. NULL is allowed. */
void terminal_close(struct terminal *terminal);

void terminal_size(const struct terminal *terminal, int *columns, int *rows);
/* True when the locale and the options allow characters beyond ASCII. */
bool terminal_unicode(const struct terminal *terminal);

/* True when it has colours, and they are wanted. */
bool terminal_colors(const struct terminal *terminal);

/* How roles look from the next show on, which repaints every cell where that is news. */
void terminal_set_look(struct terminal *terminal, enum theme_look look);

/* Shows the canvas: one update. False, and nothing written, while the terminal takes no output: the
 * frame is dropped. The canvas has the size that terminal_size() gives, or what lies beyond is cut.
 */
bool terminal_show(struct terminal *terminal, const struct canvas *canvas);
/* The next show repaints every cell. */
void terminal_redraw(struct terminal *terminal);

/* The next key (keypress.h), or KEYPRESS_NONE. Never waits; but a Ctrl-Z stops the process here,
 * and it goes on when the shell continues it. Also sees to output that waits and to the window's
 * size. */
int terminal_key(struct terminal *terminal);

/* What poll() is to wait for on the terminal's behalf; returns how many are filled. */
#define TERMINAL_FDS 4
int terminal_fds(const struct terminal *terminal, struct pollfd fds[TERMINAL_FDS]);
/* Milliseconds after which terminal_key() may have something without any input; -1: never. */
int terminal_wait_ms(const struct terminal *terminal);

/* True when the terminal is gone: hung up, or its window closed. */
bool terminal_lost(const struct terminal *terminal);

/* Async-signal-safe: puts the terminal that is open now, if any, back to normal (mode, screen,
 * cursor, paste mode) for a program that is about to die. */
void terminal_emergency_restore(void);

/* What libraries wrote to stderr while the terminal was open, a line at a time, without newline.
 * False when there is none. */
bool terminal_stderr_line(struct terminal *terminal, char *line, size_t size);

#endif
