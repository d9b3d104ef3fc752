/*
 * corpus: rows of words to measure with: real IMDB where $RNNTOP_TEST_DATA leads to it, else words
 * drawn by Zipf's law, as frequent and as various as IMDB's.
 */
#ifndef RNNTOP_TESTS_BENCH_CORPUS_H
#define RNNTOP_TESTS_BENCH_CORPUS_H

#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/status.h"
#include "rnntop/data/dataset.h"

#define CORPUS_WORDS 4000
#define CORPUS_STEPS 100

struct corpus {
    const int32_t *x; /* [rows, CORPUS_STEPS] */
    const float *y;   /* [rows] */
    size_t rows;
    const char *name;

    struct dataset *dataset; /* owns them, or NULL: then these do */
    int32_t *drawn_x;
    float *drawn_y;
};

/* Words drawn by Zipf's law, the commonest 0; the caller frees them. NULL: no memory. */
int32_t *corpus_draw(size_t vocabulary, size_t count);

enum rt_status corpus_open(struct corpus *corpus, struct rt_error *error);
void corpus_close(struct corpus *corpus);

#endif
