#include "config.h"

#include "rnntop/chart/canvas.h"

#include <stdlib.h>
#include <string.h>

#include "rnntop/base/memory.h"
#include "rnntop/base/utf8.h"

static const struct cell BLANK = {.codepoint = ' ', .role = ROLE_PLAIN};

enum rt_status canvas_create(struct canvas **canvas, int columns, int rows, struct rt_error *error)
{
    *canvas = NULL;
    struct canvas *made = calloc(1, sizeof *made);
    if (!made)
        return rt_fail(error, ERR_CANVAS_NO_MEMORY);
    enum rt_status status = canvas_resize(made, columns, rows, error);
    if (status != RT_OK) {
        free(made);
        return status;
    }
    *canvas = made;
    return RT_OK;
}

void canvas_destroy(struct canvas *canvas)
{
    if (!canvas)
        return;
    free(canvas->cells);
    free(canvas);
}

enum rt_status canvas_resize(struct canvas *canvas, int columns, int rows, struct rt_error *error)
{
    size_t cells = 0, bytes = 0;
    struct cell *made = NULL;
    if (columns > 0 && rows > 0 && memory_product((size_t)columns, (size_t)rows, &cells) &&
        memory_product(cells, sizeof *made, &bytes))
        made = malloc(bytes);
    if (!made)
        return rt_fail(error, ERR_CANVAS_NO_MEMORY_FOR_CELLS, columns, rows);
    free(canvas->cells);
    canvas->cells = made;
    canvas->columns = columns;
    canvas->rows = rows;
    canvas_clear(canvas);
    return RT_OK;
}

void canvas_clear(struct canvas *canvas)
{
    canvas_blank(canvas, 0, 0, canvas->columns, canvas->rows);
    canvas->overlaps = canvas->cuts = 0;
}

static struct cell *cell_at(const struct canvas *canvas, int column, int row)
{
    if (column < 0 || column >= canvas->columns || row < 0 || row >= canvas->rows)
        return NULL;
    return &canvas->cells[(size_t)row * (size_t)canvas->columns + (size_t)column];
}

const struct cell *canvas_at(const struct canvas *canvas, int column, int row)
{
    return cell_at(canvas, column, row);
}

/* A wide character of which one half goes leaves a blank, never half a character. */
static void free_halves(struct canvas *canvas, int column, int row)
{
    struct cell *cell = cell_at(canvas, column, row);
    struct cell *left = cell_at(canvas, column - 1, row);
    struct cell *right = cell_at(canvas, column + 1, row);
    if (cell->codepoint == 0 && left)
        left->codepoint = ' ';
    else if (right && right->codepoint == 0)
        right->codepoint = ' ';
}

static void set(struct canvas *canvas, int column, int row, struct cell with)
{
    struct cell *cell = cell_at(canvas, column, row);
    if (!cell)
        return;
    if (cell->text && cell->codepoint != ' ')
        canvas->overlaps++;
    free_halves(canvas, column, row);
    *cell = with;
}

void canvas_put(struct canvas *canvas, int column, int row, uint32_t codepoint, enum role role)
{
    set(canvas, column, row, (struct cell){.codepoint = codepoint, .role = (uint8_t)role});
}

int canvas_text(struct canvas *canvas, int column, int row, const char *text, enum role role)
{
    size_t length = strlen(text), used;
    for (size_t i = 0; i < length; i += used) {
        uint32_t codepoint = utf8_decode(text + i, length - i, &used);
        int width = utf8_columns(codepoint);
        if (width < 1) /* a cell has room for one code point: combining marks are left out */
            continue;
        if (!cell_at(canvas, column, row) || !cell_at(canvas, column + width - 1, row)) {
            canvas->cuts += codepoint != ' ';
        } else {
            struct cell cell = {.codepoint = codepoint, .role = (uint8_t)role, .text = true};
            set(canvas, column, row, cell);
            cell.codepoint = 0;
            if (width == 2)
                *cell_at(canvas, column + 1, row) = cell;
        }
        column += width;
    }
    return column;
}

int canvas_text_right(struct canvas *canvas, int end, int row, const char *text, enum role role)
{
    int column = end - (int)utf8_text_columns(text);
    canvas_text(canvas, column, row, text, role);
    return column;
}

void canvas_role(struct canvas *canvas, int column, int row, int columns, enum role role)
{
    for (int i = 0; i < columns; i++) {
        struct cell *cell = cell_at(canvas, column + i, row);
        if (cell)
            cell->role = (uint8_t)role;
    }
}

void canvas_blank(struct canvas *canvas, int column, int row, int columns, int rows)
{
    for (int y = row; y < row + rows; y++) {
        for (int x = column; x < column + columns; x++) {
            struct cell *cell = cell_at(canvas, x, y);
            if (cell)
                *cell = BLANK;
        }
    }
}

void canvas_to_ascii(struct canvas *canvas)
{
    size_t cells = (size_t)canvas->columns * (size_t)canvas->rows;
    for (size_t i = 0; i < cells; i++) {
        uint32_t *codepoint = &canvas->cells[i].codepoint;
        switch (*codepoint) {
        case 0:      /* the right half of a wide character that is '?' now */
        case 0x00A0: /* no-break space */
            *codepoint = ' ';
            break;
        case 0x2013: /* en dash */
        case 0x2014: /* em dash */
            *codepoint = '-';
            break;
        case 0x2018: /* quotation marks */
        case 0x2019:
            *codepoint = '\'';
            break;
        case 0x201C:
        case 0x201D:
            *codepoint = '"';
            break;
        case 0x2026: /* ellipsis */
            *codepoint = '.';
            break;
        default:
            if (*codepoint < ' ' || *codepoint > '~')
                *codepoint = '?';
        }
    }
}

char *canvas_to_text(const struct canvas *canvas)
{
    size_t cells = (size_t)canvas->columns * (size_t)canvas->rows, length = 0;
    char *text = malloc(cells * 4 + (size_t)canvas->rows + 1);
    if (!text)
        return NULL;
    for (int row = 0; row < canvas->rows; row++) {
        size_t end = length;
        for (int column = 0; column < canvas->columns; column++) {
            uint32_t codepoint = cell_at(canvas, column, row)->codepoint;
            if (codepoint == 0)
                continue;
            length += (size_t)utf8_encode(codepoint, text + length);
            if (codepoint != ' ')
                end = length;
        }
        length = end;
        text[length++] = '\n';
    }
    text[length] = '\0';
    return text;
}
