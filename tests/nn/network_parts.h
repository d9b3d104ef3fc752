/*
 * network_parts: the reference network's inside, shared by its sources.
 */
#ifndef RNNTOP_TESTS_NETWORK_PARTS_H
#define RNNTOP_TESTS_NETWORK_PARTS_H

#include "network.h"
#include "rnntop/nn/dropout.h"

#define NETWORK_MOST_STEPS 160

/* What a row's layers hand on: nodes of the tape, [steps][width], in Keras's order. */
struct series {
    size_t steps, width;
    size_t *node;
    bool mask[NETWORK_MOST_STEPS]; /* true: the step counts */
    bool masked;                   /* there is a mask */
    bool backwards; /* in time from last to first: for the numbers of dropped elements alone */
};

/* The row in hand. */
struct row_pass {
    struct network *network;
    const struct model_batch *batch;
    size_t row; /* of the batch */
    bool training;
    size_t zero; /* a node of the tape: 0 */
};

struct series series_make(size_t steps, size_t width);

/* Node of a layer's weight `which`, element i: the parameters are the tape's first nodes. */
size_t network_weight(const struct network *network, size_t layer, size_t which, size_t i);

/* act(x) of a node. */
size_t network_activate(struct network *network, enum layer_activation activation, size_t node);

/* A recurrent layer, wrapped or not; frees what it got. */
struct series network_recurrent(const struct row_pass *pass, size_t layer, struct series in);

/* factor for each element, or all 1 where nothing is dropped. */
void network_factors(const struct row_pass *pass, size_t layer, double rate, enum dropout_part part,
                     uint64_t first, float *factors, size_t n);

#endif
