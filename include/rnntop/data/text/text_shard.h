/*
 * text_shard: the words of some texts, numbered by a table of the shard's own, so that several
 * threads can each have one. text_set.c joins them: what came first there is what would have come
 * first to a single reader.
 */
#ifndef RNNTOP_DATA_TEXT_TEXT_SHARD_H
#define RNNTOP_DATA_TEXT_TEXT_SHARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/data/text/word_scan.h"
#include "rnntop/data/text/word_table.h"

/* Words that were found and wait for their numbers: so many places in the table are fetched from
 * memory at a time, which is what the time of reading goes into. */
#define TEXT_WAITING 32
struct text_waiting {
    size_t words;
    uint32_t hash[TEXT_WAITING];
    size_t begin[TEXT_WAITING + 1]; /* in text */
    char *text;
    size_t room;
};

struct text_shard {
    struct word_table *table; /* stays from texts to texts: most words come again */
    uint32_t *words;          /* [used]: numbers in table, of the texts in hand */
    size_t used, room;
    uint32_t *global; /* [mapped]: the set's number of each of the table's first words */
    size_t mapped, global_room;
    struct word_scan scan;
    struct text_waiting waiting;
};

bool text_shard_begin(struct text_shard *shard, enum text_lower lower); /* false: no memory */
void text_shard_free(struct text_shard *shard);

/* Finds a text's words and adds their numbers to words; false without memory. */
bool text_shard_add(struct text_shard *shard, const char *text, size_t length);

/* Gives the words that are new since the last time their numbers in the set's table, in the order
 * of their coming. false without memory. */
bool text_shard_map(struct text_shard *shard, struct word_table *table);

#endif
