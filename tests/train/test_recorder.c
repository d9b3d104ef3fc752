/*
 * The recorder as a thread: asking and telling never wait, all that is asked is done, all that is
 * told is heard, and every answer arrives.
 */
#include "config.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "recorder_support.h"
#include "rnntop/base/clock.h"
#include "tests/files/faults.h"
#include "tests/files/files_support.h"
#include "tests/words/error_text.h"

/* ---- a disk that hangs ---- */

static void test_hung_disk(void **state)
{
    struct bench bench;
    const char *a = path_in(*state, "a"), *b = path_in(*state, "b"), *csv = path_in(*state, "csv");
    start(&bench);
    add_run(&bench, 0, a, csv);
    add_run(&bench, 1, b, NULL);
    faults_shut_gate();
    save(&bench, 0, 1);
    faults_wait_at_gate();
    assert_false(recorder_idle(bench.recorder));
    /* None of these waits, or the test would not go on: the gate is still shut. */
    save(&bench, 0, 2);
    save(&bench, 1, 5);
    save(&bench, 0, 3);
    save(&bench, 0, 4);
    tell_training(&bench, 0);
    expect_no_event(&bench);
    assert_int_equal(access(a, F_OK), -1);
    assert_int_equal(access(csv, F_OK), -1);
    faults_open_gate();
    /* The one under way is finished; of those that waited, the last of each run. */
    expect_saved(&bench, 0, a);
    expect_saved(&bench, 0, a);
    expect_saved(&bench, 1, b);
    wait_until_idle(&bench);
    expect_no_event(&bench);
    expect_model(a, 4);
    expect_model(b, 5);
    expect_text(csv, "epoch,accuracy,loss\r\n");
    stop(&bench);
}

/* ---- two who listen to one outlet ---- */

#define EPOCHS     500
#define EPOCHSTEPS 3 /* batches of each */

struct watcher {
    struct ring *ring;
    uint32_t epochs; /* heard, one after the other */
    uint64_t steps;
};

static void add_watcher(struct bench *bench, struct watcher *watcher)
{
    struct rt_error error;
    *watcher = (struct watcher){0};
    if (ring_create(&watcher->ring, 8, 1, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    outlet_add(bench->trainer, watcher->ring);
}

static void watch(struct watcher *watcher)
{
    struct run_event event;
    while (ring_read(watcher->ring, &event)) {
        watcher->steps += event.steps.loss.n;
        if (event.kind == EVENT_EPOCH)
            assert_int_equal(event.as.epoch.epoch, ++watcher->epochs);
        event_drop(&event);
    }
}

static void tell_whole_epoch(struct bench *bench, uint32_t number)
{
    for (uint32_t i = 1; i <= EPOCHSTEPS; i++)
        tell_step(bench, 0, (uint64_t)(number - 1) * EPOCHSTEPS + i);
    tell_epoch(bench, 0, number);
}

/* Far more is told than the recorder's ring holds while its disk hangs: the watcher has each epoch
 * at once, and the file has every row in the end. */
static void test_hung_disk_beside_a_watcher(void **state)
{
    struct bench bench;
    struct watcher watcher;
    const char *csv = path_in(*state, "log.csv");
    start_with(&bench, 8, 64);
    add_watcher(&bench, &watcher);
    add_run(&bench, 0, path_in(*state, "model"), csv);
    faults_shut_gate();
    save(&bench, 0, 1);
    faults_wait_at_gate();
    tell_training(&bench, 0);
    for (uint32_t number = 1; number <= EPOCHS; number++) {
        tell_whole_epoch(&bench, number);
        watch(&watcher);
        assert_int_equal(watcher.epochs, number);
        assert_int_equal(watcher.steps, number * EPOCHSTEPS);
    }
    assert_true(ring_flush(watcher.ring));
    assert_false(ring_flush(bench.heard));
    assert_int_equal(access(csv, F_OK), -1);
    faults_open_gate();
    finish(&bench);
    expect_log(csv, EPOCHS);
    stop(&bench);
    ring_destroy(watcher.ring);
}

/* Nobody reads the watcher's ring: the file is complete all the same, and so is what waits. */
static void test_watcher_that_does_not_read(void **state)
{
    struct bench bench;
    struct watcher watcher;
    const char *csv = path_in(*state, "log.csv");
    start(&bench);
    add_watcher(&bench, &watcher);
    add_run(&bench, 0, NULL, csv);
    tell_training(&bench, 0);
    for (uint32_t number = 1; number <= EPOCHS; number++)
        tell_whole_epoch(&bench, number);
    wait_until_idle(&bench);
    expect_log(csv, EPOCHS);
    assert_false(outlet_flush(bench.trainer));
    double until = clock_now_s() + PATIENCE_SECONDS;
    do
        watch(&watcher);
    while (!outlet_flush(bench.trainer) && clock_now_s() < until);
    watch(&watcher);
    assert_int_equal(watcher.epochs, EPOCHS);
    assert_int_equal(watcher.steps, EPOCHS * EPOCHSTEPS);
    stop(&bench);
    ring_destroy(watcher.ring);
}

/* ---- the end ---- */

/* What is queued is done before the end. */
static void test_finish_drains(void **state)
{
    struct bench bench;
    char name[16];
    start(&bench);
    for (uint32_t run = 0; run < 20; run++) {
        snprintf(name, sizeof name, "model-%u", run);
        add_run(&bench, run, path_in(*state, name), NULL);
        save(&bench, run, (float)(run + 1));
    }
    finish(&bench);
    recorder_finish(bench.recorder); /* again does no harm */
    assert_true(recorder_idle(bench.recorder));
    for (uint32_t run = 0; run < 20; run++) {
        snprintf(name, sizeof name, "model-%u", run);
        expect_saved(&bench, run, path_in(*state, name));
        expect_model(path_in(*state, name), (float)(run + 1));
    }
    add_run(&bench, 20, path_in(*state, "too late"), NULL);
    save(&bench, 20, 1);
    expect_no_event(&bench);
    assert_int_equal(count_entries(*state), 20);
    stop(&bench);
}

/* So is what was told a moment before. */
static void test_finish_hears_the_rest(void **state)
{
    const char *csv = path_in(*state, "log.csv");
    for (uint32_t last = 1; last <= 40; last++) {
        struct bench bench;
        start(&bench);
        add_run(&bench, 0, NULL, csv);
        tell_training(&bench, 0);
        for (uint32_t number = 1; number <= last; number++)
            tell_epoch(&bench, 0, number);
        finish(&bench);
        expect_log(csv, last);
        stop(&bench);
    }
}

/* A reader that sleeps: the answers wait, none is lost, and the recorder is idle only afterwards.
 */
static void test_sleeping_reader(void **state)
{
    struct bench bench;
    char name[16];
    start_with(&bench, 64, 4);
    for (uint32_t run = 0; run < 30; run++) {
        snprintf(name, sizeof name, "model-%u", run);
        add_run(&bench, run, path_in(*state, name), NULL);
        save(&bench, run, 1);
    }
    double until = clock_now_s() + PATIENCE_SECONDS;
    while (count_entries(*state) < 30 && clock_now_s() < until)
        doze();
    assert_int_equal(count_entries(*state), 30);
    for (int i = 0; i < 100; i++) { /* by then the last file is done, too */
        assert_false(recorder_idle(bench.recorder));
        doze();
    }
    for (uint32_t run = 0; run < 30; run++)
        expect_saved(&bench, run, NULL);
    wait_until_idle(&bench);
    stop(&bench);
}

/* After the end, too: the owner offers them again. */
static void test_answers_outlive_the_thread(void **state)
{
    struct bench bench;
    char name[16];
    start_with(&bench, 64, 4);
    for (uint32_t run = 0; run < 30; run++) {
        snprintf(name, sizeof name, "model-%u", run);
        add_run(&bench, run, path_in(*state, name), NULL);
        save(&bench, run, 1);
    }
    finish(&bench);
    assert_false(outlet_flush(bench.outlet));
    for (uint32_t run = 0; run < 30; run++) {
        expect_saved(&bench, run, NULL);
        outlet_flush(bench.outlet);
    }
    assert_true(outlet_flush(bench.outlet));
    expect_no_event(&bench);
    stop(&bench);
}

/* ---- no memory ---- */

static void save_without_memory(struct bench *bench, uint32_t run, size_t nth)
{
    struct run_id id = run_id_of(run);
    struct model_snapshot *snapshot = small_snapshot(LAYER_LSTM, 1);
    faults_arm(FAULT_MEMORY, nth, FAULT_FAIL, ENOMEM);
    recorder_save(bench->recorder, &id, snapshot);
}

static void test_no_memory(void **state)
{
    const char *path = path_in(*state, "model"), *csv = path_in(*state, "log.csv");
    struct bench bench;
    size_t refused = 0;
    start(&bench);
    add_run(&bench, 5, path, csv);
    for (size_t nth = 1;; nth++) {
        save_without_memory(&bench, 5, nth);
        struct run_event event = next_event(&bench);
        faults_disarm();
        struct run_id id = run_id_of(5);
        assert_int_equal(event.kind, EVENT_SAVED);
        assert_true(run_id_same(&event.run, &id));
        assert_true(event.as.saved.position == 6.625f);
        if (!event.as.saved.ok)
            assert_non_null(strstr(error_text(event_error(&event)), "memory"));
        else if (event.parcel) /* there may have been none for the path alone */
            assert_string_equal(event_path(&event), path);
        else
            assert_true(faults_struck());
        event_drop(&event);
        refused += !event.as.saved.ok;
        if (!faults_struck())
            break;
    }
    assert_true(refused > 4);
    expect_model(path, 1);

    /* A row that there is no memory for is told, and the next ones are written. */
    tell_training(&bench, 5);
    tell_epoch(&bench, 5, 1);
    wait_until_idle(&bench);
    faults_arm(FAULT_MEMORY, 1, FAULT_FAIL, ENOMEM);
    tell_epoch(&bench, 5, 2);
    expect_message(&bench, 5, true, "no memory");
    faults_disarm();
    tell_epoch(&bench, 5, 3);
    wait_until_idle(&bench);
    expect_no_event(&bench);
    expect_text(csv, "epoch,accuracy,loss\r\n0,0.75,0.5\r\n2,0.75,0.5\r\n");
    stop(&bench);
}

/* A save that there was no memory to queue is answered, even if there is none to answer it. */
static void test_no_memory_twice(void **state)
{
    struct bench bench;
    start(&bench);
    add_run(&bench, 0, path_in(*state, "a"), NULL);
    add_run(&bench, 1, path_in(*state, "b"), NULL);
    size_t nth = 0;
    do {
        faults_shut_gate();
        save(&bench, 0, 1);
        faults_wait_at_gate();
        save_without_memory(&bench, 1, 1);
        assert_true(faults_struck());
        faults_arm(FAULT_MEMORY, ++nth, FAULT_FAIL, ENOMEM);
        faults_open_gate();
        struct run_event event = next_event(&bench), lost = next_event(&bench);
        faults_disarm();
        struct run_id id = run_id_of(1);
        assert_int_equal(lost.kind, EVENT_SAVED);
        assert_true(run_id_same(&lost.run, &id));
        assert_false(lost.as.saved.ok);
        assert_true(lost.as.saved.position == 6.625f);
        if (lost.parcel)
            assert_int_equal(event_error(&lost)->code, ERR_NO_MEMORY_TO_SAVE);
        else
            assert_true(faults_struck());
        event_drop(&event);
        event_drop(&lost);
    } while (faults_struck());
    assert_true(nth > 2);
    assert_int_equal(access(path_in(*state, "b"), F_OK), -1);
    stop(&bench);
}

/* ---- several threads ---- */

#define ASKERS 3
#define ASKED  60

struct asker {
    struct bench *bench;
    const char *late; /* where the run goes that it adds meanwhile */
    uint32_t run;
};

/* Saves its run again and again, and halfway a new one. */
static void *ask(void *argument)
{
    struct asker *asker = argument;
    for (uint32_t i = 1; i <= ASKED; i++) {
        save(asker->bench, asker->run, (float)i);
        recorder_idle(asker->bench->recorder);
        if (i % 8 == 0)
            sched_yield();
        if (i != ASKED / 2)
            continue;
        add_run(asker->bench, ASKERS + asker->run, asker->late, NULL);
        save(asker->bench, ASKERS + asker->run, (float)i);
    }
    return NULL;
}

/* The one thread that tells. */
static void *tell_all(void *argument)
{
    struct bench *bench = argument;
    for (uint32_t run = 0; run < ASKERS; run++)
        tell_training(bench, run);
    for (uint32_t number = 1; number <= ASKED; number++) {
        for (uint32_t run = 0; run < ASKERS; run++) {
            tell_step(bench, run, number);
            tell_epoch(bench, run, number);
        }
        sched_yield();
    }
    return NULL;
}

/* The ring gave events up for want of memory: the file that may lack some is not called whole. */
static void test_what_was_lost_is_told(void **state)
{
    const char *csv = path_in(*state, "log.csv");
    struct bench bench;
    struct run_event lost = {.kind = EVENT_LOST, .run = run_id_of(3)};
    lost.as.lost.events = 12;
    start(&bench);
    add_run(&bench, 3, path_in(*state, "model"), csv);
    tell_training(&bench, 3);
    tell_epoch(&bench, 3, 1);
    outlet_must(bench.trainer, &lost);
    tell_epoch(&bench, 3, 2);
    expect_message(&bench, 3, true, "may lack rows");
    wait_until_idle(&bench);
    expect_no_event(&bench);
    expect_text(csv, "epoch,accuracy,loss\r\n0,0.75,0.5\r\n1,0.75,0.5\r\n");
    stop(&bench);
}

static void test_several_threads(void **state)
{
    struct bench bench;
    struct asker asker[ASKERS];
    pthread_t thread[ASKERS], teller;
    size_t saved[2 * ASKERS] = {0};
    const char *model[2 * ASKERS], *log[ASKERS];
    struct run_event event;
    start_with(&bench, 64, 1024); /* room for every answer, but not for all that is told */
    for (uint32_t i = 0; i < 2 * ASKERS; i++) {
        char name[32];
        snprintf(name, sizeof name, "model-%u", i);
        model[i] = path_in(*state, name);
    }
    for (uint32_t i = 0; i < ASKERS; i++) {
        char name[32];
        snprintf(name, sizeof name, "log-%u.csv", i);
        log[i] = path_in(*state, name);
        add_run(&bench, i, model[i], log[i]);
        asker[i] = (struct asker){&bench, model[ASKERS + i], i};
    }
    for (uint32_t i = 0; i < ASKERS; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, ask, &asker[i]), 0);
    assert_int_equal(pthread_create(&teller, NULL, tell_all, &bench), 0);
    for (size_t i = 0; i < ASKERS; i++)
        pthread_join(thread[i], NULL);
    pthread_join(teller, NULL);
    wait_until_idle(&bench);
    while (ring_read(bench.answers, &event)) {
        unsigned run;
        assert_int_equal(event.kind, EVENT_SAVED);
        assert_true(event.as.saved.ok);
        assert_int_equal(sscanf(event.run.text, "run-%u", &run), 1);
        saved[run]++;
        event_drop(&event);
    }
    for (uint32_t i = 0; i < ASKERS; i++) {
        expect_model(model[i], ASKED);
        assert_true(saved[i] >= 1 && saved[i] <= ASKED);
        expect_model(model[ASKERS + i], ASKED / 2);
        assert_int_equal(saved[ASKERS + i], 1);
        expect_log(log[i], ASKED);
    }
    stop(&bench);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_hung_disk),
        IN_FOLDER(test_hung_disk_beside_a_watcher),
        IN_FOLDER(test_watcher_that_does_not_read),
        IN_FOLDER(test_finish_drains),
        IN_FOLDER(test_finish_hears_the_rest),
        IN_FOLDER(test_sleeping_reader),
        IN_FOLDER(test_answers_outlive_the_thread),
        IN_FOLDER(test_no_memory),
        IN_FOLDER(test_what_was_lost_is_told),
        IN_FOLDER(test_no_memory_twice),
        IN_FOLDER(test_several_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
