#include "config.h"

#include "rnntop/ui/curves/marks.h"

#include <math.h>

#include "rnntop/ui/glyphs.h"

/* Epochs have their labels just where marks belong: beside them is near enough. */
static const int NEAR[] = {0, 1, 2, -1, -2, 3, -3};

static enum glyph glyph_of(const struct history_mark *mark)
{
    if (mark->kind == CALLBACK_BEST)
        return GLYPH_MARK_BEST;
    if (mark->kind == CALLBACK_STOP)
        return GLYPH_MARK_STOP;
    return mark->lower ? GLYPH_MARK_LOWER : GLYPH_MARK_HIGHER;
}

/* A piece of the axis's line, which no label and no other mark has taken. */
static bool is_free(const struct curves *curves, int cell)
{
    if (cell < 0 || cell >= curves->layout.plot_columns)
        return false;
    const struct cell *at =
        canvas_at(curves->canvas, curves->layout.plot_column + cell, curves->layout.axis_row);
    return at &&
           (at->codepoint == glyph(curves->ascii, GLYPH_DONE) ||
            at->codepoint == glyph(curves->ascii, GLYPH_TO_DO)) &&
           !at->text;
}

static void draw_mark(const struct curves *curves, const struct history_mark *mark)
{
    const struct seen *seen = &curves->seen[curves->selected];
    if (seen->batches <= 0)
        return;
    double x = seen_x(seen, curves->screen->axis, (double)mark->step / seen->batches);
    int cell = isfinite(x) ? curves_cell(curves, x) : -1;
    /* At the axis's end the cell is the one behind it. */
    if (cell < 0 || cell > curves->layout.plot_columns)
        return;
    for (size_t i = 0; i < sizeof NEAR / sizeof *NEAR; i++) {
        if (!is_free(curves, cell + NEAR[i]))
            continue;
        canvas_put(curves->canvas, curves->layout.plot_column + cell + NEAR[i],
                   curves->layout.axis_row, glyph(curves->ascii, glyph_of(mark)),
                   mark->kind == CALLBACK_BEST ? ROLE_GOOD : ROLE_STRONG);
        return;
    }
}

void marks_draw(const struct curves *curves)
{
    static const enum callback_kind FIRST_TO_LAST[] = {CALLBACK_STOP, CALLBACK_BEST, CALLBACK_RATE};
    const struct seen *seen = &curves->seen[curves->selected];
    for (size_t i = 0; i < sizeof FIRST_TO_LAST / sizeof *FIRST_TO_LAST; i++) {
        for (size_t j = 0; j < seen->mark_count; j++) {
            if (seen->marks[j].kind == FIRST_TO_LAST[i])
                draw_mark(curves, &seen->marks[j]);
        }
    }
}
