/* The distinct words of a batch, and what becomes of batches that memory can't hold. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/nn/embedding.h"
#include "rnntop/nn/model.h"
#include "tests/words/error_text.h"

#define V    10
#define T    4
#define ROWS 3

static const int32_t x[ROWS * T] = {7, 2, 7, 0, 0, 0, 2, 9, 7, 5, 5, 5};

struct fixture {
    struct arena *arena;
    struct words words;
};

static void open_words(struct fixture *fixture, size_t most_rows, size_t most_words)
{
    struct rt_error error;
    assert_int_equal(arena_create(&fixture->arena, &error), RT_OK);
    assert_int_equal(
        words_create(&fixture->words, fixture->arena, V, T, most_rows, most_words, &error), RT_OK);
}

/* Every token leads to its word, each word stands once, and tokens are listed by word in order. */
static void check_words(const struct words *words, const struct model_batch *batch, size_t first)
{
    const size_t size = words->size;
    for (size_t i = 0; i < words->count; i++) {
        for (size_t k = 0; k < i; k++)
            assert_int_not_equal(words->ids[i], words->ids[k]);
    }
    for (size_t row = 0; row < size; row++) {
        const size_t source = batch->rows ? batch->rows[first + row] : first + row;
        for (size_t t = 0; t < T; t++) {
            const uint32_t word = words->index[t * size + row];
            assert_true(word < words->count);
            assert_int_equal(words->ids[word], batch->x[source * T + t]);
        }
    }
    assert_int_equal(words->begin[0], 0);
    assert_int_equal(words->begin[words->count], size * T);
    for (size_t word = 0; word < words->count; word++) {
        assert_true(words->begin[word] < words->begin[word + 1]);
        for (uint32_t i = words->begin[word]; i < words->begin[word + 1]; i++) {
            assert_int_equal(words->index[words->tokens[i]], word);
            if (i > words->begin[word])
                assert_true(words->tokens[i] > words->tokens[i - 1]);
        }
    }
}

static void batches_of_all_kinds(void **state)
{
    (void)state;
    static const uint32_t order[] = {2, 0, 2};
    const struct model_batch batches[] = {
        {.x = x, .size = 3}, {.x = x, .size = 1}, {.x = x, .size = 3, .rows = order},
        {.x = x, .size = 3}, {.x = x, .size = 2},
    };
    static const size_t distinct[] = {5, 3, 4, 5, 4};
    struct fixture fixture;
    open_words(&fixture, ROWS, V);
    /* The last batches' stamps pass 2^32, where old marks would come alive again. */
    for (size_t i = 0; i < sizeof batches / sizeof *batches; i++) {
        if (i == 3)
            fixture.words.stamp = UINT32_MAX;
        assert_int_equal(words_collect(&fixture.words, &batches[i], 0), batches[i].size);
        words_sort(&fixture.words);
        assert_int_equal(fixture.words.count, distinct[i]);
        check_words(&fixture.words, &batches[i], 0);
    }
    arena_destroy(fixture.arena);
}

/* Rows are taken while they fit for sure, at least one. */
static void few_words_at_a_time(void **state)
{
    (void)state;
    const struct model_batch batch = {.x = x, .size = ROWS};
    struct fixture fixture;
    open_words(&fixture, ROWS, T + 2);
    static const size_t expected[] = {1, 1, 1};
    size_t first = 0;
    for (size_t i = 0; first < ROWS; i++) {
        const size_t rows = words_collect(&fixture.words, &batch, first);
        assert_int_equal(rows, expected[i]);
        words_sort(&fixture.words);
        check_words(&fixture.words, &batch, first);
        first += rows;
    }
    arena_destroy(fixture.arena);

    /* Three words of the first row and four more of the second are the eight that fit. */
    open_words(&fixture, ROWS, 2 * T - 1);
    assert_int_equal(words_collect(&fixture.words, &batch, 0), 2);
    words_sort(&fixture.words);
    check_words(&fixture.words, &batch, 0);
    arena_destroy(fixture.arena);
}

static void gathered_rows(void **state)
{
    (void)state;
    enum { WIDTH = 3 };
    static const uint32_t ids[] = {4, 0, 4, 9};
    float table[V * WIDTH], rows[4 * WIDTH];
    for (size_t i = 0; i < V * WIDTH; i++)
        table[i] = (float)i;
    memset(rows, 0, sizeof rows);
    embedding_gather(rows, table, ids, WIDTH, 1, 4);
    for (size_t i = 0; i < 4; i++) {
        for (size_t k = 0; k < WIDTH; k++)
            assert_true(rows[i * WIDTH + k] == (i == 0 ? 0 : (float)(ids[i] * WIDTH + k)));
    }
}

/* What no machine holds is refused with a sentence, before memory is touched. */
static void too_large_for_memory(void **state)
{
    (void)state;
    static const struct {
        size_t units, steps, rows;
    } sizes[] = {{8192, 1000, 100000}, {8, 100000, 100000}};
    struct pool *pool;
    struct rt_error error;
    assert_int_equal(pool_create(&pool, 1, &error), RT_OK);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct model_spec spec;
        struct model *model;
        model_spec_lesson(&spec, LAYER_LSTM, V, 8, sizes[i].units, sizes[i].steps);
        assert_int_equal(model_create(&model, &spec, sizes[i].rows, pool, &error), RT_ERR_MEMORY);
        assert_null(model);
        assert_non_null(strstr(error_text(&error), "--batch-size"));
    }
    pool_destroy(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(batches_of_all_kinds),
        cmocka_unit_test(few_words_at_a_time),
        cmocka_unit_test(gathered_rows),
        cmocka_unit_test(too_large_for_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
