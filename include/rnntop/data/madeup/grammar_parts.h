/*
 * grammar_parts: a grammar as its reader (grammar.c) leaves it to the one that writes reviews
 * (grammar_review.c).
 */
#ifndef RNNTOP_DATA_MADEUP_GRAMMAR_PARTS_H
#define RNNTOP_DATA_MADEUP_GRAMMAR_PARTS_H

#include "rnntop/base/memory.h"
#include "rnntop/data/madeup/grammar.h"

#define GRAMMAR_NAME_SIZE  40
#define GRAMMAR_LENGTHS    64
#define GRAMMAR_MOODS      8
#define GRAMMAR_PART_WORDS 400 /* the longest template */

/* A step of a template: its kind in the highest bits, a number in the rest. */
enum step_kind {
    STEP_END,
    STEP_WORD,     /* a word */
    STEP_KEY,      /* a word on which the statement's sense hangs */
    STEP_LIST,     /* one of a list */
    STEP_SAME,     /* one of a polar list: the half of the statement's own side ... */
    STEP_OPPOSITE, /* ... of the other side ... */
    STEP_EITHER    /* ... of any side, which then says nothing */
};

#define STEP_SHIFT        28
#define STEP_NUMBER(step) ((step) & ((1u << STEP_SHIFT) - 1))
#define STEP_KIND(step)   ((enum step_kind)((step) >> STEP_SHIFT))

/* What a list's alternatives are. */
enum list_kind { LIST_WORDS, LIST_TEMPLATES };

/* Alternatives with weights, drawn by Walker's alias method: of `count` columns one is drawn, then
 * either its own alternative or the one it lends room to. */
struct grammar_list {
    enum list_kind kind;
    bool polar;            /* a half of a polar category: every word of it is a key */
    int says;              /* a statement's weight; 0: no statement */
    bool states;           /* is or holds a statement */
    bool sided;            /* names a side that a statement around it must give */
    uint32_t first, count; /* columns */
    uint32_t longest;      /* words that may come of it */
};

struct grammar_column {
    uint32_t own, other; /* a word's number, or where a template begins in steps[] */
    uint32_t share;      /* of 2^32 that are its own */
};

/* A point of the distribution of lengths. */
struct grammar_length {
    uint32_t per_mille; /* of the reviews are at most so long */
    uint32_t words;
};

struct grammar_mood {
    double share;  /* of all reviews, up to and with this mood */
    double agrees; /* how often a statement of weight 1 has the review's side */
};

struct grammar {
    struct arena *arena;
    char name[GRAMMAR_NAME_SIZE];
    uint64_t seed;
    size_t train_rows, test_rows;
    struct grammar_length length[GRAMMAR_LENGTHS]; /* of reviews: quantiles */
    size_t lengths;
    struct grammar_mood mood[GRAMMAR_MOODS];
    size_t moods;
    double noise; /* part of the reviews whose label is not what they say */
    const char **word;
    bool *vowel; /* [words]: spoken with a vowel first, as far as letters tell */
    size_t words;
    uint32_t a, an; /* the articles */
    struct grammar_list *list;
    size_t lists;
    struct grammar_column *column;
    uint32_t *step;
    uint32_t opening, sentence, closing; /* lists */
};

#endif
