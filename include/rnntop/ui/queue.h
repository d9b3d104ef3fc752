/*
 * queue: what keys do to the queue of runs: one again, a new one by the form, one taken back.
 * Each returns a set of enum reaction bits.
 */
#ifndef RNNTOP_UI_QUEUE_H
#define RNNTOP_UI_QUEUE_H

#include "rnntop/ui/actions.h"
#include "rnntop/ui/form/form.h"

unsigned queue_again(struct actions *actions);

/* The new-run form with all settings of the run on screen, and a key while it is there. */
unsigned queue_form(struct actions *actions);
/* The same with some settings changed, as a remedy wants them. */
unsigned queue_form_with(struct actions *actions, const struct form_change *change, size_t changes);
unsigned queue_form_key(struct actions *actions, int key);

/* Asks whether the run on screen is to be taken back; and a key while that is asked. */
unsigned queue_take_back(struct actions *actions);
unsigned queue_answer(struct actions *actions, int key);

#endif
