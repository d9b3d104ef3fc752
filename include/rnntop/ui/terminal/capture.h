/*
 * capture: standard error while a screen is up.
 *
 * Libraries write there when they please (OpenBLAS warns about memory, glibc about a corrupted
 * heap); on a full-screen display that is dirt. It goes through a pipe instead, and comes out as
 * lines. A standard error that is no terminal (2>log) is left alone. One capture is open at a time.
 */
#ifndef RNNTOP_UI_TERMINAL_CAPTURE_H
#define RNNTOP_UI_TERMINAL_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/base/status.h"

struct capture;

enum rt_status capture_open(struct capture **capture, struct rt_error *error);
/* Standard error as it was; what was not read as lines is written to it. NULL is allowed. */
void capture_close(struct capture *capture);

/* The next line, without newline and made safe for a terminal; false when there is none. A line
 * longer than the buffer comes in pieces. ascii: nothing beyond ASCII. */
bool capture_line(struct capture *capture, bool ascii, char *line, size_t size);

/* For poll(); -1 where standard error was left alone. */
int capture_fd(const struct capture *capture);
/* The real standard error, for an emergency; -1 likewise. */
int capture_real_fd(const struct capture *capture);

#endif
