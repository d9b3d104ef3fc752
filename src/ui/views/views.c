#include "config.h"

#include "rnntop/ui/views/views.h"

#include <stdio.h>

#include "rnntop/ui/strings.h"
#include "rnntop/ui/views/page.h"

/* Below this the table and two plots no longer mean anything. */
enum { MIN_COLUMNS = 40, MIN_ROWS = 12 };

int views_last_scroll(const struct screen *screen, const struct board *board, int columns, int rows)
{
    switch (screen->view) {
    case SCREEN_HELP:
        return view_help_last_scroll(screen, board, columns, rows);
    case SCREEN_SCORE:
        return view_score_last_scroll(screen, board, columns, rows);
    case SCREEN_MESSAGES:
        return view_messages_last_scroll(screen, board, columns, rows);
    case SCREEN_CURVES:
    case SCREEN_FORM:
        break;
    }
    return 0;
}

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
    canvas_clear(canvas);
    if (canvas->columns < MIN_COLUMNS || canvas->rows < MIN_ROWS) {
        draw_too_small(screen, board, canvas);
        return;
    }
    switch (screen->view) {
    case SCREEN_CURVES:
        view_curves_draw(screen, board, canvas);
        break;
    case SCREEN_SCORE:
        view_score_draw(screen, board, canvas);
        break;
    case SCREEN_MESSAGES:
        view_messages_draw(screen, board, canvas);
        break;
    case SCREEN_HELP:
        view_help_draw(screen, board, canvas);
        break;
    case SCREEN_FORM:
        view_form_draw(screen, canvas);
        break;
    }
}
