/*
 * loss: binary cross-entropy, from the logits.
 */
#ifndef RNNTOP_NN_LOSS_H
#define RNNTOP_NN_LOSS_H

#include <stdbool.h>

/* 1 / (1 + exp(-logit)). */
double loss_probability(double logit);

/* max(z, 0) - z y + log(1 + exp(-|z|)). Source: TensorFlow, python/ops/nn_impl.py. */
double loss_cross_entropy(double logit, double y);

/* (p > 0.5) == y, with p rounded to float as Keras compares it: p = 0.5 counts as class 0. */
bool loss_correct(double logit, double y);

#endif
