/*
 * grammar: how to make up film reviews, read from a text that a person can write.
 *
 * The text is described at the top of data/demo.grammar, which is an example and the one that is
 * built in. A grammar is a program without loops: categories of alternatives that name each other,
 * none of them itself. It knows what it means: some categories are statements, each of which speaks
 * for or against the film, so that it can be computed how well anyone could judge such a review.
 * Nothing here uses floating point but +, -, * and /: a grammar gives the same text on every
 * machine.
 */
#ifndef RNNTOP_DATA_MADEUP_GRAMMAR_H
#define RNNTOP_DATA_MADEUP_GRAMMAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/status.h"

#define GRAMMAR_MAGIC        "rnntop grammar 1" /* a grammar's first line */
#define GRAMMAR_MAX_BYTES    (4u << 20)
#define GRAMMAR_LONGEST      3000 /* words of the longest review that a grammar may ask for */
#define GRAMMAR_REVIEW_WORDS 4000 /* with the sentence and the closing that go beyond */
#define GRAMMAR_STATEMENTS   1000 /* in a review */

struct grammar;

/* Reads a grammar. RT_ERR_FORMAT, mostly with the line. The caller owns it. */
enum rt_status grammar_parse(struct grammar **grammar, const char *text, size_t length,
                             struct rt_error *error);
void grammar_free(struct grammar *grammar); /* NULL is allowed */

/* What the grammar calls its reviews: "demo corpus". */
const char *grammar_name(const struct grammar *grammar);

/* Reviews of each half, the training one and the test one; even numbers. */
size_t grammar_train_rows(const struct grammar *grammar);
size_t grammar_test_rows(const struct grammar *grammar);

/* All different words that a review may hold, numbered from 0 in the order of their appearance in
 * the grammar. */
size_t grammar_words(const struct grammar *grammar);
const char *grammar_word(const struct grammar *grammar, size_t word);

/* A review as it was made up, and what each of its statements means. Large: not for the stack. */
struct review {
    bool positive; /* its label */
    size_t words;
    uint32_t word[GRAMMAR_REVIEW_WORDS];
    /* 0, or 1 + the number of the statement whose sense hangs on this word. */
    uint16_t key[GRAMMAR_REVIEW_WORDS];
    size_t statements;
    int8_t vote[GRAMMAR_STATEMENTS]; /* weight; below 0: against the film */
};

enum grammar_half { GRAMMAR_TRAIN, GRAMMAR_TEST };

/* Makes up one review; a function of the grammar, the half and the index alone, so that any thread
 * may make any review. Just half of the reviews with an index below an even number are positive. */
void grammar_review(const struct grammar *grammar, enum grammar_half half, size_t index,
                    struct review *review);

#endif
