/*
 * loss: cross-entropy, from the logits: of one logit, the sigmoid's, or of K >= 2, the softmax's.
 * y is the class, 0 or 1, or 0 to K - 1.
 */
#ifndef RNNTOP_NN_LOSS_H
#define RNNTOP_NN_LOSS_H

#include <stdbool.h>
#include <stddef.h>

/* K = 1: max(z, 0) - z y + log(1 + exp(-|z|)). Else -log softmax(z)[y]. Source: TensorFlow,
 * python/ops/nn_impl.py; sparse_softmax_cross_entropy_with_logits. */
double loss_cross_entropy(const double *logits, size_t K, double y);

/* K = 1: (p > 0.5) == y, with p rounded to float as Keras compares it: p = 0.5 counts as class 0.
 * Else whether the first of the greatest logits is y's. */
bool loss_correct(const double *logits, size_t K, double y);

/* p[K]: 1 / (1 + exp(-z)), or the softmax. */
void loss_probabilities(const double *logits, size_t K, double *p);

#endif
