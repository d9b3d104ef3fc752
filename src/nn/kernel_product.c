/* Compiled once for each instruction set. */
#include "config.h"

#include <stdbool.h>

#include "rnntop/nn/kernel_table.h"

/* How far outer() goes down the depth before the next tile: 64 rows of a panel are 16 kB and come
 * from the first cache for all tiles but one. Sums wait in c meanwhile. */
#define OUTER_CHUNK 64

/* Rows of the next tile when `left` are left: as even as can be, so that 15 are 5 + 5 + 5. */
static size_t tile_rows(size_t left)
{
    size_t tiles = (left + TILE_ROWS - 1) / TILE_ROWS;
    return (left + tiles - 1) / tiles;
}

/* What a tile sums up: element (m, k) of the left side at a[m * row + k * step]. */
struct tile {
    const float *a;
    size_t row, step;
    const float *b; /* TILE_COLUMNS columns of rows of PANEL */
    size_t depth;
};

/* sums += a * b. rows is a constant at every call, so that the sums are registers. */
KERNEL_INLINE void tile_add(const size_t rows, const struct tile *tile,
                            VECTOR sums[TILE_MOST][TILE_VECTORS])
{
    const float *a[TILE_MOST];
    UNROLL
    for (size_t m = 0; m < rows; m++)
        a[m] = tile->a + m * tile->row;
    const float *b = tile->b;
    const size_t step = tile->step;
    for (size_t k = 0; k < tile->depth; k++) {
        VECTOR right[TILE_VECTORS];
        UNROLL
        for (size_t j = 0; j < TILE_VECTORS; j++)
            right[j] = vector_load(b + j * LANES);
        UNROLL
        for (size_t m = 0; m < rows; m++) {
            const float left = a[m][k * step];
            UNROLL
            for (size_t j = 0; j < TILE_VECTORS; j++)
                sums[m][j] += left * right[j];
        }
        b += PANEL;
    }
}

/* A tile of c: its sums before and after a chunk. */
KERNEL_INLINE void tile_load(const size_t rows, const float *c, size_t c_row,
                             VECTOR sums[TILE_MOST][TILE_VECTORS])
{
    UNROLL
    for (size_t m = 0; m < rows; m++) {
        UNROLL
        for (size_t j = 0; j < TILE_VECTORS; j++)
            sums[m][j] = vector_load(c + m * c_row + j * LANES);
    }
}

KERNEL_INLINE void tile_store(const size_t rows, float *c, size_t c_row,
                              VECTOR sums[TILE_MOST][TILE_VECTORS])
{
    UNROLL
    for (size_t m = 0; m < rows; m++) {
        UNROLL
        for (size_t j = 0; j < TILE_VECTORS; j++)
            vector_store(c + m * c_row + j * LANES, sums[m][j]);
    }
}

KERNEL_INLINE void tile_zero(const size_t rows, VECTOR sums[TILE_MOST][TILE_VECTORS])
{
    UNROLL
    for (size_t m = 0; m < rows; m++) {
        UNROLL
        for (size_t j = 0; j < TILE_VECTORS; j++)
            sums[m][j] = (VECTOR){0};
    }
}

/* A chunk of the depth: part of one block, or several whole ones. */
struct chunk {
    size_t block, blocks;
    size_t k, depth; /* within a block */
    bool first;      /* nothing waits in c */
};

KERNEL_INLINE void product_tile(const size_t rows, const struct product *p,
                                const struct chunk *chunk, size_t row, size_t column)
{
    VECTOR sums[TILE_MOST][TILE_VECTORS];
    float *c = p->c + row * p->c_row + column;
    if (!chunk->first) {
        tile_load(rows, c, p->c_row, sums);
    } else if (!p->start) {
        tile_zero(rows, sums);
    } else {
        UNROLL
        for (size_t m = 0; m < rows; m++) {
            const size_t start = p->start_index ? p->start_index[row + m] : 0;
            UNROLL
            for (size_t j = 0; j < TILE_VECTORS; j++)
                sums[m][j] = vector_load(p->start + start * PANEL + column + j * LANES);
        }
    }
    for (size_t block = chunk->block; block < chunk->block + chunk->blocks; block++) {
        const struct tile tile = {.a = p->a + row * p->a_row + block * p->a_block + chunk->k,
                                  .row = p->a_row,
                                  .step = 1,
                                  .b = p->b + (block * p->depth + chunk->k) * PANEL + column,
                                  .depth = chunk->depth};
        tile_add(rows, &tile, sums);
    }
    tile_store(rows, c, p->c_row, sums);
}

static void product_chunk(const struct product *p, const struct chunk *chunk, size_t column)
{
    size_t rows;
    for (size_t row = 0; row < p->rows; row += rows) {
        rows = tile_rows(p->rows - row);
        switch (rows) {
        case 1:
            product_tile(1, p, chunk, row, column);
            break;
        case 2:
            product_tile(2, p, chunk, row, column);
            break;
        case 3:
            product_tile(3, p, chunk, row, column);
            break;
        case 4:
            product_tile(4, p, chunk, row, column);
            break;
        case 5:
            product_tile(5, p, chunk, row, column);
            break;
        default:
            product_tile(6, p, chunk, row, column);
        }
    }
}

void KERNEL(product)(const struct product *p)
{
    const size_t together = p->depth > 0 && p->depth < CHUNK ? CHUNK / p->depth : 1;
    struct chunk chunk = {.first = true};
    /* Without any depth there is still a chunk, of no blocks, that writes the start to c. */
    do {
        const size_t left = p->blocks - chunk.block;
        chunk.blocks = left < together ? left : together;
        chunk.k = 0;
        do {
            chunk.depth = p->depth - chunk.k < CHUNK ? p->depth - chunk.k : CHUNK;
            for (size_t column = 0; column < PANEL; column += TILE_COLUMNS)
                product_chunk(p, &chunk, column);
            chunk.first = false;
            chunk.k += chunk.depth;
        } while (chunk.k < p->depth);
        chunk.block += chunk.blocks;
    } while (chunk.block < p->blocks);
}

KERNEL_INLINE void outer_tile(const size_t rows, const struct outer *p, size_t first, size_t column,
                              size_t begin, size_t depth)
{
    VECTOR sums[TILE_MOST][TILE_VECTORS];
    float *c = p->c + first * PANEL + column;
    if (begin > 0 || p->add)
        tile_load(rows, c, PANEL, sums);
    else
        tile_zero(rows, sums);
    const struct tile tile = {.a = p->a + begin * p->a_row + first,
                              .row = 1,
                              .step = p->a_row,
                              .b = p->b + begin * PANEL + column,
                              .depth = depth};
    tile_add(rows, &tile, sums);
    tile_store(rows, c, PANEL, sums);
}

static void outer_block(const struct outer *p, size_t column, size_t begin, size_t depth)
{
    size_t rows;
    for (size_t first = 0; first < p->rows; first += rows) {
        rows = tile_rows(p->rows - first);
        switch (rows) {
        case 1:
            outer_tile(1, p, first, column, begin, depth);
            break;
        case 2:
            outer_tile(2, p, first, column, begin, depth);
            break;
        case 3:
            outer_tile(3, p, first, column, begin, depth);
            break;
        case 4:
            outer_tile(4, p, first, column, begin, depth);
            break;
        case 5:
            outer_tile(5, p, first, column, begin, depth);
            break;
        default:
            outer_tile(6, p, first, column, begin, depth);
        }
    }
}

void KERNEL(outer)(const struct outer *p)
{
    if (p->depth == 0 && !p->add)
        memset(p->c, 0, p->rows * PANEL * sizeof *p->c);
    for (size_t begin = 0; begin < p->depth; begin += OUTER_CHUNK) {
        size_t depth = p->depth - begin < OUTER_CHUNK ? p->depth - begin : OUTER_CHUNK;
        for (size_t column = 0; column < PANEL; column += TILE_COLUMNS)
            outer_block(p, column, begin, depth);
    }
}
