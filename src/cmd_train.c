#include "config.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "program.h"
#include "rnntop/report/reporter.h"
#include "signals.h"

#define WATCH_INTERVAL_MS 40
#define WATCH_EVENTS      4096 /* taken in at once */

static void show_data(void *session, FILE *out)
{
    const struct dataset *data = session_data(session);
    if (data)
        lesson_print(data, out);
}

int train_watch(const struct settings *settings, struct session *session, struct board *board)
{
    struct rt_error error;
    struct reporter *reporter;
    struct reporter_options options = {
        .out = stdout,
        .talk = stderr,
        .live = isatty(STDOUT_FILENO),
        .json = (enum reporter_json)settings->json, /* the same words in the same order */
        .unicode = program_unicode(settings),
        .metrics = settings->metrics,
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
    program_join(session, board);
    board_observe(board, NULL, NULL);
    reporter_conclude(reporter);
    int status = reporter_trouble(reporter) ? PROGRAM_FAILED : PROGRAM_DONE;
    if (!reporter_ok(reporter)) {
        if (reporter_failure(reporter) == EPIPE)
            rt_fail(&error, ERR_OUTPUT_CLOSED);
        else
            rt_fail(&error, ERR_TRAIN_OUTPUT_FAILED, reporter_failure(reporter));
        status = program_complain(&error);
    }
    reporter_destroy(reporter);
    return status;
}

int cmd_train(const struct settings *settings)
{
    struct settings unattended = *settings;                  /* its strings stay the caller's */
    unattended.paused = unattended.pause_each_epoch = false; /* nobody could resume */
    return program_run_session(&unattended, train_watch);
}
