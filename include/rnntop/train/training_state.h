/*
 * training_state: all that decides how a training goes on, and what its history will say. Pure
 * functions.
 *
 * A struct of plain numbers, without pointers, without padding and in types of fixed size, and
 * blocks of floats beside it: written down between any two batches and read back into a fresh
 * trainer of the same run, training goes on to the same bits as if nothing had happened, on any
 * number of threads. What the run's spec and its data decide is not in it: orders of rows and
 * dropouts' masks come from the seed by counter (base/rng.h).
 *
 * A trainer keeps its own state in this struct and nowhere else (trainer_parts.h), so that nothing
 * can be forgotten; trainer.h says how it is taken and given.
 */
#ifndef RNNTOP_TRAIN_TRAINING_STATE_H
#define RNNTOP_TRAIN_TRAINING_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/nn/model.h"
#include "rnntop/nn/optimizer.h"
#include "rnntop/spec/run_spec.h"
#include "rnntop/train/callbacks.h"

struct training_state {
    /* Where it stands. */
    uint64_t step;          /* batches trained, over all epochs */
    uint64_t epoch;         /* under way or last done, from 1 */
    uint64_t batch;         /* batches trained of that epoch */
    uint32_t in_epoch;      /* 1: under way; 0: its figures have been told, callbacks have acted */
    uint32_t stopped_early; /* 1: no epoch follows, a callback said so; else 0 */

    /* Sums over the rows that the epoch has trained on so far. */
    double epoch_loss;    /* of cross-entropies, times class weights */
    double epoch_correct; /* rows that were told right */
    uint64_t epoch_rows;

    double full_rate; /* the learning rate before its schedule; plateaus and people change it */
    double rate;      /* of the newest batch; before the first one full_rate */

    /* Clocks, of training alone: no pause, no validation. No other figure depends on them. */
    double seconds;              /* so far */
    double seconds_before_epoch; /* what `seconds` was when the epoch began */
    double seconds_a_row;        /* of late: a running mean over batches; 0: none yet */

    struct optimizer_state optimizer;
    struct callbacks_state callbacks;

    /* How many batches the kept weights have seen, which are in the blocks; 0: none are kept. */
    uint64_t good_step;       /* of the last whole epoch */
    uint64_t restore_step;    /* of the epoch to go back to at the end */
    uint64_t checkpoint_step; /* of the best epoch, which was saved */
};

/* The blocks beside it, each of [parameters.total] floats as nn/parameters.h lays them out. */
enum training_block {
    BLOCK_PARAMETERS,
    BLOCK_SLOT, /* the optimiser's first slot; the others follow */
    BLOCK_GOOD = BLOCK_SLOT + OPTIMIZER_SLOTS,
    BLOCK_RESTORE,
    BLOCK_CHECKPOINT,
    BLOCK_COUNT
};

/* Where they are. Another's memory. */
struct training_blocks {
    size_t count;                    /* floats of each */
    const float *block[BLOCK_COUNT]; /* NULL: the run has no such block */
};

/* "parameters", "slot_0", "restore": by enum training_block, for who writes them down. */
extern const char *const training_block_names[BLOCK_COUNT];

/* As before the first batch: epoch 1 has begun. */
void training_state_init(struct training_state *state, const struct run_spec *spec);

/* The next epoch, after one whose figures have been told. */
void training_state_next_epoch(struct training_state *state);

/* Counts a batch: its sums, the seconds it took, the rate it was trained with. */
void training_state_count(struct training_state *state, const struct model_score *batch,
                          double seconds, double rate);

/* What is to be done next. The state alone says so. */
enum training_next { NEXT_BATCH, NEXT_CLOSE_EPOCH, NEXT_EPOCH, NEXT_TEST };
enum training_next training_state_next(const struct training_state *state, size_t epochs,
                                       size_t batches);

/* Batches of an epoch over so many rows. */
size_t training_batches(size_t rows, size_t batch_size);

/* Whether a run of this spec on `rows` training rows can be in this state: of one that comes from a
 * file. Then it may be gone on from, whatever it holds. watched: callbacks look at its epochs. */
bool training_state_fits(const struct training_state *state, const struct run_spec *spec,
                         size_t rows, bool watched);

#endif
