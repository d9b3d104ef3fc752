/*
 * grammar_maker: a grammar in the making: from the pieces of the text to lists of alternatives.
 * grammar_words.c makes the lists of words, grammar.c those of templates.
 */
#ifndef RNNTOP_DATA_MADEUP_GRAMMAR_MAKER_H
#define RNNTOP_DATA_MADEUP_GRAMMAR_MAKER_H

#include "rnntop/data/madeup/grammar_source.h"
#include "rnntop/data/text/word_forms.h"

#define MAKER_WORD_SIZE 48 /* bytes of a word, with the NUL */
#define MAKER_LISTS     2048
#define MAKER_COLUMNS   400000u
#define MAKER_STEPS     400000u
#define MAKER_WORDS     60000u
#define MAKER_SLOTS     131072u /* of the hash table: a power of two, more than twice the words */

/* Lists that were asked for: made once for each category and form. */
struct maker_list {
    const struct source_category *category;
    enum word_form form;
    uint32_t list; /* of SIDE_PLUS where the category is polar; that of SIDE_MINUS is the next */
    bool open;     /* still being made: who names it now is a part of it */
};

struct maker {
    const struct source *source;
    struct grammar *grammar;
    struct maker_list made[MAKER_LISTS];
    size_t made_count;
    size_t columns, steps;
    uint32_t slot[MAKER_SLOTS]; /* word + 1, or 0 */
    uint64_t *weight;           /* [MAKER_COLUMNS], of the list in hand */
    struct rt_error *error;
};

/* Fails in that line with a code whose only value is a text, this one. */
enum rt_status maker_refuse(const struct maker *maker, size_t line, const char *text, size_t length,
                            enum rt_code code);
enum rt_status maker_no_memory(const struct maker *maker);

/* The number of a word, new or known. */
enum rt_status maker_word(struct maker *maker, const char *text, uint32_t *number);

/* Takes room for the alternatives of a list; then, when each column has its own alternative and
 * maker->weight[0 .. count) says how often each is to come, fills the rest of the columns. */
enum rt_status maker_reserve(struct maker *maker, struct grammar_list *list, size_t count);
enum rt_status maker_fill(struct maker *maker, const struct grammar_list *list);

/* Fills a list from a section of words, or of words to be made. */
enum rt_status maker_words(struct maker *maker, const struct source_section *section,
                           enum word_form form, struct grammar_list *list);
enum rt_status maker_made_words(struct maker *maker, const struct source_section *section,
                                struct grammar_list *list);

#endif
