/*
 * word_table: distinct words, numbered from 0 in the order of their first coming. A hash table of
 * our own: reading text is looking words up, twenty million of them in 100 MB.
 */
#ifndef RNNTOP_DATA_TEXT_WORD_TABLE_H
#define RNNTOP_DATA_TEXT_WORD_TABLE_H

#include <stddef.h>
#include <stdint.h>

#define WORD_TABLE_NONE UINT32_MAX

struct word_table;

struct word_table *word_table_create(void);     /* NULL without memory */
void word_table_free(struct word_table *table); /* NULL is allowed */

/* The hash that goes with a word: begin with WORD_HASH_BEGIN, add each byte, then end. */
#define WORD_HASH_BEGIN 0x811C9DC5u
static inline uint32_t word_hash_add(uint32_t hash, unsigned char byte)
{
    return (hash ^ byte) * 0x9E3779B1u;
}
static inline uint32_t word_hash_end(uint32_t hash)
{
    hash = (hash ^ hash >> 16) * 0x85EBCA6Bu;
    return hash ^ hash >> 13;
}
uint32_t word_hash(const char *word, size_t length);

/* The word's number, a new one if it is new; WORD_TABLE_NONE without memory for it. */
uint32_t word_table_add(struct word_table *table, const char *word, size_t length, uint32_t hash);
/* The word's number, or WORD_TABLE_NONE. */
uint32_t word_table_find(const struct word_table *table, const char *word, size_t length,
                         uint32_t hash);

/* Says that a word with this hash will be looked up soon: its place comes into the cache meanwhile.
 */
void word_table_expect(const struct word_table *table, uint32_t hash);

size_t word_table_words(const struct word_table *table);
/* Closed by a NUL; lives until the next word_table_add(). */
const char *word_table_word(const struct word_table *table, uint32_t word);

#endif
