#include "config.h"

#include "rnntop/ui/curves/marks.h"

#include <math.h>

#include "rnntop/ui/glyphs.h"

/* Epochs have their labels just where marks belong: beside them is near enough. */
static const int NEAR[] = {0, 1, 2, -1, -2, 3, -3};

/* A sign where something happened. */
struct mark {
    double epochs;
    enum glyph glyph;
    enum role role;
};

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

static void draw_mark(const struct curves *curves, const struct mark *mark)
{
    const struct seen *seen = &curves->seen[curves->selected];
    double x = seen_x(seen, curves->screen->axis, mark->epochs);
    int cell = isfinite(x) ? curves_cell(curves, x) : -1;
    /* At the axis's end the cell is the one behind it. */
    if (cell < 0 || cell > curves->layout.plot_columns)
        return;
    for (size_t i = 0; i < sizeof NEAR / sizeof *NEAR; i++) {
        if (!is_free(curves, cell + NEAR[i]))
            continue;
        canvas_put(curves->canvas, curves->layout.plot_column + cell + NEAR[i],
                   curves->layout.axis_row, glyph(curves->ascii, mark->glyph), mark->role);
        return;
    }
}

static void draw_callback(const struct curves *curves, const struct history_mark *at)
{
    const struct seen *seen = &curves->seen[curves->selected];
    struct mark mark = {(double)at->step / seen->batches, GLYPH_MARK_STOP, ROLE_STRONG};
    if (at->kind == CALLBACK_BEST) {
        mark.glyph = GLYPH_MARK_BEST;
        mark.role = ROLE_GOOD;
    } else if (at->kind == CALLBACK_RATE) {
        mark.glyph = at->lower ? GLYPH_MARK_LOWER : GLYPH_MARK_HIGHER;
    }
    draw_mark(curves, &mark);
}

void marks_draw(const struct curves *curves)
{
    static const enum callback_kind FIRST_TO_LAST[] = {CALLBACK_STOP, CALLBACK_BEST, CALLBACK_RATE};
    const struct seen *seen = &curves->seen[curves->selected];
    if (seen->batches <= 0)
        return;
    draw_mark(curves, &(struct mark){seen_broke(seen), GLYPH_BAD, ROLE_BAD});
    for (size_t i = 0; i < sizeof FIRST_TO_LAST / sizeof *FIRST_TO_LAST; i++) {
        for (size_t j = 0; j < seen->mark_count; j++) {
            if (seen->marks[j].kind == FIRST_TO_LAST[i])
                draw_callback(curves, &seen->marks[j]);
        }
    }
}
