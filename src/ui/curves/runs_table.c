#include "config.h"

#include "rnntop/ui/curves/runs_table.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/fit.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/strings.h"

#define RUN_COLUMN  2 /* behind the sign of the selected run */
#define LEAST_GAP   2
#define MOST_GAP    10
#define LEAST_NAME  6 /* columns of a run's name, where there is no room for all of it */
#define STATE_WIDTH 8 /* of a state's name */
#define TEXT_SIZE   64

enum column {
    COLUMN_RUN,
    COLUMN_STATE,
    COLUMN_EPOCH,
    COLUMN_TRAIN,
    COLUMN_VAL,
    COLUMN_BEST,
    COLUMN_TEST,
    COLUMN_LOSS,
    COLUMN_VAL_LOSS,
    COLUMN_SAVED,
    COLUMN_LEFT,
    COLUMN_COUNT
};

/* Wider gaps stand between what does not belong together, when there is room. */
static const int GAP_WEIGHT[COLUMN_COUNT] = {
    [COLUMN_STATE] = 1, [COLUMN_EPOCH] = 1, [COLUMN_TRAIN] = 2, [COLUMN_BEST] = 1,
    [COLUMN_TEST] = 2,  [COLUMN_LOSS] = 2,  [COLUMN_SAVED] = 2, [COLUMN_LEFT] = 1,
};

struct table {
    int width[COLUMN_COUNT]; /* 0: not shown */
    int end[COLUMN_COUNT];   /* the column behind it */
    bool signs;              /* states are shown by their signs alone */
};

/* ---- cells ---- */

/* What a cell says, or "" for nothing yet. */
static enum role cell_text(const struct curves *curves, size_t run, enum column column,
                           char text[TEXT_SIZE])
{
    const struct seen *seen = &curves->seen[run];
    const struct history_now *now = seen->now;
    const struct epoch_event *last = seen_epoch(seen, INFINITY), *best = seen_best(seen);
    bool selected = run == curves->selected;
    char figure[2][FIGURE_SIZE] = {"", ""};
    enum role role = ROLE_PLAIN;
    text[0] = '\0';
    switch (column) {
    case COLUMN_RUN:
        snprintf(text, TEXT_SIZE, "%s", seen->spec->name);
        return selected                    ? ROLE_STRONG
               : curves_others(curves) > 1 ? other_role(run, curves_others(curves))
                                           : ROLE_PLAIN;
    case COLUMN_EPOCH:
        snprintf(text, TEXT_SIZE, seen->spec->epochs > 0 ? "%s/%zu" : "%s",
                 figure_position(figure[0], now->position), seen->spec->epochs);
        break;
    case COLUMN_TRAIN:
    case COLUMN_LOSS:
        if (last)
            figure_value(text, column == COLUMN_TRAIN ? last->accuracy : last->loss);
        role = selected ? ROLE_TRAIN : ROLE_PLAIN;
        break;
    case COLUMN_VAL:
    case COLUMN_VAL_LOSS: {
        double value = !last ? NAN : column == COLUMN_VAL ? last->val_accuracy : last->val_loss;
        if (!isnan(value))
            figure_value(text, value);
        role = selected ? ROLE_VAL : ROLE_PLAIN;
        break;
    }
    case COLUMN_BEST:
        if (best)
            snprintf(text, TEXT_SIZE, "%s @%u", figure_value(figure[0], best->val_accuracy),
                     (unsigned)best->epoch);
        break;
    case COLUMN_TEST:
        if (now->tested)
            figure_value(text, now->test.accuracy);
        role = ROLE_STRONG;
        break;
    case COLUMN_SAVED:
        if (now->saved)
            snprintf(text, TEXT_SIZE, "@%s", figure_position(figure[0], now->saved_position));
        /* The weights have moved on since. */
        role = now->position > now->saved_position + 1e-4f ? ROLE_DIM : ROLE_PLAIN;
        break;
    case COLUMN_LEFT:
        if (isfinite(now->left_seconds))
            figure_duration(text, now->left_seconds);
        break;
    case COLUMN_STATE:
    case COLUMN_COUNT:
        break;
    }
    return role;
}

static enum role heading_text(const struct table *table, enum column column, char text[TEXT_SIZE])
{
    static const enum string_id HEADING[COLUMN_COUNT] = {
        STR_RUN,  STR_STATE, STR_EPOCH, STR_TRAIN, STR_VAL,  STR_BEST_VAL,
        STR_TEST, STR_LOSS,  STR_VAL,   STR_SAVED, STR_LEFT,
    };
    enum string_id id = HEADING[column];
    if (column == COLUMN_TRAIN && table->width[COLUMN_LOSS] > 0)
        id = STR_ACCURACY;
    snprintf(text, TEXT_SIZE, "%s", string_get(id));
    switch (column) {
    case COLUMN_TRAIN:
    case COLUMN_LOSS:
        return ROLE_TRAIN;
    case COLUMN_VAL:
    case COLUMN_VAL_LOSS:
        return ROLE_VAL;
    default:
        return ROLE_DIM;
    }
}

/* ---- columns ---- */

static int digits(size_t number)
{
    char text[FIGURE_SIZE];
    return snprintf(text, sizeof text, "%zu", number);
}

static void widen(struct table *table, enum column column, int width)
{
    if (width > table->width[column])
        table->width[column] = width;
}

/* As wide as a column's figures can become while the runs train, so that it never moves. */
static void measure(const struct curves *curves, struct table *table)
{
    char text[TEXT_SIZE];
    *table = (struct table){.width = {[COLUMN_STATE] = 2 + STATE_WIDTH,
                                      [COLUMN_TRAIN] = 5,
                                      [COLUMN_VAL] = 5,
                                      [COLUMN_TEST] = 5,
                                      [COLUMN_LOSS] = curves->layout.wide ? 5 : 0,
                                      [COLUMN_VAL_LOSS] = curves->layout.wide ? 5 : 0,
                                      [COLUMN_SAVED] = 5,
                                      [COLUMN_LEFT] = 5}};
    for (size_t i = 0; i < curves->runs; i++) {
        const struct run_spec *spec = curves->seen[i].spec;
        size_t before_last = spec->epochs > 0 ? spec->epochs - 1 : 0;
        widen(table, COLUMN_RUN, (int)utf8_text_columns(spec->name));
        widen(table, COLUMN_EPOCH, digits(before_last) + 3 + digits(spec->epochs));
        widen(table, COLUMN_EPOCH, 2 * digits(spec->epochs) + 1);
        widen(table, COLUMN_BEST, 7 + digits(spec->epochs));
        widen(table, COLUMN_SAVED, 3 + digits(before_last));
        cell_text(curves, i, COLUMN_LEFT, text);
        widen(table, COLUMN_LEFT, strlen(text) > 5 ? 8 : 5);
    }
    for (enum column column = 0; column < COLUMN_COUNT; column++) {
        heading_text(table, column, text);
        if (table->width[column] > 0)
            widen(table, column, (int)utf8_text_columns(text));
    }
}

static int least_width(const struct table *table)
{
    int width = RUN_COLUMN;
    for (int i = 0; i < COLUMN_COUNT; i++) {
        if (table->width[i] > 0)
            width += table->width[i] + (i > 0 ? LEAST_GAP : 0);
    }
    return width;
}

/* What matters least leaves first. */
static void shrink(struct table *table, int width)
{
    static const enum column LEAVES[] = {COLUMN_SAVED, COLUMN_BEST, COLUMN_LEFT, COLUMN_VAL_LOSS,
                                         COLUMN_LOSS};
    for (size_t i = 0; i < sizeof LEAVES / sizeof LEAVES[0] && least_width(table) > width; i++)
        table->width[LEAVES[i]] = 0;
    if (least_width(table) > width) {
        table->signs = true;
        table->width[COLUMN_STATE] = 1;
    }
    if (least_width(table) > width)
        table->width[COLUMN_TEST] = 0;
    int over = least_width(table) - width, room = table->width[COLUMN_RUN] - LEAST_NAME;
    if (over > 0 && room > 0)
        table->width[COLUMN_RUN] -= over < room ? over : room;
    if (least_width(table) > width)
        table->width[COLUMN_EPOCH] = 0;
}

/* Shares out what the columns leave over, each gap in proportion to its weight. */
static void spread(struct table *table, int width)
{
    int weight = 0, shown = 0, passed = 0, shared = 0, next = RUN_COLUMN;
    for (int i = 1; i < COLUMN_COUNT; i++) {
        weight += table->width[i] > 0 ? GAP_WEIGHT[i] : 0;
        shown += table->width[i] > 0;
    }
    int extra = width - least_width(table), most = (MOST_GAP - LEAST_GAP) * shown;
    extra = extra < 0 ? 0 : extra < most ? extra : most;
    for (int i = 0; i < COLUMN_COUNT; i++) {
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

static void draw_state(const struct curves *curves, const struct table *table, size_t run, int row)
{
    const struct history_now *now = curves->seen[run].now;
    int column = table->end[COLUMN_STATE] - table->width[COLUMN_STATE];
    enum role role = state_role(now->state);
    canvas_put(curves->canvas, column, row, glyph_state(curves->ascii, now->state), role);
    if (!table->signs)
        canvas_text(curves->canvas, column + 2, row,
                    now->state == RUN_DONE && now->stopped_early > 0 ? string_get(STR_DONE_EARLY)
                                                                     : state_name(now->state),
                    role);
}

static void draw_run(const struct curves *curves, const struct table *table, size_t run,
                     size_t first, int row)
{
    char text[TEXT_SIZE];
    int mark = run == curves->selected; /* of runs that are not shown: beside the other mark */
    if (run == curves->selected)
        canvas_put(curves->canvas, 0, row, glyph(curves->ascii, GLYPH_SELECTED), ROLE_STRONG);
    if (run == first && first > 0)
        canvas_put(curves->canvas, mark, row, glyph(curves->ascii, GLYPH_ABOVE), ROLE_DIM);
    else if (run + 1 == first + (size_t)curves->layout.run_rows && run + 1 < curves->runs)
        canvas_put(curves->canvas, mark, row, glyph(curves->ascii, GLYPH_BELOW), ROLE_DIM);
    enum role role = cell_text(curves, run, COLUMN_RUN, text);
    fit_text(curves->canvas, curves->ascii, RUN_COLUMN, table->end[COLUMN_RUN], row, text, role);
    draw_state(curves, table, run, row);
    for (enum column column = COLUMN_EPOCH; column < COLUMN_COUNT; column++) {
        if (table->width[column] == 0)
            continue;
        role = cell_text(curves, run, column, text);
        if (text[0])
            canvas_text_right(curves->canvas, table->end[column], row, text, role);
        else
            canvas_put(curves->canvas, table->end[column] - 1, row,
                       glyph(curves->ascii, GLYPH_NOTHING), ROLE_FAINT);
    }
}

size_t runs_table_first(const struct curves *curves)
{
    size_t shown = (size_t)curves->layout.run_rows, half = shown / 2;
    size_t first = curves->selected > half ? curves->selected - half : 0;
    size_t last_first = curves->runs > shown ? curves->runs - shown : 0;
    return first < last_first ? first : last_first;
}

void runs_table_draw(const struct curves *curves)
{
    struct table table;
    char text[TEXT_SIZE];
    int width = curves->layout.width;
    measure(curves, &table);
    shrink(&table, width);
    spread(&table, width);
    for (enum column column = 0; column < COLUMN_COUNT; column++) {
        enum role role = heading_text(&table, column, text);
        if (table.width[column] == 0 || (column == COLUMN_STATE && table.signs))
            continue;
        if (column <= COLUMN_STATE)
            canvas_text(curves->canvas, table.end[column] - table.width[column],
                        curves->layout.heading_row, text, role);
        else
            canvas_text_right(curves->canvas, table.end[column], curves->layout.heading_row, text,
                              role);
    }
    size_t first = runs_table_first(curves);
    for (int i = 0; i < curves->layout.run_rows; i++)
        draw_run(curves, &table, first + (size_t)i, first, curves->layout.run_row + i);
}
