#include "config.h"

#include "rnntop/ui/curves/runs_table.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/curves/runs_cells.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/fit.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/strings.h"

#define RUN_COLUMN  2 /* behind the sign of the selected run */
#define LEAST_GAP   2
#define LEAST_NAME  6  /* columns of a run's name, where there is no room for all of it */
#define STATE_WIDTH 8  /* of a state's name */
#define MEAN_WIDTH  12 /* of "0.848 ±0.012" */
#define SWEEP_ROWS  3  /* from so many on they are compared, and the best is the result */

/* Wider gaps stand between what does not belong together, when there is room. */
static const int GAP_WEIGHT[RUNS_COLUMNS] = {
    [RUNS_STATE] = 1, [RUNS_EPOCH] = 1, [RUNS_TRAIN] = 2, [RUNS_BEST] = 1,
    [RUNS_TEST] = 2,  [RUNS_LOSS] = 2,  [RUNS_SAVED] = 2, [RUNS_LEFT] = 1,
};

struct table {
    int width[RUNS_COLUMNS]; /* 0: not shown */
    int end[RUNS_COLUMNS];   /* the column behind it */
    bool signs;              /* states are shown by their signs alone */
    bool means; /* figures with deviations: they and their headings begin at the left */
};

/* ---- columns ---- */

static bool is_sorted_by(const struct curves *curves, enum runs_column column)
{
    return (curves->screen->order == RANKING_VAL && column == RUNS_BEST) ||
           (curves->screen->order == RANKING_NAME && column == RUNS_NAME);
}

static enum role heading_text(const struct curves *curves, const struct table *table,
                              enum runs_column column, char text[RUNS_CELL_SIZE])
{
    static const enum string_id HEADING[RUNS_COLUMNS] = {
        STR_RUN,  STR_STATE, STR_EPOCH, STR_TRAIN, STR_VAL,  STR_BEST_VAL,
        STR_TEST, STR_LOSS,  STR_VAL,   STR_SAVED, STR_LEFT,
    };
    enum string_id id = HEADING[column];
    if (column == RUNS_TRAIN && table->width[RUNS_LOSS] > 0)
        id = STR_ACCURACY;
    if (column == RUNS_NAME && curves->rows.shared[0])
        id = STR_RUN_SHARED;
    string_fill(text, RUNS_CELL_SIZE, id, curves->rows.shared);
    if (is_sorted_by(curves, column)) {
        size_t used = strlen(text);
        text[used++] = ' ';
        text[used + utf8_encode(glyph(curves->ascii, GLYPH_SORTED), text + used)] = '\0';
        return ROLE_STRONG;
    }
    switch (column) {
    case RUNS_TRAIN:
    case RUNS_LOSS:
        return ROLE_TRAIN;
    case RUNS_VAL:
    case RUNS_VAL_LOSS:
        return ROLE_VAL;
    default:
        return ROLE_DIM;
    }
}

static int digits(size_t number)
{
    char text[FIGURE_SIZE];
    return snprintf(text, sizeof text, "%zu", number);
}

static void widen(struct table *table, enum runs_column column, int width)
{
    if (width > table->width[column])
        table->width[column] = width;
}

/* As wide as a column's figures can become while the runs train, so that it never moves. */
static void measure(const struct curves *curves, struct table *table)
{
    char text[RUNS_CELL_SIZE];
    int mean = curves->ascii ? MEAN_WIDTH + 1 : MEAN_WIDTH;
    *table = (struct table){.means = curves->rows.grouped,
                            .width = {[RUNS_STATE] = 2 + STATE_WIDTH,
                                      [RUNS_TRAIN] = 5,
                                      [RUNS_VAL] = 5,
                                      [RUNS_TEST] = curves->rows.grouped ? mean : 5,
                                      [RUNS_BEST] = curves->rows.grouped ? mean : 0,
                                      [RUNS_LOSS] = curves->layout.wide ? 5 : 0,
                                      [RUNS_VAL_LOSS] = curves->layout.wide ? 5 : 0,
                                      [RUNS_SAVED] = 5,
                                      [RUNS_LEFT] = 5}};
    for (size_t i = 0; i < curves->rows.count; i++) {
        const struct run_spec *spec = curves->seen[rows_run(&curves->rows, i, 0)].spec;
        size_t before_last = spec->epochs > 0 ? spec->epochs - 1 : 0;
        runs_cell(curves, i, RUNS_NAME, text);
        widen(table, RUNS_NAME, (int)utf8_text_columns(text));
        widen(table, RUNS_EPOCH, digits(before_last) + 3 + digits(spec->epochs));
        widen(table, RUNS_EPOCH, 2 * digits(spec->epochs) + 1);
        widen(table, RUNS_BEST, 7 + digits(spec->epochs));
        widen(table, RUNS_SAVED, 3 + digits(before_last));
        runs_cell(curves, i, RUNS_LEFT, text);
        widen(table, RUNS_LEFT, strlen(text) > 5 ? 8 : 5);
    }
    for (enum runs_column column = 0; column < RUNS_COLUMNS; column++) {
        heading_text(curves, table, column, text);
        if (table->width[column] > 0)
            widen(table, column, (int)utf8_text_columns(text));
    }
}

static int least_width(const struct table *table)
{
    int width = RUN_COLUMN;
    for (int i = 0; i < RUNS_COLUMNS; i++) {
        if (table->width[i] > 0)
            width += table->width[i] + (i > 0 ? LEAST_GAP : 0);
    }
    return width;
}

/* What matters least leaves first: of few runs the best validation, which of many is the result. */
static void shrink(const struct curves *curves, struct table *table, int width)
{
    static const enum runs_column OF_FEW[] = {RUNS_SAVED, RUNS_BEST, RUNS_LEFT, RUNS_VAL_LOSS,
                                              RUNS_LOSS};
    static const enum runs_column OF_MANY[] = {RUNS_SAVED, RUNS_LEFT, RUNS_VAL_LOSS, RUNS_LOSS,
                                               RUNS_TRAIN};
    bool many = curves->rows.count >= SWEEP_ROWS || curves->rows.grouped;
    for (size_t i = 0; i < sizeof OF_FEW / sizeof OF_FEW[0] && least_width(table) > width; i++)
        table->width[many ? OF_MANY[i] : OF_FEW[i]] = 0;
    if (least_width(table) > width) {
        table->signs = true;
        table->width[RUNS_STATE] = 1;
    }
    if (least_width(table) > width && many)
        table->width[RUNS_VAL] = 0;
    if (least_width(table) > width)
        table->width[RUNS_TEST] = 0;
    int over = least_width(table) - width, room = table->width[RUNS_NAME] - LEAST_NAME;
    if (over > 0 && room > 0)
        table->width[RUNS_NAME] -= over < room ? over : room;
    if (least_width(table) > width)
        table->width[RUNS_EPOCH] = 0;
}

/* Shares out what the columns leave over, each gap in proportion to its weight. */
static void spread(struct table *table, int width)
{
    int weight = 0, passed = 0, shared = 0, next = RUN_COLUMN;
    for (int i = 1; i < RUNS_COLUMNS; i++)
        weight += table->width[i] > 0 ? GAP_WEIGHT[i] : 0;
    int extra = width - least_width(table);
    extra = extra < 0 ? 0 : extra;
    for (int i = 0; i < RUNS_COLUMNS; i++) {
        if (table->width[i] == 0)
            continue;
        if (i > 0) {
            passed += GAP_WEIGHT[i];
            int share = (2 * extra * passed + weight) / (2 * weight) - shared;
            shared += share;
            next += LEAST_GAP + share;
        }
        table->end[i] = next + table->width[i];
        next = table->end[i];
    }
}

/* ---- drawing ---- */

/* Names, states and figures that something follows begin below one another, other figures end so.
 */
static bool is_left(const struct table *table, enum runs_column column)
{
    return column <= RUNS_STATE || (table->means && (column == RUNS_BEST || column == RUNS_TEST));
}

static void put(const struct curves *curves, const struct table *table, enum runs_column column,
                int row, const char *text, enum role role)
{
    if (is_left(table, column))
        canvas_text(curves->canvas, table->end[column] - table->width[column], row, text, role);
    else
        canvas_text_right(curves->canvas, table->end[column], row, text, role);
}

static void draw_state(const struct curves *curves, const struct table *table, size_t at, int row)
{
    char text[RUNS_CELL_SIZE];
    enum run_state state = runs_state(curves, at, text);
    int column = table->end[RUNS_STATE] - table->width[RUNS_STATE];
    enum role role = state_role(state);
    canvas_put(curves->canvas, column, row, glyph_state(curves->ascii, state), role);
    if (!table->signs)
        fit_text(curves->canvas, curves->ascii, column + 2, table->end[RUNS_STATE], row, text,
                 role);
}

/* Whether it is on screen, and whether it is the best, or marked. */
static void draw_signs(const struct curves *curves, size_t at, int row)
{
    const struct row *what = &curves->rows.at[at];
    if (at == curves->rows.selected)
        canvas_put(curves->canvas, 0, row, glyph(curves->ascii, GLYPH_SELECTED), ROLE_STRONG);
    if (what->best)
        canvas_put(curves->canvas, 1, row, glyph(curves->ascii, GLYPH_BEST), ROLE_GOOD);
    else if (what->marked)
        canvas_put(curves->canvas, 1, row, glyph(curves->ascii, GLYPH_MARKED), ROLE_MARK);
}

static void draw_row(const struct curves *curves, const struct table *table, size_t at, int row)
{
    char text[RUNS_CELL_SIZE];
    draw_signs(curves, at, row);
    enum role role = runs_cell(curves, at, RUNS_NAME, text);
    fit_text(curves->canvas, curves->ascii, RUN_COLUMN, table->end[RUNS_NAME], row, text, role);
    draw_state(curves, table, at, row);
    for (enum runs_column column = RUNS_EPOCH; column < RUNS_COLUMNS; column++) {
        if (table->width[column] == 0)
            continue;
        role = runs_cell(curves, at, column, text);
        if (text[0] == '\0') {
            text[utf8_encode(glyph(curves->ascii, GLYPH_NOTHING), text)] = '\0';
            role = ROLE_FAINT;
        }
        put(curves, table, column, row, text, role);
    }
}

static double baseline_figure(const struct baseline_event *baseline, enum runs_column column)
{
    switch (column) {
    case RUNS_VAL:
        return (double)baseline->val_accuracy;
    case RUNS_TEST:
        return (double)baseline->test_accuracy;
    case RUNS_VAL_LOSS:
        return (double)baseline->val_loss;
    default:
        return NAN;
    }
}

/* What the runs are held against, in their columns. It has no state, so its name may be longer than
 * theirs. */
static void draw_baseline(const struct curves *curves, const struct table *table, int row)
{
    const struct baseline_event *baseline = curves_baseline(curves);
    char text[RUNS_CELL_SIZE];
    fit_text(curves->canvas, curves->ascii, RUN_COLUMN, table->end[RUNS_STATE], row,
             string_get(STR_BASELINE), ROLE_DIM);
    for (enum runs_column column = RUNS_TRAIN; column < RUNS_COLUMNS; column++) {
        double figure = baseline_figure(baseline, column);
        if (column == RUNS_BEST && table->width[RUNS_VAL] == 0)
            figure = (double)baseline->val_accuracy;
        if (table->width[column] > 0 && isfinite(figure))
            put(curves, table, column, row, figure_value(text, figure), ROLE_DIM);
    }
}

size_t runs_table_first(const struct curves *curves)
{
    size_t shown = (size_t)curves->layout.run_rows, half = shown / 2;
    size_t selected = curves->rows.selected, count = curves->rows.count;
    size_t first = selected > half ? selected - half : 0;
    size_t last_first = count > shown ? count - shown : 0;
    return first < last_first ? first : last_first;
}

void runs_table_draw(const struct curves *curves)
{
    struct table table;
    char text[RUNS_CELL_SIZE];
    measure(curves, &table);
    shrink(curves, &table, curves->layout.width);
    spread(&table, curves->layout.width);
    for (enum runs_column column = 0; column < RUNS_COLUMNS; column++) {
        enum role role = heading_text(curves, &table, column, text);
        if (table.width[column] == 0 || (column == RUNS_STATE && table.signs))
            continue;
        if (column == RUNS_NAME)
            fit_text(curves->canvas, curves->ascii, RUN_COLUMN, table.end[RUNS_NAME],
                     curves->layout.heading_row, text, role);
        else
            put(curves, &table, column, curves->layout.heading_row, text, role);
    }
    size_t first = runs_table_first(curves);
    for (int i = 0; i < curves->layout.run_rows; i++)
        draw_row(curves, &table, first + (size_t)i, curves->layout.run_row + i);
    if (curves->layout.baseline_row >= 0)
        draw_baseline(curves, &table, curves->layout.baseline_row);
}
