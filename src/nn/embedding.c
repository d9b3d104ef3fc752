#include "config.h"

#include "rnntop/nn/embedding.h"

#include <assert.h>
#include <string.h>

enum rt_status words_create(struct words *words, struct arena *arena, size_t vocabulary,
                            size_t steps, size_t most_rows, size_t most_words,
                            struct rt_error *error)
{
    /* Tokens are numbered in 32 bits. */
    size_t tokens;
    if (!memory_product(most_rows, steps, &tokens) || tokens > UINT32_MAX)
        goto no_memory;
    *words = (struct words){.vocabulary = vocabulary,
                            .steps = steps,
                            .most_rows = most_rows,
                            .most_words = most_words,
                            .ids = arena_alloc(arena, most_words, sizeof *words->ids),
                            .index = arena_alloc(arena, tokens, sizeof *words->index),
                            .begin = arena_alloc(arena, most_words + 1, sizeof *words->begin),
                            .tokens = arena_alloc(arena, tokens, sizeof *words->tokens),
                            .place = arena_alloc(arena, vocabulary, sizeof *words->place),
                            .mark = arena_alloc(arena, vocabulary, sizeof *words->mark)};
    if (words->ids && words->index && words->begin && words->tokens && words->place && words->mark)
        return RT_OK;
no_memory:
    return rt_fail(error, ERR_EMBEDDING_NO_MEMORY, most_rows, steps);
}

static uint32_t place_of(struct words *words, int32_t id)
{
    assert(id >= 0 && (size_t)id < words->vocabulary);
    if (words->mark[id] != words->stamp) {
        words->mark[id] = words->stamp;
        words->place[id] = (uint32_t)words->count;
        words->ids[words->count++] = (uint32_t)id;
    }
    return words->place[id];
}

size_t words_collect(struct words *words, const struct model_batch *batch, size_t first)
{
    if (++words->stamp == 0) { /* after 2^32 batches, old marks would seem new */
        memset(words->mark, 0, words->vocabulary * sizeof *words->mark);
        words->stamp = 1;
    }
    words->count = 0;
    size_t rows = batch->size - first;
    if (rows > words->most_rows)
        rows = words->most_rows;
    size_t row = 0;
    for (; row < rows; row++) {
        if (words->most_words < words->vocabulary &&
            words->count + words->steps > words->most_words)
            break;
        const size_t source = batch->rows ? batch->rows[first + row] : first + row;
        const int32_t *x = batch->x + source * words->steps;
        for (size_t t = 0; t < words->steps; t++)
            words->index[t * rows + row] = place_of(words, x[t]);
    }
    if (row < rows) { /* fewer rows fit than were hoped for: close the gaps */
        for (size_t t = 1; t < words->steps; t++)
            memmove(words->index + t * row, words->index + t * rows, row * sizeof *words->index);
    }
    words->size = row;
    return row;
}

void words_sort(struct words *words)
{
    const size_t tokens = words->size * words->steps;
    uint32_t *begin = words->begin;
    memset(begin, 0, (words->count + 1) * sizeof *begin);
    for (size_t i = 0; i < tokens; i++)
        begin[words->index[i]]++;
    uint32_t sum = 0;
    for (size_t word = 0; word <= words->count; word++) {
        uint32_t count = begin[word];
        begin[word] = sum;
        sum += count;
    }
    for (size_t i = 0; i < tokens; i++)
        words->tokens[begin[words->index[i]]++] = (uint32_t)i;
    /* Each begin now stands at its end, which is the next one's begin. */
    memmove(begin + 1, begin, words->count * sizeof *begin);
    begin[0] = 0;
}

void embedding_gather(float *rows, const float *table, const uint32_t *ids, size_t width,
                      size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++)
        memcpy(rows + i * width, table + ids[i] * width, width * sizeof *rows);
}
