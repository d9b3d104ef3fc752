/*
 * picture: what the keys of the curves do: which run, which curves, which part, which form. Each
 * returns a set of enum reaction bits.
 */
#ifndef RNNTOP_UI_PICTURE_H
#define RNNTOP_UI_PICTURE_H

#include "rnntop/ui/actions.h"
#include "rnntop/ui/keys.h"

unsigned picture_next_run(struct actions *actions);
unsigned picture_previous_run(struct actions *actions);
unsigned picture_sort(struct actions *actions);
unsigned picture_mark(struct actions *actions);
unsigned picture_others(struct actions *actions);
unsigned picture_cursor(struct actions *actions);
unsigned picture_zoom_in(struct actions *actions);
unsigned picture_zoom_out(struct actions *actions);
unsigned picture_zoom_whole(struct actions *actions);
unsigned picture_axis(struct actions *actions);
unsigned picture_log_loss(struct actions *actions);
unsigned picture_smooth(struct actions *actions);
unsigned picture_glyphs(struct actions *actions);
unsigned picture_look(struct actions *actions);
unsigned picture_hold(struct actions *actions);

/* Keys that mean something else on the curves than on other views: they move the cursor, Esc puts
 * it out, and Enter opens a row. False: none of them. */
bool picture_act(struct actions *actions, enum action action, unsigned *reaction);

#endif
