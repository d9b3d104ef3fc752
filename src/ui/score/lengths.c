#include "config.h"

#include "rnntop/ui/score/lengths.h"

#include <math.h>
#include <stdio.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/fit.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/strings.h"

#define SMALLEST 1e-9 /* of what is left above guessing, where all rows are of one class */

enum { BAR = 13, CELLS = 9, RIGHT_END = 28, ROWS_END = LENGTHS_COLUMNS };

static void put_label(const struct score *score, const struct score_box *box, size_t i)
{
    const struct judgement *judgement = score->judgement;
    char text[SCORE_TEXT], from[FIGURE_SIZE], to[FIGURE_SIZE] = "";
    bool last = i + 1 == judgement->lengths;
    snprintf(from, sizeof from, "%u", (unsigned)judgement->length[i].from);
    if (!last)
        snprintf(to, sizeof to, "%u", (unsigned)judgement->length[i + 1].from - 1);
    if (last)
        string_fill(text, sizeof text, STR_SCORE_AND_MORE, from);
    else if (i == 0)
        string_fill(text, sizeof text, STR_SCORE_UP_TO, to);
    else
        string_fill(text, sizeof text, STR_SCORE_FROM_TO, from, to);
    score_text(score, box, 0, 1 + (int)i, fit_cut(text, BAR - 1), ROLE_DIM);
}

/* In half cells, from what guessing scores to 1. */
static void put_bar(const struct score *score, const struct score_box *box, int row, double share)
{
    const double guess =
        fmin(board_guess(score->board, score->screen->selected).accuracy, 1 - SMALLEST);
    const int halves = (int)lround(fmax(share - guess, 0) / (1 - guess) * 2 * CELLS);
    for (int i = 0; i < (halves + 1) / 2; i++)
        canvas_put(score->canvas, box->column + BAR + i, box->row + row,
                   glyph(score->ascii, 2 * i + 1 < halves ? GLYPH_DONE : GLYPH_HALF), ROLE_VAL);
}

static void put_length(const struct score *score, const struct score_box *box, size_t i)
{
    const struct judged_length *length = &score->judgement->length[i];
    const int row = 1 + (int)i;
    char figure[FIGURE_SIZE] = "";
    put_label(score, box, i);
    if (length->rows > 0) {
        double share = (double)length->right / length->rows;
        put_bar(score, box, row, share);
        figure_value(figure, share);
    } else {
        figure[utf8_encode(glyph(score->ascii, GLYPH_NOTHING), figure)] = '\0';
    }
    score_text_right(score, box, RIGHT_END, row, figure, length->rows > 0 ? ROLE_PLAIN : ROLE_DIM);
    score_text_right(score, box, ROWS_END, row,
                     score_count(figure, length->rows, ROWS_END - RIGHT_END - 1), ROLE_DIM);
}

void lengths_draw(const struct score *score, const struct score_box *box)
{
    score_text(score, box, 0, 0, string_get(STR_SCORE_LENGTHS), ROLE_STRONG);
    score_text_right(score, box, ROWS_END, 0, string_get(STR_HELP_SOME_REVIEWS), ROLE_DIM);
    for (size_t i = 0; i < score->judgement->lengths && 1 + (int)i < box->rows; i++)
        put_length(score, box, i);
}
