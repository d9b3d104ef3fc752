#include "config.h"

#include "rnntop/ui/curves/runs_strip.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/curves/runs_cells.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/fit.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/strings.h"

#define GAP 3 /* between two runs */

/* "LSTM * 6.6/10 0:34"; the sign of its state is drawn by itself. */
struct entry {
    bool best;
    char name[RUN_NAME_SIZE];
    char progress[RUNS_CELL_SIZE];
    enum run_state state;
    enum role name_role, progress_role;
};

static int entry_columns(const struct entry *entry)
{
    return entry->best + (int)utf8_text_columns(entry->name) + 3 +
           (int)utf8_text_columns(entry->progress);
}

static int entry_draw(const struct curves *curves, int column, const struct entry *entry)
{
    int row = curves->layout.run_row;
    if (entry->best)
        canvas_put(curves->canvas, column++, row, glyph(curves->ascii, GLYPH_BEST), ROLE_GOOD);
    column = canvas_text(curves->canvas, column, row, entry->name, entry->name_role) + 1;
    canvas_put(curves->canvas, column, row, glyph_state(curves->ascii, entry->state),
               state_role(entry->state));
    return canvas_text(curves->canvas, column + 2, row, entry->progress, entry->progress_role);
}

/* A row that was tested says its score, another one how far it is. */
static void entry_fill(const struct curves *curves, size_t row, struct entry *entry)
{
    char text[RUNS_CELL_SIZE];
    curves_row_name(curves, row, entry->name);
    entry->best = curves->rows.at[row].best;
    entry->state = runs_state(curves, row, text);
    entry->name_role = row == curves->rows.selected ? ROLE_STRONG : ROLE_PLAIN;
    entry->progress_role = runs_cell(curves, row, RUNS_TEST, text);
    if (text[0] == '\0')
        entry->progress_role = runs_cell(curves, row, RUNS_EPOCH, text);
    snprintf(entry->progress, sizeof entry->progress, "%s", text);
}

/* What the selected run adds: the time that is left, or where the cursor stands, which has no other
 * place on few rows. */
static void addition(const struct curves *curves, struct piece *piece, char text[FIGURE_SIZE * 2])
{
    const struct history_now *now = curves->seen[curves->selected].now;
    char figure[FIGURE_SIZE];
    double cursor;
    *piece = (struct piece){text, ROLE_PLAIN};
    text[0] = '\0';
    if (curves_cursor(curves, &cursor)) {
        string_fill(text, FIGURE_SIZE * 2, STR_AT_EPOCH, figure_position(figure, cursor));
        piece->role = ROLE_MARK;
    } else if (isfinite(now->left_seconds)) {
        figure_duration(text, now->left_seconds);
    }
}

void runs_strip_draw(const struct curves *curves)
{
    const struct rows *rows = &curves->rows;
    int row = curves->layout.run_row, end = curves->layout.width;
    struct entry entry;
    struct piece piece;
    char text[FIGURE_SIZE * 2], figure[FIGURE_SIZE], more[FIGURE_SIZE * 2];

    canvas_put(curves->canvas, 0, row, glyph(curves->ascii, GLYPH_SELECTED), ROLE_STRONG);
    entry_fill(curves, rows->selected, &entry);
    int column = entry_draw(curves, 1, &entry);
    addition(curves, &piece, text);
    if (text[0])
        fit_pieces(curves->canvas, column + 1, end, row, 0, &piece, 1);
    column += text[0] ? 1 + (int)utf8_text_columns(text) : 0;

    size_t left = rows->curves - 1;
    for (size_t i = 1; i < rows->count; i++) {
        size_t at = (rows->selected + i) % rows->count;
        if (rows->at[at].kind == ROW_HEAD)
            continue;
        entry_fill(curves, at, &entry);
        /* Room for "+3" is kept as long as there may be a need for it. */
        string_fill(more, sizeof more, STR_MORE_RUNS, figure_count(figure, left));
        int reserve = left > 1 ? GAP + (int)strlen(more) : 0;
        if (column + GAP + entry_columns(&entry) + reserve > end) {
            if (column + GAP + (int)strlen(more) <= end)
                canvas_text(curves->canvas, column + GAP, row, more, ROLE_DIM);
            return;
        }
        column = entry_draw(curves, column + GAP, &entry);
        left--;
    }
}
