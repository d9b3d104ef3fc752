/*
 * names: the words that an enum's values have, in arrays that end with NULL: the value is the
 * index.
 */
#ifndef RNNTOP_SPEC_NAMES_H
#define RNNTOP_SPEC_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/* The index of the name that is these length bytes of text; false, and *index is the number of
 * names, where it is none of them. */
bool names_find_part(const char *const *names, const char *text, size_t length, unsigned *index);

/* The same of a whole text. */
bool names_find(const char *const *names, const char *text, unsigned *index);

/* A flag as people write one: yes, true, on or 1, and their opposites; false where it is none. */
bool names_flag(const char *text, bool *flag);

#endif
