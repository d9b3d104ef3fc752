#include "config.h"

#include "rnntop/ui/curves/runs_cells.h"

#include <math.h>
#include <stdio.h>

#include "rnntop/run/spread.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/strings.h"

static const struct seen *seen_of(const struct curves *curves, size_t row, size_t i)
{
    return &curves->seen[rows_run(&curves->rows, row, i)];
}

/* ---- states ---- */

/* What is at work comes before what waits, and that before what has ended, badly or well. */
static int urgency(enum run_state state)
{
    switch (state) {
    case RUN_LOADING:
    case RUN_TRAINING:
    case RUN_PAUSED:
    case RUN_VALIDATING:
    case RUN_TESTING:
        return 4;
    case RUN_QUEUED:
        return 3;
    case RUN_FAILED:
        return 2;
    case RUN_STOPPED:
        return 1;
    case RUN_DONE:
        break;
    }
    return 0;
}

/* The run that is at work; else the one that got furthest. */
static const struct seen *leader_of(const struct curves *curves, size_t row)
{
    const struct seen *leader = seen_of(curves, row, 0);
    for (size_t i = 0; i < curves->rows.at[row].count; i++) {
        const struct seen *seen = seen_of(curves, row, i);
        if (urgency(seen->now->state) == urgency(RUN_TRAINING))
            return seen;
        if (seen->now->position > leader->now->position)
            leader = seen;
    }
    return leader;
}

enum run_state runs_state(const struct curves *curves, size_t row, char text[RUNS_CELL_SIZE])
{
    size_t count = curves->rows.at[row].count, done = 0;
    enum run_state state = RUN_DONE;
    char figure[2][FIGURE_SIZE];
    for (size_t i = 0; i < count; i++) {
        enum run_state its = seen_of(curves, row, i)->now->state;
        done += its == RUN_DONE;
        if (urgency(its) > urgency(state))
            state = its;
    }
    if (count > 1 && done < count)
        string_fill(text, RUNS_CELL_SIZE, STR_OF, figure_count(figure[0], done),
                    figure_count(figure[1], count));
    else if (state == RUN_DONE && count == 1 && seen_of(curves, row, 0)->now->stopped_early > 0)
        snprintf(text, RUNS_CELL_SIZE, "%s", string_get(STR_DONE_EARLY));
    else
        snprintf(text, RUNS_CELL_SIZE, "%s", state_name(state));
    return state;
}

/* ---- figures ---- */

static double figure_of(const struct seen *seen, enum runs_column column)
{
    const struct epoch_event *last = seen_epoch(seen, INFINITY), *best = seen_best(seen);
    if (column == RUNS_TEST)
        return seen->now->tested ? (double)seen->now->test.accuracy : NAN;
    if (column == RUNS_BEST)
        return best ? (double)best->val_accuracy : NAN;
    if (!last)
        return NAN;
    return column == RUNS_TRAIN  ? (double)last->accuracy
           : column == RUNS_LOSS ? (double)last->loss
           : column == RUNS_VAL  ? (double)last->val_accuracy
                                 : (double)last->val_loss;
}

/* Of a single run: a loss that is no number is shown as what it is, a validation that there is not
 * as nothing. */
static void single_text(const struct seen *seen, enum runs_column column, char text[RUNS_CELL_SIZE])
{
    double value = figure_of(seen, column);
    bool trained = (column == RUNS_TRAIN || column == RUNS_LOSS) && seen->epoch_count > 0;
    if (trained || !isnan(value))
        figure_value(text, value);
}

/* "0.848", with its deviation where it is asked for and known. */
static void spread_text(const struct curves *curves, size_t row, enum runs_column column,
                        bool deviation, char text[RUNS_CELL_SIZE])
{
    double value[SCREEN_MAX_RUNS];
    size_t count = curves->rows.at[row].count;
    char figure[2][FIGURE_SIZE];
    if (count == 1) {
        single_text(seen_of(curves, row, 0), column, text);
        return;
    }
    for (size_t i = 0; i < count; i++)
        value[i] = figure_of(seen_of(curves, row, i), column);
    struct spread spread = spread_of(value, count);
    if (spread.count == 0)
        return;
    figure_value(figure[0], spread.mean);
    if (deviation && !isnan(spread.deviation))
        string_fill(text, RUNS_CELL_SIZE, curves->ascii ? STR_MEAN_ASCII : STR_MEAN, figure[0],
                    figure_value(figure[1], spread.deviation));
    else
        snprintf(text, RUNS_CELL_SIZE, "%s", figure[0]);
}

static void name_text(const struct curves *curves, size_t row, char text[RUNS_CELL_SIZE])
{
    const struct row *at = &curves->rows.at[row];
    char name[RUN_NAME_SIZE], figure[FIGURE_SIZE];
    curves_row_name(curves, row, name);
    if (at->kind == ROW_SEED) {
        snprintf(figure, sizeof figure, "%llu",
                 (unsigned long long)seen_of(curves, row, 0)->spec->seed);
        string_fill(name, sizeof name, STR_SEED, figure);
        snprintf(text, RUNS_CELL_SIZE, "  %s", name);
    } else if (at->count > 1) {
        string_fill(text, RUNS_CELL_SIZE, curves->ascii ? STR_TIMES_ASCII : STR_TIMES, name,
                    figure_count(figure, at->count));
    } else {
        snprintf(text, RUNS_CELL_SIZE, "%s", name);
    }
}

/* The colour of its curve; what has none of its own is as plain as other text. */
static enum role name_role(const struct curves *curves, size_t row)
{
    if (row == curves->rows.selected)
        return ROLE_STRONG;
    return curves_stands_out(curves, row) ? curves->role[row] : ROLE_PLAIN;
}

static void best_text(const struct curves *curves, size_t row, char text[RUNS_CELL_SIZE])
{
    const struct epoch_event *best = seen_best(seen_of(curves, row, 0));
    char figure[FIGURE_SIZE];
    if (curves->rows.at[row].count > 1)
        spread_text(curves, row, RUNS_BEST, true, text);
    else if (best)
        snprintf(text, RUNS_CELL_SIZE, "%s @%u", figure_value(figure, best->val_accuracy),
                 (unsigned)best->epoch);
}

/* Of several runs each has a file of its own. */
static enum role saved_text(const struct curves *curves, size_t row, char text[RUNS_CELL_SIZE])
{
    const struct history_now *now = seen_of(curves, row, 0)->now;
    char figure[FIGURE_SIZE];
    if (now->saved && curves->rows.at[row].count == 1)
        snprintf(text, RUNS_CELL_SIZE, "@%s", figure_position(figure, now->saved_position));
    /* The weights have moved on since. */
    return now->position > now->saved_position + 1e-4f ? ROLE_DIM : ROLE_PLAIN;
}

enum role runs_test_role(const struct curves *curves, size_t row)
{
    bool chosen = row == curves->rows.selected && !curves->screen->follow;
    return chosen || curves->rows.curves == 1 ? ROLE_STRONG : ROLE_DIM;
}

enum role runs_cell(const struct curves *curves, size_t row, enum runs_column column,
                    char text[RUNS_CELL_SIZE])
{
    const struct seen *leader = leader_of(curves, row);
    bool selected = row == curves->rows.selected;
    char figure[FIGURE_SIZE];
    text[0] = '\0';
    switch (column) {
    case RUNS_NAME:
        name_text(curves, row, text);
        return name_role(curves, row);
    case RUNS_EPOCH:
        snprintf(text, RUNS_CELL_SIZE, leader->spec->epochs > 0 ? "%s/%zu" : "%s",
                 figure_position(figure, leader->now->position), leader->spec->epochs);
        return ROLE_PLAIN;
    case RUNS_TRAIN:
    case RUNS_LOSS:
        spread_text(curves, row, column, false, text);
        return selected ? ROLE_TRAIN : ROLE_PLAIN;
    case RUNS_VAL:
    case RUNS_VAL_LOSS:
        spread_text(curves, row, column, false, text);
        return selected ? ROLE_VAL : ROLE_PLAIN;
    case RUNS_BEST:
        best_text(curves, row, text);
        return ROLE_PLAIN;
    case RUNS_TEST:
        spread_text(curves, row, column, true, text);
        return runs_test_role(curves, row);
    case RUNS_SAVED:
        return saved_text(curves, row, text);
    case RUNS_LEFT:
        if (isfinite(leader->now->left_seconds))
            figure_duration(text, leader->now->left_seconds);
        return ROLE_PLAIN;
    case RUNS_STATE:
    case RUNS_COLUMNS:
        break;
    }
    return ROLE_PLAIN;
}
