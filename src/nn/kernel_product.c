/* Compiled once for each instruction set. */
#include "config.h"

#include <stdbool.h>

#include "rnntop/nn/kernel_table.h"

/* How far outer() goes down the depth before the next tile: 64 rows of a panel are 16 kB and come
 * from the first cache for all tiles but one. Sums wait in c meanwhile. */
#define OUTER_CHUNK 64

/* Most rows of a tile of so many vectors. */
#define MOST_ROWS(vectors) ((vectors) == TILE_VECTORS ? TILE_ROWS : NARROW_ROWS)

/* Rows of the next tile when `left` are left: as even as can be, so that 15 are 5 + 5 + 5. */
static size_t tile_rows(size_t left, size_t most)
{
    size_t tiles = (left + most - 1) / most;
    return (left + tiles - 1) / tiles;
}

/* Fewer vectors than TILE_VECTORS are left only where a tile is wider than idle columns. */
#define CAN_BE(vectors) ((vectors) == TILE_VECTORS || TILE_COLUMNS > IDLE_COLUMNS)

/* A number as a constant, in a switch over it. */
#define CASE(number, possible, call)                                                               \
    case number:                                                                                   \
        if (possible)                                                                              \
            call;                                                                                  \
        break;

/* Calls tile(rows, vectors, ...), rows a constant; vectors is one already. */
#define WITH_ROWS(tile, rows, vectors, ...)                                                        \
    switch (rows) {                                                                                \
        CASE(1, true, tile(1, vectors, __VA_ARGS__))                                               \
        CASE(2, true, tile(2, vectors, __VA_ARGS__))                                               \
        CASE(3, true, tile(3, vectors, __VA_ARGS__))                                               \
        CASE(4, true, tile(4, vectors, __VA_ARGS__))                                               \
        CASE(5, true, tile(5, vectors, __VA_ARGS__))                                               \
        CASE(6, MOST_ROWS(vectors) >= 6, tile(6, vectors, __VA_ARGS__))                            \
        CASE(7, MOST_ROWS(vectors) >= 7, tile(7, vectors, __VA_ARGS__))                            \
        CASE(8, MOST_ROWS(vectors) >= 8, tile(8, vectors, __VA_ARGS__))                            \
    }

/* Calls rows(vectors, ...), vectors a constant. */
#define WITH_VECTORS(rows, vectors, ...)                                                           \
    switch (vectors) {                                                                             \
        CASE(1, CAN_BE(1), rows(1, __VA_ARGS__))                                                   \
        CASE(2, CAN_BE(2), rows(2, __VA_ARGS__))                                                   \
        CASE(3, CAN_BE(3), rows(3, __VA_ARGS__))                                                   \
        CASE(4, CAN_BE(4), rows(4, __VA_ARGS__))                                                   \
    }

/* Vectors of the tile at a column. */
static size_t tile_vectors(struct idle_columns idle, size_t column)
{
    const size_t left = (PANEL - idle.right - column) / LANES;
    return left < TILE_VECTORS ? left : TILE_VECTORS;
}

/* What a tile sums up: element (m, k) of the left side at a[m * row + k * step], where k is 0, 1, 2
 * ... or what index says. */
struct tile {
    const float *a;
    size_t row, step;
    const float *b; /* TILE_COLUMNS columns of rows of PANEL */
    size_t depth;
    const uint32_t *index;
    uint32_t first;
};

/* sums += a * b. rows and vectors are constants at every call, so that the sums are registers. */
KERNEL_INLINE void tile_add(const size_t rows, const size_t vectors, const struct tile *tile,
                            VECTOR sums[TILE_MOST][TILE_VECTORS])
{
    const float *a[TILE_MOST];
    UNROLL
    for (size_t m = 0; m < rows; m++)
        a[m] = tile->a + m * tile->row;
    const size_t step = tile->step;
    for (size_t i = 0; i < tile->depth; i++) {
        const size_t k = tile->index ? tile->index[i] - tile->first : i;
        const float *b = tile->b + k * PANEL;
        VECTOR right[TILE_VECTORS];
        UNROLL
        for (size_t j = 0; j < vectors; j++)
            right[j] = vector_load(b + j * LANES);
        UNROLL
        for (size_t m = 0; m < rows; m++) {
            const float left = a[m][k * step];
            UNROLL
            for (size_t j = 0; j < vectors; j++)
                sums[m][j] += left * right[j];
        }
    }
}

/* A tile of c: its sums before and after a chunk. */
KERNEL_INLINE void tile_load(const size_t rows, const size_t vectors, const float *c, size_t c_row,
                             VECTOR sums[TILE_MOST][TILE_VECTORS])
{
    UNROLL
    for (size_t m = 0; m < rows; m++) {
        UNROLL
        for (size_t j = 0; j < vectors; j++)
            sums[m][j] = vector_load(c + m * c_row + j * LANES);
    }
}

KERNEL_INLINE void tile_store(const size_t rows, const size_t vectors, float *c, size_t c_row,
                              VECTOR sums[TILE_MOST][TILE_VECTORS])
{
    UNROLL
    for (size_t m = 0; m < rows; m++) {
        UNROLL
        for (size_t j = 0; j < vectors; j++)
            vector_store(c + m * c_row + j * LANES, sums[m][j]);
    }
}

KERNEL_INLINE void tile_zero(const size_t rows, const size_t vectors,
                             VECTOR sums[TILE_MOST][TILE_VECTORS])
{
    UNROLL
    for (size_t m = 0; m < rows; m++) {
        UNROLL
        for (size_t j = 0; j < vectors; j++)
            sums[m][j] = (VECTOR){0};
    }
}

/* A chunk of the depth: part of one block, or several whole ones. */
struct chunk {
    size_t block, blocks;
    size_t k, depth; /* within a block */
    bool first;      /* c holds no sums of earlier chunks */
};

KERNEL_INLINE void product_tile(const size_t rows, const size_t vectors, const struct product *p,
                                const struct chunk *chunk, size_t row, size_t column)
{
    VECTOR sums[TILE_MOST][TILE_VECTORS];
    float *c = p->c + row * p->c_row + column;
    if (!chunk->first) {
        tile_load(rows, vectors, c, p->c_row, sums);
    } else if (!p->start) {
        tile_zero(rows, vectors, sums);
    } else {
        UNROLL
        for (size_t m = 0; m < rows; m++) {
            const size_t start = p->start_index ? p->start_index[row + m] : 0;
            UNROLL
            for (size_t j = 0; j < vectors; j++)
                sums[m][j] = vector_load(p->start + start * PANEL + column + j * LANES);
        }
    }
    for (size_t block = chunk->block; block < chunk->block + chunk->blocks; block++) {
        const struct tile tile = {.a = p->a + row * p->a_row + block * p->a_block + chunk->k,
                                  .row = p->a_row,
                                  .step = 1,
                                  .b = p->b + (block * p->depth + chunk->k) * PANEL + column,
                                  .depth = chunk->depth};
        tile_add(rows, vectors, &tile, sums);
    }
    tile_store(rows, vectors, c, p->c_row, sums);
}

KERNEL_INLINE void product_rows(const size_t vectors, const struct product *p,
                                const struct chunk *chunk, size_t column)
{
    size_t rows;
    for (size_t row = 0; row < p->rows; row += rows) {
        rows = tile_rows(p->rows - row, MOST_ROWS(vectors));
        WITH_ROWS(product_tile, rows, vectors, p, chunk, row, column)
    }
}

static void product_chunk(const struct product *p, const struct chunk *chunk)
{
    for (size_t column = p->idle.left; column < PANEL - p->idle.right; column += TILE_COLUMNS)
        WITH_VECTORS(product_rows, tile_vectors(p->idle, column), p, chunk, column)
}

/* Columns [begin, end) of c get the start, unless it stands there already. */
static void product_idle(const struct product *p, size_t begin, size_t end)
{
    for (size_t row = 0; row < p->rows && begin < end; row++) {
        const size_t first = p->start_index ? p->start_index[row] : 0;
        const float *start = p->start ? p->start + first * PANEL : NULL;
        float *c = p->c + row * p->c_row;
        for (size_t column = begin; column < end && start != c; column += LANES)
            vector_store(c + column, start ? vector_load(start + column) : (VECTOR){0});
    }
}

void KERNEL(product)(const struct product *p)
{
    const size_t together = p->depth > 0 && p->depth < CHUNK ? CHUNK / p->depth : 1;
    struct chunk chunk = {.first = true};
    product_idle(p, 0, p->idle.left);
    product_idle(p, PANEL - p->idle.right, PANEL);
    /* Without any depth there is still a chunk, of no blocks, that writes the start to c. */
    do {
        const size_t left = p->blocks - chunk.block;
        chunk.blocks = left < together ? left : together;
        chunk.k = 0;
        do {
            chunk.depth = p->depth - chunk.k < CHUNK ? p->depth - chunk.k : CHUNK;
            product_chunk(p, &chunk);
            chunk.first = false;
            chunk.k += chunk.depth;
        } while (chunk.k < p->depth);
        chunk.block += chunk.blocks;
    } while (chunk.block < p->blocks);
}

KERNEL_INLINE void outer_tile(const size_t rows, const size_t vectors, const bool indexed,
                              const struct outer *p, size_t row, size_t column, size_t begin,
                              size_t depth)
{
    VECTOR sums[TILE_MOST][TILE_VECTORS];
    float *c = p->c + row * PANEL + column;
    if (begin > 0)
        tile_load(rows, vectors, c, PANEL, sums);
    else
        tile_zero(rows, vectors, sums);
    struct tile tile = {
        .a = p->a + row, .row = 1, .step = p->a_row, .b = p->b + column, .depth = depth};
    if (indexed) {
        tile.index = p->index + begin;
        tile.first = p->first;
    } else {
        tile.a += begin * p->a_row;
        tile.b += begin * PANEL;
    }
    tile_add(rows, vectors, &tile, sums);
    tile_store(rows, vectors, c, PANEL, sums);
}

KERNEL_INLINE void outer_rows(const size_t vectors, const bool indexed, const struct outer *p,
                              size_t column, size_t begin, size_t depth)
{
    size_t rows;
    for (size_t row = 0; row < p->rows; row += rows) {
        rows = tile_rows(p->rows - row, MOST_ROWS(vectors));
        WITH_ROWS(outer_tile, rows, vectors, indexed, p, row, column, begin, depth)
    }
}

KERNEL_INLINE void outer_chunk(const bool indexed, const struct outer *p, size_t begin,
                               size_t depth)
{
    for (size_t column = p->idle.left; column < PANEL - p->idle.right; column += TILE_COLUMNS)
        WITH_VECTORS(outer_rows, tile_vectors(p->idle, column), indexed, p, column, begin, depth)
}

static void outer_plain(const struct outer *p, size_t begin, size_t depth)
{
    outer_chunk(false, p, begin, depth);
}

static void outer_indexed(const struct outer *p, size_t begin, size_t depth)
{
    outer_chunk(true, p, begin, depth);
}

void KERNEL(outer)(const struct outer *p)
{
    size_t begin = 0;
    do { /* without any depth there is still a chunk, that writes zeros to c */
        const size_t left = p->depth - begin, depth = left < OUTER_CHUNK ? left : OUTER_CHUNK;
        (p->index ? outer_indexed : outer_plain)(p, begin, depth);
        begin += OUTER_CHUNK;
    } while (begin < p->depth);
}
