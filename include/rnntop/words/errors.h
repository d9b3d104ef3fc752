/*
 * errors: an error's sentence for a person. The rows are in rnntop/base/errors.h.
 */
#ifndef RNNTOP_WORDS_ERRORS_H
#define RNNTOP_WORDS_ERRORS_H

#include <stddef.h>

#include "rnntop/base/status.h"

#define ERRORS_TEXT_SIZE 6144 /* room for any sentence with a path of any length */

/* The sentence of a code, with its places. */
const char *errors_pattern(enum rt_code code);

/* Writes the sentence into out (size bytes with the NUL; cut at a character's border), everything
 * from outside made safe for a terminal. No error: "". Returns out. */
char *errors_say(const struct rt_error *error, char *out, size_t size);

#endif
