/*
 * watch_input: a thread that reads lines of events from a file or a pipe into a ring, so that
 * neither a slow pipe nor a long file stops the screen.
 *
 * It waits for the ring's reader where that is behind: nothing piles up here, and whoever writes to
 * the pipe feels it.
 */
#ifndef RNNTOP_WATCH_INPUT_H
#define RNNTOP_WATCH_INPUT_H

#include <stdbool.h>

#include "rnntop/base/status.h"
#include "rnntop/run/ring.h"

struct watch_input;

/* source: a path, or "-" for standard input. follow: a regular file is waited for at its end, as it
 * may grow; one that got shorter is read again. */
enum rt_status watch_input_start(struct watch_input **input, const char *source, bool follow,
                                 struct rt_error *error);
/* Stops reading, wherever it is. NULL is allowed. */
void watch_input_stop(struct watch_input *input);

/* The thread is its producer; lives until watch_input_stop(). */
struct ring *watch_input_ring(const struct watch_input *input);
/* All has been read, and lies in the ring or has been taken from it. */
bool watch_input_ended(const struct watch_input *input);
/* Reading failed on the way; what was said of it is in the ring. */
bool watch_input_failed(const struct watch_input *input);

#endif
