/*
 * told_findings: which findings of each run were told, and lines of those that are new.
 */
#ifndef RNNTOP_REPORT_TOLD_FINDINGS_H
#define RNNTOP_REPORT_TOLD_FINDINGS_H

#include <stdbool.h>
#include <stdio.h>

#include "rnntop/run/diagnosis.h"

struct told_findings;

enum rt_status told_findings_create(struct told_findings **told, const struct board *board,
                                    struct rt_error *error);
void told_findings_destroy(struct told_findings *told); /* NULL is allowed */

/* Writes events of the kind "finding" for what has changed since the last call: what is new, and
 * what does not hold any more; all: and what holds as it did. time_ms: when, as in an event. False:
 * it could not be written. */
bool told_findings_write(struct told_findings *told, size_t run, int64_t time_ms, bool all,
                         FILE *out);

/* Prints what is new as lines for people, two for each finding: what was seen, and what to try.
 * What is only worth knowing, and the same for several runs, is printed once. unicode: false for
 * ASCII. False: as above. */
bool told_findings_print(struct told_findings *told, size_t run, bool unicode, FILE *out);

#endif
