#include "config.h"

#include "rnntop/train/callbacks.h"

#include <math.h>

static double worst(enum monitor_kind monitor)
{
    return monitor_is_accuracy(monitor) ? -INFINITY : INFINITY;
}

void callbacks_init(struct callbacks *callbacks, const struct callbacks_spec *spec)
{
    double bad = worst(spec->monitor);
    *callbacks =
        (struct callbacks){.spec = *spec, .stop_best = bad, .plateau_best = bad, .save_best = bad};
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
static void early_stopping(struct callbacks *callbacks, struct callbacks_actions *actions)
{
    const struct callbacks_spec *spec = &callbacks->spec;
    bool better =
        improves(spec->monitor, actions->figure, callbacks->stop_best, spec->stop_min_delta);
    if (better || callbacks->epochs == 1) {
        callbacks->stop_best_epoch = callbacks->epochs;
        actions->keep = spec->restores_best;
    }
    if (better) {
        callbacks->stop_best = actions->figure;
        callbacks->stop_wait = 0;
        return;
    }
    callbacks->stop_wait++;
    actions->stop = callbacks->stop_wait >= spec->stop_patience;
}

/* ReduceLROnPlateau.on_epoch_end. */
static void plateau(struct callbacks *callbacks, struct callbacks_actions *actions)
{
    const struct callbacks_spec *spec = &callbacks->spec;
    if (callbacks->cooldown > 0) {
        callbacks->cooldown--;
        callbacks->plateau_wait = 0;
    }
    if (improves(spec->monitor, actions->figure, callbacks->plateau_best,
                 spec->plateau_min_delta)) {
        callbacks->plateau_best = actions->figure;
        callbacks->plateau_wait = 0;
        return;
    }
    if (callbacks->cooldown > 0)
        return;
    callbacks->plateau_wait++;
    if (callbacks->plateau_wait >= spec->plateau_patience && actions->rate > spec->min_lr) {
        actions->reduce = true;
        actions->rate = fmax(actions->rate * spec->plateau_factor, spec->min_lr);
        callbacks->cooldown = spec->plateau_cooldown;
        callbacks->plateau_wait = 0;
    }
}

/* ModelCheckpoint._save_model, save_best_only. */
static void checkpoint(struct callbacks *callbacks, struct callbacks_actions *actions)
{
    actions->save_was = callbacks->save_best;
    if (!improves(callbacks->spec.monitor, actions->figure, callbacks->save_best, 0))
        return;
    callbacks->save_best = actions->figure;
    callbacks->save_best_epoch = callbacks->epochs;
    actions->save = true;
}

struct callbacks_actions callbacks_epoch(struct callbacks *callbacks,
                                         const struct epoch_event *epoch, double rate)
{
    const struct callbacks_spec *spec = &callbacks->spec;
    struct callbacks_actions actions = {.figure = figure_of(spec->monitor, epoch), .rate = rate};
    callbacks->epochs++;
    if (spec->stops)
        early_stopping(callbacks, &actions);
    if (spec->reduces)
        plateau(callbacks, &actions);
    if (spec->saves_best)
        checkpoint(callbacks, &actions);
    return actions;
}
