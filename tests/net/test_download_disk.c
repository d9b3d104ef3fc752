/*
 * Every system call and every allocation of a download fails in turn, and the process dies before
 * each in turn: the target is never anything but the right file, and a later download succeeds.
 */
#include "config.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "http_server.h"
#include "rnntop/net/download.h"
#include "rnntop/net/transfer.h"
#include "tests/base/sha256.h"
#include "tests/files/faults.h"
#include "tests/files/files_support.h"
#include "tests/words/error_text.h"

#define BYTES 100000

static char bytes[BYTES];
static char hex[SHA256_TEXT];
static char site[] = "/tmp/rnntop-site-XXXXXX";
static pid_t server;
static int port;

/* *kept (may be NULL) gets what stays for the next time. */
static enum rt_status fetch(const char *path, uint64_t *kept, struct rt_error *error)
{
    char url[128];
    struct download_result result;
    snprintf(url, sizeof url, "http://127.0.0.1:%d/plain/data.bin", port);
    struct download download = {
        .url = url,
        .path = path,
        .file = {"data.bin", BYTES, DIGEST_SHA256, hex},
        .timeout_s = 20,
        .tries = 1,
        .wake_fd = -1,
    };
    enum rt_status status = download_run(&download, &result, error);
    if (kept)
        *kept = result.kept;
    free(result.kept_in);
    return status;
}

/* What a call may find: nothing, remains, another file. */
static void prepare(const char *folder, int before)
{
    const char *path = path_in(folder, "rnntop/data.bin");
    const char *part = path_in(folder, "rnntop/data.bin.part");
    char command[PATH_SIZE + 32];
    snprintf(command, sizeof command, "rm -rf '%s/rnntop'", folder);
    assert_int_equal(system(command), 0);
    if (before == 0)
        return;
    snprintf(command, sizeof command, "mkdir '%s/rnntop'", folder);
    assert_int_equal(system(command), 0);
    file_put(part, bytes, before == 1 ? BYTES / 2 : BYTES);
    if (before == 2)
        file_put(path, "another", 7);
}

static void expect_right_or_as_before(const char *path, int before)
{
    if (access(path, F_OK) != 0) {
        assert_int_not_equal(before, 2); /* it was there */
        return;
    }
    size_t size;
    char *got = file_get(path, &size);
    bool well = (size == BYTES && memcmp(got, bytes, BYTES) == 0) ||
                (before == 2 && size == 7 && memcmp(got, "another", 7) == 0);
    free(got);
    assert_true(well);
}

static void must_fetch(const char *path)
{
    struct rt_error error;
    if (fetch(path, NULL, &error) != RT_OK)
        fail_msg("%s", error_text(&error));
    expect_file(path, bytes, BYTES);
}

static size_t fail_each(const char *folder, enum fault_calls calls, enum fault_kind kind)
{
    static const int reasons[] = {ENOSPC, EIO, EACCES, EDQUOT};
    const char *path = path_in(folder, "rnntop/data.bin");
    size_t struck = 0, files = count_open_files();
    for (int before = 0; before < 3; before++) {
        for (size_t nth = 1;; nth++) {
            struct rt_error error = {0};
            prepare(folder, before);
            faults_arm(calls, nth, kind, reasons[nth % 4]);
            enum rt_status status = fetch(path, NULL, &error);
            faults_disarm();
            if (!faults_struck()) {
                assert_int_equal(status, RT_OK);
                break;
            }
            struck++;
            expect_right_or_as_before(path, before);
            if (count_open_files() != files ||
                (status != RT_OK) != (error_text(&error)[0] != '\0') ||
                (status == RT_OK && access(path, F_OK) != 0))
                fail_msg("call %zu (%s) failed: status %d (%s), %zu open files of %zu", nth,
                         faults_call(), (int)status, error_text(&error), count_open_files(), files);
            must_fetch(path); /* whatever was left does no harm */
            assert_int_equal(count_entries(path_in(folder, "rnntop")), 1);
        }
    }
    return struck;
}

static void test_every_call_fails(void **state)
{
    size_t struck =
        fail_each(*state, FAULT_SYSTEM, FAULT_FAIL) + fail_each(*state, FAULT_SYSTEM, FAULT_SHORT);
    print_message("%zu faults struck\n", struck);
    assert_true(struck > 50);
}

static void test_every_allocation_fails(void **state)
{
    size_t struck = fail_each(*state, FAULT_MEMORY, FAULT_FAIL);
    print_message("%zu faults struck\n", struck);
    assert_true(struck > 5);
}

/* The bytes are on the disk before the name is, and then the name. */
static void test_flushed_in_order(void **state)
{
    struct rt_error error;
    prepare(*state, 0);
    faults_arm(FAULT_SYSTEM, 0, FAULT_FAIL, EIO);
    assert_int_equal(fetch(path_in(*state, "rnntop/data.bin"), NULL, &error), RT_OK);
    faults_disarm();
    const char *renamed = strstr(faults_trace(), "sr");
    if (!renamed || strchr(renamed, 'w') || !strchr(renamed, 'S'))
        fail_msg("calls: %s", faults_trace());
}

static void test_full_disk_is_told(void **state)
{
    struct rt_error error;
    uint64_t kept;
    bool told = false;
    for (size_t nth = 1; !told; nth++) {
        prepare(*state, 0);
        faults_arm(FAULT_SYSTEM, nth, FAULT_SHORT, ENOSPC);
        fetch(path_in(*state, "rnntop/data.bin"), &kept, &error);
        faults_disarm();
        assert_true(faults_struck());
        if (strcmp(faults_call(), "write") != 0)
            continue;
        told = true;
        assert_non_null(strstr(error_text(&error),
                               "No space left on device; make room there or name "
                               "another folder with XDG_CACHE_HOME."));
        assert_in_range(kept, 1, BYTES - 1);
    }
}

/* A power cut before each call. */
static void test_dies_anywhere(void **state)
{
    const char *path = path_in(*state, "rnntop/data.bin");
    for (int before = 0; before < 3; before++) {
        bool finished = false;
        for (size_t nth = 1; !finished; nth++) {
            int status;
            prepare(*state, before);
            fflush(NULL);
            pid_t child = fork();
            assert_true(child >= 0);
            if (child == 0) {
                struct rt_error error;
                faults_arm(FAULT_SYSTEM, nth, FAULT_EXIT, 0);
                fetch(path, NULL, &error);
                _exit(100);
            }
            assert_int_equal(waitpid(child, &status, 0), child);
            assert_true(WIFEXITED(status));
            finished = WEXITSTATUS(status) == 100;
            expect_right_or_as_before(path, before);
            must_fetch(path);
        }
    }
}

/* The server has a process of its own, where no fault strikes. */
static int start(void **state)
{
    char path[64];
    int ends[2];
    struct rt_error error;
    (void)state;
    unsetenv("http_proxy");
    unsetenv("all_proxy");
    unsetenv("ALL_PROXY");
    for (size_t i = 0; i < BYTES; i++)
        bytes[i] = (char)(i * 2654435761u >> 24);
    sha256_text(bytes, BYTES, hex);
    if (!mkdtemp(site) || pipe(ends) != 0)
        return -1;
    snprintf(path, sizeof path, "%s/data.bin", site);
    file_put(path, bytes, BYTES);
    server = fork();
    if (server == 0) {
        static struct http_server serving;
        alarm(600);
        if (!http_server_start(&serving, site))
            _exit(1);
        port = serving.port;
        _exit(write(ends[1], &port, sizeof port) == sizeof port && pause() ? 0 : 1);
    }
    alarm(580);
    close(ends[1]);
    bool ready = server > 0 && read(ends[0], &port, sizeof port) == sizeof port;
    close(ends[0]);
    return ready && transfer_init(&error) == RT_OK ? 0 : -1;
}

static int finish(void **state)
{
    char path[64];
    (void)state;
    transfer_end_all();
    kill(server, SIGKILL);
    waitpid(server, NULL, 0);
    snprintf(path, sizeof path, "%s/data.bin", site);
    return unlink(path) == 0 && rmdir(site) == 0 ? 0 : -1;
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_every_call_fails), IN_FOLDER(test_every_allocation_fails),
        IN_FOLDER(test_flushed_in_order), IN_FOLDER(test_full_disk_is_told),
        IN_FOLDER(test_dies_anywhere),
    };
    return cmocka_run_group_tests(tests, start, finish);
}
