#include "config.h"

#include "rnntop/ui/picture.h"

#include "rnntop/ui/notices.h"

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
    if (!actions_run_selected(actions))
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
        screen_say(screen, ROLE_PLAIN,
                   "This terminal is given ASCII only (locale, TERM or --ascii)");
    return REACT_DRAW;
}

unsigned picture_hold(struct actions *actions)
{
    screen_hold(actions->screen, actions->board, !actions->screen->held);
    return REACT_DRAW | REACT_FIGURES;
}
