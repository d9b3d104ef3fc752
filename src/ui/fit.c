#include "config.h"

#include "rnntop/ui/fit.h"

#include <stdio.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/glyphs.h"

int fit_part(struct canvas *canvas, int column, int row, const char *text, size_t bytes,
             enum role role)
{
    char part[128]; /* the canvas wants a NUL, so the text goes there in pieces */
    while (bytes > 0) {
        size_t length = 0, used = 0;
        while (length < bytes) {
            utf8_decode(text + length, bytes - length, &used);
            if (length + used >= sizeof part)
                break;
            length += used;
        }
        memcpy(part, text, length);
        part[length] = '\0';
        column = canvas_text(canvas, column, row, part, role);
        text += length;
        bytes -= length;
    }
    return column;
}

int fit_text(struct canvas *canvas, bool ascii, int column, int end, int row, const char *text,
             enum role role)
{
    if (end <= column)
        return column;
    if (utf8_text_columns(text) <= (size_t)(end - column))
        return canvas_text(canvas, column, row, text, role);
    size_t bytes = utf8_bytes_of_columns(text, (size_t)(end - column - 1));
    column = fit_part(canvas, column, row, text, bytes, role);
    canvas_put(canvas, column, row, glyph(ascii, GLYPH_CUT), role);
    return column + 1;
}

char *fit_cut(char *text, int columns)
{
    text[utf8_bytes_of_columns(text, columns > 0 ? (size_t)columns : 0)] = '\0';
    return text;
}

void fit_path(char *out, size_t size, const char *path, size_t columns, bool ascii)
{
    const char *end = strrchr(path, '/');

    if (!end || end == path || utf8_text_columns(path) <= columns) {
        snprintf(out, size, "%s", path);
        return;
    }
    do {
        end--;
    } while (end > path && *end != '/');
    snprintf(out, size, "%s%s", end == path ? "" : ascii ? "..." : "…", end);
}

int fit_pieces_columns(const struct piece *pieces, size_t count, int gap)
{
    int columns = 0;
    for (size_t i = 0; i < count; i++)
        columns += (int)utf8_text_columns(pieces[i].text) + (i > 0 ? gap : 0);
    return columns;
}

size_t fit_pieces(struct canvas *canvas, int column, int end, int row, int gap,
                  const struct piece *pieces, size_t count)
{
    size_t drawn = 0;
    while (drawn < count) {
        int width = (int)utf8_text_columns(pieces[drawn].text);
        if (column + width > end)
            break;
        canvas_text(canvas, column, row, pieces[drawn].text, pieces[drawn].role);
        column += width + gap;
        drawn++;
    }
    return drawn;
}
