/*
 * fit: text made to fit a stretch of a row. Every text of the screen that may be too long for its
 * place is cut here and nowhere else.
 *
 * A text is NUL-terminated, sanitised UTF-8 of any length. Widths and places are columns of the
 * terminal, neither bytes nor code points: a wide character takes two, a combining mark none. A
 * stretch is [column, end). A character is shown whole or not at all, so a text cut in front of a
 * wide one may end a column early. A text that was cut in the canvas says so by a sign, "…" or in
 * ASCII "~", behind what is left of it, which counts into the stretch.
 */
#ifndef RNNTOP_UI_FIT_H
#define RNNTOP_UI_FIT_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/chart/canvas.h"

/* Writes the text: whole where it fits, else its beginning and the sign. Returns the column after
 * it; nothing is written into an empty stretch. */
int fit_text(struct canvas *canvas, bool ascii, int column, int end, int row, const char *text,
             enum role role);

/* Writes the text's first `bytes` bytes, which end between two characters. Returns the column after
 * them. */
int fit_part(struct canvas *canvas, int column, int row, const char *text, size_t bytes,
             enum role role);

/* Cuts the text itself to so many columns, without a sign: for names in tables, beside which it
 * would be taken for a figure. Below 0 is 0. Returns text. */
char *fit_cut(char *text, int columns);

/* Writes a path of more than so many columns as its last two names, "…/rnntop/lstm-1.safetensors"
 * (in ASCII "..."), however wide those are; a shorter one, or one of a single name, as it is. */
void fit_path(char *out, size_t size, const char *path, size_t columns, bool ascii);

/* A piece of a row. Pieces stand `gap` columns apart. */
struct piece {
    const char *text;
    enum role role;
};

/* Writes as many of the pieces as fit the stretch, whole; returns how many. */
size_t fit_pieces(struct canvas *canvas, int column, int end, int row, int gap,
                  const struct piece *pieces, size_t count);
/* The columns that they all take. */
int fit_pieces_columns(const struct piece *pieces, size_t count, int gap);

#endif
