/*
 * short_names: names of runs without what all of them share: "units=16" of "LSTM units=16" beside
 * "LSTM units=32". Names are words with blanks between them. Pure functions.
 */
#ifndef RNNTOP_RUN_SHORT_NAMES_H
#define RNNTOP_RUN_SHORT_NAMES_H

#include <stddef.h>

#include "rnntop/spec/run_spec.h"

/* The words that all names have, in the first one's order; but none that is all of a name. "" where
 * there are none, and of fewer than two names. */
void short_names_shared(const char *const *name, size_t count, char shared[RUN_NAME_SIZE]);

/* A name without the shared words. */
void short_names_without(const char *name, const char *shared, char out[RUN_NAME_SIZE]);

/* The words with which all names begin: "LSTM units=16" of "LSTM units=16 1" and "LSTM units=16 2".
 * Where they begin with different ones: the first name. count: at least 1. */
void short_names_common(const char *const *name, size_t count, char common[RUN_NAME_SIZE]);

#endif
