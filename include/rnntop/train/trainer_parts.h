/*
 * trainer_parts: the inside of a run under way, for the sources of the trainer and its tests.
 *
 * What a trainer does next depends on its state alone (training_state_next()). Between two of these
 * steps, and while it waits in a pause, the state can be taken and gone on from:
 *
 *     trainer_build() ------------------> NEXT_BATCH <-----------------------+
 *       or trainer_state_restore(),         | may_go_on(); train_batch()     | may_go_on();
 *       which may lead to any of these      |   again, until all are done    | next_epoch(),
 *                                           v                                | train_batch()
 *                                         NEXT_CLOSE_EPOCH                   |
 *                                           | close_epoch()                  |
 *                                           +------------------------> NEXT_EPOCH
 *                                           | after the last epoch
 *                                           v
 *                                         NEXT_TEST: may_go_on(); trainer_restore_best(); test()
 */
#ifndef RNNTOP_TRAIN_TRAINER_PARTS_H
#define RNNTOP_TRAIN_TRAINER_PARTS_H

#include "rnntop/nn/model.h"
#include "rnntop/nn/optimizer.h"
#include "rnntop/run/metrics.h"
#include "rnntop/train/trainer.h"

/* A run under way. All that changes while it trains, and that what follows depends on, is in
 * `state`, the model's values, the optimiser's slots and the kept weights. */
struct trainer {
    const struct trainer_job *job;
    struct training_state state; /* complete between any two steps */
    struct model *model;
    struct optimizer *optimizer;
    struct model_snapshot *good;       /* weights of the last whole epoch, or of the end */
    struct model_snapshot *restore;    /* NULL, or weights to go back to at the end */
    struct model_snapshot *checkpoint; /* NULL, or those of the best epoch, --save-best */

    size_t batches;       /* in an epoch */
    bool watched;         /* some callback is switched on */
    double broken;        /* the loss that was no finite number */
    uint32_t *order;      /* [train.rows]: the permutation of the epoch under way */
    uint32_t *batch_rows; /* [batch]: a masked model's rows of a batch, by length */
    struct metrics_scratch scratch;
};

/* ---- stepping: trainer_step.c ---- */

/* How a step came out. What broke is no number any more. */
enum outcome {
    WENT_ON,
    FINISHED, /* tested: there is no next step */
    WAS_STOPPED,
    BROKE_LOSS,
    BROKE_WEIGHTS,
    BROKE_VALIDATION,
    BROKE_TEST
};

/* Takes the next step, after a look at what was asked for; in that look it may wait, paused. When
 * it returns because it was stopped or something broke, no batch is half done, and training can go
 * on from the state all the same. */
enum outcome trainer_advance(struct trainer *trainer);

/* ---- building and running: trainer.c ---- */

/* Allocates all of the run's memory, and begins the run or puts it where its job is to go on. To be
 * followed by trainer_tear_down() on failure, too. */
enum rt_status trainer_build(struct trainer *trainer, const struct trainer_job *job,
                             struct rt_error *error);
void trainer_tear_down(struct trainer *trainer);

/* After the last step: says why it broke, if it did, and saves what there is to save. If the run
 * was stopped, its present weights become the good ones, so its state must be taken before this
 * call. */
enum run_state trainer_finish(struct trainer *trainer, enum outcome outcome);

/* ---- telling: trainer_tell.c ---- */

/* Epochs that the model's weights have seen: 6.63. */
double trainer_position(const struct trainer *trainer);

/* Puts the run's id into the event and sends it; its parcel goes with it. */
void trainer_tell(const struct trainer *trainer, struct run_event *event);
void trainer_tell_data(const struct trainer *trainer);
void trainer_tell_state(const struct trainer *trainer, enum run_state state);
/* What the validation just made says of the epoch; nothing without validation rows. */
void trainer_tell_judgement(struct trainer *trainer);
/* The batch just counted. */
void trainer_tell_step(const struct trainer *trainer, const struct model_score *score);
/* The one message of a run that fails; batch: the number of the batch to blame, from 1, or how many
 * of the epoch are done. */
enum run_state trainer_tell_failure(const struct trainer *trainer, uint64_t batch,
                                    const struct rt_error *why);
void trainer_tell_not_saved(const struct trainer *trainer, const struct rt_error *why);

/* ---- keeping: trainer_keep.c ---- */

/* Copies the present weights into trainer->good. False, and good stays as it was, if one of them is
 * no finite number: an update can break weights before any loss shows it. */
bool trainer_keep_good(struct trainer *trainer);

/* Hands the recorder a copy of trainer->good or, if `present`, of the weights as they are now. The
 * present ones do not become good, so that a run that breaks later in its epoch falls back on a
 * whole epoch. */
void trainer_save(const struct trainer *trainer, bool present);

/* What the run leaves behind: the best epoch's weights with --save-best, else trainer->good. */
struct model_snapshot **trainer_result(struct trainer *trainer);
void trainer_save_result(struct trainer *trainer);

/* Room for what the callbacks keep. */
enum rt_status trainer_callbacks_create(struct trainer *trainer, struct rt_error *error);
void trainer_callbacks_destroy(struct trainer *trainer);

/* Does what the callbacks decide after an epoch. The epoch's weights are in trainer->good. */
void trainer_callbacks_epoch(struct trainer *trainer, const struct epoch_event *epoch);

/* The learning rate from now on; waited: epochs without improvement, on a plateau. */
void trainer_set_rate(struct trainer *trainer, double full_rate, enum rate_reason reason,
                      size_t waited);

/* At the run's end, before the test: back to the best weights, in the model (unless it broke) and
 * in trainer->good, where they are wanted and others than the present ones. */
void trainer_restore_best(struct trainer *trainer);

/* ---- the state: trainer_state.c ---- */

/* Takes a copy of the state and says where its blocks are, which stay as they are until the next
 * step. Between two steps; or while the trainer waits in a pause, by whoever has heard of that
 * pause through the outlet. */
void trainer_state_save(const struct trainer *trainer, struct training_state *state,
                        struct training_blocks *blocks);

/* Puts a trainer that has just been built where a run of the same spec and data stood. False, and
 * all as it was: it is no state of such a run, or blocks are missing. */
bool trainer_state_restore(struct trainer *trainer, const struct training_state *state,
                           const struct training_blocks *blocks);

/* The order in which the epoch under way takes its rows. */
void trainer_shuffle(struct trainer *trainer);

#endif
