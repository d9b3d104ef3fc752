/*
 * training: what keys ask of the session about the runs that are there: to pause, to go on step by
 * step, to learn faster or slower, to save; and leaving. Each returns a set of enum reaction bits.
 */
#ifndef RNNTOP_UI_TRAINING_H
#define RNNTOP_UI_TRAINING_H

#include "rnntop/ui/actions.h"

unsigned training_pause_or_resume(struct actions *actions);
unsigned training_one_batch(struct actions *actions);
unsigned training_one_epoch(struct actions *actions);
unsigned training_rate_down(struct actions *actions);
unsigned training_rate_up(struct actions *actions);
unsigned training_save(struct actions *actions); /* the run on screen */

/* Leaves, or asks first where something would be lost; and a key while that is asked. */
unsigned training_quit(struct actions *actions);
unsigned training_answer_quit(struct actions *actions, int key);

/* Saves what would be lost, without asking, and leaves. */
unsigned training_save_and_leave(struct actions *actions);

#endif
