#include "config.h"

#include "session_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/spec/planned.h"
#include "tests/words/error_text.h"

#define ROWS "600"

static char folder[] = "/tmp/rnntop-session-XXXXXX";

int session_set_up(void **state)
{
    (void)state;
    char command[200];
    if (!mkdtemp(folder))
        return -1;
    snprintf(command, sizeof command, "tests/program/make_tiny_npz '%s' " ROWS, data_path());
    return system(command);
}

int session_clean_up(void **state)
{
    (void)state;
    char command[200];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    return system(command);
}

char *in_folder(const char *name)
{
    static char path[4][128];
    static int next;
    next = (next + 1) % 4;
    snprintf(path[next], sizeof path[next], "%s/%s", folder, name);
    return path[next];
}

const char *data_path(void)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/tiny.npz", folder);
    return path;
}

void move_home(const char *home)
{
    unsetenv("RNNTOP_DATA");
    unsetenv("KERAS_HOME");
    unsetenv("XDG_CACHE_HOME");
    setenv("HOME", home, 1);
}

void read_file(const char *path, char *text, size_t size)
{
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    size_t length = fread(text, 1, size - 1, file);
    text[length] = '\0';
    fclose(file);
}

size_t lines_of(const char *path)
{
    FILE *file = fopen(path, "re");
    size_t lines = 0;
    for (int c; file && (c = getc(file)) != EOF;)
        lines += c == '\n';
    if (file)
        fclose(file);
    return lines;
}

void nap(void)
{
    nanosleep(&(struct timespec){0, 2000000}, NULL);
}

/* ---- the watcher ---- */

/* Whatever a session tells is stamped, and names a run of the board. */
static void check_event(const struct trial *trial, size_t run, const struct run_event *event)
{
    if (event->kind == EVENT_NONE)
        return; /* made by the ring: batches alone */
    assert_true(event->time_ms > 0);
    assert_true(run < board_runs(trial->board));
    assert_string_equal(event->run.text, board_run(trial->board, run)->id.text);
}

static void observe(void *context, size_t run, const struct run_event *event)
{
    struct trial *trial = context;
    check_event(trial, run, event);
    trial->seen[event->kind]++;
    event_drop(&trial->last[event->kind]);
    trial->last[event->kind] = event_copy(event);
}

void hear(struct trial *trial)
{
    while (board_poll(trial->board, 1000))
        continue;
}

struct history_now now_of(const struct trial *trial, size_t run)
{
    struct history_now now;
    const struct board_run *one = board_run(trial->board, run);
    history_now(one->history, one->spec.epochs, &now);
    return now;
}

uint64_t steps_of(const struct trial *trial, size_t run)
{
    size_t count;
    const struct history_point *points =
        history_points(board_run(trial->board, run)->history, &count);
    return count ? points[count - 1].last : 0;
}

const char *error_of(const struct trial *trial, enum event_kind kind)
{
    const struct rt_error *error = event_error(&trial->last[kind]);
    if (!error)
        fail_msg("expected an error in the last event of kind %d: it has none", (int)kind);
    return error_text(error);
}

/* ---- from beginning to end ---- */

void begin_runs(struct trial *trial, const struct session_options *options,
                const struct run_spec *runs, size_t count)
{
    struct rt_error error;
    *trial = (struct trial){0};
    assert_int_equal(board_create(&trial->board, &error), RT_OK);
    board_observe(trial->board, observe, trial);
    if (session_create(&trial->session, options, runs, count, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    session_watch(trial->session, trial->board);
    trial->requests = session_requests(trial->session);
    hear(trial);
    assert_int_equal(board_runs(trial->board), count);
    assert_int_equal(trial->seen[EVENT_RUN], count);
    assert_int_equal(session_start(trial->session, &error), RT_OK);
}

void begin_plan(struct trial *trial, const struct session_options *options, const struct plan *plan)
{
    struct settings settings;
    struct run_spec runs[SETTINGS_MAX_RUNS];
    settings_init(&settings);
    settings_set(&settings, "model", plan->models, "", NULL);
    settings_set(&settings, "learning-rate", plan->learning_rate, "", NULL);
    for (const char *const *setting = plan->settings; setting && *setting; setting += 2)
        assert_int_equal(settings_set(&settings, setting[0], setting[1], "", NULL), RT_OK);
    settings.units = 8;
    settings.embedding_dim = 6;
    settings.each.data.maxlen = 20;
    settings.each.data.num_words = 500;
    settings.each.epochs = plan->epochs;
    settings.each.batch_size = plan->batch ? plan->batch : 30;
    settings.each.data.validation_split = plan->no_validation ? 0 : 0.3;
    size_t count = planned_runs(&settings, runs);
    settings_free(&settings);
    begin_runs(trial, options, runs, count);
}

void begin(struct trial *trial, const struct session_options *options, size_t epochs,
           const char *models, const char *learning_rate)
{
    const struct plan plan = {models, learning_rate, epochs, 0, false, NULL};
    begin_plan(trial, options, &plan);
}

void join_trial(struct trial *trial)
{
    session_join(trial->session);
    double wait_start = clock_now_s();
    while (!session_flush(trial->session)) {
        if (clock_now_s() - wait_start > PATIENCE_S)
            fail_msg("waited in vain for the rest of what was told");
        hear(trial);
    }
    hear(trial);
}

void end_trial(struct trial *trial)
{
    join_trial(trial);
    board_destroy(trial->board);
    session_destroy(trial->session);
    for (size_t i = 0; i < EVENT_KINDS; i++)
        event_drop(&trial->last[i]);
}

struct model_snapshot *train_plan(struct trial *trial, const char *const *settings, size_t epochs,
                                  const char *file, const char *csv)
{
    const struct plan plan = {"lstm", "0.05", epochs, 0, false, settings};
    struct model_snapshot *snapshot;
    struct rt_error error;
    char *path = in_folder(file);
    struct session_options options = {.data = data_path(), .save = path, .csv = csv};
    begin_plan(trial, &options, &plan);
    WAIT_FOR(trial, session_finished(trial->session) && board_all_ended(trial->board));
    WAIT_FOR(trial, trial->seen[EVENT_SAVED] > 0);
    session_stop(trial->session, true);
    join_trial(trial);
    if (model_file_read(&snapshot, path, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    return snapshot;
}

/* ---- asking ---- */

static struct answer send(const struct trial *trial, const struct request *request)
{
    struct answer answer;
    memset(&answer, 0xA5, sizeof answer); /* whatever is read of it must have been filled */
    trial->requests.ask(trial->requests.context, request, &answer);
    return answer;
}

struct answer ask(const struct trial *trial, enum request_kind kind)
{
    return send(trial, &(struct request){.kind = kind});
}

struct answer ask_of_id(const struct trial *trial, enum request_kind kind, const struct run_id *id)
{
    return send(trial, &(struct request){.kind = kind, .run = *id});
}

struct answer ask_of(const struct trial *trial, enum request_kind kind, size_t run)
{
    return ask_of_id(trial, kind, &board_run(trial->board, run)->id);
}

struct answer ask_rate(const struct trial *trial, int by)
{
    return send(trial, &(struct request){.kind = REQUEST_RATE, .by = by});
}

struct answer ask_to_add(const struct trial *trial, const struct run_spec *spec)
{
    return send(trial, &(struct request){.kind = REQUEST_ADD, .spec = spec});
}

bool is_paused(const struct trial *trial)
{
    return ask(trial, REQUEST_NOTHING).paused;
}
