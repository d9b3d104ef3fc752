/*
 * form_edit: the text of the field in hand: typed, or chosen from words. Pure.
 */
#ifndef RNNTOP_UI_FORM_FORM_EDIT_H
#define RNNTOP_UI_FORM_FORM_EDIT_H

#include "rnntop/ui/form/form.h"

/* True when the field in hand is stepped through now: its value is one of the words that its
 * setting is chosen from. */
bool form_edit_chosen(const struct form *form);

/* True when the character belongs to values of the field in hand: paths have a slash. */
bool form_edit_takes(const struct form *form, int character);

/* False for a key that does nothing to it. */
bool form_edit_key(struct form *form, int key);

#endif
