#include "config.h"

#include "rnntop/ui/actions.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "rnntop/base/utf8.h"
#include "rnntop/ui/strings.h"
#include "rnntop/ui/terminal.h"
#include "rnntop/ui/views.h"

typedef unsigned (*action_function)(struct actions *actions);

/* Says an entry of the table of strings, its places {1} and {2} filled. */
static void say_filled(struct actions *actions, enum role role, enum string_id id,
                       const char *first, const char *second)
{
    char text[SCREEN_MESSAGE_SIZE];

    actions->message_epochs = 0;
    string_fill(text, sizeof(text), id, first, second);
    screen_say(actions->screen, role, "%s", text);
}

static void say(struct actions *actions, enum string_id id)
{
    screen_say(actions->screen, ROLE_PLAIN, "%s", string_get(id));
}

static const char *run_name(const struct actions *actions, size_t run)
{
    return board_run(actions->board, run)->feed->spec.name;
}

static bool has_selected(const struct actions *actions)
{
    return actions->screen->selected < board_runs(actions->board);
}

static void figures_of(const struct actions *actions, size_t run, struct history_now *now)
{
    const struct board_run *shown = board_run(actions->board, run);

    history_now(shown->history, shown->feed->spec.epochs, now);
}

/* True when leaving now would end something that has learned. */
static bool would_lose(const struct actions *actions)
{
    if (board_all_ended(actions->board))
        return false;
    for (size_t run = 0; run < board_runs(actions->board); run++) {
        struct history_now now;
        figures_of(actions, run, &now);
        if (now.position > 0)
            return true;
    }
    return false;
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
    say(actions, STR_NOTHING_TRAINS);
    return REACT_DRAW;
}

static unsigned follow_request(struct actions *actions)
{
    const struct session_requests *requests = actions->requests;

    actions->screen->paused = requests->paused(requests->session);
    return REACT_DRAW | REACT_FIGURES;
}

static unsigned pause_or_resume(struct actions *actions)
{
    const struct session_requests *requests = actions->requests;

    if (board_all_ended(actions->board))
        return nothing_trains(actions);
    if (requests->paused(requests->session))
        requests->resume(requests->session);
    else
        requests->pause(requests->session);
    return follow_request(actions);
}

static unsigned one_batch(struct actions *actions)
{
    if (board_all_ended(actions->board))
        return nothing_trains(actions);
    actions->requests->one_batch(actions->requests->session);
    return follow_request(actions);
}

static unsigned one_epoch(struct actions *actions)
{
    if (board_all_ended(actions->board))
        return nothing_trains(actions);
    actions->requests->one_epoch(actions->requests->session);
    return follow_request(actions);
}

static unsigned save(struct actions *actions)
{
    struct screen *screen = actions->screen;
    struct history_now now;

    if (!has_selected(actions))
        return REACT_NONE;
    figures_of(actions, screen->selected, &now);
    if (now.state == RUN_QUEUED || now.state == RUN_LOADING) {
        say_filled(actions, ROLE_PLAIN, STR_NOTHING_TO_SAVE, run_name(actions, screen->selected),
                   "");
        return REACT_DRAW;
    }
    actions->save_asked[screen->selected] = true;
    actions->requests->save(actions->requests->session, screen->selected);
    return REACT_DRAW;
}

static unsigned again(struct actions *actions)
{
    struct screen *screen = actions->screen;
    struct rt_error error;

    if (!has_selected(actions))
        return REACT_NONE;
    const struct run_feed *feed =
        actions->requests->again(actions->requests->session, screen->selected, &error);
    if (feed) {
        char seed[24];
        snprintf(seed, sizeof(seed), "%llu", (unsigned long long)feed->spec.seed);
        say_filled(actions, ROLE_PLAIN, STR_QUEUED_AGAIN, feed->spec.name, seed);
    } else {
        screen_say(screen, ROLE_WARN, "%s", error.text);
    }
    return REACT_DRAW | REACT_FIGURES;
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
    return leave(actions, would_lose(actions) ? APP_QUIT_SAVE : APP_QUIT);
}

/* Screens. */

static unsigned show_curves(struct actions *actions)
{
    actions->screen->view = SCREEN_CURVES;
    return REACT_DRAW;
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
    if (has_selected(actions) && screen->run[screen->selected].cursor_on)
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

/* Picture. */

/* Cursor keys move the cursor on the curves and scroll elsewhere; 0 rows: nothing to scroll by. */
static unsigned move(struct actions *actions, int epochs, int rows)
{
    if (actions->screen->view != SCREEN_CURVES)
        return rows != 0 ? scroll(actions, rows) : REACT_NONE;
    if (epochs == 0 || !has_selected(actions))
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
    if (!has_selected(actions))
        return REACT_NONE;
    screen_cursor_home(actions->screen, actions->board);
    return REACT_DRAW;
}

static unsigned end(struct actions *actions)
{
    if (actions->screen->view != SCREEN_CURVES)
        return scroll(actions, INT_MAX);
    if (!has_selected(actions))
        return REACT_NONE;
    screen_cursor_end(actions->screen, actions->board);
    return REACT_DRAW;
}

static unsigned select_run(struct actions *actions, int direction)
{
    if (board_runs(actions->board) < 2)
        say(actions, STR_ONE_RUN);
    screen_select(actions->screen, actions->board, direction);
    return REACT_DRAW | REACT_FIGURES;
}

static unsigned next_run(struct actions *actions)
{
    return select_run(actions, 1);
}

static unsigned previous_run(struct actions *actions)
{
    return select_run(actions, -1);
}

static unsigned others(struct actions *actions)
{
    actions->screen->others = (actions->screen->others + 1) % (OTHERS_NONE + 1);
    if (board_runs(actions->board) < 2)
        say(actions, STR_NO_OTHERS);
    return REACT_DRAW;
}

static unsigned cursor(struct actions *actions)
{
    if (!has_selected(actions))
        return REACT_NONE;
    screen_cursor_toggle(actions->screen, actions->board);
    return REACT_DRAW;
}

static unsigned zoom_in(struct actions *actions)
{
    screen_zoom(actions->screen, actions->board, 1);
    return REACT_DRAW;
}

static unsigned zoom_out(struct actions *actions)
{
    screen_zoom(actions->screen, actions->board, -1);
    return REACT_DRAW;
}

static unsigned zoom_whole(struct actions *actions)
{
    screen_zoom_whole(actions->screen);
    return REACT_DRAW;
}

static unsigned axis(struct actions *actions)
{
    actions->screen->axis = (actions->screen->axis + 1) % (AXIS_TIME + 1);
    return REACT_DRAW;
}

static unsigned log_loss(struct actions *actions)
{
    actions->screen->log_loss = !actions->screen->log_loss;
    return REACT_DRAW;
}

static unsigned smooth(struct actions *actions)
{
    actions->screen->smooth = (actions->screen->smooth + 1) % (SMOOTH_EPOCH + 1);
    return REACT_DRAW;
}

static unsigned glyphs(struct actions *actions)
{
    struct screen *screen = actions->screen;

    if (screen->unicode)
        screen->glyphs = (screen->glyphs + 1) % (GLYPHS_ASCII + 1);
    else
        screen_say(screen, ROLE_PLAIN,
                   "This terminal is given ASCII only (locale, TERM or --ascii)");
    return REACT_DRAW;
}

static unsigned hold(struct actions *actions)
{
    screen_hold(actions->screen, actions->board, !actions->screen->held);
    return REACT_DRAW | REACT_FIGURES;
}

static const action_function FUNCTIONS[] = {
    [ACTION_PAUSE] = pause_or_resume,
    [ACTION_ONE_BATCH] = one_batch,
    [ACTION_ONE_EPOCH] = one_epoch,
    [ACTION_SAVE] = save,
    [ACTION_AGAIN] = again,
    [ACTION_QUIT] = quit,
    [ACTION_SAVE_AND_LEAVE] = save_and_leave,
    [ACTION_CURVES] = show_curves,
    [ACTION_MESSAGES] = show_messages,
    [ACTION_HELP] = show_help,
    [ACTION_NEXT_RUN] = next_run,
    [ACTION_PREVIOUS_RUN] = previous_run,
    [ACTION_OTHERS] = others,
    [ACTION_LEFT] = left,
    [ACTION_RIGHT] = right,
    [ACTION_PAGE_LEFT] = page_left,
    [ACTION_PAGE_RIGHT] = page_right,
    [ACTION_HOME] = home,
    [ACTION_END] = end,
    [ACTION_UP] = up,
    [ACTION_DOWN] = down,
    [ACTION_CURSOR] = cursor,
    [ACTION_CURSOR_OFF] = back,
    [ACTION_ZOOM_IN] = zoom_in,
    [ACTION_ZOOM_OUT] = zoom_out,
    [ACTION_ZOOM_WHOLE] = zoom_whole,
    [ACTION_AXIS] = axis,
    [ACTION_LOG] = log_loss,
    [ACTION_SMOOTH] = smooth,
    [ACTION_GLYPHS] = glyphs,
    [ACTION_HOLD] = hold,
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

/* The keys that nobody minds: they do nothing on the curves, and that is no mistake. */
static unsigned unknown_key(struct actions *actions, int key)
{
    struct screen *screen = actions->screen;
    char typed[5] = "";

    if (key <= ' ' || key == 127 || utf8_columns((uint32_t)key) < 1 ||
        (!screen->unicode && key > 126)) {
        say(actions, STR_NO_SUCH_KEY);
    } else {
        typed[utf8_encode((uint32_t)key, typed)] = '\0';
        say_filled(actions, ROLE_PLAIN, STR_NO_KEY, typed, "");
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

    enum action action = keys_action(key);
    if (action != ACTION_RESIZE && screen->message[0] != '\0') {
        screen->message[0] = '\0'; /* a message stays until the next key */
        reaction = REACT_DRAW;
    }
    if (action == ACTION_NONE)
        return reaction | unknown_key(actions, key);
    if (picture_key(action))
        screen->view = SCREEN_CURVES;
    return reaction | actions_perform(actions, action);
}

/* Events. */

/* "…/rnntop/lstm-1.safetensors": the end of a path says most. The messages hold the whole. */
static void short_path(char *out, size_t size, const char *path, bool unicode)
{
    const char *end = strrchr(path, '/');

    if (!end || end == path || utf8_text_columns(path) <= 34) {
        snprintf(out, size, "%s", path);
        return;
    }
    do {
        end--;
    } while (end > path && *end != '/');
    snprintf(out, size, "%s%s", end == path ? "" : unicode ? "…" : "...", end);
}

static unsigned event_saved(struct actions *actions, size_t run, const struct saved_event *saved)
{
    bool unicode = actions->screen->unicode;
    bool asked = false, ended = true;
    char path[EVENT_TEXT_SIZE], text[EVENT_TEXT_SIZE + 32];

    utf8_sanitize(saved->text, strnlen(saved->text, sizeof(saved->text)), !unicode, path,
                  sizeof(path));
    if (run < board_runs(actions->board)) {
        ended = board_run(actions->board, run)->ended;
        asked = actions->save_asked[run];
        actions->save_asked[run] = false;
    }
    if (!saved->ok) { /* the board keeps this as a message */
        say_filled(actions, ROLE_WARN, STR_NOT_SAVED, path, "");
        return REACT_DRAW | REACT_FIGURES;
    }
    string_fill(text, sizeof(text), STR_SAVED_TO, path);
    board_message(actions->board, run, false, text);
    /* What a run leaves at its end is in the table: the row belongs to its test score. */
    if (asked || !ended) {
        short_path(text, sizeof(text), path, unicode);
        say_filled(actions, ROLE_PLAIN, STR_SAVED_TO, text, "");
    }
    return REACT_DRAW | REACT_FIGURES;
}

static unsigned event_message(struct actions *actions, const struct message_event *message)
{
    char text[EVENT_TEXT_SIZE];

    utf8_sanitize(message->text, strnlen(message->text, sizeof(message->text)),
                  !actions->screen->unicode, text, sizeof(text));
    actions->message_epochs = 0;
    screen_say(actions->screen, message->warning ? ROLE_WARN : ROLE_PLAIN, "%s", text);
    return REACT_DRAW;
}

unsigned actions_event(struct actions *actions, size_t run, const struct run_event *event)
{
    struct screen *screen = actions->screen;

    switch (event->kind) {
    case EVENT_NONE:
        return REACT_NONE;
    case EVENT_PROGRESS:
    case EVENT_DATA:
        return REACT_DRAW | REACT_FIGURES;
    case EVENT_SAVED:
        return event_saved(actions, run, &event->as.saved);
    case EVENT_MESSAGE:
        return event_message(actions, &event->as.message);
    case EVENT_STATE:
        screen->paused = actions->requests->paused(actions->requests->session);
        return REACT_DRAW | REACT_FIGURES;
    case EVENT_EPOCH: /* one may end right after a message came: it stays for a whole one */
        if (++actions->message_epochs >= 2)
            screen->message[0] = '\0';
        return REACT_DRAW | REACT_FIGURES;
    case EVENT_ERROR:
    case EVENT_TEST:
    case EVENT_END:
        screen->message[0] = '\0';
        return REACT_DRAW | REACT_FIGURES;
    }
    return REACT_NONE;
}
