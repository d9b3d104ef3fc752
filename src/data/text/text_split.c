#include "config.h"

#include "rnntop/data/text/text_split.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/memory.h"
#include "rnntop/base/rng.h"
#include "rnntop/base/utf8.h"
#include "rnntop/data/limits.h"
#include "rnntop/data/sequence.h"

#define DROPPED 0 /* no rank: a word that a given index lacks */

#define UNIT_ROWS ((size_t)256) /* that a thread writes at a time */

struct splitting {
    const struct text_set *set;
    const struct data_spec *spec;
    struct data_spec rows; /* the same, with a maxlen that is a number */
    struct text_data *data;
    uint32_t *class_at;            /* [classes], a class's number in the data set */
    const struct text_row **train; /* in the file's order */
    const struct text_row **test;
    size_t trains, tests;
    int32_t *rank; /* [words of the table] */
};

static enum rt_status no_memory(struct rt_error *error)
{
    return rt_fail(error, ERR_TEXT_NO_MEMORY);
}

/* The classes' names, by their numbers of coming; the caller frees them. NULL without memory. */
static char **class_names(const struct labels *labels)
{
    size_t count = labels_count(labels);
    char **name = calloc(count, sizeof *name);
    for (size_t i = 0; name && i < count; i++) {
        name[i] = labels_name(labels, (uint32_t)i);
        if (name[i])
            continue;
        while (i > 0)
            free(name[--i]);
        free(name);
        return NULL;
    }
    return name;
}

static enum rt_status name_classes(struct splitting *split, const char *const *name, size_t count,
                                   struct rt_error *error)
{
    size_t *order = malloc(count * sizeof *order);
    split->class_at = malloc(count * sizeof *split->class_at);
    enum rt_status status = RT_ERR_MEMORY;
    if (count == 1) {
        status = rt_fail(error, ERR_CLASSES_ONE, split->set->part[TEXT_TRAIN].rows, name[0]);
    } else if (order && split->class_at) {
        data_classes_sort(name, count, order);
        for (size_t i = 0; i < count; i++)
            split->class_at[order[i]] = (uint32_t)i;
        status = data_classes_create(&split->data->classes, name, order, count, error);
    } else {
        no_memory(error);
    }
    free(order);
    return status;
}

static enum rt_status sort_classes(struct splitting *split, struct rt_error *error)
{
    size_t count = labels_count(&split->set->labels);
    if (count == 0)
        return rt_fail(error, ERR_CLASSES_NONE);
    char **name = class_names(&split->set->labels);
    if (!name)
        return no_memory(error);
    enum rt_status status = name_classes(split, (const char *const *)name, count, error);
    for (size_t i = 0; i < count; i++)
        free(name[i]);
    free(name);
    return status;
}

/* Marks a share of each class: at least one row, and never all. */
static bool mark_test(const struct splitting *split, bool *is_test)
{
    const struct text_rows *rows = &split->set->part[TEXT_TRAIN];
    size_t classes = labels_count(&split->set->labels);
    uint32_t *member = malloc(rows->rows * sizeof *member);
    uint32_t *order = malloc(rows->rows * sizeof *order);
    for (uint32_t number = 0; member && order && number < classes; number++) {
        size_t members = 0;
        for (size_t i = 0; i < rows->rows; i++) {
            if (rows->row[i].class == number)
                member[members++] = (uint32_t)i;
        }
        size_t taken = (size_t)lround((double)members * split->spec->text.test_split);
        taken = taken == 0 ? 1 : taken;
        taken = taken >= members ? members - 1 : taken;
        rng_permutation(split->spec->text.seed, RNG_TEST_SPLIT, split->class_at[number], order,
                        (uint32_t)members);
        for (size_t i = 0; i < taken; i++)
            is_test[member[order[i]]] = true;
    }
    bool done = member && order;
    free(member);
    free(order);
    return done;
}

static enum rt_status divide(struct splitting *split, struct rt_error *error)
{
    const struct text_rows *train = &split->set->part[TEXT_TRAIN];
    const struct text_rows *test = &split->set->part[TEXT_TEST];
    const struct text_spec *text = &split->spec->text;
    /* A model that was trained on a part of this file may be judged by another one: its words are
     * those of that part all the same. */
    bool own = text->own_test || (test->rows > 0 && !text->test[0]);
    bool *is_test = calloc(train->rows, sizeof *is_test);
    split->train = malloc(train->rows * sizeof *split->train);
    split->test = malloc((train->rows + test->rows) * sizeof *split->test);
    bool done = is_test && split->train && split->test && (own || mark_test(split, is_test));
    for (size_t i = 0; done && i < train->rows; i++) {
        if (is_test[i] && test->rows == 0)
            split->test[split->tests++] = &train->row[i];
        else if (!is_test[i])
            split->train[split->trains++] = &train->row[i];
    }
    for (size_t i = 0; done && i < test->rows; i++)
        split->test[split->tests++] = &test->row[i];
    free(is_test);
    if (!done)
        return no_memory(error);
    if (split->tests == 0)
        return own ? rt_fail(error, ERR_TEST_EMPTY) : rt_fail(error, ERR_TEST_NO_SHARE);
    return RT_OK;
}

/* ---- words ---- */

struct counted {
    uint32_t count, first, word; /* first: how many different words came before it */
};

static int compare_counted(const void *a, const void *b)
{
    const struct counted *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return x->first < y->first ? -1 : x->first > y->first;
}

static enum rt_status keep_words(struct splitting *split, const struct counted *counted,
                                 size_t found, struct rt_error *error)
{
    size_t room = split->spec->num_words > VOCABULARY_INDEX_FROM + 1
                      ? split->spec->num_words - VOCABULARY_INDEX_FROM - 1
                      : 0;
    size_t kept = found < room ? found : room;
    const char **word = malloc((kept + 1) * sizeof *word);
    if (!word)
        return no_memory(error);
    for (size_t i = 0; i < kept; i++)
        word[i] = word_table_word(split->set->table, counted[i].word);
    enum rt_status status = vocabulary_create(&split->data->vocabulary, word, kept, error);
    free(word);
    return status;
}

static enum rt_status rank_words(struct splitting *split, struct rt_error *error)
{
    const struct text_set *set = split->set;
    size_t words = word_table_words(set->table), found = 0;
    struct counted *counted = calloc(words + 1, sizeof *counted);
    if (!counted)
        return no_memory(error);
    for (size_t i = 0; i < words; i++)
        counted[i].word = (uint32_t)i;
    for (size_t row = 0; row < split->trains; row++) {
        const uint32_t *word = set->words + split->train[row]->begin;
        for (size_t i = 0; i < split->train[row]->words; i++) {
            struct counted *one = &counted[word[i]];
            if (one->count++ == 0)
                one->first = (uint32_t)found++;
        }
    }
    qsort(counted, words, sizeof *counted, compare_counted);
    for (size_t i = 0; i < words; i++)
        split->rank[counted[i].word] = i < found ? (int32_t)i + 1 : SEQUENCE_NO_RANK;
    split->data->words_found = found;
    split->data->halves.rank_max = (int32_t)found;
    enum rt_status status = keep_words(split, counted, found, error);
    free(counted);
    return status;
}

/* Ranks that a file gives; what it lacks is left out, as Keras's texts_to_sequences() does. */
static enum rt_status take_index(struct splitting *split, struct rt_error *error)
{
    const struct word_table *table = split->set->table;
    enum rt_status status =
        vocabulary_load(&split->data->vocabulary, split->spec->text.word_index, error);
    if (status != RT_OK)
        return status;
    size_t words = vocabulary_words(split->data->vocabulary);
    for (size_t i = 0; i < words; i++) {
        const char *word =
            vocabulary_word(split->data->vocabulary, (int32_t)i + VOCABULARY_INDEX_FROM + 1);
        size_t length = strlen(word);
        uint32_t at = word_table_find(table, word, length, word_hash(word, length));
        if (at == WORD_TABLE_NONE)
            continue;
        split->rank[at] = (int32_t)i + 1;
        split->data->words_found++;
    }
    split->data->halves.rank_max = (int32_t)words;
    return RT_OK;
}

/* ---- rows ---- */

static enum rt_status lay_out(struct data_half *half, size_t rows, const struct data_spec *spec,
                              struct rt_error *error)
{
    size_t bytes, maxlen = spec->maxlen;
    if (!memory_product(rows, maxlen, &bytes) || !memory_product(bytes, sizeof *half->x, &bytes) ||
        bytes > DATA_MATRIX_BYTES)
        bytes = 0;
    half->rows = rows;
    half->x = bytes > 0 ? malloc(bytes) : NULL;
    half->y = malloc(rows * sizeof *half->y);
    half->words = malloc(rows * sizeof *half->words);
    if (half->x && half->y && half->words && sequences_begin(&half->whole, rows, spec->whole_words))
        return RT_OK;
    return rt_fail(error, ERR_DATA_DOES_NOT_FIT, rows, maxlen);
}

/* ranks[] gets the row's; returns how many. */
static size_t ranks_of(const struct splitting *split, const struct text_row *row, int32_t *ranks)
{
    const uint32_t *word = split->set->words + row->begin;
    size_t count = 0;
    for (size_t i = 0; i < row->words; i++) {
        int32_t rank = split->rank[word[i]];
        if (rank != DROPPED)
            ranks[count++] = rank;
    }
    return count;
}

static enum rt_status keep_first(struct splitting *split, const int32_t *ranks, size_t count,
                                 struct rt_error *error)
{
    struct data_halves *halves = &split->data->halves;
    halves->first_length = count + 1;
    halves->first = malloc(halves->first_length * sizeof *halves->first);
    if (!halves->first)
        return no_memory(error);
    sequence_encode(split->spec->num_words, ranks, 0, halves->first_length, halves->first);
    return RT_OK;
}

/* How long the training texts are, and from that how wide the matrix is where nobody said. */
static enum rt_status measure(struct splitting *split, struct rt_error *error)
{
    struct data_halves *halves = &split->data->halves;
    uint32_t *words = malloc((split->trains + 1) * sizeof *words);
    if (!words)
        return no_memory(error);
    for (size_t i = 0; i < split->trains; i++) {
        const struct text_row *row = split->train[i];
        words[i] = 0;
        for (size_t j = 0; j < row->words; j++)
            words[i] += split->rank[split->set->words[row->begin + j]] != DROPPED;
    }
    data_lengths_measure(words, split->trains, &halves->lengths);
    free(words);
    if (split->rows.maxlen == MAXLEN_AUTO)
        split->rows.maxlen = data_lengths_maxlen(&halves->lengths);
    halves->maxlen = split->rows.maxlen;
    return RT_OK;
}

/* Rows of a half, divided among threads: row i of the matrix is row[order[i]], or row[i]. */
struct encoding {
    const struct splitting *split;
    const struct text_row *const *row;
    const uint32_t *order;
    struct data_half *half;
    int32_t *ranks; /* [threads, longest] */
    size_t longest;
};

static const struct text_row *row_of(const struct encoding *encoding, size_t i)
{
    return encoding->row[encoding->order ? encoding->order[i] : i];
}

/* Where a row is to be kept whole, its ranks go there; else to the worker's own place. */
static int32_t *place_of(const struct encoding *encoding, size_t i, int worker)
{
    const struct sequences *whole = &encoding->half->whole;
    return whole->rows > 0 ? whole->words + whole->begin[i]
                           : encoding->ranks + (size_t)worker * encoding->longest;
}

static void encode_unit(void *context, size_t unit, int worker)
{
    const struct encoding *encoding = context;
    const struct splitting *split = encoding->split;
    const size_t maxlen = split->rows.maxlen, end = (unit + 1) * UNIT_ROWS;
    for (size_t i = unit * UNIT_ROWS; i < end && i < encoding->half->rows; i++) {
        const struct text_row *row = row_of(encoding, i);
        int32_t *ranks = place_of(encoding, i, worker);
        size_t count = ranks_of(split, row, ranks);
        if (encoding->half->whole.rows > 0)
            encoding->half->whole.count[i] = (uint32_t)count;
        sequence_pad(&split->rows, ranks, count, encoding->half->x + i * maxlen);
        encoding->half->y[i] = (float)split->class_at[row->class];
        encoding->half->words[i] = row->words;
    }
}

static enum rt_status encode_half(struct encoding *encoding, size_t rows, struct rt_error *error)
{
    const struct splitting *split = encoding->split;
    enum rt_status status = lay_out(encoding->half, rows, &split->rows, error);
    const size_t units = (rows + UNIT_ROWS - 1) / UNIT_ROWS;
    if (status != RT_OK)
        return status;
    for (size_t i = 0; i < rows; i++) {
        if (!sequences_keep(&encoding->half->whole, i, NULL, row_of(encoding, i)->words))
            return no_memory(error);
    }
    if (split->set->pool)
        pool_run(split->set->pool, encode_unit, encoding, units);
    for (size_t unit = 0; !split->set->pool && unit < units; unit++)
        encode_unit(encoding, unit, 0);
    return RT_OK;
}

static enum rt_status write_rows(struct splitting *split, struct encoding *encoding,
                                 const uint32_t *order, struct rt_error *error)
{
    encoding->row = split->train;
    encoding->order = order;
    encoding->half = &split->data->halves.train;
    enum rt_status status = encode_half(encoding, split->trains, error);
    if (status == RT_OK)
        status = keep_first(split, encoding->ranks,
                            ranks_of(split, row_of(encoding, 0), encoding->ranks), error);
    encoding->row = split->test;
    encoding->order = NULL;
    encoding->half = &split->data->halves.test;
    return status == RT_OK ? encode_half(encoding, split->tests, error) : status;
}

static enum rt_status encode(struct splitting *split, struct rt_error *error)
{
    const struct pool *pool = split->set->pool;
    struct encoding encoding = {.split = split, .longest = 1};
    for (size_t part = 0; part < TEXT_PARTS; part++) {
        for (size_t i = 0; i < split->set->part[part].rows; i++) {
            size_t words = split->set->part[part].row[i].words;
            encoding.longest = words > encoding.longest ? words : encoding.longest;
        }
    }
    encoding.ranks =
        calloc(pool ? (size_t)pool_threads(pool) : 1, encoding.longest * sizeof *encoding.ranks);
    uint32_t *order = malloc(split->trains * sizeof *order);
    enum rt_status status = RT_ERR_MEMORY;
    if (encoding.ranks && order) {
        rng_permutation(split->spec->text.seed, RNG_TEXT_ORDER, 0, order, (uint32_t)split->trains);
        status = write_rows(split, &encoding, order, error);
    } else {
        no_memory(error);
    }
    free(encoding.ranks);
    free(order);
    return status;
}

enum rt_status text_split(const struct text_set *set, const struct data_spec *spec,
                          struct text_data *data, struct rt_error *error)
{
    struct splitting split = {.set = set, .spec = spec, .rows = *spec, .data = data};
    enum rt_status status = sort_classes(&split, error);
    if (status == RT_OK)
        status = divide(&split, error);
    if (status == RT_OK) {
        split.rank = calloc(word_table_words(set->table) + 1, sizeof *split.rank);
        status = !split.rank                ? no_memory(error)
                 : spec->text.word_index[0] ? take_index(&split, error)
                                            : rank_words(&split, error);
    }
    if (status == RT_OK)
        status = measure(&split, error);
    if (status == RT_OK)
        status = encode(&split, error);
    free(split.rank);
    free(split.class_at);
    free(split.train);
    free(split.test);
    return status;
}
