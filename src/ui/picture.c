#include "config.h"

#include "rnntop/ui/picture.h"

#include "rnntop/ui/notices.h"
#include "rnntop/ui/screen_refresh.h"
#include "rnntop/ui/screen_rows.h"
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

unsigned picture_sort(struct actions *actions)
{
    static const enum string_id SAID[RANKING_ORDERS] = {
        [RANKING_QUEUE] = STR_SORTED_QUEUE,
        [RANKING_VAL] = STR_SORTED_VAL,
        [RANKING_NAME] = STR_SORTED_NAME,
    };
    screen_sort(actions->screen);
    notices_say(actions,
                board_runs(actions->board) < 2 ? STR_ONE_RUN : SAID[actions->screen->order]);
    return REACT_DRAW;
}

unsigned picture_mark(struct actions *actions)
{
    struct screen *screen = actions->screen;
    if (!screen_has_run(screen, actions->board))
        return REACT_NONE;
    bool marked = screen_mark(screen, actions->board);
    notices_fill(actions, ROLE_PLAIN, marked ? STR_MARKED : STR_UNMARKED,
                 board_run(actions->board, screen->selected)->spec.name, "");
    return REACT_DRAW;
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
    static const enum string_id SAID[] = {
        [SMOOTH_RAW] = STR_TRAIN_RAW, [SMOOTH_EPOCH] = STR_TRAIN_EPOCH};
    actions->screen->smooth = (actions->screen->smooth + 1) % (SMOOTH_EPOCH + 1);
    if (actions->screen->smooth != SMOOTH_AVERAGE) /* that is how it begins */
        notices_say(actions, SAID[actions->screen->smooth]);
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

/* Without colours there are two looks: the one that it has, and the projector's. */
unsigned picture_look(struct actions *actions)
{
    static const enum string_id SAYS[LOOK_COUNT] = {
        [LOOK_ASKED] = STR_LOOK_ASKED,         [LOOK_DARK] = STR_LOOK_DARK,
        [LOOK_LIGHT] = STR_LOOK_LIGHT,         [LOOK_PLAIN] = STR_LOOK_PLAIN,
        [LOOK_PROJECTOR] = STR_LOOK_PROJECTOR,
    };
    struct screen *screen = actions->screen;
    enum theme_look look = (screen->look + 1) % LOOK_COUNT;

    if (!screen->colors)
        look = screen->look == LOOK_PROJECTOR ? LOOK_ASKED : LOOK_PROJECTOR;
    screen_set_look(screen, look);
    notices_say(actions, look == LOOK_ASKED && !screen->colors ? STR_LOOK_PLAIN : SAYS[look]);
    return REACT_DRAW;
}

unsigned picture_hold(struct actions *actions)
{
    screen_hold(actions->screen, actions->board, !actions->screen->held);
    return REACT_DRAW | REACT_FIGURES;
}

/* ---- keys that mean this on the curves alone ---- */

static unsigned move_cursor(struct actions *actions, int by)
{
    if (!screen_has_run(actions->screen, actions->board))
        return REACT_NONE;
    screen_cursor_move(actions->screen, actions->board, by);
    return REACT_DRAW;
}

static unsigned cursor_to_an_end(struct actions *actions, enum action action)
{
    if (!screen_has_run(actions->screen, actions->board))
        return REACT_NONE;
    if (action == ACTION_HOME)
        screen_cursor_home(actions->screen, actions->board);
    else
        screen_cursor_end(actions->screen, actions->board);
    return REACT_DRAW;
}

static unsigned put_cursor_out(struct actions *actions)
{
    if (screen_run(actions->screen, actions->screen->selected)->cursor_on)
        screen_cursor_toggle(actions->screen, actions->board);
    return REACT_DRAW;
}

static unsigned open_row(struct actions *actions)
{
    if (!screen_open(actions->screen, actions->board))
        notices_say(actions, STR_NO_SEEDS);
    return REACT_DRAW;
}

bool picture_act(struct actions *actions, enum action action, unsigned *reaction)
{
    switch (action) {
    case ACTION_LEFT:
        *reaction = move_cursor(actions, -1);
        return true;
    case ACTION_RIGHT:
        *reaction = move_cursor(actions, 1);
        return true;
    case ACTION_PAGE_LEFT:
        *reaction = move_cursor(actions, -5);
        return true;
    case ACTION_PAGE_RIGHT:
        *reaction = move_cursor(actions, 5);
        return true;
    case ACTION_HOME:
    case ACTION_END:
        *reaction = cursor_to_an_end(actions, action);
        return true;
    case ACTION_UP:
    case ACTION_DOWN: /* there is nothing to scroll */
        *reaction = REACT_NONE;
        return true;
    case ACTION_CURSOR_OFF:
        *reaction = put_cursor_out(actions);
        return true;
    case ACTION_OPEN:
        *reaction = open_row(actions);
        return true;
    default:
        return false;
    }
}
