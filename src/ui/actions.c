#include "config.h"

#include "rnntop/ui/actions.h"

#include <limits.h>
#include <stdio.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/notices.h"
#include "rnntop/ui/picture.h"
#include "rnntop/ui/queue.h"
#include "rnntop/ui/strings.h"
#include "rnntop/ui/terminal/terminal.h"
#include "rnntop/ui/views/views.h"
#include "rnntop/words/errors.h"

typedef unsigned (*action_function)(struct actions *actions);

static const char *run_name(const struct actions *actions, size_t run)
{
    return board_run(actions->board, run)->spec.name;
}

bool actions_run_selected(const struct actions *actions)
{
    return actions->screen->selected < board_runs(actions->board);
}

static void figures_of(const struct actions *actions, size_t run, struct history_now *now)
{
    const struct board_run *shown = board_run(actions->board, run);

    history_now(shown->history, shown->spec.epochs, now);
}

bool actions_ask(struct actions *actions, const struct request *request, struct answer *answer)
{
    char text[ERRORS_TEXT_SIZE];

    actions->requests->ask(actions->requests->context, request, answer);
    actions->screen->paused = answer->paused;
    if (!answer->granted)
        screen_say(actions->screen, ROLE_WARN, "%s", errors_say(&answer->why, text, sizeof(text)));
    return answer->granted;
}

/* What is answered by what happens. */
static unsigned ask(struct actions *actions, struct request request)
{
    struct answer answer;

    actions_ask(actions, &request, &answer);
    return REACT_DRAW | REACT_FIGURES;
}

/* Learned something that no file holds. */
static bool is_unsaved(const struct history_now *now)
{
    return now->position > 0 && !history_all_saved(now);
}

/* True when leaving now would end something that learns, or lose what has learned. A run that may
 * go on is asked about before its first batch is seen here. */
static bool would_lose(const struct actions *actions)
{
    bool ended = board_all_ended(actions->board);

    if (!ended && board_data(actions->board) && !actions->screen->paused)
        return true;
    for (size_t run = 0; run < board_runs(actions->board); run++) {
        struct history_now now;
        figures_of(actions, run, &now);
        if (ended ? is_unsaved(&now) : now.position > 0)
            return true;
    }
    return false;
}

/* What ended without a file gets another chance; what trains is saved by the session's end. */
static void save_ended(struct actions *actions)
{
    for (size_t run = 0; run < board_runs(actions->board); run++) {
        struct history_now now;
        figures_of(actions, run, &now);
        if (board_run(actions->board, run)->ended && is_unsaved(&now))
            ask(actions,
                (struct request){.kind = REQUEST_SAVE, .run = board_run(actions->board, run)->id});
    }
}

static unsigned leave(struct actions *actions, enum app_result result)
{
    actions->result = result;
    return REACT_LEAVE;
}

static unsigned show_view(struct actions *actions, enum screen_view view)
{
    struct screen *screen = actions->screen;

    screen->view = screen->view == view ? SCREEN_CURVES : view;
    screen->scroll = screen->view == SCREEN_MESSAGES ? INT_MAX : 0; /* the newest are last */
    return REACT_DRAW;
}

/* Training. */

static unsigned nothing_trains(struct actions *actions)
{
    notices_say(actions, STR_NOTHING_TRAINS);
    return REACT_DRAW;
}

static unsigned pause_or_resume(struct actions *actions)
{
    if (board_all_ended(actions->board))
        return nothing_trains(actions);
    return ask(actions,
               (struct request){.kind = actions->screen->paused ? REQUEST_RESUME : REQUEST_PAUSE});
}

static unsigned one_batch(struct actions *actions)
{
    if (board_all_ended(actions->board))
        return nothing_trains(actions);
    return ask(actions, (struct request){.kind = REQUEST_ONE_BATCH});
}

static unsigned one_epoch(struct actions *actions)
{
    if (board_all_ended(actions->board))
        return nothing_trains(actions);
    return ask(actions, (struct request){.kind = REQUEST_ONE_EPOCH});
}

/* Only where it stands still: who turns at it while figures fly by cannot tell what it did. */
static unsigned change_rate(struct actions *actions, int by)
{
    size_t active = board_active(actions->board);
    struct history_now now = {.state = RUN_QUEUED};

    if (board_all_ended(actions->board))
        return nothing_trains(actions);
    if (active != BOARD_NO_RUN)
        figures_of(actions, active, &now);
    if (now.state != RUN_PAUSED) {
        notices_say(actions, STR_RATE_PAUSED);
        return REACT_DRAW;
    }
    return ask(actions, (struct request){.kind = REQUEST_RATE, .by = by});
}

static unsigned rate_down(struct actions *actions)
{
    return change_rate(actions, -1);
}

static unsigned rate_up(struct actions *actions)
{
    return change_rate(actions, 1);
}

static unsigned save(struct actions *actions)
{
    struct screen *screen = actions->screen;
    struct history_now now;

    if (!actions_run_selected(actions))
        return REACT_NONE;
    figures_of(actions, screen->selected, &now);
    if (now.state == RUN_QUEUED || now.state == RUN_LOADING) {
        notices_fill(actions, ROLE_PLAIN, STR_NOTHING_TO_SAVE, run_name(actions, screen->selected),
                     "");
        return REACT_DRAW;
    }
    actions->save_asked[screen->selected] = true;
    return ask(actions, (struct request){.kind = REQUEST_SAVE,
                                         .run = board_run(actions->board, screen->selected)->id});
}

static unsigned quit(struct actions *actions)
{
    struct screen *screen = actions->screen;

    if (screen->view != SCREEN_CURVES)
        return show_view(actions, SCREEN_CURVES);
    if (!would_lose(actions))
        return leave(actions, APP_QUIT);
    screen->prompt = PROMPT_QUIT;
    return REACT_DRAW | REACT_FIGURES;
}

static unsigned save_and_leave(struct actions *actions)
{
    if (!would_lose(actions))
        return leave(actions, APP_QUIT);
    save_ended(actions);
    return leave(actions, APP_QUIT_SAVE);
}

/* Screens. */

static unsigned show_curves(struct actions *actions)
{
    actions->screen->view = SCREEN_CURVES;
    return REACT_DRAW;
}

static unsigned show_score(struct actions *actions)
{
    return show_view(actions, SCREEN_SCORE);
}

static unsigned show_messages(struct actions *actions)
{
    return show_view(actions, SCREEN_MESSAGES);
}

static unsigned show_help(struct actions *actions)
{
    return show_view(actions, SCREEN_HELP);
}

static unsigned back(struct actions *actions)
{
    struct screen *screen = actions->screen;

    if (screen->view != SCREEN_CURVES)
        return show_curves(actions);
    if (actions_run_selected(actions) && screen->run[screen->selected].cursor_on)
        screen_cursor_toggle(screen, actions->board);
    return REACT_DRAW;
}

static unsigned redraw(struct actions *actions)
{
    (void)actions;
    return REACT_DRAW | REACT_FIGURES | REACT_REPAINT;
}

static unsigned resize(struct actions *actions)
{
    (void)actions;
    return REACT_DRAW;
}

/* Help and messages scroll by rows; `by` may be as large as it likes. */
static unsigned scroll(struct actions *actions, int by)
{
    struct screen *screen = actions->screen;
    int last = views_last_scroll(screen, actions->board, actions->columns, actions->rows);
    int from = screen->scroll < last ? screen->scroll : last;

    if (by < 0)
        screen->scroll = from < -by ? 0 : from + by;
    else if (by < last - from)
        screen->scroll = from + by;
    else /* at the end of the messages, stay there as they grow */
        screen->scroll = screen->view == SCREEN_MESSAGES ? INT_MAX : last;
    return REACT_DRAW;
}

/* The cursor keys. */

/* Cursor keys move the cursor on the curves and scroll elsewhere; 0 rows: nothing to scroll by. */
static unsigned move(struct actions *actions, int epochs, int rows)
{
    if (actions->screen->view != SCREEN_CURVES)
        return rows != 0 ? scroll(actions, rows) : REACT_NONE;
    if (epochs == 0 || !actions_run_selected(actions))
        return REACT_NONE;
    screen_cursor_move(actions->screen, actions->board, epochs);
    return REACT_DRAW;
}

static int page(const struct actions *actions)
{
    return actions->rows > 4 ? actions->rows - 3 : 1;
}

static unsigned left(struct actions *actions)
{
    return move(actions, -1, 0);
}

static unsigned right(struct actions *actions)
{
    return move(actions, 1, 0);
}

static unsigned page_left(struct actions *actions)
{
    return move(actions, -5, -page(actions));
}

static unsigned page_right(struct actions *actions)
{
    return move(actions, 5, page(actions));
}

static unsigned up(struct actions *actions)
{
    return move(actions, 0, -1);
}

static unsigned down(struct actions *actions)
{
    return move(actions, 0, 1);
}

static unsigned home(struct actions *actions)
{
    if (actions->screen->view != SCREEN_CURVES)
        return scroll(actions, -INT_MAX);
    if (!actions_run_selected(actions))
        return REACT_NONE;
    screen_cursor_home(actions->screen, actions->board);
    return REACT_DRAW;
}

static unsigned end(struct actions *actions)
{
    if (actions->screen->view != SCREEN_CURVES)
        return scroll(actions, INT_MAX);
    if (!actions_run_selected(actions))
        return REACT_NONE;
    screen_cursor_end(actions->screen, actions->board);
    return REACT_DRAW;
}

static const action_function FUNCTIONS[] = {
    [ACTION_PAUSE] = pause_or_resume,
    [ACTION_ONE_BATCH] = one_batch,
    [ACTION_ONE_EPOCH] = one_epoch,
    [ACTION_RATE_DOWN] = rate_down,
    [ACTION_RATE_UP] = rate_up,
    [ACTION_SAVE] = save,
    [ACTION_AGAIN] = queue_again,
    [ACTION_NEW] = queue_form,
    [ACTION_TAKE_BACK] = queue_take_back,
    [ACTION_QUIT] = quit,
    [ACTION_SAVE_AND_LEAVE] = save_and_leave,
    [ACTION_CURVES] = show_curves,
    [ACTION_SCORE] = show_score,
    [ACTION_MESSAGES] = show_messages,
    [ACTION_HELP] = show_help,
    [ACTION_NEXT_RUN] = picture_next_run,
    [ACTION_PREVIOUS_RUN] = picture_previous_run,
    [ACTION_OTHERS] = picture_others,
    [ACTION_LEFT] = left,
    [ACTION_RIGHT] = right,
    [ACTION_PAGE_LEFT] = page_left,
    [ACTION_PAGE_RIGHT] = page_right,
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
    [ACTION_HOLD] = picture_hold,
    [ACTION_REDRAW] = redraw,
    [ACTION_RESIZE] = resize,
};

unsigned actions_perform(struct actions *actions, enum action action)
{
    if (action == ACTION_NONE || (size_t)action >= sizeof(FUNCTIONS) / sizeof(FUNCTIONS[0]))
        return REACT_NONE;
    return FUNCTIONS[action](actions);
}

/* While the quit prompt is up only its own answers count: a second q, or a Space meant for the
 * training, must not throw an hour's weights away. */
static unsigned answer_quit(struct actions *actions, int key)
{
    switch (key) {
    case 'y':
    case 'Y':
    case '\r':
    case '\n':
        save_ended(actions);
        return leave(actions, APP_QUIT_SAVE);
    case 'd':
    case 'D':
        return leave(actions, APP_QUIT_DISCARD);
    case 'n':
    case 'N':
    case KEYPRESS_ESCAPE:
        actions->screen->prompt = PROMPT_NONE;
        return REACT_DRAW;
    default:
        break;
    }

    enum action action = keys_action(key);
    if (action == ACTION_SAVE_AND_LEAVE || action == ACTION_REDRAW || action == ACTION_RESIZE)
        return actions_perform(actions, action);
    return REACT_NONE;
}

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
static bool picture_key(enum action action)
{
    size_t count;
    const struct key_binding *table = keys_table(&count);

    switch (action) {
    case ACTION_PREVIOUS_RUN:
    case ACTION_ZOOM_OUT:
    case ACTION_ZOOM_WHOLE:
        return true;
    case ACTION_LEFT:
    case ACTION_REDRAW:
        return false;
    default:
        break;
    }
    for (size_t i = 0; i < count; i++) {
        if (table[i].action == action)
            return table[i].group == KEY_PICTURE;
    }
    return false;
}

unsigned actions_key(struct actions *actions, int key)
{
    struct screen *screen = actions->screen;
    unsigned reaction = REACT_NONE;

    if (key == KEYPRESS_NONE)
        return REACT_NONE;
    if (screen->prompt == PROMPT_QUIT)
        return answer_quit(actions, key);
    if (screen->prompt == PROMPT_TAKE_BACK)
        return queue_answer(actions, key);
    if (screen->view == SCREEN_FORM)
        return queue_form_key(actions, key);

    enum action action = keys_action(key);
    if (action != ACTION_RESIZE && screen->message[0] != '\0') {
        screen->message[0] = '\0'; /* a message stays until the next key */
        reaction = REACT_DRAW;
    }
    if (action == ACTION_NONE)
        return reaction | unknown_key(actions, key);
    bool turns_pages = action == ACTION_NEXT_RUN || action == ACTION_PREVIOUS_RUN;
    if (picture_key(action) && !(turns_pages && screen->view == SCREEN_SCORE))
        screen->view = SCREEN_CURVES;
    return reaction | actions_perform(actions, action);
}
