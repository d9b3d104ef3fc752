/*
 * fasttext: fastText's supervised training on the same rows, for scale: a bag of words, no order.
 */
#ifndef RNNTOP_TESTS_BENCH_FASTTEXT_H
#define RNNTOP_TESTS_BENCH_FASTTEXT_H

#include "corpus.h"

/* Seconds of one epoch over all rows, with vectors of `width`, reading its file included; NaN where
 * fastText is not installed or fails. */
double fasttext_epoch_s(const struct corpus *corpus, int width, int threads);

#endif
