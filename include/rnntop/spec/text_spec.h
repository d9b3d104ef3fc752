/*
 * text_spec: how texts become rows of word ids, where the data is text and not a matrix of ids.
 * Plain data.
 */
#ifndef RNNTOP_SPEC_TEXT_SPEC_H
#define RNNTOP_SPEC_TEXT_SPEC_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "rnntop/base/status.h"

/* Which letters are made small: all, as Keras's Tokenizer does; A to Z alone, as IMDB's were; none.
 */
enum text_lower { LOWER_UNICODE, LOWER_ASCII, LOWER_NONE };

/* Whether a table's first row names its columns. */
enum text_header { HEADER_AUTO, HEADER_YES, HEADER_NO };

/* Whether a backslash in a table stands before what is only a character. */
enum text_escape { ESCAPE_AUTO, ESCAPE_BACKSLASH, ESCAPE_NONE };

/* Whether labels that differ by capitals, blanks or ".0" are one class. */
enum text_labels { LABELS_FOLDED, LABELS_EXACT };

#define TEXT_DELIMITER_SIZE 9 /* bytes of a separator or its name, with the NUL */

#define TEXT_COLUMN_SIZE   128 /* bytes of a list of columns, with the NUL */
#define TEXT_ENCODING_SIZE 32  /* bytes of an encoding's name, with the NUL */
#define TEXT_PATH_SIZE     512 /* bytes of a path, with the NUL */

struct text_spec {
    enum text_lower lower;
    enum text_header header;
    /* Names, or numbers from 1; several by commas. "": found by what stands in them. */
    char text_column[TEXT_COLUMN_SIZE];
    char label_column[TEXT_COLUMN_SIZE];
    char delimiter[TEXT_DELIMITER_SIZE]; /* of a table: itself, or a word; "": found */
    enum text_escape escape;
    char encoding[TEXT_ENCODING_SIZE]; /* as iconv calls it; "": found */
    enum text_labels labels;
    bool skip_bad_rows; /* however many there are */
    double test_split;  /* of each class, where no test set is given */
    uint64_t seed;      /* of that split and of the order of the training rows */
    bool own_test;      /* a test set was given */
    bool own_words;     /* a word index was given: words that it lacks are left out */
    /* Where those two lie: "" for none. Not in the written form: it may be read elsewhere. */
    char test[TEXT_PATH_SIZE];
    char word_index[TEXT_PATH_SIZE];
};

/* By kind; the arrays end with NULL. */
extern const char *const text_lower_names[];
extern const char *const text_header_names[];
extern const char *const text_escape_names[];
extern const char *const text_labels_names[];

/* True when both make the same of a text. */
bool text_spec_same(const struct text_spec *a, const struct text_spec *b);

/* The written form. A missing one (NULL) gives all zero: files of IMDB models had none. What older
 * files lack was not done then: their labels are exact, and no row that was bad stopped anything.
 */
json_t *text_spec_to_json(const struct text_spec *text);
enum rt_status text_spec_from_json(const json_t *json, struct text_spec *text,
                                   struct rt_error *error);

#endif
