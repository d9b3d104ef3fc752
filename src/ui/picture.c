#include "config.h"

#include "rnntop/ui/picture.h"

#include "rnntop/ui/notices.h"
#include "rnntop/ui/screen_refresh.h"
#include "rnntop/ui/screen_window.h"

static unsigned select_run(struct actions *actions, int direction)
{
    if (board_runs(actions->board) < 2)
        notices_say(actions, STR_ONE_RUN);
    screen_select(actions->screen, actions->board, direction);
    return REACT_DRAW | REACT_FIGURES;
}

unsigned picture_next_run(struct actions *actions)
{
    return select_run(actions, 1);
}

unsigned picture_previous_run(struct actions *actions)
{
    return select_run(actions, -1);
}

unsigned picture_others(struct actions *actions)
{
    actions->screen->others = (actions->screen->others + 1) % (OTHERS_NONE + 1);
    if (board_runs(actions->board) < 2)
        notices_say(actions, STR_NO_OTHERS);
    return REACT_DRAW;
}

unsigned picture_cursor(struct actions *actions)
{
    if (!screen_has_run(actions->screen, actions->board))
        return REACT_NONE;
    screen_cursor_toggle(actions->screen, actions->board);
    return REACT_DRAW;
}

unsigned picture_zoom_in(struct actions *actions)
{
    screen_zoom(actions->screen, actions->board, 1);
    return REACT_DRAW;
}

unsigned picture_zoom_out(struct actions *actions)
{
    screen_zoom(actions->screen, actions->board, -1);
    return REACT_DRAW;
}

unsigned picture_zoom_whole(struct actions *actions)
{
    screen_zoom_whole(actions->screen);
    return REACT_DRAW;
}

unsigned picture_axis(struct actions *actions)
{
    actions->screen->axis = (actions->screen->axis + 1) % (AXIS_TIME + 1);
    return REACT_DRAW;
}

unsigned picture_log_loss(struct actions *actions)
{
    actions->screen->log_loss = !actions->screen->log_loss;
    return REACT_DRAW;
}

unsigned picture_smooth(struct actions *actions)
{
    actions->screen->smooth = (actions->screen->smooth + 1) % (SMOOTH_EPOCH + 1);
    return REACT_DRAW;
}

unsigned picture_glyphs(struct actions *actions)
{
    struct screen *screen = actions->screen;

    if (screen->unicode)
        screen->glyphs = (screen->glyphs + 1) % (GLYPHS_ASCII + 1);
    else
        notices_say(actions, STR_ASCII_ONLY);
    return REACT_DRAW;
}

unsigned picture_hold(struct actions *actions)
{
    screen_hold(actions->screen, actions->board, !actions->screen->held);
    return REACT_DRAW | REACT_FIGURES;
}

/* How far a key moves the cursor: arrows by one, pages by five; 0: no such key. */
static int cursor_step(enum action action)
{
    switch (action) {
    case ACTION_LEFT:
        return -1;
    case ACTION_RIGHT:
        return 1;
    case ACTION_PAGE_LEFT:
        return -5;
    case ACTION_PAGE_RIGHT:
        return 5;
    default:
        return 0;
    }
}

static bool is_of_cursor(enum action action)
{
    return cursor_step(action) != 0 || action == ACTION_HOME || action == ACTION_END ||
           action == ACTION_UP || action == ACTION_DOWN || action == ACTION_CURSOR_OFF;
}

bool picture_act(struct actions *actions, enum action action, unsigned *reaction)
{
    struct screen *screen = actions->screen;
    bool moves = action != ACTION_UP && action != ACTION_DOWN; /* those two do nothing */

    if (!is_of_cursor(action))
        return false;
    *reaction = action == ACTION_CURSOR_OFF ? REACT_DRAW : REACT_NONE;
    if (!moves || !screen_has_run(screen, actions->board))
        return true;
    *reaction = REACT_DRAW;
    if (action == ACTION_HOME)
        screen_cursor_home(screen, actions->board);
    else if (action == ACTION_END)
        screen_cursor_end(screen, actions->board);
    else if (action != ACTION_CURSOR_OFF)
        screen_cursor_move(screen, actions->board, cursor_step(action));
    else if (screen_run(screen, screen->selected)->cursor_on)
        screen_cursor_toggle(screen, actions->board);
    return true;
}
