#include "config.h"

#include "rnntop/net/transfer_errors.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "rnntop/base/utf8.h"

#define TEXT_SIZE 160

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

static void show_host(const char *url, char shown[TEXT_SIZE])
{
    size_t with_port, length;
    const char *host = find_host(url, &with_port, &length);
    utf8_sanitize(host, with_port, false, shown, TEXT_SIZE);
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

/* ---- sentences ---- */

static enum transfer_end explain_proxy(const char *variable, const struct transfer_failure *failure,
                                       const char *text, struct rt_error *error)
{
    char proxy[TRANSFER_SHOWN];
    transfer_show_url(getenv(variable), proxy);
    if (failure->proxy_code >= 400)
        rt_fail_text(
            error, RT_ERR_IO,
            "The proxy that $%s names (%.100s) answers %ld%s; correct the variable or unset it.",
            variable, proxy, failure->proxy_code,
            failure->proxy_code == 407 ? ", it wants a name and a password" : "");
    else
        rt_fail_text(
            error, RT_ERR_IO,
            "The proxy that $%s names (%.100s) can't be used: %s; correct the variable or unset "
            "it.",
            variable, proxy, text);
    return TRANSFER_UNREACHABLE;
}

/* " through $https_proxy", where that names a way. */
static void show_way(const char *url, char shown[TEXT_SIZE])
{
    const char *variable = transfer_proxy_variable(url);
    snprintf(shown, TEXT_SIZE, "%s%s", variable ? ", through $" : "", variable ? variable : "");
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

static enum transfer_end explain_broken(const char *host, const char *way, const char *text,
                                        struct rt_error *error)
{
    rt_fail_text(error, RT_ERR_IO, "%s broke off the connection%s (%s).", host, way, text);
    return TRANSFER_BROKEN;
}

static enum transfer_end explain_certificate(const char *host, const char *text,
                                             struct rt_error *error)
{
    rt_fail_text(
        error, RT_ERR_IO,
        "The certificate of %s can't be trusted: %s; is the package ca-certificates installed, "
        "and is the clock right?",
        host, text);
    return TRANSFER_REFUSED;
}

static enum transfer_end explain_unreachable(const struct transfer *transfer, int curl,
                                             const char *host, const char *text,
                                             struct rt_error *error)
{
    if (curl == CURLE_COULDNT_RESOLVE_HOST)
        rt_fail_text(
            error, RT_ERR_IO,
            "%s can't be fetched: no address is known for %s; connect to the network, or hand "
            "over a file got elsewhere with --from.",
            transfer->name, host);
    else
        rt_fail_text(
            error, RT_ERR_IO,
            "%s can't be fetched: %s can't be reached: %s; connect to the network, or hand "
            "over a file got elsewhere with --from.",
            transfer->name, host, text);
    return TRANSFER_UNREACHABLE;
}

/* A time-out before there was a connection: packets vanish, as behind some walls. */
static bool is_no_connection(const struct transfer_failure *failure)
{
    return failure->curl == CURLE_COULDNT_CONNECT ||
           (failure->curl == CURLE_OPERATION_TIMEDOUT && !failure->connected);
}

static void show_reason(const struct transfer *transfer, const struct transfer_failure *failure,
                        char shown[TEXT_SIZE])
{
    const char *words =
        failure->text[0] ? failure->text : curl_easy_strerror((CURLcode)failure->curl);
    /* "Connection refused" says more than libcurl does. */
    if (failure->curl == CURLE_COULDNT_CONNECT && failure->os_error != 0)
        words = strerror((int)failure->os_error);
    if (failure->curl == CURLE_OPERATION_TIMEDOUT && !failure->connected)
        snprintf(shown, TEXT_SIZE, "no answer in %u s", transfer->timeout_s);
    else
        utf8_sanitize(words, strlen(words), false, shown, TEXT_SIZE);
}

enum transfer_end transfer_explain(const struct transfer *transfer,
                                   const struct transfer_failure *failure, struct rt_error *error)
{
    char host[TEXT_SIZE], text[TEXT_SIZE], way[TEXT_SIZE], url[TRANSFER_SHOWN];
    const char *variable = transfer_proxy_variable(failure->url);
    bool no_way = may_be_proxy(failure->curl) || is_no_connection(failure);
    show_reason(transfer, failure, text);
    show_host(failure->url, host);
    show_way(failure->url, way);
    transfer_show_url(transfer->url, url);
    if (variable && (no_way || failure->proxy_code >= 400))
        return explain_proxy(variable, failure, text, error);
    if (is_no_connection(failure) || failure->curl == CURLE_COULDNT_RESOLVE_HOST)
        return explain_unreachable(transfer, failure->curl, host, text, error);
    switch (failure->curl) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
        return explain_certificate(host, text, error);
    case CURLE_TOO_MANY_REDIRECTS:
        rt_fail_text(error, RT_ERR_IO, "%s only leads from one address to the next; check --url.",
                     url);
        return TRANSFER_REFUSED;
    case CURLE_UNSUPPORTED_PROTOCOL:
        rt_fail_text(error, RT_ERR_IO,
                     "%s can't be fetched: it is, or leads to, no %s address; check --url.", url,
                     strncasecmp(transfer->url, "https:", 6) == 0 ? "https" : "http or https");
        return TRANSFER_REFUSED;
    case CURLE_URL_MALFORMAT:
        rt_fail_text(error, RT_ERR_IO, "%s is no address that can be read; check --url.", url);
        return TRANSFER_REFUSED;
    case CURLE_OPERATION_TIMEDOUT:
        rt_fail_text(error, RT_ERR_IO, "%s sent nothing for %u s%s (see --timeout).", host,
                     transfer->timeout_s, way);
        return TRANSFER_BROKEN;
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return explain_broken(host, way, text, error);
    case CURLE_OUT_OF_MEMORY:
        rt_fail_text(error, RT_ERR_MEMORY, "There is no memory for a download.");
        return TRANSFER_REFUSED;
    default:
        rt_fail_text(error, RT_ERR_IO, "%s can't be fetched: %s.", url, text);
        return TRANSFER_REFUSED;
    }
}

enum transfer_end transfer_explain_code(const struct transfer *transfer, long code,
                                        struct rt_error *error)
{
    char url[TRANSFER_SHOWN], way[TEXT_SIZE];
    transfer_show_url(transfer->url, url);
    show_way(transfer->url, way);
    bool busy = code >= 500 || code == 408 || code == 429;
    /* Without a tunnel a proxy's own answers come as the server's. */
    if (code == 407)
        rt_fail_text(
            error, RT_ERR_IO,
            "The proxy for %s wants a name and a password; put them into the variable that "
            "names it.",
            url);
    else
        rt_fail_text(error, RT_ERR_IO, "%s can't be fetched%s: the server answers %ld%s.", url, way,
                     code,
                     busy                         ? ""
                     : code == 404 || code == 410 ? ", there is no such file; check --url"
                                                  : "; check --url");
    return busy ? TRANSFER_BROKEN : TRANSFER_REFUSED;
}
