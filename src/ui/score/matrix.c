#include "config.h"

#include "rnntop/ui/score/matrix.h"

#include <stdio.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/fit.h"
#include "rnntop/ui/strings.h"

#define LEAST_CELL 5 /* of a precision */

static bool has_matrix(const struct metrics *metrics)
{
    return metrics->classes >= 2 && metrics->classes <= METRICS_MAX_CLASSES;
}

static uint64_t rows_of(const struct metrics *metrics)
{
    uint64_t rows = 0;
    for (size_t i = 0; i < (size_t)metrics->classes * metrics->classes; i++)
        rows += metrics->confusion[i];
    return rows;
}

bool matrix_of_validation(const struct score *score, struct matrix *matrix)
{
    char figure[2][FIGURE_SIZE];
    if (!score->epoch || !has_matrix(&score->epoch->val))
        return false;
    *matrix = (struct matrix){.metrics = &score->epoch->val, .classes = score->classes};
    string_fill(matrix->title, sizeof matrix->title, STR_SCORE_VALIDATION,
                figure_count(figure[0], score->epoch->epoch),
                figure_count(figure[1], rows_of(matrix->metrics)));
    return true;
}

bool matrix_of_test(const struct score *score, struct matrix *matrix)
{
    char figure[FIGURE_SIZE];
    if (!score->tested || !has_matrix(&score->seen.now->test.metrics))
        return false;
    *matrix = (struct matrix){.metrics = &score->seen.now->test.metrics, .classes = score->classes};
    string_fill(matrix->title, sizeof matrix->title, STR_SCORE_TEST,
                figure_count(figure, rows_of(matrix->metrics)));
    return true;
}

/* ---- its measures ---- */

static void cell_figure(const struct matrix *matrix, uint32_t count, char text[FIGURE_SIZE])
{
    if (matrix->numbered)
        snprintf(text, FIGURE_SIZE, "%u", (unsigned)count);
    else
        figure_count(text, count);
}

static int wider(int width, const char *text)
{
    int columns = (int)utf8_text_columns(text);
    return columns > width ? columns : width;
}

static int cells_columns(const struct matrix *matrix)
{
    return matrix->label + (int)matrix->metrics->classes * matrix->cell + matrix->recall;
}

int matrix_columns(const struct matrix *matrix)
{
    return wider(cells_columns(matrix), matrix->title);
}

int matrix_rows(const struct matrix *matrix)
{
    return (int)matrix->metrics->classes + (matrix->brief ? 1 : 3);
}

/* Names stand behind numbers too, whole where there is room for that. */
static void widen_label(struct matrix *matrix, int room)
{
    int wanted = matrix->label, most = matrix->label + room - cells_columns(matrix);
    char name[CLASS_NAME_SIZE], label[CLASS_NAME_SIZE + 16];
    for (size_t i = 0; i < matrix->metrics->classes; i++) {
        score_class_name(matrix->classes, i, name);
        snprintf(label, sizeof label, "%zu %s", i, name);
        wanted = wider(wanted, label);
    }
    matrix->label = wanted < most ? wanted : most;
}

static void measure(struct matrix *matrix, bool numbered)
{
    size_t classes = matrix->metrics->classes;
    char text[FIGURE_SIZE], name[CLASS_NAME_SIZE];
    int cell = wider(LEAST_CELL, string_get(STR_SCORE_NEVER));
    matrix->numbered = numbered;
    matrix->recall = matrix->brief ? 0 : 2 + wider(5, string_get(STR_SCORE_RECALL));
    matrix->label = wider(wider(0, string_get(STR_SCORE_CORNER)),
                          matrix->brief ? "" : string_get(STR_SCORE_PRECISION));
    for (size_t i = 0; i < classes && !numbered; i++) {
        score_class_name(matrix->classes, i, name);
        cell = wider(cell, name);
        matrix->label = wider(matrix->label, name);
    }
    for (size_t i = 0; i < classes * classes; i++) {
        cell_figure(matrix, matrix->metrics->confusion[i], text);
        cell = wider(cell, text);
    }
    matrix->cell = cell + (numbered ? 1 : 2);
}

void matrix_measure(struct matrix *matrix, int room)
{
    measure(matrix, false);
    if (cells_columns(matrix) <= room)
        return;
    measure(matrix, true);
    if (cells_columns(matrix) < room)
        widen_label(matrix, room);
}

/* ---- its rows ---- */

struct drawing {
    const struct score *score;
    const struct matrix *matrix;
    const struct score_box *box;
};

static void put_right(const struct drawing *drawing, int end, int row, const char *text,
                      enum role role)
{
    score_text_right(drawing->score, drawing->box, end, row, text, role);
}

static void put_heading(const struct drawing *drawing, int row)
{
    const struct matrix *matrix = drawing->matrix;
    char name[CLASS_NAME_SIZE];
    int end = matrix->label;
    score_text(drawing->score, drawing->box, 0, row, string_get(STR_SCORE_CORNER), ROLE_DIM);
    for (size_t i = 0; i < matrix->metrics->classes; i++) {
        end += matrix->cell;
        score_class_name(matrix->numbered ? NULL : matrix->classes, i, name);
        put_right(drawing, end, row, name, ROLE_DIM);
    }
    if (!matrix->brief)
        put_right(drawing, end + matrix->recall, row, string_get(STR_SCORE_RECALL), ROLE_DIM);
}

/* The share of a class that was found. */
static void put_recall(const struct drawing *drawing, size_t class, int end, int row)
{
    const struct metrics *metrics = drawing->matrix->metrics;
    char figure[FIGURE_SIZE];
    double sum = 0;
    for (size_t i = 0; i < metrics->classes; i++)
        sum += metrics_count(metrics, class, i);
    double share = sum > 0 ? metrics_count(metrics, class, class) / sum : 0;
    put_right(drawing, end + drawing->matrix->recall, row, figure_value(figure, share),
              sum > 0 ? score_share_role(share, ROLE_DIM) : ROLE_DIM);
}

/* A class's row: its name, what it was taken for, the share that was found. */
static void put_class(const struct drawing *drawing, size_t class, int row)
{
    const struct matrix *matrix = drawing->matrix;
    char name[CLASS_NAME_SIZE], label[CLASS_NAME_SIZE + 16], figure[FIGURE_SIZE];
    int end = matrix->label;
    score_class_name(matrix->classes, class, name);
    snprintf(label, sizeof label, "%s", name);
    if (matrix->numbered && matrix->classes)
        snprintf(label, sizeof label, "%zu %s", class, name);
    score_text(drawing->score, drawing->box, 0, row, fit_cut(label, matrix->label), ROLE_PLAIN);
    for (size_t i = 0; i < matrix->metrics->classes; i++) {
        end += matrix->cell;
        cell_figure(matrix, metrics_count(matrix->metrics, class, i), figure);
        put_right(drawing, end, row, figure, i == class ? ROLE_STRONG : ROLE_PLAIN);
    }
    if (!matrix->brief)
        put_recall(drawing, class, end, row);
}

/* The share of what was said that is right; of a class that was never said there is none. */
static void put_precision(const struct drawing *drawing, int row)
{
    const struct matrix *matrix = drawing->matrix;
    char figure[FIGURE_SIZE];
    int end = matrix->label;
    score_text(drawing->score, drawing->box, 0, row, string_get(STR_SCORE_PRECISION), ROLE_DIM);
    for (size_t i = 0; i < matrix->metrics->classes; i++) {
        double said = 0;
        for (size_t class = 0; class < matrix->metrics->classes; class ++)
            said += metrics_count(matrix->metrics, class, i);
        end += matrix->cell;
        if (said > 0)
            put_right(drawing, end, row,
                      figure_value(figure, metrics_count(matrix->metrics, i, i) / said), ROLE_DIM);
        else
            put_right(drawing, end, row, string_get(STR_SCORE_NEVER), ROLE_BAD);
    }
}

void matrix_draw(const struct score *score, const struct matrix *matrix,
                 const struct score_box *box)
{
    const struct drawing drawing = {score, matrix, box};
    const size_t classes = matrix->metrics->classes;
    char text[SCORE_TEXT], figure[FIGURE_SIZE];
    int row = 0;
    if (cells_columns(matrix) > box->columns || matrix_rows(matrix) > box->rows) {
        string_fill(text, sizeof text, STR_SCORE_NARROW, figure_count(figure, classes));
        fit_text(score->canvas, score->ascii, box->column, box->column + box->columns, box->row,
                 text, ROLE_DIM);
        return;
    }
    if (!matrix->brief)
        score_text(score, box, 0, row++, matrix->title, ROLE_STRONG);
    put_heading(&drawing, row++);
    for (size_t class = 0; class < classes; class ++)
        put_class(&drawing, class, row++);
    if (!matrix->brief)
        put_precision(&drawing, row);
}
