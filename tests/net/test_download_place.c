/* Downloads to places that do not take them, beside other programs, and stopped. */
#include "config.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "download_support.h"
#include "rnntop/net/transfer.h"
#include "rnntop/net/transfer_errors.h"
#include "tests/words/error_text.h"

/* ---- the place ---- */

static void test_places_that_do_not_take_it(void **state)
{
    struct trial trial;
    prepare(&trial, *state, "plain");
    file_put(path_in(*state, "cache"), "a file", 6);
    must_fail(&trial, RT_ERR_IO, "Not a directory");
    assert_non_null(strstr(error_text(&trial.error), "XDG_CACHE_HOME"));
    expect_text(path_in(*state, "cache"), "a file");
    unlink(path_in(*state, "cache"));

    leave_part(*state, "", 0);
    unlink(trial.part);
    assert_int_equal(mkdir(trial.part, 0777), 0);
    must_fail(&trial, RT_ERR_IO, "move it away");
    rmdir(trial.part);
    assert_int_equal(mkfifo(trial.part, 0666), 0);
    must_fail(&trial, RT_ERR_IO, "move it away");
    unlink(trial.part);
    /* A link is not followed: who knows what it would overwrite. */
    file_put(path_in(*state, "precious"), "precious", 8);
    assert_int_equal(symlink(path_in(*state, "precious"), trial.part), 0);
    must_fail(&trial, RT_ERR_IO, "move it away");
    expect_text(path_in(*state, "precious"), "precious");
    unlink(trial.part);

    assert_int_equal(mkdir(trial.path, 0777), 0);
    assert_int_equal(run(&trial), RT_ERR_IO);
    assert_non_null(strstr(error_text(&trial.error), "is a folder"));
    assert_int_equal(atomic_load(&server.requests), 1); /* of the first case */
}

static void test_locked(void **state)
{
    struct trial trial;
    prepare(&trial, *state, "plain");
    leave_part(*state, bytes, HALF);
    int fd = open(trial.part, O_RDWR | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    must_fail(&trial, RT_ERR_IO, "Another rnntop is fetching into ");
    assert_int_equal(atomic_load(&server.requests), 0);
    download_tidy(trial.path); /* takes nothing from whoever is at it */
    expect_file(trial.part, bytes, HALF);
    close(fd);
    must_fetch(&trial, 1);
}

/* Two at once: one fetches, the other is told so; the file is right. */
struct both {
    struct trial trial;
    enum rt_status status;
};

static void *run_one(void *argument)
{
    struct both *one = argument;
    one->status = download_run(&one->trial.download, &one->trial.result, &one->trial.error);
    free(one->trial.result.kept_in);
    return NULL;
}

static void test_two_at_once(void **state)
{
    for (int round = 0; round < 5; round++) {
        struct both both[2];
        pthread_t thread[2];
        for (size_t i = 0; i < 2; i++) {
            prepare(&both[i].trial, *state, "slow=2000000");
            both[i].trial.download.url = both[i].trial.url;
            both[i].trial.download.context = &both[i].trial.seen;
        }
        for (size_t i = 0; i < 2; i++)
            assert_int_equal(pthread_create(&thread[i], NULL, run_one, &both[i]), 0);
        for (size_t i = 0; i < 2; i++)
            pthread_join(thread[i], NULL);
        assert_true(both[0].status == RT_OK || both[1].status == RT_OK);
        for (size_t i = 0; i < 2; i++) {
            if (both[i].status != RT_OK && both[i].trial.error.code != ERR_PART_LOCKED)
                fail_msg("%s", error_text(&both[i].trial.error));
        }
        expect_file(both[0].trial.path, bytes, BYTES);
        assert_int_equal(count_entries(path_in(*state, "cache/rnntop")), 1);
        unlink(both[0].trial.path);
    }
}

static void test_stop(void **state)
{
    struct trial trial;
    struct stat status;
    atomic_bool stop = true;
    prepare(&trial, *state, "slow=200000");
    trial.download.stop = &stop;
    must_fail(&trial, RT_INTERRUPTED, "Stopped.");
    expect_nothing_left(*state);

    atomic_store(&stop, false);
    trial.seen.stop_at_half = &stop;
    must_fail(&trial, RT_INTERRUPTED, "Stopped.");
    assert_true(trial.result.kept >= HALF);
    assert_int_equal(stat(trial.part, &status), 0);
    assert_true(status.st_size >= HALF && status.st_size < BYTES);

    /* While it waits before a next try, and while a server says nothing. */
    static const char *const hows[] = {"code=503", "silent"};
    for (size_t i = 0; i < 2; i++) {
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        prepare(&trial, *state, hows[i]);
        atomic_store(&stop, true);
        assert_int_equal(write(ends[1], "", 1), 1);
        trial.download.stop = &stop;
        trial.download.wake_fd = ends[0];
        trial.download.wait_ms = 60000;
        trial.download.timeout_s = 60;
        must_fail(&trial, RT_INTERRUPTED, "Stopped.");
        close(ends[0]);
        close(ends[1]);
    }

    atomic_store(&stop, false);
    prepare(&trial, *state, "plain");
    must_fetch(&trial, 1);
    assert_int_equal(atomic_load(&server.from[0]), status.st_size);
}

static void test_public_urls(void **state)
{
    static const char *const cases[][2] = {
        {"https://example.org/a/b", "https://example.org/a/b"},
        {"https://me:secret@example.org/a", "https://example.org/a"},
        {"http://me:p@ss@example.org", "http://example.org"},
        {"http://example.org/a@b", "http://example.org/a@b"},
        {"me:secret@proxy:3128", "proxy:3128"},
        {"http://x/\x1b[2J", "http://x/\x1b[2J"}, /* made safe where it is shown */
        {"", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char url[TRANSFER_URL_SIZE];
        assert_string_equal(transfer_public_url(cases[i][0], url), cases[i][1]);
    }
}

/* Each way in which a server or what lies before it can refuse, said whole. */
static void test_refusals_are_said(void **state)
{
    static const struct {
        const char *proxy, *url;
        struct transfer_failure failure; /* curl 0: an answer, with the code in proxy_code */
        const char *said;
        enum transfer_end end;
    } CASE[] = {
        {NULL,
         "http://a/f",
         {.proxy_code = 503},
         "http://a/f can't be fetched: the server answers 503.",
         TRANSFER_BROKEN},
        {"http://p",
         "http://a/f",
         {.proxy_code = 503},
         "http://a/f can't be fetched, through $http_proxy: the server answers 503.",
         TRANSFER_BROKEN},
        {"http://p",
         "http://a/f",
         {.proxy_code = 410},
         "http://a/f can't be fetched, through $http_proxy: the server answers 410, there is no "
         "such file; check --url.",
         TRANSFER_REFUSED},
        {NULL,
         "http://me:secret@a/f",
         {.proxy_code = 404},
         "http://a/f can't be fetched: the server answers 404, there is no such file; check --url.",
         TRANSFER_REFUSED},
        {"http://p",
         "http://a/f",
         {.proxy_code = 403},
         "http://a/f can't be fetched, through $http_proxy: the server answers 403; check --url.",
         TRANSFER_REFUSED},
        {NULL,
         "http://a/f",
         {.proxy_code = 403},
         "http://a/f can't be fetched: the server answers 403; check --url.",
         TRANSFER_REFUSED},
        {"http://p",
         "http://a/f",
         {.proxy_code = 407},
         "The proxy for http://a/f wants a name and a password; put them into the variable that "
         "names it.",
         TRANSFER_REFUSED},
        {NULL,
         "http://a:80/f",
         {.curl = CURLE_OPERATION_TIMEDOUT, .connected = true},
         "a:80 sent nothing for 7 s (see --timeout).",
         TRANSFER_BROKEN},
        {"http://p",
         "http://a:80/f",
         {.curl = CURLE_OPERATION_TIMEDOUT, .connected = true},
         "a:80 sent nothing for 7 s, through $http_proxy (see --timeout).",
         TRANSFER_BROKEN},
        {NULL,
         "http://a/f",
         {.curl = CURLE_OPERATION_TIMEDOUT},
         "data.bin can't be fetched: a can't be reached: no answer in 7 s; connect to the network, "
         "or hand over a file got elsewhere with --from.",
         TRANSFER_UNREACHABLE},
        {"http://me:secret@p:1",
         "http://a/f",
         {.curl = CURLE_OPERATION_TIMEDOUT},
         "The proxy that $http_proxy names (http://p:1) can't be used: no answer in 7 s; correct "
         "the variable or unset it.",
         TRANSFER_UNREACHABLE},
        {"http://p",
         "http://a/f",
         {.curl = CURLE_GOT_NOTHING, .text = "no\x1b[2J"},
         "a broke off the connection, through $http_proxy (no\xEF\xBF\xBD[2J).",
         TRANSFER_BROKEN},
        {NULL,
         "http://a/f",
         {.curl = CURLE_GOT_NOTHING, .text = "it went"},
         "a broke off the connection (it went).",
         TRANSFER_BROKEN},
        {NULL,
         "http://a/f",
         {.curl = CURLE_COULDNT_CONNECT, .text = "it went"},
         "data.bin can't be fetched: a can't be reached: it went; connect to the network, or hand "
         "over a file got elsewhere with --from.",
         TRANSFER_UNREACHABLE},
        {"http://p",
         "http://a/f",
         {.curl = CURLE_RECV_ERROR, .proxy_code = 407},
         "The proxy that $http_proxy names (http://p) answers 407, it wants a name and a password; "
         "correct the variable or unset it.",
         TRANSFER_UNREACHABLE},
        {"http://p",
         "http://a/f",
         {.curl = CURLE_RECV_ERROR, .proxy_code = 502},
         "The proxy that $http_proxy names (http://p) answers 502; correct the variable or unset "
         "it.",
         TRANSFER_UNREACHABLE},
        {NULL,
         "https://a/f",
         {.curl = CURLE_UNSUPPORTED_PROTOCOL},
         "https://a/f can't be fetched: it is, or leads to, no https address; check --url.",
         TRANSFER_REFUSED},
        {NULL,
         "https://a/f",
         {.curl = CURLE_PEER_FAILED_VERIFICATION, .text = "it is old"},
         "The certificate of a can't be trusted: it is old; is the package ca-certificates "
         "installed, and is the clock right?",
         TRANSFER_REFUSED},
        {NULL,
         "https://a/f",
         {.curl = CURLE_SSL_CIPHER, .text = "it is odd"},
         "https://a/f can't be fetched: it is odd.",
         TRANSFER_REFUSED},
        {NULL,
         "https://a/f",
         {.curl = CURLE_OUT_OF_MEMORY},
         "There is no memory for a download.",
         TRANSFER_REFUSED},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
        struct transfer transfer = {.url = CASE[i].url, .name = "data.bin", .timeout_s = 7};
        struct transfer_failure failure = CASE[i].failure;
        struct rt_error error;
        enum transfer_end end;
        failure.url = CASE[i].url;
        if (!failure.text)
            failure.text = "";
        if (CASE[i].proxy)
            setenv("http_proxy", CASE[i].proxy, 1);
        if (failure.curl == 0)
            end = transfer_explain_code(&transfer, failure.proxy_code, &error);
        else
            end = transfer_explain(&transfer, &failure, &error);
        unsetenv("http_proxy");
        assert_string_equal(error_text(&error), CASE[i].said);
        assert_int_equal(end, CASE[i].end);
        for (size_t value = 0; value < error.count; value++) /* no secret crosses */
            assert_true(!rt_error_text(&error, value) ||
                        !strstr(rt_error_text(&error, value), "secret"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_places_that_do_not_take_it),
        IN_FOLDER(test_locked),
        IN_FOLDER(test_two_at_once),
        IN_FOLDER(test_stop),
        cmocka_unit_test(test_public_urls),
        cmocka_unit_test(test_refusals_are_said),
    };
    return cmocka_run_group_tests(tests, download_start, download_finish);
}
