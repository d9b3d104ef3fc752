/* What sessions read: no data, other data, broken data, and NB-SVM on it. */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/data/dataset.h"
#include "rnntop/words/events.h"
#include "session_support.h"
#include "tests/words/error_text.h"

static void missing_data_fails_every_run_with_one_sentence(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {.data = in_folder("nothing-here.npz")};
    begin(&trial, &options, 1, "simplernn,lstm", "0.01");
    WAIT_FOR(&trial, board_all_ended(trial.board));
    assert_int_equal(trial.seen[EVENT_ERROR], 1);
    assert_non_null(strstr(error_of(&trial, EVENT_ERROR), "nothing-here.npz"));
    assert_int_equal(now_of(&trial, 0).state, RUN_FAILED);
    assert_int_equal(now_of(&trial, 1).state, RUN_FAILED);
    struct answer answer = ask_of(&trial, REQUEST_AGAIN, 0);
    assert_false(answer.granted);
    assert_int_equal(answer.why.code, ERR_NO_DATA_TO_TRAIN_ON);
    assert_non_null(strstr(error_text(&answer.why), "no data"));
    assert_false(run_id_given(&answer.run));
    /* Nothing was learned: who asks for a file is told that none will come. */
    answer = ask_of(&trial, REQUEST_SAVE, 0);
    assert_false(answer.granted);
    assert_int_equal(answer.why.code, ERR_NOTHING_KEPT);
    session_stop(trial.session, true);
    end_trial(&trial);
}

static void without_data_the_demo_corpus_is_made_up(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {.paused = true};
    move_home(in_folder("."));
    begin(&trial, &options, 1, "lstm", "0.01");
    WAIT_FOR(&trial, trial.seen[EVENT_SOURCE] == 1);
    const struct source_event *source = &trial.last[EVENT_SOURCE].as.source;
    assert_string_equal(source->name, DATASET_DEMO_NAME);
    assert_true(source->fallback);
    WAIT_FOR(&trial, trial.seen[EVENT_DATA] == 1);
    const struct run_event *progress = &trial.last[EVENT_PROGRESS];
    char said[EVENTS_TEXT_SIZE];
    assert_int_equal(progress->as.progress.task, PROGRESS_MAKING_UP);
    assert_string_equal(
        events_say_progress(&progress->as.progress, event_path(progress), said, sizeof said),
        "Making up the DEMO corpus");
    const struct data_event *data = &trial.last[EVENT_DATA].as.data;
    assert_string_equal(data->name, DATASET_DEMO_NAME);
    assert_true(data->made_up);
    assert_true(data->ceiling > 0.5 && data->ceiling <= data->ceiling_whole);
    assert_true(data->ceiling_whole < 1);
    session_stop(trial.session, false);
    end_trial(&trial);

    /* By name it is no fallback. */
    options.data = DATASET_DEMO;
    begin(&trial, &options, 1, "lstm", "0.01");
    WAIT_FOR(&trial, trial.seen[EVENT_SOURCE] == 1);
    assert_false(trial.last[EVENT_SOURCE].as.source.fallback);
    session_stop(trial.session, false);
    end_trial(&trial);

    /* Real data has no ceiling. */
    options.data = data_path();
    begin(&trial, &options, 1, "lstm", "0.01");
    WAIT_FOR(&trial, trial.seen[EVENT_DATA] == 1);
    assert_false(trial.last[EVENT_DATA].as.data.made_up);
    assert_string_equal(event_path(&trial.last[EVENT_DATA]), data_path());
    assert_string_equal(event_path(&trial.last[EVENT_SOURCE]), data_path());
    assert_true(trial.last[EVENT_DATA].as.data.ceiling == 0);
    session_stop(trial.session, false);
    end_trial(&trial);
}

/* NB-SVM comes once, whatever the runs do; and every figure of them stays as it is. */
static void a_baseline_beside_the_runs(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {.data = data_path(), .save = in_folder("words.safetensors")};
    double plain = 0;
    for (int with = 0; with < 2; with++) {
        options.baseline_seconds = with ? INFINITY : 0;
        begin(&trial, &options, 2, "simplernn,lstm", "0.01");
        WAIT_FOR(&trial, session_finished(trial.session));
        session_stop(trial.session, true);
        end_trial(&trial);
        assert_int_equal(trial.seen[EVENT_BASELINE], with);
        double loss = (double)trial.last[EVENT_TEST].as.test.loss;
        if (with)
            assert_true(loss == plain);
        plain = loss;
    }
    const struct baseline_event *got = &trial.last[EVENT_BASELINE].as.baseline;
    /* Positive reviews of the small set lean to some words, and there are few to learn it from. */
    if (!(got->val_accuracy > 0.65f && got->test_accuracy > 0.65f && got->test_loss < 0.65f))
        fail_msg("NB-SVM: expected above 0.65, got val %.3f, test %.3f, test loss %.3f",
                 (double)got->val_accuracy, (double)got->test_accuracy, (double)got->test_loss);
}

/* Where it would take longer than it may, it is left out and that is said, no warning. */
static void a_baseline_that_takes_too_long(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {
        .data = data_path(), .save = in_folder("words.safetensors"), .baseline_seconds = 1e-5};
    begin(&trial, &options, 1, "simplernn", "0.01");
    WAIT_FOR(&trial, session_finished(trial.session));
    session_stop(trial.session, true);
    end_trial(&trial);
    assert_int_equal(trial.seen[EVENT_BASELINE], 0);
    assert_int_equal(trial.seen[EVENT_MESSAGE], 1);
    assert_false(trial.last[EVENT_MESSAGE].as.message.warning);
}

/* Without validation rows there is a test score all the same; stopped, there is none. */
static void a_baseline_without_validation(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {
        .data = data_path(), .save = in_folder("words.safetensors"), .baseline_seconds = INFINITY};
    const struct plan plan = {"simplernn", "0.01", 1, 0, true, NULL};
    begin_plan(&trial, &options, &plan);
    WAIT_FOR(&trial, session_finished(trial.session));
    session_stop(trial.session, true);
    end_trial(&trial);
    assert_int_equal(trial.seen[EVENT_BASELINE], 1);
    assert_true(isnan(trial.last[EVENT_BASELINE].as.baseline.val_accuracy));
    assert_true(trial.last[EVENT_BASELINE].as.baseline.test_accuracy > 0.65f);

    options.data = DATASET_DEMO;
    options.paused = true;
    begin(&trial, &options, 1, "simplernn", "0.01");
    WAIT_FOR(&trial, trial.seen[EVENT_DATA] == 1);
    session_stop(trial.session, false);
    WAIT_FOR(&trial, session_finished(trial.session));
    end_trial(&trial);
    assert_int_equal(trial.seen[EVENT_BASELINE], 0);
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
    join_trial(&trial);
    assert_int_equal(trial.seen[EVENT_DATA], 0);
    assert_int_equal(trial.seen[EVENT_ERROR], 0);
    assert_int_equal(now_of(&trial, 0).state, RUN_STOPPED);
    assert_int_equal(now_of(&trial, 1).state, RUN_STOPPED);
    assert_null(session_data(trial.session));
    end_trial(&trial);
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
        const char *text = error_of(&trial, EVENT_ERROR);
        assert_non_null(strstr(text, "~/.keras/datasets/imdb.npz: it is neither an npz file"));
        assert_int_equal(!strstr(text, "--data demo"), named);
        session_stop(trial.session, true);
        end_trial(&trial);
    }
}

/* Runs as lines of --run, trained to their end; the caller stops the session. */
static void train_lines(struct trial *trial, const struct session_options *options,
                        const char *const *lines, size_t count, size_t maxlen)
{
    struct settings settings;
    struct run_spec runs[SETTINGS_MAX_RUNS];
    struct rt_error error = {0};
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
    begin_runs(trial, options, runs, count);
    WAIT_FOR(trial, session_finished(trial->session) && board_all_ended(trial->board));
}

/* The test losses of runs that differ in the form of their data. */
static void losses_of(const char *const *padding, size_t count, float *loss)
{
    struct trial trial;
    struct session_options options = {.data = data_path(), .save = in_folder("forms.safetensors")};
    train_lines(&trial, &options, padding, count, 120); /* some are shorter */
    for (size_t i = 0; i < count; i++) {
        const struct run_spec *spec = &board_run(trial.board, i)->spec;
        assert_int_equal(now_of(&trial, i).state, RUN_DONE);
        loss[i] = now_of(&trial, i).test.loss;
        assert_int_equal(board_run_data(trial.board, i)->maxlen, spec->data.maxlen);
    }
    session_stop(trial.session, true);
    end_trial(&trial);
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
    struct session_options options = {.data = data_path(), .save = in_folder("data.safetensors")};
    train_lines(&trial, &options, lines, count, 20);
    for (size_t i = 0; i < count; i++) {
        const struct run_spec *spec = &board_run(trial.board, i)->spec;
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
    end_trial(&trial);
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

/* What a run leaves to its texts is in the run that watchers see and in the model's file. A run
 * that is asked for with the same, typed, trains on the rows that are there and is not called after
 * what is no difference. */
static void what_is_left_to_texts_is_resolved(void **state)
{
    (void)state;
    struct trial trial;
    struct rt_error error = {0};
    struct model_snapshot *snapshot;
    const char *path = in_folder("four.csv");
    char line[TEXT_PATH_SIZE + 80];
    write_four(path);
    snprintf(line, sizeof line, "simplernn data=%s epochs=auto early-stopping=auto batch-size=1",
             path);
    struct session_options options = {.save = in_folder("open.safetensors")};
    train_lines(&trial, &options, (const char *[]){line}, 1, MAXLEN_AUTO);
    const struct run_spec *spec = &board_run(trial.board, 0)->spec;
    assert_int_equal(spec->data.maxlen, 7); /* six words and the start */
    assert_int_equal(spec->model.maxlen, 7);
    assert_int_equal(spec->epochs, RUN_MOST_EPOCHS);
    assert_false(run_spec_is_open(spec));
    assert_true(now_of(&trial, 0).position > 0);
    if (model_file_read(&snapshot, in_folder("open.safetensors"), &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    assert_int_equal(snapshot->run.data.maxlen, 7);
    assert_int_equal(snapshot->run.epochs, RUN_MOST_EPOCHS);
    model_snapshot_destroy(snapshot);

    struct run_spec other = *spec;
    size_t loads = trial.seen[EVENT_SOURCE];
    other.epochs = 1;
    assert_true(ask_to_add(&trial, &other).granted);
    WAIT_FOR(&trial, board_runs(trial.board) == 2);
    WAIT_FOR(&trial, session_finished(trial.session) && board_all_ended(trial.board));
    assert_int_equal(trial.seen[EVENT_SOURCE], loads);
    assert_string_equal(board_run(trial.board, 1)->spec.name, "SimpleRNN epochs=1");
    session_stop(trial.session, true);
    end_trial(&trial);
}

/* Words tell all four classes of what was written by write_four(). */
static void the_baseline_knows_every_class(void **state)
{
    (void)state;
    struct trial trial;
    char path[TEXT_PATH_SIZE];
    snprintf(path, sizeof path, "%s", in_folder("four.csv"));
    write_four(path);
    struct session_options options = {
        .data = path, .save = in_folder("four.safetensors"), .baseline_seconds = INFINITY};
    begin(&trial, &options, 1, "simplernn", "0.01");
    WAIT_FOR(&trial, session_finished(trial.session));
    session_stop(trial.session, true);
    end_trial(&trial);
    assert_int_equal(trial.seen[EVENT_BASELINE], 1);
    assert_true(trial.last[EVENT_BASELINE].as.baseline.test_accuracy == 1.0f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(missing_data_fails_every_run_with_one_sentence),
        cmocka_unit_test(without_data_the_demo_corpus_is_made_up),
        cmocka_unit_test(a_baseline_beside_the_runs),
        cmocka_unit_test(a_baseline_that_takes_too_long),
        cmocka_unit_test(a_baseline_without_validation),
        cmocka_unit_test(stopping_ends_a_load),
        cmocka_unit_test(broken_data_that_was_found_is_named_with_a_way_out),
        cmocka_unit_test(each_run_has_its_own_form_of_the_data),
        cmocka_unit_test(each_run_may_have_other_data),
        cmocka_unit_test(what_is_left_to_texts_is_resolved),
        cmocka_unit_test(the_baseline_knows_every_class),
    };
    return cmocka_run_group_tests(tests, session_set_up, session_clean_up);
}
