/*
 * event: what a training run tells whoever watches or keeps it.
 *
 * Facts, never sentences: kinds, numbers, raw paths. Where a person reads them, the layer words
 * makes sentences of them. An event is copied through rings; what is too long for it lies in its
 * parcel, which the copies share. So whoever has an event calls event_drop() when done with it.
 */
#ifndef RNNTOP_RUN_EVENT_H
#define RNNTOP_RUN_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "rnntop/base/parcel.h"
#include "rnntop/base/status.h"
#include "rnntop/run/finding.h"
#include "rnntop/run/guess.h"
#include "rnntop/run/judgement.h"
#include "rnntop/run/metrics.h"
#include "rnntop/run/run_id.h"
#include "rnntop/spec/callbacks_spec.h"
#include "rnntop/spec/run_spec.h"
#include "rnntop/spec/text_reading.h"

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

/* What an epoch's validation says of the model beyond its scores; follows the epoch event. Parcel:
 * a struct judgement. */
struct judged_event {
    uint32_t epoch;
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

struct state_event {
    enum run_state state;
    uint32_t epoch, batch, batches; /* where it stands: epoch from 1, batch from 0 */
};

/* Parcel: the file's path as it was opened; not ok: the error. */
struct saved_event {
    bool ok;
    float position; /* epochs that the file's weights saw: 6.6 */
};

enum progress_task {
    PROGRESS_NONE,
    PROGRESS_READING,   /* the data; parcel: its path */
    PROGRESS_MAKING_UP, /* the demo corpus */
    PROGRESS_TESTING
};

struct progress_event {
    enum progress_task task;
    uint64_t done, total; /* total 0: unknown */
};

/* Something that a person should know. Parcel: a struct rt_error that says what; with the status
 * RT_OK it says that something works again. */
struct message_event {
    bool warning;
};

/* What will be read, as far as that can be told before. Parcel: its path. */
struct source_event {
    char name[64]; /* "IMDB": what it is probably called */
    bool fallback; /* nobody asked for it: nothing else was found */
};

/* Parcel: the path of what was read. */
struct data_event {
    uint64_t train, validation, test; /* rows */
    uint64_t num_words, maxlen;
    uint32_t classes; /* 0 where the teller does not say: then 2 */
    bool rare_class;  /* one has less than half of its even share of the training rows */
    /* Words of the training texts, as they were before they were cut: of 95 of 100 no more than
     * words_p95. 0 of data that is no text. */
    uint32_t words_shortest, words_median, words_p95, words_longest;
    char name[64]; /* "IMDB" */
    bool made_up;  /* by a grammar: nobody wrote these reviews */
    /* Made up: the test accuracy of a perfect reader, of whole reviews and of what num_words and
     * maxlen leave of them. Else 0. */
    double ceiling_whole, ceiling;
    /* Of the training rows: the share of the steps that are padding, of the words that are beyond
     * the vocabulary, of the texts that fill all steps, and of those without a known word. NaN:
     * nobody says. */
    double padding, unknown, full, blank;
};

/* What was done because of an epoch's figures, or by hand between batches. */
enum callback_kind {
    CALLBACK_BEST,    /* the epoch is the best so far */
    CALLBACK_RATE,    /* the learning rate is another one */
    CALLBACK_STOP,    /* the run stops here, before its time */
    CALLBACK_RESTORE, /* back to the weights of `epoch` */
    CALLBACK_KINDS
};

enum rate_reason { RATE_BY_HAND, RATE_PLATEAU };

struct callback_event {
    enum callback_kind kind;
    uint32_t epoch;            /* from 1 */
    uint64_t step;             /* batches trained when it happened, over all epochs */
    enum monitor_kind monitor; /* the figure that decides */
    enum rate_reason reason;   /* RATE */
    uint32_t waited;           /* STOP, RATE on a plateau: epochs without improvement */
    bool saves;                /* BEST: its weights are being saved, --save-best */
    float from, to;            /* RATE: the learning rates; BEST: the best figure before, and now */
};

/* What the labels of the data mean and how often each comes; follows the data event. More classes
 * than METRICS_MAX_CLASSES: only their number, and what guessing scores. */
#define CLASS_NAME_SIZE 20
enum data_part { PART_TRAIN, PART_VALIDATION, PART_TEST, PART_COUNT };
struct classes_event {
    uint32_t classes;
    uint32_t rows[PART_COUNT][METRICS_MAX_CLASSES];
    char name[METRICS_MAX_CLASSES][CLASS_NAME_SIZE]; /* "positive" */
    struct guess guess[PART_COUNT];                  /* not known: of a part without rows */
};

/* What words, pairs and triples of them tell: NB-SVM on the runs' own rows, whole. */
struct baseline_event {
    float val_accuracy, val_loss; /* NaN without validation rows */
    float test_accuracy, test_loss;
    double seconds;
};

/* What the figures of a run say, as whoever watches it has found: history_apply() takes nothing of
 * it, since everybody can find it anew. */
struct finding_event {
    struct finding finding;
    uint32_t epoch; /* the last one that had ended; 0: none */
    bool holds;     /* false: not any more */
};

/* Why a run ended before its time. Parcel: the error. */
struct error_event {
    uint32_t epoch, batch; /* 0: not while training */
};

/* A listener was so far behind that there was no memory left to keep everything for it. */
struct lost_event {
    uint32_t events;
};

struct end_event {
    enum run_state state; /* RUN_DONE, RUN_STOPPED or RUN_FAILED */
    float position;       /* epochs trained */
};

enum event_kind {
    EVENT_NONE,       /* only merged steps */
    EVENT_RUN,        /* a run has been queued; parcel: its struct run_spec */
    EVENT_TAKEN_BACK, /* and has left the queue before it began */
    EVENT_STATE,
    EVENT_PROGRESS,
    EVENT_SOURCE,
    EVENT_DATA,
    EVENT_CLASSES,
    EVENT_READING, /* what was understood of texts; parcel: a struct text_reading */
    EVENT_BASELINE,
    EVENT_EPOCH,
    EVENT_JUDGED,
    EVENT_TEST,
    EVENT_SAVED,
    EVENT_MESSAGE,
    EVENT_CALLBACK,
    EVENT_FINDING,
    EVENT_ERROR,
    EVENT_END,
    EVENT_LOST,
    EVENT_KINDS
};

struct run_event {
    enum event_kind kind;
    struct run_id run;       /* "" of no run in particular */
    int64_t time_ms;         /* of the calendar's clock, UTC, since 1970; 0: not known */
    struct step_event steps; /* what came before this event and after the last one; may be empty */
    struct parcel *parcel;   /* what the kind says, or NULL where there was no memory for it */
    union {
        struct state_event state;
        struct progress_event progress;
        struct source_event source;
        struct data_event data;
        struct classes_event classes;
        struct baseline_event baseline;
        struct epoch_event epoch;
        struct judged_event judged;
        struct test_event test;
        struct saved_event saved;
        struct message_event message;
        struct callback_event callback;
        struct finding_event finding;
        struct error_event error;
        struct end_event end;
        struct lost_event lost;
    } as;
};

/* Drops the event's parcel. */
void event_drop(struct run_event *event);
/* A copy with a hold of its own on the parcel. */
struct run_event event_copy(const struct run_event *event);

/* What lies in the parcel of a kind that has one. */
const char *event_path(const struct run_event *event); /* "" where there is none */
const struct rt_error *event_error(const struct run_event *event);
const struct run_spec *event_spec(const struct run_event *event);
const struct judgement *event_judgement(const struct run_event *event);
const struct text_reading *event_reading(const struct run_event *event);

#endif
