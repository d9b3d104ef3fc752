/*
 * network: what any model computes, written down plainly in double precision, one row after the
 * other, as Keras (TF 2.0) describes its layers: sequences that are really turned round, masks as
 * lists, no blocks, panels, index or threads. Gradients come from a tape, which test_network.c
 * holds against finite differences. The judge of every float path.
 */
#ifndef RNNTOP_TESTS_NETWORK_H
#define RNNTOP_TESTS_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/nn/model.h"
#include "tape.h"

struct network {
    struct model_spec spec;
    struct parameters parameters; /* names and shapes; the offsets of the model's blocks */
    double *values;               /* [parameters.total], in the model's layout, as all of these */
    double *gradients;
    double *magnitudes; /* of the terms that each gradient is a sum of: errors are like these */
    size_t outputs;     /* K */
    double shake;       /* see tape.h */
    uint64_t shake_seed;
    struct tape tape;
};

/* All zeros. */
void network_create(struct network *network, const struct model_spec *spec);
void network_destroy(struct network *network);

struct network_score {
    double loss, correct; /* sums over the batch, the loss weighted by class in training */
};

/* Forward, with dropouts and class weights where training; logits (may be NULL) gets [size, K]. */
struct network_score network_forward(struct network *network, const struct model_batch *batch,
                                     bool training, double *logits);
/* The same in training, and backward: fills gradients and magnitudes for the mean loss. */
struct network_score network_backward(struct network *network, const struct model_batch *batch,
                                      double *logits);

/* An activation at x, and its derivative. */
double network_activation(enum layer_activation activation, double x);
double network_slope(enum layer_activation activation, double x);

#endif
