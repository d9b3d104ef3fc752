/*
 * ask: the one way from a key to the session, and what becomes of its answer.
 */
#ifndef RNNTOP_UI_ASK_H
#define RNNTOP_UI_ASK_H

#include <stdbool.h>

#include "rnntop/ui/actions.h"

/* Asks the session. Says a refusal on the message row, and sets screen->paused from every answer.
 * True when the request was granted. */
bool ask_session(struct actions *actions, const struct request *request, struct answer *answer);

/* The same for a request that needs no words when it is granted, since the screen shows what
 * happens. Returns a set of enum reaction bits. */
unsigned ask_plain(struct actions *actions, struct request request);

/* Says why something was refused on the message row. */
void ask_refused(struct actions *actions, const struct rt_error *why);

#endif
