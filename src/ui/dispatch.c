#include "config.h"

#include "rnntop/ui/dispatch.h"

#include <limits.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/ask.h"
#include "rnntop/ui/keys.h"
#include "rnntop/ui/notices.h"
#include "rnntop/ui/picture.h"
#include "rnntop/ui/queue.h"
#include "rnntop/ui/strings.h"
#include "rnntop/ui/terminal/keypress.h"
#include "rnntop/ui/training.h"
#include "rnntop/ui/views/views.h"

typedef unsigned (*action_function)(struct actions *actions);
typedef unsigned (*key_function)(struct actions *actions, int key);

static const struct view *on_screen(const struct actions *actions)
{
    return views_get(actions->screen->view);
}

/* ---- the common way: screens ---- */

/* The key of the view on screen leads back to the curves. */
static unsigned show(struct actions *actions, enum screen_view view)
{
    struct screen *screen = actions->screen;

    screen->view = screen->view == view ? SCREEN_CURVES : view;
    screen->scroll = on_screen(actions)->newest_last ? INT_MAX : 0;
    return REACT_DRAW;
}

static unsigned back(struct actions *actions)
{
    return show(actions, SCREEN_CURVES);
}

static unsigned back_or_quit(struct actions *actions)
{
    return actions->screen->view != SCREEN_CURVES ? back(actions) : training_quit(actions);
}

static unsigned redraw(struct actions *actions)
{
    (void)actions;
    return REACT_DRAW | REACT_FIGURES | REACT_REPAINT;
}

/* Keys of the score alone. */
static unsigned only_of_score(struct actions *actions)
{
    notices_say(actions, STR_KEYS_OF_SCORE);
    return REACT_DRAW;
}

static unsigned resize(struct actions *actions)
{
    (void)actions;
    return REACT_DRAW;
}

/* ---- the common way: scrolling ---- */

/* By rows; `by` may be as large as it likes. */
static unsigned scroll(struct actions *actions, int by)
{
    struct screen *screen = actions->screen;
    int last = views_last_scroll(screen, actions->board, actions->columns, actions->rows);
    int from = screen->scroll < last ? screen->scroll : last;

    if (by < 0)
        screen->scroll = from < -by ? 0 : from + by;
    else if (by < last - from)
        screen->scroll = from + by;
    else
        screen->scroll = on_screen(actions)->newest_last ? INT_MAX : last;
    return REACT_DRAW;
}

static int page_rows(const struct actions *actions)
{
    return actions->rows > 4 ? actions->rows - 3 : 1;
}

static unsigned page_up(struct actions *actions)
{
    return scroll(actions, -page_rows(actions));
}

static unsigned page_down(struct actions *actions)
{
    return scroll(actions, page_rows(actions));
}

static unsigned up(struct actions *actions)
{
    return scroll(actions, -1);
}

static unsigned down(struct actions *actions)
{
    return scroll(actions, 1);
}

static unsigned home(struct actions *actions)
{
    return scroll(actions, -INT_MAX);
}

static unsigned end(struct actions *actions)
{
    return scroll(actions, INT_MAX);
}

/* ---- from an action to its function ---- */

/* Missing here: actions that show a view, which are in the views' rows, and actions that a view's
 * own act() carries out. */
static const action_function FUNCTIONS[] = {
    [ACTION_PAUSE] = training_pause_or_resume,
    [ACTION_ONE_BATCH] = training_one_batch,
    [ACTION_ONE_EPOCH] = training_one_epoch,
    [ACTION_RATE_DOWN] = training_rate_down,
    [ACTION_RATE_UP] = training_rate_up,
    [ACTION_SAVE] = training_save,
    [ACTION_AGAIN] = queue_again,
    [ACTION_NEW] = queue_form,
    [ACTION_TAKE_BACK] = queue_take_back,
    [ACTION_QUIT] = back_or_quit,
    [ACTION_SAVE_AND_LEAVE] = training_save_and_leave,
    [ACTION_TURN] = only_of_score,
    [ACTION_OPEN] = only_of_score,
    [ACTION_NEXT_RUN] = picture_next_run,
    [ACTION_PREVIOUS_RUN] = picture_previous_run,
    [ACTION_SORT] = picture_sort,
    [ACTION_MARK] = picture_mark,
    [ACTION_OTHERS] = picture_others,
    [ACTION_PAGE_LEFT] = page_up,
    [ACTION_PAGE_RIGHT] = page_down,
    [ACTION_HOME] = home,
    [ACTION_END] = end,
    [ACTION_UP] = up,
    [ACTION_DOWN] = down,
    [ACTION_CURSOR] = picture_cursor,
    [ACTION_CURSOR_OFF] = back,
    [ACTION_ZOOM_IN] = picture_zoom_in,
    [ACTION_ZOOM_OUT] = picture_zoom_out,
    [ACTION_ZOOM_WHOLE] = picture_zoom_whole,
    [ACTION_AXIS] = picture_axis,
    [ACTION_LOG] = picture_log_loss,
    [ACTION_SMOOTH] = picture_smooth,
    [ACTION_GLYPHS] = picture_glyphs,
    [ACTION_LOOK] = picture_look,
    [ACTION_HOLD] = picture_hold,
    [ACTION_REDRAW] = redraw,
    [ACTION_RESIZE] = resize,
};

/* What asks something of the session. */
static bool is_request(enum action action)
{
    switch (action) {
    case ACTION_PAUSE:
    case ACTION_ONE_BATCH:
    case ACTION_ONE_EPOCH:
    case ACTION_RATE_DOWN:
    case ACTION_RATE_UP:
    case ACTION_SAVE:
    case ACTION_AGAIN:
    case ACTION_NEW:
    case ACTION_TAKE_BACK:
        return true;
    default:
        return false;
    }
}

static unsigned perform(struct actions *actions, enum action action)
{
    const struct view *view = on_screen(actions);
    enum screen_view wanted;
    unsigned reaction;

    /* Where nothing is granted, none of them begins with a question or a form. */
    if (actions->screen->only_watched && is_request(action))
        return ask_plain(actions, (struct request){.kind = REQUEST_PAUSE});
    if (view->act && view->act(actions, action, &reaction))
        return reaction;
    if (views_shown_by(action, &wanted))
        return show(actions, wanted);
    if ((size_t)action < sizeof(FUNCTIONS) / sizeof(FUNCTIONS[0]) && FUNCTIONS[action])
        return FUNCTIONS[action](actions);
    return REACT_NONE;
}

/* ---- from a key to its action ---- */

/* A key that does nothing says so, by its name where it has one. */
static unsigned unknown_key(struct actions *actions, int key)
{
    struct screen *screen = actions->screen;
    char typed[5] = "";

    if (key <= ' ' || key == 127 || utf8_columns((uint32_t)key) < 1 ||
        (!screen->unicode && key > 126)) {
        notices_say(actions, STR_NO_SUCH_KEY);
    } else {
        typed[utf8_encode((uint32_t)key, typed)] = '\0';
        notices_fill(actions, ROLE_PLAIN, STR_NO_KEY, typed, "");
    }
    return REACT_DRAW;
}

/* A key of the picture, pressed where no picture is (just read in the help), shows it. */
static void show_picture(struct actions *actions, enum action action)
{
    bool other_run = action == ACTION_NEXT_RUN || action == ACTION_PREVIOUS_RUN;

    if (keys_of(action)->picture && !(other_run && on_screen(actions)->of_run))
        actions->screen->view = SCREEN_CURVES;
}

/* Works while a question waits, and where keys are typed. */
static bool works_everywhere(enum action action)
{
    return action == ACTION_SAVE_AND_LEAVE || action == ACTION_REDRAW || action == ACTION_RESIZE;
}

unsigned dispatch_key(struct actions *actions, int key)
{
    static const key_function ANSWER[] = {
        [PROMPT_NONE] = NULL,
        [PROMPT_QUIT] = training_answer_quit,
        [PROMPT_TAKE_BACK] = queue_answer,
    };
    struct screen *screen = actions->screen;
    enum action action = keys_action(key);
    key_function takes_all =
        screen->prompt != PROMPT_NONE ? ANSWER[screen->prompt] : on_screen(actions)->type;
    unsigned reaction = REACT_NONE;

    if (key == KEYPRESS_NONE)
        return REACT_NONE;
    if (takes_all && works_everywhere(action))
        return perform(actions, action);
    if (takes_all)
        return takes_all(actions, key);

    if (action != ACTION_RESIZE && screen->message[0] != '\0') {
        screen->message[0] = '\0'; /* a message stays until the next key */
        reaction = REACT_DRAW;
    }
    if (action == ACTION_NONE)
        return reaction | unknown_key(actions, key);
    show_picture(actions, action);
    return reaction | perform(actions, action);
}
