/*
 * form: the new-run form: what is in its fields, and the run that it comes to. Pure.
 *
 * Its fields are the rows of the settings' table that decide a run, so a new setting is a field by
 * itself. A field is text, and every change of one goes through settings_set(), as the command line
 * does: what is refused there is refused here with the same words. A field that has no effect
 * beside the others (rho with Adam) keeps its text and is left out, until they change. The pieces
 * call one another downwards in this list:
 *
 *     form_keys                  what a key does
 *     form_edit  form_search     typing and choosing; the fields that a word finds
 *     form_lines                 what is shown of it, and going from one line to the next
 *     form                       this
 */
#ifndef RNNTOP_UI_FORM_FORM_H
#define RNNTOP_UI_FORM_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/spec/settings.h"

#define FORM_MAX_FIELDS 96

#define FORM_TROUBLE_SIZE 512 /* what fits a row of any screen, and more */
#define FORM_DEFAULT_SIZE 64
#define FORM_SEARCH_SIZE  32

struct form {
    struct run_spec from; /* the run that it began with */
    size_t fields;        /* grouped as --help groups them */
    const struct setting *field[FORM_MAX_FIELDS];
    char text[FORM_MAX_FIELDS][SETTINGS_TEXT_SIZE]; /* "": the default, where there is one */
    bool refused[FORM_MAX_FIELDS];                  /* its text is no value */
    bool applies[FORM_MAX_FIELDS];                  /* it has an effect beside the others */
    /* What it has where nobody gives it a value, beside the others: "128", "no", "". */
    char usual[FORM_MAX_FIELDS][FORM_DEFAULT_SIZE];

    size_t at;     /* the field in hand */
    bool heading;  /* not the field is in hand, but its group's heading */
    size_t cursor; /* byte of its text */
    bool whole;    /* the field was just entered: the first character typed replaces all of it */
    bool folded[GROUP_COUNT];

    bool searching;
    char search[FORM_SEARCH_SIZE]; /* what is looked for */
    size_t before;                 /* the field that was in hand when the search began */

    /* What the fields come to. */
    bool ready;
    struct run_spec run;             /* when ready; without a name */
    char trouble[FORM_TROUBLE_SIZE]; /* why it is not ready; the trouble of the field in hand comes
                                        first */
    size_t trouble_at;               /* the field to blame */
};

/* All fields as the run has them. rows: of the screen; where it has no room for all of them, groups
 * begin folded, but for the model's. */
void form_open(struct form *form, const struct run_spec *from, int rows);

/* A setting by its name and a value as one would type it: {"clipnorm", "1"}. */
struct form_change {
    const char *name, *value;
};

/* As if it had been typed: its field is then the one in hand. */
void form_change(struct form *form, const struct form_change *change);

/* Takes a field in hand. Its group unfolds. */
void form_go_to(struct form *form, size_t field);

/* After a change: what the fields come to now. */
void form_check(struct form *form);

/* Its text, or what it has without one. */
const char *form_value(const struct form *form, size_t field);

/* True where that is not its default; never of the model, which everybody chooses. */
bool form_differs(const struct form *form, size_t field);

#endif
