#include "config.h"

#include "rnntop/ui/views/page.h"

#include <stdio.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/fit.h"
#include "rnntop/ui/strings.h"

struct page page_measure(int columns)
{
    return (struct page){.columns = columns};
}

int page_last_scroll(int canvas_rows, int rows)
{
    int room = canvas_rows - 1;

    if (rows <= room)
        return 0;
    room = room > 1 ? room - 1 : 1; /* a row says where we are */
    return rows - room;
}

struct page page_open(struct canvas *canvas, int rows, int scroll)
{
    int last = page_last_scroll(canvas->rows, rows);

    return (struct page){.canvas = canvas,
                         .columns = canvas->columns,
                         .top = 1,
                         .bottom = last > 0 && canvas->rows > 2 ? canvas->rows - 1 : canvas->rows,
                         .scroll = scroll < last ? scroll : last};
}

/* The canvas's row for the text's row being written; -1 where that is not shown. */
static int visible_row(const struct page *page)
{
    int row = page->top + page->row - page->scroll;

    return page->canvas && row >= page->top && row < page->bottom ? row : -1;
}

int page_text(const struct page *page, int column, const char *text, enum role role)
{
    int row = visible_row(page);

    if (row < 0)
        return column + (int)utf8_text_columns(text);
    return canvas_text(page->canvas, column, row, text, role);
}

void page_next(struct page *page)
{
    page->row++;
}

/* The bytes of text that go into a row `width` wide: whole words, if there are any. */
static size_t words_that_fit(const char *text, size_t width)
{
    size_t length = utf8_bytes_of_columns(text, width);

    if (text[length] == '\0' || text[length] == ' ')
        return length;
    size_t cut = length;
    while (cut > 0 && text[cut - 1] != ' ')
        cut--;
    if (cut > 0)
        return cut;
    if (length == 0) { /* a wide character in a narrow column: go on all the same */
        size_t used;
        utf8_decode(text, strlen(text), &used);
        return used;
    }
    return length;
}

void page_wrap(struct page *page, int column, const char *text, enum role role)
{
    size_t width = page->columns - 1 > column ? (size_t)(page->columns - 1 - column) : 1;

    do {
        size_t length = words_that_fit(text, width);
        int row = visible_row(page);
        if (row >= 0)
            fit_part(page->canvas, column, row, text, length, role);
        page_next(page);
        text += length;
        text += strspn(text, " ");
    } while (*text);
}

void page_close(const struct page *page, int rows)
{
    char first[16], last[16], all[16], text[80];
    int shown = page->bottom - page->top;
    int end = page->scroll + shown;

    if (!page->canvas || rows <= shown || page->bottom >= page->canvas->rows)
        return;
    snprintf(first, sizeof(first), "%d", page->scroll + 1);
    snprintf(last, sizeof(last), "%d", end < rows ? end : rows);
    snprintf(all, sizeof(all), "%d", rows);
    int column =
        canvas_text(page->canvas, 1, page->bottom, string_get(STR_SCROLL_KEYS), ROLE_STRONG);
    string_fill(text, sizeof(text), STR_SCROLL, first, last, all);
    canvas_text(page->canvas, column + 1, page->bottom, text, ROLE_DIM);
}
