#include "config.h"

#include "rnntop/net/transfer.h"

#include <curl/curl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "rnntop/net/transfer_errors.h"

#define MAX_REDIRECTS 5
#define MAX_HEADERS   200000u /* bytes of all answers, below what libcurl takes */
#define SLOWEST       16      /* bytes a second: below that for timeout_s is a stall */
#define TICK_MS       100
#define UNKNOWN       UINT64_MAX

/* Why we ended it ourselves. */
enum cut { CUT_NONE, CUT_CODE, CUT_RANGE, CUT_SIZE, CUT_MORE, CUT_HEADERS, CUT_CALLER };

struct job {
    const struct transfer *transfer;
    struct rt_error *error;
    CURL *easy;
    char text[CURL_ERROR_SIZE];
    enum cut cut;
    bool begun;
    uint64_t at;          /* the next byte's place in the file */
    uint64_t offered;     /* the size that the answer gives its file */
    long code;            /* the answer's */
    size_t header_bytes;  /* so far */
    uint64_t range_first; /* of the answer's Content-Range, or UNKNOWN */
    uint64_t range_total;
};

const char *transfer_library(void)
{
    return curl_version();
}

enum rt_status transfer_init(struct rt_error *error)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0)
        return rt_fail(error, ERR_DOWNLOAD_LIBCURL_FAILED);
    return RT_OK;
}

void transfer_end_all(void)
{
    curl_global_cleanup();
}

/* ---- what comes ---- */

/* "Content-Range: bytes 100-199/200"; the total may be '*'. */
static void read_range(struct job *job, const char *line)
{
    uint64_t first, last, total;
    int fields =
        sscanf(line, "%*[^:]: bytes %" SCNu64 "-%" SCNu64 "/%" SCNu64, &first, &last, &total);
    if (fields >= 2)
        job->range_first = first;
    if (fields == 3)
        job->range_total = total;
}

static size_t on_header(char *bytes, size_t one, size_t count, void *context)
{
    static const char name[] = "content-range:";
    struct job *job = context;
    size_t size = one * count;
    char line[128];
    job->header_bytes += size;
    if (job->header_bytes > MAX_HEADERS) {
        job->cut = CUT_HEADERS;
        return 0;
    }
    /* A redirect's answer comes before the one that counts. */
    if (size >= 5 && strncasecmp(bytes, "HTTP/", 5) == 0)
        job->range_first = job->range_total = UNKNOWN;
    if (size < sizeof line && size >= sizeof name - 1 &&
        strncasecmp(bytes, name, sizeof name - 1) == 0) {
        memcpy(line, bytes, size);
        line[size] = '\0';
        read_range(job, line);
    }
    return size;
}

/* Judges the answer by its head. */
static enum cut judge(struct job *job)
{
    const struct transfer *transfer = job->transfer;
    curl_off_t length = -1;
    curl_easy_getinfo(job->easy, CURLINFO_RESPONSE_CODE, &job->code);
    curl_easy_getinfo(job->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    bool part = job->code == 206 && transfer->offset > 0;
    if (!part && (job->code == 206 || job->code == 416))
        return CUT_RANGE;
    if (!part && job->code != 200)
        return CUT_CODE;
    if (part && job->range_first != transfer->offset)
        return CUT_RANGE;
    job->at = part ? transfer->offset : 0;
    job->offered = transfer->size;
    if (part && job->range_total != UNKNOWN)
        job->offered = job->range_total;
    if (job->offered == transfer->size && length >= 0)
        job->offered = job->at + (uint64_t)length;
    return job->offered == transfer->size ? CUT_NONE : CUT_SIZE;
}

static bool begin(struct job *job)
{
    const struct transfer *transfer = job->transfer;
    job->cut = judge(job);
    if (job->cut == CUT_NONE && transfer->begin(transfer->context, job->at, job->error) != RT_OK)
        job->cut = CUT_CALLER;
    job->begun = job->cut == CUT_NONE;
    return job->begun;
}

static size_t on_bytes(char *bytes, size_t one, size_t count, void *context)
{
    struct job *job = context;
    const struct transfer *transfer = job->transfer;
    size_t size = one * count;
    if (size == 0)
        return 0;
    if (!job->begun && !begin(job))
        return 0;
    if (size > transfer->size - job->at) {
        job->cut = CUT_MORE;
        return 0;
    }
    if (transfer->add(transfer->context, bytes, size, job->error) != RT_OK) {
        job->cut = CUT_CALLER;
        return 0;
    }
    job->at += size;
    return size;
}

/* ---- one request ---- */

static bool set_protocols(CURL *easy, bool secure)
{
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http,https") ==
               CURLE_OK;
#else
    long both = CURLPROTO_HTTP | CURLPROTO_HTTPS;
    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS, both) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS, secure ? (long)CURLPROTO_HTTPS : both) ==
               CURLE_OK;
#endif
}

static bool set_options(struct job *job)
{
    const struct transfer *transfer = job->transfer;
    CURL *easy = job->easy;
    char range[32];
    bool good = set_protocols(easy, strncasecmp(transfer->url, "https:", 6) == 0) &&
                curl_easy_setopt(easy, CURLOPT_URL, transfer->url) == CURLE_OK &&
                curl_easy_setopt(easy, CURLOPT_USERAGENT, PACKAGE "/" VERSION) == CURLE_OK &&
                curl_easy_setopt(easy, CURLOPT_MAXREDIRS, (long)MAX_REDIRECTS) == CURLE_OK;
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, job->text);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, (long)transfer->timeout_s);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)SLOWEST);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)transfer->timeout_s);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, job);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_bytes);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, job);
    /* A proxy's own head lines for a tunnel are not the answer's. */
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
#if LIBCURL_VERSION_NUM >= 0x075700
    /* A name server that does not answer must not hold up who leaves. */
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#endif
    if (good && transfer->offset > 0) {
        /* Not CURLOPT_RESUME_FROM: it fails where a server sends the whole, which is as good. */
        snprintf(range, sizeof range, "%" PRIu64 "-", transfer->offset);
        good = curl_easy_setopt(easy, CURLOPT_RANGE, range) == CURLE_OK;
    }
    return good;
}

/* Runs it to its end or to a stop; false: stopped. */
static bool perform(const struct job *job, CURLM *multi, CURLcode *result)
{
    const struct transfer *transfer = job->transfer;
    struct curl_waitfd wake = {transfer->wake_fd, CURL_WAIT_POLLIN, 0};
    int running = 1, left;
    *result = CURLE_OK;
    for (;;) {
        if (transfer->stop && atomic_load(transfer->stop))
            return false;
        CURLMcode code = curl_multi_perform(multi, &running);
        if (code == CURLM_OK && running)
            code = curl_multi_poll(multi, &wake, transfer->wake_fd >= 0 ? 1 : 0, TICK_MS, NULL);
        if (code != CURLM_OK) {
            *result = CURLE_OUT_OF_MEMORY;
            return true;
        }
        transfer->tick(transfer->context);
        if (!running)
            break;
    }
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left))) {
        if (message->msg == CURLMSG_DONE)
            *result = message->data.result;
    }
    return true;
}

static enum transfer_end explain_cut(struct job *job)
{
    const struct transfer *transfer = job->transfer;
    struct rt_error *error = job->error;
    char url[TRANSFER_URL_SIZE];
    transfer_public_url(transfer->url, url);
    switch (job->cut) {
    case CUT_CODE:
        return transfer_explain_code(transfer, job->code, error);
    case CUT_RANGE:
        rt_fail(error, ERR_SERVER_GIVES_ANOTHER_PART, url);
        return transfer->offset > 0 ? TRANSFER_NO_RANGE : TRANSFER_REFUSED;
    case CUT_SIZE:
        rt_fail(error, ERR_SERVER_OFFERS_ANOTHER_SIZE, url, job->offered, transfer->name,
                transfer->size);
        return TRANSFER_REFUSED;
    case CUT_MORE:
        rt_fail(error, ERR_SERVER_SENDS_MORE, url, transfer->size, transfer->name);
        return TRANSFER_REFUSED;
    case CUT_HEADERS:
        rt_fail(error, ERR_SERVER_HEAD_ENDLESS, url);
        return TRANSFER_REFUSED;
    case CUT_NONE:
    case CUT_CALLER:
        break;
    }
    return TRANSFER_REFUSED; /* the caller's own error stands */
}

static enum transfer_end conclude(struct job *job, CURLcode result)
{
    struct transfer_failure failure = {
        .curl = result, .url = job->transfer->url, .text = job->text};
    const char *url = NULL;
    curl_off_t connected_us = 0;
    /* An answer without a single byte has not been judged yet. */
    if (result == CURLE_OK && !job->begun)
        job->cut = judge(job);
    if (job->cut != CUT_NONE)
        return explain_cut(job);
    if (result == CURLE_OK && job->at == job->transfer->size)
        return TRANSFER_WHOLE;
    if (result == CURLE_OK)
        failure.curl = CURLE_PARTIAL_FILE;
    curl_easy_getinfo(job->easy, CURLINFO_HTTP_CONNECTCODE, &failure.proxy_code);
    curl_easy_getinfo(job->easy, CURLINFO_OS_ERRNO, &failure.os_error);
    curl_easy_getinfo(job->easy, CURLINFO_CONNECT_TIME_T, &connected_us);
    failure.connected = connected_us > 0;
    if (curl_easy_getinfo(job->easy, CURLINFO_EFFECTIVE_URL, &url) == CURLE_OK && url)
        failure.url = url;
    return transfer_explain(job->transfer, &failure, job->error);
}

enum transfer_end transfer_run(const struct transfer *transfer, struct rt_error *error)
{
    enum transfer_end end = TRANSFER_REFUSED;
    struct job job = {.transfer = transfer,
                      .error = error,
                      .range_first = UNKNOWN,
                      .range_total = UNKNOWN,
                      .easy = curl_easy_init()};
    CURLM *multi = curl_multi_init();
    CURLcode result;
    if (job.easy && multi && set_options(&job) &&
        curl_multi_add_handle(multi, job.easy) == CURLM_OK) {
        if (perform(&job, multi, &result)) {
            end = conclude(&job, result);
        } else {
            rt_fail(error, ERR_STOPPED);
            end = TRANSFER_STOPPED;
        }
        curl_multi_remove_handle(multi, job.easy);
    } else {
        rt_fail(error, ERR_DOWNLOAD_NO_MEMORY);
    }
    curl_easy_cleanup(job.easy);
    curl_multi_cleanup(multi);
    return end;
}
