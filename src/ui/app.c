#include "config.h"

#include "rnntop/ui/app.h"

#include <poll.h>

#include "rnntop/base/clock.h"
#include "rnntop/ui/ask.h"
#include "rnntop/ui/dispatch.h"
#include "rnntop/ui/notices.h"
#include "rnntop/ui/screen_refresh.h"
#include "rnntop/ui/terminal/keypress.h"
#include "rnntop/ui/terminal/terminal.h"
#include "rnntop/ui/views/views.h"
#include "rnntop/words/errors.h"

#define TICK_MS    100 /* how often the rings are looked into: they wake nobody */
#define CURVES_S   0.1 /* curves move at most ten times a second */
#define FIGURES_S  0.5 /* figures change at most twice */
#define POLL_LIMIT 8192
#define LINE_SIZE  448 /* of what others wrote to stderr */

struct app {
    struct terminal *terminal;
    struct canvas *canvas;
    struct board *board;
    struct message_log *messages;
    const struct app_options *options;
    struct screen screen;
    struct actions actions;
    bool woken;                /* wake_fd was readable */
    bool due;                  /* a frame at once */
    bool moved;                /* curves have moved since the last frame */
    bool fresh;                /* figures are wanted at once */
    bool stale;                /* events came since the figures were taken */
    double drawn_s, figures_s; /* when a frame was drawn, and figures taken, last */
};

/* Notes what a key or an event asks for; true when it asks to leave. */
static bool react(struct app *app, unsigned reaction)
{
    app->due |= (reaction & (REACT_DRAW | REACT_REPAINT)) != 0;
    app->fresh |= (reaction & REACT_FIGURES) != 0;
    if (reaction & REACT_REPAINT)
        terminal_redraw(app->terminal);
    return (reaction & REACT_LEAVE) != 0;
}

static void observe(void *context, size_t run, const struct run_event *event)
{
    struct app *app = context;

    (void)react(app, notices_event(&app->actions, run, event));
}

/* The canvas follows the terminal. Without memory for a larger one the old one is shown, cut off.
 */
static void fit(struct app *app)
{
    struct rt_error error;
    char text[ERRORS_TEXT_SIZE];
    int columns, rows;

    terminal_size(app->terminal, &columns, &rows);
    if (columns == app->canvas->columns && rows == app->canvas->rows)
        return;
    if (canvas_resize(app->canvas, columns, rows, &error) != RT_OK)
        message_log_add(app->messages, NULL, true, errors_say(&error, text, sizeof text));
    app->actions.columns = app->canvas->columns;
    app->actions.rows = app->canvas->rows;
}

static void take_figures(struct app *app, double now_s)
{
    screen_refresh(&app->screen, app->board);
    app->figures_s = now_s;
    app->fresh = app->stale = false;
    app->moved = true;
}

/* Draws if something changed and it is time. A frame that the terminal can't take is dropped and
 * stays due; nothing waits for it. */
static void draw(struct app *app)
{
    double now_s = clock_now_s();

    if (app->fresh || (app->stale && now_s - app->figures_s >= FIGURES_S))
        take_figures(app, now_s);
    if (!app->due && !(app->moved && now_s - app->drawn_s >= CURVES_S))
        return;
    fit(app);
    views_draw(&app->screen, app->board, app->canvas);
    terminal_set_look(app->terminal, app->screen.look);
    if (!terminal_show(app->terminal, app->canvas)) {
        app->due = true;
        return;
    }
    app->due = app->moved = false;
    app->drawn_s = now_s;
}

/* All keys that wait, one after the other; true when one of them ends the loop. */
static bool take_keys(struct app *app)
{
    int key;

    while ((key = terminal_key(app->terminal)) != KEYPRESS_NONE) {
        if (key == KEYPRESS_RESIZE)
            fit(app);
        if (react(app, dispatch_key(&app->actions, key)))
            return true;
    }
    return false;
}

static void take_stderr(struct app *app)
{
    char line[LINE_SIZE];

    while (terminal_stderr_line(app->terminal, line, sizeof(line))) {
        if (line[0] == '\0')
            continue;
        message_log_add(app->messages, NULL, false, line);
        app->due |= views_get(app->screen.view)->newest_last;
    }
}

static void take_events(struct app *app)
{
    if (board_poll(app->board, POLL_LIMIT))
        app->moved = app->stale = true;
}

/* Sleeps until a key, a signal, a wake-up, the next look at the rings or the next frame. */
static void wait(struct app *app)
{
    struct pollfd fds[TERMINAL_FDS + 1];
    int count = terminal_fds(app->terminal, fds);
    int wake = -1;
    int timeout = TICK_MS;
    int keys = terminal_wait_ms(app->terminal);

    if (app->options->wake_fd >= 0 && !app->woken) {
        wake = count;
        fds[count++] = (struct pollfd){.fd = app->options->wake_fd, .events = POLLIN};
    }
    if (keys >= 0 && keys < timeout)
        timeout = keys;
    if (app->moved && !app->due) { /* or until curves may move again */
        double left_s = app->drawn_s + CURVES_S - clock_now_s();
        int left = left_s > 0 ? (int)(left_s * 1000) + 1 : 0;
        timeout = left < timeout ? left : timeout;
    }
    /* The byte is not read, since others may poll for it too; leave() knows what it means. wake_fd
     * is not polled again: if leave() says no, poll() would never sleep any more. */
    if (poll(fds, (nfds_t)count, timeout) > 0 && wake >= 0 && fds[wake].revents != 0)
        app->woken = true;
}

static bool must_leave(struct app *app)
{
    const struct app_options *options = app->options;

    if (options->leave && options->leave(options->context))
        return true;
    if (views_get(app->screen.view)->type)
        return false; /* a run may still be added: the form is open */
    return options->exit_when_done && board_all_ended(app->board) &&
           (!options->idle || options->idle(options->context));
}

static enum app_result loop(struct app *app)
{
    take_events(app); /* the first frame knows what has come while the terminal was opened */
    for (;;) {
        draw(app);
        if (must_leave(app))
            return APP_QUIT;
        if (terminal_lost(app->terminal)) /* nobody is there to be asked */
            return board_all_ended(app->board) ? APP_QUIT : APP_QUIT_SAVE;
        wait(app);
        take_stderr(app);
        take_events(app); /* first: keys act on what is known by now */
        if (take_keys(app))
            return app->actions.result;
    }
}

enum rt_status app_run(struct board *board, const struct requests *requests,
                       const struct app_options *options, enum app_result *result,
                       struct rt_error *error)
{
    struct app app = {.board = board, .options = options};
    struct terminal_options terminal_options = {
        .ascii = options->ascii,
        .no_color = options->no_color,
        .theme = options->theme,
        .leaving = options->leave,
        .context = options->context,
    };
    int columns, rows;

    *result = APP_QUIT;
    enum rt_status status = terminal_open(&app.terminal, &terminal_options, error);
    if (status != RT_OK)
        return status;
    terminal_size(app.terminal, &columns, &rows);
    status = canvas_create(&app.canvas, columns, rows, error);
    if (status == RT_OK)
        status = message_log_create(&app.messages, error);
    if (status != RT_OK)
        goto done;

    screen_init(&app.screen, terminal_unicode(app.terminal));
    app.screen.colors = terminal_colors(app.terminal);
    if (options->projector)
        screen_set_look(&app.screen, LOOK_PROJECTOR);
    app.screen.messages = app.messages;
    app.screen.threads = options->threads;
    app.screen.began_s = clock_now_s();
    app.actions = (struct actions){.screen = &app.screen,
                                   .board = board,
                                   .requests = requests,
                                   .columns = columns,
                                   .rows = rows};
    struct answer answer; /* whether it starts held */
    ask_session(&app.actions, &(struct request){.kind = REQUEST_NOTHING}, &answer);
    app.due = app.fresh = true;
    board_observe(board, observe, &app);
    *result = loop(&app);
    board_observe(board, NULL, NULL);
    take_stderr(&app);

done:
    screen_free(&app.screen);
    message_log_destroy(app.messages);
    canvas_destroy(app.canvas);
    terminal_close(app.terminal);
    return status;
}
