/*
 * form_keys: what a key does to the form. Pure: keys go in.
 */
#ifndef RNNTOP_UI_FORM_FORM_KEYS_H
#define RNNTOP_UI_FORM_FORM_KEYS_H

#include "rnntop/ui/form/form.h"

/* What a key came to. */
enum form_result {
    FORM_IGNORED, /* no key of the form */
    FORM_CHANGED,
    FORM_LEFT, /* Esc */
    FORM_QUEUE /* Enter, and the form is ready: form->run is wanted */
};

/* A code point or an enum terminal_key. */
enum form_result form_keys_press(struct form *form, int key);

#endif
