#include "config.h"

#include "rnntop/ui/views/views.h"

#include <assert.h>
#include <stdio.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/curves/view_curves.h"
#include "rnntop/ui/fit.h"
#include "rnntop/ui/form/view_form.h"
#include "rnntop/ui/glyphs.h"
#include "rnntop/ui/score/view_review.h"
#include "rnntop/ui/score/view_score.h"
#include "rnntop/ui/views/page.h"
#include "rnntop/ui/views/view_diagnosis.h"
#include "rnntop/ui/views/view_help.h"
#include "rnntop/ui/views/view_messages.h"

/* Below this the table and two plots no longer mean anything. */
enum { MIN_COLUMNS = 40, MIN_ROWS = 12 };

static const struct view *const VIEWS[] = {
#define VIEW(view, row) [view] = &(row),
    SCREEN_VIEWS(VIEW)
#undef VIEW
};

const struct view *views_get(enum screen_view view)
{
    assert((size_t)view < SCREEN_VIEW_COUNT);
    return VIEWS[view];
}

bool views_shown_by(enum action action, enum screen_view *view)
{
    for (size_t i = 0; i < SCREEN_VIEW_COUNT; i++) {
        if (action != ACTION_NONE && VIEWS[i]->action == action) {
            *view = (enum screen_view)i;
            return true;
        }
    }
    return false;
}

/* ---- pages ---- */

static bool is_blank(const struct view *view, const struct screen *screen,
                     const struct board *board)
{
    return view->of_run && !screen_has_run(screen, board);
}

static int page_rows(const struct view *view, const struct screen *screen,
                     const struct board *board, int columns)
{
    struct page page = page_measure(columns);

    view->write(&page, screen, board);
    return page.row;
}

int views_last_scroll(const struct screen *screen, const struct board *board, int columns, int rows)
{
    const struct view *view = views_get(screen->view);

    if (!view->write || is_blank(view, screen, board))
        return 0;
    return page_last_scroll(rows, page_rows(view, screen, board, columns));
}

static void draw_title(const struct view *view, const struct screen *screen,
                       const struct board *board, struct canvas *canvas)
{
    char title[128];
    const char *back = string_get(view->back);
    const char *name =
        screen_has_run(screen, board) ? board_run(board, screen->selected)->spec.name : "";

    string_fill(title, sizeof(title), view->title, name);
    fit_cut(title, canvas->columns - 4 - (int)utf8_text_columns(back));
    int column = canvas_text(canvas, 1, 0, title, ROLE_STRONG) + 2;
    int end = canvas_text_right(canvas, canvas->columns - 1, 0, back, ROLE_DIM) - 1;
    if (screen->paused && !board_all_ended(board)) /* Space works here too, and is answered */
        fit_pieces(canvas, column, end, 0, 0,
                   &(struct piece){string_get(STR_PAUSED_WORD), ROLE_WARN}, 1);
}

/* A page has no row for messages: the answer to a key takes its last one. Of events the view of
 * messages tells. */
static void draw_answer(const struct screen *screen, struct canvas *canvas)
{
    if (screen->message[0] == '\0' || screen->message_kind == MESSAGE_OF_EVENT)
        return;
    canvas_blank(canvas, 0, canvas->rows - 1, canvas->columns, 1);
    fit_text(canvas, screen_ascii(screen), 1, canvas->columns - 1, canvas->rows - 1,
             screen->message, screen->message_role);
}

static void draw_page(const struct view *view, const struct screen *screen,
                      const struct board *board, struct canvas *canvas)
{
    if (is_blank(view, screen, board))
        return;
    int rows = page_rows(view, screen, board, canvas->columns);
    struct page page = page_open(canvas, rows, screen->scroll);

    draw_title(view, screen, board, canvas);
    view->write(&page, screen, board);
    page_close(&page, rows);
    draw_answer(screen, canvas);
}

/* ---- the whole screen ---- */

/* In order of what matters, as much as fits: a question that waits, what to do, what goes on. */
static void draw_too_small(const struct screen *screen, const struct board *board,
                           struct canvas *canvas)
{
    char need[32], have[32], text[96];
    struct page page = {.canvas = canvas, .columns = canvas->columns + 1, .bottom = canvas->rows};

    if (screen->prompt == PROMPT_QUIT)
        page_wrap(&page, 0, string_get(STR_SMALL_QUIT), ROLE_WARN);
    if (screen->prompt == PROMPT_TAKE_BACK)
        page_wrap(&page, 0, string_get(STR_SMALL_TAKE_BACK), ROLE_WARN);
    snprintf(need, sizeof(need), "%dx%d", MIN_COLUMNS, MIN_ROWS);
    snprintf(have, sizeof(have), "%dx%d", canvas->columns, canvas->rows);
    string_fill(text, sizeof(text), STR_SMALL_NEEDS, need, have);
    page_wrap(&page, 0, text, ROLE_PLAIN);
    if (board_all_ended(board))
        page_wrap(&page, 0, string_get(STR_SMALL_ENDED), ROLE_PLAIN);
    else if (screen->paused)
        page_wrap(&page, 0, string_get(STR_PAUSED_WORD), ROLE_WARN);
    else
        page_wrap(&page, 0, string_get(STR_SMALL_GOES_ON), ROLE_PLAIN);
}

void views_draw(const struct screen *screen, const struct board *board, struct canvas *canvas)
{
    const struct view *view = views_get(screen->view);

    canvas_clear(canvas);
    if (canvas->columns < MIN_COLUMNS || canvas->rows < MIN_ROWS) {
        draw_too_small(screen, board, canvas);
        return;
    }
    if (view->draw)
        view->draw(screen, board, canvas);
    else
        draw_page(view, screen, board, canvas);
    if (screen_ascii(screen))
        canvas_to_ascii(canvas);
}
