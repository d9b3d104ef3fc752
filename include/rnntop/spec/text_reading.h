/*
 * text_reading: what was understood of a file or folder of texts. Facts alone, plain data; the
 * sentences that a person reads are made of them in rnntop/words/reading.h.
 */
#ifndef RNNTOP_SPEC_TEXT_READING_H
#define RNNTOP_SPEC_TEXT_READING_H

#include <stdbool.h>
#include <stdint.h>

enum text_form {
    TEXT_FORM_NONE, /* no texts, or nothing was understood yet */
    TEXT_FORM_DELIMITED,
    TEXT_FORM_JSON_LINES,   /* an object a line */
    TEXT_FORM_JSON_LIST,    /* objects one after the other, in [ ] or not */
    TEXT_FORM_JSON_COLUMNS, /* an object of columns, as pandas writes it */
    TEXT_FORM_FASTTEXT,     /* __label__x text */
    TEXT_FORM_CLASS_FOLDERS,
    TEXT_FORM_CLASS_FILES, /* a line a text */
    TEXT_FORM_PAIRS,       /* a line a text, and its label on the same line of another file */
    TEXT_FORMS
};

enum column_use { COLUMN_UNUSED, COLUMN_LABEL, COLUMN_TEXT, COLUMN_USES };

#define READING_COLUMNS        16 /* of which something is said */
#define READING_NAME_SIZE      48
#define READING_SEPARATOR_SIZE 9 /* with the NUL */
#define READING_FOLDED         4
#define READING_SAMPLES        3
#define READING_SAMPLE_SIZE    160
#define READING_MANY_VALUES    1001 /* so many different values, or more */

struct reading_column {
    uint32_t number;              /* from 1 */
    char name[READING_NAME_SIZE]; /* sanitised; "" where nothing names it */
    enum column_use use;
    bool may_label;  /* it could be the label's as well */
    uint32_t values; /* different ones, up to READING_MANY_VALUES */
    uint32_t bytes;  /* of a value, on average */
};

/* A label that was taken for another one. */
struct reading_folded {
    char spelling[READING_NAME_SIZE], class_name[READING_NAME_SIZE];
};

struct reading_sample {
    char label[READING_NAME_SIZE], text[READING_SAMPLE_SIZE]; /* sanitised, cut */
};

struct text_reading {
    enum text_form form;
    char separator[READING_SEPARATOR_SIZE]; /* DELIMITED */
    bool quotes;                            /* quotes go round fields */
    bool backslash;                         /* and a backslash before what is only a character */
    bool separator_line;                    /* "sep=;" stands before the rows */
    bool header;                            /* the first row names the columns */
    char encodings[64];                     /* "UTF-8", "UTF-8, Latin-1" */

    uint32_t columns;                              /* all there are */
    struct reading_column column[READING_COLUMNS]; /* the first, and all that are used */
    uint32_t column_count;                         /* of those */
    uint32_t label_column;                         /* from 1; 0: in none */
    bool label_by_name;                            /* what it is called says so, or a person did */
    uint64_t rows, left_out;                       /* taken, and not */
    uint64_t widened;                              /* rows whose text held separators */
    uint64_t many_labels;  /* rows with more labels than the first, which counts */
    uint64_t replaced;     /* texts in which U+FFFD stands for what is no character */
    uint64_t broken_bytes; /* of files, that are no character: a U+FFFD each */

    uint32_t classes, spellings; /* labels before and after they were compared as people do */
    struct reading_folded folded[READING_FOLDED];
    uint32_t folded_count;

    struct reading_sample sample[READING_SAMPLES];
    uint32_t samples;
};

/* By kind, as machines read them; the arrays end with NULL. */
extern const char *const text_form_names[];
extern const char *const column_use_names[];

#endif
