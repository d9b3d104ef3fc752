#include "config.h"

#include "rnntop/net/transfer_errors.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define HOST_SIZE 300 /* the longest name of a host, and a port */

/* ---- names ---- */

/* Where the URL's host begins, and how long it is with and without its port. */
static const char *find_host(const char *url, size_t *with_port, size_t *length)
{
    const char *scheme = strstr(url, "://");
    const char *host = scheme ? scheme + 3 : url;
    size_t authority = strcspn(host, "/?#");
    for (size_t i = authority; i > 0; i--) {
        if (host[i - 1] == '@') {
            host += i;
            authority -= i;
            break;
        }
    }
    *with_port = authority;
    *length = authority;
    /* [::1]:80 */
    const char *colon = memchr(host, ']', authority);
    colon = colon ? colon + 1 : memchr(host, ':', authority);
    if (colon && colon < host + authority)
        *length = (size_t)(colon - host);
    return host;
}

/* The host with its port, as it stands in the URL. */
static const char *host_of(const char *url, char out[HOST_SIZE])
{
    size_t with_port, length;
    const char *host = find_host(url, &with_port, &length);
    snprintf(out, HOST_SIZE, "%.*s", (int)with_port, host);
    return out;
}

/* Whether one entry of no_proxy stands for the host: the host itself, or a domain it is in. */
static bool excepts(const char *entry, size_t entry_length, const char *host, size_t length)
{
    if (entry_length == 1 && entry[0] == '*')
        return true;
    if (entry_length > 0 && entry[0] == '.') {
        entry++;
        entry_length--;
    }
    if (entry_length == 0 || entry_length > length)
        return false;
    size_t before = length - entry_length;
    return strncasecmp(host + before, entry, entry_length) == 0 &&
           (before == 0 || host[before - 1] == '.');
}

static const char *set_variable(const char *const *names)
{
    for (; *names; names++) {
        const char *value = getenv(*names);
        if (value && value[0] != '\0')
            return *names;
    }
    return NULL;
}

const char *transfer_proxy_variable(const char *url)
{
    /* HTTP_PROXY is not among them: a web server's scripts have it from whoever asks. */
    static const char *const for_https[] = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
                                            NULL};
    static const char *const for_http[] = {"http_proxy", "all_proxy", "ALL_PROXY", NULL};
    static const char *const exceptions[] = {"no_proxy", "NO_PROXY", NULL};
    size_t with_port, length;
    const char *host = find_host(url, &with_port, &length);
    const char *except = set_variable(exceptions);
    for (const char *at = except ? getenv(except) : ""; *at != '\0';) {
        size_t entry = strcspn(at, ", ");
        if (excepts(at, entry, host, length))
            return NULL;
        at += entry + strspn(at + entry, ", ");
    }
    return set_variable(strncasecmp(url, "https:", 6) == 0 ? for_https : for_http);
}

/* ---- what went wrong ---- */

/* libcurl's own words for it. */
static const char *words_of(const struct transfer_failure *failure)
{
    return failure->text[0] ? failure->text : curl_easy_strerror((CURLcode)failure->curl);
}

/* A time-out before there was a connection: packets vanish, as behind some walls. */
static bool is_silence(const struct transfer_failure *failure)
{
    return failure->curl == CURLE_OPERATION_TIMEDOUT && !failure->connected;
}

static bool is_no_connection(const struct transfer_failure *failure)
{
    return failure->curl == CURLE_COULDNT_CONNECT || is_silence(failure);
}

static bool may_be_proxy(int curl)
{
    switch (curl) {
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
        return true;
    default:
        return false;
    }
}

/* "Connection refused" says more than libcurl does. */
static bool is_refused_by_system(const struct transfer_failure *failure)
{
    return failure->curl == CURLE_COULDNT_CONNECT && failure->os_error != 0;
}

static enum transfer_end explain_proxy(const struct transfer *transfer, const char *variable,
                                       const struct transfer_failure *failure,
                                       struct rt_error *error)
{
    char proxy[TRANSFER_URL_SIZE];
    transfer_public_url(getenv(variable), proxy);
    if (failure->proxy_code == 407)
        rt_fail(error, ERR_PROXY_WANTS_LOGIN, variable, proxy, failure->proxy_code);
    else if (failure->proxy_code >= 400)
        rt_fail(error, ERR_PROXY_REFUSES, variable, proxy, failure->proxy_code);
    else if (is_silence(failure))
        rt_fail(error, ERR_PROXY_SILENT, variable, proxy, transfer->timeout_s);
    else if (is_refused_by_system(failure))
        rt_fail(error, ERR_PROXY_NOT_REACHED, variable, proxy, failure->os_error);
    else
        rt_fail(error, ERR_PROXY_NOT_REACHED_SAYS, variable, proxy, words_of(failure));
    return TRANSFER_UNREACHABLE;
}

static enum transfer_end explain_unreachable(const struct transfer *transfer,
                                             const struct transfer_failure *failure,
                                             const char *host, struct rt_error *error)
{
    if (failure->curl == CURLE_COULDNT_RESOLVE_HOST)
        rt_fail(error, ERR_HOST_UNKNOWN, transfer->name, host);
    else if (is_silence(failure))
        rt_fail(error, ERR_HOST_SILENT, transfer->name, host, transfer->timeout_s);
    else if (is_refused_by_system(failure))
        rt_fail(error, ERR_HOST_NOT_REACHED, transfer->name, host, failure->os_error);
    else
        rt_fail(error, ERR_HOST_NOT_REACHED_SAYS, transfer->name, host, words_of(failure));
    return TRANSFER_UNREACHABLE;
}

/* Who was reached, perhaps through the proxy that a variable names, and then came to no end. */
static enum transfer_end explain_broken(const struct transfer *transfer,
                                        const struct transfer_failure *failure, const char *host,
                                        const char *variable, struct rt_error *error)
{
    bool timed_out = failure->curl == CURLE_OPERATION_TIMEDOUT;
    if (timed_out && variable)
        rt_fail(error, ERR_SERVER_SENT_NOTHING_THROUGH, host, variable, transfer->timeout_s);
    else if (timed_out)
        rt_fail(error, ERR_SERVER_SENT_NOTHING, host, transfer->timeout_s);
    else if (variable)
        rt_fail(error, ERR_SERVER_BROKE_OFF_THROUGH, host, variable, words_of(failure));
    else
        rt_fail(error, ERR_SERVER_BROKE_OFF, host, words_of(failure));
    return TRANSFER_BROKEN;
}

enum transfer_end transfer_explain(const struct transfer *transfer,
                                   const struct transfer_failure *failure, struct rt_error *error)
{
    char host[HOST_SIZE], url[TRANSFER_URL_SIZE];
    const char *variable = transfer_proxy_variable(failure->url);
    bool no_way = may_be_proxy(failure->curl) || is_no_connection(failure);
    host_of(failure->url, host);
    transfer_public_url(transfer->url, url);
    if (variable && (no_way || failure->proxy_code >= 400))
        return explain_proxy(transfer, variable, failure, error);
    if (is_no_connection(failure) || failure->curl == CURLE_COULDNT_RESOLVE_HOST)
        return explain_unreachable(transfer, failure, host, error);
    switch (failure->curl) {
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return explain_broken(transfer, failure, host, variable, error);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
        rt_fail(error, ERR_CERTIFICATE_NOT_TRUSTED, host, words_of(failure));
        break;
    case CURLE_TOO_MANY_REDIRECTS:
        rt_fail(error, ERR_SERVER_LEADS_IN_CIRCLES, url);
        break;
    case CURLE_UNSUPPORTED_PROTOCOL:
        if (strncasecmp(transfer->url, "https:", 6) == 0)
            rt_fail(error, ERR_SERVER_LEADS_TO_NO_HTTPS, url);
        else
            rt_fail(error, ERR_SERVER_LEADS_TO_NO_HTTP, url);
        break;
    case CURLE_URL_MALFORMAT:
        rt_fail(error, ERR_URL_UNREADABLE, url);
        break;
    case CURLE_OUT_OF_MEMORY:
        rt_fail(error, ERR_DOWNLOAD_NO_MEMORY);
        break;
    default:
        rt_fail(error, ERR_DOWNLOAD_FAILED, url, words_of(failure));
        break;
    }
    return TRANSFER_REFUSED;
}

enum transfer_end transfer_explain_code(const struct transfer *transfer, long code,
                                        struct rt_error *error)
{
    char url[TRANSFER_URL_SIZE];
    const char *variable = transfer_proxy_variable(transfer->url);
    bool busy = code >= 500 || code == 408 || code == 429;
    transfer_public_url(transfer->url, url);
    /* Without a tunnel a proxy's own answers come as the server's. */
    if (code == 407)
        rt_fail(error, ERR_PROXY_WANTS_PASSWORD, url);
    else if (busy && variable)
        rt_fail(error, ERR_SERVER_BUSY_THROUGH, url, variable, code);
    else if (busy)
        rt_fail(error, ERR_SERVER_BUSY, url, code);
    else if ((code == 404 || code == 410) && variable)
        rt_fail(error, ERR_SERVER_HAS_NO_SUCH_FILE_THROUGH, url, variable, code);
    else if (code == 404 || code == 410)
        rt_fail(error, ERR_SERVER_HAS_NO_SUCH_FILE, url, code);
    else if (variable)
        rt_fail(error, ERR_SERVER_REFUSES_THROUGH, url, variable, code);
    else
        rt_fail(error, ERR_SERVER_REFUSES, url, code);
    return busy ? TRANSFER_BROKEN : TRANSFER_REFUSED;
}
