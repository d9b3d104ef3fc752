/*
 * Every system call of writing a file fails in turn, and the process dies before each in turn: what
 * is left is the whole old file or the whole new one.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "faults.h"
#include "files_support.h"
#include "rnntop/files/atomic_file.h"
#include "tests/words/error_text.h"

static const char old_text[] = "the old file, which somebody may need";
static const char new_text[] = "the new file: longer than the old one, and written in two parts";

static enum rt_status write_new(const char *path, struct rt_error *error)
{
    struct atomic_file *file;
    size_t half = sizeof new_text / 2;
    enum rt_status status = atomic_file_open(&file, path, error);
    if (status != RT_OK)
        return status;
    status = atomic_file_write(file, new_text, half, error);
    if (status == RT_OK)
        status = atomic_file_write(file, new_text + half, sizeof new_text - 1 - half, error);
    if (status != RT_OK) {
        atomic_file_abort(file);
        return status;
    }
    return atomic_file_commit(file, error);
}

static void must_write(const char *path)
{
    struct rt_error error;
    if (write_new(path, &error) != RT_OK)
        fail_msg("expected success, got: %s", error_text(&error));
    expect_text(path, new_text);
}

static void must_refuse(const char *path, const char *reason)
{
    struct rt_error error = {0};
    enum rt_status status = write_new(path, &error);
    if (status == RT_OK || error.status != status || !strstr(error_text(&error), path) ||
        !strstr(error_text(&error), reason))
        fail_msg("expected a sentence with %s and \"%s\", got status %d: %s", path, reason,
                 (int)status, error_text(&error));
}

/* ---- what is there before ---- */

enum before { NOTHING, OLD_FILE, LINK_TO_OLD, LINK_TO_NOTHING, BEFORES };

static const char *const before_name[] = {"nothing", "an old file", "a link to an old file",
                                          "a link to nothing"};

/* Prepares the folder; returns the entries that it then has. */
static size_t prepare(const char *folder, enum before before)
{
    const char *model = path_in(folder, "model");
    const char *real = path_in(folder, "real");
    unlink(model);
    unlink(real);
    if (before == OLD_FILE || before == LINK_TO_OLD)
        file_put(before == OLD_FILE ? model : real, old_text, sizeof old_text - 1);
    if (before == LINK_TO_OLD || before == LINK_TO_NOTHING)
        assert_int_equal(symlink("real", model), 0);
    return count_entries(folder);
}

static bool holds(const char *path, const char *text)
{
    if (access(path, F_OK) != 0)
        return text == NULL;
    char *got = file_get(path, NULL);
    bool same = text && strcmp(got, text) == 0;
    free(got);
    return same;
}

/* The old state or the new one, and nothing in between. */
static bool whole(const char *folder, enum before before, bool *is_new)
{
    const char *model = path_in(folder, "model");
    const char *before_text = before == OLD_FILE || before == LINK_TO_OLD ? old_text : NULL;
    *is_new = holds(model, new_text);
    return *is_new || holds(model, before_text);
}

static void test_every_call_fails(void **state)
{
    static const enum fault_kind kinds[] = {FAULT_FAIL, FAULT_AFTER, FAULT_SHORT};
    static const int reasons[] = {ENOSPC, EIO, EACCES, EDQUOT, EROFS};
    size_t struck = 0, files = count_open_files();
    for (enum before before = NOTHING; before < BEFORES; before++) {
        for (size_t kind = 0; kind < 3; kind++) {
            for (size_t nth = 1;; nth++) {
                struct rt_error error = {0};
                size_t entries = prepare(*state, before);
                bool is_new;
                faults_arm(FAULT_SYSTEM, nth, kinds[kind], reasons[nth % 5]);
                enum rt_status status = write_new(path_in(*state, "model"), &error);
                faults_disarm();
                if (!faults_struck()) {
                    assert_int_equal(status, RT_OK);
                    break;
                }
                struck++;
                bool well = whole(*state, before, &is_new) && (status == RT_OK) <= is_new;
                size_t made = is_new && (before == NOTHING || before == LINK_TO_NOTHING);
                if (!well || count_entries(*state) != entries + made ||
                    count_open_files() != files ||
                    (status != RT_OK) != (error_text(&error)[0] != '\0'))
                    fail_msg("%s failed (kind %zu, call %zu) over %s: status %d (%s), %s, "
                             "%zu entries of %zu, %zu open files of %zu",
                             faults_call(), kind, nth, before_name[before], (int)status,
                             error_text(&error), well ? "whole" : "torn", count_entries(*state),
                             entries + made, count_open_files(), files);
            }
        }
    }
    print_message("%zu faults struck\n", struck);
    assert_true(struck > 100);
}

/* Only a random name may do without its call, and the folder's close() comes too late to matter. */
static void test_no_failure_unseen(void **state)
{
    size_t closes = 0;
    for (size_t nth = 1;; nth++) {
        struct rt_error error;
        prepare(*state, OLD_FILE);
        faults_arm(FAULT_SYSTEM, nth, FAULT_FAIL, EIO);
        enum rt_status status = write_new(path_in(*state, "model"), &error);
        faults_disarm();
        if (!faults_struck())
            break;
        const char *call = faults_call();
        bool harmless = strcmp(call, "getrandom") == 0;
        if (strcmp(call, "close") == 0)
            harmless = closes++ > 0;
        if ((status == RT_OK) != harmless)
            fail_msg("%s (call %zu) failed: expected %s, got status %d", call, nth,
                     harmless ? "success" : "an error", (int)status);
    }
    assert_int_equal(closes, 2);
}

/* A signal may interrupt any of them; the file is written all the same. */
static void test_interrupted(void **state)
{
    for (size_t nth = 1;; nth++) {
        struct rt_error error;
        prepare(*state, OLD_FILE);
        faults_arm(FAULT_SYSTEM, nth, FAULT_FAIL, EINTR);
        enum rt_status status = write_new(path_in(*state, "model"), &error);
        faults_disarm();
        const char *call = faults_call();
        bool never = strcmp(call, "readlink") == 0 || strcmp(call, "fstatat") == 0 ||
                     strcmp(call, "faccessat") == 0 || strcmp(call, "fchmod") == 0 ||
                     strcmp(call, "renameat") == 0; /* these are not interrupted by signals */
        if (faults_struck() && !never && status != RT_OK)
            fail_msg("%s interrupted: %s", call, error_text(&error));
        if (!faults_struck())
            break;
    }
}

static void test_no_memory(void **state)
{
    for (size_t nth = 1;; nth++) {
        struct rt_error error;
        bool is_new;
        size_t entries = prepare(*state, LINK_TO_OLD);
        const char *model = path_in(*state, "model");
        faults_arm(FAULT_MEMORY, nth, FAULT_FAIL, ENOMEM);
        enum rt_status status = write_new(model, &error);
        faults_disarm();
        assert_true(whole(*state, LINK_TO_OLD, &is_new));
        assert_int_equal(count_entries(*state), entries);
        if (!faults_struck()) {
            assert_int_equal(status, RT_OK);
            assert_true(nth > 3);
            break;
        }
        assert_int_not_equal(status, RT_OK);
        assert_false(is_new);
    }
}

/* The process dies before each call. A temporary file may then be left, and no more. */
static void test_power_cut(void **state)
{
    bool seen_old = false, seen_new = false;
    for (size_t nth = 1;; nth++) {
        bool is_new;
        int status;
        prepare(*state, OLD_FILE);
        fflush(NULL);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            faults_arm(FAULT_SYSTEM, nth, FAULT_EXIT, EIO);
            write_new(path_in(*state, "model"), NULL);
            _exit(1); /* not struck */
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        if (!whole(*state, OLD_FILE, &is_new))
            fail_msg("a cut before call %zu left a torn file", nth);
        seen_old |= !is_new;
        seen_new |= is_new;
        if (WEXITSTATUS(status) == 1)
            break;
    }
    assert_true(seen_old && seen_new);
}

/* On the disk before the name is: otherwise a power cut after the rename leaves an empty file. */
static void test_order(void **state)
{
    prepare(*state, OLD_FILE);
    faults_arm(FAULT_SYSTEM, 0, FAULT_FAIL, 0);
    must_write(path_in(*state, "model"));
    faults_disarm();
    char order[64];
    size_t n = 0;
    for (const char *at = faults_trace(); *at && n + 1 < sizeof order; at++) {
        if (*at != '.')
            order[n++] = *at;
    }
    order[n] = '\0';
    /* Two opens (folder, temporary file), the old mode, two writes. */
    assert_string_equal(order, "oomwwscrSc");
}

/* ---- modes, links, what may not be replaced ---- */

static mode_t mode_of(const char *path)
{
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    return status.st_mode & 07777;
}

static void test_modes(void **state)
{
    const char *path = path_in(*state, "model");
    mode_t before = umask(027);
    must_write(path);
    umask(before);
    assert_int_equal(mode_of(path), 0640);
    static const mode_t kept[] = {0600, 0644, 0664, 0666, 0755};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        assert_int_equal(chmod(path, kept[i]), 0);
        must_write(path);
        if (mode_of(path) != kept[i])
            fail_msg("expected mode %o, got %o", (unsigned)kept[i], (unsigned)mode_of(path));
    }
}

static void test_links(void **state)
{
    char *folder = *state;
    assert_int_equal(mkdir(path_in(folder, "a"), 0777), 0);
    assert_int_equal(mkdir(path_in(folder, "b"), 0777), 0);
    /* Relative to the link's folder, over two links, and to what does not exist yet. */
    assert_int_equal(symlink("../b/second", path_in(folder, "a/first")), 0);
    assert_int_equal(symlink(path_in(folder, "b/target"), path_in(folder, "b/second")), 0);
    must_write(path_in(folder, "a/first"));
    expect_text(path_in(folder, "b/target"), new_text);
    file_put(path_in(folder, "b/target"), old_text, sizeof old_text - 1);
    must_write(path_in(folder, "a/first"));
    expect_text(path_in(folder, "b/target"), new_text);
    struct stat status;
    assert_int_equal(lstat(path_in(folder, "a/first"), &status), 0);
    assert_true(S_ISLNK(status.st_mode));
    assert_int_equal(count_entries(path_in(folder, "a")), 1);
    assert_int_equal(count_entries(path_in(folder, "b")), 2);

    assert_int_equal(symlink("loop", path_in(folder, "loop")), 0);
    must_refuse(path_in(folder, "loop"), "Too many levels");
}

static void test_relative_paths(void **state)
{
    char before[PATH_MAX];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(*state), 0);
    must_write("plain");
    must_write("./dotted");
    assert_int_equal(chdir(before), 0);
    assert_int_equal(count_entries(*state), 2);
}

static void test_refused_places(void **state)
{
    char *folder = *state;
    file_put(path_in(folder, "file"), "x", 1);
    assert_int_equal(mkfifo(path_in(folder, "pipe"), 0666), 0);
    assert_int_equal(mkdir(path_in(folder, "folder"), 0777), 0);
    must_refuse(path_in(folder, "missing/model"), "make its folder first");
    must_refuse(path_in(folder, "file/model"), "Not a directory");
    must_refuse(path_in(folder, "folder"), "Is a directory");
    must_refuse(path_in(folder, "folder/"), "Is a directory");
    must_refuse(path_in(folder, "pipe"), "pipe or a device");
    must_refuse("/dev/null", "pipe or a device");
    must_refuse("", "can't be written");
    char longest[NAME_MAX + 2];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    must_refuse(path_in(folder, longest), "File name too long");
    longest[NAME_MAX] = '\0'; /* the longest name is as good as any: the temporary one is short */
    must_write(path_in(folder, longest));
    assert_int_equal(count_entries(folder), 4);
}

/* Permissions don't hold root back: a child that is nobody tries. Its exit status is what it saw.
 */
static int refused_to_nobody(const char *folder, const char *path)
{
    int status;
    struct rt_error error = {0};
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (geteuid() == 0 && setuid(65534) != 0)
            _exit(2);
        bool refused = write_new(path, &error) != RT_OK;
        _exit(refused && strstr(error_text(&error), "Permission denied") ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    expect_text(path, old_text);
    assert_int_equal(count_entries(folder), 1);
    return WEXITSTATUS(status);
}

static void test_read_only(void **state)
{
    const char *path = path_in(*state, "model");
    file_put(path, old_text, sizeof old_text - 1);
    assert_int_equal(chmod(path, 0444), 0);
    assert_int_equal(chmod(*state, 0777), 0);
    assert_int_equal(refused_to_nobody(*state, path), 0);
    assert_int_equal(chmod(path, 0666), 0);
    assert_int_equal(chmod(*state, 0555), 0);
    assert_int_equal(refused_to_nobody(*state, path), 0);
    assert_int_equal(chmod(*state, 0755), 0);
}

static void test_abort(void **state)
{
    struct atomic_file *file;
    struct rt_error error;
    const char *path = path_in(*state, "model");
    file_put(path, old_text, sizeof old_text - 1);
    atomic_file_abort(NULL);
    assert_int_equal(atomic_file_open(&file, path, &error), RT_OK);
    assert_int_equal(count_entries(*state), 2);
    assert_int_equal(atomic_file_write(file, new_text, 10, &error), RT_OK);
    atomic_file_abort(file);
    expect_text(path, old_text);
    assert_int_equal(count_entries(*state), 1);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_every_call_fails),
        IN_FOLDER(test_no_failure_unseen),
        IN_FOLDER(test_interrupted),
        IN_FOLDER(test_no_memory),
        IN_FOLDER(test_power_cut),
        IN_FOLDER(test_order),
        IN_FOLDER(test_modes),
        IN_FOLDER(test_links),
        IN_FOLDER(test_relative_paths),
        IN_FOLDER(test_refused_places),
        IN_FOLDER(test_read_only),
        IN_FOLDER(test_abort),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
