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

/* For n nodes more. */
static void make_room(struct tape *tape, size_t n)
{
    if (tape->nodes + n >= tape->room) {
        tape->room = 2 * tape->room + n + 1024;
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
    free(tape->block);
    free(tape->term);
    free(tape->row);
    *tape = (struct tape){.shake = 0};
}

void tape_cut(struct tape *tape, size_t nodes)
{
    if (nodes >= tape->nodes)
        return;
    tape->edges = tape->begin[nodes];
    tape->nodes = nodes;
    while (tape->blocks > 0 && tape->block[tape->blocks - 1].first >= nodes)
        tape->terms = tape->block[--tape->blocks].begin;
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
    make_room(tape, 1);
    tape->parent[tape->edges] = parent;
    tape->partial[tape->edges++] = partial;
}

/* `edges`: how many of the last ones are the node's. */
static size_t node(struct tape *tape, double value, size_t begin)
{
    make_room(tape, 1);
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

/* A new block, with room for its terms. */
static struct tape_block *block_for(struct tape *tape, size_t m)
{
    if (tape->blocks == tape->block_room) {
        tape->block_room = 2 * tape->block_room + 64;
        tape->block = grown(tape->block, tape->block_room, sizeof *tape->block);
    }
    if (tape->terms + m > tape->term_room) {
        tape->term_room = 2 * tape->term_room + m + 1024;
        tape->term = grown(tape->term, tape->term_room, sizeof *tape->term);
        tape->row = grown(tape->row, tape->term_room, sizeof *tape->row);
    }
    return &tape->block[tape->blocks++];
}

size_t tape_rows(struct tape *tape, size_t base, const size_t *x, const size_t *row, size_t m,
                 size_t n)
{
    struct tape_block *block = block_for(tape, m);
    *block = (struct tape_block){tape->nodes, n, base, tape->terms, m};
    memcpy(tape->term + tape->terms, x, m * sizeof *x);
    memcpy(tape->row + tape->terms, row, m * sizeof *row);
    tape->terms += m;
    make_room(tape, n);
    double *out = tape->value + block->first;
    memcpy(out, tape->value + base, n * sizeof *out);
    for (size_t i = 0; i < m; i++) {
        const double factor = tape->value[x[i]], *w = tape->value + row[i];
        for (size_t j = 0; j < n; j++)
            out[j] += factor * w[j];
    }
    for (size_t j = 0; j < n; j++)
        node(tape, shaken(tape, out[j]), tape->edges);
    return block->first;
}

/* What comes back to a block goes on to all that it was made of. */
static void block_back(struct tape *tape, const struct tape_block *block)
{
    double *back = tape->adjoint + block->first; /* of the block's own nodes: no more is added */
    for (size_t j = 0; j < block->n; j++) {
        back[j] = shaken(tape, back[j]);
        tape->adjoint[block->base + j] += back[j];
        tape->magnitude[block->base + j] += fabs(back[j]);
    }
    for (size_t i = block->begin; i < block->begin + block->m; i++) {
        const double factor = tape->value[tape->term[i]], *w = tape->value + tape->row[i];
        double *dw = tape->adjoint + tape->row[i], *size = tape->magnitude + tape->row[i];
        double sum = 0, sizes = 0;
        for (size_t j = 0; j < block->n; j++) {
            sum += w[j] * back[j];
            sizes += fabs(w[j] * back[j]);
        }
        for (size_t j = 0; j < block->n; j++) {
            dw[j] += factor * back[j];
            size[j] += fabs(factor * back[j]);
        }
        tape->adjoint[tape->term[i]] += sum;
        tape->magnitude[tape->term[i]] += sizes;
    }
}

void tape_clear(struct tape *tape)
{
    memset(tape->adjoint, 0, tape->nodes * sizeof *tape->adjoint);
    memset(tape->magnitude, 0, tape->nodes * sizeof *tape->magnitude);
}

void tape_back(struct tape *tape)
{
    size_t blocks = tape->blocks;
    for (size_t i = tape->nodes; i-- > 0;) {
        const struct tape_block *block = blocks > 0 ? &tape->block[blocks - 1] : NULL;
        if (block != NULL && i == block->first + block->n - 1) {
            block_back(tape, block);
            i = block->first;
            blocks--;
            continue;
        }
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
