/*
 * raster: curves in the dots that a character cell can show, one curve to a cell.
 *
 * A cell has one colour, so it shows the dots of one curve: of those that pass through it the one
 * with the highest rank. Curves of the same rank that pass through the same cells take turns, so
 * that none vanishes behind another: each such cell shows the one that was shown in the fewest of
 * them so far, from left to right. Dots are braille's (2 x 4 in a cell), quarter blocks (2 x 2) or
 * ASCII's three heights of a stroke (1 x 3).
 */
#ifndef RNNTOP_CHART_RASTER_H
#define RNNTOP_CHART_RASTER_H

#include <stdbool.h>
#include <stdint.h>

#include "rnntop/chart/canvas.h"
#include "rnntop/chart/columns.h"
#include "rnntop/chart/scale.h"

enum raster_dots { RASTER_BRAILLE, RASTER_BLOCKS, RASTER_ASCII };

struct raster;

/* A blank one; NULL without memory. columns, rows: cells, at least 1 each; at most COLUMNS_MAX dots
 * across. The caller destroys it. */
struct raster *raster_create(enum raster_dots dots, int columns, int rows);
void raster_destroy(struct raster *raster); /* NULL is allowed */

/* Dots in a cell. */
int raster_across(enum raster_dots dots);
int raster_down(enum raster_dots dots);

/* A dot, by its place in dots; what lies outside is left out. Equal ranks share a cell's dots. */
void raster_dot(struct raster *raster, int x, int y, unsigned rank, enum role role);
/* A whole cell's character. */
void raster_cell(struct raster *raster, int column, int row, uint32_t codepoint, unsigned rank,
                 enum role role);

enum raster_line {
    RASTER_SOLID,  /* every column from its lowest to its highest value, without gaps */
    RASTER_DASHED, /* a cell, and one left to what lies behind, beginning anew at each point */
    RASTER_DOTTED, /* a dot, two blanks */
    RASTER_SPARSE  /* a dot, five blanks */
};

struct raster_style {
    enum raster_line line;
    enum role role;
    unsigned rank;       /* of the line */
    unsigned point_rank; /* of its points; 0: the line's */
    uint32_t ascii;      /* a point in ASCII; 0: points are not set apart */
    unsigned curve;      /* below RASTER_CURVES: those of equal rank that take turns differ in it */
    int thicker;         /* dots by which it is higher than one; not in ASCII */
};

#define RASTER_CURVES 8

/* Draws a curve; columns->count is the raster's dots across, scale->rows its rows. In ASCII only a
 * solid line is drawn between points. */
void raster_curve(struct raster *raster, const struct columns *columns, const struct scale *scale,
                  const struct raster_style *style);
/* A sign wherever a value was not finite, at the height where the curve was last. */
void raster_bad(struct raster *raster, const struct columns *columns, const struct scale *scale,
                uint32_t codepoint, unsigned rank, enum role role);

struct raster_shade {
    int every;          /* 1: each cell; 2: every second one */
    uint32_t codepoint; /* in ASCII and blocks; braille has a dot */
    unsigned rank;
    enum role role;
};

/* Shades what lies between the lowest and the highest value. */
void raster_band(struct raster *raster, const struct columns *columns, const struct scale *scale,
                 const struct raster_shade *shade);

/* True when the cell shows something of this rank or a higher one. */
bool raster_taken(const struct raster *raster, int column, int row, unsigned rank);

/* Draws the cells that are not blank. */
void raster_show(const struct raster *raster, struct canvas *canvas, int column, int row);

#endif
