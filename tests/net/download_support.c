#include "config.h"

#include "download_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "rnntop/net/transfer.h"
#include "tests/base/sha256.h"
#include "tests/words/error_text.h"

struct http_server server;
char bytes[BYTES];
static char hex[SHA256_TEXT];

static void look(void *context, const struct download_progress *progress)
{
    struct seen *seen = context;
    seen->waits += progress->phase == DOWNLOAD_WAITING && seen->calls > 0;
    seen->calls++;
    assert_true(progress->bytes <= progress->total);
    assert_int_equal(progress->total, BYTES);
    if (progress->bytes > seen->most)
        seen->most = progress->bytes;
    if (progress->phase == DOWNLOAD_RECEIVING)
        seen->kept = progress->kept;
    if (seen->stop_at_half && progress->bytes >= HALF)
        atomic_store(seen->stop_at_half, true);
}

void prepare(struct trial *trial, const char *folder, const char *how)
{
    *trial = (struct trial){.path = path_in(folder, "cache/rnntop/data.bin"),
                            .part = path_in(folder, "cache/rnntop/data.bin.part")};
    snprintf(trial->url, sizeof trial->url, "http://127.0.0.1:%d/%s/data.bin", server.port, how);
    trial->download = (struct download){
        .url = trial->url,
        .path = trial->path,
        .file = {"data.bin", BYTES, DIGEST_SHA256, hex},
        .timeout_s = 20,
        .tries = 3,
        .wait_ms = 10,
        .wake_fd = -1,
        .progress = look,
        .context = &trial->seen,
    };
    http_server_reset(&server);
}

enum rt_status run(struct trial *trial)
{
    trial->error = (struct rt_error){0};
    trial->download.context = &trial->seen;
    trial->download.url = trial->url;
    size_t files = count_open_files();
    enum rt_status status = download_run(&trial->download, &trial->result, &trial->error);
    /* The server's side of a connection may close a moment later. */
    for (int i = 0; i < 500 && count_open_files() > files; i++)
        usleep(10000);
    assert_true(count_open_files() <= files);
    assert_int_equal(status != RT_OK, error_text(&trial->error)[0] != '\0');
    assert_null(strchr(error_text(&trial->error), '\x1b'));
    assert_int_equal(trial->result.kept > 0, trial->result.kept_in != NULL);
    assert_int_equal(trial->result.total, BYTES);
    if (status == RT_OK)
        assert_int_equal(trial->result.kept, 0);
    if (trial->result.kept_in)
        assert_string_equal(trial->result.kept_in, trial->part);
    free(trial->result.kept_in);
    return status;
}

void must_fetch(struct trial *trial, int requests)
{
    if (run(trial) != RT_OK)
        fail_msg("%s: expected success, got: %s", trial->url, error_text(&trial->error));
    expect_file(trial->path, bytes, BYTES);
    assert_int_equal(access(trial->part, F_OK), -1);
    assert_int_equal(atomic_load(&server.requests), requests);
}

void must_fail(struct trial *trial, enum rt_status expected, const char *words)
{
    enum rt_status status = run(trial);
    if (status != expected || trial->error.status != expected ||
        !strstr(error_text(&trial->error), words))
        fail_msg("%s: expected status %d and '%s', got %d: %s", trial->url, (int)expected, words,
                 (int)status, error_text(&trial->error));
    assert_int_equal(access(trial->path, F_OK), -1);
}

void expect_nothing_left(const char *folder)
{
    assert_int_equal(access(path_in(folder, "cache"), F_OK), -1);
}

void leave_part(const char *folder, const void *content, size_t size)
{
    mkdir(path_in(folder, "cache"), 0777);
    mkdir(path_in(folder, "cache/rnntop"), 0777);
    file_put(path_in(folder, "cache/rnntop/data.bin.part"), content, size);
}

int download_start(void **state)
{
    static char site[] = "/tmp/rnntop-site-XXXXXX";
    char path[64];
    struct rt_error error;
    (void)state;
    static const char *const variables[] = {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy",
                                            "ALL_PROXY",  "no_proxy",    "NO_PROXY"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        unsetenv(variables[i]);
    for (size_t i = 0; i < BYTES; i++)
        bytes[i] = (char)(i * 2654435761u >> 24);
    sha256_text(bytes, BYTES, hex);
    if (!mkdtemp(site))
        return -1;
    snprintf(path, sizeof path, "%s/data.bin", site);
    file_put(path, bytes, BYTES);
    alarm(240); /* whatever hangs */
    return http_server_start(&server, site) && transfer_init(&error) == RT_OK ? 0 : -1;
}

int download_finish(void **state)
{
    char path[600];
    (void)state;
    transfer_end_all();
    snprintf(path, sizeof path, "%s/data.bin", server.folder);
    return unlink(path) == 0 && rmdir(server.folder) == 0 ? 0 : -1;
}
