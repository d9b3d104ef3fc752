/* A trainer's state, taken and given. */
#include "config.h"

#include <string.h>

#include "rnntop/base/rng.h"
#include "rnntop/train/trainer_parts.h"

/* The trainer's own blocks; NULL where it has none. */
static void own_blocks(const struct trainer *trainer, float *block[BLOCK_COUNT])
{
    block[BLOCK_PARAMETERS] = model_values(trainer->model);
    for (size_t i = 0; i < OPTIMIZER_SLOTS; i++)
        block[BLOCK_SLOT + i] = optimizer_slot(trainer->optimizer, i);
    block[BLOCK_GOOD] = trainer->good->values;
    block[BLOCK_RESTORE] = trainer->restore ? trainer->restore->values : NULL;
    block[BLOCK_CHECKPOINT] = trainer->checkpoint ? trainer->checkpoint->values : NULL;
}

void trainer_state_save(const struct trainer *trainer, struct training_state *state,
                        struct training_blocks *blocks)
{
    float *own[BLOCK_COUNT];
    own_blocks(trainer, own);
    *state = trainer->state;
    blocks->count = model_parameters(trainer->model)->total;
    for (size_t i = 0; i < BLOCK_COUNT; i++)
        blocks->block[i] = own[i];
}

static void set_position(const struct trainer *trainer, struct model_snapshot *snapshot,
                         uint64_t step)
{
    if (snapshot)
        snapshot->epochs_trained = (double)step / (double)trainer->batches;
}

bool trainer_state_restore(struct trainer *trainer, const struct training_state *state,
                           const struct training_blocks *blocks)
{
    const struct trainer_job *job = trainer->job;
    size_t count = model_parameters(trainer->model)->total;
    float *own[BLOCK_COUNT];
    own_blocks(trainer, own);
    bool fits = training_state_fits(state, job->spec, job->data->train.rows, trainer->watched) &&
                blocks->count == count && (trainer->restore || state->restore_step == 0) &&
                (trainer->checkpoint || state->checkpoint_step == 0);
    for (size_t i = 0; i < BLOCK_COUNT; i++)
        fits = fits && (!own[i] || blocks->block[i]);
    if (!fits)
        return false;
    trainer->state = *state;
    optimizer_set_state(trainer->optimizer, &state->optimizer);
    for (size_t i = 0; i < BLOCK_COUNT; i++) {
        if (own[i])
            memcpy(own[i], blocks->block[i], count * sizeof *own[i]);
    }
    set_position(trainer, trainer->good, state->good_step);
    set_position(trainer, trainer->restore, state->restore_step);
    set_position(trainer, trainer->checkpoint, state->checkpoint_step);
    trainer_shuffle(trainer);
    return true;
}

void trainer_shuffle(struct trainer *trainer)
{
    rng_permutation(trainer->job->spec->seed, RNG_ORDER, (uint32_t)trainer->state.epoch,
                    trainer->order, (uint32_t)trainer->job->data->train.rows);
}
