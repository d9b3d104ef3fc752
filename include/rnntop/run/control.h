/*
 * control: what a watcher may ask of the run that trains. Any thread may call the asking functions.
 *
 * Requests are atomics that the trainer looks at between batches (stop also within a batch). Only a
 * trainer that is paused waits, on a condition variable.
 */
#ifndef RNNTOP_RUN_CONTROL_H
#define RNNTOP_RUN_CONTROL_H

#include <stdatomic.h>
#include <stdbool.h>

#include "rnntop/base/status.h"

struct control;

enum rt_status control_create(struct control **control, struct rt_error *error);
void control_destroy(struct control *control);

/* Asking. */
void control_pause(struct control *control);
void control_resume(struct control *control);
bool control_paused(const struct control *control); /* asked for, perhaps not yet reached */
void control_one_batch(struct control *control);    /* train one batch, then pause */
void control_one_epoch(struct control *control);    /* train to this epoch's end, then pause */
/* Pause at every epoch's end from now on (--pause-each-epoch). */
void control_each_epoch(struct control *control, bool on);
void control_save(struct control *control); /* save at the next batch's border, or while paused */
/* Halve the learning rate so many times, or double it where `by` is above 0, at the next batch's
 * border, or at once while paused. */
void control_rate(struct control *control, int by);
void control_stop(struct control *control); /* for good */

/* The trainer's side. */
const atomic_bool *control_stop_flag(const struct control *control);
bool control_stopping(const struct control *control);
/* True once for each control_save() (several before it is seen count as one). */
bool control_take_save(struct control *control);
/* The sum of what control_rate() asked for since the last look. */
int control_take_rate(struct control *control);

enum control_next { CONTROL_GO, CONTROL_PAUSE, CONTROL_STOP };
/* Between batches, never waits: what to do next. at_epoch_end: the epoch's last batch and its
 * validation are behind us. */
enum control_next control_next(struct control *control, bool at_epoch_end);
/* After CONTROL_PAUSE: returns when resumed, stopped, or a save or another learning rate is
 * wanted. */
void control_wait(struct control *control);

#endif
