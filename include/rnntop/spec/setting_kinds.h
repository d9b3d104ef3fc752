/*
 * setting_kinds: what each kind of setting does with its field: a row a kind.
 *
 * Where a function takes no settings, the field is the row's own type at any address: in settings,
 * or in a run.
 */
#ifndef RNNTOP_SPEC_SETTING_KINDS_H
#define RNNTOP_SPEC_SETTING_KINDS_H

#include "rnntop/spec/settings.h"

/* The row's field, to be written and to be read. */
void *setting_field(struct settings *settings, const struct setting *setting);
const void *setting_value(const struct settings *settings, const struct setting *setting);
/* The same in a run, where the row's field lies in settings.each. */
void *setting_run_field(struct run_spec *run, const struct setting *setting);
const void *setting_run_value(const struct run_spec *run, const struct setting *setting);

/* Reads a text that a person typed into the field: false, and nothing is changed, where it is no
 * value. Not for SETTING_MODELS. */
bool setting_read(const struct setting *setting, void *field, const char *text);

/* The text that would be read so; "" where nobody gave a value. Not for SETTING_MODELS and
 * SETTING_LINES. Returns out. */
char *setting_write(const struct setting *setting, const void *field, char out[SETTINGS_TEXT_SIZE]);

/* Its name as a key of JSON: "learning_rate". Returns key. */
#define SETTING_KEY_SIZE 40
char *setting_key(const struct setting *setting, char key[SETTING_KEY_SIZE]);

/* Whether the number is in the row's range. */
bool setting_number_fits(const struct setting *setting, double value);

/* RT_ERR_USAGE: what the subject (as of settings_set()) takes, and that the value is none of it. */
enum rt_status setting_refuse(const struct setting *setting, const char *value, const char *subject,
                              struct rt_error *error);

/* In a copy of the settings, replaces what the field owns by a copy of its own; false without
 * memory. Lines (--run, --sweep) are left out: they ask for further runs, and a copy is made for
 * one run. */
bool setting_copy_owned(const struct setting *setting, void *field);

#endif
