#include "config.h"

#include "rnntop/ui/score/histogram.h"

#include <math.h>
#include <stdio.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/strings.h"

#define EIGHTHS 8 /* of a cell */

/* A cell that is filled so far, from below. */
static uint32_t bar(bool ascii, int eighths)
{
    static const char LEVEL[EIGHTHS + 1] = {' ', '.', '.', ':', ':', ':', '#', '#', '#'};
    if (eighths <= 0)
        return ' ';
    if (eighths > EIGHTHS)
        eighths = EIGHTHS;
    return ascii ? (uint32_t)LEVEL[eighths] : 0x2580u + (uint32_t)eighths; /* lower blocks */
}

static uint32_t highest(const struct judgement *judgement)
{
    uint32_t most = 1;
    for (size_t i = 0; i < 2 * JUDGEMENT_BINS; i++) {
        uint32_t count = judgement->histogram[i / JUDGEMENT_BINS][i % JUDGEMENT_BINS];
        most = count > most ? count : most;
    }
    return most;
}

/* A side's bars, in rows [row, row + high). What is there at all is seen. */
static void draw_side(const struct score *score, const struct score_box *box, size_t side, int row,
                      int high, enum role role)
{
    const struct judgement *judgement = score->judgement;
    const int wide = box->columns / JUDGEMENT_BINS;
    const double most = sqrt(highest(judgement));
    for (int column = 0; column < wide * JUDGEMENT_BINS; column++) {
        uint32_t count = judgement->histogram[side][column / wide];
        int eighths = (int)lround(sqrt(count) / most * high * EIGHTHS);
        if (count > 0 && eighths == 0)
            eighths = 1;
        for (int i = 0; i < high; i++) {
            uint32_t cell = bar(score->ascii, eighths - (high - 1 - i) * EIGHTHS);
            if (cell != ' ')
                canvas_put(score->canvas, box->column + column, box->row + row + i, cell, role);
        }
    }
}

/* "0  negative     0.5     positive  1" */
static void put_scale(const struct score *score, const struct score_box *box)
{
    char name[2][CLASS_NAME_SIZE];
    const bool two = score->judgement->classes == 2;
    const int end = box->columns / JUDGEMENT_BINS * JUDGEMENT_BINS, row = box->rows - 1;
    for (size_t side = 0; side < 2; side++) {
        if (two)
            score_class_name(score->classes, side, name[side]);
        else
            snprintf(name[side], sizeof name[side], "%s",
                     string_get(side ? STR_SCORE_RIGHT : STR_SCORE_WRONG));
    }
    score_text(score, box, 0, row, "0", ROLE_DIM);
    score_text_right(score, box, end, row, "1", ROLE_DIM);
    int left = 3 + (int)utf8_text_columns(name[0]), right = 3 + (int)utf8_text_columns(name[1]);
    if (left < end / 2 - 2)
        score_text(score, box, 3, row, name[0], ROLE_NEGATIVE);
    if (right < end / 2 - 2)
        score_text_right(score, box, end - 3, row, name[1], ROLE_POSITIVE);
    score_text(score, box, end / 2 - 1, row, "0.5", ROLE_DIM);
}

void histogram_draw(const struct score *score, const struct score_box *box)
{
    const bool two = score->judgement->classes == 2;
    const char *title = string_get(two ? STR_SCORE_P_BY_CLASS : STR_SCORE_P_OF_OWN);
    const char *scale = string_get(score->ascii ? STR_SCORE_ROOT_ASCII : STR_SCORE_ROOT);
    const int high = (box->rows - 2) / 2, end = box->columns / JUDGEMENT_BINS * JUDGEMENT_BINS;
    if (box->columns < JUDGEMENT_BINS)
        return;
    score_text(score, box, 0, 0, title, ROLE_STRONG);
    if ((int)(utf8_text_columns(title) + utf8_text_columns(scale)) + 2 <= end)
        score_text_right(score, box, end, 0, scale, ROLE_DIM);
    draw_side(score, box, 1, 1, high, ROLE_POSITIVE);
    draw_side(score, box, 0, 1 + high, high, ROLE_NEGATIVE);
    put_scale(score, box);
}
