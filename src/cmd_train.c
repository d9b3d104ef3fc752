#include "config.h"

#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "program.h"
#include "rnntop/report/reporter.h"
#include "signals.h"

#define WATCH_INTERVAL_MS 40
#define WATCH_EVENTS      4096 /* taken in at once */

struct session *program_session(const struct settings *settings, struct board **board, int *status)
{
    struct run_spec runs[SETTINGS_MAX_RUNS];
    struct rt_error error;
    struct session *session = NULL;
    struct session_options options = {
        .data = settings->data,
        .save = settings->save,
        .csv = settings->csv,
        .threads = settings->threads,
        .paused = settings->paused,
        .pause_each_epoch = settings->pause_each_epoch,
    };
    size_t count = settings_runs(settings, runs);
    *board = NULL;
    if (board_create(board, &error) == RT_OK &&
        session_create(&session, &options, runs, count, &error) == RT_OK)
        return session;
    *status = program_complain(&error);
    board_destroy(*board);
    return NULL;
}

static void show_data(void *session, FILE *out)
{
    const struct dataset *data = session_data(session);
    if (data)
        lesson_print(data, out);
}

int program_watch(const struct settings *settings, struct session *session, struct board *board)
{
    struct rt_error error;
    struct reporter *reporter;
    struct reporter_options options = {
        .out = stdout,
        .talk = stderr,
        .live = isatty(STDOUT_FILENO),
        .json = settings->json,
        .show_data = show_data,
        .context = session,
    };
    if (reporter_create(&reporter, board, &options, &error) != RT_OK)
        return program_complain(&error);
    board_observe(board, reporter_observe, reporter);
    while (!signals_caught() && !session_finished(session) && reporter_ok(reporter)) {
        struct pollfd wake = {.fd = signals_wake_fd(), .events = POLLIN};
        board_poll(board, WATCH_EVENTS);
        poll(&wake, 1, WATCH_INTERVAL_MS);
    }
    session_stop(session, true);
    session_join(session);
    board_observe(board, NULL, NULL);
    int status = reporter_trouble(reporter) ? PROGRAM_FAILED : PROGRAM_DONE;
    if (!reporter_ok(reporter)) {
        rt_fail(&error, RT_ERR_IO, "Standard output was closed; training stopped.");
        status = program_complain(&error);
    }
    reporter_destroy(reporter);
    return status;
}

static void stop_session(void *session)
{
    session_stop(session, true);
}

int cmd_train(const struct settings *settings)
{
    struct rt_error error;
    struct board *board;
    int status;
    struct session *session = program_session(settings, &board, &status);
    if (!session)
        return status;
    session_never_pause(session); /* nobody could resume */
    if (session_start(session, board, &error) == RT_OK) {
        signals_on_stop(stop_session, session);
        status = program_watch(settings, session, board);
        signals_on_stop(NULL, NULL);
    } else {
        status = program_complain(&error);
    }
    board_destroy(board);
    session_destroy(session);
    return status;
}
