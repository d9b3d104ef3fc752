/*
 * training_support: small trainings that are stopped between two steps, written into bytes, thrown
 * away, and gone on with in a fresh trainer.
 *
 * All that a training told, but for clocks, is kept as text with every bit of every figure, so that
 * two of them are the same where their texts and their last states are. What can't be set up fails
 * the cmocka test that asked for it.
 */
#ifndef RNNTOP_TESTS_TRAINING_SUPPORT_H
#define RNNTOP_TESTS_TRAINING_SUPPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/train/trainer_parts.h"

/* A run to be tried. */
struct plan {
    const char *options; /* as on the command line */
    size_t classes;      /* 0: two */
    bool unjudged;       /* there are no validation rows */
    size_t hand_at;      /* 0, or after so many steps somebody asks... */
    int hand;            /* ...for so many doublings of the learning rate */
    const char *must;    /* words that what was told must hold, by blanks: what the plan is for */
};

#define MADE_TRAIN      45
#define MADE_VALIDATION 14
#define MADE_TEST       20
#define MADE_LENGTH     6
#define MADE_WORDS      12

/* A state written down. */
struct book {
    unsigned char *bytes;
    size_t size;
};

/* What the clocks said when they were last heard of, in seconds. */
struct clocks {
    double trained, at_epoch_end, a_row;
};

struct course {
    const struct plan *plan;
    struct run_spec spec;
    struct dataset data;
    int32_t x[(MADE_TRAIN + MADE_VALIDATION + MADE_TEST) * MADE_LENGTH];
    float y[MADE_TRAIN + MADE_VALIDATION + MADE_TEST];
    float class_weight[3];

    struct book book; /* where the next trainer begins; empty: at the beginning */
    size_t steps;     /* of trainer_advance(), over all trainers */

    /* Of the trainer under way. */
    struct pool *pool;
    struct ring *ring; /* what the test hears */
    struct outlet outlet;
    struct control *control;
    struct training_blocks blocks; /* in the book */
    struct trainer_job job;
    struct trainer trainer;

    /* What came of it. */
    char *told;
    size_t told_length, told_room;
    struct clocks clocks;
    bool clocks_spoilt; /* on purpose: say nothing */
    enum outcome outcome;
    struct book last; /* the state after the last step, clocks zeroed */
    struct book left; /* what the run left behind: weights and score */
};

/* cmocka's set-up and tear-down of a group: for all courses of a test program a recorder, and a
 * folder that it writes to. */
int courses_begin(void **state);
int courses_end(void **state);

void course_open(struct course *course, const struct plan *plan);
void course_close(struct course *course);

/* A trainer on so many threads, from the course's book if it has one. False: it was refused. */
bool course_begin(struct course *course, int threads);
/* The two halves of it: all but the trainer itself, and how that goes away again. */
void course_prepare(struct course *course, int threads);
void course_release(struct course *course);
/* One step. False: there is no other; its outcome is in the course. */
bool course_advance(struct course *course);
/* Puts down what an event tells, and sees that its clocks went on from where they were. */
void course_hear(struct course *course, const struct run_event *event);
/* Hears all that was told since. */
void course_listen(struct course *course);
/* The state into the book. */
void course_write(struct course *course);
/* Spoils all that the trainer holds, and destroys it. */
void course_drop(struct course *course);
/* What a run left behind, for comparing. */
void course_take_left(struct course *course, const struct model_snapshot *left);
/* To the end, from where the trainer stands; then destroys it. */
void course_finish(struct course *course);

/* From beginning to end on so many threads. */
void course_run(struct course *course, int threads);

void book_copy(struct book *to, const struct book *from);
void book_free(struct book *book);
struct training_state *book_state(const struct book *book);
/* A block's floats in the book, or NULL. */
float *book_block(const struct book *book, enum training_block block, size_t *count);

/* A run that was never stopped, and its state at every border. */
#define CHART_MOST 128
struct chart {
    struct course course;
    size_t borders;
    struct book book[CHART_MOST]; /* after so many steps */
    size_t told[CHART_MOST];      /* bytes until then */
    struct clocks clocks[CHART_MOST];
};

void chart_make(struct chart *chart, const struct plan *plan);
void chart_free(struct chart *chart);

/* A course of its own from that border on; its book is a copy. */
void course_open_at(struct course *course, const struct chart *chart, size_t border);

/* Whether `course`, which began where `reference` had told `told` bytes, came to the same; if not,
 * why (size bytes) says where they part. */
bool course_same(const struct course *reference, size_t told, const struct course *course,
                 char *why, size_t size);

#endif
