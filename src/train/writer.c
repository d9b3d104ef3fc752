#include "config.h"

#include "rnntop/train/writer.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "rnntop/base/clock.h"
#include "rnntop/files/run_files.h"
#include "rnntop/spec/settings.h"

#define FLUSH_SECONDS 0.05 /* how soon answers that found no room are offered again */
#define RETRY_SECONDS 2.0  /* how soon rows that a full disk refused are tried again */
#define FOREVER       -1.0

/* A model to save, or a row of a CSV file. */
struct job {
    struct job *next;
    uint32_t run;
    char *path;                      /* of the model; owned; NULL: the run's own name */
    struct model_snapshot *snapshot; /* owned; NULL: a row */
    struct csv_row *row;             /* owned; NULL: a model */
};

struct job_list {
    struct job *first, *last;
};

/* What there was no memory to queue; told by the thread, the ring's only producer. */
struct refused {
    bool save, csv;
    float position;
};

struct writer {
    struct ring *ring;
    pthread_t thread;
    bool joined;
    struct run_files files[SETTINGS_MAX_RUNS]; /* the thread's own */

    pthread_mutex_t lock; /* for what follows, and for telling */
    pthread_cond_t work;  /* something for the thread to do */
    pthread_cond_t done;  /* the thread has ended */
    struct job_list queue;
    struct refused refused[SETTINGS_MAX_RUNS];
    bool any_refused;
    bool busy;      /* the thread is doing a job */
    bool flushed;   /* the ring has taken every answer */
    bool finishing; /* end when the queue is empty */
    bool ended;
    bool abandoned; /* the owner waits no longer: the ring may be gone */
    bool disowned;  /* and has let go of this too: the thread frees it */
};

/* ---- jobs ---- */

static void job_destroy(struct job *job)
{
    if (!job)
        return;
    model_snapshot_destroy(job->snapshot);
    csv_row_destroy(job->row);
    free(job->path);
    free(job);
}

static void job_push(struct job_list *list, struct job *job)
{
    job->next = NULL;
    if (list->last)
        list->last->next = job;
    else
        list->first = job;
    list->last = job;
}

static struct job *job_pop(struct job_list *list)
{
    struct job *job = list->first;
    if (job)
        list->first = job->next;
    if (!list->first)
        list->last = NULL;
    return job;
}

static void job_clear(struct job_list *list)
{
    struct job *job;
    while ((job = job_pop(list)))
        job_destroy(job);
}

/* ---- telling ---- */

/* Telling holds the lock, so that an owner who gives up can take the ring away. */
static void tell(struct writer *writer, uint32_t run, struct run_event *event)
{
    event->run = run;
    pthread_mutex_lock(&writer->lock);
    if (!writer->abandoned) {
        ring_must(writer->ring, event);
        writer->flushed = ring_flush(writer->ring);
    }
    pthread_mutex_unlock(&writer->lock);
}

static void tell_not_saved(struct writer *writer, uint32_t run, float position, const char *reason)
{
    struct run_event event = {.kind = EVENT_SAVED};
    event.as.saved.position = position;
    snprintf(event.as.saved.text, sizeof event.as.saved.text, "%s", reason);
    tell(writer, run, &event);
}

static void tell_warning(struct writer *writer, uint32_t run, const char *text)
{
    struct run_event event = {.kind = EVENT_MESSAGE};
    event.as.message.warning = true;
    snprintf(event.as.message.text, sizeof event.as.message.text, "%s", text);
    tell(writer, run, &event);
}

static bool rows_wait(const struct writer *writer)
{
    for (size_t i = 0; i < SETTINGS_MAX_RUNS; i++) {
        if (writer->files[i].rows)
            return true;
    }
    return false;
}

static void retry_rows(struct writer *writer)
{
    for (uint32_t i = 0; i < SETTINGS_MAX_RUNS; i++) {
        struct run_event event = {.kind = EVENT_MESSAGE};
        if (writer->files[i].rows && run_files_retry(&writer->files[i], &event.as.message))
            tell(writer, i, &event);
    }
}

/* ---- the thread ---- */

/* Waits for work at most so many seconds, or FOREVER. The lock is held. */
static bool wait_until(pthread_cond_t *changed, pthread_mutex_t *lock, double seconds)
{
    if (seconds < 0)
        return pthread_cond_wait(changed, lock) == 0;
    uint64_t until = clock_now_ns() + (uint64_t)(seconds * 1e9);
    struct timespec time = {(time_t)(until / 1000000000u), (long)(until % 1000000000u)};
    return pthread_cond_timedwait(changed, lock, &time) != ETIMEDOUT;
}

static void do_job(struct writer *writer, struct job *job)
{
    struct run_files *files = &writer->files[job->run];
    struct run_event event = {.kind = job->row ? EVENT_MESSAGE : EVENT_SAVED};
    bool worth_telling = true;
    if (job->row)
        worth_telling = run_files_add(files, job->row, &event.as.message);
    else
        run_files_save(files, job->snapshot, job->path, &event.as.saved);
    job->row = NULL; /* theirs now */
    if (worth_telling)
        tell(writer, job->run, &event);
    job_destroy(job);
}

static void tell_refused(struct writer *writer)
{
    for (uint32_t i = 0; i < SETTINGS_MAX_RUNS; i++) {
        pthread_mutex_lock(&writer->lock);
        struct refused refused = writer->refused[i];
        writer->refused[i] = (struct refused){0};
        pthread_mutex_unlock(&writer->lock);
        if (refused.save)
            tell_not_saved(writer, i, refused.position, "There is no memory left to save it.");
        if (refused.csv)
            tell_warning(writer, i, "A row of the CSV file is lost: no memory.");
    }
}

/* Waits until there is something to do, and does it. False: nothing is left and it may end. */
static bool work(struct writer *writer)
{
    struct job *job = NULL;
    bool refused, retry = false;
    pthread_mutex_lock(&writer->lock);
    writer->busy = false;
    while (!writer->queue.first && !writer->any_refused && !writer->finishing && !retry) {
        writer->flushed = writer->flushed || ring_flush(writer->ring);
        bool rows = rows_wait(writer);
        double seconds = rows ? RETRY_SECONDS : FOREVER;
        if (!writer->flushed)
            seconds = FLUSH_SECONDS;
        bool woken = wait_until(&writer->work, &writer->lock, seconds);
        retry = !woken && rows && writer->flushed;
    }
    job = job_pop(&writer->queue);
    refused = writer->any_refused;
    writer->any_refused = false;
    writer->busy = job || refused || retry;
    bool more = writer->busy;
    pthread_mutex_unlock(&writer->lock);

    if (job)
        do_job(writer, job);
    if (refused)
        tell_refused(writer);
    if (retry)
        retry_rows(writer);
    return more;
}

/* Rows that wait get their last chance; what still fails was told when it began. */
static void close_rows(struct writer *writer)
{
    retry_rows(writer);
    for (uint32_t i = 0; i < SETTINGS_MAX_RUNS; i++) {
        if (writer->files[i].rows)
            tell_warning(writer, i, "The CSV file lacks its last rows: the disk refused them.");
    }
}

static void free_all(struct writer *writer)
{
    job_clear(&writer->queue);
    for (size_t i = 0; i < SETTINGS_MAX_RUNS; i++)
        run_files_free(&writer->files[i]);
    pthread_cond_destroy(&writer->done);
    pthread_cond_destroy(&writer->work);
    pthread_mutex_destroy(&writer->lock);
    free(writer);
}

static void *writer_thread(void *argument)
{
    struct writer *writer = argument;
    /* Beyond `ulimit -f` write() then fails with EFBIG instead of ending the program. */
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGXFSZ);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);

    while (work(writer))
        continue;
    close_rows(writer);
    pthread_mutex_lock(&writer->lock);
    writer->ended = true;
    bool disowned = writer->disowned;
    pthread_cond_broadcast(&writer->done);
    pthread_mutex_unlock(&writer->lock);
    if (disowned)
        free_all(writer);
    return NULL;
}

/* ---- the owner ---- */

enum rt_status writer_create(struct writer **out, struct ring *ring, struct rt_error *error)
{
    pthread_condattr_t monotonic;
    struct writer *writer = calloc(1, sizeof *writer);
    if (!writer)
        return rt_fail_text(error, RT_ERR_MEMORY, "There is no memory for the writer.");
    writer->ring = ring;
    writer->flushed = true;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&writer->lock, NULL);
    pthread_cond_init(&writer->work, &monotonic);
    pthread_cond_init(&writer->done, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (pthread_create(&writer->thread, NULL, writer_thread, writer) != 0) {
        free_all(writer);
        return rt_fail_text(error, RT_ERR_MEMORY, "The system gives no thread for writing files.");
    }
    *out = writer;
    return RT_OK;
}

/* Waits for the thread's end, FOREVER or for some seconds; true when it has ended. */
static bool finish(struct writer *writer, double seconds)
{
    double until = clock_now_s() + seconds;
    pthread_mutex_lock(&writer->lock);
    writer->finishing = true;
    pthread_cond_signal(&writer->work);
    while (!writer->ended && !writer->abandoned) {
        double left = seconds < 0 ? FOREVER : until - clock_now_s();
        if (seconds >= 0 && left <= 0)
            writer->abandoned = true;
        else
            wait_until(&writer->done, &writer->lock, left);
    }
    bool ended = writer->ended && !writer->abandoned;
    pthread_mutex_unlock(&writer->lock);
    if (!writer->joined) {
        if (ended)
            pthread_join(writer->thread, NULL);
        else
            pthread_detach(writer->thread);
        writer->joined = true;
    }
    return ended;
}

void writer_finish(struct writer *writer)
{
    finish(writer, FOREVER);
}

bool writer_finish_within(struct writer *writer, double seconds)
{
    return finish(writer, seconds > 0 ? seconds : 0);
}

void writer_destroy(struct writer *writer)
{
    if (!writer)
        return;
    bool ours = finish(writer, FOREVER);
    if (!ours) {
        pthread_mutex_lock(&writer->lock);
        writer->disowned = true;
        ours = writer->ended;
        pthread_mutex_unlock(&writer->lock);
    }
    if (ours)
        free_all(writer);
}

/* ---- asking ---- */

/* Queues a job; a save takes the place of one that waits. What must be freed comes back. */
static struct job *enqueue(struct writer *writer, struct job *job)
{
    struct job *old = writer->queue.first;
    if (writer->ended || writer->abandoned)
        return job;
    while (old && (!job->snapshot || !old->snapshot || old->run != job->run))
        old = old->next;
    if (!old) {
        job_push(&writer->queue, job);
        return NULL;
    }
    struct model_snapshot *snapshot = old->snapshot;
    char *path = old->path;
    old->snapshot = job->snapshot;
    old->path = job->path;
    job->snapshot = snapshot;
    job->path = path;
    return job;
}

static void ask(struct writer *writer, struct job *job)
{
    pthread_mutex_lock(&writer->lock);
    struct job *rest = enqueue(writer, job);
    pthread_cond_signal(&writer->work);
    pthread_mutex_unlock(&writer->lock);
    job_destroy(rest);
}

/* There was no memory to ask: that much can always be noted. position NULL: a row. */
static void refuse(struct writer *writer, uint32_t run, const float *position)
{
    pthread_mutex_lock(&writer->lock);
    struct refused *refused = &writer->refused[run];
    writer->any_refused = true;
    if (position) {
        refused->save = true;
        refused->position = *position;
    } else {
        refused->csv = true;
    }
    pthread_cond_signal(&writer->work);
    pthread_mutex_unlock(&writer->lock);
}

void writer_save(struct writer *writer, uint32_t run, struct model_snapshot *snapshot,
                 const char *path)
{
    assert(run < SETTINGS_MAX_RUNS);
    char *own_path = path ? strdup(path) : NULL;
    struct job *job = path && !own_path ? NULL : calloc(1, sizeof *job);
    if (!job) {
        float position = (float)snapshot->epochs_trained;
        refuse(writer, run, &position);
        model_snapshot_destroy(snapshot);
        free(own_path);
        return;
    }
    *job = (struct job){.run = run, .path = own_path, .snapshot = snapshot};
    ask(writer, job);
}

static void ask_row(struct writer *writer, uint32_t run, struct csv_row *row)
{
    assert(run < SETTINGS_MAX_RUNS);
    struct job *job = row ? calloc(1, sizeof *job) : NULL;
    if (!job) {
        refuse(writer, run, NULL);
        csv_row_destroy(row);
        return;
    }
    *job = (struct job){.run = run, .row = row};
    ask(writer, job);
}

void writer_csv_begin(struct writer *writer, uint32_t run, const char *path, unsigned columns)
{
    ask_row(writer, run, csv_row_create(path, columns, NULL));
}

void writer_csv_epoch(struct writer *writer, uint32_t run, const char *path, unsigned columns,
                      const struct epoch_event *epoch)
{
    ask_row(writer, run, csv_row_create(path, columns, epoch));
}

bool writer_idle(struct writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    bool idle = !writer->queue.first && !writer->any_refused && !writer->busy && writer->flushed;
    pthread_mutex_unlock(&writer->lock);
    return idle;
}
