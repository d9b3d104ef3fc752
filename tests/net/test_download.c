/* Downloads from servers that behave well and badly. */
#include "config.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "download_support.h"
#include "tests/base/long.h"
#include "tests/words/error_text.h"

/* ---- servers that give the file ---- */

static void test_good_servers(void **state)
{
    static const char *const hows[] = {"plain", "nolength", "redirect", "norange"};
    static const int requests[] = {1, 1, 2, 1};
    for (size_t i = 0; i < 4; i++) {
        struct trial trial;
        prepare(&trial, *state, hows[i]);
        must_fetch(&trial, requests[i]);
        assert_int_equal(trial.result.outcome, DOWNLOAD_FETCHED);
        assert_int_equal(trial.seen.most, BYTES);
        assert_int_equal(trial.seen.waits, 0);
        /* Again: nothing is asked for. */
        http_server_reset(&server);
        must_fetch(&trial, 0);
        assert_int_equal(trial.result.outcome, DOWNLOAD_THERE);
        assert_int_equal(unlink(trial.path), 0);
    }
}

static void test_replaces_what_is_wrong(void **state)
{
    static const size_t sizes[] = {0, 5, BYTES};
    struct trial trial;
    prepare(&trial, *state, "plain");
    must_fetch(&trial, 1);
    for (size_t i = 0; i < 3; i++) {
        char *wrong = calloc(1, BYTES);
        file_put(trial.path, wrong, sizes[i]);
        free(wrong);
        http_server_reset(&server);
        must_fetch(&trial, 1);
        assert_int_equal(trial.result.outcome, DOWNLOAD_REPLACED);
    }
}

static void test_connection_drops(void **state)
{
    struct trial trial;
    prepare(&trial, *state, "dropfirst=100000");
    must_fetch(&trial, 2);
    assert_int_equal(atomic_load(&server.from[0]), -1);
    assert_int_equal(atomic_load(&server.from[1]), 100000);
    assert_int_equal(atomic_load(&server.codes[1]), 206);
    assert_int_equal(trial.seen.kept, 100000);
    assert_true(trial.seen.waits > 0);

    unlink(trial.path);
    prepare(&trial, *state, "codefirst=503");
    must_fetch(&trial, 2);
    /* Thrice a third. */
    unlink(trial.path);
    prepare(&trial, *state, "drop=100000");
    must_fetch(&trial, 3);
}

static void test_resumes(void **state)
{
    static const struct {
        const char *how;
        int requests;
        long long second; /* where the last request began */
        int code;
    } cases[] = {{"plain", 1, HALF, 206},
                 {"norange", 1, HALF, 200},
                 {"norange416", 2, -1, 200},
                 {"wrongrange", 2, -1, 200}};
    for (size_t i = 0; i < 4; i++) {
        struct trial trial;
        prepare(&trial, *state, cases[i].how);
        leave_part(*state, bytes, HALF);
        must_fetch(&trial, cases[i].requests);
        int last = cases[i].requests - 1;
        assert_int_equal(atomic_load(&server.from[last]), cases[i].second);
        assert_int_equal(atomic_load(&server.codes[last]), cases[i].code);
        unlink(trial.path);
    }
}

/* What an earlier download, a crash or anybody left. */
static void test_remains(void **state)
{
    struct trial trial;
    char *zeros = calloc(1, BYTES + 1);
    assert_non_null(zeros);
    prepare(&trial, *state, "plain");
    leave_part(*state, "", 0);
    must_fetch(&trial, 1);
    assert_int_equal(atomic_load(&server.from[0]), -1);

    unlink(trial.path); /* whole, and right: nothing to ask for */
    prepare(&trial, *state, "plain");
    leave_part(*state, bytes, BYTES);
    must_fetch(&trial, 0);

    unlink(trial.path); /* whole, and wrong */
    prepare(&trial, *state, "plain");
    leave_part(*state, zeros, BYTES);
    must_fetch(&trial, 1);
    assert_int_equal(atomic_load(&server.from[0]), -1);

    unlink(trial.path); /* too long */
    prepare(&trial, *state, "plain");
    leave_part(*state, zeros, BYTES + 1);
    must_fetch(&trial, 1);

    unlink(trial.path); /* half, and wrong: once more, from the beginning */
    prepare(&trial, *state, "plain");
    leave_part(*state, zeros, HALF);
    must_fetch(&trial, 2);
    assert_int_equal(atomic_load(&server.from[0]), HALF);
    assert_int_equal(atomic_load(&server.from[1]), -1);

    prepare(&trial, *state, "plain"); /* there, and remains beside it */
    leave_part(*state, zeros, HALF);
    must_fetch(&trial, 0);
    assert_int_equal(trial.result.outcome, DOWNLOAD_THERE);
    leave_part(*state, zeros, HALF);
    download_tidy(trial.path);
    assert_int_equal(access(trial.part, F_OK), -1);
    free(zeros);
}

/* ---- servers that do not ---- */

static void test_bad_servers(void **state)
{
    static const struct {
        const char *how;
        enum rt_status status;
        const char *words;
        int requests;
        unsigned tries; /* given up after so many */
    } cases[] = {
        {"code=404", RT_ERR_IO, "the server answers 404", 1, 0},
        {"code=403", RT_ERR_IO, "the server answers 403", 1, 0},
        {"code=503", RT_ERR_IO, "503.", 3, 3},
        {"code=429", RT_ERR_IO, "429.", 3, 3},
        {"short", RT_ERR_FORMAT, "offers 299,993 bytes and data.bin has 300,000 bytes", 1, 0},
        {"long", RT_ERR_FORMAT, "offers 300,007 bytes", 1, 0},
        {"more", RT_ERR_FORMAT, "sends more than the 300,000 bytes", 1, 0},
        {"endless", RT_ERR_FORMAT, "sends more than the 300,000 bytes", 1, 0},
        {"empty", RT_ERR_IO, "broke off the connection", 3, 3},
        {"other", RT_ERR_FORMAT, "is not data.bin: its sha256", 1, 0},
        {"loop", RT_ERR_IO, "only leads from one address to the next", 6, 0},
        {"ftp", RT_ERR_IO, "leads to, no http or https address", 1, 0},
        {"noise", RT_ERR_IO, "can't be fetched", 1, 0},
        {"heads", RT_ERR_FORMAT, "a head without an end", 1, 0},
        {"wrongway", RT_ERR_IO, "404", 1, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trial trial;
        prepare(&trial, *state, cases[i].how);
        must_fail(&trial, cases[i].status, cases[i].words);
        assert_int_equal(trial.result.tries, cases[i].tries);
        expect_nothing_left(*state);
        if (atomic_load(&server.requests) != cases[i].requests)
            fail_msg("%s: %d requests, expected %d", cases[i].how, atomic_load(&server.requests),
                     cases[i].requests);
    }
}

/* What was there before a bad answer, and is not spoiled by it, stays. */
static void test_bad_answer_keeps_the_rest(void **state)
{
    static const char *const hows[] = {"code=404", "code=503", "short", "ftp", "noise"};
    for (size_t i = 0; i < 5; i++) {
        struct trial trial;
        struct stat status;
        prepare(&trial, *state, hows[i]);
        leave_part(*state, bytes, HALF);
        run(&trial);
        assert_int_equal(trial.result.kept, HALF);
        assert_int_equal(stat(trial.part, &status), 0);
        assert_int_equal(status.st_size, HALF);
    }
}

static void test_other_bytes_after_a_resume(void **state)
{
    struct trial trial;
    prepare(&trial, *state, "other");
    leave_part(*state, bytes, HALF);
    must_fail(&trial, RT_ERR_FORMAT, "nothing of it is kept");
    assert_int_equal(atomic_load(&server.requests), 2); /* once more, and no third time */
    assert_int_equal(access(trial.part, F_OK), -1);
    assert_int_equal(count_entries(path_in(*state, "cache/rnntop")), 0); /* not made by us */
}

/* Pieces that give another file each time: once more, and no third time. */
static void test_other_bytes_in_pieces(void **state)
{
    struct trial trial;
    prepare(&trial, *state, "otherdrop=200000");
    must_fail(&trial, RT_ERR_FORMAT, "nothing of it is kept");
    assert_int_equal(atomic_load(&server.requests), 4);
    expect_nothing_left(*state);
}

static void test_gives_up_and_goes_on(void **state)
{
    struct trial trial;
    struct stat status;
    prepare(&trial, *state, "drop=50000");
    must_fail(&trial, RT_ERR_IO, "broke off the connection");
    assert_int_equal(trial.result.tries, 3);
    assert_int_equal(trial.result.kept, HALF);
    assert_int_equal(stat(trial.part, &status), 0);
    assert_int_equal(status.st_size, HALF);
    http_server_reset(&server);
    must_fetch(&trial, 3);
    assert_int_equal(atomic_load(&server.from[0]), HALF);
}

static void test_stalls(void **state)
{
    struct trial trial;
    prepare(&trial, *state, "stall=1000");
    trial.download.timeout_s = 1;
    trial.download.tries = test_is_long() ? 2 : 1; /* curl takes six seconds to be sure */
    must_fail(&trial, RT_ERR_IO, "sent nothing for 1 s");
    assert_int_equal(trial.result.kept, test_is_long() ? 2000 : 1000);
    download_tidy(trial.path);

    prepare(&trial, path_in(*state, "other"), "silent");
    trial.download.timeout_s = 1;
    trial.download.tries = 1;
    must_fail(&trial, RT_ERR_IO, "sent nothing for 1 s (see --timeout).");
    assert_int_equal(trial.result.tries, 1);
    expect_nothing_left(path_in(*state, "other"));
}

static void test_nobody_there(void **state)
{
    struct trial trial;
    prepare(&trial, *state, "plain");
    snprintf(trial.url, sizeof trial.url, "http://127.0.0.1:1/data.bin");
    must_fail(&trial, RT_ERR_IO, "127.0.0.1:1 can't be reached: Connection refused");
    assert_int_equal(trial.seen.waits, 0); /* no network: no waiting for it */
    assert_null(strchr(error_text(&trial.error), '\n'));
    expect_nothing_left(*state);
    snprintf(trial.url, sizeof trial.url, "http://nowhere.invalid/data.bin");
    must_fail(&trial, RT_ERR_IO, "no address is known for nowhere.invalid");
    snprintf(trial.url, sizeof trial.url, "http://:wrong:/data.bin");
    must_fail(&trial, RT_ERR_IO, "--url");
    expect_nothing_left(*state);
}

/* A port whose queue is full answers nothing, as a wall that swallows packets. */
static void test_swallowed_packets(void **state)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof address;
    struct trial trial;
    int fds[9];
    fds[0] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fds[0], (struct sockaddr *)&address, length), 0);
    assert_int_equal(listen(fds[0], 0), 0);
    assert_int_equal(getsockname(fds[0], (struct sockaddr *)&address, &length), 0);
    for (int i = 1; i < 9; i++) {
        fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        connect(fds[i], (struct sockaddr *)&address, length);
    }
    prepare(&trial, *state, "plain");
    trial.download.timeout_s = 1;
    snprintf(trial.url, sizeof trial.url, "http://127.0.0.1:%d/data.bin", ntohs(address.sin_port));
    must_fail(&trial, RT_ERR_IO, "can't be reached: no answer in 1 s; connect to the network");
    assert_int_equal(trial.seen.waits, 0);
    setenv("http_proxy", trial.url, 1);
    must_fail(&trial, RT_ERR_IO, "The proxy that $http_proxy names");
    unsetenv("http_proxy");
    expect_nothing_left(*state);
    for (int i = 0; i < 9; i++)
        close(fds[i]);
}

static void test_proxies(void **state)
{
    struct trial trial;
    prepare(&trial, *state, "plain");
    setenv("http_proxy", "http://me:secret@127.0.0.1:1", 1);
    must_fail(&trial, RT_ERR_IO,
              "The proxy that $http_proxy names (http://127.0.0.1:1) can't be "
              "used: Connection refused; correct the variable or unset it.");
    assert_null(strstr(error_text(&trial.error), "secret"));
    setenv("http_proxy", "http://nowhere.invalid:3128", 1);
    must_fail(&trial, RT_ERR_IO, "The proxy that $http_proxy names");
    setenv("http_proxy", "wibble://127.0.0.1:1", 1);
    must_fail(&trial, RT_ERR_IO, "The proxy that $http_proxy names");
    unsetenv("http_proxy");
    setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
    must_fail(&trial, RT_ERR_IO, "The proxy that $ALL_PROXY names");
    expect_nothing_left(*state);
    setenv("no_proxy", "example.org, 127.0.0.1", 1);
    must_fetch(&trial, 1);
    /* A refusal there is not the proxy's, which was not asked. */
    unlink(trial.path);
    snprintf(trial.url, sizeof trial.url, "http://127.0.0.1:1/data.bin");
    must_fail(&trial, RT_ERR_IO, "127.0.0.1:1 can't be reached");
    unsetenv("ALL_PROXY");
    unsetenv("no_proxy");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_good_servers),
        IN_FOLDER(test_replaces_what_is_wrong),
        IN_FOLDER(test_connection_drops),
        IN_FOLDER(test_resumes),
        IN_FOLDER(test_remains),
        IN_FOLDER(test_bad_servers),
        IN_FOLDER(test_bad_answer_keeps_the_rest),
        IN_FOLDER(test_other_bytes_after_a_resume),
        IN_FOLDER(test_other_bytes_in_pieces),
        IN_FOLDER(test_gives_up_and_goes_on),
        IN_FOLDER(test_stalls),
        IN_FOLDER(test_nobody_there),
        IN_FOLDER(test_swallowed_packets),
        IN_FOLDER(test_proxies),
    };
    return cmocka_run_group_tests(tests, download_start, download_finish);
}
