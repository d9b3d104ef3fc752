/*
 * column_words: what people call the columns of labels and of texts.
 */
#ifndef RNNTOP_DATA_TEXT_COLUMN_WORDS_H
#define RNNTOP_DATA_TEXT_COLUMN_WORDS_H

#include <stddef.h>
#include <stdint.h>

#define COLUMN_WORDS_NONE   SIZE_MAX
#define COLUMN_WORDS_ENDING 100 /* ranks from here on are of names that only end so */
#define COLUMN_WORDS_SURE   6   /* ranks below it hold whatever stands in the column */

/* How surely a column of this name is the label's, 0 the most; COLUMN_WORDS_NONE: its name does not
 * say so. Capitals and signs do not count; "airline_sentiment" is a sentiment, though less surely
 * than "sentiment" is. */
size_t column_words_label(const char *name);
/* The same of text, and of what goes with a text: its title. */
size_t column_words_text(const char *name);
size_t column_words_title(const char *name);

#endif
