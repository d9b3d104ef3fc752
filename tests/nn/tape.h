/*
 * tape: scalars in double precision that remember how they were made, so that the derivatives of
 * the last by all others follow from the chain rule, without a word on what is computed.
 *
 * Judge of the networks' gradients: nothing of the program's own way back is in it. A test that
 * gets no memory stops.
 */
#ifndef RNNTOP_TESTS_TAPE_H
#define RNNTOP_TESTS_TAPE_H

#include <stddef.h>
#include <stdint.h>

struct tape {
    size_t nodes, edges;
    double *value, *adjoint; /* [nodes] */
    double *magnitude; /* [nodes]: the sum of the absolute values that the adjoint is a sum of */
    size_t *begin;     /* [nodes]: a node's first edge; the next node's ends it */
    size_t *parent;    /* [edges] */
    double *partial;   /* [edges]: of the node by that parent */
    size_t room, edge_room;
    /* 0, or the relative size of random errors made in each number, forward and back: how far the
     * results move tells what rounding may do to them. */
    double shake;
    uint64_t random;
};

void tape_free(struct tape *tape);
/* Forgets all nodes from `nodes` on. */
void tape_cut(struct tape *tape, size_t nodes);

/* Each returns the new node's number. */
size_t tape_number(struct tape *tape, double value); /* made of nothing */
size_t tape_sum(struct tape *tape, size_t a, size_t b);
size_t tape_product(struct tape *tape, size_t a, size_t b);
size_t tape_scaled(struct tape *tape, double factor, size_t a); /* factor * a */
/* A function's value at a, and its derivative there. */
size_t tape_function(struct tape *tape, size_t a, double value, double derivative);

/* A sum of many: begin, add terms, end. */
struct tape_terms {
    double value;
};
struct tape_terms tape_terms_begin(void);
void tape_terms_add(struct tape *tape, struct tape_terms *terms, double factor, size_t a);
void tape_terms_add_product(struct tape *tape, struct tape_terms *terms, size_t a, size_t b);
size_t tape_terms_end(struct tape *tape, const struct tape_terms *terms);

/* Clears all adjoints and magnitudes; then the caller sets those of the ends, and they go back. */
void tape_clear(struct tape *tape);
void tape_back(struct tape *tape);

#endif
