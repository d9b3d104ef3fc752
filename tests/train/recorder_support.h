/*
 * recorder_support: a recorder between two rings, as a session has it, and what its answers should
 * be.
 *
 * The test is the trainer: it tells states and epochs through an outlet, which the recorder hears.
 */
#ifndef RNNTOP_TESTS_RECORDER_SUPPORT_H
#define RNNTOP_TESTS_RECORDER_SUPPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/run/outlet.h"
#include "rnntop/run/ring.h"
#include "rnntop/train/recorder.h"

#define PATIENCE_SECONDS 60.0 /* for what takes milliseconds: no test fails on a slow machine */

struct bench {
    struct outlet *trainer; /* where the test tells; others may be added before it does */
    struct ring *heard;     /* what the recorder reads of that */
    struct outlet *outlet;  /* where the recorder tells */
    struct ring *answers;
    struct recorder *recorder;
};

void start(struct bench *bench);
void start_with(struct bench *bench, size_t heard, size_t answers); /* slots of the two rings */
/* All that was told reaches the recorder, which then ends. */
void finish(struct bench *bench);
void stop(struct bench *bench); /* finishes, and frees everything */
void doze(void);                /* a millisecond */

/* The id of the test's run of that number. */
struct run_id run_id_of(uint32_t run);
/* Says where the run's files go. */
void add_run(struct bench *bench, uint32_t run, const char *save, const char *csv);

/* The next answer, which the caller drops. Meanwhile the recorder's ring gets what found no room
 * in it. */
struct run_event next_event(struct bench *bench);
void expect_no_event(struct bench *bench);
/* Whatever was told before has reached the disk, or waits for it; every answer is there. */
void wait_until_idle(struct bench *bench);

/* The next answer must be that a model of the run was saved at the path. NULL: wherever; the path
 * comes back, and lives until the next such call. */
const char *expect_saved(struct bench *bench, uint32_t run, const char *path);
/* ... that it was not, for a reason in which the words stand. */
void expect_not_saved(struct bench *bench, uint32_t run, const char *words);
void expect_message(struct bench *bench, uint32_t run, bool warning, const char *words);

/* Asks for a small LSTM, told apart by its scale, which expect_model() then finds in a file. */
void save(struct bench *bench, uint32_t run, float scale);
void expect_model(const char *path, float scale);

/* Makes folder the home folder; returns the default folder below it. */
const char *use_home(char *folder);

/* What a trainer tells: the data, with validation rows or without; that the run trains, from its
 * first batch; an epoch, in a log without validation "N-1,0.75,0.5"; a batch. */
void tell_data(struct bench *bench, uint32_t run, bool validation);
void tell_training(struct bench *bench, uint32_t run);
void tell_epoch(struct bench *bench, uint32_t run, uint32_t number);
void tell_step(struct bench *bench, uint32_t run, uint64_t number);

/* The file is a log without validation of epochs 1 to `last`, whole and in order. */
void expect_log(const char *path, uint32_t last);

#endif
