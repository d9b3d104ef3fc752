#include "config.h"

#include "rnntop/net/download.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#include "rnntop/base/clock.h"
#include "rnntop/net/part.h"
#include "rnntop/net/transfer.h"

#define TICK_MS 100

struct job {
    const struct download *download;
    struct part part;
    uint64_t kept;  /* bytes of the part before this try */
    uint64_t came;  /* bytes from the network, of all tries */
    bool receiving; /* this try has brought a byte */
    bool pieced;    /* the part is of more than one answer */
    bool over;      /* it was begun anew already, since its pieces gave another file */
    bool whole;     /* the server gives no parts: ask for the whole file */
};

static void tell(const struct job *job, enum download_phase phase, const struct rt_error *why,
                 unsigned wait_ms)
{
    const struct download *download = job->download;
    struct download_progress progress = {
        .phase = phase,
        .bytes = job->part.bytes,
        .kept = job->kept,
        .total = download->file.bytes,
        .why = why,
        .wait_ms = wait_ms,
    };
    if (download->progress)
        download->progress(download->context, &progress);
}

/* ---- one try ---- */

static enum rt_status on_begin(void *context, uint64_t from, struct rt_error *error)
{
    struct job *job = context;
    enum rt_status status = part_cut(&job->part, from, error);
    job->kept = job->part.bytes;
    job->pieced = from > 0;
    job->receiving = true;
    return status;
}

static enum rt_status on_add(void *context, const void *bytes, size_t size, struct rt_error *error)
{
    struct job *job = context;
    job->came += size;
    return part_add(&job->part, bytes, size, error);
}

static void on_tick(void *context)
{
    const struct job *job = context;
    tell(job, job->receiving ? DOWNLOAD_RECEIVING : DOWNLOAD_ASKING, NULL, 0);
}

static enum transfer_end try_once(struct job *job, struct rt_error *error)
{
    const struct download *download = job->download;
    struct transfer transfer = {
        .url = download->url,
        .name = download->file.name,
        .offset = job->whole ? 0 : job->part.bytes,
        .size = download->file.bytes,
        .timeout_s = download->timeout_s,
        .stop = download->stop,
        .wake_fd = download->wake_fd,
        .context = job,
        .begin = on_begin,
        .add = on_add,
        .tick = on_tick,
    };
    job->kept = job->part.bytes;
    job->receiving = false;
    tell(job, DOWNLOAD_ASKING, NULL, 0);
    return transfer_run(&transfer, error);
}

/* Waits before the next try; false: stopped. */
static bool wait_for_next(const struct job *job, const struct rt_error *why, unsigned wait_ms)
{
    const struct download *download = job->download;
    uint64_t end_ns = clock_now_ns() + wait_ms * UINT64_C(1000000);
    uint64_t now_ns;
    while ((now_ns = clock_now_ns()) < end_ns) {
        struct pollfd wake = {.fd = download->wake_fd, .events = POLLIN};
        if (download->stop && atomic_load(download->stop))
            return false;
        unsigned left_ms = (unsigned)((end_ns - now_ns) / 1000000) + 1;
        tell(job, DOWNLOAD_WAITING, why, left_ms);
        poll(&wake, 1, (int)(left_ms < TICK_MS ? left_ms : TICK_MS));
    }
    return true;
}

/* Whether a try that ended so is worth another one. */
static bool may_go_on(const struct job *job, enum transfer_end end)
{
    /* A server that could never be reached stays so: there is no network. One that was reached
     * before may be reached again. */
    return end == TRANSFER_BROKEN || (end == TRANSFER_UNREACHABLE && job->came > 0);
}

/* Brings the part to its full size. */
static enum rt_status receive(struct job *job, struct download_result *result,
                              struct rt_error *error)
{
    const struct download *download = job->download;
    unsigned wait_ms = download->wait_ms;
    enum transfer_end end = TRANSFER_WHOLE;
    for (unsigned tries = 1; job->part.bytes != download->file.bytes; tries++) {
        end = try_once(job, error);
        if (end == TRANSFER_NO_RANGE && !job->whole) {
            job->whole = true; /* without waiting, since the server is there */
            continue;
        }
        if (end == TRANSFER_WHOLE)
            break;
        if (!may_go_on(job, end))
            return error->status;
        if (tries >= download->tries) {
            result->tries = tries;
            return error->status;
        }
        if (!wait_for_next(job, error, wait_ms))
            return rt_fail(error, ERR_STOPPED);
        wait_ms *= 2;
    }
    return RT_OK;
}

/* ---- the whole ---- */

static enum rt_status refuse_wrong(struct job *job, struct rt_error *error)
{
    const struct download *download = job->download;
    char url[TRANSFER_URL_SIZE];
    part_remove(&job->part);
    return rt_fail(error, ERR_DOWNLOAD_IS_ANOTHER, transfer_public_url(download->url, url),
                   download->file.name, digest_name(download->file.kind));
}

/* Receives and checks until the part is the file. */
static enum rt_status complete(struct job *job, struct download_result *result,
                               struct rt_error *error)
{
    const struct download *download = job->download;
    for (;;) {
        bool right;
        enum rt_status status = RT_OK;
        if (job->part.bytes > download->file.bytes)
            status = part_cut(&job->part, 0, error);
        job->pieced = job->part.bytes > 0;
        if (status == RT_OK)
            status = receive(job, result, error);
        if (status == RT_OK)
            status = known_file_match(&download->file, job->part.fd, job->part.path, download->stop,
                                      &right, error);
        if (status != RT_OK || right)
            return status;
        /* The part had bytes of an earlier answer, perhaps of another file or of one that has
         * changed since: try once more from nothing. */
        if (!job->pieced || job->over)
            return refuse_wrong(job, error);
        job->over = true;
        status = part_cut(&job->part, 0, error);
        if (status != RT_OK)
            return status;
    }
}

/* What a call after a failed one finds. */
static void note_kept(struct job *job, enum rt_status failed, struct download_result *result)
{
    /* An answer that turned out to be another file left nothing to go on from. */
    if (failed == RT_ERR_FORMAT && job->receiving)
        part_remove(&job->part);
    if (job->part.fd < 0 || job->part.bytes == 0)
        return;
    result->kept_in = strdup(job->part.path);
    result->kept = job->part.bytes;
}

enum rt_status download_run(const struct download *download, struct download_result *result,
                            struct rt_error *error)
{
    struct job job = {.download = download};
    enum known_state state;
    *result = (struct download_result){.total = download->file.bytes};
    enum rt_status status = part_init(&job.part, download->path, error);
    if (status != RT_OK)
        return status;
    status = part_open(&job.part, error);
    /* Looked for only now, with the part locked: the program that held it may just have put the
     * file in its place. */
    if (status == RT_OK)
        status = known_file_check(&download->file, download->path, download->stop, &state, error);
    if (status == RT_OK && state == KNOWN_RIGHT) {
        part_remove(&job.part);
        result->outcome = DOWNLOAD_THERE;
    } else if (status == RT_OK) {
        result->outcome = state == KNOWN_WRONG ? DOWNLOAD_REPLACED : DOWNLOAD_FETCHED;
        status = complete(&job, result, error);
        if (status == RT_OK)
            status = part_publish(&job.part, download->path, error);
        if (status == RT_OK)
            *error = (struct rt_error){0}; /* of tries before the one that went well */
        else
            note_kept(&job, status, result);
    }
    part_close(&job.part);
    return status;
}

void download_tidy(const char *path)
{
    struct part part;
    struct rt_error error;
    if (part_init(&part, path, &error) != RT_OK)
        return;
    if (part_open(&part, &error) == RT_OK)
        part_remove(&part);
    part_close(&part);
}
