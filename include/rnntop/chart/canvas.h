/*
 * canvas: a grid of character cells, each with a role; what a view draws and a terminal shows.
 *
 * Pure memory: golden screens are compared here, byte by byte, without a terminal. Drawing beyond
 * the edge is cut off, never an error.
 */
#ifndef RNNTOP_CHART_CANVAS_H
#define RNNTOP_CHART_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/status.h"

/* What a cell means; ui/terminal/theme.h turns roles into colours and attributes. */
enum role {
    ROLE_PLAIN,
    ROLE_STRONG,
    ROLE_DIM,
    ROLE_FAINT,
    ROLE_TRAIN,
    ROLE_VAL,
    ROLE_OTHER,
    ROLE_GOOD,
    ROLE_WARN,
    ROLE_BAD,
    ROLE_MARK,
    ROLE_RUN_1, /* one colour a run where three or more are drawn at once */
    ROLE_RUN_2,
    ROLE_RUN_3,
    ROLE_RUN_4,
    ROLE_RUN_5,
    ROLE_RUN_6,
    ROLE_POSITIVE, /* class 1 and class 0, and no other thing */
    ROLE_NEGATIVE,
    ROLE_CURSOR, /* where typing goes, and what it takes the place of */
    ROLE_COUNT
};

struct cell {
    uint32_t codepoint; /* ' ' for empty; 0: the right half of a wide character before it */
    uint8_t role;
    bool bold;
    bool text; /* written by canvas_text() */
};

struct canvas {
    int columns, rows;
    struct cell *cells; /* [rows, columns] */
    /* Since the last clear, what a finished screen must not have: characters of a text that other
     * text was written over, and characters of a text that the canvas's edge cut off. */
    unsigned overlaps, cuts;
};

enum rt_status canvas_create(struct canvas **canvas, int columns, int rows, struct rt_error *error);
void canvas_destroy(struct canvas *canvas);
enum rt_status canvas_resize(struct canvas *canvas, int columns, int rows, struct rt_error *error);
void canvas_clear(struct canvas *canvas);

void canvas_put(struct canvas *canvas, int column, int row, uint32_t codepoint, enum role role);
/* UTF-8 text that has been sanitised; returns the column after it. */
int canvas_text(struct canvas *canvas, int column, int row, const char *text, enum role role);
/* So that it ends before column `end`; returns the column where it begins. */
int canvas_text_right(struct canvas *canvas, int end, int row, const char *text, enum role role);
/* Gives cells that are there another role; what they show stays. */
void canvas_role(struct canvas *canvas, int column, int row, int columns, enum role role);
/* Cells of a rectangle become blank. */
void canvas_blank(struct canvas *canvas, int column, int row, int columns, int rows);
/* Every cell beyond ASCII becomes the nearest ASCII character, or '?'. */
void canvas_to_ascii(struct canvas *canvas);
/* NULL beyond the edge. */
const struct cell *canvas_at(const struct canvas *canvas, int column, int row);

/* Lines of UTF-8 without trailing blanks, joined by '\n'. The caller frees; NULL without memory. */
char *canvas_to_text(const struct canvas *canvas);

#endif
