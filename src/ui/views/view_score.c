#include "config.h"

#include "rnntop/ui/views/view_score.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/fit.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/seen.h"
#include "rnntop/ui/strings.h"
#include "rnntop/ui/views/page.h"

#define TEXT_SIZE 128
#define BETWEEN   4  /* columns between two matrices side by side */
#define ROOMY     60 /* columns from which on there is room for whole words */
#define WIDE      80 /* and for shares */

struct score {
    const struct screen *screen;
    const struct board *board;
    struct seen seen;
    bool tested; /* by what the screen shows of the run */
};

/* ---- the confusion matrix ---- */

struct matrix {
    const struct metrics *metrics;
    const struct classes_event *classes; /* NULL: numbers */
    bool numbered;                       /* columns are headed by numbers */
    int label, cell, recall;             /* columns of each */
    char title[TEXT_SIZE];
};

static void class_name(const struct classes_event *classes, size_t i, char name[CLASS_NAME_SIZE])
{
    if (classes && i < classes->classes && classes->classes <= METRICS_MAX_CLASSES)
        snprintf(name, CLASS_NAME_SIZE, "%s", classes->name[i]);
    else
        snprintf(name, CLASS_NAME_SIZE, "%zu", i);
}

static uint64_t matrix_rows(const struct metrics *metrics)
{
    uint64_t rows = 0;
    for (size_t i = 0; i < (size_t)metrics->classes * metrics->classes; i++)
        rows += metrics->confusion[i];
    return rows;
}

static bool has_matrix(const struct metrics *metrics)
{
    return metrics->classes >= 2 && metrics->classes <= METRICS_MAX_CLASSES;
}

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

static int matrix_columns(const struct matrix *matrix)
{
    return matrix->label + (int)matrix->metrics->classes * matrix->cell + matrix->recall;
}

/* Names stand behind numbers too, whole where there is room for that. */
static void widen_label(struct matrix *matrix, int room)
{
    int wanted = matrix->label, most = matrix->label + room - matrix_columns(matrix);
    char name[CLASS_NAME_SIZE], label[CLASS_NAME_SIZE + 16];
    for (size_t i = 0; i < matrix->metrics->classes; i++) {
        class_name(matrix->classes, i, name);
        snprintf(label, sizeof label, "%zu %s", i, name);
        wanted = wider(wanted, label);
    }
    matrix->label = wanted < most ? wanted : most;
}

/* As wide as its names and figures; with numbers for the columns where that is too wide. */
static void matrix_measure(struct matrix *matrix, int room)
{
    for (int numbered = 0; numbered < 2; numbered++) {
        size_t classes = matrix->metrics->classes;
        char text[FIGURE_SIZE], name[CLASS_NAME_SIZE];
        int cell = 5; /* of a precision */
        matrix->numbered = numbered;
        matrix->recall = 2 + wider(5, string_get(STR_SCORE_RECALL));
        matrix->label =
            wider(wider(0, string_get(STR_SCORE_CORNER)), string_get(STR_SCORE_PRECISION));
        for (size_t i = 0; i < classes; i++) {
            class_name(matrix->classes, i, name);
            if (!numbered) {
                cell = wider(cell, name);
                matrix->label = wider(matrix->label, name);
            }
        }
        for (size_t i = 0; i < classes * classes; i++) {
            cell_figure(matrix, matrix->metrics->confusion[i], text);
            cell = wider(cell, text);
        }
        matrix->cell = cell + (numbered ? 1 : 2);
        if (matrix_columns(matrix) <= room)
            break;
    }
    if (matrix->numbered && matrix_columns(matrix) < room)
        widen_label(matrix, room);
}

static void put_right(const struct page *page, int end, const char *text, enum role role)
{
    page_text(page, end - (int)utf8_text_columns(text), text, role);
}

static void put_share(const struct page *page, int end, double part, double whole)
{
    char figure[FIGURE_SIZE];
    put_right(page, end, figure_value(figure, whole > 0 ? part / whole : 0), ROLE_DIM);
}

/* A class's row: its name, what it was taken for, the share that was found. */
static void put_class(const struct page *page, const struct matrix *matrix, int column, size_t row)
{
    const struct metrics *metrics = matrix->metrics;
    char name[CLASS_NAME_SIZE], label[CLASS_NAME_SIZE + 16], figure[FIGURE_SIZE];
    uint64_t sum = 0;
    int end = column + matrix->label;
    class_name(matrix->classes, row, name);
    snprintf(label, sizeof label, "%s", name);
    if (matrix->numbered && matrix->classes)
        snprintf(label, sizeof label, "%zu %s", row, name);
    page_text(page, column, fit_cut(label, matrix->label), ROLE_PLAIN);
    for (size_t i = 0; i < metrics->classes; i++) {
        uint32_t count = metrics_count(metrics, row, i);
        sum += count;
        end += matrix->cell;
        cell_figure(matrix, count, figure);
        put_right(page, end, figure, i == row ? ROLE_STRONG : ROLE_PLAIN);
    }
    put_share(page, end + matrix->recall, metrics_count(metrics, row, row), (double)sum);
}

static void put_heading(const struct page *page, const struct matrix *matrix, int column)
{
    char name[CLASS_NAME_SIZE];
    int end = column + matrix->label;
    page_text(page, column, string_get(STR_SCORE_CORNER), ROLE_DIM);
    for (size_t i = 0; i < matrix->metrics->classes; i++) {
        end += matrix->cell;
        class_name(matrix->numbered ? NULL : matrix->classes, i, name);
        put_right(page, end, name, ROLE_DIM);
    }
    put_right(page, end + matrix->recall, string_get(STR_SCORE_RECALL), ROLE_DIM);
}

static void put_precision(const struct page *page, const struct matrix *matrix, int column)
{
    const struct metrics *metrics = matrix->metrics;
    int end = column + matrix->label;
    page_text(page, column, string_get(STR_SCORE_PRECISION), ROLE_DIM);
    for (size_t i = 0; i < metrics->classes; i++) {
        uint64_t sum = 0;
        for (size_t row = 0; row < metrics->classes; row++)
            sum += metrics_count(metrics, row, i);
        end += matrix->cell;
        put_share(page, end, metrics_count(metrics, i, i), (double)sum);
    }
}

/* Matrices side by side; all have as many classes. */
static void put_matrices(struct page *page, const struct matrix *matrix, size_t count)
{
    size_t classes = matrix[0].metrics->classes;
    for (size_t row = 0; row < classes + 3; row++) {
        int column = 1;
        for (size_t i = 0; i < count; i++) {
            if (row == 0)
                page_text(page, column, matrix[i].title, ROLE_STRONG);
            else if (row == 1)
                put_heading(page, &matrix[i], column);
            else if (row < classes + 2)
                put_class(page, &matrix[i], column, row - 2);
            else
                put_precision(page, &matrix[i], column);
            column += wider(matrix_columns(&matrix[i]), matrix[i].title) + BETWEEN;
        }
        page_next(page);
    }
    page_next(page);
}

/* The epoch under the cursor where it has ended, else the newest; NULL: none has. */
static const struct epoch_event *shown_epoch(const struct score *score)
{
    const struct screen_run *view = screen_run(score->screen, score->screen->selected);
    for (size_t i = 0; view->cursor_on && i < score->seen.epoch_count; i++) {
        if (fabs((double)score->seen.epochs[i].epoch - view->cursor) <= 0.5)
            return &score->seen.epochs[i];
    }
    return score->seen.epoch_count > 0 ? &score->seen.epochs[score->seen.epoch_count - 1] : NULL;
}

/* Of the validation shown and, when there is one, of the test. */
static void put_confusion(struct page *page, const struct score *score)
{
    const struct epoch_event *epoch = shown_epoch(score);
    const struct metrics *test = &score->seen.now->test.metrics;
    struct matrix matrix[2];
    char figure[2][FIGURE_SIZE];
    size_t count = 0;
    if (epoch && has_matrix(&epoch->val)) {
        matrix[count].metrics = &epoch->val;
        string_fill(matrix[count++].title, TEXT_SIZE, STR_SCORE_VALIDATION,
                    figure_count(figure[0], epoch->epoch),
                    figure_count(figure[1], matrix_rows(&epoch->val)));
    }
    if (score->tested && has_matrix(test) && (count == 0 || test->classes == epoch->val.classes)) {
        matrix[count].metrics = test;
        string_fill(matrix[count++].title, TEXT_SIZE, STR_SCORE_TEST,
                    figure_count(figure[0], matrix_rows(test)));
    }
    int columns = 1, room = page->columns - 2;
    for (size_t i = 0; i < count; i++) {
        matrix[i].classes = board_class_facts(score->board, score->screen->selected);
        matrix_measure(&matrix[i], room);
        if (matrix_columns(&matrix[i]) > room) {
            page_wrap(page, 1,
                      string_fill(matrix[i].title, TEXT_SIZE, STR_SCORE_NARROW,
                                  figure_count(figure[0], matrix[i].metrics->classes)),
                      ROLE_DIM);
            page_next(page);
            return;
        }
        columns += wider(matrix_columns(&matrix[i]), matrix[i].title) + (i > 0 ? BETWEEN : 0);
    }
    if (columns < page->columns && count > 0) {
        put_matrices(page, matrix, count);
        return;
    }
    for (size_t i = count; i > 0; i--) /* the judge first */
        put_matrices(page, &matrix[i - 1], 1);
}

/* ---- the figures of each epoch ---- */

enum figure_column { IN_EPOCH, IN_ACCURACY, IN_PRECISION, IN_RECALL, IN_F1, IN_AUC, FIGURES };

static const int ENDS[2][FIGURES] = {{6, 12, 18, 25, 32, 39}, {7, 18, 30, 39, 47, 57}};

static void put_figure(const struct score *score, const struct page *page, int column, double value,
                       enum role role)
{
    char figure[FIGURE_SIZE] = "";
    if (isnan(value))
        figure[utf8_encode(glyph(screen_ascii(score->screen), GLYPH_NOTHING), figure)] = '\0';
    else
        figure_value(figure, value);
    put_right(page, column, figure, role);
}

static void put_figures(const struct score *score, struct page *page, const char *name,
                        double accuracy, const struct metrics *metrics, enum role role)
{
    const int *end = ENDS[page->columns >= ROOMY];
    bool judged = metrics->classes > 0;
    const double figure[FIGURES] = {
        [IN_ACCURACY] = accuracy,
        [IN_PRECISION] = judged ? (double)metrics->precision : NAN,
        [IN_RECALL] = judged ? (double)metrics->recall : NAN,
        [IN_F1] = judged ? (double)metrics->f1 : NAN,
        [IN_AUC] = judged ? (double)metrics->auc : NAN,
    };
    put_right(page, end[IN_EPOCH], name, role);
    for (size_t i = IN_ACCURACY; i < FIGURES; i++)
        put_figure(score, page, end[i], figure[i], role);
    page_next(page);
}

/* Whose precision it is. */
static void put_whose(const struct page *page, const struct score *score, size_t classes)
{
    char text[TEXT_SIZE], name[CLASS_NAME_SIZE];
    class_name(board_class_facts(score->board, score->screen->selected), 1, name);
    if (classes > 2)
        snprintf(text, sizeof text, "%s", string_get(STR_SCORE_MEAN));
    else
        string_fill(text, sizeof text, STR_SCORE_OF, name);
    int begin = ENDS[1][FIGURES - 1] + 3;
    if (begin + (int)utf8_text_columns(text) < page->columns)
        page_text(page, begin, text, ROLE_DIM);
}

/* The judge first, then the newest: what counts needs no scrolling. */
static void put_epochs(struct page *page, const struct score *score)
{
    static const enum string_id HEADING[2][FIGURES] = {
        {STR_EPOCH, STR_SCORE_ACCURACY_BRIEF, STR_SCORE_PRECISION_BRIEF, STR_SCORE_RECALL,
         STR_SCORE_F1, STR_SCORE_AUC_BRIEF},
        {STR_EPOCH, STR_ACCURACY, STR_SCORE_PRECISION, STR_SCORE_RECALL, STR_SCORE_F1,
         STR_SCORE_AUC}};
    bool roomy = page->columns >= ROOMY;
    const struct epoch_event *epoch = shown_epoch(score);
    char figure[FIGURE_SIZE];
    for (size_t i = 0; i < FIGURES; i++)
        put_right(page, ENDS[roomy][i], string_get(HEADING[roomy][i]),
                  i == IN_EPOCH ? ROLE_DIM : ROLE_VAL);
    put_whose(page, score, epoch ? epoch->val.classes : score->seen.now->test.metrics.classes);
    page_next(page);
    if (score->tested)
        put_figures(score, page, string_get(STR_TEST), (double)score->seen.now->test.accuracy,
                    &score->seen.now->test.metrics, ROLE_STRONG);
    for (size_t i = score->seen.epoch_count; i > 0; i--) {
        epoch = &score->seen.epochs[i - 1];
        put_figures(score, page, figure_count(figure, epoch->epoch), (double)epoch->val_accuracy,
                    &epoch->val, ROLE_PLAIN);
    }
}

/* ---- the balance of the classes ---- */

static void put_balance(struct page *page, const struct classes_event *classes)
{
    static const enum string_id PART[PART_COUNT] = {STR_TRAIN, STR_SCORE_PART_VALIDATION, STR_TEST};
    bool roomy = page->columns >= WIDE;
    int label = wider(9, string_get(STR_SCORE_CLASS)), step = roomy ? 18 : 9;
    char name[CLASS_NAME_SIZE], text[TEXT_SIZE], figure[FIGURE_SIZE];
    for (size_t i = 0; i < classes->classes; i++)
        label = wider(label, classes->name[i]);
    if (label > page->columns - 2 - PART_COUNT * step)
        label = page->columns - 2 - PART_COUNT * step;
    page_text(page, 1, string_get(STR_SCORE_CLASS), ROLE_DIM);
    for (int p = 0; p < PART_COUNT; p++)
        put_right(page, 1 + label + (p + 1) * step - (roomy ? 6 : 0),
                  string_get(roomy || p != PART_VALIDATION ? PART[p] : STR_VAL), ROLE_DIM);
    page_next(page);
    for (size_t i = 0; i < classes->classes; i++) {
        class_name(classes, i, name);
        page_text(page, 1, fit_cut(name, label), ROLE_PLAIN);
        for (int p = 0; p < PART_COUNT; p++) {
            uint64_t sum = 0, count = classes->rows[p][i];
            int end = 1 + label + (p + 1) * step - (roomy ? 6 : 0);
            for (size_t j = 0; j < classes->classes; j++)
                sum += classes->rows[p][j];
            put_right(page, end, figure_count(figure, count), ROLE_PLAIN);
            if (!roomy || sum == 0)
                continue;
            snprintf(figure, sizeof figure, "%.0f", 100 * (double)count / (double)sum);
            put_right(page, end + 6, string_fill(text, sizeof text, STR_PERCENT, figure), ROLE_DIM);
        }
        page_next(page);
    }
    page_next(page);
}

/* ---- the whole ---- */

static void write(struct page *page, const struct screen *screen, const struct board *board)
{
    const struct classes_event *classes = board_class_facts(board, screen->selected);
    struct score score = {.screen = screen, .board = board};
    seen_take(&score.seen, screen, board, screen->selected);
    score.tested = score.seen.now->tested;
    page_next(page); /* under the title */
    put_confusion(page, &score);
    if (classes && classes->classes <= METRICS_MAX_CLASSES)
        put_balance(page, classes);
    if (score.seen.epoch_count > 0 || score.tested) {
        put_epochs(page, &score);
    } else {
        page_wrap(page, 1, string_get(STR_SCORE_NONE), ROLE_DIM);
    }
}

const struct view view_score = {
    .action = ACTION_SCORE,
    .write = write,
    .title = STR_SCORE_TITLE,
    .back = STR_SCORE_BACK,
    .of_run = true,
};
