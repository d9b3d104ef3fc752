/*
 * diagnosis: what a run's curves mean: a pure function of what is known of the run. It knows no
 * clock, reads nothing, makes no words, and does not guess: where the figures do not say it, there
 * is no finding.
 *
 * The rules are a table in diagnosis.c, the gravest first; each has its threshold, with the reason,
 * beside it. They hold for what was recorded of many real runs; tests/bench/RESULTS.md says how
 * often each was wrong. Sources: the rules were found on those runs, except where a rule names one.
 */
#ifndef RNNTOP_RUN_DIAGNOSIS_H
#define RNNTOP_RUN_DIAGNOSIS_H

#include "rnntop/run/board.h"
#include "rnntop/run/finding.h"

/* All that is looked at. What is not known is NULL, or 0 in number. */
struct evidence {
    const struct run_spec *spec;
    const struct history_point *points;
    size_t point_count;
    const struct epoch_event *epochs;
    size_t epoch_count;
    uint32_t batches;                 /* in an epoch; 0: unknown */
    bool broke;                       /* it ended because its figures were no numbers */
    bool done;                        /* it ended by itself: by its plan, or stopped early */
    uint32_t stopped_early, restored; /* epochs, or 0 */
    const struct test_event *test;
    const struct data_event *data;
    const struct classes_event *classes;
    const struct baseline_event *baseline;
};

struct diagnosis {
    /* What holds: what is wrong, the gravest first, then notes. */
    struct finding finding[FINDING_CODES];
    size_t findings;
    /* What was looked at and is not so, with the same numbers, in the same order. */
    struct finding refuted[FINDING_CODES];
    size_t refuted_count;
};

/* What the board knows of a run now. Its pointers are the board's: valid until its next poll. */
struct evidence evidence_of(const struct board *board, size_t run);

void diagnose(const struct evidence *evidence, struct diagnosis *diagnosis);

/* The finding of that code among those that hold, or NULL. */
const struct finding *diagnosis_find(const struct diagnosis *diagnosis, enum finding_code code);

/* The gravest finding that is no note: what one line has room for; NULL where nothing is wrong. */
const struct finding *diagnosis_gravest(const struct diagnosis *diagnosis);

#endif
