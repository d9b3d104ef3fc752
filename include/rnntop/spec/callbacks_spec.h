/*
 * callbacks_spec: the settings of the callbacks that look at each epoch's figures: Keras's
 * EarlyStopping, ReduceLROnPlateau and ModelCheckpoint(save_best_only=True). Plain data.
 *
 * train/callbacks.h says exactly what they do.
 */
#ifndef RNNTOP_SPEC_CALLBACKS_SPEC_H
#define RNNTOP_SPEC_CALLBACKS_SPEC_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "rnntop/base/status.h"

enum monitor_kind {
    MONITOR_VAL_LOSS,
    MONITOR_VAL_ACCURACY,
    MONITOR_LOSS,
    MONITOR_ACCURACY,
    MONITOR_NOT_GIVEN
};

/* When a run goes back to its best epoch's weights at its end: never; always, as in Keras 3; or
 * only where it was stopped early, as in Keras 2. */
enum restore_best { RESTORE_NO, RESTORE_YES, RESTORE_STOPPED, RESTORE_NOT_GIVEN };

/* As options give them; CALLBACKS_NOT_GIVEN and NaN where they were not given. */
#define CALLBACKS_NOT_GIVEN ((size_t)-1)
/* A patience that follows from the number of epochs: a third of it, and 4 at least. */
#define PATIENCE_AUTO ((size_t)-2)
struct callbacks_options {
    size_t early_stopping; /* patience */
    size_t reduce_lr;      /* patience */
    size_t plateau_cooldown;
    double min_delta;
    double plateau_factor;
    double min_lr;
    enum monitor_kind monitor;
    enum restore_best restore_best;
    bool save_best;
};

/* As a run has them. 0 for what is off. */
struct callbacks_spec {
    enum monitor_kind monitor; /* of all three */
    bool stops, restores_best, reduces, saves_best;
    bool restores_stopped; /* with restores_best: only where the run was stopped early */
    size_t stop_patience;  /* epochs without improvement; or PATIENCE_AUTO */
    double stop_min_delta;
    size_t plateau_patience;
    size_t plateau_cooldown; /* epochs after a reduction that count for nothing */
    double plateau_min_delta;
    double plateau_factor; /* in (0, 1) */
    double min_lr;
};

/* By kind; the arrays end with NULL. */
extern const char *const monitor_names[];
extern const char *const restore_best_names[];

bool monitor_is_validation(enum monitor_kind monitor);
bool monitor_is_accuracy(enum monitor_kind monitor); /* more is better */

void callbacks_options_init(struct callbacks_options *options);

/* Puts the defaults of callbacks_spec_of_options() in place of what was not given, but for the
 * callbacks themselves. Where both have a least improvement, it is that of early stopping. */
void callbacks_options_fill(struct callbacks_options *options);

/* Puts Keras's defaults for what was not given, with one exception: restoring the best weights is
 * on. Off, as in Keras, a run would keep weights of which the callback has just said that they got
 * worse. */
void callbacks_spec_of_options(struct callbacks_spec *spec,
                               const struct callbacks_options *options);

/* The inverse: values that are the defaults count as not given. */
void callbacks_options_of(struct callbacks_options *options, const struct callbacks_spec *spec);

/* Puts a number in the place of PATIENCE_AUTO. */
void callbacks_spec_resolve(struct callbacks_spec *spec, size_t epochs);

/* NULL when all is off. NULL comes back as all off. */
json_t *callbacks_spec_to_json(const struct callbacks_spec *spec);
enum rt_status callbacks_spec_from_json(const json_t *json, struct callbacks_spec *spec,
                                        struct rt_error *error);

#endif
