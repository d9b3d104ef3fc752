/*
 * trainer_parts: the inside of a run under way, for trainer.c and trainer_keep.c.
 */
#ifndef RNNTOP_TRAIN_TRAINER_PARTS_H
#define RNNTOP_TRAIN_TRAINER_PARTS_H

#include "rnntop/nn/model.h"
#include "rnntop/nn/optimizer.h"
#include "rnntop/run/metrics.h"
#include "rnntop/train/callbacks.h"
#include "rnntop/train/trainer.h"

/* A run under way. */
struct trainer {
    const struct trainer_job *job;
    struct model *model;
    struct optimizer *optimizer;
    uint32_t *order;             /* [train.rows]: this epoch's permutation */
    uint32_t *batch_rows;        /* [batch]: a masked model's rows of a batch, by length */
    struct model_snapshot *good; /* weights of the last whole epoch, or of the end */
    struct metrics_scratch scratch;
    size_t batches;       /* in an epoch */
    size_t epoch;         /* under way or last done, from 1 */
    size_t batch;         /* done in this epoch */
    uint64_t step;        /* batches done in all */
    double seconds;       /* training time so far */
    double seconds_a_row; /* of late */

    double full_rate; /* the learning rate before its schedule; plateaus and people lower it */
    double rate;      /* of the newest batch */
    double broken;    /* the loss that was no finite number */
    struct callbacks_state callbacks;
    bool watched;                      /* callbacks has anything to do */
    bool stopped_early;                /* it said so */
    struct model_snapshot *restore;    /* NULL, or weights to go back to at the end */
    struct model_snapshot *checkpoint; /* NULL, or those of the best epoch, --save-best */
};

/* Puts the run's number into the event and sends it. */
void trainer_tell(const struct trainer *trainer, struct run_event *event);

/* Epochs that the model's weights have seen: 6.63. */
double trainer_position(const struct trainer *trainer);

/* Takes the present weights over, if each is a number: else *snapshot stays as it was. An update
 * can break weights that no loss has seen yet. */
bool trainer_copy_weights(const struct trainer *trainer, struct model_snapshot *snapshot);

void trainer_tell_not_saved(const struct trainer *trainer, const char *why);

/* Hands the writer a copy of the kept weights, or of the present ones: these are not kept, so that
 * a run that breaks later in its epoch falls back on a whole one. */
void trainer_save(const struct trainer *trainer, bool present);

/* What the run leaves behind: the best epoch's weights with --save-best, else the kept ones. */
struct model_snapshot **trainer_result(struct trainer *trainer);
void trainer_save_result(struct trainer *trainer);

/* Room for what the callbacks keep. */
enum rt_status trainer_callbacks_create(struct trainer *trainer, struct rt_error *error);
void trainer_callbacks_destroy(struct trainer *trainer);

/* Does what follows from an epoch's figures. Its weights are in trainer->good. */
void trainer_callbacks_epoch(struct trainer *trainer, const struct epoch_event *epoch);

/* The learning rate from now on; why: what the message ends with. */
void trainer_set_rate(struct trainer *trainer, double full_rate, const char *why, bool by_hand);

/* At the run's end, before the test: back to the best weights, in the model (unless it broke) and
 * in trainer->good, where they are wanted and others than the present ones. */
void trainer_restore_best(struct trainer *trainer);

#endif
