#include "config.h"

#include "rnntop/data/text/text_ids.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "rnntop/base/utf8.h"

/* Letters of the longest word that is looked up; IMDB's longest has 50. */
#define WORD_SIZE 256

struct text_ids {
    const struct vocabulary *vocabulary;
    struct data_spec spec;
    bool leaves_out; /* words that the vocabulary lacks */
    uint32_t *slot;  /* [slots], a rank or 0: an open hash table of the words */
    size_t slots;    /* a power of two, more than twice the words */
    char word[WORD_SIZE];
    bool beyond_ascii; /* the word in hand has such letters */
    size_t length;     /* of the word in hand; beyond WORD_SIZE - 1: too long to be known */
    int32_t *kept;     /* [maxlen]: the first ids, or a circle of the last ones */
    size_t count;      /* ids of the text so far, with the start mark */
    bool blank[256];   /* bytes that end a word */
    char small[256];   /* a byte as it is looked up */
};

/* FNV-1a. */
static uint64_t hash_of(const char *word, size_t length)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)word[i]) * 0x100000001b3u;
    return hash ^ hash >> 29;
}

static const char *word_of(const struct text_ids *ids, uint32_t rank)
{
    return vocabulary_word(ids->vocabulary, (int32_t)rank + VOCABULARY_INDEX_FROM);
}

static bool is_word(const struct text_ids *ids, uint32_t rank, const char *word, size_t length)
{
    const char *known = word_of(ids, rank);
    return strlen(known) == length && memcmp(known, word, length) == 0;
}

/* The slot that holds the word, or where it would stand. */
static uint32_t *find(const struct text_ids *ids, const char *word, size_t length)
{
    size_t at = hash_of(word, length) & (ids->slots - 1);
    while (ids->slot[at] != 0 && !is_word(ids, ids->slot[at], word, length))
        at = (at + 1) & (ids->slots - 1);
    return &ids->slot[at];
}

static void begin_text(struct text_ids *ids)
{
    ids->beyond_ascii = false;
    ids->length = 0;
    ids->count = 0;
}

static void prepare_bytes(struct text_ids *ids)
{
    bool lower = ids->spec.text.lower != LOWER_NONE;
    static const char filters[] = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n\r ";
    for (size_t i = 0; filters[i]; i++)
        ids->blank[(unsigned char)filters[i]] = true;
    for (int i = 0; i < 256; i++)
        ids->small[i] = (char)(lower && i >= 'A' && i <= 'Z' ? i - 'A' + 'a' : i);
}

enum rt_status text_ids_create(struct text_ids **out, const struct vocabulary *vocabulary,
                               const struct data_spec *spec, struct rt_error *error)
{
    struct text_ids *ids = calloc(1, sizeof *ids);
    if (ids) {
        size_t words = vocabulary_words(vocabulary);
        ids->vocabulary = vocabulary;
        ids->spec = *spec;
        /* A vocabulary that ends just at num_words was cut off there: then a word that it lacks is
         * taken for one that is too rare, id 2, and is not left out. */
        ids->leaves_out =
            spec->text.own_words && words + VOCABULARY_INDEX_FROM + 1 != spec->num_words;
        for (ids->slots = 16; ids->slots <= 2 * words;)
            ids->slots *= 2;
        ids->slot = calloc(ids->slots, sizeof *ids->slot);
        ids->kept = malloc(spec->maxlen * sizeof *ids->kept);
    }
    if (!ids || !ids->slot || !ids->kept) {
        text_ids_destroy(ids);
        return rt_fail(error, ERR_NO_MEMORY);
    }
    for (uint32_t rank = 1; rank <= vocabulary_words(vocabulary); rank++) {
        const char *word = word_of(ids, rank);
        uint32_t *slot = find(ids, word, strlen(word));
        if (*slot == 0) /* of equals the most frequent */
            *slot = rank;
    }
    prepare_bytes(ids);
    begin_text(ids);
    *out = ids;
    return RT_OK;
}

void text_ids_destroy(struct text_ids *ids)
{
    if (!ids)
        return;
    free(ids->slot);
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

static void start(struct text_ids *ids)
{
    if (ids->count == 0)
        keep(ids, VOCABULARY_START);
}

/* Letters beyond ASCII made small, as texts of one's own are read; a letter may change its length.
 */
static void lower_word(struct text_ids *ids)
{
    char small[WORD_SIZE + 4];
    size_t used, length = 0;
    for (size_t at = 0; at < ids->length; at += used) {
        uint32_t letter = utf8_decode(ids->word + at, ids->length - at, &used);
        length += utf8_encode((uint32_t)utf8proc_tolower((utf8proc_int32_t)letter), small + length);
        if (length >= WORD_SIZE) {
            ids->length = WORD_SIZE;
            return;
        }
    }
    memcpy(ids->word, small, length);
    ids->length = length;
}

static void end_word(struct text_ids *ids)
{
    if (ids->length == 0)
        return;
    if (ids->beyond_ascii && ids->length < WORD_SIZE && ids->spec.text.lower == LOWER_UNICODE)
        lower_word(ids);
    ids->beyond_ascii = false;
    uint32_t rank = ids->length < WORD_SIZE ? *find(ids, ids->word, ids->length) : 0;
    size_t id = (size_t)rank + VOCABULARY_INDEX_FROM;
    bool known = rank > 0 && id < ids->spec.num_words;
    ids->length = 0;
    if (rank > 0 || !ids->leaves_out)
        keep(ids, known ? (int32_t)id : VOCABULARY_UNKNOWN);
}

void text_ids_feed(struct text_ids *ids, const char *text, size_t length)
{
    start(ids);
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (ids->blank[byte]) {
            end_word(ids);
            continue;
        }
        ids->beyond_ascii = ids->beyond_ascii || byte >= 0x80;
        if (ids->length < WORD_SIZE)
            ids->word[ids->length++] = ids->small[byte];
    }
}

void text_ids_end(struct text_ids *ids, int32_t *row)
{
    const size_t room = ids->spec.maxlen;
    start(ids);
    end_word(ids);
    size_t length = ids->count < room ? ids->count : room;
    /* The oldest of a circle that has gone round. */
    size_t first = ids->spec.truncating == SIDE_PRE && ids->count > room ? ids->count % room : 0;
    size_t at = ids->spec.padding == SIDE_PRE ? room - length : 0;
    memset(row, 0, room * sizeof *row);
    for (size_t i = 0; i < length; i++)
        row[at + i] = ids->kept[(first + i) % room];
    begin_text(ids);
}

void text_to_ids(struct text_ids *ids, const char *text, size_t length, int32_t *row)
{
    text_ids_feed(ids, text, length);
    text_ids_end(ids, row);
}
