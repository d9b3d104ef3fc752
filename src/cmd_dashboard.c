#include "config.h"

#include <time.h>
#include <unistd.h>

#include "program.h"
#include "rnntop/report/reporter.h"
#include "rnntop/ui/app.h"
#include "signals.h"

static bool asked_to_leave(void *session)
{
    (void)session;
    return signals_caught() != 0;
}

static bool nothing_left(void *session)
{
    return session_finished(session);
}

/* Says that files are still being written: a disk that hangs must not look like a program that
 * hangs. */
static void wait_for_files(struct session *session)
{
    const struct timespec nap = {0, 20000000};
    for (int i = 0; i < 50; i++) {
        if (session_finished(session))
            return;
        nanosleep(&nap, NULL);
    }
    fputs("rnntop: still writing what was learned; Ctrl-C gives up\n", stderr);
}

/* Ends the session as the user left it and prints what stays in the scrollback. */
static int leave(const struct settings *settings, struct session *session, struct board *board,
                 enum app_result result)
{
    session_stop(session, result != APP_QUIT_DISCARD);
    wait_for_files(session);
    program_join(session, board);
    reporter_farewell(stdout, board, program_unicode(settings));
    int status = program_end_output(PROGRAM_DONE);
    for (size_t i = 0; i < board_runs(board); i++) {
        const struct board_run *run = board_run(board, i);
        struct history_now now;
        history_now(run->history, run->spec.epochs, &now);
        if (now.state == RUN_FAILED || (now.save_failed && result != APP_QUIT_DISCARD))
            status = PROGRAM_FAILED;
    }
    return status;
}

static int run_dashboard(const struct settings *settings, struct session *session,
                         struct board *board)
{
    struct rt_error error;
    enum app_result result;
    struct requests requests = session_requests(session);
    struct app_options options = {
        .ascii = settings->ascii,
        .no_color = settings->no_color,
        .theme = settings->theme,
        .projector = settings->projector,
        .exit_when_done = settings->exit_when_done,
        .threads = session_threads(session),
        .wake_fd = signals_wake_fd(),
        .leave = asked_to_leave,
        .idle = nothing_left,
        .context = session,
    };
    if (app_run(board, &requests, &options, &result, &error) == RT_OK)
        return leave(settings, session, board, result);
    rt_fail_within(&error, ERR_SCREEN_MISSING);
    program_tell(&error);
    session_never_pause(session);
    return train_watch(settings, session, board);
}

int cmd_dashboard(const struct settings *settings)
{
    if (settings->json || !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return cmd_train(settings);
    return program_run_session(settings, run_dashboard);
}
