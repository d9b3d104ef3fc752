#include "config.h"

#include "rnntop/data/text/text_shard.h"

#include <stdlib.h>
#include <string.h>

bool text_shard_begin(struct text_shard *shard, enum text_lower lower)
{
    memset(shard, 0, sizeof *shard);
    word_scan_init(&shard->scan, lower);
    shard->table = word_table_create();
    return shard->table;
}

void text_shard_free(struct text_shard *shard)
{
    word_table_free(shard->table);
    word_scan_free(&shard->scan);
    free(shard->words);
    free(shard->global);
    free(shard->waiting.text);
    memset(shard, 0, sizeof *shard);
}

/* Room for so many numbers and then as many again. */
static bool make_room(uint32_t **numbers, size_t *room, size_t needed)
{
    if (needed <= *room)
        return true;
    uint32_t *grown = realloc(*numbers, (2 * needed + 65536) * sizeof *grown);
    if (!grown)
        return false;
    *numbers = grown;
    *room = 2 * needed + 65536;
    return true;
}

/* Gives the words that wait their numbers. */
static bool number_words(struct text_shard *shard)
{
    struct text_waiting *waiting = &shard->waiting;
    if (!make_room(&shard->words, &shard->room, shard->used + waiting->words))
        return false;
    for (size_t i = 0; i < waiting->words; i++) {
        const size_t begin = waiting->begin[i];
        const uint32_t word = word_table_add(shard->table, waiting->text + begin,
                                             waiting->begin[i + 1] - begin, waiting->hash[i]);
        if (word == WORD_TABLE_NONE)
            return false;
        shard->words[shard->used++] = word;
    }
    waiting->words = 0;
    return true;
}

/* The word that was just found. */
static bool add_word(struct text_shard *shard)
{
    struct text_waiting *waiting = &shard->waiting;
    const struct word_scan *scan = &shard->scan;
    const size_t begin = waiting->words > 0 ? waiting->begin[waiting->words] : 0;
    if (begin + scan->length > waiting->room) {
        const size_t room = 2 * (begin + scan->length) + 1024;
        char *grown = realloc(waiting->text, room);
        if (!grown)
            return false;
        waiting->text = grown;
        waiting->room = room;
    }
    memcpy(waiting->text + begin, scan->word, scan->length);
    word_table_expect(shard->table, scan->hash);
    waiting->hash[waiting->words] = scan->hash;
    waiting->begin[waiting->words++] = begin;
    waiting->begin[waiting->words] = begin + scan->length;
    return waiting->words < TEXT_WAITING || number_words(shard);
}

bool text_shard_add(struct text_shard *shard, const char *text, size_t length)
{
    word_scan_begin(&shard->scan, text, length);
    while (word_scan_next(&shard->scan)) {
        if (!add_word(shard))
            return false;
    }
    return !shard->scan.no_memory && number_words(shard);
}

bool text_shard_map(struct text_shard *shard, struct word_table *table)
{
    const size_t words = word_table_words(shard->table);
    if (!make_room(&shard->global, &shard->global_room, words))
        return false;
    for (; shard->mapped < words; shard->mapped++) {
        const char *word = word_table_word(shard->table, (uint32_t)shard->mapped);
        const size_t length = strlen(word);
        const uint32_t number = word_table_add(table, word, length, word_hash(word, length));
        if (number == WORD_TABLE_NONE)
            return false;
        shard->global[shard->mapped] = number;
    }
    return true;
}
