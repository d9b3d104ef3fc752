/* What another program tells of its training, as if it were ours: the dashboard, or lines. Nothing
 * can be asked of it, and leaving ends nothing. */
#include "config.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "program.h"
#include "rnntop/report/reporter.h"
#include "rnntop/ui/app.h"
#include "signals.h"
#include "watch_input.h"

#define WATCH_INTERVAL_MS 40
#define WATCH_EVENTS      4096 /* taken in at once */

struct watch {
    const struct settings *settings;
    struct board *board;
    struct watch_input *input;
};

static void refuse(void *context, const struct request *request, struct answer *answer)
{
    const struct watch *watch = context;
    size_t active = board_active(watch->board);
    memset(answer, 0, sizeof *answer);
    answer->only_watched = true;
    if (active != BOARD_NO_RUN) {
        struct history_now now;
        history_now(board_run(watch->board, active)->history, 0, &now);
        answer->paused = now.state == RUN_PAUSED;
    }
    if (request->kind == REQUEST_NOTHING)
        answer->granted = true;
    else
        rt_fail(&answer->why, ERR_WATCH_ASKS_NOBODY);
}

static bool all_shown(const struct watch *watch)
{
    return watch_input_ended(watch->input) && ring_empty(watch_input_ring(watch->input));
}

static bool asked_to_leave(void *context)
{
    const struct watch *watch = context;
    return signals_caught() != 0 || (watch->settings->exit_when_done && all_shown(watch));
}

static enum rt_status show(struct watch *watch, struct rt_error *error)
{
    enum app_result result;
    const struct settings *settings = watch->settings;
    struct requests requests = {watch, refuse};
    struct app_options options = {
        .ascii = settings->ascii,
        .no_color = settings->no_color,
        .theme = settings->theme,
        .projector = settings->projector,
        .exit_when_done = settings->exit_when_done,
        .wake_fd = signals_wake_fd(),
        .leave = asked_to_leave,
        .context = watch,
    };
    return app_run(watch->board, &requests, &options, &result, error);
}

/* Without a screen, to the end of what there is. */
static enum rt_status print(struct watch *watch, struct rt_error *error)
{
    struct reporter *reporter;
    struct reporter_options options = {
        .out = stdout,
        .talk = stderr,
        .live = isatty(STDOUT_FILENO),
        .json = (enum reporter_json)watch->settings->json,
        .unicode = program_unicode(watch->settings),
        .metrics = watch->settings->metrics,
    };
    enum rt_status status = reporter_create(&reporter, watch->board, &options, error);
    if (status != RT_OK)
        return status;
    board_observe(watch->board, reporter_observe, reporter);
    bool ended = false;
    while (!ended && !signals_caught() && reporter_ok(reporter)) {
        struct pollfd wake = {.fd = signals_wake_fd(), .events = POLLIN};
        ended = all_shown(watch);
        if (!board_poll(watch->board, WATCH_EVENTS) && !ended)
            poll(&wake, 1, WATCH_INTERVAL_MS);
    }
    board_observe(watch->board, NULL, NULL);
    reporter_conclude(reporter);
    if (reporter_failure(reporter) == EPIPE)
        status = rt_fail(error, ERR_WATCH_OUTPUT_CLOSED);
    else if (!reporter_ok(reporter))
        status = rt_fail(error, ERR_OUTPUT_FAILED, reporter_failure(reporter));
    reporter_destroy(reporter);
    return status;
}

int cmd_watch(const struct settings *settings, const char *source)
{
    struct rt_error error;
    struct watch watch = {.settings = settings};
    bool screen = settings->json == JSON_OUTPUT_NONE && isatty(STDOUT_FILENO);
    if (strcmp(source, "-") == 0 && isatty(STDIN_FILENO)) {
        rt_fail(&error, ERR_WATCH_NO_INPUT);
        return program_complain(&error);
    }
    enum rt_status status = board_create(&watch.board, &error);
    if (status == RT_OK)
        status = watch_input_start(&watch.input, source, screen, &error);
    if (status == RT_OK) {
        board_listen(watch.board, BOARD_TRAINER, watch_input_ring(watch.input));
        status = screen ? show(&watch, &error) : print(&watch, &error);
    }
    int exit_status = status != RT_OK                   ? program_complain(&error)
                      : watch_input_failed(watch.input) ? PROGRAM_FAILED
                                                        : PROGRAM_DONE;
    watch_input_stop(watch.input);
    board_destroy(watch.board);
    return exit_status;
}
