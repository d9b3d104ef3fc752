/* What callbacks, people and figures that are no numbers do to a run of a session. */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rnntop/words/events.h"
#include "session_support.h"
#include "tests/words/error_text.h"

static void a_loss_that_is_no_number_ends_the_run_and_keeps_the_last_epoch(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {.data = data_path(), .save = in_folder("nan.safetensors")};
    begin(&trial, &options, 3, "lstm", "1e38");
    WAIT_FOR(&trial, board_all_ended(trial.board));
    assert_int_equal(now_of(&trial, 0).state, RUN_FAILED);
    const struct error_event *error = &trial.last[EVENT_ERROR].as.error;
    assert_int_equal(event_error(&trial.last[EVENT_ERROR])->status, RT_ERR_NUMERIC);
    assert_int_equal(event_error(&trial.last[EVENT_ERROR])->code, ERR_LOSS_BROKE_AT_ONCE);
    assert_int_equal(error->epoch, 1);
    assert_true(error->batch >= 2 && error->batch <= 14);
    char expected[80];
    snprintf(expected, sizeof expected, "the loss became NaN in epoch 1, batch %u", error->batch);
    assert_non_null(strstr(error_of(&trial, EVENT_ERROR), expected));
    assert_int_equal(trial.seen[EVENT_SAVED], 0); /* no whole epoch: nothing worth a file */
    session_stop(trial.session, true);
    end_trial(&trial);
}

/* No validation looks at what the epoch's last update did to the weights. */
static void weights_that_are_no_numbers_are_never_kept(void **state)
{
    (void)state;
    struct trial trial;
    struct model_snapshot *snapshot;
    struct rt_error error = {0};
    char *path = in_folder("last-good.safetensors");
    struct session_options options = {.data = data_path(), .save = path};
    const struct plan plan = {"lstm", "1e38", 30, 600, true, NULL};
    begin_plan(&trial, &options, &plan);
    WAIT_FOR(&trial, session_finished(trial.session) && board_all_ended(trial.board));
    assert_int_equal(now_of(&trial, 0).state, RUN_FAILED);
    assert_null(strstr(error_of(&trial, EVENT_ERROR), "validation"));
    if (!strstr(error_of(&trial, EVENT_ERROR), "are kept"))
        fail_msg("%s", error_of(&trial, EVENT_ERROR));
    WAIT_FOR(&trial, trial.seen[EVENT_SAVED] == 1);
    if (model_file_read(&snapshot, path, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    char kept[64];
    snprintf(kept, sizeof kept, "Weights of epoch %.4g are kept", snapshot->epochs_trained);
    assert_non_null(strstr(error_of(&trial, EVENT_ERROR), kept));
    model_snapshot_destroy(snapshot);
    session_stop(trial.session, true);
    end_trial(&trial);
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
    struct model_snapshot *first = train_plan(&one, NULL, 1, "first.safetensors", NULL);
    struct model_snapshot *third = train_plan(&three, NULL, 3, "third.safetensors", NULL);
    struct model_snapshot *best = train_plan(&stopped, stopping, 9, "best.safetensors", NULL);
    struct model_snapshot *last = train_plan(&kept, keeping, 9, "last.safetensors", NULL);
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
        end_trial(i == 0 ? &one : i == 1 ? &three : i == 2 ? &stopped : &kept);
        model_snapshot_destroy(i == 0 ? first : i == 1 ? third : i == 2 ? best : last);
    }
}

/* A run that nothing stopped goes back to its best epoch all the same. */
static void the_best_weights_are_restored_at_the_end_too(void **state)
{
    (void)state;
    static const char *const options[] = {"early-stopping", "50", "min-delta", "100", NULL};
    struct trial trial;
    struct model_snapshot *best = train_plan(&trial, options, 3, "whole.safetensors", NULL);
    struct history_now now = now_of(&trial, 0);
    assert_int_equal(now.stopped_early, 0);
    assert_int_equal(now.restored, 1);
    assert_int_equal(now.state, RUN_DONE);
    assert_true(best->epochs_trained == 1);
    model_snapshot_destroy(best);
    end_trial(&trial);
}

/* Restored only where it was stopped early: the one run is, and the other reaches its end. */
static void the_best_weights_are_restored_where_it_stopped(void **state)
{
    (void)state;
    static const char *const stopped[] = {"early-stopping", "2",       "min-delta", "100",
                                          "restore-best",   "stopped", NULL};
    static const char *const whole[] = {"early-stopping", "3",       "min-delta", "100",
                                        "restore-best",   "stopped", NULL};
    struct trial early, late, plain;
    struct model_snapshot *best = train_plan(&early, stopped, 4, "early.safetensors", NULL);
    struct model_snapshot *last = train_plan(&late, whole, 4, "late.safetensors", NULL);
    struct model_snapshot *fourth = train_plan(&plain, NULL, 4, "fourth.safetensors", NULL);
    assert_int_equal(now_of(&early, 0).stopped_early, 3);
    assert_int_equal(now_of(&early, 0).restored, 1);
    assert_true(best->epochs_trained == 1);
    /* The last epoch is no early one, although its patience ended there. */
    assert_int_equal(now_of(&late, 0).stopped_early, 0);
    assert_int_equal(now_of(&late, 0).restored, 0);
    assert_true(last->epochs_trained == 4);
    expect_same_weights(last, fourth);
    model_snapshot_destroy(best);
    model_snapshot_destroy(last);
    model_snapshot_destroy(fourth);
    end_trial(&early);
    end_trial(&late);
    end_trial(&plain);
}

static void the_best_epoch_is_what_is_saved(void **state)
{
    (void)state;
    static const char *const options[] = {"save-best", "yes", "monitor", "val_loss", NULL};
    struct trial trial;
    struct model_snapshot *saved = train_plan(&trial, options, 6, "checkpoint.safetensors", NULL);
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
    end_trial(&trial);
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
    char csv[128], text[1024], said[EVENTS_TEXT_SIZE];
    snprintf(csv, sizeof csv, "%s", in_folder("plateau.csv"));
    model_snapshot_destroy(train_plan(&trial, options, 4, "plateau.safetensors", csv));
    assert_int_equal(trial.seen[EVENT_CALLBACK], 2);
    const struct callback_event *last = &trial.last[EVENT_CALLBACK].as.callback;
    assert_int_equal(last->kind, CALLBACK_RATE);
    assert_true(last->reason == RATE_PLATEAU && last->waited == 1 &&
                last->monitor == MONITOR_VAL_LOSS);
    assert_string_equal(events_say_callback(last, said, sizeof said),
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
    end_trial(&trial);
}

static void a_person_changes_the_learning_rate_while_paused(void **state)
{
    (void)state;
    struct trial trial;
    struct session_options options = {
        .data = data_path(), .save = in_folder("by-hand.safetensors"), .paused = true};
    begin(&trial, &options, 2, "lstm", "0.01");
    WAIT_FOR(&trial, now_of(&trial, 0).state == RUN_PAUSED);
    ask_rate(&trial, -1);
    WAIT_FOR(&trial, trial.seen[EVENT_CALLBACK] == 1);
    const struct callback_event *told = &trial.last[EVENT_CALLBACK].as.callback;
    assert_true(told->kind == CALLBACK_RATE && told->reason == RATE_BY_HAND && told->to == 0.005f);
    char said[EVENTS_TEXT_SIZE];
    assert_string_equal(events_say_callback(told, said, sizeof said),
                        "learning rate 0.01 -> 0.005: by hand");
    assert_true(is_paused(&trial));
    assert_int_equal(steps_of(&trial, 0), 0);
    ask(&trial, REQUEST_ONE_BATCH);
    WAIT_FOR(&trial, steps_of(&trial, 0) == 1);
    assert_true(now_of(&trial, 0).learning_rate == 0.005f);
    ask_rate(&trial, 2);
    WAIT_FOR(&trial, trial.seen[EVENT_CALLBACK] >= 2);
    assert_true(now_of(&trial, 0).learning_rate == 0.02f);
    ask_rate(&trial, 1000); /* past all reason: nothing happens */
    ask(&trial, REQUEST_RESUME);
    WAIT_FOR(&trial, session_finished(trial.session) && board_all_ended(trial.board));
    assert_int_equal(trial.seen[EVENT_CALLBACK], 2);
    assert_true(now_of(&trial, 0).learning_rate == 0.02f);
    session_stop(trial.session, true);
    end_trial(&trial);
}

/* A schedule changes what the batches use, batch by batch. */
static void schedules_reach_the_batches(void **state)
{
    (void)state;
    static const char *const options[] = {"schedule", "step",   "decay-steps", "20", "decay-rate",
                                          "0.5",      "warmup", "8",           NULL};
    struct trial trial;
    model_snapshot_destroy(train_plan(&trial, options, 4, "schedule.safetensors", NULL));
    /* 56 batches: the last is number 55 - 8 = 47 after the warm-up, twice halved. */
    assert_true(now_of(&trial, 0).learning_rate == 0.0125f);
    assert_int_equal(trial.seen[EVENT_CALLBACK], 0);
    end_trial(&trial);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_loss_that_is_no_number_ends_the_run_and_keeps_the_last_epoch),
        cmocka_unit_test(weights_that_are_no_numbers_are_never_kept),
        cmocka_unit_test(early_stopping_ends_as_done_with_the_best_weights),
        cmocka_unit_test(the_best_weights_are_restored_at_the_end_too),
        cmocka_unit_test(the_best_weights_are_restored_where_it_stopped),
        cmocka_unit_test(the_best_epoch_is_what_is_saved),
        cmocka_unit_test(plateaus_lower_the_learning_rate),
        cmocka_unit_test(a_person_changes_the_learning_rate_while_paused),
        cmocka_unit_test(schedules_reach_the_batches),
    };
    return cmocka_run_group_tests(tests, session_set_up, session_clean_up);
}
