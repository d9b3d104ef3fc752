/*
 * form_search: looking for a field by a part of its name or help, as one types. Pure.
 */
#ifndef RNNTOP_UI_FORM_FORM_SEARCH_H
#define RNNTOP_UI_FORM_FORM_SEARCH_H

#include "rnntop/ui/form/form.h"

void form_search_begin(struct form *form);

/* A key while something is looked for. Enter takes the field found, where it has an effect; Esc
 * gives back the field that was in hand before. False for a key that does nothing. */
bool form_search_key(struct form *form, int key);

#endif
