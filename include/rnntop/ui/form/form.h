/*
 * form: the new-run form: what is typed into it, and the run that it comes to. Pure: keys go in.
 *
 * Its fields are the rows of the settings' table that decide a run, so a new setting is a field by
 * itself. A field is text, and every change of one goes through settings_set(), as the command line
 * does: what is refused there is refused here with the same words.
 */
#ifndef RNNTOP_UI_FORM_FORM_H
#define RNNTOP_UI_FORM_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/spec/settings.h"

#define FORM_MAX_FIELDS 96

#define FORM_TROUBLE_SIZE 512 /* what fits a row of any screen, and more */

struct form {
    char from[RUN_NAME_SIZE]; /* the run that it began with */
    size_t fields;            /* grouped as --help groups them */
    const struct setting *field[FORM_MAX_FIELDS];
    char text[FORM_MAX_FIELDS][SETTINGS_TEXT_SIZE];
    bool refused[FORM_MAX_FIELDS]; /* its text is no value */
    size_t at;                     /* the field in hand */
    size_t cursor;                 /* byte of its text */
    bool whole; /* the field was just entered: the first character typed replaces its whole text */

    /* What the fields come to. */
    bool ready;
    struct run_spec run;             /* when ready; without a name */
    char trouble[FORM_TROUBLE_SIZE]; /* why it is not ready; the trouble of the field in hand comes
                                        first */
    size_t trouble_at;               /* the field to blame */
};

/* What a key came to. */
enum form_result {
    FORM_IGNORED, /* no key of the form */
    FORM_CHANGED,
    FORM_LEFT, /* Esc */
    FORM_QUEUE /* Enter, and the form is ready: form->run is wanted */
};

/* All fields as the run has them. */
void form_open(struct form *form, const struct run_spec *from);

/* A setting by its name and a value as one would type it: {"clipnorm", "1"}. */
struct form_change {
    const char *name, *value;
};

/* As if it had been typed: its field is then the one in hand. */
void form_change(struct form *form, const struct form_change *change);

/* A code point or an enum terminal_key. */
enum form_result form_key(struct form *form, int key);

/* True when the field in hand is stepped through now: its text is one of the words that its setting
 * is chosen from. */
bool form_chosen(const struct form *form);

/* False where the model is written out and the field would only change one made by name. */
bool form_field_counts(const struct form *form, size_t field);

/* The value that the field has without anybody's doing: "128", "no", "". */
const char *form_default(const struct form *form, size_t field);

#endif
