/*
 * events: what an event says to a person, in the language of who reads it.
 */
#ifndef RNNTOP_WORDS_EVENTS_H
#define RNNTOP_WORDS_EVENTS_H

#include <stddef.h>

#include "rnntop/run/event.h"

#define EVENTS_TEXT_SIZE 6144 /* room for any of them, with a path of any length */

/* Each writes into out (size bytes with the NUL), which it returns; "" where there is nothing to
 * say. All that comes from outside is made safe for a terminal. */

/* A path, the home folder as "~". */
char *events_say_path(const char *path, char *out, size_t size);
/* "learning rate 0.001 -> 0.0005: by hand"; nothing of a best epoch. */
char *events_say_callback(const struct callback_event *callback, char *out, size_t size);
/* "Reading ~/.keras/datasets/imdb.npz", "Testing". path: raw, or "". */
char *events_say_progress(const struct progress_event *progress, const char *path, char *out,
                          size_t size);
/* That events are missing. */
char *events_say_lost(const struct lost_event *lost, char *out, size_t size);
/* The error of an event; without one, that there was no memory to say more. */
char *events_say_error(const struct rt_error *error, char *out, size_t size);

#endif
