#include "config.h"

#include "rnntop/chart/raster.h"

#include <assert.h>
#include <stdlib.h>

/* What a curve has in a cell. */
struct layer {
    uint32_t codepoint; /* of a whole cell; 0: dots */
    uint8_t dots;       /* bit y * across + x */
    uint8_t role;
    bool any;
};

struct raster_at {
    unsigned rank; /* 0: blank */
    struct layer layer[RASTER_CURVES];
};

struct raster {
    enum raster_dots dots;
    int columns, rows; /* cells */
    struct raster_at cell[];
};

struct raster *raster_create(enum raster_dots dots, int columns, int rows)
{
    assert(columns > 0 && rows > 0 && columns * raster_across(dots) <= COLUMNS_MAX);
    size_t cells = (size_t)columns * (size_t)rows;
    struct raster *raster = calloc(1, sizeof *raster + cells * sizeof raster->cell[0]);
    if (!raster)
        return NULL;
    raster->dots = dots;
    raster->columns = columns;
    raster->rows = rows;
    return raster;
}

void raster_destroy(struct raster *raster)
{
    free(raster);
}

int raster_across(enum raster_dots dots)
{
    return dots == RASTER_ASCII ? 1 : 2;
}

int raster_down(enum raster_dots dots)
{
    return dots == RASTER_BRAILLE ? 4 : dots == RASTER_BLOCKS ? 2 : 3;
}

/* The curve's layer of a cell, if something of this rank may draw in it; a lower rank's are
 * emptied.
 */
static struct layer *claim(struct raster *raster, int column, int row, unsigned rank,
                           unsigned curve, enum role role)
{
    if (column < 0 || column >= raster->columns || row < 0 || row >= raster->rows)
        return NULL;
    struct raster_at *at = &raster->cell[(size_t)row * (size_t)raster->columns + (size_t)column];
    if (at->rank > rank)
        return NULL;
    if (at->rank < rank)
        *at = (struct raster_at){.rank = rank};
    struct layer *layer = &at->layer[curve];
    if (!layer->any)
        *layer = (struct layer){.role = (uint8_t)role, .any = true};
    return layer;
}

static void draw_dot(struct raster *raster, int x, int y, unsigned rank, unsigned curve,
                     enum role role)
{
    int across = raster_across(raster->dots), down = raster_down(raster->dots);
    if (x < 0 || y < 0)
        return;
    struct layer *layer = claim(raster, x / across, y / down, rank, curve, role);
    if (layer)
        layer->dots |= (uint8_t)(1u << (y % down * across + x % across));
}

static void draw_cell(struct raster *raster, int column, int row, uint32_t codepoint, unsigned rank,
                      unsigned curve, enum role role)
{
    struct layer *layer = claim(raster, column, row, rank, curve, role);
    if (layer)
        layer->codepoint = codepoint;
}

void raster_dot(struct raster *raster, int x, int y, unsigned rank, enum role role)
{
    draw_dot(raster, x, y, rank, 0, role);
}

void raster_cell(struct raster *raster, int column, int row, uint32_t codepoint, unsigned rank,
                 enum role role)
{
    draw_cell(raster, column, row, codepoint, rank, 0, role);
}

/* ---- curves ---- */

/* Dot rows, from the upper to the lower. */
struct stroke {
    int top, bottom;
};

/* The dots that a column shows: its span, lengthened until it touches the stroke of the column
 * before. */
static bool stroke_of(const struct columns *columns, int x, const struct scale *scale, int down,
                      const struct stroke *before, struct stroke *stroke)
{
    const struct columns_at *at = &columns->at[x];
    if (!at->any || !(scale_place(scale, at->high) == scale_place(scale, at->high)))
        return false;
    stroke->top = scale_dot(scale, at->high, down);
    stroke->bottom = stroke->top;
    if (scale_place(scale, at->low) == scale_place(scale, at->low))
        stroke->bottom = scale_dot(scale, at->low, down);
    if (before && stroke->top > before->bottom + 1)
        stroke->top = before->bottom + 1;
    if (before && stroke->bottom < before->top - 1)
        stroke->bottom = before->top - 1;
    return true;
}

static bool line_shows(enum raster_line line, int since_point)
{
    switch (line) {
    case RASTER_SOLID:
        return true;
    case RASTER_DASHED:
        return since_point % 4 < 2;
    case RASTER_DOTTED:
        return since_point % 3 == 0;
    case RASTER_SPARSE:
        return since_point % 6 == 0;
    }
    return false;
}

/* Makes it higher, downwards where there is room. */
static void thicken(const struct raster *raster, struct stroke *stroke, int by)
{
    int last = raster->rows * raster_down(raster->dots) - 1;
    if (raster->dots == RASTER_ASCII)
        return;
    if (stroke->bottom + by <= last)
        stroke->bottom += by;
    else
        stroke->top -= by;
}

static void draw_line(struct raster *raster, const struct columns *columns,
                      const struct scale *scale, const struct raster_style *style)
{
    int down = raster_down(raster->dots), since_point = 0;
    struct stroke before = {0}, stroke;
    bool joined = false;
    for (int x = 0; x < columns->count; x++, since_point++) {
        if (columns->at[x].point) /* dashes keep to whole cells: what lies behind shows between */
            since_point = style->line == RASTER_DASHED ? x % raster_across(raster->dots) : 0;
        joined = line_shows(style->line, since_point) &&
                 stroke_of(columns, x, scale, down, joined ? &before : NULL, &stroke);
        if (!joined)
            continue;
        if (style->line == RASTER_SPARSE) /* a single dot, whatever its column spans */
            stroke.top = stroke.bottom = (stroke.top + stroke.bottom) / 2;
        before = stroke;
        thicken(raster, &stroke, style->thicker);
        for (int y = stroke.top; y <= stroke.bottom; y++)
            draw_dot(raster, x, y, style->rank, style->curve, style->role);
    }
}

/* A point is twice as high as the line and, where the line is dashed, twice as wide. */
static void draw_point(struct raster *raster, int x, int y, const struct raster_style *style)
{
    int across = raster_across(raster->dots), down = raster_down(raster->dots);
    unsigned rank = style->point_rank > 0 ? style->point_rank : style->rank;
    if (raster->dots == RASTER_ASCII) {
        draw_cell(raster, x / across, y / down, style->ascii, rank, style->curve, style->role);
        return;
    }
    int wide = style->line == RASTER_DASHED ? 2 : 1, high = 2 + style->thicker;
    int left = x + wide > raster->columns * across ? x - 1 : x;
    int top = y + high > raster->rows * down ? raster->rows * down - high : y;
    for (int i = 0; i < high * wide; i++)
        draw_dot(raster, left + i % wide, top + i / wide, rank, style->curve, style->role);
}

void raster_curve(struct raster *raster, const struct columns *columns, const struct scale *scale,
                  const struct raster_style *style)
{
    int down = raster_down(raster->dots);
    assert(style->curve < RASTER_CURVES);
    if (raster->dots != RASTER_ASCII || style->line == RASTER_SOLID)
        draw_line(raster, columns, scale, style);
    if (style->ascii == 0)
        return;
    for (int x = 0; x < columns->count; x++) {
        const struct columns_at *at = &columns->at[x];
        struct stroke stroke;
        if (at->point && stroke_of(columns, x, scale, down, NULL, &stroke))
            draw_point(raster, x, stroke.top, style);
    }
}

void raster_bad(struct raster *raster, const struct columns *columns, const struct scale *scale,
                uint32_t codepoint, unsigned rank, enum role role)
{
    int across = raster_across(raster->dots), row = scale->rows / 2;
    struct stroke stroke;
    for (int x = 0; x < columns->count; x++) {
        if (stroke_of(columns, x, scale, 1, NULL, &stroke))
            row = stroke.top;
        if (columns->at[x].bad)
            raster_cell(raster, x / across, row, codepoint, rank, role);
    }
}

void raster_band(struct raster *raster, const struct columns *columns, const struct scale *scale,
                 const struct raster_shade *shade)
{
    int across = raster_across(raster->dots), down = raster_down(raster->dots);
    struct stroke stroke;
    for (int x = 0; x < columns->count; x++) {
        if (!stroke_of(columns, x, scale, down, NULL, &stroke))
            continue;
        for (int y = stroke.top; y <= stroke.bottom; y++) {
            if ((x / across + y / down) % shade->every != 0)
                continue;
            if (raster->dots != RASTER_BRAILLE)
                raster_cell(raster, x / across, y / down, shade->codepoint, shade->rank,
                            shade->role);
            else if (x % across == 0 && y % down == 1) /* a dot in each cell: a regular field */
                raster_dot(raster, x, y, shade->rank, shade->role);
        }
    }
}

/* ---- showing ---- */

bool raster_taken(const struct raster *raster, int column, int row, unsigned rank)
{
    if (column < 0 || column >= raster->columns || row < 0 || row >= raster->rows)
        return false;
    return raster->cell[(size_t)row * (size_t)raster->columns + (size_t)column].rank >= rank;
}

static uint32_t braille_of(unsigned dots)
{
    /* Unicode numbers the dots down the left, down the right, then the bottom pair. */
    static const uint8_t BIT[8] = {0, 3, 1, 4, 2, 5, 6, 7};
    uint32_t pattern = 0;
    for (int i = 0; i < 8; i++)
        pattern |= (dots >> i & 1u) << BIT[i];
    return 0x2800 + pattern;
}

static uint32_t block_of(unsigned dots)
{
    /* Upper left 1, upper right 2, lower left 4, lower right 8. */
    static const uint16_t BLOCK[16] = {' ',    0x2598, 0x259D, 0x2580, 0x2596, 0x258C,
                                       0x259E, 0x259B, 0x2597, 0x259A, 0x2590, 0x259C,
                                       0x2584, 0x2599, 0x259F, 0x2588};
    return BLOCK[dots & 15];
}

static uint32_t ascii_of(unsigned dots)
{
    /* Upper 1, middle 2, lower 4. */
    static const char STROKE[9] = " '-'_|_|";
    return (uint32_t)STROKE[dots & 7];
}

/* The layer of a cell to show: of several the one that was shown in the fewest shared cells so far,
 * which counts. */
static const struct layer *take_turn(const struct raster_at *at, unsigned shown[RASTER_CURVES])
{
    const struct layer *layer = NULL;
    unsigned layers = 0, taken = 0;
    for (unsigned i = 0; i < RASTER_CURVES; i++) {
        if (!at->layer[i].any)
            continue;
        if (layers++ > 0 && shown[i] >= shown[taken])
            continue;
        layer = &at->layer[i];
        taken = i;
    }
    if (layers > 1)
        shown[taken]++;
    return layer;
}

void raster_show(const struct raster *raster, struct canvas *canvas, int column, int row)
{
    unsigned shown[RASTER_CURVES] = {0};
    for (int x = 0; x < raster->columns; x++) {
        for (int y = 0; y < raster->rows; y++) {
            const struct raster_at *at =
                &raster->cell[(size_t)y * (size_t)raster->columns + (size_t)x];
            if (at->rank == 0)
                continue;
            const struct layer *layer = take_turn(at, shown);
            uint32_t codepoint = layer->codepoint;
            if (codepoint == 0)
                codepoint = raster->dots == RASTER_BRAILLE  ? braille_of(layer->dots)
                            : raster->dots == RASTER_BLOCKS ? block_of(layer->dots)
                                                            : ascii_of(layer->dots);
            canvas_put(canvas, column + x, row + y, codepoint, (enum role)layer->role);
        }
    }
}
