#include "config.h"

#include "rnntop/ui/score/view_score.h"

#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/actions.h"
#include "rnntop/ui/bottom/bottom.h"
#include "rnntop/ui/figures.h"
#include "rnntop/ui/fit.h"
#include "rnntop/ui/notices.h"
#include "rnntop/ui/rows.h"
#include "rnntop/ui/score/balance.h"
#include "rnntop/ui/score/score_layout.h"
#include "rnntop/ui/score/worst.h"
#include "rnntop/ui/strings.h"

#define LONG_NAME 14 /* of a run in the hints */
#define PAGE      5  /* epochs */

static bool has_score(const struct score *score)
{
    return score->epoch || score->tested;
}

/* Turned on beyond the last part it begins anew; screens may have become larger meanwhile. */
static int shown_part(const struct screen *screen, const struct score_layout *layout)
{
    return screen->score.part % layout->parts;
}

/* ---- drawing ---- */

static void draw_title(const struct score *score)
{
    char title[SCORE_TEXT];
    const char *back = string_get(STR_SCORE_BACK);
    struct canvas *canvas = score->canvas;
    string_fill(title, sizeof title, STR_SCORE_TITLE, score->seen.spec->name);
    fit_cut(title, canvas->columns - 4 - (int)utf8_text_columns(back));
    canvas_text(canvas, 1, 0, title, ROLE_STRONG);
    canvas_text_right(canvas, canvas->columns - 1, 0, back, ROLE_DIM);
}

static void hint_tab(const struct score *score, struct hints *hints)
{
    struct rows rows;
    rows_take(&rows, score->screen, score->board);
    if (rows.ranking.runs < 2)
        return;
    const size_t next = rows_next_run(&rows, score->screen->selected, 1);
    const char *name = board_run(score->board, next)->spec.name;
    if (score->canvas->columns < 78 || utf8_text_columns(name) > LONG_NAME)
        hints_add_action(hints, ACTION_NEXT_RUN, STR_HINT_RUN);
    else
        hints_add_made(hints, ACTION_NEXT_RUN, name);
}

static void hint_parts(const struct score_layout *layout, int part, struct hints *hints)
{
    char text[HINTS_MADE_SIZE], figure[2][FIGURE_SIZE];
    if (layout->parts < 2)
        return;
    string_fill(text, sizeof text, STR_HINT_PARTS,
                figure_count(figure[0], (uint64_t)(part + 1) % (uint64_t)layout->parts + 1),
                figure_count(figure[1], (uint64_t)layout->parts));
    hints_add_made(hints, ACTION_TURN, text);
}

/* A key that asks something of the session: not where that is only watched. */
static void hint_pause(const struct score *score, struct hints *hints)
{
    if (score->screen->only_watched || board_all_ended(score->board))
        return;
    hints_add_action(hints, ACTION_PAUSE, score->screen->paused ? STR_HINT_RESUME : STR_HINT_PAUSE);
}

static void score_hints(const struct score *score, const struct score_layout *layout, int part,
                        struct hints *hints)
{
    const bool ascii = score->ascii;
    *hints = (struct hints){.count = 0};
    if (score->screen->held)
        hints_add_action(hints, ACTION_HOLD, STR_HINT_LET_GO);
    hint_parts(layout, part, hints);
    hint_tab(score, hints);
    if (worst_chosen(score) && score_layout_part(layout, PANEL_WORST) == part) {
        hints_add(hints, string_get(ascii ? STR_FORM_KEY_FIELD_ASCII : STR_FORM_KEY_FIELD),
                  STR_HINT_ERROR);
        hints_add_action(hints, ACTION_OPEN, STR_HINT_READ);
    }
    if (score->seen.epoch_count > 1)
        hints_add(hints, string_get(ascii ? STR_FORM_KEY_CHOOSE_ASCII : STR_FORM_KEY_CHOOSE),
                  STR_HINT_EPOCH);
    hint_pause(score, hints);
    hints_add_action(hints, ACTION_HELP, STR_HINT_HELP);
    hints_add_action(hints, ACTION_QUIT, STR_HINT_QUIT);
    hints->kept = 2;
}

/* Before anything is judged: that, and what is known of the classes. */
static void draw_nothing(const struct score *score)
{
    const int rows = balance_rows(score), end = score->canvas->columns - 1;
    fit_text(score->canvas, score->ascii, 1, end, 2, string_get(STR_SCORE_NONE), ROLE_DIM);
    if (rows > 0 && 4 + rows < score->canvas->rows - 1)
        balance_draw(score, &(struct score_box){1, 4, end - 1, rows});
}

static void draw(const struct screen *screen, const struct board *board, struct canvas *canvas)
{
    struct score score;
    struct score_layout layout = {.parts = 1};
    struct hints hints;
    if (!screen_has_run(screen, board))
        return;
    score_open(&score, screen, board, canvas);
    score_layout_compute(&layout, &score, canvas->columns, canvas->rows);
    int part = shown_part(screen, &layout);
    draw_title(&score);
    if (has_score(&score))
        score_layout_draw(&layout, &score, part);
    else
        draw_nothing(&score);
    score_hints(&score, &layout, part, &hints);
    bottom_draw(&(struct bottom){.screen = screen,
                                 .board = board,
                                 .width = canvas->columns - 1,
                                 .message_row = layout.message_row,
                                 .hints_row = layout.hints_row},
                &hints, canvas);
}

/* ---- keys ---- */

/* The cursor of the curves, on an epoch that has ended; beyond the newest it follows training. */
static void walk(struct actions *actions, const struct score *score, long by)
{
    struct screen_run *kept = screen_run_keep(actions->screen, actions->screen->selected);
    const struct seen *seen = &score->seen;
    if (!kept || !score->epoch)
        return;
    const long count = (long)seen->epoch_count, to = (long)(score->epoch - seen->epochs) + by;
    kept->cursor_on = to < count - 1;
    kept->cursor = seen->epochs[to < 0 ? 0 : to < count ? to : count - 1].epoch;
}

static void choose(struct actions *actions, const struct score *score,
                   const struct score_layout *layout, int by)
{
    struct screen_score *shown = &actions->screen->score;
    const int part = score_layout_part(layout, PANEL_WORST);
    if (!worst_chosen(score))
        return;
    if (part != shown_part(actions->screen, layout)) {
        shown->part = part; /* the first press shows what there is to choose from */
        return;
    }
    int at = (int)(worst_chosen(score) - score->judgement->worst) + by;
    const int last = (int)score->judgement->worst_count - 1;
    shown->worst = at < 0 ? 0 : at < last ? at : last;
}

static void read_chosen(struct actions *actions, const struct score *score)
{
    if (worst_chosen(score)) {
        actions->screen->view = SCREEN_REVIEW;
        actions->screen->scroll = 0;
    } else {
        notices_say(actions, STR_SCORE_NOTHING_TO_READ);
    }
}

static bool act(struct actions *actions, enum action action, unsigned *reaction)
{
    struct screen *screen = actions->screen;
    struct score score;
    struct score_layout layout;
    *reaction = REACT_DRAW;
    if (!screen_has_run(screen, actions->board))
        return false;
    score_open(&score, screen, actions->board, NULL);
    score_layout_compute(&layout, &score, actions->columns, actions->rows);
    switch (action) {
    case ACTION_TURN:
        screen->score.part = (shown_part(screen, &layout) + 1) % layout.parts;
        return true;
    case ACTION_LEFT:
        walk(actions, &score, -1);
        return true;
    case ACTION_RIGHT:
        walk(actions, &score, 1);
        return true;
    case ACTION_PAGE_LEFT:
        walk(actions, &score, -PAGE);
        return true;
    case ACTION_PAGE_RIGHT:
        walk(actions, &score, PAGE);
        return true;
    case ACTION_HOME:
        walk(actions, &score, -(long)score.seen.epoch_count);
        return true;
    case ACTION_END:
        walk(actions, &score, (long)score.seen.epoch_count);
        return true;
    case ACTION_UP:
        choose(actions, &score, &layout, -1);
        return true;
    case ACTION_DOWN:
        choose(actions, &score, &layout, 1);
        return true;
    case ACTION_OPEN:
        read_chosen(actions, &score);
        return true;
    default:
        return false;
    }
}

const struct view view_score = {
    .action = ACTION_SCORE,
    .draw = draw,
    .act = act,
    .of_run = true,
};
