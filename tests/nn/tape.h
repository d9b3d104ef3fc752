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

/* Sums of products that are made together: see tape_rows(). */
struct tape_block {
    size_t first, n; /* its nodes */
    size_t base;     /* the first of the n nodes that are added to */
    size_t begin, m; /* of its m terms in the tape's list */
};

struct tape {
    size_t nodes, edges, blocks, terms;
    double *value, *adjoint; /* [nodes] */
    double *magnitude; /* [nodes]: the sum of the absolute values that the adjoint is a sum of */
    size_t *begin;     /* [nodes]: a node's first edge; the next node's ends it */
    size_t *parent;    /* [edges] */
    double *partial;   /* [edges]: of the node by that parent */
    struct tape_block *block; /* [blocks] */
    size_t *term, *row;       /* [terms]: a factor, and the first of the n that it multiplies */
    size_t room, edge_room, block_room, term_room;
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

/*
 * A row of n sums: node base + j and, for each i < m, node x[i] times node row[i] + j. The first of
 * n new nodes; they follow each other. It is remembered as a whole, since a model of the lesson's
 * size has 26 million such products in each row of a batch.
 */
size_t tape_rows(struct tape *tape, size_t base, const size_t *x, const size_t *row, size_t m,
                 size_t n);

/* Clears all adjoints and magnitudes; then the caller sets those of the ends, and they go back. */
void tape_clear(struct tape *tape);
void tape_back(struct tape *tape);

#endif
