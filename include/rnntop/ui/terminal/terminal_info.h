/*
 * terminal_info: what terminfo and the locale say of a terminal. Private to ui/terminal.
 */
#ifndef RNNTOP_UI_TERMINAL_TERMINAL_INFO_H
#define RNNTOP_UI_TERMINAL_TERMINAL_INFO_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/base/status.h"

/* Refuses a terminal that is not named (NULL or ""), that terminfo does not know, or that can't
 * move its cursor: RT_ERR_UNSUPPORTED. *ansi: it understands ESC [ and what is built on it. */
enum rt_status terminal_info_check(const char *name, bool *ansi, struct rt_error *error);

/* True when characters beyond ASCII can be shown: the locale decides, but for terminals whose
 * glyphs we know to be too few. */
bool terminal_info_unicode(const char *name);

/* The bytes that bring screen, colours and cursor back, for a terminal of so many rows; returns how
 * many. While curses is up. */
size_t terminal_info_restore(int rows, char *out, size_t size);

/* The library that draws, with its version: "ncurses 6.4.20221231". */
const char *terminal_info_library(void);

#endif
