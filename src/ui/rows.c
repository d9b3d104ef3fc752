#include "config.h"

#include "rnntop/ui/rows.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>

#include "rnntop/run/short_names.h"
#include "rnntop/ui/seen.h"

static void rank(struct rows *rows, const struct screen *screen, const struct board *board)
{
    struct ranked ranked[SCREEN_MAX_RUNS];
    size_t runs = board_runs(board) < SCREEN_MAX_RUNS ? board_runs(board) : SCREEN_MAX_RUNS;
    for (size_t i = 0; i < runs; i++) {
        struct seen seen;
        seen_take(&seen, screen, board, i);
        const struct epoch_event *best = seen_best(&seen);
        ranked[i] = (struct ranked){board_run(board, i)->group,
                                    best ? (double)best->val_accuracy : NAN, seen.spec->name};
    }
    ranking_make(&rows->ranking, ranked, runs, screen->order);
    rows->best_run = ranking_best_run(&rows->ranking, ranked);
}

static struct row *add(struct rows *rows, enum row_kind kind, size_t begin, size_t count)
{
    assert(rows->count < ROWS_MAX);
    struct row *row = &rows->at[rows->count++];
    *row = (struct row){.kind = kind, .begin = begin, .count = count};
    rows->curves += kind != ROW_HEAD;
    rows->grouped |= kind != ROW_RUN;
    return row;
}

/* Its name, and whether one of its runs is marked. */
static void describe(const struct rows *rows, struct row *row, const struct screen *screen,
                     const struct board *board)
{
    const char *name[SCREEN_MAX_RUNS];
    for (size_t i = 0; i < row->count; i++) {
        size_t run = rows->ranking.order[row->begin + i];
        name[i] = board_run(board, run)->spec.name;
        row->marked |= screen_run(screen, run)->marked;
    }
    short_names_common(name, row->count, row->name);
}

static bool is_open(const struct rows *rows, const struct screen *screen, size_t begin,
                    size_t count)
{
    for (size_t i = begin; i < begin + count; i++) {
        if (screen_run(screen, rows->ranking.order[i])->open)
            return true;
    }
    return false;
}

static void add_group(struct rows *rows, const struct screen *screen, size_t group)
{
    const struct ranking *ranking = &rows->ranking;
    size_t begin = ranking->begin[group], count = ranking_size(ranking, group);
    bool open = count > 1 && is_open(rows, screen, begin, count);
    struct row *row = add(rows, count == 1 ? ROW_RUN : open ? ROW_HEAD : ROW_SEEDS, begin, count);
    row->best = group == ranking->best && ranking->judged > 1;
    bool best = row->best;
    for (size_t i = 0; open && i < count; i++) {
        row = add(rows, ROW_SEED, begin + i, 1);
        row->best = best && ranking->order[begin + i] == rows->best_run;
    }
}

static void find_shared(struct rows *rows)
{
    const char *name[SCREEN_MAX_RUNS];
    size_t names = 0;
    for (size_t i = 0; i < rows->count; i++) {
        if (rows->at[i].kind != ROW_SEED)
            name[names++] = rows->at[i].name;
    }
    short_names_shared(name, names, rows->shared);
}

void rows_take(struct rows *rows, const struct screen *screen, const struct board *board)
{
    rank(rows, screen, board);
    rows->count = rows->curves = rows->selected = 0;
    rows->grouped = false;
    for (size_t g = 0; g < rows->ranking.groups; g++)
        add_group(rows, screen, g);
    if (rows->count > 0 && rows->at[0].kind == ROW_HEAD)
        rows->selected = 1;
    for (size_t i = 0; i < rows->count; i++) {
        describe(rows, &rows->at[i], screen, board);
        if (rows->at[i].kind != ROW_HEAD && rows_has_run(rows, i, screen->selected))
            rows->selected = i;
    }
    find_shared(rows);
}

size_t rows_run(const struct rows *rows, size_t row, size_t i)
{
    return rows->ranking.order[rows->at[row].begin + i];
}

bool rows_has_run(const struct rows *rows, size_t row, size_t run)
{
    for (size_t i = 0; i < rows->at[row].count; i++) {
        if (rows_run(rows, row, i) == run)
            return true;
    }
    return false;
}

size_t rows_leader(const struct rows *rows, size_t row, const struct board *board)
{
    size_t active = board_active(board);
    return rows_has_run(rows, row, active) ? active : rows_run(rows, row, 0);
}

size_t rows_next_run(const struct rows *rows, size_t run, int direction)
{
    size_t count = rows->ranking.runs, at = 0;
    while (at + 1 < count && rows->ranking.order[at] != run)
        at++;
    return rows->ranking.order[(at + count + (direction > 0 ? 1 : count - 1)) % count];
}

size_t rows_step(const struct rows *rows, int direction)
{
    size_t row = rows->selected;
    do
        row = (row + rows->count + (direction > 0 ? 1 : rows->count - 1)) % rows->count;
    while (rows->at[row].kind == ROW_HEAD);
    return row;
}
