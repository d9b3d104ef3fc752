#include "config.h"

#include "rnntop/ui/score/panels.h"

#include "rnntop/ui/score/balance.h"
#include "rnntop/ui/score/calibration.h"
#include "rnntop/ui/score/epochs.h"
#include "rnntop/ui/score/histogram.h"
#include "rnntop/ui/score/lengths.h"
#include "rnntop/ui/score/matrix.h"
#include "rnntop/ui/score/roc.h"
#include "rnntop/ui/score/summary.h"
#include "rnntop/ui/score/worst.h"

static struct panel_rows exactly(int rows)
{
    return (struct panel_rows){rows, rows};
}

/* ---- matrices ---- */

typedef bool (*matrix_function)(const struct score *score, struct matrix *matrix);

static struct panel_rows rows_of_matrix(const struct score *score, matrix_function of, int columns)
{
    struct matrix matrix;
    if (!of(score, &matrix))
        return exactly(0);
    matrix_measure(&matrix, columns);
    return exactly(matrix_columns(&matrix) > columns ? 1 : matrix_rows(&matrix)); /* a sentence */
}

static void draw_matrix(const struct score *score, matrix_function of, const struct score_box *box)
{
    struct matrix matrix;
    if (!of(score, &matrix))
        return;
    matrix_measure(&matrix, box->columns);
    matrix_draw(score, &matrix, box);
}

static struct panel_rows rows_of_validation(const struct score *score, int columns)
{
    return rows_of_matrix(score, matrix_of_validation, columns);
}

static void draw_validation(const struct score *score, const struct score_box *box)
{
    draw_matrix(score, matrix_of_validation, box);
}

static struct panel_rows rows_of_test(const struct score *score, int columns)
{
    return rows_of_matrix(score, matrix_of_test, columns);
}

static void draw_test(const struct score *score, const struct score_box *box)
{
    draw_matrix(score, matrix_of_test, box);
}

/* ---- scores ---- */

static struct panel_rows rows_of_summary(const struct score *score, int columns)
{
    (void)columns;
    return exactly(summary_rows(score));
}

static struct panel_rows rows_of_epochs(const struct score *score, int columns)
{
    (void)columns;
    return (struct panel_rows){EPOCHS_LEAST_ROWS, epochs_rows(score)};
}

static struct panel_rows rows_of_balance(const struct score *score, int columns)
{
    (void)columns;
    return exactly(balance_rows(score));
}

/* ---- what only a judgement tells ---- */

static struct panel_rows rows_of_roc(const struct score *score, int columns)
{
    if (score->judgement->curves == 0)
        return exactly(ROC_NO_ROWS);
    return (struct panel_rows){ROC_LEAST_ROWS, roc_most_rows(columns)};
}

static struct panel_rows rows_of_histogram(const struct score *score, int columns)
{
    (void)score;
    (void)columns;
    return (struct panel_rows){HISTOGRAM_LEAST_ROWS, HISTOGRAM_MOST_ROWS};
}

static struct panel_rows rows_of_calibration(const struct score *score, int columns)
{
    (void)score;
    (void)columns;
    return exactly(CALIBRATION_ROWS);
}

static struct panel_rows rows_of_lengths(const struct score *score, int columns)
{
    (void)columns;
    return exactly(score->judgement->lengths > 0 ? LENGTHS_ROWS : 0);
}

static struct panel_rows rows_of_worst(const struct score *score, int columns)
{
    (void)columns;
    return (struct panel_rows){WORST_LEAST_ROWS, worst_rows(score)};
}

/* ---- the table ---- */

static const struct {
    struct panel_rows (*rows)(const struct score *score, int columns);
    void (*draw)(const struct score *score, const struct score_box *box);
    bool judged; /* there is nothing to show without a judgement */
} PANELS[PANEL_COUNT] = {
    [PANEL_SUMMARY] = {rows_of_summary, summary_draw, false},
    [PANEL_VALIDATION] = {rows_of_validation, draw_validation, false},
    [PANEL_TEST] = {rows_of_test, draw_test, false},
    [PANEL_EPOCHS] = {rows_of_epochs, epochs_draw, false},
    [PANEL_ROC] = {rows_of_roc, roc_draw, true},
    [PANEL_HISTOGRAM] = {rows_of_histogram, histogram_draw, true},
    [PANEL_CALIBRATION] = {rows_of_calibration, calibration_draw, true},
    [PANEL_LENGTHS] = {rows_of_lengths, lengths_draw, true},
    [PANEL_WORST] = {rows_of_worst, worst_draw, true},
    [PANEL_BALANCE] = {rows_of_balance, balance_draw, false},
};

struct panel_rows panel_rows(const struct score *score, enum score_panel panel, int columns)
{
    if (PANELS[panel].judged && !score->judgement)
        return exactly(0);
    return PANELS[panel].rows(score, columns);
}

void panel_draw(const struct score *score, enum score_panel panel, const struct score_box *box)
{
    PANELS[panel].draw(score, box);
}
