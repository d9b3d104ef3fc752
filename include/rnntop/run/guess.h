/*
 * guess: what one scores who never looks at a text and always answers as the classes are spread.
 *
 *     accuracy  max_k n[k] / n             of always answering the commonest class
 *     loss      - sum_k p[k] ln p[k]       of always giving each class its share p[k] = n[k] / n:
 *                                          the entropy of the labels, in nats
 *
 * Both of the same part of the data, so that no answer that is always the same does better. Of two
 * classes that come equally often it is a coin: 1/2 and ln 2. scikit-learn's DummyClassifier calls
 * it the strategy "prior".
 */
#ifndef RNNTOP_RUN_GUESS_H
#define RNNTOP_RUN_GUESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct guess {
    double accuracy, loss;
};

/* rows [classes] of each class. Both NaN where there is no row at all. */
struct guess guess_of_counts(const uint32_t *rows, size_t classes);

/* Where nobody counted: as if all classes came equally often. */
struct guess guess_of_classes(size_t classes);

/* False of NaN, and of what was never filled in. */
bool guess_known(const struct guess *guess);

#endif
