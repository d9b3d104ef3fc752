#include "config.h"

#include "program.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>

#include "rnntop/base/utf8.h"
#include "rnntop/words/errors.h"
#include "signals.h"

#define POLL_LIMIT 4096

/* What NB-SVM may take of a processor where nobody asked for it. */
#define BASELINE_SECONDS 10

void program_tell(const struct rt_error *error)
{
    char text[ERRORS_TEXT_SIZE];
    fprintf(stderr, "rnntop: %s\n", errors_say(error, text, sizeof text));
}

int program_exit_status(const struct rt_error *error)
{
    return error->status == RT_ERR_USAGE ? PROGRAM_USAGE : PROGRAM_FAILED;
}

int program_complain(const struct rt_error *error)
{
    program_tell(error);
    return program_exit_status(error);
}

bool program_unicode(const struct settings *settings)
{
    return !settings->ascii && utf8_in_locale();
}

enum rt_status program_output_failed(int reason, struct rt_error *error)
{
    if (reason == EPIPE) {
        signal(SIGPIPE, SIG_DFL);
        raise(SIGPIPE);
    }
    return rt_fail(error, ERR_OUTPUT_FAILED, reason);
}

int program_end_output(int status)
{
    struct rt_error error;
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    program_output_failed(errno != 0 ? errno : EIO, &error);
    return program_complain(&error);
}

static double baseline_seconds(enum setting_baseline baseline)
{
    return baseline == BASELINE_YES ? INFINITY : baseline == BASELINE_NO ? 0 : BASELINE_SECONDS;
}

static enum rt_status create(const struct settings *settings, struct session **session,
                             struct board **board, struct rt_error *error)
{
    struct session_options options = {
        .save = settings->save,
        .csv = settings->csv,
        .threads = settings->threads,
        .paused = settings->paused,
        .pause_each_epoch = settings->pause_each_epoch,
        .baseline_seconds = baseline_seconds(settings->baseline),
    };
    size_t count;
    struct run_spec *runs = malloc(SETTINGS_MAX_RUNS * sizeof *runs);
    if (!runs)
        return rt_fail(error, ERR_RUNS_NO_MEMORY);
    enum rt_status status = settings_plan(settings, runs, &count, error);
    if (status == RT_OK)
        status = board_create(board, error);
    if (status == RT_OK)
        status = session_create(session, &options, runs, count, error);
    if (status == RT_OK)
        session_watch(*session, *board);
    free(runs);
    return status;
}

static void stop_session(void *session)
{
    session_stop(session, true);
}

void program_join(struct session *session, struct board *board)
{
    bool came, whole;
    session_join(session);
    do {
        came = board_poll(board, POLL_LIMIT);
        whole = session_flush(session);
    } while (came || !whole);
}

int program_run_session(const struct settings *settings, program_watcher watch)
{
    struct rt_error error;
    struct session *session = NULL;
    struct board *board = NULL;
    int status;
    if (create(settings, &session, &board, &error) == RT_OK &&
        session_start(session, &error) == RT_OK) {
        signals_on_stop(stop_session, session);
        status = watch(settings, session, board);
        signals_on_stop(NULL, NULL);
    } else {
        status = program_complain(&error);
    }
    board_destroy(board);
    session_destroy(session);
    return status;
}
