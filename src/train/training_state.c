#include "config.h"

#include "rnntop/train/training_state.h"

#include <math.h>

/* Weight of the newest batch in the speed shown: a span of about forty batches. */
#define SPEED_WEIGHT 0.05

/* What is written down byte by byte has no bytes that nobody set. */
_Static_assert(sizeof(struct optimizer_state) == 2 * 8, "no padding");
_Static_assert(sizeof(struct callbacks_state) == 7 * 8, "no padding");
_Static_assert(sizeof(struct training_state) ==
                   3 * 8 + 2 * 4 + 3 * 8 + 2 * 8 + 3 * 8 + 2 * 8 + 7 * 8 + 3 * 8,
               "no padding");

const char *const training_block_names[BLOCK_COUNT] = {
    [BLOCK_PARAMETERS] = "parameters", [BLOCK_SLOT] = "slot_0", [BLOCK_SLOT + 1] = "slot_1",
    [BLOCK_SLOT + 2] = "slot_2",       [BLOCK_GOOD] = "good",   [BLOCK_RESTORE] = "restore",
    [BLOCK_CHECKPOINT] = "checkpoint",
};

void training_state_init(struct training_state *state, const struct run_spec *spec)
{
    *state = (struct training_state){.full_rate = spec->optimizer.learning_rate,
                                     .rate = spec->optimizer.learning_rate,
                                     .optimizer = {.momentum_product = 1}};
    callbacks_init(&state->callbacks, &spec->callbacks);
    training_state_next_epoch(state);
}

void training_state_next_epoch(struct training_state *state)
{
    state->epoch++;
    state->batch = 0;
    state->in_epoch = 1;
    state->epoch_loss = 0;
    state->epoch_correct = 0;
    state->epoch_rows = 0;
    state->seconds_before_epoch = state->seconds;
}

void training_state_count(struct training_state *state, const struct model_score *batch,
                          double seconds, double rate)
{
    double a_row = seconds / (double)batch->rows;
    state->batch++;
    state->step++;
    state->epoch_loss += batch->loss;
    state->epoch_correct += batch->correct;
    state->epoch_rows += batch->rows;
    state->rate = rate;
    state->seconds += seconds;
    state->seconds_a_row =
        state->step > 1 ? state->seconds_a_row * (1 - SPEED_WEIGHT) + a_row * SPEED_WEIGHT : a_row;
}

enum training_next training_state_next(const struct training_state *state, size_t epochs,
                                       size_t batches)
{
    if (state->in_epoch)
        return state->batch < batches ? NEXT_BATCH : NEXT_CLOSE_EPOCH;
    return state->epoch < epochs && !state->stopped_early ? NEXT_EPOCH : NEXT_TEST;
}

size_t training_batches(size_t rows, size_t batch_size)
{
    return (rows + batch_size - 1) / batch_size;
}

/* ---- states from outside ---- */

static bool amount(double value)
{
    return isfinite(value) && value >= 0;
}

static bool position_fits(const struct training_state *state, const struct run_spec *spec,
                          size_t rows)
{
    uint64_t batches = training_batches(rows, spec->batch_size);
    uint64_t most = state->batch * spec->batch_size;
    return state->epoch >= 1 && state->epoch <= spec->epochs && state->batch <= batches &&
           state->step == (state->epoch - 1) * batches + state->batch && state->in_epoch <= 1 &&
           state->stopped_early <= 1 && (state->in_epoch || state->batch == batches) &&
           !(state->in_epoch && state->stopped_early) &&
           state->epoch_rows == (most < rows ? most : rows);
}

static bool callbacks_fit(const struct callbacks_state *state, const struct callbacks_spec *spec,
                          uint64_t epochs)
{
    return state->epochs == epochs && !isnan(state->stop_best) && !isnan(state->plateau_best) &&
           !isnan(state->save_best) && state->stop_wait <= epochs &&
           state->plateau_wait <= epochs && state->cooldown <= spec->plateau_cooldown;
}

bool training_state_fits(const struct training_state *state, const struct run_spec *spec,
                         size_t rows, bool watched)
{
    uint64_t closed = state->epoch - (state->in_epoch ? 1 : 0);
    return position_fits(state, spec, rows) &&
           callbacks_fit(&state->callbacks, &spec->callbacks, watched ? closed : 0) &&
           isfinite(state->epoch_loss) && amount(state->epoch_correct) &&
           state->epoch_correct <= (double)state->epoch_rows && amount(state->full_rate) &&
           amount(state->rate) && amount(state->seconds) && amount(state->seconds_before_epoch) &&
           amount(state->seconds_a_row) && state->optimizer.steps == state->step &&
           amount(state->optimizer.momentum_product) && state->optimizer.momentum_product <= 1 &&
           state->good_step <= state->step && state->restore_step <= state->step &&
           state->checkpoint_step <= state->step;
}
