#include "config.h"

#include "rnntop/ui/score/calibration.h"

#include <math.h>
#include <stdio.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/strings.h"

/* Of an LSTM on IMDB 0.059 after three epochs and 0.152 after ten, when it is sure and wrong. */
#define OFF 0.1

enum { LINE = 12, CELLS = 13, IS_END = 31, ROWS_END = CALIBRATION_COLUMNS };

static bool is_off(double difference)
{
    return fabs(difference) >= OFF;
}

static void put_title(const struct score *score, const struct score_box *box)
{
    char text[SCORE_TEXT], name[CLASS_NAME_SIZE], figure[FIGURE_SIZE];
    const double off = (double)score->judgement->calibration_error;
    score_text(score, box, 0, 0, string_get(STR_SCORE_CALIBRATION), ROLE_STRONG);
    string_fill(text, sizeof text, STR_SCORE_OFF_BY, figure_value(figure, off));
    score_text_right(score, box, ROWS_END, 0, text, is_off(off) ? ROLE_WARN : ROLE_DIM);

    score_text(score, box, 0, 1, string_get(STR_SCORE_SAID_P), ROLE_DIM);
    score_class_name(score->classes, 1, name);
    if (score->judgement->classes == 2)
        string_fill(text, sizeof text, STR_SCORE_IS, name);
    else
        snprintf(text, sizeof text, "%s", string_get(STR_SCORE_IS_RIGHT));
    score_text(score, box, LINE, 1, text, ROLE_DIM);
}

static int cell_of(double p)
{
    return (int)lround(fmin(fmax(p, 0), 1) * (CELLS - 1));
}

static void put_sign(const struct score *score, const struct score_box *box, int cell, int row,
                     enum glyph sign, enum role role)
{
    canvas_put(score->canvas, box->column + LINE + cell, box->row + row, glyph(score->ascii, sign),
               role);
}

static void put_step(const struct score *score, const struct score_box *box, size_t i)
{
    const struct judged_step *step = &score->judgement->step[i];
    const int row = 2 + (int)i;
    char label[SCORE_TEXT], from[FIGURE_SIZE], to[FIGURE_SIZE], figure[FIGURE_SIZE] = "";
    figure_decimals(from, (double)i / JUDGEMENT_STEPS, 1);
    figure_decimals(to, (double)(i + 1) / JUDGEMENT_STEPS, 1);
    score_text(score, box, 0, row, string_fill(label, sizeof label, STR_SCORE_FROM_TO, from, to),
               ROLE_DIM);
    for (int cell = 0; cell < CELLS; cell++)
        put_sign(score, box, cell, row, GLYPH_DASH, ROLE_FAINT);
    if (step->rows == 0 || !isfinite(step->said) || !isfinite(step->is)) {
        figure[utf8_encode(glyph(score->ascii, GLYPH_NOTHING), figure)] = '\0';
        score_text_right(score, box, IS_END, row, figure, ROLE_DIM);
    } else {
        enum role role = is_off((double)step->said - (double)step->is) ? ROLE_WARN : ROLE_VAL;
        put_sign(score, box, cell_of((double)step->said), row, GLYPH_SAID, ROLE_DIM);
        put_sign(score, box, cell_of((double)step->is), row, GLYPH_IS, role);
        score_text_right(score, box, IS_END, row, figure_decimals(figure, (double)step->is, 2),
                         ROLE_PLAIN);
    }
    score_text_right(score, box, ROWS_END, row,
                     score_count(figure, step->rows, ROWS_END - IS_END - 1), ROLE_DIM);
}

void calibration_draw(const struct score *score, const struct score_box *box)
{
    put_title(score, box);
    for (size_t i = 0; i < JUDGEMENT_STEPS && 2 + (int)i < box->rows; i++)
        put_step(score, box, i);
}
