#include "config.h"

#include "tape.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *grown(void *block, size_t count, size_t size)
{
    block = realloc(block, count * size);
    if (block == NULL) {
        fprintf(stderr, "tape: no memory for %zu numbers\n", count);
        abort();
    }
    return block;
}

static void make_room(struct tape *tape)
{
    if (tape->nodes + 1 >= tape->room) {
        tape->room = 2 * tape->room + 1024;
        tape->value = grown(tape->value, tape->room, sizeof *tape->value);
        tape->adjoint = grown(tape->adjoint, tape->room, sizeof *tape->adjoint);
        tape->magnitude = grown(tape->magnitude, tape->room, sizeof *tape->magnitude);
        tape->begin = grown(tape->begin, tape->room, sizeof *tape->begin);
    }
    if (tape->edges + 2 >= tape->edge_room) {
        tape->edge_room = 2 * tape->edge_room + 1024;
        tape->parent = grown(tape->parent, tape->edge_room, sizeof *tape->parent);
        tape->partial = grown(tape->partial, tape->edge_room, sizeof *tape->partial);
    }
}

void tape_free(struct tape *tape)
{
    free(tape->value);
    free(tape->adjoint);
    free(tape->magnitude);
    free(tape->begin);
    free(tape->parent);
    free(tape->partial);
    *tape = (struct tape){.shake = 0};
}

void tape_cut(struct tape *tape, size_t nodes)
{
    if (nodes >= tape->nodes)
        return;
    tape->edges = tape->begin[nodes];
    tape->nodes = nodes;
}

/* Numbers by MMIX's linear congruence: nothing hangs on them. */
static double shaken(struct tape *tape, double x)
{
    if (tape->shake == 0)
        return x;
    tape->random = tape->random * 6364136223846793005u + 1442695040888963407u;
    return x * (1 + tape->shake * ((double)(tape->random >> 11) * 0x1p-52 - 1));
}

/* An edge of the node that is being made. */
static void edge(struct tape *tape, size_t parent, double partial)
{
    make_room(tape);
    tape->parent[tape->edges] = parent;
    tape->partial[tape->edges++] = partial;
}

/* `edges`: how many of the last ones are the node's. */
static size_t node(struct tape *tape, double value, size_t begin)
{
    make_room(tape);
    tape->value[tape->nodes] = value;
    tape->begin[tape->nodes] = begin;
    tape->begin[tape->nodes + 1] = tape->edges;
    return tape->nodes++;
}

size_t tape_number(struct tape *tape, double value)
{
    return node(tape, value, tape->edges);
}

size_t tape_sum(struct tape *tape, size_t a, size_t b)
{
    const size_t begin = tape->edges;
    edge(tape, a, 1);
    edge(tape, b, 1);
    return node(tape, shaken(tape, tape->value[a] + tape->value[b]), begin);
}

size_t tape_product(struct tape *tape, size_t a, size_t b)
{
    const size_t begin = tape->edges;
    edge(tape, a, tape->value[b]);
    edge(tape, b, tape->value[a]);
    return node(tape, shaken(tape, tape->value[a] * tape->value[b]), begin);
}

size_t tape_scaled(struct tape *tape, double factor, size_t a)
{
    return tape_function(tape, a, factor * tape->value[a], factor);
}

size_t tape_function(struct tape *tape, size_t a, double value, double derivative)
{
    const size_t begin = tape->edges;
    edge(tape, a, derivative);
    return node(tape, shaken(tape, value), begin);
}

struct tape_terms tape_terms_begin(void)
{
    return (struct tape_terms){0};
}

void tape_terms_add(struct tape *tape, struct tape_terms *terms, double factor, size_t a)
{
    terms->value += factor * tape->value[a];
    edge(tape, a, factor);
}

void tape_terms_add_product(struct tape *tape, struct tape_terms *terms, size_t a, size_t b)
{
    terms->value += tape->value[a] * tape->value[b];
    edge(tape, a, tape->value[b]);
    edge(tape, b, tape->value[a]);
}

size_t tape_terms_end(struct tape *tape, const struct tape_terms *terms)
{
    /* The edges since the last node are the sum's. */
    const size_t begin = tape->nodes > 0 ? tape->begin[tape->nodes] : 0;
    return node(tape, shaken(tape, terms->value), begin);
}

void tape_clear(struct tape *tape)
{
    memset(tape->adjoint, 0, tape->nodes * sizeof *tape->adjoint);
    memset(tape->magnitude, 0, tape->nodes * sizeof *tape->magnitude);
}

void tape_back(struct tape *tape)
{
    for (size_t i = tape->nodes; i-- > 0;) {
        if (tape->adjoint[i] == 0)
            continue;
        const double adjoint = shaken(tape, tape->adjoint[i]);
        for (size_t k = tape->begin[i]; k < tape->begin[i + 1]; k++) {
            const double term = adjoint * tape->partial[k];
            tape->adjoint[tape->parent[k]] += term;
            tape->magnitude[tape->parent[k]] += fabs(term);
        }
    }
}
