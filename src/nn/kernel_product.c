/* Compiled once for each instruction set. */
#include "config.h"

#include "rnntop/nn/kernel_table.h"

/* The right side's part that a tile goes through at a time, so that it stays in the first cache for
 * the next tile: 64 rows of a panel are 16 kB. */
#define OUTER_DEPTH 64

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
                            VECTOR sums[TILE_ROWS][TILE_VECTORS])
{
    const float *a[TILE_ROWS];
#pragma GCC unroll 8
    for (size_t m = 0; m < rows; m++)
        a[m] = tile->a + m * tile->row;
    const float *b = tile->b;
    const size_t step = tile->step;
    for (size_t k = 0; k < tile->depth; k++) {
        VECTOR right[TILE_VECTORS];
#pragma GCC unroll 4
        for (size_t j = 0; j < TILE_VECTORS; j++)
            right[j] = vector_load(b + j * LANES);
#pragma GCC unroll 8
        for (size_t m = 0; m < rows; m++) {
            const float left = a[m][k * step];
#pragma GCC unroll 4
            for (size_t j = 0; j < TILE_VECTORS; j++)
                sums[m][j] += left * right[j];
        }
        b += PANEL;
    }
}

KERNEL_INLINE void product_tile(const size_t rows, const struct product *p, size_t first,
                                size_t column)
{
    VECTOR sums[TILE_ROWS][TILE_VECTORS];
#pragma GCC unroll 8
    for (size_t m = 0; m < rows; m++) {
        const float *start = p->start;
        if (start)
            start += column + (p->start_index ? p->start_index[first + m] * (size_t)PANEL : 0);
#pragma GCC unroll 4
        for (size_t j = 0; j < TILE_VECTORS; j++)
            sums[m][j] = start ? vector_load(start + j * LANES) : (VECTOR){0};
    }
    for (size_t block = 0; block < p->blocks; block++) {
        const struct tile tile = {.a = p->a + first * p->a_row + block * p->a_block,
                                  .row = p->a_row,
                                  .step = 1,
                                  .b = p->b + block * p->depth * PANEL + column,
                                  .depth = p->depth};
        tile_add(rows, &tile, sums);
    }
#pragma GCC unroll 8
    for (size_t m = 0; m < rows; m++) {
#pragma GCC unroll 4
        for (size_t j = 0; j < TILE_VECTORS; j++)
            vector_store(p->c + (first + m) * p->c_row + column + j * LANES, sums[m][j]);
    }
}

void KERNEL(product)(const struct product *p)
{
    for (size_t column = 0; column < PANEL; column += TILE_COLUMNS) {
        size_t rows;
        for (size_t first = 0; first < p->rows; first += rows) {
            rows = tile_rows(p->rows - first);
            switch (rows) {
            case 1:
                product_tile(1, p, first, column);
                break;
            case 2:
                product_tile(2, p, first, column);
                break;
            case 3:
                product_tile(3, p, first, column);
                break;
            case 4:
                product_tile(4, p, first, column);
                break;
            case 5:
                product_tile(5, p, first, column);
                break;
            default:
                product_tile(6, p, first, column);
            }
        }
    }
}

KERNEL_INLINE void outer_tile(const size_t rows, const struct outer *p, size_t first, size_t column,
                              size_t begin, size_t depth)
{
    VECTOR sums[TILE_ROWS][TILE_VECTORS];
    float *c = p->c + first * PANEL + column;
#pragma GCC unroll 8
    for (size_t m = 0; m < rows; m++) {
#pragma GCC unroll 4
        for (size_t j = 0; j < TILE_VECTORS; j++)
            sums[m][j] = begin > 0 ? vector_load(c + m * PANEL + j * LANES) : (VECTOR){0};
    }
    const struct tile tile = {.a = p->a + begin * p->a_row + first,
                              .row = 1,
                              .step = p->a_row,
                              .b = p->b + begin * PANEL + column,
                              .depth = depth};
    tile_add(rows, &tile, sums);
#pragma GCC unroll 8
    for (size_t m = 0; m < rows; m++) {
#pragma GCC unroll 4
        for (size_t j = 0; j < TILE_VECTORS; j++)
            vector_store(c + m * PANEL + j * LANES, sums[m][j]);
    }
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
    if (p->depth == 0)
        memset(p->c, 0, p->rows * PANEL * sizeof *p->c);
    for (size_t begin = 0; begin < p->depth; begin += OUTER_DEPTH) {
        size_t depth = p->depth - begin < OUTER_DEPTH ? p->depth - begin : OUTER_DEPTH;
        for (size_t column = 0; column < PANEL; column += TILE_COLUMNS)
            outer_block(p, column, begin, depth);
    }
}
