#include "config.h"

#include "rnntop/net/download.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "rnntop/base/clock.h"
#include "rnntop/files/places.h"
#include "rnntop/net/part.h"
#include "rnntop/net/transfer.h"

#define SHOWN_SIZE 160
#define TICK_MS    100

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

static void tell(const struct job *job, enum download_phase phase, const char *why,
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
static bool wait_for_next(const struct job *job, const char *why, unsigned wait_ms)
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
    /* Who never had a way to the server has no network; who had one may have it again. */
    return end == TRANSFER_BROKEN || (end == TRANSFER_UNREACHABLE && job->came > 0);
}

static enum rt_status give_up(unsigned tries, struct rt_error *error)
{
    struct rt_error last = *error;
    return rt_fail_text(error, last.status, "%s Given up after %u %s; try again later.", last.text,
                        tries, tries == 1 ? "try" : "tries");
}

/* Brings the part to its full size. */
static enum rt_status receive(struct job *job, struct rt_error *error)
{
    const struct download *download = job->download;
    unsigned wait_ms = download->wait_ms;
    enum transfer_end end = TRANSFER_WHOLE;
    for (unsigned tries = 1; job->part.bytes != download->file.bytes; tries++) {
        end = try_once(job, error);
        if (end == TRANSFER_NO_RANGE && !job->whole) {
            job->whole = true; /* and at once: the server is there */
            continue;
        }
        if (end == TRANSFER_WHOLE)
            break;
        if (!may_go_on(job, end))
            return error->status;
        if (tries >= download->tries)
            return give_up(tries, error);
        if (!wait_for_next(job, error->text, wait_ms))
            return rt_fail_text(error, RT_INTERRUPTED, "Stopped.");
        wait_ms *= 2;
    }
    return RT_OK;
}

/* ---- the whole ---- */

static enum rt_status refuse_wrong(struct job *job, struct rt_error *error)
{
    const struct download *download = job->download;
    char url[TRANSFER_SHOWN];
    transfer_show_url(download->url, url);
    part_remove(&job->part);
    return rt_fail_text(
        error, RT_ERR_FORMAT,
        "What came from %s is not %s: its %s is another one; nothing of it is kept. "
        "Check --url, and who answers in its place.",
        url, download->file.name, digest_name(download->file.kind));
}

/* Receives and checks until the part is the file. */
static enum rt_status complete(struct job *job, struct rt_error *error)
{
    const struct download *download = job->download;
    for (;;) {
        bool right;
        enum rt_status status = RT_OK;
        if (job->part.bytes > download->file.bytes)
            status = part_cut(&job->part, 0, error);
        job->pieced = job->part.bytes > 0;
        if (status == RT_OK)
            status = receive(job, error);
        if (status == RT_OK)
            status = known_file_match(&download->file, job->part.fd, job->part.path, download->stop,
                                      &right, error);
        if (status != RT_OK || right)
            return status;
        /* An earlier part of another file, or of one that has changed, spoils what is right. */
        if (!job->pieced || job->over)
            return refuse_wrong(job, error);
        job->over = true;
        status = part_cut(&job->part, 0, error);
        if (status != RT_OK)
            return status;
    }
}

/* Adds to a failure's sentence what the next call finds. */
static void add_kept(struct job *job, struct rt_error *error)
{
    char shown[SHOWN_SIZE], bytes[KNOWN_SIZE_TEXT];
    struct rt_error before = *error;
    /* An answer that turned out to be another file left nothing to go on from. */
    if (before.status == RT_ERR_FORMAT && job->receiving)
        part_remove(&job->part);
    if (job->part.fd < 0 || job->part.bytes == 0)
        return;
    places_tilde(job->part.path, shown, sizeof shown);
    known_file_size(job->part.bytes, bytes);
    /* The sentence first: it is cut last. */
    rt_fail_text(error, before.status,
                 "%s %s (%.0f %%) are kept in %s, and the same command goes on.", before.text,
                 bytes, 100.0 * (double)job->part.bytes / (double)job->download->file.bytes, shown);
}

enum rt_status download_run(const struct download *download, enum download_outcome *outcome,
                            struct rt_error *error)
{
    struct job job = {.download = download};
    enum known_state state;
    enum rt_status status = part_init(&job.part, download->path, error);
    if (status != RT_OK)
        return status;
    status = part_open(&job.part, error);
    /* Only now: a program that held the part may just have put the file in its place. */
    if (status == RT_OK)
        status = known_file_check(&download->file, download->path, download->stop, &state, error);
    if (status == RT_OK && state == KNOWN_RIGHT) {
        part_remove(&job.part);
        *outcome = DOWNLOAD_THERE;
    } else if (status == RT_OK) {
        *outcome = state == KNOWN_WRONG ? DOWNLOAD_REPLACED : DOWNLOAD_FETCHED;
        status = complete(&job, error);
        if (status == RT_OK)
            status = part_publish(&job.part, download->path, error);
        if (status == RT_OK)
            *error = (struct rt_error){0}; /* of tries before the one that went well */
        else
            add_kept(&job, error);
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
