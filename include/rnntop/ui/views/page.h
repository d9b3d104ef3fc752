/*
 * page: a text of many rows, of which a screen shows a part.
 *
 * A view writes its whole text onto a page; the page puts the visible rows onto the canvas. Without
 * a canvas it only counts, so that one function both draws and measures.
 */
#ifndef RNNTOP_UI_VIEWS_PAGE_H
#define RNNTOP_UI_VIEWS_PAGE_H

#include "rnntop/chart/canvas.h"

struct page {
    struct canvas *canvas; /* NULL: count only */
    int columns;
    int top, bottom; /* the rows of the canvas that the text may use: [top, bottom) */
    int scroll;      /* the text's row at the top */
    int row;         /* the text's row being written; at the end, how many there are */
};

/* A page that counts. */
struct page page_measure(int columns);
/* Between a title row and, where the text is longer than that leaves room for, a row that says so.
 * rows: what page_measure() counted. */
struct page page_open(struct canvas *canvas, int rows, int scroll);

/* The last useful scroll of a text of so many rows on a canvas of so many. */
int page_last_scroll(int canvas_rows, int rows);

/* Writes into the current row; returns the column after it. */
int page_text(const struct page *page, int column, const char *text, enum role role);
void page_next(struct page *page);

/* Writes words from the column on and breaks between them; later rows begin at the same column.
 * Ends the last row. A word wider than the rest of a row is broken anywhere. */
void page_wrap(struct page *page, int column, const char *text, enum role role);

/* The row under the text: which rows are shown, of how many. Nothing where all are. */
void page_close(const struct page *page, int rows);

#endif
