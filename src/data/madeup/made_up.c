/* Training reviews are made up twice: once to count words, since a word's number depends on all of
 * them, and once to write the rows. That costs less than keeping six million words in between. */
#include "config.h"

#include "rnntop/data/madeup/made_up.h"

#include <stdlib.h>
#include <string.h>

#include "rnntop/base/memory.h"
#include "rnntop/data/limits.h"
#include "rnntop/data/sequence.h"

#define ROWS_BETWEEN_LOOKS 256 /* at the stop flag, and for progress */

struct counted_word {
    uint64_t count; /* in the training half */
    uint32_t word;
};

struct making {
    const struct grammar *grammar;
    const struct data_spec *spec;
    struct made_up *made;
    data_progress progress;
    void *context;
    const atomic_bool *stop;
    uint64_t done, total; /* reviews */
    struct review *review;
    struct counted_word *counted; /* [words] */
    int32_t *rank;                /* [words], from 1 */
    int32_t *ranks;               /* [GRAMMAR_REVIEW_WORDS], of the review in hand */
    double whole, seen; /* judged rightly of the test half: of whole reviews, of what is left */
};

static bool stopped(struct making *making)
{
    making->done++;
    if (making->done % ROWS_BETWEEN_LOOKS != 0)
        return false;
    if (making->progress)
        making->progress(making->context, making->done, making->total);
    return making->stop && atomic_load_explicit(making->stop, memory_order_relaxed);
}

/* Often used words first; words that are used as often as the grammar has them. */
static int compare_words(const void *a, const void *b)
{
    const struct counted_word *first = a, *second = b;
    if (first->count != second->count)
        return first->count > second->count ? -1 : 1;
    return first->word < second->word ? -1 : first->word > second->word;
}

/* Ranks by the training half, as Keras's Tokenizer is fitted; what only the test half has, or
 * neither, comes last. */
static enum rt_status rank_words(struct making *making, struct rt_error *error)
{
    size_t words = grammar_words(making->grammar);
    for (size_t i = 0; i < words; i++)
        making->counted[i].word = (uint32_t)i;
    for (size_t row = 0; row < making->made->halves.train.rows; row++) {
        grammar_review(making->grammar, GRAMMAR_TRAIN, row, making->review);
        for (size_t i = 0; i < making->review->words; i++)
            making->counted[making->review->word[i]].count++;
        if (stopped(making))
            return RT_INTERRUPTED;
    }
    qsort(making->counted, words, sizeof *making->counted, compare_words);
    const char **word = malloc(words * sizeof *word);
    if (!word)
        return rt_fail(error, ERR_NO_MEMORY);
    for (size_t i = 0; i < words; i++) {
        making->rank[making->counted[i].word] = (int32_t)i + 1;
        word[i] = grammar_word(making->grammar, making->counted[i].word);
    }
    enum rt_status status = vocabulary_create(&making->made->vocabulary, word, words, error);
    free(word);
    making->made->halves.rank_max = (int32_t)words;
    return status;
}

/* What is kept of a review: its words from `from` on, as many as `kept`. */
struct window {
    size_t from, kept;
};

static struct window window_of(const struct data_spec *spec, size_t words)
{
    size_t length = words + 1; /* with the start mark */
    size_t kept = length < spec->maxlen ? length : spec->maxlen;
    size_t from = spec->truncating == SIDE_PRE ? length - kept : 0;
    return from > 0 ? (struct window){from - 1, kept} : (struct window){0, kept - 1};
}

/* Half a point for a review that speaks for and against alike: it can only be guessed. */
static double judge(int votes, bool positive)
{
    return votes == 0 ? 0.5 : (votes > 0) == positive ? 1 : 0;
}

/* The perfect reader, of the whole review and of what is kept of it. */
static void read_perfectly(struct making *making)
{
    const struct review *review = making->review;
    struct window window = window_of(making->spec, review->words);
    int whole = 0, seen = 0;
    bool lost[GRAMMAR_STATEMENTS] = {false};
    for (size_t i = 0; i < review->words; i++) {
        size_t id = (size_t)making->ranks[i] + VOCABULARY_INDEX_FROM;
        bool kept = i >= window.from && i < window.from + window.kept;
        if (review->key[i] > 0 && (!kept || id >= making->spec->num_words))
            lost[review->key[i] - 1] = true;
    }
    for (size_t i = 0; i < review->statements; i++) {
        whole += review->vote[i];
        seen += lost[i] ? 0 : review->vote[i];
    }
    making->whole += judge(whole, review->positive);
    making->seen += judge(seen, review->positive);
}

static enum rt_status keep_first(struct making *making, struct rt_error *error)
{
    struct data_halves *halves = &making->made->halves;
    halves->first_length = making->review->words + 1;
    halves->first = malloc(halves->first_length * sizeof *halves->first);
    if (!halves->first)
        return rt_fail(error, ERR_NO_MEMORY);
    sequence_encode(making->spec->num_words, making->ranks, 0, halves->first_length, halves->first);
    return RT_OK;
}

static enum rt_status write_half(struct making *making, enum grammar_half which,
                                 struct data_half *half, struct rt_error *error)
{
    for (size_t row = 0; row < half->rows; row++) {
        const struct review *review = making->review;
        grammar_review(making->grammar, which, row, making->review);
        for (size_t i = 0; i < review->words; i++)
            making->ranks[i] = making->rank[review->word[i]];
        if (!sequences_keep(&half->whole, row, making->ranks, review->words))
            return rt_fail(error, ERR_NO_MEMORY);
        sequence_pad(making->spec, making->ranks, review->words,
                     half->x + row * making->spec->maxlen);
        half->y[row] = review->positive ? 1 : 0;
        half->words[row] = (uint32_t)review->words;
        if (which == GRAMMAR_TEST)
            read_perfectly(making);
        else if (row == 0 && keep_first(making, error) != RT_OK)
            return RT_ERR_MEMORY;
        if (stopped(making))
            return RT_INTERRUPTED;
    }
    return RT_OK;
}

static enum rt_status lay_out(struct data_half *half, size_t rows, const struct data_spec *spec,
                              struct rt_error *error)
{
    size_t matrix, bytes, maxlen = spec->maxlen;
    if (!memory_product(rows, maxlen, &matrix) ||
        !memory_product(matrix, sizeof *half->x, &bytes) || bytes > DATA_MATRIX_BYTES)
        bytes = 0;
    half->rows = rows;
    half->x = bytes > 0 ? malloc(bytes) : NULL;
    half->y = malloc(rows * sizeof *half->y);
    half->words = malloc(rows * sizeof *half->words);
    bool whole = sequences_begin(&half->whole, rows, spec->whole_words);
    if (!half->x || !half->y || !half->words || !whole)
        return rt_fail(error, ERR_DATA_DOES_NOT_FIT, rows, maxlen);
    return RT_OK;
}

static enum rt_status make(struct making *making, struct rt_error *error)
{
    struct data_halves *halves = &making->made->halves;
    size_t words = grammar_words(making->grammar);
    making->review = malloc(sizeof *making->review);
    making->counted = calloc(words, sizeof *making->counted);
    making->rank = malloc(words * sizeof *making->rank);
    making->ranks = malloc(GRAMMAR_REVIEW_WORDS * sizeof *making->ranks);
    if (!making->review || !making->counted || !making->rank || !making->ranks)
        return rt_fail(error, ERR_NO_MEMORY);
    enum rt_status status =
        lay_out(&halves->train, grammar_train_rows(making->grammar), making->spec, error);
    if (status == RT_OK)
        status = lay_out(&halves->test, grammar_test_rows(making->grammar), making->spec, error);
    making->total = 2 * (uint64_t)halves->train.rows + halves->test.rows;
    if (status == RT_OK)
        status = rank_words(making, error);
    if (status == RT_OK)
        status = write_half(making, GRAMMAR_TRAIN, &halves->train, error);
    if (status == RT_OK)
        status = write_half(making, GRAMMAR_TEST, &halves->test, error);
    if (status == RT_OK) {
        if (making->progress)
            making->progress(making->context, making->total, making->total);
        making->made->ceiling_whole = making->whole / (double)halves->test.rows;
        making->made->ceiling = making->seen / (double)halves->test.rows;
    }
    return status;
}

enum rt_status made_up_write(const struct grammar *grammar, const struct data_spec *spec,
                             data_progress progress, void *context, const atomic_bool *stop,
                             struct made_up *made, struct rt_error *error)
{
    struct making making = {.grammar = grammar,
                            .spec = spec,
                            .made = made,
                            .progress = progress,
                            .context = context,
                            .stop = stop};
    memset(made, 0, sizeof *made);
    enum rt_status status = make(&making, error);
    free(making.review);
    free(making.counted);
    free(making.rank);
    free(making.ranks);
    return status == RT_INTERRUPTED ? rt_fail(error, ERR_DATA_STOPPED) : status;
}

void made_up_free(struct made_up *made)
{
    data_halves_free(&made->halves);
    vocabulary_free(made->vocabulary);
    memset(made, 0, sizeof *made);
}
