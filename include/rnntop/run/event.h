/*
 * event: what a training run tells whoever watches. Plain data, copied through the ring.
 */
#ifndef RNNTOP_RUN_EVENT_H
#define RNNTOP_RUN_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "rnntop/base/status.h"
#include "rnntop/run/metrics.h"

/* A figure over one or more batches. n = 0: nothing. NaN and infinities are kept: min and max
 * ignore NaN unless there is nothing else, and `bad` counts the values that were not finite. They
 * stay out of the sum, so that one of them does not hide the mean of all others. */
struct merged {
    uint32_t n;
    uint32_t bad;
    double sum; /* of the n - bad finite values */
    float min, max, first, last;
};

void merged_add(struct merged *into, float value);
void merged_join(struct merged *into, const struct merged *later);
double merged_mean(const struct merged *merged); /* of the finite; NaN when there is none */

/* Batches [first, last] of a run, counted from 1 over all epochs. n = 0 in loss: none. */
struct step_event {
    uint64_t first, last;
    uint32_t epoch;   /* of the last batch, from 1 */
    uint32_t batch;   /* within that epoch, from 1 */
    uint32_t batches; /* in an epoch */
    double seconds;   /* of training so far in this run, pauses and validation left out */
    float learning_rate;
    float samples_per_second;               /* of late */
    struct merged loss, accuracy, gradient; /* gradient: its global norm */
};

/* An empty side leaves the other as it is. */
void step_join(struct step_event *into, const struct step_event *later);

/* An epoch's figures as Keras prints them: train averaged over samples while weights moved, val
 * after. */
struct epoch_event {
    uint32_t epoch; /* from 1 */
    uint64_t step;  /* the epoch's last batch, counted over all epochs */
    float loss, accuracy, val_loss, val_accuracy; /* val_*: NaN without validation rows */
    double seconds, val_seconds;                  /* training part; validation part */
    double train_clock; /* seconds of training so far in this run, as in step_event */
    double samples_per_second;
    float learning_rate; /* of its last batch */
    struct metrics val;  /* of the validation rows; classes = 0 without them */
};

struct test_event {
    float loss, accuracy;
    double seconds;
    struct metrics metrics;
};

enum run_state {
    RUN_QUEUED,
    RUN_LOADING,
    RUN_TRAINING,
    RUN_PAUSED,
    RUN_VALIDATING,
    RUN_TESTING,
    RUN_DONE,
    RUN_STOPPED, /* by the user */
    RUN_FAILED
};

#define EVENT_TEXT_SIZE 448

struct state_event {
    enum run_state state;
    uint32_t epoch, batch, batches; /* where it stands: epoch from 1, batch from 0 */
};

struct saved_event {
    bool ok;
    float position;             /* epochs that the file's weights saw: 6.6 */
    char text[EVENT_TEXT_SIZE]; /* the path, or why it was not saved */
};

struct progress_event {
    uint64_t done, total; /* total 0: unknown */
    char text[128];       /* "Reading ~/.keras/datasets/imdb.npz", "Testing" */
};

struct message_event {
    bool warning;
    char text[EVENT_TEXT_SIZE];
};

/* What will be read, as far as that can be told before. */
struct source_event {
    char name[64]; /* "IMDB": what it is probably called */
    bool fallback; /* nobody asked for it: nothing else was found */
};

struct data_event {
    uint64_t train, validation, test; /* rows */
    uint64_t num_words, maxlen;
    uint32_t classes; /* 0, of a file that does not say: 2 */
    char name[64];    /* "IMDB" */
    char path[320];
    bool made_up; /* by a grammar: nobody wrote these reviews */
    /* Made up: the test accuracy of a perfect reader, of whole reviews and of what num_words and
     * maxlen leave of them. Else 0. */
    double ceiling_whole, ceiling;
};

/* What was done because of an epoch's figures, or by hand between batches. */
enum callback_kind {
    CALLBACK_BEST,    /* the epoch is the best so far */
    CALLBACK_RATE,    /* the learning rate is another one */
    CALLBACK_STOP,    /* the run stops here, before its time */
    CALLBACK_RESTORE, /* back to the weights of `epoch` */
    CALLBACK_KINDS
};

struct callback_event {
    enum callback_kind kind;
    uint32_t epoch;   /* from 1 */
    uint64_t step;    /* batches trained when it happened, over all epochs */
    bool saves;       /* BEST: its weights are being saved, --save-best */
    bool by_hand;     /* RATE: a person did it */
    float from, to;   /* RATE: the learning rates; BEST: the best figure before, and now */
    char monitor[16]; /* the figure that decides: "val_loss" */
    char text[256];   /* for people; "" where there is nothing to say */
};

/* What the labels of the data mean and how often each comes; follows the data event. More classes
 * than METRICS_MAX_CLASSES: only their number. */
#define CLASS_NAME_SIZE 20
enum data_part { PART_TRAIN, PART_VALIDATION, PART_TEST, PART_COUNT };
struct classes_event {
    uint32_t classes;
    uint32_t rows[PART_COUNT][METRICS_MAX_CLASSES];
    char name[METRICS_MAX_CLASSES][CLASS_NAME_SIZE]; /* "positive" */
};

/* What words alone tell, whatever their order: a bag of words on the runs' own rows. */
struct baseline_event {
    float val_accuracy, val_loss; /* NaN without validation rows */
    float test_accuracy, test_loss;
    double seconds;
};

/* Why a run ended before its time. */
struct error_event {
    enum rt_status status;
    uint32_t epoch, batch; /* 0: not while training */
    char text[EVENT_TEXT_SIZE];
};

struct end_event {
    enum run_state state; /* RUN_DONE, RUN_STOPPED or RUN_FAILED */
    float position;       /* epochs trained */
};

enum event_kind {
    EVENT_NONE, /* only merged steps */
    EVENT_STATE,
    EVENT_PROGRESS,
    EVENT_SOURCE,
    EVENT_DATA,
    EVENT_CLASSES,
    EVENT_BASELINE,
    EVENT_EPOCH,
    EVENT_TEST,
    EVENT_SAVED,
    EVENT_MESSAGE,
    EVENT_CALLBACK,
    EVENT_ERROR,
    EVENT_END
};

struct run_event {
    enum event_kind kind;
    uint32_t run;            /* the run's number in its session, from 0 */
    struct step_event steps; /* what came before this event and after the last one; may be empty */
    union {
        struct state_event state;
        struct progress_event progress;
        struct source_event source;
        struct data_event data;
        struct classes_event classes;
        struct baseline_event baseline;
        struct epoch_event epoch;
        struct test_event test;
        struct saved_event saved;
        struct message_event message;
        struct callback_event callback;
        struct error_event error;
        struct end_event end;
    } as;
};

#endif
