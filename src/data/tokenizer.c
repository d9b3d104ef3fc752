#include "config.h"

#include "rnntop/data/tokenizer.h"

#include <stdlib.h>
#include <string.h>

#include "rnntop/data/sequence.h"
#include "rnntop/data/word_scan.h"
#include "rnntop/data/word_table.h"

struct tokenizer {
    struct data_spec spec;
    struct word_table *table;
    struct word_scan scan;
    int32_t *ranks;
    size_t room;
};

enum rt_status tokenizer_create(struct tokenizer **out, const struct vocabulary *vocabulary,
                                const struct data_spec *spec, struct rt_error *error)
{
    struct tokenizer *tokenizer = calloc(1, sizeof *tokenizer);
    if (!tokenizer)
        return rt_fail(error, RT_ERR_MEMORY, "There is no memory for the words.");
    tokenizer->spec = *spec;
    word_scan_init(&tokenizer->scan, spec->text.lower);
    tokenizer->table = word_table_create();
    for (size_t i = 0; tokenizer->table && i < vocabulary_words(vocabulary); i++) {
        const char *word = vocabulary_word(vocabulary, (int32_t)i + VOCABULARY_INDEX_FROM + 1);
        size_t length = strlen(word);
        if (word_table_add(tokenizer->table, word, length, word_hash(word, length)) ==
            WORD_TABLE_NONE) {
            word_table_free(tokenizer->table);
            tokenizer->table = NULL;
        }
    }
    if (!tokenizer->table) {
        tokenizer_free(tokenizer);
        return rt_fail(error, RT_ERR_MEMORY, "There is no memory for the words.");
    }
    *out = tokenizer;
    return RT_OK;
}

void tokenizer_free(struct tokenizer *tokenizer)
{
    if (!tokenizer)
        return;
    word_table_free(tokenizer->table);
    word_scan_free(&tokenizer->scan);
    free(tokenizer->ranks);
    free(tokenizer);
}

static int grow(struct tokenizer *tokenizer)
{
    size_t room = 2 * tokenizer->room + 256;
    int32_t *ranks = realloc(tokenizer->ranks, room * sizeof *ranks);
    if (!ranks)
        return 0;
    tokenizer->ranks = ranks;
    tokenizer->room = room;
    return 1;
}

enum rt_status tokenizer_encode(struct tokenizer *tokenizer, const char *text, size_t length,
                                int32_t *row, size_t *words, size_t *unknown,
                                struct rt_error *error)
{
    const struct data_spec *spec = &tokenizer->spec;
    struct word_scan *scan = &tokenizer->scan;
    size_t count = 0, found = 0, strange = 0;
    word_scan_begin(scan, text, length);
    while (word_scan_next(scan)) {
        uint32_t word = word_table_find(tokenizer->table, scan->word, scan->length, scan->hash);
        int32_t rank = word == WORD_TABLE_NONE ? SEQUENCE_NO_RANK : (int32_t)word + 1;
        found++;
        strange += (size_t)rank + VOCABULARY_INDEX_FROM >= spec->num_words;
        if (word == WORD_TABLE_NONE && spec->text.own_words)
            continue;
        if (count == tokenizer->room && !grow(tokenizer))
            return rt_fail(error, RT_ERR_MEMORY, "There is no memory for a text of that length.");
        tokenizer->ranks[count++] = rank;
    }
    if (scan->no_memory)
        return rt_fail(error, RT_ERR_MEMORY, "There is no memory for a word of that length.");
    sequence_pad(spec, tokenizer->ranks, count, row);
    if (words)
        *words = found;
    if (unknown)
        *unknown = strange;
    return RT_OK;
}
