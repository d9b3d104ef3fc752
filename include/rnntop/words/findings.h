/*
 * findings: what a finding says to a person, and what it asks a person to try.
 */
#ifndef RNNTOP_WORDS_FINDINGS_H
#define RNNTOP_WORDS_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/run/event.h"
#include "rnntop/run/finding.h"

#define FINDINGS_TEXT_SIZE  512
#define FINDINGS_VALUE_SIZE 32

/* How to write. */
struct findings_style {
    const struct classes_event *classes; /* what they are called; NULL: by number */
    bool ascii;                          /* our own words; names are what they are */
};

/* Each writes into out (size bytes with the NUL), which it returns. */

/* "overfitting since epoch 2: val loss 0.373 → 0.795, train 0.325 → 0.060": what was seen before
 * the colon, its numbers behind it, the weightiest first. */
char *findings_say(const struct finding *finding, const struct findings_style *style, char *out,
                   size_t size);
/* Of a finding that does not hold: the number that was looked at. "" where that says nothing. */
char *findings_deny(const struct finding *finding, const struct findings_style *style, char *out,
                    size_t size);
/* "--early-stopping 2, or --dropout 0.5"; words where no setting helps. */
char *findings_try(const struct finding *finding, const struct findings_style *style, char *out,
                   size_t size);

/* What the remedy did where it was tried; "" where that was not measured. */
char *findings_seen(const struct finding *finding, const struct findings_style *style, char *out,
                    size_t size);

/* "overfitting": at most FINDINGS_LABEL_COLUMNS. */
#define FINDINGS_LABEL_COLUMNS 11
const char *findings_label(enum finding_code code);
/* What it means. */
const char *findings_meaning(enum finding_code code);

/* The setting that a remedy changes, and the value as one would type it; NULL of no remedy. And
 * back; REMEDY_NONE where no remedy changes it. */
const char *findings_setting(const struct remedy *remedy, char value[FINDINGS_VALUE_SIZE]);
struct remedy findings_remedy(const char *setting, const char *value);

#endif
