/*
 * callbacks: what follows from an epoch's figures: Keras's EarlyStopping, ReduceLROnPlateau and
 * ModelCheckpoint(save_best_only=True). A state machine without any effect of its own.
 *
 * Source: tensorflow/python/keras/callbacks.py of TF 2.0. A figure improves strictly: below best -
 * min_delta, or for accuracies above best + min_delta, where best begins infinitely bad; so NaN
 * never improves. In one thing Keras 3 is followed, which mends TF 2.0: a run that restores its
 * best weights has some even if no figure ever improved, the first epoch's, where TF 2.0 crashes.
 * (The trainer follows it in another: weights are restored at the end of every run, not only of
 * those that were stopped early.)
 */
#ifndef RNNTOP_TRAIN_CALLBACKS_H
#define RNNTOP_TRAIN_CALLBACKS_H

#include "rnntop/run/event.h"
#include "rnntop/spec/callbacks_spec.h"

struct callbacks {
    struct callbacks_spec spec;
    uint32_t epochs; /* seen */
    double stop_best, plateau_best, save_best;
    uint32_t stop_best_epoch, save_best_epoch; /* from 1; 0: none yet */
    size_t stop_wait, plateau_wait;            /* epochs without improvement */
    size_t cooldown;                           /* epochs that are left of it */
};

/* What to do after an epoch, in this order. */
struct callbacks_actions {
    double figure;   /* what is monitored, of this epoch */
    bool keep;       /* for restoring: this epoch's weights */
    bool stop;       /* after stop_wait epochs without improvement */
    bool reduce;     /* the learning rate, to... */
    double rate;     /* ...this; else it is as it was */
    bool save;       /* this epoch is the best one: write its weights */
    double save_was; /* the best figure before */
};

void callbacks_init(struct callbacks *callbacks, const struct callbacks_spec *spec);

/* Takes the next epoch's figures in; rate is the learning rate in use. */
struct callbacks_actions callbacks_epoch(struct callbacks *callbacks,
                                         const struct epoch_event *epoch, double rate);

#endif
