/*
 * wrap: lines broken between words, so that a terminal breaks none inside a word. Whatever is no
 * terminal gets them as they are.
 */
#ifndef RNNTOP_REPORT_WRAP_H
#define RNNTOP_REPORT_WRAP_H

#include <stddef.h>
#include <stdio.h>

/* A line being written. */
struct wrap {
    FILE *out;
    size_t columns; /* the terminal's; 0: nothing is broken */
    size_t used;    /* columns of the row that stands */
    size_t owed;    /* blanks before what comes next, unless that begins a row */
};

/* Columns of the terminal that is written to; 0: there is none. */
size_t wrap_columns(FILE *out);

/* What follows goes to a new line. */
struct wrap wrap_begin(FILE *out);

/* Adds words; rows after the first are indented. Sanitised text. */
void wrap_words(struct wrap *wrap, const char *text);

/* Adds a line of Keras's, "... - loss: 0.69 - accuracy: 0.52": broken before " - ", and between
 * words only where one part is wider than a row. */
void wrap_parts(struct wrap *wrap, const char *text);

/* Adds what is never broken, though it holds blanks: a path. Where it doesn't fit behind what
 * stands it begins a row. */
void wrap_whole(struct wrap *wrap, const char *text);

void wrap_end(struct wrap *wrap);

#endif
