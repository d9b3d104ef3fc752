/* Whole sessions on a small data set: queue, requests, pause, save, stop. */
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
#include <unistd.h>

#include <cmocka.h>

#include "session_support.h"
#include "tests/files/faults.h"
#include "tests/spec/planned.h"
#include "tests/words/error_text.h"

/* A refusal has a reason, and names no new run. */
static void refused(struct answer answer, enum rt_code code, const char *words)
{
    assert_false(answer.granted);
    assert_int_equal(answer.why.code, code);
    assert_int_not_equal(answer.why.status, RT_OK);
    if (!strstr(error_text(&answer.why), words))
        fail_msg("expected \"%s\", got: %s", words, error_text(&answer.why));
    assert_false(run_id_given(&answer.run));
}

/* Of each epoch's validation more is told than its scores, and it fits them. */
static void check_judgements(const struct trial *trial, size_t run)
{
    size_t count;
    const struct history *history = board_run(trial->board, run)->history;
    const struct epoch_event *epoch = history_epochs(history, &count);
    assert_int_equal(count, 2);
    for (size_t i = 0; i < count; i++) {
        const struct judgement *judgement = history_judgement(history, epoch[i].epoch);
        assert_non_null(judgement);
        assert_int_equal(judgement->rows, 180);
        assert_int_equal(judgement->wrong,
                         metrics_count(&epoch[i].val, 0, 1) + metrics_count(&epoch[i].val, 1, 0));
        assert_true(judgement->curve[0].auc == epoch[i].val.auc);
        assert_int_equal(judgement->lengths, JUDGEMENT_LENGTHS);
        assert_true(judgement->worst_count > 0);
        assert_true(judgement->worst[0].row < 180 && judgement->worst[0].text[0] != '\0');
        assert_true(judgement->worst[0].read > 0 &&
                    judgement->worst[0].words >= judgement->worst[0].read);
    }
}

static void two_runs_train_test_and_save(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {.data = data_path(),
                                      .save = in_folder("both.safetensors"),
                                      .csv = in_folder("both.csv"),
                                      .threads = 2};
    begin(&trial, &options, 2, "simplernn,lstm", "0.01");
    WAIT_FOR(&trial, session_finished(trial.session));
    session_stop(trial.session, true);
    join_trial(&trial);
    assert_true(board_all_ended(trial.board));
    assert_int_equal(trial.seen[EVENT_EPOCH], 4);
    assert_int_equal(trial.seen[EVENT_JUDGED], 4);
    assert_int_equal(trial.seen[EVENT_TEST], 2);
    check_judgements(&trial, 0);
    check_judgements(&trial, 1);
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
    for (size_t i = 0; i < 2; i++) {
        char text[512];
        read_file(in_folder(i ? "both-lstm.csv" : "both-simplernn.csv"), text, sizeof text);
        assert_int_equal(strncmp(text, "epoch,accuracy,loss,val_accuracy,val_loss\r\n0,", 45), 0);
        assert_non_null(strstr(text, "\r\n1,"));
        assert_int_equal(lines_of(in_folder(i ? "both-lstm.csv" : "both-simplernn.csv")), 3);
    }
    end_trial(&trial);
}

static void held_session_goes_batch_by_batch(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {
        .data = data_path(), .save = in_folder("held.safetensors"), .paused = true};
    begin(&trial, &options, 3, "lstm", "0.01");
    WAIT_FOR(&trial, now_of(&trial, 0).state == RUN_PAUSED);
    assert_int_equal(steps_of(&trial, 0), 0);
    for (uint64_t i = 1; i <= 3; i++) {
        ask(&trial, REQUEST_ONE_BATCH);
        WAIT_FOR(&trial, steps_of(&trial, 0) == i && now_of(&trial, 0).state == RUN_PAUSED);
    }
    ask(&trial, REQUEST_ONE_EPOCH);
    WAIT_FOR(&trial, trial.seen[EVENT_EPOCH] == 1 && now_of(&trial, 0).state == RUN_PAUSED);
    assert_int_equal(steps_of(&trial, 0), 14);
    /* Saving while paused writes and stays paused. */
    assert_true(ask_of(&trial, REQUEST_SAVE, 0).granted);
    WAIT_FOR(&trial, trial.seen[EVENT_SAVED] == 1);
    assert_true(trial.last[EVENT_SAVED].as.saved.ok);
    assert_true(is_paused(&trial));
    assert_int_equal(steps_of(&trial, 0), 14);
    ask(&trial, REQUEST_RESUME);
    WAIT_FOR(&trial, session_finished(trial.session) && board_all_ended(trial.board));
    assert_int_equal(now_of(&trial, 0).state, RUN_DONE);
    session_stop(trial.session, true);
    end_trial(&trial);
}

static void each_epoch_pauses(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {
        .data = data_path(), .save = in_folder("each.safetensors"), .pause_each_epoch = true};
    begin(&trial, &options, 2, "lstm", "0.01");
    for (size_t epoch = 1; epoch <= 2; epoch++) {
        WAIT_FOR(&trial, trial.seen[EVENT_EPOCH] == epoch && now_of(&trial, 0).state == RUN_PAUSED);
        assert_int_equal(steps_of(&trial, 0), 14 * epoch);
        ask(&trial, REQUEST_RESUME);
    }
    WAIT_FOR(&trial, board_all_ended(trial.board));
    session_stop(trial.session, true);
    end_trial(&trial);
}

static void stopping_saves_what_was_learned(void **state)
{
    (void)state;
    struct trial trial;
    struct model_snapshot *snapshot;
    char *path = in_folder("stopped-simplernn.safetensors");
    struct session_options options = {.data = data_path(),
                                      .save = in_folder("stopped.safetensors")};
    begin(&trial, &options, 100000, "simplernn,lstm", "0.001");
    WAIT_FOR(&trial, steps_of(&trial, 0) > 20);
    session_stop(trial.session, true);
    join_trial(&trial);
    assert_true(board_all_ended(trial.board));
    assert_int_equal(now_of(&trial, 0).state, RUN_STOPPED);
    assert_int_equal(now_of(&trial, 1).state, RUN_STOPPED);
    assert_int_equal(trial.seen[EVENT_SAVED], 1); /* the LSTM has nothing to save */
    assert_int_equal(model_file_read(&snapshot, path, NULL), RT_OK);
    assert_true(fabs(snapshot->epochs_trained - (double)steps_of(&trial, 0) / 14) < 1e-6);
    model_snapshot_destroy(snapshot);
    end_trial(&trial);
}

static void discarding_writes_nothing(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {.data = data_path(), .save = in_folder("none.safetensors")};
    begin(&trial, &options, 100000, "lstm", "0.001");
    WAIT_FOR(&trial, steps_of(&trial, 0) > 5);
    session_stop(trial.session, false);
    end_trial(&trial);
    assert_int_not_equal(access(in_folder("none.safetensors"), F_OK), 0);
}

static void a_run_that_ended_is_saved_again_on_request(void **state)
{
    (void)state;
    struct trial trial;
    char *path = in_folder("again.safetensors");
    struct session_options options = {.data = data_path(), .save = path};
    begin(&trial, &options, 1, "lstm", "0.01");
    WAIT_FOR(&trial, session_finished(trial.session) && trial.seen[EVENT_SAVED] == 1);
    assert_int_equal(unlink(path), 0);
    assert_true(ask_of(&trial, REQUEST_SAVE, 0).granted);
    WAIT_FOR(&trial, trial.seen[EVENT_SAVED] == 2);
    assert_int_equal(access(path, R_OK), 0);

    /* And run again with the next seed, into a file of its own. */
    struct answer answer = ask_of(&trial, REQUEST_AGAIN, 0);
    assert_true(answer.granted);
    hear(&trial);
    assert_int_equal(board_runs(trial.board), 2);
    assert_int_equal(board_find(trial.board, &answer.run), 1);
    assert_int_equal(board_run(trial.board, 1)->spec.seed, 2);
    assert_string_equal(board_run(trial.board, 1)->spec.name, "LSTM 2");
    WAIT_FOR(&trial, trial.seen[EVENT_SAVED] == 3);
    assert_int_equal(access(in_folder("again-lstm-2.safetensors"), R_OK), 0);
    WAIT_FOR(&trial, board_all_ended(trial.board));
    session_stop(trial.session, true);
    end_trial(&trial);
}

static void a_place_that_vanishes_is_told_and_training_goes_on(void **state)
{
    (void)state;
    struct trial trial;
    char *vanishing = in_folder("vanishing");
    assert_int_equal(mkdir(vanishing, 0777), 0);
    struct session_options options = {
        .data = data_path(), .save = in_folder("vanishing/m.safetensors"), .paused = true};
    begin(&trial, &options, 2, "lstm", "0.01");
    assert_int_equal(rmdir(vanishing), 0);
    ask(&trial, REQUEST_RESUME);
    WAIT_FOR(&trial, session_finished(trial.session) && trial.seen[EVENT_SAVED] == 1);
    assert_false(trial.last[EVENT_SAVED].as.saved.ok);
    assert_non_null(strstr(error_of(&trial, EVENT_SAVED), "vanishing"));
    WAIT_FOR(&trial, board_all_ended(trial.board));
    assert_int_equal(now_of(&trial, 0).state, RUN_DONE);
    const struct history *history = board_run(trial.board, 0)->history;
    assert_true(now_of(&trial, 0).save_failed);
    assert_string_equal(error_text(history_not_saved(history)), error_of(&trial, EVENT_SAVED));
    assert_string_equal(history_saved_path(history), "");
    /* The place comes back: saving again mends it. */
    assert_int_equal(mkdir(vanishing, 0777), 0);
    assert_true(ask_of(&trial, REQUEST_SAVE, 0).granted);
    WAIT_FOR(&trial, trial.seen[EVENT_SAVED] == 2);
    assert_true(now_of(&trial, 0).saved);
    assert_false(now_of(&trial, 0).save_failed);
    assert_null(history_not_saved(history));
    assert_string_equal(history_saved_path(history), in_folder("vanishing/m.safetensors"));
    session_stop(trial.session, true);
    end_trial(&trial);
}

/* A new run is queued behind the others, with a name that tells it from them, and trains. */
static void a_new_run_is_added_and_trains(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {
        .data = data_path(), .save = in_folder("new.safetensors"), .paused = true};
    begin(&trial, &options, 1, "lstm", "0.01");
    struct run_spec spec = board_run(trial.board, 0)->spec;
    spec.optimizer.learning_rate = 0.002;
    struct answer answer = ask_to_add(&trial, &spec);
    assert_true(answer.granted);
    hear(&trial);
    assert_int_equal(board_runs(trial.board), 2);
    assert_int_equal(board_find(trial.board, &answer.run), 1);
    assert_string_equal(board_name(trial.board, &answer.run), "LSTM lr=0.002");
    /* What it is to read is looked for at once. */
    snprintf(spec.data.path, sizeof spec.data.path, "%s", in_folder("nowhere.csv"));
    answer = ask_to_add(&trial, &spec);
    assert_false(answer.granted || run_id_given(&answer.run));
    assert_non_null(strstr(error_text(&answer.why), "nowhere.csv: No such file"));
    snprintf(spec.data.path, sizeof spec.data.path, "%s", data_path());
    spec.model.layer[1].units = 0; /* what can't be built never gets into the queue */
    answer = ask_to_add(&trial, &spec);
    assert_false(answer.granted || run_id_given(&answer.run));
    assert_non_null(strstr(error_text(&answer.why), "Layer 2"));
    hear(&trial);
    assert_int_equal(board_runs(trial.board), 2);
    ask(&trial, REQUEST_RESUME);
    WAIT_FOR(&trial, session_finished(trial.session) && board_all_ended(trial.board));
    assert_int_equal(now_of(&trial, 1).state, RUN_DONE);
    assert_int_equal(access(in_folder("new-lstm-lr0.002.safetensors"), F_OK), 0);
    session_stop(trial.session, true);
    end_trial(&trial);
}

/* What waits is taken back as if it had never been; what has begun is not. */
static void a_queued_run_is_taken_back(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {
        .data = data_path(), .save = in_folder("back.safetensors"), .paused = true};
    begin(&trial, &options, 1, "simplernn,lstm", "0.01");
    assert_true(ask_of(&trial, REQUEST_AGAIN, 0).granted);
    assert_true(ask_of(&trial, REQUEST_AGAIN, 1).granted);
    refused(ask_of(&trial, REQUEST_TAKE_BACK, 0), ERR_RUN_HAS_BEGUN, "no longer waiting");
    hear(&trial);
    assert_int_equal(board_runs(trial.board), 4);
    assert_true(ask_of(&trial, REQUEST_TAKE_BACK, 1).granted);
    hear(&trial);
    assert_int_equal(board_runs(trial.board), 3);
    assert_string_equal(board_run(trial.board, 1)->spec.name, "SimpleRNN 2");
    assert_string_equal(board_run(trial.board, 2)->spec.name, "LSTM 2");
    assert_true(ask_of(&trial, REQUEST_TAKE_BACK, 1).granted);
    hear(&trial);
    assert_int_equal(trial.seen[EVENT_TAKEN_BACK], 2);
    ask(&trial, REQUEST_RESUME);
    WAIT_FOR(&trial, session_finished(trial.session) && board_all_ended(trial.board));
    assert_int_equal(now_of(&trial, 0).state, RUN_DONE);
    assert_int_equal(now_of(&trial, 1).state, RUN_DONE);
    assert_int_equal(access(in_folder("back-lstm-2.safetensors"), F_OK), 0);
    assert_int_not_equal(access(in_folder("back-simplernn-2.safetensors"), F_OK), 0);
    /* When all has ended nothing waits; what comes then is trained at once. */
    refused(ask_of(&trial, REQUEST_TAKE_BACK, 1), ERR_RUN_HAS_BEGUN, "no longer waiting");
    session_stop(trial.session, true);
    end_trial(&trial);
}

static void refuse_outputs(const char *save, const char *csv, const char *words)
{
    struct settings settings;
    struct run_spec runs[SETTINGS_MAX_RUNS];
    struct session *session = NULL;
    struct rt_error error = {0};
    struct session_options options = {.data = data_path(), .save = save, .csv = csv};
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
    assert_int_equal(symlink(data_path(), link), 0);
    refuse_outputs(in_folder("no/such/folder/m.safetensors"), NULL, "no/such/folder");
    refuse_outputs(NULL, in_folder("no/such/folder/log.csv"), "no/such/folder");
    refuse_outputs(data_path(), NULL, "is the data");
    refuse_outputs(NULL, link, "is the data");
    refuse_outputs(in_folder("one"), in_folder("one"), "--save and --csv both name");
    assert_int_not_equal(access(in_folder("one"), F_OK), 0);
}

/* Epochs of one batch: every step is at a border, and none may be swallowed there. */
static void each_single_step_trains_a_batch_at_borders_too(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {
        .data = data_path(), .save = in_folder("steps.safetensors"), .paused = true};
    const struct plan plan = {"lstm", "0.01", 8, 600, false, NULL};
    begin_plan(&trial, &options, &plan);
    for (uint64_t i = 1; i <= 6; i++) {
        ask(&trial, REQUEST_ONE_BATCH);
        WAIT_FOR(&trial, steps_of(&trial, 0) == i && now_of(&trial, 0).state == RUN_PAUSED);
    }
    session_stop(trial.session, false);
    end_trial(&trial);
}

static void a_save_that_was_asked_for_is_owed_even_when_the_rest_is_discarded(void **state)
{
    (void)state;
    struct trial trial;
    char *path = in_folder("owed.safetensors");
    struct session_options options = {.data = data_path(), .save = path};
    begin(&trial, &options, 100000, "lstm", "0.001");
    WAIT_FOR(&trial, steps_of(&trial, 0) > 5);
    assert_true(ask_of(&trial, REQUEST_SAVE, 0).granted);
    session_stop(trial.session, false);
    end_trial(&trial);
    assert_int_equal(access(path, R_OK), 0);
}

/* ---- ids ---- */

/* A run's id is its own for good, and ids are in the order in which runs were planned, wherever
 * these stand now. */
static void ids_last_and_are_in_order(void **state)
{
    (void)state;
    struct trial trial;
    struct run_id id[6];
    struct session_options options = {
        .data = data_path(), .save = in_folder("ids.safetensors"), .paused = true};
    begin(&trial, &options, 1, "simplernn,lstm", "0.01");
    id[0] = board_run(trial.board, 0)->id;
    id[1] = board_run(trial.board, 1)->id;
    for (size_t i = 2; i < 5; i++)
        id[i] = ask_of(&trial, REQUEST_AGAIN, i % 2).run;
    hear(&trial);
    assert_int_equal(board_runs(trial.board), 5);
    assert_true(ask_of_id(&trial, REQUEST_TAKE_BACK, &id[2]).granted);
    assert_true(ask_of_id(&trial, REQUEST_TAKE_BACK, &id[1]).granted);
    id[5] = ask_of(&trial, REQUEST_AGAIN, 0).run; /* is not one of those that left */
    hear(&trial);
    static const size_t stays[] = {0, 3, 4, 5};
    assert_int_equal(board_runs(trial.board), 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(board_find(trial.board, &id[stays[i]]), i);
        assert_string_equal(board_run(trial.board, i)->id.text, id[stays[i]].text);
    }
    for (size_t i = 1; i < 6; i++) {
        if (strcmp(id[i - 1].text, id[i].text) >= 0)
            fail_msg("expected ids that grow, got %s before %s", id[i - 1].text, id[i].text);
    }
    /* The session means the same by them: the one in place 1 is the LSTM that was fourth. */
    assert_string_equal(board_name(trial.board, &id[3]), "LSTM 2");
    struct answer answer = ask_of_id(&trial, REQUEST_AGAIN, &id[3]);
    hear(&trial);
    assert_string_equal(board_name(trial.board, &answer.run), "LSTM 3");
    session_stop(trial.session, false);
    end_trial(&trial);
}

static void what_is_asked_of_no_such_run_is_refused(void **state)
{
    (void)state;
    static const enum request_kind kind[] = {REQUEST_SAVE, REQUEST_AGAIN, REQUEST_TAKE_BACK};
    struct trial trial;
    struct session_options options = {
        .data = data_path(), .save = in_folder("nobody.safetensors"), .paused = true};
    begin(&trial, &options, 1, "simplernn,lstm", "0.01");
    WAIT_FOR(&trial, now_of(&trial, 0).state == RUN_PAUSED);
    struct run_id gone = board_run(trial.board, 1)->id;
    /* It has not begun, so there is nothing to save. */
    refused(ask_of_id(&trial, REQUEST_SAVE, &gone), ERR_NOTHING_TO_SAVE, "nothing to save");
    assert_true(ask_of_id(&trial, REQUEST_TAKE_BACK, &gone).granted);
    hear(&trial);
    const struct run_id id[] = {gone, {""}, run_id_of_text("20261128-073012-345-k3f9")};
    for (size_t i = 0; i < sizeof id / sizeof *id; i++) {
        for (size_t k = 0; k < sizeof kind / sizeof *kind; k++)
            refused(ask_of_id(&trial, kind[k], &id[i]), ERR_NO_SUCH_RUN, "no such run");
    }
    hear(&trial);
    assert_int_equal(board_runs(trial.board), 1);
    assert_int_equal(trial.seen[EVENT_RUN], 2);
    assert_int_equal(trial.seen[EVENT_TAKEN_BACK], 1);
    assert_true(is_paused(&trial));
    session_stop(trial.session, true);
    end_trial(&trial);
    assert_int_equal(trial.seen[EVENT_SAVED], 0);
}

/* ---- a watcher that does not read ---- */

/* Each is one small batch, and tells three things: all of it is more than the rings hold. */
#define LONG_EPOCHS 400

/* A few reviews, for epochs that cost nothing. */
static char *few_reviews(void)
{
    char command[200], *path = in_folder("few.npz");
    snprintf(command, sizeof command, "tests/program/make_tiny_npz '%s' 24", path);
    assert_int_equal(system(command), 0);
    return path;
}

/* Without a look at the board. */
#define WAIT_UNSEEN(condition)                                                                     \
    do {                                                                                           \
        double wait_start = clock_now_s();                                                         \
        while (!(condition)) {                                                                     \
            if (clock_now_s() - wait_start > PATIENCE_S)                                           \
                fail_msg("waited in vain for: %s", #condition);                                    \
            nap();                                                                                 \
        }                                                                                          \
    } while (0)

/* The runs train, their files are complete, the session ends; and then all of it can be read. */
static void nobody_reads_until_the_end(void **state)
{
    (void)state;
    struct trial trial;
    char csv[128];
    struct session_options options = {
        .data = few_reviews(), .save = in_folder("unread.safetensors"), .threads = 1};
    snprintf(csv, sizeof csv, "%s", in_folder("unread.csv"));
    options.csv = csv;
    const struct plan plan = {"simplernn", "0.01", LONG_EPOCHS, 600, false, NULL};
    begin_plan(&trial, &options, &plan);
    WAIT_UNSEEN(lines_of(csv) == LONG_EPOCHS + 1 && access(options.save, R_OK) == 0);
    assert_false(session_finished(trial.session)); /* much of it waits for room */
    session_stop(trial.session, true);
    session_join(trial.session);
    assert_int_equal(lines_of(csv), LONG_EPOCHS + 1);
    assert_int_equal(trial.seen[EVENT_EPOCH], 0);
    assert_false(session_flush(trial.session));
    join_trial(&trial); /* again does no harm */
    assert_true(session_flush(trial.session));
    assert_int_equal(trial.seen[EVENT_EPOCH], LONG_EPOCHS);
    assert_int_equal(steps_of(&trial, 0), LONG_EPOCHS);
    assert_int_equal(trial.seen[EVENT_TEST], 1);
    assert_int_equal(trial.seen[EVENT_SAVED], 1);
    assert_int_equal(trial.seen[EVENT_END], 1);
    assert_int_equal(trial.seen[EVENT_LOST], 0);
    assert_int_equal(now_of(&trial, 0).state, RUN_DONE);
    size_t count;
    const struct epoch_event *epoch = history_epochs(board_run(trial.board, 0)->history, &count);
    assert_int_equal(count, LONG_EPOCHS);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(epoch[i].epoch, i + 1);
    end_trial(&trial);
}

/* With every ring full, what is asked is done all the same. */
static void requests_reach_a_run_that_nobody_watches(void **state)
{
    (void)state;
    struct trial trial;
    char csv[128], model[128];
    struct session_options options = {.data = few_reviews(), .save = model, .csv = csv};
    snprintf(csv, sizeof csv, "%s", in_folder("unseen.csv"));
    snprintf(model, sizeof model, "%s", in_folder("unseen.safetensors"));
    const struct plan plan = {"simplernn", "0.0001", 100000, 600, false, NULL};
    begin_plan(&trial, &options, &plan);
    WAIT_UNSEEN(lines_of(csv) > LONG_EPOCHS);
    assert_true(ask(&trial, REQUEST_PAUSE).paused);
    assert_true(ask_of(&trial, REQUEST_SAVE, 0).granted);
    WAIT_UNSEEN(access(model, R_OK) == 0);
    assert_true(is_paused(&trial));
    assert_false(ask(&trial, REQUEST_RESUME).paused);
    size_t lines = lines_of(csv);
    WAIT_UNSEEN(lines_of(csv) > lines + 2); /* one more might have been on its way */
    session_stop(trial.session, true);
    end_trial(&trial);
    assert_int_equal(trial.seen[EVENT_LOST], 0);
    assert_int_equal(trial.seen[EVENT_SAVED], 2);
    assert_int_equal(trial.seen[EVENT_EPOCH] + 1, lines_of(csv));
}

/* ---- a disk that hangs ---- */

/* The watcher sees the whole run, to its end, while the recorder stands at the CSV file's heading;
 * and the session's end leaves every row in the file, far more than the recorder's ring holds. */
static void a_disk_that_hangs_costs_neither_figures_nor_rows(void **state)
{
    (void)state;
    struct trial trial;
    char csv[128];
    struct session_options options = {.data = few_reviews(), .save = in_folder("hung.safetensors")};
    snprintf(csv, sizeof csv, "%s", in_folder("hung.csv"));
    options.csv = csv;
    const struct plan plan = {"simplernn", "0.01", LONG_EPOCHS, 600, false, NULL};
    faults_shut_gate();
    begin_plan(&trial, &options, &plan);
    faults_wait_at_gate();
    WAIT_FOR(&trial, board_all_ended(trial.board));
    assert_int_equal(now_of(&trial, 0).state, RUN_DONE);
    assert_int_equal(trial.seen[EVENT_EPOCH], LONG_EPOCHS);
    assert_int_equal(trial.seen[EVENT_TEST], 1);
    assert_int_equal(trial.seen[EVENT_SAVED], 0);
    assert_int_equal(access(csv, F_OK), -1);
    assert_false(session_finished(trial.session));
    session_stop(trial.session, true);
    faults_open_gate();
    join_trial(&trial);
    assert_int_equal(lines_of(csv), LONG_EPOCHS + 1);
    assert_int_equal(trial.seen[EVENT_SAVED], 1);
    assert_true(trial.last[EVENT_SAVED].as.saved.ok);
    end_trial(&trial);
}

/* ---- a watcher that fails ---- */

/* Whoever gives up before he could watch destroys what he began, in whatever phase it is. */
static void destroying_ends_what_goes_on(void **state)
{
    (void)state;
    struct trial trial;
    char path[128];
    struct session_options options = {
        .data = data_path(), .save = path, .threads = 2, .baseline_seconds = INFINITY};
    snprintf(path, sizeof path, "%s", in_folder("destroyed.safetensors"));
    for (int phase = 0; phase < 2; phase++) {
        begin(&trial, &options, 1000, "simplernn", "0.01");
        if (phase == 1)
            WAIT_FOR(&trial, steps_of(&trial, 0) > 0);
        board_destroy(trial.board);
        session_destroy(trial.session);
        for (size_t i = 0; i < EVENT_KINDS; i++)
            event_drop(&trial.last[i]);
        assert_int_equal(access(path, F_OK), -1);
    }
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
        cmocka_unit_test(a_place_that_vanishes_is_told_and_training_goes_on),
        cmocka_unit_test(a_new_run_is_added_and_trains),
        cmocka_unit_test(a_queued_run_is_taken_back),
        cmocka_unit_test(unfit_outputs_are_refused_before_training),
        cmocka_unit_test(each_single_step_trains_a_batch_at_borders_too),
        cmocka_unit_test(a_save_that_was_asked_for_is_owed_even_when_the_rest_is_discarded),
        cmocka_unit_test(ids_last_and_are_in_order),
        cmocka_unit_test(what_is_asked_of_no_such_run_is_refused),
        cmocka_unit_test(nobody_reads_until_the_end),
        cmocka_unit_test(requests_reach_a_run_that_nobody_watches),
        cmocka_unit_test(a_disk_that_hangs_costs_neither_figures_nor_rows),
        cmocka_unit_test(destroying_ends_what_goes_on),
    };
    return cmocka_run_group_tests(tests, session_set_up, session_clean_up);
}
