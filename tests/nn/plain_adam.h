/*
 * plain_adam: Keras's Adam, a literal transcription in double precision: keras-team,
 * optimizer_v2/adam.py of TF 2.0 and its kernel ApplyAdam in training_ops.cc. Epsilon is added to
 * the uncorrected root ("epsilon hat").
 */
#ifndef RNNTOP_TESTS_PLAIN_ADAM_H
#define RNNTOP_TESTS_PLAIN_ADAM_H

#include <stddef.h>
#include <stdint.h>

struct plain_adam {
    double learning_rate;
    double beta_1;
    double beta_2;
    double epsilon;
    uint64_t steps; /* taken so far */
};

/* One step of n weights; m and v are the averages so far. */
void plain_adam_apply(struct plain_adam *adam, double *w, const double *g, double *m, double *v,
                      size_t n);

#endif
