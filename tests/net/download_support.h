/*
 * download_support: downloads from a server on this machine to a test's own folder.
 */
#ifndef RNNTOP_TESTS_DOWNLOAD_SUPPORT_H
#define RNNTOP_TESTS_DOWNLOAD_SUPPORT_H

#include <stdatomic.h>
#include <stddef.h>

#include "http_server.h"
#include "rnntop/net/download.h"
#include "tests/files/files_support.h"

#define BYTES 300000
#define HALF  (BYTES / 2)

/* The server, and the file data.bin that it serves; while the tests run. */
extern struct http_server server;
extern char bytes[BYTES];

/* cmocka's set-up and tear-down of the group: server and libcurl, no proxies, and an alarm for
 * whatever hangs. */
int download_start(void **state);
int download_finish(void **state);

/* What a download told of itself. */
struct seen {
    int calls, waits;
    uint64_t most, kept;
    atomic_bool *stop_at_half;
};

struct trial {
    const char *path, *part; /* the target, and what is kept of it */
    char url[256];
    struct download download;
    struct seen seen;
    struct download_result result; /* kept_in: whether it is `part`, and no more */
    struct rt_error error;
};

/* A download in the manner that `how` names (see http_server.h) to folder/cache/rnntop/data.bin. */
void prepare(struct trial *trial, const char *folder, const char *how);
/* Runs it; what it opened is closed again, and there is a sentence exactly where it failed. */
enum rt_status run(struct trial *trial);
/* It succeeds, the file is right, nothing lies beside it, and so many requests were made. */
void must_fetch(struct trial *trial, int requests);
/* It fails so, with these words, and there is no file. */
void must_fail(struct trial *trial, enum rt_status expected, const char *words);
/* Not even the folder. */
void expect_nothing_left(const char *folder);
/* Puts `size` bytes where an earlier download would have left them. */
void leave_part(const char *folder, const void *content, size_t size);

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)

#endif
