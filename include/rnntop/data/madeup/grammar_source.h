/*
 * grammar_source: a grammar's text in pieces: what each line says, before anything is looked up.
 * Written by grammar_source.c, read by grammar.c, which makes lists of it.
 */
#ifndef RNNTOP_DATA_MADEUP_GRAMMAR_SOURCE_H
#define RNNTOP_DATA_MADEUP_GRAMMAR_SOURCE_H

#include "rnntop/data/madeup/grammar_parts.h"

#define SOURCE_CATEGORIES 512
#define SOURCE_NAME_SIZE  32

/* What the lines below a heading are. */
enum source_kind {
    SOURCE_TEMPLATES, /* a template each, with a weight before a colon, or 1 */
    SOURCE_WORDS,     /* words between blanks, the frequent ones first */
    SOURCE_MADE       /* patterns of syllables to make words of */
};

struct source_line {
    const char *text; /* in the grammar's text, without weight and blanks around */
    size_t length;
    size_t number; /* from 1 */
    uint32_t weight;
};

/* A heading and its lines. */
struct source_section {
    size_t number; /* its line; 0: not there */
    enum source_kind kind;
    size_t made;         /* words to make */
    size_t first, count; /* lines */
};

enum source_side { SIDE_NONE, SIDE_PLUS, SIDE_MINUS, SIDE_COUNT };

struct source_category {
    char name[SOURCE_NAME_SIZE];
    int says;                               /* weight of the statement that it is; 0: none */
    struct source_section side[SIDE_COUNT]; /* SIDE_NONE alone, or the other two */
};

struct source {
    struct source_category category[SOURCE_CATEGORIES];
    size_t categories;
    struct source_line *line; /* [lines] */
    size_t lines;
};

/* Takes a text apart. Directives go to *grammar, the rest to *source, whose lines point into text.
 * source->line is of the grammar's arena. */
enum rt_status source_read(struct source *source, struct grammar *grammar, const char *text,
                           size_t length, struct rt_error *error);

/* The beginning of a stretch of text, raw, closed by a NUL: for an error that names it. */
struct source_quote {
    char text[61];
};
struct source_quote source_quote(const char *text, size_t length);

/* The category of that name, or NULL. */
const struct source_category *source_find(const struct source *source, const char *name,
                                          size_t length);

#endif
