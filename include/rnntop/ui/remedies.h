/*
 * remedies: what to change in a run that broke off because a figure was no number any more, as the
 * diagnosis has it for that run.
 */
#ifndef RNNTOP_UI_REMEDIES_H
#define RNNTOP_UI_REMEDIES_H

#include "rnntop/run/board.h"
#include "rnntop/ui/form/form.h"
#include "rnntop/words/findings.h"

struct remedies {
    size_t count; /* 0: the run did not break, or nothing is known to help */
    struct form_change change[FINDING_REMEDIES];
    char value[FINDING_REMEDIES][FINDINGS_VALUE_SIZE]; /* the changes point here */
};

/* All of them go together: a lower learning rate and a limit on the gradient. */
void remedies_of_broken(struct remedies *remedies, const struct board *board, size_t run);

#endif
