/*
 * reading: what was understood of a file of texts, for a person.
 */
#ifndef RNNTOP_WORDS_READING_H
#define RNNTOP_WORDS_READING_H

#include <stddef.h>

#include "rnntop/spec/text_reading.h"

#define READING_TEXT_SIZE 1024 /* room for any of them */

/* "CSV, UTF-8, label: sentiment, text: review"; "" where no texts were read. Returns out. */
char *reading_say(const struct text_reading *reading, char *out, size_t size);
/* "CSV", "JSON lines". */
char *reading_say_form(const struct text_reading *reading, char *out, size_t size);

/* What was done that a person may not have meant, with the option that says otherwise: a sentence
 * each. "" where the note does not apply. */
#define READING_NOTES 8
char *reading_say_note(const struct text_reading *reading, size_t note, char *out, size_t size);

#endif
