/*
 * What the writer leaves on disks that fill up, fail, forbid or are not there.
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

#include "rnntop/base/clock.h"
#include "rnntop/files/places.h"
#include "tests/files/faults.h"
#include "tests/files/files_support.h"
#include "writer_support.h"

/* ---- saving ---- */

static void test_save(void **state)
{
    struct bench bench = start();
    char text[EVENT_TEXT_SIZE];
    const char *path = path_in(*state, "model.safetensors");
    use_home(*state);
    assert_true(writer_idle(bench.writer));
    save(&bench, 3, 1, path);
    expect_saved(&bench, 3, true, 6.625f, text);
    assert_string_equal(text, "~/model.safetensors");
    expect_model(path, 1);
    save(&bench, 3, 2, path);
    expect_saved(&bench, 3, true, 6.625f, text);
    expect_model(path, 2);
    wait_until_idle(&bench);
    expect_no_event(&bench);
    assert_int_equal(count_entries(*state), 1);
    stop(&bench);
    writer_destroy(NULL);
}

/* A run keeps the name that it took; another run, and another program, get another. */
static void test_default_names(void **state)
{
    struct bench bench = start(), other = start();
    const char *folder = use_home(*state);
    char first[EVENT_TEXT_SIZE], text[EVENT_TEXT_SIZE], date[CLOCK_DATE_SIZE], name[128];
    clock_date(date);
    save(&bench, 0, 1, NULL);
    expect_saved(&bench, 0, true, 6.625f, first);
    snprintf(name, sizeof name, "~/.local/share/rnntop/lstm-%s-7.safetensors", date);
    assert_string_equal(first, name);
    save(&bench, 0, 2, NULL);
    expect_saved(&bench, 0, true, 6.625f, text);
    assert_string_equal(text, first);
    assert_int_equal(count_entries(folder), 1);

    save(&bench, 1, 3, NULL);
    expect_saved(&bench, 1, true, 6.625f, text);
    snprintf(name, sizeof name, "lstm-%s-7-2.safetensors", date);
    assert_non_null(strstr(text, name));
    save(&other, 0, 4, NULL);
    expect_saved(&other, 0, true, 6.625f, text);
    snprintf(name, sizeof name, "lstm-%s-7-3.safetensors", date);
    assert_non_null(strstr(text, name));
    assert_int_equal(count_entries(folder), 3);
    snprintf(name, sizeof name, "lstm-%s-7.safetensors", date);
    expect_model(path_in(folder, name), 2);

    /* Moved away by its owner: the name is free again, and taken again. */
    assert_int_equal(rename(path_in(folder, name), path_in(*state, "kept")), 0);
    save(&bench, 0, 5, NULL);
    expect_saved(&bench, 0, true, 6.625f, text);
    expect_model(path_in(folder, name), 5);
    expect_model(path_in(*state, "kept"), 2);

    /* Replaced by something else: that is somebody's now, and stays. */
    assert_int_equal(unlink(path_in(folder, name)), 0);
    file_put(path_in(folder, name), "somebody's", 10);
    save(&bench, 0, 6, NULL);
    expect_saved(&bench, 0, true, 6.625f, text);
    expect_text(path_in(folder, name), "somebody's");
    snprintf(name, sizeof name, "lstm-%s-7-4.safetensors", date);
    expect_model(path_in(folder, name), 6);
    stop(&bench);
    stop(&other);
}

static void test_refused_places(void **state)
{
    struct bench bench = start();
    char text[EVENT_TEXT_SIZE];
    const char *file = path_in(*state, "file");
    const char *model = path_in(*state, "later/model");
    file_put(file, "x", 1);
    save(&bench, 0, 1, path_in(*state, "file/model"));
    expect_not_saved(&bench, 0, "Not a directory");
    save(&bench, 0, 1, model);
    expect_not_saved(&bench, 0, "make its folder first");
    /* Advice taken. */
    assert_int_equal(mkdir(path_in(*state, "later"), 0777), 0);
    save(&bench, 0, 1, model);
    expect_saved(&bench, 0, true, 6.625f, text);
    expect_model(model, 1);

    assert_int_equal(setenv("XDG_DATA_HOME", file, 1), 0);
    save(&bench, 0, 1, NULL);
    expect_not_saved(&bench, 0, "Not a directory");
    assert_int_equal(unsetenv("XDG_DATA_HOME"), 0);
    assert_int_equal(unsetenv("HOME"), 0);
    save(&bench, 0, 1, NULL);
    expect_not_saved(&bench, 0, "--save");
    use_home(*state);
    save(&bench, 0, 1, NULL);
    expect_saved(&bench, 0, true, 6.625f, text);
    stop(&bench);
}

/* Each system call fails in turn: one answer, no wreckage, and the next save succeeds. */
static void test_every_call_fails(void **state)
{
    const char *folder = use_home(*state);
    char date[CLOCK_DATE_SIZE], name[64], text[EVENT_TEXT_SIZE];
    clock_date(date);
    snprintf(name, sizeof name, "lstm-%s-7.safetensors", date);
    const char *taken = path_in(folder, name), *explicit = path_in(folder, "model");
    for (int named = 0; named < 2; named++) {
        const char *path = named ? explicit : NULL, *file = named ? explicit : taken;
        size_t failures = 0;
        for (size_t nth = 1;; nth++) {
            struct bench bench = start();
            faults_arm(FAULT_SYSTEM, nth, FAULT_FAIL, ENOSPC);
            save(&bench, 0, 1, path);
            struct run_event event = next_event(&bench);
            faults_disarm();
            assert_int_equal(event.kind, EVENT_SAVED);
            assert_true(event.as.saved.text[0] != '\0');
            bool written = access(file, F_OK) == 0;
            /* The file is there when it is said to be, or when the disk would not confirm it. */
            if (written != (event.as.saved.ok || strstr(event.as.saved.text, "does not confirm")))
                fail_msg("%s failed: said %s, but the file is %s", faults_call(),
                         event.as.saved.text, written ? "there" : "missing");
            failures += !event.as.saved.ok;
            if (access(folder, F_OK) == 0)
                assert_int_equal(count_entries(folder), written);
            save(&bench, 0, 2, path);
            expect_saved(&bench, 0, true, 6.625f, text);
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
    struct bench bench = start();
    const char *a = path_in(*state, "a.csv"), *b = path_in(*state, "b.csv");
    writer_csv_begin(bench.writer, 0, a, false);
    writer_csv_begin(bench.writer, 1, b, true);
    for (uint32_t number = 1; number <= 3; number++)
        add_row(&bench, 0, a, number);
    wait_until_idle(&bench);
    expect_no_event(&bench);
    expect_text(a, "epoch,accuracy,loss\r\n0,0.75,0.5\r\n1,0.75,0.5\r\n2,0.75,0.5\r\n");
    expect_text(b, "epoch,accuracy,loss,val_accuracy,val_loss\r\n");
    stop(&bench);
}

/* The folder is missing at first: one warning, and no row is lost when it comes. */
static void test_csv_waits(void **state)
{
    struct bench bench = start();
    const char *path = path_in(*state, "later/log.csv");
    writer_csv_begin(bench.writer, 2, path, false);
    expect_message(&bench, 2, true, "Its rows wait");
    add_row(&bench, 2, path, 1);
    add_row(&bench, 2, path, 2);
    wait_until_idle(&bench);
    expect_no_event(&bench);
    assert_int_equal(mkdir(path_in(*state, "later"), 0777), 0);
    add_row(&bench, 2, path, 3);
    expect_message(&bench, 2, false, "is complete again");
    expect_text(path, "epoch,accuracy,loss\r\n0,0.75,0.5\r\n1,0.75,0.5\r\n2,0.75,0.5\r\n");

    /* Without a further row they are tried again too. */
    assert_int_equal(rename(path_in(*state, "later"), path_in(*state, "gone")), 0);
    add_row(&bench, 2, path, 4);
    expect_message(&bench, 2, true, "No such file");
    assert_int_equal(rename(path_in(*state, "gone"), path_in(*state, "later")), 0);
    expect_message(&bench, 2, false, "is complete again");
    expect_text(path,
                "epoch,accuracy,loss\r\n0,0.75,0.5\r\n1,0.75,0.5\r\n2,0.75,0.5\r\n3,0.75,0.5\r\n");
    stop(&bench);
}

static void test_csv_never_written(void **state)
{
    struct bench bench = start();
    const char *path = path_in(*state, "missing/log.csv");
    writer_csv_begin(bench.writer, 0, path, false);
    add_row(&bench, 0, path, 1);
    writer_finish(bench.writer);
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
    char filler[4096], text[EVENT_TEXT_SIZE];
    assert_int_equal(mkdir(disk, 0777), 0);
    /* In a view of the file systems that ends with this program, however it ends. */
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("none", disk, "tmpfs", 0, "size=64k") != 0) {
        print_message("skipped: mounting a small disk: %s\n", strerror(errno));
        skip();
    }
    struct bench bench = start();
    save(&bench, 0, 1, model);
    expect_saved(&bench, 0, true, 6.625f, text);
    writer_csv_begin(bench.writer, 0, log, false);
    wait_until_idle(&bench);

    memset(filler, 'x', sizeof filler);
    FILE *filling = fopen(path_in(disk, "filling"), "wb");
    assert_non_null(filling);
    setbuf(filling, NULL);
    while (fwrite(filler, sizeof filler, 1, filling) == 1)
        continue;
    fclose(filling);
    size_t entries = count_entries(disk);
    save(&bench, 0, 2, model);
    expect_not_saved(&bench, 0, "No space left on device; make room");
    expect_model(model, 1);
    assert_int_equal(count_entries(disk), entries);
    /* The log's block has room for rows yet: enough of them to need another. */
    for (uint32_t number = 1; number <= 400; number++)
        add_row(&bench, 0, log, number);
    expect_message(&bench, 0, true, "No space left");

    assert_int_equal(unlink(path_in(disk, "filling")), 0);
    save(&bench, 0, 3, model);
    struct run_event event = next_event(&bench), other = next_event(&bench);
    assert_true((event.kind == EVENT_SAVED && event.as.saved.ok) ||
                (other.kind == EVENT_SAVED && other.as.saved.ok));
    wait_until_idle(&bench);
    expect_model(model, 3);
    char *rows = file_get(log, NULL), *at = rows;
    for (uint32_t number = 0; number <= 400; number++) {
        char expected[64];
        snprintf(expected, sizeof expected, "%u,0.75,0.5\r\n", number - 1);
        const char *line = number == 0 ? "epoch,accuracy,loss\r\n" : expected;
        if (strncmp(at, line, strlen(line)) != 0)
            fail_msg("row %u: expected %s, got %.40s", number, line, at);
        at += strlen(line);
    }
    assert_int_equal(*at, '\0');
    free(rows);

    if (mount("none", disk, "tmpfs", MS_REMOUNT | MS_RDONLY, "size=64k") == 0) {
        save(&bench, 0, 4, model);
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
    char text[EVENT_TEXT_SIZE];
    const char *path = path_in(*state, "model");
    struct bench bench = start();
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    save(&bench, 0, 1, path);
    expect_saved(&bench, 0, true, 6.625f, text);
    low = before;
    low.rlim_cur = 256;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);
    save(&bench, 0, 2, path);
    struct run_event event = next_event(&bench);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(event.kind, EVENT_SAVED);
    assert_false(event.as.saved.ok);
    assert_non_null(strstr(event.as.saved.text, "File too large"));
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
        IN_FOLDER(test_csv_waits),
        IN_FOLDER(test_csv_never_written),
        cmocka_unit_test_setup_teardown(test_full_disk, folder_make, disk_remove),
        IN_FOLDER(test_size_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
