/*
 * transfer_errors: what can go wrong between here and a server, as errors of rnntop.
 */
#ifndef RNNTOP_NET_TRANSFER_ERRORS_H
#define RNNTOP_NET_TRANSFER_ERRORS_H

#include "rnntop/net/transfer.h"

/* Where a transfer of libcurl's came to its end. */
struct transfer_failure {
    int curl;         /* a CURLcode */
    const char *url;  /* where redirects had led to */
    bool connected;   /* with the server or a proxy */
    long proxy_code;  /* a proxy's answer to CONNECT, or 0 */
    long os_error;    /* errno of the connection, or 0 */
    const char *text; /* libcurl's own words, or "" */
};

/* Fills *error with what the failure was: its values name the host, or the variable of the proxy.
 */
enum transfer_end transfer_explain(const struct transfer *transfer,
                                   const struct transfer_failure *failure, struct rt_error *error);

/* Tells an answer that brings no file: 404, 503. */
enum transfer_end transfer_explain_code(const struct transfer *transfer, long code,
                                        struct rt_error *error);

/* The variable that names the proxy for a URL, as libcurl looks it up; NULL where none does, or
 * where no_proxy excepts the host. */
const char *transfer_proxy_variable(const char *url);

#endif
