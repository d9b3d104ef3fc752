/*
 * findings_log: findings as messages, when they come and when they go.
 */
#ifndef RNNTOP_UI_FINDINGS_LOG_H
#define RNNTOP_UI_FINDINGS_LOG_H

#include "rnntop/ui/actions.h"

/* Looks whether an event has changed what is to be said of its run, and keeps that as messages: at
 * the ends of epochs, and now and then within one for what happens in a batch. run: its place, or
 * BOARD_NO_RUN. */
void findings_log_event(struct actions *actions, size_t run, const struct run_event *event);

#endif
