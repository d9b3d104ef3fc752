/*
 * word_forms: English endings by rule: "hurry" gives "hurries", "hurried", "hurrying".
 */
#ifndef RNNTOP_DATA_TEXT_WORD_FORMS_H
#define RNNTOP_DATA_TEXT_WORD_FORMS_H

#include <stdbool.h>
#include <stddef.h>

enum word_form {
    FORM_PLAIN,
    FORM_S,   /* plural, third person: "s" */
    FORM_ED,  /* past: "ed" */
    FORM_ING, /* "ing" */
    FORM_LY,  /* adverb: "ly" */
    FORM_COUNT
};

/* The form that a name of length bytes means, "ed"; FORM_COUNT for none. */
enum word_form word_form_find(const char *name, size_t length);

/* Writes the form of word[0 .. length) into out, with a NUL. False if it does not fit. */
bool word_form_write(enum word_form form, const char *word, size_t length, char *out, size_t size);

#endif
