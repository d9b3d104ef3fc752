/* Whole sessions on a small data set: queue, pause, save, stop, failure. */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "rnntop/base/clock.h"
#include "rnntop/data/dataset.h"
#include "rnntop/files/model_file.h"
#include "rnntop/train/session.h"
#include "tests/spec/planned.h"
#include "tests/words/error_text.h"

#define PATIENCE_S 120 /* generous: no test fails on speed */
#define ROWS       "600"

static char folder[] = "/tmp/rnntop-session-XXXXXX";
static char data_path[64];

/* Of the next begin(). */
static size_t batch_of_test = 30;
static double split_of_test = 0.3;
static const char *const *options_of_test; /* "name", "value", ..., NULL */

static char *in_folder(const char *name)
{
    static char path[4][128];
    static int next;
    next = (next + 1) % 4;
    snprintf(path[next], sizeof path[next], "%s/%s", folder, name);
    return path[next];
}

/* A session under test with what its watcher knows. */
struct trial {
    struct session *session;
    struct session_requests ask;
    struct board *board;
    size_t seen[EVENT_END + 1]; /* events, by kind */
    struct run_event last[EVENT_END + 1];
};

static void observe(void *context, size_t run, const struct run_event *event)
{
    struct trial *trial = context;
    (void)run;
    trial->seen[event->kind]++;
    trial->last[event->kind] = *event;
}

static void begin(struct trial *trial, const struct session_options *options, size_t epochs,
                  const char *models, const char *learning_rate)
{
    struct settings settings;
    struct run_spec runs[SETTINGS_MAX_RUNS];
    memset(trial, 0, sizeof *trial);
    settings_init(&settings);
    settings_set(&settings, "model", models, "", NULL);
    settings_set(&settings, "learning-rate", learning_rate, "", NULL);
    for (const char *const *option = options_of_test; option && *option; option += 2)
        assert_int_equal(settings_set(&settings, option[0], option[1], "", NULL), RT_OK);
    options_of_test = NULL;
    settings.units = 8;
    settings.embedding_dim = 6;
    settings.each.data.maxlen = 20;
    settings.each.data.num_words = 500;
    settings.each.epochs = epochs;
    settings.each.batch_size = batch_of_test;
    settings.each.data.validation_split = split_of_test;
    size_t count = planned_runs(&settings, runs);
    settings_free(&settings);
    struct rt_error error = {0};
    assert_int_equal(board_create(&trial->board, &error), RT_OK);
    board_observe(trial->board, observe, trial);
    if (session_create(&trial->session, options, runs, count, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    assert_int_equal(session_start(trial->session, trial->board, &error), RT_OK);
    trial->ask = session_requests_of(trial->session);
}

static void end(struct trial *trial)
{
    session_join(trial->session);
    board_destroy(trial->board);
    session_destroy(trial->session);
}

static struct history_now now_of(const struct trial *trial, size_t run)
{
    struct history_now now;
    const struct board_run *one = board_run(trial->board, run);
    history_now(one->history, one->feed->spec.epochs, &now);
    return now;
}

static void nap(void)
{
    nanosleep(&(struct timespec){0, 2000000}, NULL);
}

#define WAIT_FOR(trial, condition)                                                                 \
    do {                                                                                           \
        double wait_start = clock_now_s();                                                         \
        while (!(condition)) {                                                                     \
            if (clock_now_s() - wait_start > PATIENCE_S)                                           \
                fail_msg("waited in vain for: %s", #condition);                                    \
            board_poll((trial)->board, 1000);                                                      \
            nap();                                                                                 \
        }                                                                                          \
    } while (0)

static uint64_t steps_of(const struct trial *trial, size_t run)
{
    size_t count;
    const struct history_point *points =
        history_points(board_run(trial->board, run)->history, &count);
    return count ? points[count - 1].last : 0;
}

static void two_runs_train_test_and_save(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {.data = data_path,
                                      .save = in_folder("both.safetensors"),
                                      .csv = in_folder("both.csv"),
                                      .threads = 2};
    begin(&trial, &options, 2, "simplernn,lstm", "0.01");
    WAIT_FOR(&trial, session_finished(trial.session));
    session_stop(trial.session, true);
    session_join(trial.session);
    assert_true(board_all_ended(trial.board));
    assert_int_equal(trial.seen[EVENT_EPOCH], 4);
    assert_int_equal(trial.seen[EVENT_TEST], 2);
    assert_int_equal(trial.seen[EVENT_SAVED], 2);
    for (size_t i = 0; i < 2; i++) {
        struct history_now now = now_of(&trial, i);
        struct model_snapshot *snapshot;
        struct rt_error error = {0};
        assert_int_equal(now.state, RUN_DONE);
        assert_true(now.tested && now.saved);
        assert_int_equal(steps_of(&trial, i), 2 * 14); /* 420 training rows in batches of 30 */
        const char *path = in_folder(i ? "both-lstm.safetensors" : "both-simplernn.safetensors");
        if (model_file_read(&snapshot, path, &error) != RT_OK)
            fail_msg("%s", error_text(&error));
        assert_true(snapshot->tested);
        assert_true((float)snapshot->test_accuracy == now.test.accuracy);
        assert_true(snapshot->epochs_trained == 2);
        model_snapshot_destroy(snapshot);
    }
    assert_int_equal(access(in_folder("both-lstm.csv"), R_OK), 0);
    end(&trial);
}

static void held_session_goes_batch_by_batch(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {
        .data = data_path, .save = in_folder("held.safetensors"), .paused = true};
    begin(&trial, &options, 3, "lstm", "0.01");
    WAIT_FOR(&trial, now_of(&trial, 0).state == RUN_PAUSED);
    assert_int_equal(steps_of(&trial, 0), 0);
    for (uint64_t i = 1; i <= 3; i++) {
        trial.ask.one_batch(trial.ask.session);
        WAIT_FOR(&trial, steps_of(&trial, 0) == i && now_of(&trial, 0).state == RUN_PAUSED);
    }
    trial.ask.one_epoch(trial.ask.session);
    WAIT_FOR(&trial, trial.seen[EVENT_EPOCH] == 1 && now_of(&trial, 0).state == RUN_PAUSED);
    assert_int_equal(steps_of(&trial, 0), 14);
    /* Saving while paused writes and stays paused. */
    trial.ask.save(trial.ask.session, 0);
    WAIT_FOR(&trial, trial.seen[EVENT_SAVED] == 1);
    assert_true(trial.last[EVENT_SAVED].as.saved.ok);
    assert_true(trial.ask.paused(trial.ask.session));
    assert_int_equal(steps_of(&trial, 0), 14);
    trial.ask.resume(trial.ask.session);
    WAIT_FOR(&trial, session_finished(trial.session) && board_all_ended(trial.board));
    assert_int_equal(now_of(&trial, 0).state, RUN_DONE);
    session_stop(trial.session, true);
    end(&trial);
}

static void each_epoch_pauses(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {
        .data = data_path, .save = in_folder("each.safetensors"), .pause_each_epoch = true};
    begin(&trial, &options, 2, "lstm", "0.01");
    for (size_t epoch = 1; epoch <= 2; epoch++) {
        WAIT_FOR(&trial, trial.seen[EVENT_EPOCH] == epoch && now_of(&trial, 0).state == RUN_PAUSED);
        assert_int_equal(steps_of(&trial, 0), 14 * epoch);
        trial.ask.resume(trial.ask.session);
    }
    WAIT_FOR(&trial, board_all_ended(trial.board));
    session_stop(trial.session, true);
    end(&trial);
}

static void stopping_saves_what_was_learned(void **state)
{
    (void)state;
    struct trial trial;
    struct model_snapshot *snapshot;
    char *path = in_folder("stopped-simplernn.safetensors");
    struct session_options options = {.data = data_path, .save = in_folder("stopped.safetensors")};
    begin(&trial, &options, 100000, "simplernn,lstm", "0.001");
    WAIT_FOR(&trial, steps_of(&trial, 0) > 20);
    session_stop(trial.session, true);
    session_join(trial.session);
    assert_true(board_all_ended(trial.board));
    assert_int_equal(now_of(&trial, 0).state, RUN_STOPPED);
    assert_int_equal(now_of(&trial, 1).state, RUN_STOPPED);
    assert_int_equal(trial.seen[EVENT_SAVED], 1); /* the LSTM has nothing to save */
    assert_int_equal(model_file_read(&snapshot, path, NULL), RT_OK);
    assert_true(fabs(snapshot->epochs_trained - (double)steps_of(&trial, 0) / 14) < 1e-6);
    model_snapshot_destroy(snapshot);
    end(&trial);
}

static void discarding_writes_nothing(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {.data = data_path, .save = in_folder("none.safetensors")};
    begin(&trial, &options, 100000, "lstm", "0.001");
    WAIT_FOR(&trial, steps_of(&trial, 0) > 5);
    session_stop(trial.session, false);
    end(&trial);
    assert_int_not_equal(access(in_folder("none.safetensors"), F_OK), 0);
}

static void a_run_that_ended_is_saved_again_on_request(void **state)
{
    (void)state;
    struct trial trial;
    char *path = in_folder("again.safetensors");
    struct session_options options = {.data = data_path, .save = path};
    begin(&trial, &options, 1, "lstm", "0.01");
    WAIT_FOR(&trial, session_finished(trial.session) && trial.seen[EVENT_SAVED] == 1);
    assert_int_equal(unlink(path), 0);
    trial.ask.save(trial.ask.session, 0);
    WAIT_FOR(&trial, trial.seen[EVENT_SAVED] == 2);
    assert_int_equal(access(path, R_OK), 0);

    /* And run again with the next seed, into a file of its own. */
    struct rt_error error = {0};
    const struct run_feed *feed = trial.ask.again(trial.ask.session, 0, &error);
    assert_non_null(feed);
    assert_int_equal(feed->spec.seed, 2);
    assert_string_equal(feed->spec.name, "LSTM 2");
    assert_int_equal(board_runs(trial.board), 2);
    WAIT_FOR(&trial, trial.seen[EVENT_SAVED] == 3);
    assert_int_equal(access(in_folder("again-lstm-2.safetensors"), R_OK), 0);
    WAIT_FOR(&trial, board_all_ended(trial.board));
    session_stop(trial.session, true);
    end(&trial);
}

static void missing_data_fails_every_run_with_one_sentence(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {.data = in_folder("nothing-here.npz")};
    begin(&trial, &options, 1, "simplernn,lstm", "0.01");
    WAIT_FOR(&trial, board_all_ended(trial.board));
    assert_int_equal(trial.seen[EVENT_ERROR], 1);
    assert_non_null(strstr(trial.last[EVENT_ERROR].as.error.text, "nothing-here.npz"));
    assert_int_equal(now_of(&trial, 0).state, RUN_FAILED);
    assert_int_equal(now_of(&trial, 1).state, RUN_FAILED);
    struct rt_error error = {0};
    assert_null(trial.ask.again(trial.ask.session, 0, &error));
    assert_non_null(strstr(error_text(&error), "no data"));
    session_stop(trial.session, true);
    end(&trial);
}

/* A home of the test's own, and nothing else that names data. */
static void move_home(const char *home)
{
    unsetenv("RNNTOP_DATA");
    unsetenv("KERAS_HOME");
    unsetenv("XDG_CACHE_HOME");
    setenv("HOME", home, 1);
}

static void without_data_the_demo_corpus_is_made_up(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {.paused = true};
    move_home(folder);
    begin(&trial, &options, 1, "lstm", "0.01");
    WAIT_FOR(&trial, trial.seen[EVENT_SOURCE] == 1);
    const struct source_event *source = &trial.last[EVENT_SOURCE].as.source;
    assert_string_equal(source->name, DATASET_DEMO_NAME);
    assert_true(source->fallback);
    WAIT_FOR(&trial, trial.seen[EVENT_DATA] == 1);
    assert_string_equal(trial.last[EVENT_PROGRESS].as.progress.text, "Making up the DEMO corpus");
    const struct data_event *data = &trial.last[EVENT_DATA].as.data;
    assert_string_equal(data->name, DATASET_DEMO_NAME);
    assert_true(data->made_up);
    assert_true(data->ceiling > 0.5 && data->ceiling <= data->ceiling_whole);
    assert_true(data->ceiling_whole < 1);
    session_stop(trial.session, false);
    end(&trial);

    /* By name it is no fallback. */
    options.data = DATASET_DEMO;
    begin(&trial, &options, 1, "lstm", "0.01");
    WAIT_FOR(&trial, trial.seen[EVENT_SOURCE] == 1);
    assert_false(trial.last[EVENT_SOURCE].as.source.fallback);
    session_stop(trial.session, false);
    end(&trial);

    /* Real data has no ceiling. */
    options.data = data_path;
    begin(&trial, &options, 1, "lstm", "0.01");
    WAIT_FOR(&trial, trial.seen[EVENT_DATA] == 1);
    assert_false(trial.last[EVENT_DATA].as.data.made_up);
    assert_true(trial.last[EVENT_DATA].as.data.ceiling == 0);
    session_stop(trial.session, false);
    end(&trial);
}

/* The bag of words comes once, whatever the runs do; and every figure of them stays as it is. */
static void words_alone_beside_the_runs(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {.data = data_path, .save = in_folder("words.safetensors")};
    double plain = 0;
    for (int with = 0; with < 2; with++) {
        options.baseline = with;
        begin(&trial, &options, 2, "simplernn,lstm", "0.01");
        WAIT_FOR(&trial, session_finished(trial.session));
        session_stop(trial.session, true);
        end(&trial);
        assert_int_equal(trial.seen[EVENT_BASELINE], with);
        double loss = (double)trial.last[EVENT_TEST].as.test.loss;
        if (with)
            assert_true(loss == plain);
        plain = loss;
    }
    const struct baseline_event *got = &trial.last[EVENT_BASELINE].as.baseline;
    /* Positive reviews of the small set lean to some words, and there are few to learn it from. */
    if (!(got->val_accuracy > 0.65f && got->test_accuracy > 0.65f && got->test_loss < 0.65f))
        fail_msg("words alone: expected above 0.65, got val %.3f, test %.3f, test loss %.3f",
                 (double)got->val_accuracy, (double)got->test_accuracy, (double)got->test_loss);
}

/* Without validation rows there is a test score all the same; stopped, there is none. */
static void words_alone_without_validation(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {
        .data = data_path, .save = in_folder("words.safetensors"), .baseline = true};
    split_of_test = 0;
    begin(&trial, &options, 1, "simplernn", "0.01");
    split_of_test = 0.3;
    WAIT_FOR(&trial, session_finished(trial.session));
    session_stop(trial.session, true);
    end(&trial);
    assert_int_equal(trial.seen[EVENT_BASELINE], 1);
    assert_true(isnan(trial.last[EVENT_BASELINE].as.baseline.val_accuracy));
    assert_true(trial.last[EVENT_BASELINE].as.baseline.test_accuracy > 0.65f);

    options.data = DATASET_DEMO;
    options.paused = true;
    begin(&trial, &options, 1, "simplernn", "0.01");
    WAIT_FOR(&trial, trial.seen[EVENT_DATA] == 1);
    session_stop(trial.session, false);
    end(&trial);
    assert_int_equal(trial.seen[EVENT_MESSAGE], 0);
}

/* The most reviews that a grammar may ask for: far more than a moment's work. */
static void stopping_ends_a_load(void **state)
{
    (void)state;
    struct trial trial;
    char *path = in_folder("slow.grammar"), command[512];
    struct session_options options = {.data = path};
    const char *top = getenv("top_srcdir");
    snprintf(command, sizeof command,
             "sed 's/^reviews .*/reviews 4000000 2/' '%s/data/demo.grammar' >'%s'", top ? top : ".",
             path);
    assert_int_equal(system(command), 0);
    begin(&trial, &options, 1, "simplernn,lstm", "0.01");
    WAIT_FOR(&trial, trial.seen[EVENT_PROGRESS] > 0);
    session_stop(trial.session, true);
    session_join(trial.session);
    assert_int_equal(trial.seen[EVENT_DATA], 0);
    assert_int_equal(trial.seen[EVENT_ERROR], 0);
    assert_int_equal(now_of(&trial, 0).state, RUN_STOPPED);
    assert_int_equal(now_of(&trial, 1).state, RUN_STOPPED);
    assert_null(session_data(trial.session));
    end(&trial);
}

/* Found in its place and not to be read: the sentence names the file and a way out. What was named
 * is the user's own to correct. */
static void broken_data_that_was_found_is_named_with_a_way_out(void **state)
{
    (void)state;
    struct trial trial;
    char command[400], *home = in_folder("home");
    snprintf(command, sizeof command,
             "mkdir -p '%s/.keras/datasets' && echo x >'%s/.keras/datasets/imdb.npz'", home, home);
    assert_int_equal(system(command), 0);
    move_home(home);
    for (int named = 0; named < 2; named++) {
        char path[160];
        snprintf(path, sizeof path, "%s/.keras/datasets/imdb.npz", home);
        struct session_options options = {.data = named ? path : NULL};
        begin(&trial, &options, 1, "lstm", "0.01");
        WAIT_FOR(&trial, board_all_ended(trial.board));
        const char *text = trial.last[EVENT_ERROR].as.error.text;
        assert_non_null(strstr(text, "~/.keras/datasets/imdb.npz: it is neither an npz file"));
        assert_int_equal(!strstr(text, "--data demo"), named);
        session_stop(trial.session, true);
        end(&trial);
    }
}

static void a_loss_that_is_no_number_ends_the_run_and_keeps_the_last_epoch(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {.data = data_path, .save = in_folder("nan.safetensors")};
    begin(&trial, &options, 3, "lstm", "1e38");
    WAIT_FOR(&trial, board_all_ended(trial.board));
    assert_int_equal(now_of(&trial, 0).state, RUN_FAILED);
    const struct error_event *error = &trial.last[EVENT_ERROR].as.error;
    assert_int_equal(error->status, RT_ERR_NUMERIC);
    assert_int_equal(error->epoch, 1);
    assert_true(error->batch >= 2 && error->batch <= 14);
    char expected[80];
    snprintf(expected, sizeof expected, "the loss became NaN in epoch 1, batch %u", error->batch);
    assert_non_null(strstr(error->text, expected));
    assert_int_equal(trial.seen[EVENT_SAVED], 0); /* no whole epoch: nothing worth a file */
    session_stop(trial.session, true);
    end(&trial);
}

static void a_place_that_vanishes_is_told_and_training_goes_on(void **state)
{
    (void)state;
    struct trial trial;
    char *vanishing = in_folder("vanishing");
    assert_int_equal(mkdir(vanishing, 0777), 0);
    struct session_options options = {
        .data = data_path, .save = in_folder("vanishing/m.safetensors"), .paused = true};
    begin(&trial, &options, 2, "lstm", "0.01");
    assert_int_equal(rmdir(vanishing), 0);
    trial.ask.resume(trial.ask.session);
    WAIT_FOR(&trial, session_finished(trial.session) && trial.seen[EVENT_SAVED] == 1);
    assert_false(trial.last[EVENT_SAVED].as.saved.ok);
    assert_non_null(strstr(trial.last[EVENT_SAVED].as.saved.text, "vanishing"));
    WAIT_FOR(&trial, board_all_ended(trial.board));
    assert_int_equal(now_of(&trial, 0).state, RUN_DONE);
    assert_string_equal(now_of(&trial, 0).not_saved, trial.last[EVENT_SAVED].as.saved.text);
    /* The place comes back: saving again mends it. */
    assert_int_equal(mkdir(vanishing, 0777), 0);
    trial.ask.save(trial.ask.session, 0);
    WAIT_FOR(&trial, trial.seen[EVENT_SAVED] == 2);
    assert_true(now_of(&trial, 0).saved);
    assert_string_equal(now_of(&trial, 0).not_saved, "");
    session_stop(trial.session, true);
    end(&trial);
}

/* Runs as lines of --run, trained to their end; the caller stops the session. */
static void train_lines(struct trial *trial, const struct session_options *options,
                        const char *const *lines, size_t count, size_t maxlen)
{
    struct settings settings;
    struct run_spec runs[SETTINGS_MAX_RUNS];
    struct rt_error error = {0};
    *trial = (struct trial){0};
    settings_init(&settings);
    settings.units = settings.embedding_dim = 6;
    settings.each.data.num_words = 500;
    settings.each.data.maxlen = maxlen;
    settings.each.epochs = 1;
    for (size_t i = 0; i < count; i++)
        assert_int_equal(settings_set(&settings, "run", lines[i], "run", &error), RT_OK);
    size_t planned;
    if (settings_plan(&settings, runs, &planned, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    settings_free(&settings);
    assert_int_equal(planned, count);
    assert_int_equal(board_create(&trial->board, &error), RT_OK);
    board_observe(trial->board, observe, trial);
    assert_int_equal(session_create(&trial->session, options, runs, count, &error), RT_OK);
    assert_int_equal(session_start(trial->session, trial->board, &error), RT_OK);
    WAIT_FOR(trial, session_finished(trial->session) && board_all_ended(trial->board));
}

/* The test losses of runs that differ in the form of their data. */
static void losses_of(const char *const *padding, size_t count, float *loss)
{
    struct trial trial;
    struct session_options options = {.data = data_path, .save = in_folder("forms.safetensors")};
    train_lines(&trial, &options, padding, count, 120); /* some are shorter */
    for (size_t i = 0; i < count; i++) {
        const struct run_spec *spec = &board_run(trial.board, i)->feed->spec;
        assert_int_equal(now_of(&trial, i).state, RUN_DONE);
        loss[i] = now_of(&trial, i).test.loss;
        assert_int_equal(board_run_data(trial.board, i)->maxlen, spec->data.maxlen);
    }
    session_stop(trial.session, true);
    end(&trial);
}

/* A run computes the same whatever data the runs before it had. */
static void each_run_has_its_own_form_of_the_data(void **state)
{
    (void)state;
    const char *all[] = {"lstm padding=post", "lstm padding=pre", "simplernn padding=pre",
                         "lstm padding=pre maxlen=31 num-words=400"};
    float together[4], alone;
    losses_of(all, 4, together);
    for (size_t i = 0; i < 4; i++) {
        losses_of(&all[i], 1, &alone);
        if (alone != together[i])
            fail_msg("%s: alone %.9g, after others %.9g", all[i], (double)alone,
                     (double)together[i]);
    }
    assert_true(together[0] != together[1]);
}

/* Four classes, forty rows, four words that tell them. */
static void write_four(const char *path)
{
    static const char *const label[] = {"sport", "world", "money", "science"};
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("label,text\n", file);
    for (size_t i = 0; i < 40; i++)
        fprintf(file, "%s,\"a word of %s and %zu\"\n", label[i % 4], label[i % 4], i % 7);
    assert_int_equal(fclose(file), 0);
}

struct expected_run {
    enum run_state state;
    size_t classes;
    const char *data; /* its name */
};

static void check_data_runs(const char *const *lines, const struct expected_run *expected,
                            size_t count)
{
    struct trial trial;
    struct rt_error error = {0};
    struct session_options options = {.data = data_path, .save = in_folder("data.safetensors")};
    train_lines(&trial, &options, lines, count, 20);
    for (size_t i = 0; i < count; i++) {
        const struct run_spec *spec = &board_run(trial.board, i)->feed->spec;
        struct history_now now = now_of(&trial, i);
        assert_int_equal(now.state, expected[i].state);
        if (now.state != RUN_DONE)
            continue;
        assert_int_equal(board_classes(trial.board, i), expected[i].classes);
        assert_int_equal(now.test.metrics.classes, expected[i].classes);
        assert_string_equal(board_run_data(trial.board, i)->name, expected[i].data);
        assert_int_equal(board_class_facts(trial.board, i)->classes, expected[i].classes);
        char name[64];
        struct model_snapshot *snapshot;
        snprintf(name, sizeof name, "data-%s.safetensors", spec->slug);
        if (model_file_read(&snapshot, in_folder(name), &error) != RT_OK)
            fail_msg("%s", error_text(&error));
        assert_string_equal(snapshot->data_name, expected[i].data);
        assert_int_equal(model_spec_classes(&snapshot->run.model), expected[i].classes);
        model_snapshot_destroy(snapshot);
    }
    session_stop(trial.session, true);
    end(&trial);
}

/* Two data sets in one queue, in either order, and one that is not there among them. */
static void each_run_may_have_other_data(void **state)
{
    (void)state;
    char four[TEXT_PATH_SIZE + 32], missing[TEXT_PATH_SIZE + 32];
    const char *path = in_folder("four.csv");
    write_four(path);
    snprintf(four, sizeof four, "simplernn data=%s", path);
    snprintf(missing, sizeof missing, "simplernn data=%s", in_folder("missing.csv"));
    const struct expected_run two_classes = {RUN_DONE, 2, "tiny"};
    const struct expected_run four_classes = {RUN_DONE, 4, "four"};
    const struct expected_run none = {RUN_FAILED, 0, NULL};
    check_data_runs((const char *[]){"simplernn", four, missing, "lstm"},
                    (const struct expected_run[]){two_classes, four_classes, none, two_classes}, 4);
    check_data_runs((const char *[]){four, "simplernn", missing},
                    (const struct expected_run[]){four_classes, two_classes, none}, 3);
    check_data_runs((const char *[]){missing, four},
                    (const struct expected_run[]){none, four_classes}, 2);
}

/* Words alone tell all four classes of what was written by write_four(). */
static void words_alone_know_every_class(void **state)
{
    (void)state;
    struct trial trial;
    char path[TEXT_PATH_SIZE];
    snprintf(path, sizeof path, "%s", in_folder("four.csv"));
    write_four(path);
    struct session_options options = {
        .data = path, .save = in_folder("four.safetensors"), .baseline = true};
    begin(&trial, &options, 1, "simplernn", "0.01");
    WAIT_FOR(&trial, session_finished(trial.session));
    session_stop(trial.session, true);
    end(&trial);
    assert_int_equal(trial.seen[EVENT_BASELINE], 1);
    assert_true(trial.last[EVENT_BASELINE].as.baseline.test_accuracy == 1.0f);
}

/* A new run is queued behind the others, with a name that tells it from them, and trains. */
static void a_new_run_is_added_and_trains(void **state)
{
    (void)state;
    struct trial trial;
    struct rt_error error = {0};
    struct session_options options = {
        .data = data_path, .save = in_folder("new.safetensors"), .paused = true};
    begin(&trial, &options, 1, "lstm", "0.01");
    struct run_spec spec = board_run(trial.board, 0)->feed->spec;
    spec.optimizer.learning_rate = 0.002;
    const struct run_feed *feed = trial.ask.add(trial.ask.session, &spec, &error);
    assert_non_null(feed);
    assert_string_equal(feed->spec.name, "LSTM lr=0.002");
    assert_int_equal(board_runs(trial.board), 2);
    /* What it is to read is looked for at once. */
    snprintf(spec.data.path, sizeof spec.data.path, "%s", in_folder("nowhere.csv"));
    assert_null(trial.ask.add(trial.ask.session, &spec, &error));
    assert_non_null(strstr(error_text(&error), "nowhere.csv: No such file"));
    snprintf(spec.data.path, sizeof spec.data.path, "%s", data_path);
    spec.model.layer[1].units = 0; /* what can't be built never gets into the queue */
    assert_null(trial.ask.add(trial.ask.session, &spec, &error));
    assert_non_null(strstr(error_text(&error), "Layer 2"));
    trial.ask.resume(trial.ask.session);
    WAIT_FOR(&trial, session_finished(trial.session) && board_all_ended(trial.board));
    assert_int_equal(now_of(&trial, 1).state, RUN_DONE);
    assert_int_equal(access(in_folder("new-lstm-lr0.002.safetensors"), F_OK), 0);
    session_stop(trial.session, true);
    end(&trial);
}

/* What waits is taken back as if it had never been; what has begun is not. */
static void a_queued_run_is_taken_back(void **state)
{
    (void)state;
    struct trial trial;
    struct rt_error error = {0};
    struct session_options options = {
        .data = data_path, .save = in_folder("back.safetensors"), .paused = true};
    begin(&trial, &options, 1, "simplernn,lstm", "0.01");
    assert_non_null(trial.ask.again(trial.ask.session, 0, &error));
    assert_non_null(trial.ask.again(trial.ask.session, 1, &error));
    assert_int_equal(trial.ask.remove(trial.ask.session, 0, &error), RT_ERR_UNSUPPORTED);
    assert_non_null(strstr(error_text(&error), "no longer waiting"));
    assert_int_equal(trial.ask.remove(trial.ask.session, 4, &error), RT_ERR_UNSUPPORTED);
    assert_int_equal(trial.ask.remove(trial.ask.session, 1, &error), RT_OK);
    assert_int_equal(board_runs(trial.board), 3);
    assert_string_equal(board_run(trial.board, 1)->feed->spec.name, "SimpleRNN 2");
    assert_string_equal(board_run(trial.board, 2)->feed->spec.name, "LSTM 2");
    assert_int_equal(trial.ask.remove(trial.ask.session, 1, &error), RT_OK);
    trial.ask.resume(trial.ask.session);
    WAIT_FOR(&trial, session_finished(trial.session) && board_all_ended(trial.board));
    assert_int_equal(now_of(&trial, 0).state, RUN_DONE);
    assert_int_equal(now_of(&trial, 1).state, RUN_DONE);
    assert_int_equal(access(in_folder("back-lstm-2.safetensors"), F_OK), 0);
    assert_int_not_equal(access(in_folder("back-simplernn-2.safetensors"), F_OK), 0);
    /* When all has ended nothing waits; what comes then is trained at once. */
    assert_int_equal(trial.ask.remove(trial.ask.session, 1, &error), RT_ERR_UNSUPPORTED);
    session_stop(trial.session, true);
    end(&trial);
}

static void refuse_outputs(const char *save, const char *csv, const char *words)
{
    struct settings settings;
    struct run_spec runs[SETTINGS_MAX_RUNS];
    struct session *session = NULL;
    struct rt_error error = {0};
    struct session_options options = {.data = data_path, .save = save, .csv = csv};
    settings_init(&settings);
    planned_runs(&settings, runs);
    assert_int_not_equal(session_create(&session, &options, runs, 1, &error), RT_OK);
    if (!strstr(error_text(&error), words))
        fail_msg("expected '%s', got '%s'", words, error_text(&error));
    settings_free(&settings);
}

static void unfit_outputs_are_refused_before_training(void **state)
{
    (void)state;
    char *link = in_folder("link-to-data");
    assert_int_equal(symlink(data_path, link), 0);
    refuse_outputs(in_folder("no/such/folder/m.safetensors"), NULL, "no/such/folder");
    refuse_outputs(NULL, in_folder("no/such/folder/log.csv"), "no/such/folder");
    refuse_outputs(data_path, NULL, "is the data");
    refuse_outputs(NULL, link, "is the data");
    refuse_outputs(in_folder("one"), in_folder("one"), "--save and --csv both name");
    assert_int_not_equal(access(in_folder("one"), F_OK), 0);
}

/* No validation looks at what the epoch's last update did to the weights. */
static void weights_that_are_no_numbers_are_never_kept(void **state)
{
    (void)state;
    struct trial trial;
    struct model_snapshot *snapshot;
    struct rt_error error = {0};
    char *path = in_folder("last-good.safetensors");
    struct session_options options = {.data = data_path, .save = path};
    batch_of_test = 600;
    split_of_test = 0;
    begin(&trial, &options, 30, "lstm", "1e38");
    batch_of_test = 30;
    split_of_test = 0.3;
    WAIT_FOR(&trial, session_finished(trial.session) && board_all_ended(trial.board));
    assert_int_equal(now_of(&trial, 0).state, RUN_FAILED);
    assert_null(strstr(trial.last[EVENT_ERROR].as.error.text, "validation"));
    if (!strstr(trial.last[EVENT_ERROR].as.error.text, "are kept"))
        fail_msg("%s", trial.last[EVENT_ERROR].as.error.text);
    WAIT_FOR(&trial, trial.seen[EVENT_SAVED] == 1);
    if (model_file_read(&snapshot, path, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    char kept[64];
    snprintf(kept, sizeof kept, "Weights of epoch %.4g are kept", snapshot->epochs_trained);
    assert_non_null(strstr(trial.last[EVENT_ERROR].as.error.text, kept));
    model_snapshot_destroy(snapshot);
    session_stop(trial.session, true);
    end(&trial);
}

/* Epochs of one batch: every step is at a border, and none may be swallowed there. */
static void each_single_step_trains_a_batch_at_borders_too(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {
        .data = data_path, .save = in_folder("steps.safetensors"), .paused = true};
    batch_of_test = 600;
    begin(&trial, &options, 8, "lstm", "0.01");
    batch_of_test = 30;
    for (uint64_t i = 1; i <= 6; i++) {
        trial.ask.one_batch(trial.ask.session);
        WAIT_FOR(&trial, steps_of(&trial, 0) == i && now_of(&trial, 0).state == RUN_PAUSED);
    }
    session_stop(trial.session, false);
    end(&trial);
}

static void a_save_that_was_asked_for_is_owed_even_when_the_rest_is_discarded(void **state)
{
    (void)state;
    struct trial trial;
    char *path = in_folder("owed.safetensors");
    struct session_options options = {.data = data_path, .save = path};
    begin(&trial, &options, 100000, "lstm", "0.001");
    WAIT_FOR(&trial, steps_of(&trial, 0) > 5);
    trial.ask.save(trial.ask.session, 0);
    session_stop(trial.session, false);
    end(&trial);
    assert_int_equal(access(path, R_OK), 0);
}

/* Trains to the end; the model in the file is the caller's. */
static struct model_snapshot *train_with(struct trial *trial, const char *const *options,
                                         size_t epochs, const char *file, const char *csv)
{
    struct model_snapshot *snapshot;
    struct rt_error error = {0};
    char *path = in_folder(file);
    struct session_options session = {.data = data_path, .save = path, .csv = csv};
    options_of_test = options;
    begin(trial, &session, epochs, "lstm", "0.05");
    WAIT_FOR(trial, session_finished(trial->session) && board_all_ended(trial->board));
    WAIT_FOR(trial, trial->seen[EVENT_SAVED] > 0);
    session_stop(trial->session, true);
    session_join(trial->session);
    if (model_file_read(&snapshot, path, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    return snapshot;
}

static void expect_same_weights(const struct model_snapshot *a, const struct model_snapshot *b)
{
    assert_int_equal(a->parameters.total, b->parameters.total);
    assert_memory_equal(a->values, b->values, a->parameters.total * sizeof *a->values);
}

/* Nothing improves by 100, so the first epoch stays the best one. */
static void early_stopping_ends_as_done_with_the_best_weights(void **state)
{
    (void)state;
    static const char *const stopping[] = {"early-stopping", "2", "min-delta", "100", NULL};
    static const char *const keeping[] = {"early-stopping", "2",  "min-delta", "100",
                                          "restore-best",   "no", NULL};
    struct trial one, three, stopped, kept;
    struct model_snapshot *first = train_with(&one, NULL, 1, "first.safetensors", NULL);
    struct model_snapshot *third = train_with(&three, NULL, 3, "third.safetensors", NULL);
    struct model_snapshot *best = train_with(&stopped, stopping, 9, "best.safetensors", NULL);
    struct model_snapshot *last = train_with(&kept, keeping, 9, "last.safetensors", NULL);
    struct history_now now = now_of(&stopped, 0);
    assert_int_equal(now.state, RUN_DONE);
    assert_int_equal(now.stopped_early, 3);
    assert_int_equal(now.restored, 1);
    assert_int_equal(stopped.seen[EVENT_EPOCH], 3);
    assert_true(now.position == 3 && now.saved_position == 1 && history_all_saved(&now));
    assert_true(best->epochs_trained == 1 && best->tested);
    expect_same_weights(best, first);
    /* What was tested is what was restored. */
    assert_true(now.test.loss == now_of(&one, 0).test.loss);
    size_t marks;
    const struct history_mark *mark = history_marks(board_run(stopped.board, 0)->history, &marks);
    assert_int_equal(marks, 2);
    assert_true(mark[0].kind == CALLBACK_BEST && mark[0].epoch == 1 && mark[0].step == 14);
    assert_true(mark[1].kind == CALLBACK_STOP && mark[1].epoch == 3 && mark[1].step == 42);
    /* And without restoring: the last epoch's. */
    assert_int_equal(now_of(&kept, 0).stopped_early, 3);
    assert_int_equal(now_of(&kept, 0).restored, 0);
    expect_same_weights(last, third);
    for (size_t i = 0; i < 4; i++) {
        end(i == 0 ? &one : i == 1 ? &three : i == 2 ? &stopped : &kept);
        model_snapshot_destroy(i == 0 ? first : i == 1 ? third : i == 2 ? best : last);
    }
}

/* A run that nothing stopped goes back to its best epoch all the same. */
static void the_best_weights_are_restored_at_the_end_too(void **state)
{
    (void)state;
    static const char *const options[] = {"early-stopping", "50", "min-delta", "100", NULL};
    struct trial trial;
    struct model_snapshot *best = train_with(&trial, options, 3, "whole.safetensors", NULL);
    struct history_now now = now_of(&trial, 0);
    assert_int_equal(now.stopped_early, 0);
    assert_int_equal(now.restored, 1);
    assert_int_equal(now.state, RUN_DONE);
    assert_true(best->epochs_trained == 1);
    model_snapshot_destroy(best);
    end(&trial);
}

static void the_best_epoch_is_what_is_saved(void **state)
{
    (void)state;
    static const char *const options[] = {"save-best", "yes", "monitor", "val_loss", NULL};
    struct trial trial;
    struct model_snapshot *saved = train_with(&trial, options, 6, "checkpoint.safetensors", NULL);
    struct history_now now = now_of(&trial, 0);
    size_t count, best = 0;
    const struct epoch_event *epochs = history_epochs(board_run(trial.board, 0)->history, &count);
    assert_int_equal(count, 6);
    for (size_t i = 1; i < count; i++)
        best = epochs[i].val_loss < epochs[best].val_loss ? i : best;
    assert_true(best < 5); /* it overfits: else this shows nothing */
    assert_int_equal(now.checkpoint, best + 1);
    assert_true(saved->epochs_trained == (double)best + 1);
    assert_false(saved->tested); /* the test was of the last epoch */
    assert_true(history_all_saved(&now));
    model_snapshot_destroy(saved);
    end(&trial);
}

static void read_file(const char *path, char *text, size_t size)
{
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    size_t length = fread(text, 1, size - 1, file);
    text[length] = '\0';
    fclose(file);
}

/* With a plateau at every epoch but the first, the learning rate halves each time; the log has it
 * as it was during the epoch. */
static void plateaus_lower_the_learning_rate(void **state)
{
    (void)state;
    static const char *const options[] = {"reduce-lr-on-plateau",
                                          "1",
                                          "plateau-factor",
                                          "0.5",
                                          "min-delta",
                                          "100",
                                          "min-lr",
                                          "0.015",
                                          NULL};
    static const char *const rates[] = {",0.05,", ",0.05,", ",0.025,", ",0.015,"};
    struct trial trial;
    char csv[128], text[1024];
    snprintf(csv, sizeof csv, "%s", in_folder("plateau.csv"));
    model_snapshot_destroy(train_with(&trial, options, 4, "plateau.safetensors", csv));
    assert_int_equal(trial.seen[EVENT_CALLBACK], 2);
    const struct callback_event *last = &trial.last[EVENT_CALLBACK].as.callback;
    assert_int_equal(last->kind, CALLBACK_RATE);
    assert_string_equal(last->text,
                        "learning rate 0.025 -> 0.015: val_loss has not improved for 1 epoch");
    assert_true(now_of(&trial, 0).learning_rate == 0.015f);
    read_file(csv, text, sizeof text);
    const char *line = text;
    assert_true(strncmp(text, "epoch,accuracy,loss,lr,val_accuracy,val_loss\r\n", 46) == 0);
    for (size_t i = 0; i < 4; i++) {
        line = strchr(line, '\n') + 1;
        const char *found = strstr(line, rates[i]);
        if (!found || found > strchr(line, '\n'))
            fail_msg("epoch %zu has not%s in %s", i + 1, rates[i], text);
    }
    end(&trial);
}

static void a_person_changes_the_learning_rate_while_paused(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {
        .data = data_path, .save = in_folder("by-hand.safetensors"), .paused = true};
    begin(&trial, &options, 2, "lstm", "0.01");
    WAIT_FOR(&trial, now_of(&trial, 0).state == RUN_PAUSED);
    trial.ask.rate(trial.ask.session, -1);
    WAIT_FOR(&trial, trial.seen[EVENT_CALLBACK] == 1);
    const struct callback_event *told = &trial.last[EVENT_CALLBACK].as.callback;
    assert_true(told->kind == CALLBACK_RATE && told->by_hand && told->to == 0.005f);
    assert_string_equal(told->text, "learning rate 0.01 -> 0.005: by hand");
    assert_true(trial.ask.paused(trial.ask.session));
    assert_int_equal(steps_of(&trial, 0), 0);
    trial.ask.one_batch(trial.ask.session);
    WAIT_FOR(&trial, steps_of(&trial, 0) == 1);
    assert_true(now_of(&trial, 0).learning_rate == 0.005f);
    trial.ask.rate(trial.ask.session, 2);
    WAIT_FOR(&trial, trial.seen[EVENT_CALLBACK] >= 2);
    assert_true(now_of(&trial, 0).learning_rate == 0.02f);
    trial.ask.rate(trial.ask.session, 1000); /* past all reason: nothing happens */
    trial.ask.resume(trial.ask.session);
    WAIT_FOR(&trial, session_finished(trial.session) && board_all_ended(trial.board));
    assert_int_equal(trial.seen[EVENT_CALLBACK], 2);
    assert_true(now_of(&trial, 0).learning_rate == 0.02f);
    session_stop(trial.session, true);
    end(&trial);
}

/* A schedule changes what the batches use, batch by batch. */
static void schedules_reach_the_batches(void **state)
{
    (void)state;
    static const char *const options[] = {"schedule", "step",   "decay-steps", "20", "decay-rate",
                                          "0.5",      "warmup", "8",           NULL};
    struct trial trial;
    model_snapshot_destroy(train_with(&trial, options, 4, "schedule.safetensors", NULL));
    /* 56 batches: the last is number 55 - 8 = 47 after the warm-up, twice halved. */
    assert_true(now_of(&trial, 0).learning_rate == 0.0125f);
    assert_int_equal(trial.seen[EVENT_CALLBACK], 0);
    end(&trial);
}

static int set_up(void **state)
{
    (void)state;
    char command[200];
    if (!mkdtemp(folder))
        return -1;
    snprintf(data_path, sizeof data_path, "%s/tiny.npz", folder);
    snprintf(command, sizeof command, "tests/program/make_tiny_npz '%s' " ROWS, data_path);
    return system(command);
}

static int clean_up(void **state)
{
    (void)state;
    char command[200];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_runs_train_test_and_save),
        cmocka_unit_test(held_session_goes_batch_by_batch),
        cmocka_unit_test(each_epoch_pauses),
        cmocka_unit_test(stopping_saves_what_was_learned),
        cmocka_unit_test(discarding_writes_nothing),
        cmocka_unit_test(a_run_that_ended_is_saved_again_on_request),
        cmocka_unit_test(missing_data_fails_every_run_with_one_sentence),
        cmocka_unit_test(without_data_the_demo_corpus_is_made_up),
        cmocka_unit_test(words_alone_beside_the_runs),
        cmocka_unit_test(words_alone_without_validation),
        cmocka_unit_test(stopping_ends_a_load),
        cmocka_unit_test(broken_data_that_was_found_is_named_with_a_way_out),
        cmocka_unit_test(a_loss_that_is_no_number_ends_the_run_and_keeps_the_last_epoch),
        cmocka_unit_test(a_place_that_vanishes_is_told_and_training_goes_on),
        cmocka_unit_test(unfit_outputs_are_refused_before_training),
        cmocka_unit_test(each_run_has_its_own_form_of_the_data),
        cmocka_unit_test(each_run_may_have_other_data),
        cmocka_unit_test(words_alone_know_every_class),
        cmocka_unit_test(a_new_run_is_added_and_trains),
        cmocka_unit_test(a_queued_run_is_taken_back),
        cmocka_unit_test(weights_that_are_no_numbers_are_never_kept),
        cmocka_unit_test(each_single_step_trains_a_batch_at_borders_too),
        cmocka_unit_test(early_stopping_ends_as_done_with_the_best_weights),
        cmocka_unit_test(the_best_weights_are_restored_at_the_end_too),
        cmocka_unit_test(the_best_epoch_is_what_is_saved),
        cmocka_unit_test(plateaus_lower_the_learning_rate),
        cmocka_unit_test(a_person_changes_the_learning_rate_while_paused),
        cmocka_unit_test(schedules_reach_the_batches),
        cmocka_unit_test(a_save_that_was_asked_for_is_owed_even_when_the_rest_is_discarded),
    };
    return cmocka_run_group_tests(tests, set_up, clean_up);
}
