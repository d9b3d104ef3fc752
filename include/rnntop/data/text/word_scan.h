/*
 * word_scan: the words of a text, as Keras's Tokenizer finds them.
 *
 * Letters are made small, each of !"#$%&()*+,-./:;<=>?@[\]^_`{|}~, tab and newline becomes a blank,
 * and blanks divide words. The apostrophe stays, and so does every other kind of space, but for the
 * carriage return: Python has made it a newline wherever it read the text from a file, and what
 * still has one (a JSON string, an argument) means the same.
 * Source: keras-preprocessing, text.py; lower-casing as Python's str.lower().
 */
#ifndef RNNTOP_DATA_TEXT_WORD_SCAN_H
#define RNNTOP_DATA_TEXT_WORD_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/spec/text_spec.h"

struct word_scan {
    char *word; /* [length], the last one found; not closed by a NUL */
    size_t length;
    uint32_t hash; /* word_table's */
    bool no_memory;
    /* Private: */
    enum text_lower lower;
    size_t room;
    const unsigned char *text, *at, *end;
    unsigned char small[256]; /* of each byte: what becomes of it; 0 divides words */
};

void word_scan_init(struct word_scan *scan, enum text_lower lower);
void word_scan_free(struct word_scan *scan);

/* Begins a text in UTF-8, which must outlive the scan of it. */
void word_scan_begin(struct word_scan *scan, const char *text, size_t length);
/* The next word, or false at the end, or where there is no memory for it. */
bool word_scan_next(struct word_scan *scan);

#endif
