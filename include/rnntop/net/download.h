/*
 * download: a known file from the network to its place: whole, checked, or not at all.
 *
 * What has come is kept beside the place (see part.h) until the file is whole, so that a later call
 * goes on where this one ended. One thread; the callbacks are called on it.
 */
#ifndef RNNTOP_NET_DOWNLOAD_H
#define RNNTOP_NET_DOWNLOAD_H

#include <stdatomic.h>
#include <stdint.h>

#include "rnntop/base/status.h"
#include "rnntop/net/known_file.h"

enum download_phase {
    DOWNLOAD_ASKING,    /* no byte of this try has come yet */
    DOWNLOAD_RECEIVING, /* bytes come */
    DOWNLOAD_WAITING    /* a try failed: `why` tells it, the next begins in wait_ms */
};

struct download_progress {
    enum download_phase phase;
    uint64_t bytes;             /* of the file that are here */
    uint64_t kept;              /* of those, what was here before this try */
    uint64_t total;             /* of the file */
    const struct rt_error *why; /* or NULL */
    unsigned wait_ms;
};

struct download {
    const char *url;  /* of the file itself; http:// or https:// */
    const char *path; /* where it shall be */
    struct known_file file;
    unsigned timeout_s;      /* without an answer or bytes: a try's end */
    unsigned tries;          /* 1 or more; a file that has come and is wrong has one more */
    unsigned wait_ms;        /* before the second try; doubled before each further one */
    const atomic_bool *stop; /* may be NULL */
    int wake_fd;             /* readable when *stop has become true; -1: none */
    /* At the beginning of a phase and a few times a second. */
    void (*progress)(void *context, const struct download_progress *progress);
    void *context;
};

enum download_outcome {
    DOWNLOAD_THERE,    /* was there already, and right: nothing was fetched */
    DOWNLOAD_FETCHED,  /* was not there */
    DOWNLOAD_REPLACED, /* was there, and wrong */
};

struct download_result {
    enum download_outcome outcome; /* of one that went well; of others: */
    unsigned tries;                /* given up after so many; 0: more would not help */
    uint64_t kept, total;          /* bytes of the file that the next call goes on from; all */
    char *kept_in;                 /* the file that has them, or NULL; the caller frees */
};

/*
 * Fetches the file unless the right one is there. Fails with RT_ERR_IO where network, server or
 * disk fail, RT_ERR_FORMAT where what came is not the file, RT_INTERRUPTED once *stop is true,
 * RT_ERR_UNSUPPORTED without libcurl. error must not be NULL; *result is filled either way. Call
 * transfer_init() first.
 */
enum rt_status download_run(const struct download *download, struct download_result *result,
                            struct rt_error *error);

/* Takes away what an earlier, broken download of path left, if no other program is at it. */
void download_tidy(const char *path);

#endif
