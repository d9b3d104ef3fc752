#include "config.h"

#include "rnntop/train/callbacks.h"

#include <math.h>

static double worst(enum monitor_kind monitor)
{
    return monitor_is_accuracy(monitor) ? -INFINITY : INFINITY;
}

void callbacks_init(struct callbacks_state *state, const struct callbacks_spec *spec)
{
    double bad = worst(spec->monitor);
    *state = (struct callbacks_state){.stop_best = bad, .plateau_best = bad, .save_best = bad};
}

static double figure_of(enum monitor_kind monitor, const struct epoch_event *epoch)
{
    switch (monitor) {
    case MONITOR_VAL_LOSS:
        return epoch->val_loss;
    case MONITOR_VAL_ACCURACY:
        return epoch->val_accuracy;
    case MONITOR_LOSS:
        return epoch->loss;
    case MONITOR_ACCURACY:
        return epoch->accuracy;
    case MONITOR_NOT_GIVEN:
        break;
    }
    return NAN;
}

static bool improves(enum monitor_kind monitor, double figure, double best, double min_delta)
{
    return monitor_is_accuracy(monitor) ? figure > best + min_delta : figure < best - min_delta;
}

/* EarlyStopping.on_epoch_end. */
static void early_stopping(const struct callbacks_spec *spec, struct callbacks_state *state,
                           struct callbacks_actions *actions)
{
    bool better = improves(spec->monitor, actions->figure, state->stop_best, spec->stop_min_delta);
    actions->best = better || state->epochs == 1;
    actions->keep = actions->best && spec->restores_best;
    if (better) {
        state->stop_best = actions->figure;
        state->stop_wait = 0;
        return;
    }
    state->stop_wait++;
    actions->stop = state->stop_wait >= spec->stop_patience;
}

/* ReduceLROnPlateau.on_epoch_end. */
static void plateau(const struct callbacks_spec *spec, struct callbacks_state *state,
                    struct callbacks_actions *actions)
{
    if (state->cooldown > 0) {
        state->cooldown--;
        state->plateau_wait = 0;
    }
    if (improves(spec->monitor, actions->figure, state->plateau_best, spec->plateau_min_delta)) {
        state->plateau_best = actions->figure;
        state->plateau_wait = 0;
        return;
    }
    if (state->cooldown > 0)
        return;
    state->plateau_wait++;
    if (state->plateau_wait >= spec->plateau_patience && actions->rate > spec->min_lr) {
        actions->reduce = true;
        actions->rate = fmax(actions->rate * spec->plateau_factor, spec->min_lr);
        state->cooldown = spec->plateau_cooldown;
        state->plateau_wait = 0;
    }
}

/* ModelCheckpoint._save_model, save_best_only. */
static void checkpoint(const struct callbacks_spec *spec, struct callbacks_state *state,
                       struct callbacks_actions *actions)
{
    actions->save_was = state->save_best;
    if (!improves(spec->monitor, actions->figure, state->save_best, 0))
        return;
    state->save_best = actions->figure;
    actions->save = true;
}

struct callbacks_actions callbacks_epoch(const struct callbacks_spec *spec,
                                         struct callbacks_state *state,
                                         const struct epoch_event *epoch, double rate)
{
    struct callbacks_actions actions = {.figure = figure_of(spec->monitor, epoch), .rate = rate};
    state->epochs++;
    if (spec->stops)
        early_stopping(spec, state, &actions);
    if (spec->reduces)
        plateau(spec, state, &actions);
    if (spec->saves_best)
        checkpoint(spec, state, &actions);
    return actions;
}
