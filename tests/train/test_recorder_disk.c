/*
 * What the recorder leaves on disks that fill up, fail, forbid or are not there.
 */
#include "config.h"

#include <errno.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "recorder_support.h"
#include "rnntop/base/clock.h"
#include "rnntop/files/places.h"
#include "rnntop/words/events.h"
#include "tests/files/faults.h"
#include "tests/files/files_support.h"
#include "tests/words/error_text.h"

/* ---- saving ---- */

/* The path is told as it was opened, however long it is; a tilde is for who reads it. */
static void test_save(void **state)
{
    struct bench bench;
    const char *path = path_in(*state, "model.safetensors");
    use_home(*state);
    start(&bench);
    add_run(&bench, 3, path, NULL);
    assert_true(recorder_idle(bench.recorder));
    save(&bench, 3, 1);
    char said[EVENTS_TEXT_SIZE];
    const char *told = expect_saved(&bench, 3, path);
    assert_string_equal(events_say_path(told, said, sizeof said), "~/model.safetensors");
    expect_model(path, 1);
    save(&bench, 3, 2);
    expect_saved(&bench, 3, path);
    expect_model(path, 2);
    wait_until_idle(&bench);
    expect_no_event(&bench);
    assert_int_equal(count_entries(*state), 1);

    /* Of some 700 bytes. */
    char deep[PATH_SIZE];
    size_t used = (size_t)snprintf(deep, sizeof deep, "%s", (const char *)*state);
    for (int i = 0; i < 6; i++) {
        used += (size_t)snprintf(deep + used, sizeof deep - used, "/%0110d", i);
        assert_int_equal(mkdir(deep, 0777), 0);
    }
    snprintf(deep + used, sizeof deep - used, "/~model");
    add_run(&bench, 4, deep, NULL);
    save(&bench, 4, 3);
    expect_saved(&bench, 4, deep);
    expect_model(deep, 3);
    stop(&bench);
    recorder_destroy(NULL);
}

/* A run keeps the name that it took; another run, and another program, get another. */
static void test_default_names(void **state)
{
    struct bench bench, other;
    const char *folder = use_home(*state);
    char date[CLOCK_DATE_SIZE], name[128];
    start(&bench);
    start(&other);
    add_run(&bench, 0, NULL, NULL);
    add_run(&bench, 1, NULL, NULL);
    add_run(&other, 0, NULL, NULL);
    clock_date(date);
    snprintf(name, sizeof name, "lstm-%s-7.safetensors", date);
    const char *first = path_in(folder, name);
    save(&bench, 0, 1);
    expect_saved(&bench, 0, first);
    save(&bench, 0, 2);
    expect_saved(&bench, 0, first);
    assert_int_equal(count_entries(folder), 1);

    save(&bench, 1, 3);
    snprintf(name, sizeof name, "lstm-%s-7-2.safetensors", date);
    expect_saved(&bench, 1, path_in(folder, name));
    save(&other, 0, 4);
    snprintf(name, sizeof name, "lstm-%s-7-3.safetensors", date);
    expect_saved(&other, 0, path_in(folder, name));
    assert_int_equal(count_entries(folder), 3);
    expect_model(first, 2);

    /* Moved away by its owner: the name is free again, and taken again. */
    assert_int_equal(rename(first, path_in(*state, "kept")), 0);
    save(&bench, 0, 5);
    expect_saved(&bench, 0, first);
    expect_model(first, 5);
    expect_model(path_in(*state, "kept"), 2);

    /* Replaced by something else: that is somebody's now, and stays. */
    assert_int_equal(unlink(first), 0);
    file_put(first, "somebody's", 10);
    save(&bench, 0, 6);
    snprintf(name, sizeof name, "lstm-%s-7-4.safetensors", date);
    expect_saved(&bench, 0, path_in(folder, name));
    expect_text(first, "somebody's");
    expect_model(path_in(folder, name), 6);
    stop(&bench);
    stop(&other);
}

static void test_refused_places(void **state)
{
    struct bench bench;
    const char *file = path_in(*state, "file");
    const char *model = path_in(*state, "later/model");
    start(&bench);
    add_run(&bench, 0, path_in(*state, "file/model"), NULL);
    add_run(&bench, 1, model, NULL);
    add_run(&bench, 2, NULL, NULL);
    file_put(file, "x", 1);
    save(&bench, 0, 1);
    expect_not_saved(&bench, 0, "Not a directory");
    save(&bench, 1, 1);
    expect_not_saved(&bench, 1, "make its folder first");
    /* Advice taken. */
    assert_int_equal(mkdir(path_in(*state, "later"), 0777), 0);
    save(&bench, 1, 1);
    expect_saved(&bench, 1, model);
    expect_model(model, 1);

    assert_int_equal(setenv("XDG_DATA_HOME", file, 1), 0);
    save(&bench, 2, 1);
    expect_not_saved(&bench, 2, "Not a directory");
    assert_int_equal(unsetenv("XDG_DATA_HOME"), 0);
    assert_int_equal(unsetenv("HOME"), 0);
    save(&bench, 2, 1);
    expect_not_saved(&bench, 2, "--save");
    use_home(*state);
    save(&bench, 2, 1);
    expect_saved(&bench, 2, NULL);
    stop(&bench);
}

/* One save while the nth system call fails: one answer, which is true of the file. Returns whether
 * it was saved. */
static bool save_with_fault(struct bench *bench, size_t nth, const char *file)
{
    faults_arm(FAULT_SYSTEM, nth, FAULT_FAIL, ENOSPC);
    save(bench, 0, 1);
    struct run_event event = next_event(bench);
    faults_disarm();
    assert_int_equal(event.kind, EVENT_SAVED);
    assert_non_null(event.parcel);
    bool ok = event.as.saved.ok, written = access(file, F_OK) == 0;
    const char *text = ok ? event_path(&event) : error_text(event_error(&event));
    assert_true(text[0] != '\0');
    /* The file is there when it is said to be, or when the disk would not confirm it. */
    if (written != (ok || strstr(text, "does not confirm")))
        fail_msg("%s failed: said %s, but the file is %s", faults_call(), text,
                 written ? "there" : "missing");
    event_drop(&event);
    return ok;
}

/* Each system call fails in turn: one answer, no wreckage, and the next save succeeds. */
static void test_every_call_fails(void **state)
{
    const char *folder = use_home(*state);
    char date[CLOCK_DATE_SIZE], name[64];
    clock_date(date);
    snprintf(name, sizeof name, "lstm-%s-7.safetensors", date);
    const char *taken = path_in(folder, name), *explicit = path_in(folder, "model");
    for (int named = 0; named < 2; named++) {
        const char *path = named ? explicit : NULL, *file = named ? explicit : taken;
        size_t failures = 0;
        for (size_t nth = 1;; nth++) {
            struct bench bench;
            start(&bench);
            add_run(&bench, 0, path, NULL);
            failures += !save_with_fault(&bench, nth, file);
            if (access(folder, F_OK) == 0)
                assert_int_equal(count_entries(folder), access(file, F_OK) == 0);
            save(&bench, 0, 2);
            expect_saved(&bench, 0, file);
            expect_model(file, 2);
            assert_int_equal(count_entries(folder), 1);
            stop(&bench);
            assert_int_equal(unlink(file), 0);
            if (!named)
                assert_int_equal(rmdir(folder), 0);
            if (!faults_struck())
                break;
        }
        print_message("%s: %zu failures\n", named ? "--save" : "default folder", failures);
        assert_true(failures > 8);
        if (!named) {
            struct rt_error error;
            assert_int_equal(places_make_folder(folder, &error), RT_OK);
        }
    }
}

/* ---- CSV ---- */

static void test_csv(void **state)
{
    struct bench bench;
    const char *a = path_in(*state, "a.csv"), *b = path_in(*state, "b.csv");
    file_put(a, "of another day", 14);
    start(&bench);
    add_run(&bench, 0, NULL, a);
    add_run(&bench, 1, NULL, b);
    add_run(&bench, 2, NULL, NULL);
    tell_data(&bench, 0, false);
    tell_data(&bench, 1, true);
    wait_until_idle(&bench);
    expect_text(a, "of another day");      /* until the run trains */
    for (uint32_t run = 0; run < 4; run++) /* the third wants no file, nobody knows the fourth */
        tell_training(&bench, run);
    for (uint32_t number = 1; number <= 3; number++) {
        tell_epoch(&bench, 0, number);
        tell_epoch(&bench, 2, number);
        tell_epoch(&bench, 3, number);
        tell_training(&bench, 0); /* after a pause: the file goes on */
    }
    wait_until_idle(&bench);
    expect_no_event(&bench);
    expect_log(a, 3);
    expect_text(b, "epoch,accuracy,loss,val_accuracy,val_loss\r\n");
    assert_int_equal(count_entries(*state), 2);
    stop(&bench);
}

static void tell_state(struct bench *bench, uint32_t run, const struct state_event *told)
{
    struct run_event event = {.kind = EVENT_STATE, .run = run_id_of(run)};
    event.as.state = *told;
    outlet_must(bench->trainer, &event);
}

/* The file begins with the first batch or with a pause before it; one that goes on from elsewhere
 * is added to. What comes before the training begins nothing. */
static void test_csv_begins_with_training(void **state)
{
    static const struct {
        struct state_event told;
        const char *text;
    } cases[] = {
        {{RUN_QUEUED, 1, 0, 10}, "old\r\n"},
        {{RUN_LOADING, 0, 0, 0}, "old\r\n"},
        {{RUN_TRAINING, 1, 0, 10}, "epoch,accuracy,loss\r\n"},
        {{RUN_PAUSED, 1, 0, 10}, "epoch,accuracy,loss\r\n"},
        {{RUN_TRAINING, 1, 4, 10}, "old\r\n"},
        {{RUN_PAUSED, 1, 4, 10}, "old\r\n"},
        {{RUN_TRAINING, 3, 0, 10}, "old\r\n"},
    };
    const char *path = path_in(*state, "log.csv");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench bench;
        file_put(path, "old\r\n", 5);
        start(&bench);
        add_run(&bench, 0, NULL, path);
        tell_state(&bench, 0, &cases[i].told);
        stop(&bench);
        char *text = file_get(path, NULL);
        if (strcmp(text, cases[i].text) != 0)
            fail_msg("state %d in epoch %u, batch %u: expected %s, got %s",
                     (int)cases[i].told.state, cases[i].told.epoch, cases[i].told.batch,
                     cases[i].text, text);
        free(text);
    }
}

/* The folder is missing at first: one warning, and no row is lost when it comes. */
static void test_csv_waits(void **state)
{
    struct bench bench;
    const char *path = path_in(*state, "later/log.csv");
    start(&bench);
    add_run(&bench, 2, NULL, path);
    tell_training(&bench, 2);
    expect_message(&bench, 2, true, "Its rows wait");
    tell_epoch(&bench, 2, 1);
    tell_epoch(&bench, 2, 2);
    wait_until_idle(&bench);
    expect_no_event(&bench);
    assert_int_equal(mkdir(path_in(*state, "later"), 0777), 0);
    tell_epoch(&bench, 2, 3);
    expect_message(&bench, 2, false, "is complete again");
    wait_until_idle(&bench);
    expect_log(path, 3);

    /* Without a further row they are tried again too. */
    assert_int_equal(rename(path_in(*state, "later"), path_in(*state, "gone")), 0);
    tell_epoch(&bench, 2, 4);
    expect_message(&bench, 2, true, "No such file");
    assert_int_equal(rename(path_in(*state, "gone"), path_in(*state, "later")), 0);
    expect_message(&bench, 2, false, "is complete again");
    expect_log(path, 4);
    stop(&bench);
}

static void test_csv_never_written(void **state)
{
    struct bench bench;
    start(&bench);
    add_run(&bench, 0, NULL, path_in(*state, "missing/log.csv"));
    tell_training(&bench, 0);
    tell_epoch(&bench, 0, 1);
    finish(&bench);
    expect_message(&bench, 0, true, "Its rows wait");
    expect_message(&bench, 0, true, "lacks its last rows");
    expect_no_event(&bench);
    stop(&bench);
}

/* ---- full and read-only disks ---- */

static void test_full_disk(void **state)
{
    const char *disk = path_in(*state, "disk");
    const char *model = path_in(disk, "model"), *log = path_in(disk, "log.csv");
    char filler[4096];
    assert_int_equal(mkdir(disk, 0777), 0);
    /* In a view of the file systems that ends with this program, however it ends. */
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("none", disk, "tmpfs", 0, "size=64k") != 0) {
        print_message("skipped: mounting a small disk: %s\n", strerror(errno));
        skip();
    }
    struct bench bench;
    start(&bench);
    add_run(&bench, 0, model, log);
    save(&bench, 0, 1);
    expect_saved(&bench, 0, model);
    tell_training(&bench, 0);
    wait_until_idle(&bench);

    memset(filler, 'x', sizeof filler);
    FILE *filling = fopen(path_in(disk, "filling"), "wb");
    assert_non_null(filling);
    setbuf(filling, NULL);
    while (fwrite(filler, sizeof filler, 1, filling) == 1)
        continue;
    fclose(filling);
    size_t entries = count_entries(disk);
    save(&bench, 0, 2);
    expect_not_saved(&bench, 0, "No space left on device; make room");
    expect_model(model, 1);
    assert_int_equal(count_entries(disk), entries);
    /* The log's block has room for rows yet: enough of them to need another. */
    for (uint32_t number = 1; number <= 400; number++)
        tell_epoch(&bench, 0, number);
    expect_message(&bench, 0, true, "No space left");

    assert_int_equal(unlink(path_in(disk, "filling")), 0);
    save(&bench, 0, 3);
    struct run_event event = next_event(&bench), other = next_event(&bench);
    assert_true((event.kind == EVENT_SAVED && event.as.saved.ok) ||
                (other.kind == EVENT_SAVED && other.as.saved.ok));
    event_drop(&event);
    event_drop(&other);
    wait_until_idle(&bench);
    expect_model(model, 3);
    expect_log(log, 400);

    if (mount("none", disk, "tmpfs", MS_REMOUNT | MS_RDONLY, "size=64k") == 0) {
        save(&bench, 0, 4);
        expect_not_saved(&bench, 0, "Read-only file system");
        expect_model(model, 3);
    }
    stop(&bench);
}

/* After a failure too. */
static int disk_remove(void **state)
{
    umount2(path_in(*state, "disk"), MNT_DETACH);
    return folder_remove(state);
}

/* A shell's limit on the size of files (ulimit -f) must not end the program. */
static void test_size_limit(void **state)
{
    struct rlimit before, low;
    const char *path = path_in(*state, "model");
    struct bench bench;
    start(&bench);
    add_run(&bench, 0, path, NULL);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    save(&bench, 0, 1);
    expect_saved(&bench, 0, path);
    low = before;
    low.rlim_cur = 256;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);
    save(&bench, 0, 2);
    struct run_event event = next_event(&bench);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(event.kind, EVENT_SAVED);
    assert_false(event.as.saved.ok);
    assert_non_null(strstr(error_text(event_error(&event)), "File too large"));
    event_drop(&event);
    expect_model(path, 1);
    assert_int_equal(count_entries(*state), 1);
    stop(&bench);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_save),
        IN_FOLDER(test_default_names),
        IN_FOLDER(test_refused_places),
        IN_FOLDER(test_every_call_fails),
        IN_FOLDER(test_csv),
        IN_FOLDER(test_csv_begins_with_training),
        IN_FOLDER(test_csv_waits),
        IN_FOLDER(test_csv_never_written),
        cmocka_unit_test_setup_teardown(test_full_disk, folder_make, disk_remove),
        IN_FOLDER(test_size_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
