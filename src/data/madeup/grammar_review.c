/* Writes reviews by a grammar: how long, in which mood, and then one alternative after the other.
 */
#include "config.h"

#include <assert.h>
#include <string.h>

#include "rnntop/base/rng.h"
#include "rnntop/data/madeup/grammar_parts.h"

struct writer {
    const struct grammar *grammar;
    struct review *review;
    uint64_t state; /* of the review's own random numbers */
    int attitude;   /* 1: the reviewer likes the film; -1 */
    double agrees;  /* how often a statement of weight 1 has that side */
    int side;       /* of the statement in hand; 0: none */
};

/* SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014), begun at a place that Philox gives: twelve
 * million words are drawn, several numbers each, and Philox would take half a second for that. */
static uint64_t draw(struct writer *writer)
{
    uint64_t z = writer->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static double draw_unit(struct writer *writer)
{
    return (double)(draw(writer) >> 11) * 0x1p-53;
}

static uint32_t pick(struct writer *writer, const struct grammar_list *list)
{
    uint64_t chance = draw(writer);
    const struct grammar_column *column =
        &writer->grammar->column[list->first + ((chance >> 32) * list->count >> 32)];
    return (uint32_t)chance < column->share ? column->own : column->other;
}

/* "a" becomes "an" before a word that begins with a vowel. */
static void put(struct writer *writer, uint32_t word, bool key)
{
    const struct grammar *grammar = writer->grammar;
    struct review *review = writer->review;
    size_t at = review->words;
    assert(at < GRAMMAR_REVIEW_WORDS);
    if (at > 0 && review->word[at - 1] == grammar->a && grammar->vowel[word])
        review->word[at - 1] = grammar->an;
    review->word[at] = word;
    review->key[at] = key && writer->side ? (uint16_t)review->statements : 0;
    review->words++;
}

/* A statement of weight w has the reviewer's side with the odds of weight 1 to the power of w: so
 * that who adds the weights up for and against judges as well as can be, in every mood. */
static void begin_statement(struct writer *writer, int weight)
{
    struct review *review = writer->review;
    double agree = 1, not = 1;
    for (int i = 0; i < weight; i++) {
        agree *= writer->agrees;
        not *= 1 - writer->agrees;
    }
    double sum = agree + not ;
    writer->side = draw_unit(writer) < agree / sum ? writer->attitude : -writer->attitude;
    /* What is beyond the room for statements speaks, but is not counted. */
    if (review->statements < GRAMMAR_STATEMENTS)
        review->vote[review->statements++] = (int8_t)(writer->side * weight);
}

static void write_list(struct writer *writer, const struct grammar_list *list);

static void write_steps(struct writer *writer, const uint32_t *step, bool polar)
{
    const struct grammar_list *lists = writer->grammar->list;
    for (;; step++) {
        uint32_t number = STEP_NUMBER(*step);
        int side = writer->side;
        switch (STEP_KIND(*step)) {
        case STEP_END:
            return;
        case STEP_WORD:
        case STEP_KEY:
            put(writer, number, polar || STEP_KIND(*step) == STEP_KEY);
            break;
        case STEP_LIST:
            write_list(writer, &lists[number]);
            break;
        case STEP_SAME:
            write_list(writer, &lists[number + (side < 0)]);
            break;
        case STEP_OPPOSITE:
            write_list(writer, &lists[number + (side > 0)]);
            break;
        case STEP_EITHER:
            writer->side = 0; /* its words are nobody's keys */
            write_list(writer, &lists[number + (draw(writer) & 1)]);
            writer->side = side;
            break;
        }
    }
}

static void write_list(struct writer *writer, const struct grammar_list *list)
{
    if (list->says > 0)
        begin_statement(writer, list->says);
    uint32_t picked = pick(writer, list);
    if (list->kind == LIST_WORDS)
        put(writer, picked, list->polar);
    else
        write_steps(writer, writer->grammar->step + picked, list->polar);
    if (list->says > 0)
        writer->side = 0;
}

/* A length from the distribution: between two quantiles it is spread evenly. */
static size_t draw_length(struct writer *writer)
{
    const struct grammar_length *high = writer->grammar->length + 1;
    uint64_t place = (draw(writer) >> 32) * 1000; /* 2^32 in a thousand */
    while (place >= (uint64_t)high->per_mille << 32)
        high++;
    const struct grammar_length *low = high - 1;
    uint64_t into = place - ((uint64_t)low->per_mille << 32);
    return low->words + (size_t)((into >> 16) * (high->words - low->words) /
                                 ((uint64_t)(high->per_mille - low->per_mille) << 16));
}

static void draw_mood(struct writer *writer)
{
    const struct grammar *grammar = writer->grammar;
    double chance = draw_unit(writer);
    size_t mood = 0;
    while (mood + 1 < grammar->moods && chance >= grammar->mood[mood].share)
        mood++;
    writer->agrees = grammar->mood[mood].agrees;
}

/* The end of a review, written before its middle, whose length depends on it. */
struct ending {
    size_t words;
    uint32_t word[GRAMMAR_PART_WORDS];
    uint16_t key[GRAMMAR_PART_WORDS];
};

static void take_ending(struct review *review, struct ending *ending)
{
    ending->words = review->words;
    memcpy(ending->word, review->word, review->words * sizeof *ending->word);
    memcpy(ending->key, review->key, review->words * sizeof *ending->key);
    review->words = 0;
}

static void append_ending(struct review *review, const struct ending *ending)
{
    memcpy(review->word + review->words, ending->word, ending->words * sizeof *ending->word);
    memcpy(review->key + review->words, ending->key, ending->words * sizeof *ending->key);
    review->words += ending->words;
}

/* Rows stand in pairs of a positive and a negative one, so that just half of them are each. */
static bool draw_label(const struct grammar *grammar, enum grammar_half half, size_t index)
{
    uint32_t coin[4];
    rng_words(grammar->seed, RNG_LABEL, (uint32_t)half, index / 2, coin);
    return (index + coin[0]) % 2 == 0;
}

void grammar_review(const struct grammar *grammar, enum grammar_half half, size_t index,
                    struct review *review)
{
    struct writer writer = {.grammar = grammar, .review = review};
    struct ending ending;
    uint32_t words[4];
    rng_words(grammar->seed, RNG_REVIEW, (uint32_t)half, index, words);
    writer.state = (uint64_t)words[1] << 32 | words[0];
    review->positive = draw_label(grammar, half, index);
    review->words = review->statements = 0;

    bool honest = draw_unit(&writer) >= grammar->noise;
    writer.attitude = review->positive == honest ? 1 : -1;
    draw_mood(&writer);
    size_t length = draw_length(&writer);
    write_list(&writer, &grammar->list[grammar->closing]);
    take_ending(review, &ending);
    write_list(&writer, &grammar->list[grammar->opening]);
    while (review->words + ending.words < length)
        write_list(&writer, &grammar->list[grammar->sentence]);
    append_ending(review, &ending);
}
