/*
 * ring_stress: a producer and a consumer on threads of their own, and a ring between them. All that
 * the producer sends can be computed from numbers, and the consumer checks every byte of it.
 */
#ifndef RNNTOP_TESTS_RING_STRESS_H
#define RNNTOP_TESTS_RING_STRESS_H

#include <stddef.h>
#include <stdint.h>

struct ring_stress {
    uint64_t events; /* batches and musts together, about as many of each */
    size_t capacity, reserve;
    size_t start; /* of the ring's counters */
    uint64_t seed;
};

struct ring_stress_result {
    uint64_t batches, musts; /* sent */
    uint64_t reads;          /* events that came through the slots */
    uint64_t joined;         /* reads that brought more than one batch */
    uint64_t longest;        /* batches in one read */
    uint64_t waited;         /* musts that were sent while others waited for room */
    char fault[256];         /* what was wrong first, or "" */
};

void ring_stress_run(const struct ring_stress *stress, struct ring_stress_result *result);

#endif
