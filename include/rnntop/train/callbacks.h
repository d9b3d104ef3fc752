/*
 * callbacks: what follows from an epoch's figures: Keras's EarlyStopping, ReduceLROnPlateau and
 * ModelCheckpoint(save_best_only=True). A state machine without any effect of its own.
 *
 * Source: tensorflow/python/keras/callbacks.py of TF 2.0. A figure improves strictly: below best -
 * min_delta, or for accuracies above best + min_delta, where best begins infinitely bad; so NaN
 * never improves. In one thing Keras 3 is followed, which mends TF 2.0: a run that restores its
 * best weights has some even if no figure ever improved, the first epoch's, where TF 2.0 crashes.
 * (The trainer follows it in another: weights are restored at the end of every run, and only with
 * RESTORE_STOPPED, as in TF 2.0, of those alone that were stopped early.)
 */
#ifndef RNNTOP_TRAIN_CALLBACKS_H
#define RNNTOP_TRAIN_CALLBACKS_H

#include <stdint.h>

#include "rnntop/run/event.h"
#include "rnntop/spec/callbacks_spec.h"

/* What they remember from epoch to epoch. Plain data, without padding. */
struct callbacks_state {
    double stop_best, plateau_best,
        save_best;                    /* of the monitored figure; infinitely bad at first */
    uint64_t epochs;                  /* seen */
    uint64_t stop_wait, plateau_wait; /* epochs without improvement */
    uint64_t cooldown;                /* epochs that are left of it */
};

/* What to do after an epoch, in this order. */
struct callbacks_actions {
    double figure;   /* what is monitored, of this epoch */
    bool best;       /* early stopping has seen none better */
    bool keep;       /* for restoring: this epoch's weights */
    bool stop;       /* after stop_wait epochs without improvement */
    bool reduce;     /* the learning rate, to... */
    double rate;     /* ...this; else it is as it was */
    bool save;       /* this epoch is the best one: write its weights */
    double save_was; /* the best figure before */
};

/* As before the first epoch. */
void callbacks_init(struct callbacks_state *state, const struct callbacks_spec *spec);

/* Takes the next epoch's figures in; rate is the learning rate in use. */
struct callbacks_actions callbacks_epoch(const struct callbacks_spec *spec,
                                         struct callbacks_state *state,
                                         const struct epoch_event *epoch, double rate);

#endif
