#include "config.h"

#include "rnntop/report/results.h"

#include <math.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/run/ranking.h"
#include "rnntop/run/short_names.h"
#include "rnntop/run/spread.h"
#include "rnntop/words/events.h"

#define CELL_SIZE 64
#define GAP       2

enum column {
    COLUMN_RUN,
    COLUMN_STATE,
    COLUMN_EPOCH,
    COLUMN_TRAIN,
    COLUMN_VAL,
    COLUMN_BEST,
    COLUMN_TEST,
    COLUMN_COUNT
};

/* Where figures stand below one another, whatever follows them in their cells. */
static const bool TO_THE_LEFT[COLUMN_COUNT] = {
    [COLUMN_RUN] = true, [COLUMN_STATE] = true, [COLUMN_BEST] = true, [COLUMN_TEST] = true};

/* The runs that have begun, in the order of the table. */
struct results {
    bool unicode;
    const struct board_run *run[SETTINGS_MAX_RUNS];
    struct ranked ranked[SETTINGS_MAX_RUNS];
    size_t runs;
    struct ranking ranking;
    char shared[RUN_NAME_SIZE]; /* of all names */
};

double results_epochs(float position)
{
    return floor((double)position * 10 + 1e-4) / 10;
}

/* ---- what there is ---- */

static struct history_now now_of(const struct board_run *run)
{
    struct history_now now;
    history_now(run->history, run->spec.epochs, &now);
    return now;
}

static bool has_begun(const struct board_run *run)
{
    struct history_now now = now_of(run);
    return now.position > 0 || now.state == RUN_FAILED;
}

static const struct epoch_event *best_epoch(const struct board_run *run)
{
    size_t count;
    const struct epoch_event *epochs = history_epochs(run->history, &count);
    return history_best(epochs, count);
}

size_t results_runs(const struct board *board)
{
    size_t begun = 0;
    for (size_t i = 0; i < board_runs(board); i++)
        begun += has_begun(board_run(board, i));
    return begun;
}

/* The name of a group is what its runs' names begin with. */
static void group_name(const struct results *results, size_t group, char name[RUN_NAME_SIZE])
{
    const char *all[SETTINGS_MAX_RUNS];
    size_t count = ranking_size(&results->ranking, group);
    const size_t *order = &results->ranking.order[results->ranking.begin[group]];
    for (size_t i = 0; i < count; i++)
        all[i] = results->run[order[i]]->spec.name;
    short_names_common(all, count, name);
}

static void find_shared(struct results *results)
{
    char name[SETTINGS_MAX_RUNS][RUN_NAME_SIZE];
    const char *all[SETTINGS_MAX_RUNS];
    for (size_t g = 0; g < results->ranking.groups; g++) {
        group_name(results, g, name[g]);
        all[g] = name[g];
    }
    short_names_shared(all, results->ranking.groups, results->shared);
}

static void collect(struct results *results, const struct board *board, bool unicode)
{
    results->runs = 0;
    results->unicode = unicode;
    for (size_t i = 0; i < board_runs(board); i++) {
        const struct board_run *run = board_run(board, i);
        if (!has_begun(run))
            continue;
        const struct epoch_event *best = best_epoch(run);
        results->ranked[results->runs] =
            (struct ranked){run->group, best ? (double)best->val_accuracy : NAN, run->spec.name};
        results->run[results->runs++] = run;
    }
    ranking_make(&results->ranking, results->ranked, results->runs, RANKING_VAL);
    find_shared(results);
}

bool results_have_seeds(const struct board *board)
{
    struct results results;
    collect(&results, board, false);
    return results.ranking.groups < results.ranking.runs;
}

/* ---- cells ---- */

static const char *state_word(const struct history_now *now)
{
    switch (now->state) {
    case RUN_DONE:
        return now->stopped_early > 0 ? "early" : "done";
    case RUN_STOPPED:
        return "stopped";
    case RUN_FAILED:
        return "failed";
    default:
        return "";
    }
}

/* A figure of a run; NaN where there is none. */
static double figure_of(const struct board_run *run, enum column column)
{
    size_t count;
    const struct epoch_event *epochs = history_epochs(run->history, &count);
    const struct epoch_event *last = count > 0 ? &epochs[count - 1] : NULL;
    const struct epoch_event *best = history_best(epochs, count);
    struct history_now now = now_of(run);
    switch (column) {
    case COLUMN_TRAIN:
        return last ? (double)last->accuracy : NAN;
    case COLUMN_VAL:
        return last ? (double)last->val_accuracy : NAN;
    case COLUMN_BEST:
        return best ? (double)best->val_accuracy : NAN;
    case COLUMN_TEST:
        return now.tested ? (double)now.test.accuracy : NAN;
    default:
        return NAN;
    }
}

/* "0.8480", with its deviation where there is one. */
static void write_spread(const struct results *results, const size_t *run, size_t count,
                         enum column column, char cell[CELL_SIZE])
{
    double value[SETTINGS_MAX_RUNS];
    for (size_t i = 0; i < count; i++)
        value[i] = figure_of(results->run[run[i]], column);
    struct spread spread = spread_of(value, count);
    if (spread.count == 0)
        snprintf(cell, CELL_SIZE, "-");
    else if (isnan(spread.deviation) || column < COLUMN_BEST)
        snprintf(cell, CELL_SIZE, "%.4f", spread.mean);
    else
        snprintf(cell, CELL_SIZE, "%.4f %s%.4f", spread.mean, results->unicode ? "±" : "+-",
                 spread.deviation);
}

/* What stands in the row of some runs: of one, or of a group. */
static void write_cells(const struct results *results, const size_t *run, size_t count,
                        const char *name, char cell[COLUMN_COUNT][CELL_SIZE])
{
    float furthest = 0;
    size_t tested = 0;
    for (size_t i = 0; i < count; i++) {
        struct history_now now = now_of(results->run[run[i]]);
        furthest = fmaxf(furthest, now.position);
        tested += now.tested;
    }
    const struct board_run *first = results->run[run[0]];
    struct history_now now = now_of(first);
    snprintf(cell[COLUMN_RUN], CELL_SIZE, "%s", name);
    if (count > 1)
        snprintf(cell[COLUMN_STATE], CELL_SIZE, "%zu of %zu", tested, count);
    else
        snprintf(cell[COLUMN_STATE], CELL_SIZE, "%s", state_word(&now));
    snprintf(cell[COLUMN_EPOCH], CELL_SIZE, first->spec.epochs > 0 ? "%.4g/%zu" : "%.4g",
             results_epochs(furthest), first->spec.epochs);
    for (enum column column = COLUMN_TRAIN; column < COLUMN_COUNT; column++)
        write_spread(results, run, count, column, cell[column]);
    const struct epoch_event *best = best_epoch(first);
    if (count == 1 && best)
        snprintf(cell[COLUMN_BEST], CELL_SIZE, "%.4f @%u", (double)best->val_accuracy,
                 (unsigned)best->epoch);
}

/* ---- the table ---- */

struct table {
    int width[COLUMN_COUNT];
    bool left_out[COLUMN_COUNT];
    FILE *out; /* NULL: it is measured, not printed */
};

static void put_row(struct table *table, const char *mark, char cell[COLUMN_COUNT][CELL_SIZE])
{
    int owed = 0; /* blanks before the next cell: none are left at the row's end */
    if (table->out)
        fprintf(table->out, "%s ", mark);
    for (int i = 0; i < COLUMN_COUNT; i++) {
        int columns = (int)utf8_text_columns(cell[i]);
        if (columns > table->width[i])
            table->width[i] = columns;
        int pad = table->width[i] - columns;
        if (!table->out || table->left_out[i])
            continue;
        fprintf(table->out, "%*s%s", owed + (TO_THE_LEFT[i] ? 0 : pad), "", cell[i]);
        owed = GAP + (TO_THE_LEFT[i] ? pad : 0);
    }
    if (table->out)
        fputc('\n', table->out);
}

static void put_head(struct table *table, const struct results *results)
{
    char cell[COLUMN_COUNT][CELL_SIZE] = {"run", "state",    "epoch", "train",
                                          "val", "best val", "test"};
    if (results->shared[0])
        snprintf(cell[COLUMN_RUN], CELL_SIZE, "run (%s)", results->shared);
    put_row(table, " ", cell);
}

static void put_group(struct table *table, const struct results *results, size_t group)
{
    char cell[COLUMN_COUNT][CELL_SIZE], name[RUN_NAME_SIZE], brief[RUN_NAME_SIZE];
    const struct ranking *ranking = &results->ranking;
    const size_t *run = &ranking->order[ranking->begin[group]];
    size_t count = ranking_size(ranking, group);
    group_name(results, group, name);
    short_names_without(name, results->shared, brief);
    write_cells(results, run, count, brief, cell);
    bool best = group == ranking->best && ranking->judged > 1;
    put_row(table, best ? results->unicode ? "★" : "*" : " ", cell);
    for (size_t i = 0; ranking->groups == 1 && count > 1 && i < count; i++) {
        char seed[CELL_SIZE];
        snprintf(seed, sizeof seed, "  seed %llu",
                 (unsigned long long)results->run[run[i]]->spec.seed);
        write_cells(results, &run[i], 1, seed, cell);
        put_row(table, " ", cell);
    }
}

/* What the runs are held against. */
static void put_baseline(struct table *table, const struct baseline_event *baseline)
{
    char cell[COLUMN_COUNT][CELL_SIZE];
    for (enum column column = 0; column < COLUMN_COUNT; column++)
        snprintf(cell[column], CELL_SIZE, "-");
    snprintf(cell[COLUMN_RUN], CELL_SIZE, "NB-SVM");
    cell[COLUMN_STATE][0] = '\0';
    if (!isnan(baseline->val_accuracy))
        snprintf(cell[COLUMN_BEST], CELL_SIZE, "%.4f", (double)baseline->val_accuracy);
    snprintf(cell[COLUMN_TEST], CELL_SIZE, "%.4f", (double)baseline->test_accuracy);
    put_row(table, " ", cell);
}

static void put_table(struct table *table, const struct results *results, const struct board *board)
{
    put_head(table, results);
    for (size_t g = 0; g < results->ranking.groups; g++)
        put_group(table, results, g);
    if (board_baseline(board))
        put_baseline(table, board_baseline(board));
}

static int columns_of(const struct table *table)
{
    int columns = 2 - GAP; /* the mark and a blank */
    for (int i = 0; i < COLUMN_COUNT; i++)
        columns += table->left_out[i] ? 0 : GAP + table->width[i];
    return columns;
}

/* A row that a terminal wraps can't be read: what matters least is left out. */
static void fit(struct table *table, int columns)
{
    static const enum column LEAVES[] = {COLUMN_TRAIN, COLUMN_VAL, COLUMN_EPOCH, COLUMN_STATE};
    for (size_t i = 0; i < sizeof LEAVES / sizeof *LEAVES && columns_of(table) > columns; i++)
        table->left_out[LEAVES[i]] = true;
}

void results_print_table(FILE *out, const struct board *board, bool unicode)
{
    struct results results;
    struct table table = {.out = NULL};
    collect(&results, board, unicode);
    put_table(&table, &results, board);
    fputs("Best validation first", out);
    if (results.ranking.groups < results.ranking.runs)
        fprintf(out, "; %s: sample standard deviation over seeds", unicode ? "±" : "+-");
    fputc('\n', out);
    if (wrap_columns(out) > 0)
        fit(&table, (int)wrap_columns(out));
    table.out = out;
    put_table(&table, &results, board);
}

/* ---- the best ---- */

void results_put_place(struct wrap *wrap, const struct board_run *run)
{
    char text[EVENTS_TEXT_SIZE], epoch[48];
    const struct history *history = run->history;
    const struct rt_error *trouble = history_trouble(history);
    struct history_now now = now_of(run);
    if (now.save_failed) {
        wrap_words(wrap, "not saved: ");
        wrap_words(wrap, events_say_error(history_not_saved(history), text, sizeof text));
        wrap_words(wrap, now.saved ? "; " : "");
    }
    if (now.saved)
        wrap_whole(wrap, events_say_path(history_saved_path(history), text, sizeof text));
    else if (!now.save_failed)
        wrap_words(wrap, trouble ? events_say_error(trouble, text, sizeof text) : "not saved");
    if (now.saved && now.saved_position < now.position - 1e-4f) {
        snprintf(epoch, sizeof epoch, " holds epoch %.4g", results_epochs(now.saved_position));
        wrap_words(wrap, epoch);
    }
}

void results_print_best(FILE *out, const struct board *board)
{
    struct results results;
    size_t validated = 0;
    collect(&results, board, false);
    for (size_t i = 0; i < results.runs; i++)
        validated += !isnan(results.ranked[i].val);
    if (validated < 2)
        return;
    const struct board_run *run = results.run[ranking_best_run(&results.ranking, results.ranked)];
    const struct epoch_event *best = best_epoch(run);
    struct history_now now = now_of(run);
    struct wrap wrap = wrap_begin(out);
    char text[RUN_NAME_SIZE + 128];
    snprintf(text, sizeof text, "Best of %zu runs by validation: %s, %.4f at epoch %u",
             results.runs, run->spec.name, (double)best->val_accuracy, (unsigned)best->epoch);
    wrap_words(&wrap, text);
    wrap_end(&wrap);
    if (now.tested) {
        snprintf(text, sizeof text, "  test accuracy %.5f", (double)now.test.accuracy);
        wrap_words(&wrap, text);
        wrap_end(&wrap);
    }
    wrap_words(&wrap, "  "); /* paths are long */
    results_put_place(&wrap, run);
    wrap_end(&wrap);
}
