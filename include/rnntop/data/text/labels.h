/*
 * labels: from what stands in a file for a label to classes, by first coming.
 *
 * As people mean them: capitals, blanks around and in a row, blanks that do not break and the ".0"
 * of a whole number make no other class. A class is called as it is spelled most often, without
 * those. Or exactly, where somebody means every difference.
 */
#ifndef RNNTOP_DATA_TEXT_LABELS_H
#define RNNTOP_DATA_TEXT_LABELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/data/text/word_table.h"
#include "rnntop/spec/text_reading.h"

#define LABELS_NONE UINT32_MAX

struct labels {
    bool exact;
    struct word_table *spelling, *key; /* as they stand there; as they are compared: the classes */
    uint32_t *class_of, *times;        /* of each spelling */
    size_t room;
};

bool labels_open(struct labels *labels, bool exact); /* false: no memory */
void labels_close(struct labels *labels);

/* The label's class, a new one if it is new; LABELS_NONE without memory. */
uint32_t labels_add(struct labels *labels, const char *label, size_t length);
/* The label's class, or LABELS_NONE. */
uint32_t labels_find(const struct labels *labels, const char *label, size_t length);

size_t labels_count(const struct labels *labels);
size_t labels_spellings(const struct labels *labels);
/* What a class is called: the caller frees it; NULL without memory. */
char *labels_name(const struct labels *labels, uint32_t class_number);
/* How many spellings there are, and the first of those that are not their class's name. False
 * without memory. */
bool labels_tell(const struct labels *labels, struct text_reading *reading);

#endif
