/*
 * tty: the terminal as a device: its mode, its size, bytes in and out, the signals that concern it.
 * Private to ui/terminal. Knows no curses.
 *
 * Output never blocks: what the terminal does not take at once waits here, and whoever draws looks
 * at tty_flush() first. So a stalled ssh connection stops neither training nor an orderly exit.
 *
 * One tty is open at a time: signal handlers need to find it.
 */
#ifndef RNNTOP_UI_TERMINAL_TTY_H
#define RNNTOP_UI_TERMINAL_TTY_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/base/status.h"

struct tty;

/* The terminal that standard output is connected to; RT_ERR_UNSUPPORTED when it is none. Mode: no
 * echo, no lines, no flow control, no translation; Ctrl-C and Ctrl-Z stay signals. */
enum rt_status tty_open(struct tty **tty, struct rt_error *error);
/* Gives the device back as it was; waits for output that is still on its way, but not for long. */
void tty_close(struct tty *tty);

/* False when the device does not know. */
bool tty_size(const struct tty *tty, int *columns, int *rows);

/* How many bytes were read into buffer; 0: none wait. Never waits. */
size_t tty_read(struct tty *tty, void *buffer, size_t size);

/* Queues bytes (RT_ERR_MEMORY when there is no room for them) and sends what the terminal takes. */
enum rt_status tty_write(struct tty *tty, const void *bytes, size_t length);
/* Sends what waits; true when nothing waits any more. */
bool tty_flush(struct tty *tty);
/* True while output waits for the terminal to take it. */
bool tty_waiting(const struct tty *tty);

/* True when the terminal is gone: hung up, or its window closed. */
bool tty_lost(const struct tty *tty);

/* Signals since the last call, as bits. */
enum tty_signal { TTY_RESIZED = 1, TTY_STOP = 2, TTY_CONTINUED = 4 };
unsigned tty_signals(struct tty *tty);

/* Gives the device back, stops the whole process as SIGTSTP does, and returns in our mode again
 * when it is continued in the foreground. Continued in the background it stops again; unless
 * leaving(context) (may be NULL) says that the program is about to end: then the device stays the
 * shell's and counts as lost. */
void tty_suspend(struct tty *tty, bool (*leaving)(void *context), void *context);
/* Our mode again, where someone else may have changed it. */
void tty_resume(struct tty *tty);

/* For poll(): what to read keys from, what to write to, what signals make readable. */
int tty_input_fd(const struct tty *tty);
int tty_output_fd(const struct tty *tty);
int tty_signal_fd(const struct tty *tty);

/* What tty_emergency() sends: the bytes that bring back screen, cursor and paste mode. Longer than
 * TTY_EMERGENCY_SIZE is cut off. */
#define TTY_EMERGENCY_SIZE 256
void tty_set_emergency(struct tty *tty, const char *bytes, size_t length);
/* Where standard error really goes, and the end of the pipe that stands for it; -1: none. */
void tty_set_emergency_stderr(int real, int pipe_end);
/* Async-signal-safe, and does nothing when no tty is open: screen, mode, standard error as they
 * were. */
void tty_emergency(void);

#endif
