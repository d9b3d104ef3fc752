#include "config.h"

#include "rnntop/data/text/text_ids.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/data/text/word_scan.h"
#include "rnntop/data/text/word_table.h"

struct text_ids {
    struct data_spec spec;
    bool leaves_out; /* words that the vocabulary lacks */
    struct word_scan scan;
    struct word_table *table; /* the vocabulary's words */
    int32_t *id;              /* [words of the table] */
    int32_t *kept;            /* [maxlen]: the first ids, or a circle of the last ones */
    size_t count;             /* ids of the text so far, with the start mark */
};

/* The ids of the words, each of which may come more than once: the most frequent counts. */
static bool number_words(struct text_ids *ids, const struct vocabulary *vocabulary)
{
    const size_t words = vocabulary_words(vocabulary);
    ids->table = word_table_create();
    ids->id = malloc((words + 1) * sizeof *ids->id);
    if (!ids->table || !ids->id)
        return false;
    for (size_t rank = 1; rank <= words; rank++) {
        const int32_t id = (int32_t)rank + VOCABULARY_INDEX_FROM;
        const char *word = vocabulary_word(vocabulary, id);
        const size_t length = strlen(word), before = word_table_words(ids->table);
        const uint32_t number = word_table_add(ids->table, word, length, word_hash(word, length));
        if (number == WORD_TABLE_NONE)
            return false;
        if (number == before)
            ids->id[number] = (size_t)id < ids->spec.num_words ? id : VOCABULARY_UNKNOWN;
    }
    return true;
}

/* A vocabulary that knows more words than have ids is a word index, and so is one that was given
 * as such. But one that ends just where the ids do may have been cut off there: then a word that it
 * lacks is taken for one that is too rare. */
static bool is_whole_index(const struct vocabulary *vocabulary, const struct data_spec *spec)
{
    const size_t end = vocabulary_words(vocabulary) + VOCABULARY_INDEX_FROM + 1;
    return end > spec->num_words || (spec->text.own_words && end < spec->num_words);
}

enum rt_status text_ids_create(struct text_ids **out, const struct vocabulary *vocabulary,
                               const struct data_spec *spec, struct rt_error *error)
{
    struct text_ids *ids = calloc(1, sizeof *ids);
    bool made = false;
    if (ids) {
        ids->spec = *spec;
        ids->leaves_out = is_whole_index(vocabulary, spec);
        ids->kept = malloc(spec->maxlen * sizeof *ids->kept);
        word_scan_init(&ids->scan, spec->text.lower);
        made = ids->kept && number_words(ids, vocabulary);
    }
    if (!made) {
        text_ids_destroy(ids);
        return rt_fail(error, ERR_NO_MEMORY);
    }
    *out = ids;
    return RT_OK;
}

void text_ids_destroy(struct text_ids *ids)
{
    if (!ids)
        return;
    word_scan_free(&ids->scan);
    word_table_free(ids->table);
    free(ids->id);
    free(ids->kept);
    free(ids);
}

static void keep(struct text_ids *ids, int32_t id)
{
    const size_t room = ids->spec.maxlen;
    if (ids->count < room)
        ids->kept[ids->count] = id;
    else if (ids->spec.truncating == SIDE_PRE)
        ids->kept[ids->count % room] = id;
    ids->count++;
}

/* The row of the ids that were kept. */
static void lay_out(const struct text_ids *ids, int32_t *row)
{
    const size_t room = ids->spec.maxlen;
    size_t length = ids->count < room ? ids->count : room;
    /* The oldest of a circle that has gone round. */
    size_t first = ids->spec.truncating == SIDE_PRE && ids->count > room ? ids->count % room : 0;
    size_t at = ids->spec.padding == SIDE_PRE ? room - length : 0;
    memset(row, 0, room * sizeof *row);
    for (size_t i = 0; i < length; i++)
        row[at + i] = ids->kept[(first + i) % room];
}

enum rt_status text_to_ids(struct text_ids *ids, const char *text, size_t length, int32_t *row,
                           struct rt_error *error)
{
    ids->count = 0;
    keep(ids, VOCABULARY_START);
    word_scan_begin(&ids->scan, text, length);
    while (word_scan_next(&ids->scan)) {
        const uint32_t word =
            word_table_find(ids->table, ids->scan.word, ids->scan.length, ids->scan.hash);
        if (word != WORD_TABLE_NONE)
            keep(ids, ids->id[word]);
        else if (!ids->leaves_out)
            keep(ids, VOCABULARY_UNKNOWN);
    }
    if (ids->scan.no_memory)
        return rt_fail(error, ERR_NO_MEMORY);
    lay_out(ids, row);
    return RT_OK;
}
