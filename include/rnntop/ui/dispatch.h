/*
 * dispatch: from a key to what it does now. A question that waits comes first, then a view that is
 * typed into; else the key's action (keys.h), which the view on screen may take before it goes the
 * common way.
 */
#ifndef RNNTOP_UI_DISPATCH_H
#define RNNTOP_UI_DISPATCH_H

#include "rnntop/ui/actions.h"

/* A code point or an enum terminal_key; one that does nothing says so. Returns a set of enum
 * reaction bits. */
unsigned dispatch_key(struct actions *actions, int key);

#endif
