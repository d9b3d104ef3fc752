/*
 * The writer as a thread: asking never waits, all that is asked is done, and every answer arrives.
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
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "rnntop/base/clock.h"
#include "tests/files/faults.h"
#include "tests/files/files_support.h"
#include "writer_support.h"

/* ---- a disk that hangs ---- */

static void test_hung_disk(void **state)
{
    struct bench bench = start();
    char text[EVENT_TEXT_SIZE];
    const char *a = path_in(*state, "a"), *b = path_in(*state, "b"), *c = path_in(*state, "c");
    faults_shut_gate();
    save(&bench, 0, 1, a);
    faults_wait_at_gate();
    assert_false(writer_idle(bench.writer));
    /* None of these waits, or the test would not go on: the gate is still shut. */
    save(&bench, 0, 2, a);
    save(&bench, 1, 5, b);
    save(&bench, 0, 3, c);
    save(&bench, 0, 4, a);
    writer_csv_begin(bench.writer, 0, path_in(*state, "csv"), false);
    expect_no_event(&bench);
    assert_int_equal(access(a, F_OK), -1);
    faults_open_gate();
    /* The one under way is finished; of those that waited, the last of each run. */
    expect_saved(&bench, 0, true, 6.625f, text);
    expect_saved(&bench, 0, true, 6.625f, text);
    expect_saved(&bench, 1, true, 6.625f, text);
    wait_until_idle(&bench);
    expect_no_event(&bench);
    expect_model(a, 4);
    expect_model(b, 5);
    assert_int_equal(access(c, F_OK), -1);
    expect_text(path_in(*state, "csv"), "epoch,accuracy,loss\r\n");
    stop(&bench);
}

/* What is queued is done before the end. */
static void test_finish_drains(void **state)
{
    struct bench bench = start();
    char name[16], text[EVENT_TEXT_SIZE];
    for (uint32_t run = 0; run < 20; run++) {
        snprintf(name, sizeof name, "model-%u", run);
        save(&bench, run, (float)(run + 1), path_in(*state, name));
    }
    writer_finish(bench.writer);
    writer_finish(bench.writer); /* again does no harm */
    assert_true(writer_idle(bench.writer));
    for (uint32_t run = 0; run < 20; run++) {
        expect_saved(&bench, run, true, 6.625f, text);
        snprintf(name, sizeof name, "model-%u", run);
        expect_model(path_in(*state, name), (float)(run + 1));
    }
    save(&bench, 0, 1, path_in(*state, "too late"));
    expect_no_event(&bench);
    assert_int_equal(count_entries(*state), 20);
    writer_destroy(bench.writer);
    ring_destroy(bench.ring);
}

static void test_finish_within(void **state)
{
    struct bench bench = start();
    char text[EVENT_TEXT_SIZE];
    save(&bench, 0, 1, path_in(*state, "model"));
    assert_true(writer_finish_within(bench.writer, PATIENCE_SECONDS));
    expect_saved(&bench, 0, true, 6.625f, text);
    stop(&bench);

    bench = start();
    faults_shut_gate();
    save(&bench, 0, 2, path_in(*state, "model"));
    faults_wait_at_gate();
    double began = clock_now_s();
    assert_false(writer_finish_within(bench.writer, 0.05));
    assert_true(clock_now_s() - began >= 0.04);
    save(&bench, 0, 3, path_in(*state, "model")); /* is not taken any more */
    writer_destroy(bench.writer);
    ring_destroy(bench.ring); /* the thread must not touch it */
    expect_model(path_in(*state, "model"), 1);
    faults_open_gate();
    /* It ends by itself; what it was about has then been done. */
    double until = clock_now_s() + PATIENCE_SECONDS;
    struct model_snapshot *got = NULL, *expected = small_snapshot(LAYER_LSTM, 2);
    for (bool done = false; !done && clock_now_s() < until;) {
        doze();
        if (model_file_read(&got, path_in(*state, "model"), NULL) != RT_OK)
            continue;
        done = got->values[0] == expected->values[0];
        model_snapshot_destroy(got);
    }
    expect_model(path_in(*state, "model"), 2);
    model_snapshot_destroy(expected);
    struct timespec moment = {0, 50000000};
    nanosleep(&moment, NULL); /* let its thread leave before the folder goes */
}

/* A reader that sleeps: the answers wait, none is lost, and the writer is idle only afterwards. */
static void test_sleeping_reader(void **state)
{
    struct bench bench = start_with(4);
    char name[16], text[EVENT_TEXT_SIZE];
    for (uint32_t run = 0; run < 30; run++) {
        snprintf(name, sizeof name, "model-%u", run);
        save(&bench, run, 1, path_in(*state, name));
    }
    double until = clock_now_s() + PATIENCE_SECONDS;
    while (count_entries(*state) < 30 && clock_now_s() < until)
        doze();
    assert_int_equal(count_entries(*state), 30);
    assert_false(writer_idle(bench.writer));
    for (uint32_t run = 0; run < 30; run++)
        expect_saved(&bench, run, true, 6.625f, text);
    wait_until_idle(&bench);
    stop(&bench);
}

/* ---- no memory ---- */

static void test_no_memory(void **state)
{
    const char *path = path_in(*state, "model");
    struct epoch_event epoch = {.epoch = 1};
    size_t refused = 0;
    struct bench bench = start();
    for (size_t nth = 1;; nth++) {
        struct model_snapshot *snapshot = small_snapshot(LAYER_LSTM, 1);
        faults_arm(FAULT_MEMORY, nth, FAULT_FAIL, ENOMEM);
        writer_save(bench.writer, 5, snapshot, path);
        struct run_event event = next_event(&bench);
        faults_disarm();
        assert_int_equal(event.kind, EVENT_SAVED);
        assert_int_equal(event.run, 5);
        assert_true(event.as.saved.position == 6.625f);
        if (!event.as.saved.ok)
            assert_non_null(strstr(event.as.saved.text, "memory"));
        refused += !event.as.saved.ok;
        if (!faults_struck())
            break;
    }
    assert_true(refused > 4);
    expect_model(path, 1);
    faults_arm(FAULT_MEMORY, 1, FAULT_FAIL, ENOMEM);
    writer_csv_epoch(bench.writer, 5, path, true, &epoch);
    expect_message(&bench, 5, true, "no memory");
    faults_disarm();
    stop(&bench);
}

/* ---- several threads ---- */

struct asker {
    struct bench *bench;
    const char *folder;
    uint32_t run;
};

#define ASKERS 3
#define ASKED  60

static void *ask(void *argument)
{
    struct asker *asker = argument;
    char path[PATH_SIZE + 32], csv[PATH_SIZE + 32];
    snprintf(path, sizeof path, "%s/model-%u", asker->folder, asker->run);
    snprintf(csv, sizeof csv, "%s/log-%u.csv", asker->folder, asker->run);
    writer_csv_begin(asker->bench->writer, asker->run, csv, false);
    for (uint32_t i = 1; i <= ASKED; i++) {
        save(asker->bench, asker->run, (float)i, path);
        add_row(asker->bench, asker->run, csv, i);
        writer_idle(asker->bench->writer);
        if (i % 8 == 0)
            sched_yield();
    }
    return NULL;
}

static void test_several_threads(void **state)
{
    struct bench bench = start_with(1024); /* room for every answer */
    struct asker asker[ASKERS];
    pthread_t thread[ASKERS];
    size_t saved[ASKERS] = {0};
    struct run_event event;
    for (uint32_t i = 0; i < ASKERS; i++) {
        asker[i] = (struct asker){&bench, *state, i};
        assert_int_equal(pthread_create(&thread[i], NULL, ask, &asker[i]), 0);
    }
    for (size_t i = 0; i < ASKERS; i++)
        pthread_join(thread[i], NULL);
    wait_until_idle(&bench);
    while (ring_read(bench.ring, &event)) {
        assert_int_equal(event.kind, EVENT_SAVED);
        assert_true(event.as.saved.ok);
        saved[event.run]++;
    }
    for (uint32_t i = 0; i < ASKERS; i++) {
        char name[32];
        snprintf(name, sizeof name, "model-%u", i);
        expect_model(path_in(*state, name), ASKED);
        assert_true(saved[i] >= 1 && saved[i] <= ASKED);
        snprintf(name, sizeof name, "log-%u.csv", i);
        char *rows = file_get(path_in(*state, name), NULL);
        size_t lines = 0;
        for (const char *at = rows; *at; at++)
            lines += *at == '\n';
        assert_int_equal(lines, ASKED + 1);
        free(rows);
    }
    stop(&bench);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_hung_disk),     IN_FOLDER(test_finish_drains),
        IN_FOLDER(test_finish_within), IN_FOLDER(test_sleeping_reader),
        IN_FOLDER(test_no_memory),     IN_FOLDER(test_several_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
