/*
 * signals: a stop that keeps what was learned, a crash that gives the terminal back.
 *
 * SIGINT, SIGTERM and SIGHUP ask the program to stop; a thread of its own sees to it that it does
 * within two seconds, even while the terminal takes no output or the disk hangs. A second
 * SIGINT or SIGTERM that does not come in the same breath ends the program at once. SIGSEGV,
 * SIGABRT, SIGFPE and SIGBUS restore the terminal, then take effect.
 */
#ifndef RNNTOP_SIGNALS_H
#define RNNTOP_SIGNALS_H

#include "rnntop/base/status.h"

/* Once, before other threads start. */
enum rt_status signals_install(struct rt_error *error);

/* The signal that asked to stop, or 0. */
int signals_caught(void);

/* Becomes readable, and stays so, when a signal has been caught. */
int signals_wake_fd(void);

/* Called at the first signal, on the signal thread: must only ask others to stop. NULL: nobody. */
void signals_on_stop(void (*stop)(void *context), void *context);

/* If a signal was caught, dies of it; else returns. */
void signals_die(void);

#endif
