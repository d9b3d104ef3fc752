#include "config.h"

#include "rnntop/nn/ngrams.h"

#include <stdlib.h>
#include <string.h>

#define LOOK_ROWS   256               /* between two looks at the stop flag */
#define ONCE_BITS   ((size_t)1 << 27) /* of the filter that holds what came once */
#define FIRST_SLOTS ((size_t)1 << 16) /* of a table; doubled when half of them are taken */
#define MOST_KEPT   ((size_t)1 << 22) /* in a table that is being made, whatever comes */

#define EMPTY 0u /* a hash that no n-gram has */

/* A hash table with open addressing. While it is made, value[] counts; then it numbers. */
struct ngrams {
    uint64_t *hash;  /* [slots] */
    uint32_t *value; /* [slots]; NONE of an n-gram that was not kept */
    size_t slots;    /* a power of two */
    size_t used;     /* slots that are taken */
    size_t count;    /* n-grams that are numbered */
    size_t longest;  /* words */
};
#define NONE UINT32_MAX

struct ngrams_reader {
    const struct ngrams *ngrams;
    uint32_t *row_of; /* [count], the row that had the n-gram last */
    uint32_t row;
};

static bool is_stopped(const atomic_bool *stop, size_t row)
{
    return row % LOOK_ROWS == 0 && stop && atomic_load_explicit(stop, memory_order_relaxed);
}

/* ---- hashes ---- */

/* Of an n-gram that is one word longer than that whose hash is given, 0 for none: splitmix64's
 * finalizer, which scatters every bit. */
static uint64_t longer(uint64_t hash, int32_t word)
{
    uint64_t z = (hash ^ (uint32_t)word) + 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    z ^= z >> 31;
    return z == EMPTY ? 1 : z;
}

static size_t slot_of(const struct ngrams *ngrams, uint64_t hash)
{
    size_t slot = hash & (ngrams->slots - 1);
    while (ngrams->hash[slot] != EMPTY && ngrams->hash[slot] != hash)
        slot = (slot + 1) & (ngrams->slots - 1);
    return slot;
}

/* ---- making a table ---- */

static bool make_slots(struct ngrams *ngrams, size_t slots)
{
    ngrams->slots = slots;
    ngrams->hash = calloc(slots, sizeof *ngrams->hash);
    ngrams->value = calloc(slots, sizeof *ngrams->value);
    return ngrams->hash && ngrams->value;
}

static bool grow(struct ngrams *ngrams)
{
    struct ngrams old = *ngrams;
    bool made = make_slots(ngrams, 2 * old.slots);
    for (size_t i = 0; made && i < old.slots; i++) {
        if (old.hash[i] == EMPTY)
            continue;
        size_t slot = slot_of(ngrams, old.hash[i]);
        ngrams->hash[slot] = old.hash[i];
        ngrams->value[slot] = old.value[i];
    }
    free(old.hash);
    free(old.value);
    return made;
}

/* One n-gram more. The first time it only leaves a bit behind. */
static bool count_one(struct ngrams *ngrams, uint64_t *once, uint64_t hash)
{
    const size_t bit = hash >> 37; /* the upper 27 */
    size_t slot = slot_of(ngrams, hash);
    if (ngrams->hash[slot] != EMPTY) {
        ngrams->value[slot] += ngrams->value[slot] < NONE - 1;
        return true;
    }
    if (!(once[bit / 64] >> bit % 64 & 1)) {
        once[bit / 64] |= (uint64_t)1 << bit % 64;
        return true;
    }
    if (ngrams->used == MOST_KEPT)
        return true;
    ngrams->hash[slot] = hash;
    ngrams->value[slot] = 2;
    ngrams->used++;
    return 2 * ngrams->used < ngrams->slots || grow(ngrams);
}

static enum rt_status count_all(struct ngrams *ngrams, uint64_t *once, const struct word_rows *rows,
                                const atomic_bool *stop, struct rt_error *error)
{
    for (size_t row = 0; row < rows->rows; row++) {
        const int32_t *words = rows->words + rows->begin[row];
        if (is_stopped(stop, row))
            return rt_fail(error, ERR_NB_SVM_STOPPED);
        for (size_t i = 0; i < rows->count[row]; i++) {
            uint64_t hash = 0;
            for (size_t n = 0; n < ngrams->longest && i + n < rows->count[row]; n++) {
                hash = longer(hash, words[i + n]);
                if (!count_one(ngrams, once, hash))
                    return rt_fail(error, ERR_NB_SVM_NO_MEMORY);
            }
        }
    }
    return RT_OK;
}

/* ---- numbering ---- */

struct counted {
    uint64_t hash;
    uint32_t count, slot;
};

/* The most frequent first; of equals by their hash, which no order of the table's slots changes. */
static int compare(const void *a, const void *b)
{
    const struct counted *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* In place of counts: numbers, of the most frequent n-grams. */
static bool number(struct ngrams *ngrams, size_t most)
{
    struct counted *counted = malloc((ngrams->used + 1) * sizeof *counted);
    size_t found = 0;
    if (!counted)
        return false;
    for (size_t i = 0; i < ngrams->slots; i++) {
        if (ngrams->hash[i] != EMPTY)
            counted[found++] = (struct counted){ngrams->hash[i], ngrams->value[i], (uint32_t)i};
    }
    qsort(counted, found, sizeof *counted, compare);
    for (size_t i = 0; i < found; i++)
        ngrams->value[counted[i].slot] = i < most ? (uint32_t)i : NONE;
    ngrams->count = found < most ? found : most;
    free(counted);
    return true;
}

enum rt_status ngrams_create(struct ngrams **ngrams, const struct word_rows *rows, size_t longest,
                             size_t most, const atomic_bool *stop, struct rt_error *error)
{
    struct ngrams *made = calloc(1, sizeof *made);
    uint64_t *once = calloc(ONCE_BITS / 64, sizeof *once);
    if (made)
        made->longest = longest < NGRAMS_LONGEST ? longest : NGRAMS_LONGEST;
    enum rt_status status = made && once && make_slots(made, FIRST_SLOTS)
                                ? count_all(made, once, rows, stop, error)
                                : rt_fail(error, ERR_NB_SVM_NO_MEMORY);
    free(once);
    if (status == RT_OK && !number(made, most))
        status = rt_fail(error, ERR_NB_SVM_NO_MEMORY);
    if (status == RT_OK)
        *ngrams = made;
    else
        ngrams_destroy(made);
    return status;
}

void ngrams_destroy(struct ngrams *ngrams)
{
    if (!ngrams)
        return;
    free(ngrams->hash);
    free(ngrams->value);
    free(ngrams);
}

size_t ngrams_count(const struct ngrams *ngrams)
{
    return ngrams->count;
}

/* ---- reading ---- */

enum rt_status ngrams_reader_create(struct ngrams_reader **reader, const struct ngrams *ngrams,
                                    struct rt_error *error)
{
    struct ngrams_reader *made = calloc(1, sizeof *made);
    if (made)
        made->row_of = calloc(ngrams->count + 1, sizeof *made->row_of);
    if (!made || !made->row_of) {
        ngrams_reader_destroy(made);
        return rt_fail(error, ERR_NB_SVM_NO_MEMORY);
    }
    made->ngrams = ngrams;
    *reader = made;
    return RT_OK;
}

void ngrams_reader_destroy(struct ngrams_reader *reader)
{
    if (!reader)
        return;
    free(reader->row_of);
    free(reader);
}

size_t ngrams_read(struct ngrams_reader *reader, const int32_t *words, size_t count,
                   uint32_t *found)
{
    const struct ngrams *ngrams = reader->ngrams;
    size_t different = 0;
    if (++reader->row == 0) { /* after 2^32 rows every mark would be wrong */
        memset(reader->row_of, 0, ngrams->count * sizeof *reader->row_of);
        reader->row = 1;
    }
    for (size_t i = 0; i < count; i++) {
        uint64_t hash = 0;
        for (size_t n = 0; n < ngrams->longest && i + n < count; n++) {
            hash = longer(hash, words[i + n]);
            size_t slot = slot_of(ngrams, hash);
            uint32_t number = ngrams->hash[slot] == EMPTY ? NONE : ngrams->value[slot];
            if (number == NONE || reader->row_of[number] == reader->row)
                continue;
            reader->row_of[number] = reader->row;
            found[different++] = number;
        }
    }
    return different;
}

enum rt_status ngrams_read_rows(struct ngram_rows *to, const struct ngrams *ngrams,
                                const struct word_rows *rows, const atomic_bool *stop,
                                struct rt_error *error)
{
    struct ngrams_reader *reader = NULL;
    size_t room = 0;
    for (size_t i = 0; i < rows->rows; i++)
        room += ngrams->longest * (size_t)rows->count[i];
    *to = (struct ngram_rows){.rows = rows->rows};
    to->ngram = malloc((room + 1) * sizeof *to->ngram);
    to->begin = calloc(rows->rows + 1, sizeof *to->begin);
    enum rt_status status = to->ngram && to->begin ? ngrams_reader_create(&reader, ngrams, error)
                                                   : rt_fail(error, ERR_NB_SVM_NO_MEMORY);
    for (size_t i = 0; status == RT_OK && i < rows->rows; i++) {
        if (is_stopped(stop, i))
            status = rt_fail(error, ERR_NB_SVM_STOPPED);
        to->begin[i + 1] = to->begin[i] + ngrams_read(reader, rows->words + rows->begin[i],
                                                      rows->count[i], to->ngram + to->begin[i]);
    }
    ngrams_reader_destroy(reader);
    if (status == RT_OK) { /* half of a row's n-grams are none of the table's */
        uint32_t *fitting = realloc(to->ngram, (to->begin[rows->rows] + 1) * sizeof *to->ngram);
        to->ngram = fitting ? fitting : to->ngram;
    }
    return status;
}

void ngram_rows_free(struct ngram_rows *rows)
{
    free(rows->ngram);
    free(rows->begin);
    *rows = (struct ngram_rows){.rows = 0};
}
