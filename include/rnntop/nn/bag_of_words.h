/*
 * bag_of_words: logistic regression on which words a text holds, whatever their order: the
 * reference that keeps every network humble.
 *
 *     two classes:  p(y = 1 | x) = sigmoid(z),  z = b + sum of w[v] over the different words v of x
 *     K classes:    p(y = k | x) = softmax(z)[k],  z[k] = b[k] + sum of w[v][k]
 *
 * padding left out. Fitted by AdaGrad on one row after another, with an L2 penalty; of all passes
 * and penalties the one with the best validation loss is kept. Source: J. Duchi, E. Hazan, Y.
 * Singer, "Adaptive subgradient methods for online learning and stochastic optimization", JMLR 12,
 * 2011.
 */
#ifndef RNNTOP_NN_BAG_OF_WORDS_H
#define RNNTOP_NN_BAG_OF_WORDS_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/status.h"

/* Padded rows of ids, as data_rows has them: x [rows, length], 0 <= id < words; y [rows], the
 * class, 0 .. classes - 1. */
struct bag_rows {
    const int32_t *x;
    const float *y;
    size_t rows;
};

struct bag_shape {
    size_t words, length;
    size_t classes; /* 2 or more */
};

struct bag_of_words;

/* Fits on train, chooses on validation (with rows in it); the seed decides the order of rows. The
 * same seed gives the same bits. *stop (may be NULL) ends it early with RT_INTERRUPTED. The caller
 * owns it. */
enum rt_status bag_of_words_fit(struct bag_of_words **bag, const struct bag_rows *train,
                                const struct bag_rows *validation, const struct bag_shape *shape,
                                uint64_t seed, const atomic_bool *stop, struct rt_error *error);
void bag_of_words_free(struct bag_of_words *bag); /* NULL is allowed */

/* Part of the rows that it judges rightly (p > 0.5, or the first of the greatest), and the mean of
 * the cross-entropy. Both NaN without memory, or without rows. */
struct bag_score {
    double accuracy, loss;
};
struct bag_score bag_of_words_score(const struct bag_of_words *bag, const struct bag_rows *rows);

#endif
