#include "config.h"

#include "rnntop/data/text/word_table.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_SLOTS 4096u /* a power of two; at most half of the slots are taken */

/* Hash and beginning stand beside the number, so that most words are found, or passed by, with one
 * look into memory that no cache holds. */
struct slot {
    uint32_t hash, word; /* word + 1; 0: free */
    struct key {
        uint64_t low, high;
    } key;
};

#define KEY_BYTES 15

/* A word's first bytes and, above them, its length; of longer words the length is KEY_BYTES + 1. */
static struct key key_of(const char *word, size_t length)
{
    struct key key = {0, (uint64_t)(length <= KEY_BYTES ? length : KEY_BYTES + 1) << 56};
    for (size_t i = 0; i < length && i < 8; i++)
        key.low |= (uint64_t)(unsigned char)word[i] << (8 * i);
    for (size_t i = 8; i < length && i < KEY_BYTES; i++)
        key.high |= (uint64_t)(unsigned char)word[i] << (8 * (i - 8));
    return key;
}

static bool same_key(struct key a, struct key b)
{
    return ((a.low ^ b.low) | (a.high ^ b.high)) == 0;
}

struct word_table {
    struct slot *slot;
    size_t slots;
    size_t *begin; /* [words + 1], in text */
    size_t words, begin_room;
    char *text;
    size_t text_room;
};

struct word_table *word_table_create(void)
{
    struct word_table *table = calloc(1, sizeof *table);
    if (!table)
        return NULL;
    table->slots = FIRST_SLOTS;
    table->slot = calloc(table->slots, sizeof *table->slot);
    table->begin_room = FIRST_SLOTS / 2;
    table->begin = calloc(table->begin_room, sizeof *table->begin);
    if (!table->slot || !table->begin) {
        word_table_free(table);
        return NULL;
    }
    return table;
}

void word_table_free(struct word_table *table)
{
    if (!table)
        return;
    free(table->slot);
    free(table->begin);
    free(table->text);
    free(table);
}

uint32_t word_hash(const char *word, size_t length)
{
    uint32_t hash = WORD_HASH_BEGIN;
    for (size_t i = 0; i < length; i++)
        hash = word_hash_add(hash, (unsigned char)word[i]);
    return word_hash_end(hash);
}

/* The slot where the word is, or the free one where it would be. */
static size_t look(const struct word_table *table, const char *word, size_t length, uint32_t hash,
                   struct key key)
{
    size_t mask = table->slots - 1, at = hash & mask;
    while (table->slot[at].word != 0) {
        if (table->slot[at].hash == hash && same_key(table->slot[at].key, key)) {
            if (length <= KEY_BYTES)
                break;
            size_t i = table->slot[at].word - 1;
            size_t begin = table->begin[i];
            if (table->begin[i + 1] - begin - 1 == length &&
                memcmp(table->text + begin, word, length) == 0)
                break;
        }
        at = (at + 1) & mask;
    }
    return at;
}

static int grow_slots(struct word_table *table)
{
    size_t slots = 2 * table->slots, mask = slots - 1;
    struct slot *slot = calloc(slots, sizeof *slot);
    if (!slot)
        return 0;
    for (size_t i = 0; i < table->slots; i++) {
        if (table->slot[i].word == 0)
            continue;
        size_t at = table->slot[i].hash & mask;
        while (slot[at].word != 0)
            at = (at + 1) & mask;
        slot[at] = table->slot[i];
    }
    free(table->slot);
    table->slot = slot;
    table->slots = slots;
    return 1;
}

static int make_room(struct word_table *table, size_t length)
{
    size_t used = table->begin[table->words];
    if (table->words >= WORD_TABLE_NONE - 2)
        return 0;
    if (used + length + 1 > table->text_room) {
        size_t room = 2 * (used + length + 1) + 65536;
        char *text = realloc(table->text, room);
        if (!text)
            return 0;
        table->text = text;
        table->text_room = room;
    }
    if (table->words + 2 > table->begin_room) {
        size_t *begin = realloc(table->begin, 2 * table->begin_room * sizeof *begin);
        if (!begin)
            return 0;
        table->begin = begin;
        table->begin_room *= 2;
    }
    return 2 * (table->words + 1) <= table->slots || grow_slots(table);
}

uint32_t word_table_add(struct word_table *table, const char *word, size_t length, uint32_t hash)
{
    const struct key key = key_of(word, length);
    size_t at = look(table, word, length, hash, key);
    if (table->slot[at].word != 0)
        return table->slot[at].word - 1;
    if (!make_room(table, length))
        return WORD_TABLE_NONE;
    at = look(table, word, length, hash, key); /* the slots may be others */
    size_t used = table->begin[table->words];
    memcpy(table->text + used, word, length);
    table->text[used + length] = '\0';
    table->words++;
    table->begin[table->words] = used + length + 1;
    table->slot[at] = (struct slot){hash, (uint32_t)table->words, key};
    return (uint32_t)table->words - 1;
}

uint32_t word_table_find(const struct word_table *table, const char *word, size_t length,
                         uint32_t hash)
{
    size_t at = look(table, word, length, hash, key_of(word, length));
    return table->slot[at].word - 1; /* of a free slot: 0 - 1, which is none */
}

void word_table_expect(const struct word_table *table, uint32_t hash)
{
    __builtin_prefetch(&table->slot[hash & (table->slots - 1)]);
}

size_t word_table_words(const struct word_table *table)
{
    return table->words;
}

const char *word_table_word(const struct word_table *table, uint32_t word)
{
    return table->text + table->begin[word];
}
