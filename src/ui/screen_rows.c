#include "config.h"

#include "rnntop/ui/screen_rows.h"

#include "rnntop/ui/rows.h"

void screen_select(struct screen *screen, const struct board *board, int direction)
{
    struct rows rows;
    screen->follow = false;
    rows_take(&rows, screen, board);
    if (rows.count == 0)
        return;
    screen->selected = screen->view == SCREEN_CURVES
                           ? rows_leader(&rows, rows_step(&rows, direction), board)
                           : rows_next_run(&rows, screen->selected, direction);
}

/* The group of the run on screen, as places in the order. */
static size_t group_of(const struct rows *rows, size_t run)
{
    size_t group = 0;
    for (size_t i = 0; i < rows->ranking.runs; i++) {
        while (i >= rows->ranking.begin[group + 1])
            group++;
        if (rows->ranking.order[i] == run)
            break;
    }
    return group;
}

bool screen_open(struct screen *screen, const struct board *board)
{
    struct rows rows;
    rows_take(&rows, screen, board);
    if (rows.count == 0)
        return false;
    bool open = rows.at[rows.selected].kind == ROW_SEED;
    size_t group = group_of(&rows, screen->selected);
    if (ranking_size(&rows.ranking, group) < 2)
        return false;
    for (size_t i = rows.ranking.begin[group]; i < rows.ranking.begin[group + 1]; i++) {
        struct screen_run *kept = screen_run_keep(screen, rows.ranking.order[i]);
        if (kept)
            kept->open = !open;
    }
    return true;
}

bool screen_mark(struct screen *screen, const struct board *board)
{
    struct rows rows;
    rows_take(&rows, screen, board);
    if (rows.count == 0)
        return false;
    bool marked = !rows.at[rows.selected].marked;
    for (size_t i = 0; i < rows.at[rows.selected].count; i++) {
        struct screen_run *kept = screen_run_keep(screen, rows_run(&rows, rows.selected, i));
        if (kept)
            kept->marked = marked;
    }
    return marked;
}

void screen_sort(struct screen *screen)
{
    screen->order = (screen->order + 1) % RANKING_ORDERS;
}
