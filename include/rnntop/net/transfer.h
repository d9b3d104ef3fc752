/*
 * transfer: one HTTP request for a file of known size, or for the rest of it.
 *
 * Proxies, their exceptions and their passwords come from libcurl's ordinary variables. Redirects
 * are followed, a few, and never from https to http. A build without libcurl has this too: it then
 * fails with ERR_DOWNLOAD_NO_LIBCURL.
 */
#ifndef RNNTOP_NET_TRANSFER_H
#define RNNTOP_NET_TRANSFER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/status.h"

struct transfer {
    const char *url;         /* http:// or https:// */
    const char *name;        /* the file's, for errors */
    uint64_t offset;         /* ask for the bytes from here on; below size */
    uint64_t size;           /* the whole file's */
    unsigned timeout_s;      /* without an answer, a connection or bytes: the time-out */
    const atomic_bool *stop; /* may be NULL */
    int wake_fd;             /* readable when *stop has become true; -1: none */

    /* The caller's; each may fail and fill *error, which ends the transfer. */
    void *context;
    /* The answer is good and its bytes begin at the file's byte `from`: offset, or 0 from a server
     * that knows no ranges. Never called before there is a byte. */
    enum rt_status (*begin)(void *context, uint64_t from, struct rt_error *error);
    enum rt_status (*add)(void *context, const void *bytes, size_t size, struct rt_error *error);
    /* A few times a second. */
    void (*tick)(void *context);
};

enum transfer_end {
    TRANSFER_WHOLE,       /* the file's last byte has come */
    TRANSFER_BROKEN,      /* may well go on at another try: connection lost, stall, server busy */
    TRANSFER_UNREACHABLE, /* there is no way to the server, or to a proxy */
    TRANSFER_NO_RANGE,    /* the server does not give the rest: ask for the whole */
    TRANSFER_REFUSED,     /* another try would not help */
    TRANSFER_STOPPED
};

/* Never gives `add` a byte beyond the size. All but TRANSFER_WHOLE fill *error (not NULL). */
enum transfer_end transfer_run(const struct transfer *transfer, struct rt_error *error);

#define TRANSFER_URL_SIZE 512
/* A URL that others may see: without name and password, of a long one the beginning; else as it is,
 * whatever it holds. Returns out. */
const char *transfer_public_url(const char *url, char out[TRANSFER_URL_SIZE]);

/* What transfers: "libcurl/7.88.1 OpenSSL/3.0.17 ..." as it is now, or "none". */
const char *transfer_library(void);

/* Before the first transfer and other threads; after the last. */
enum rt_status transfer_init(struct rt_error *error);
void transfer_end_all(void);

#endif
