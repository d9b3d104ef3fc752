#include "config.h"

#include "corpus.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "rnntop/base/rng.h"

#define DRAWN_ROWS ((size_t)25000)

/* How fast words get rarer: such that 3000 tokens hold about 820 different ones, as IMDB's do. */
#define ZIPF_POWER 1.085

int32_t *corpus_draw(size_t vocabulary, size_t count)
{
    double *reach = malloc(vocabulary * sizeof *reach), sum = 0;
    int32_t *x = malloc(count * sizeof *x);
    for (size_t i = 0; reach && i < vocabulary; i++)
        reach[i] = sum += 1.0 / pow((double)i + 1.0, ZIPF_POWER);
    for (size_t i = 0; reach && x && i < count; i++) {
        uint32_t words[4];
        rng_words(1, RNG_ORDER, 0, i, words);
        const double drawn = words[0] * 0x1p-32 * sum;
        size_t low = 0, high = vocabulary - 1;
        while (low < high) {
            const size_t middle = (low + high) / 2;
            if (reach[middle] < drawn)
                low = middle + 1;
            else
                high = middle;
        }
        x[i] = (int32_t)low;
    }
    if (!reach) {
        free(x);
        x = NULL;
    }
    free(reach);
    return x;
}

static enum rt_status draw(struct corpus *corpus, struct rt_error *error)
{
    corpus->drawn_x = corpus_draw(CORPUS_WORDS, DRAWN_ROWS * CORPUS_STEPS);
    corpus->drawn_y = calloc(DRAWN_ROWS, sizeof *corpus->drawn_y);
    if (!corpus->drawn_x || !corpus->drawn_y)
        return rt_fail(error, ERR_NO_MEMORY);
    for (size_t i = 0; i < DRAWN_ROWS; i++)
        corpus->drawn_y[i] = (float)(i % 2);
    corpus->x = corpus->drawn_x;
    corpus->y = corpus->drawn_y;
    corpus->rows = DRAWN_ROWS;
    corpus->name = "words by Zipf's law (IMDB itself where RNNTOP_TEST_DATA is set)";
    return RT_OK;
}

enum rt_status corpus_open(struct corpus *corpus, struct rt_error *error)
{
    static const struct data_spec lesson = {.num_words = CORPUS_WORDS,
                                            .maxlen = CORPUS_STEPS,
                                            .padding = SIDE_POST,
                                            .truncating = SIDE_PRE,
                                            .validation_split = 0.3};
    const char *folder = getenv("RNNTOP_TEST_DATA");
    *corpus = (struct corpus){0};
    if (!folder)
        return draw(corpus, error);
    char path[4096];
    snprintf(path, sizeof path, "%s/imdb.npz", folder);
    enum rt_status status =
        dataset_load(&corpus->dataset, path, &lesson, NULL, NULL, NULL, NULL, NULL, error);
    if (status == RT_OK) {
        corpus->x = corpus->dataset->test.x;
        corpus->y = corpus->dataset->test.y;
        corpus->rows = corpus->dataset->test.rows;
        corpus->name = "IMDB, the test rows";
    }
    return status;
}

void corpus_close(struct corpus *corpus)
{
    dataset_free(corpus->dataset);
    free(corpus->drawn_x);
    free(corpus->drawn_y);
}
