#include "config.h"

#include "rnntop/ui/score/summary.h"

#include "rnntop/base/utf8.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/score/matrix.h"
#include "rnntop/ui/strings.h"

#define GAP 3

/* Of the test where there is one. */
static bool judging_matrix(const struct score *score, struct matrix *matrix)
{
    bool there = matrix_of_test(score, matrix) || matrix_of_validation(score, matrix);
    if (there)
        matrix->brief = true;
    return there;
}

int summary_rows(const struct score *score)
{
    struct matrix matrix;
    return judging_matrix(score, &matrix) ? 2 + matrix_rows(&matrix) : 1;
}

static int put(const struct score *score, const struct score_box *box, int column,
               enum string_id name, double value, enum role role)
{
    char figure[FIGURE_SIZE];
    score_text(score, box, column, 0, string_get(name), ROLE_DIM);
    column += (int)utf8_text_columns(string_get(name)) + 1;
    score_text(score, box, column, 0, figure_value(figure, value), role);
    return column + (int)utf8_text_columns(figure) + GAP;
}

void summary_draw(const struct score *score, const struct score_box *box)
{
    struct matrix matrix;
    int column = 0;
    if (score->tested)
        column =
            put(score, box, column, STR_TEST, (double)score->seen.now->test.accuracy, ROLE_STRONG);
    if (score->epoch) {
        column = put(score, box, column, STR_VAL, (double)score->epoch->val_accuracy, ROLE_PLAIN);
        put(score, box, column, STR_SCORE_AUC_BRIEF, (double)score->epoch->val.auc, ROLE_PLAIN);
    }
    if (!judging_matrix(score, &matrix))
        return;
    matrix_measure(&matrix, box->columns);
    matrix_draw(score, &matrix,
                &(struct score_box){box->column, box->row + 2, box->columns, box->rows - 2});
}
