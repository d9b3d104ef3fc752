/*
 * dispatch: from a key to what it does now. A question that waits comes first, then a view that is
 * typed into; else the key's action (keys.h), which the view on screen may take before it goes the
 * common way.
 */
#ifndef RNNTOP_UI_DISPATCH_H
#define RNNTOP_UI_DISPATCH_H

#include "rnntop/ui/actions.h"
#include "rnntop/ui/keys.h"

/* A key that does nothing says so. A set of enum reaction bits, as the next one. */
unsigned dispatch_key(struct actions *actions, int key);
unsigned dispatch_action(struct actions *actions, enum action action);

#endif
