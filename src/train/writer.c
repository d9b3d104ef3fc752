#include "config.h"

#include "rnntop/train/writer.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "rnntop/base/clock.h"
#include "rnntop/base/utf8.h"
#include "rnntop/files/csv_log.h"
#include "rnntop/files/places.h"
#include "rnntop/spec/settings.h"

#define FLUSH_SECONDS 0.05 /* how soon answers that found no room are offered again */
#define RETRY_SECONDS 2.0  /* how soon rows that a full disk refused are tried again */
#define FOREVER       -1.0

enum job_kind { JOB_SAVE, JOB_CSV_BEGIN, JOB_CSV_EPOCH };

struct job {
    struct job *next;
    enum job_kind kind;
    uint32_t run;
    char *path;                      /* owned; NULL: the run's name in the default folder */
    struct model_snapshot *snapshot; /* JOB_SAVE; owned */
    bool validation;                 /* JOB_CSV_* */
    struct epoch_event epoch;        /* JOB_CSV_EPOCH */
};

struct job_list {
    struct job *first, *last;
};

/* What there was no memory to queue; told by the thread, the ring's only producer. */
struct refused {
    bool save, csv;
    float position;
};

/* The thread's own knowledge of a run. */
struct writer_run {
    char *taken;          /* its file in the default folder, once there is one */
    struct stat written;  /* that file as this run left it */
    struct job_list rows; /* CSV jobs that the disk has not taken yet */
    bool rows_told;       /* that they wait */
};

struct writer {
    struct ring *ring;
    pthread_t thread;
    bool joined;
    struct writer_run run[SETTINGS_MAX_RUNS];

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
    free(job->path);
    free(job);
}

static struct job *job_create(enum job_kind kind, uint32_t run, const char *path)
{
    struct job *job = calloc(1, sizeof *job);
    if (!job)
        return NULL;
    job->kind = kind;
    job->run = run;
    job->path = path ? strdup(path) : NULL;
    if (path && !job->path) {
        free(job);
        return NULL;
    }
    return job;
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

/* Reasons hold paths, and those may hold anything. */
static void set_text(char text[EVENT_TEXT_SIZE], const char *reason)
{
    utf8_sanitize(reason, strlen(reason), false, text, EVENT_TEXT_SIZE);
}

static void tell_not_saved(struct writer *writer, uint32_t run, float position, const char *reason)
{
    struct run_event event = {.kind = EVENT_SAVED};
    event.as.saved.position = position;
    set_text(event.as.saved.text, reason);
    tell(writer, run, &event);
}

static void tell_saved(struct writer *writer, uint32_t run, float position, const char *path)
{
    struct run_event event = {.kind = EVENT_SAVED};
    event.as.saved.ok = true;
    event.as.saved.position = position;
    places_tilde(path, event.as.saved.text, sizeof event.as.saved.text);
    tell(writer, run, &event);
}

static void tell_message(struct writer *writer, uint32_t run, bool warning, const char *text)
{
    struct run_event event = {.kind = EVENT_MESSAGE};
    event.as.message.warning = warning;
    set_text(event.as.message.text, text);
    tell(writer, run, &event);
}

/* ---- models ---- */

/* Whether the file that the run took is still as it left it. Who moved it away may have put another
 * in its place: a number of an inode alone would not tell, it is given again at once. */
static bool still_ours(const struct writer_run *run)
{
    struct stat now;
    const struct stat *then = &run->written;
    return stat(run->taken, &now) == 0 && now.st_dev == then->st_dev &&
           now.st_ino == then->st_ino && now.st_size == then->st_size &&
           now.st_mtim.tv_sec == then->st_mtim.tv_sec &&
           now.st_mtim.tv_nsec == then->st_mtim.tv_nsec;
}

/* Sees that the run has a file of its own in the default folder. *fresh: it was taken just now, and
 * is empty. */
static enum rt_status take_name(struct writer_run *run, const struct run_spec *spec, bool *fresh,
                                struct rt_error *error)
{
    char *folder;
    *fresh = false;
    if (run->taken && !still_ours(run)) {
        free(run->taken);
        run->taken = NULL;
    }
    if (run->taken)
        return RT_OK;
    enum rt_status status = places_data_folder(&folder, error);
    if (status != RT_OK)
        return status;
    status = places_make_folder(folder, error);
    if (status == RT_OK)
        status = places_take_model_name(&run->taken, folder, spec, error);
    *fresh = status == RT_OK;
    free(folder);
    return status;
}

/* Remembers the run's file as this save left it; a name that nothing came under is given back. */
static void settle(struct writer_run *run, bool fresh, bool saved)
{
    struct stat now;
    if (stat(run->taken, &now) < 0)
        return;
    if (fresh && now.st_size == 0) {
        unlink(run->taken); /* the empty file that held the name */
        free(run->taken);
        run->taken = NULL;
    } else if (fresh || saved) {
        run->written = now;
    }
}

static void save(struct writer *writer, struct job *job)
{
    struct writer_run *run = &writer->run[job->run];
    float position = (float)job->snapshot->epochs_trained;
    struct rt_error error;
    enum rt_status status = RT_OK;
    bool fresh = false;

    if (!job->path)
        status = take_name(run, &job->snapshot->run, &fresh, &error);
    const char *path = job->path ? job->path : run->taken;
    if (status == RT_OK)
        status = model_file_write(path, job->snapshot, &error);
    if (!job->path && run->taken)
        settle(run, fresh, status == RT_OK);
    if (status == RT_OK)
        tell_saved(writer, job->run, position, path);
    else
        tell_not_saved(writer, job->run, position, error.text);
    job_destroy(job);
}

/* ---- CSV ---- */

static enum rt_status write_row(const struct job *job, struct rt_error *error)
{
    if (job->kind == JOB_CSV_BEGIN)
        return csv_log_begin(job->path, job->validation, error);
    return csv_log_epoch(job->path, job->validation, &job->epoch, error);
}

/* Writes the rows that wait, as far as the disk lets it. */
static void write_rows(struct writer *writer, uint32_t index)
{
    struct writer_run *run = &writer->run[index];
    char text[RT_ERROR_TEXT + 64], shown[EVENT_TEXT_SIZE - 64] = "";
    struct rt_error error;
    while (run->rows.first) {
        if (write_row(run->rows.first, &error) != RT_OK) {
            if (!run->rows_told) {
                snprintf(text, sizeof text, "%s Its rows wait; they are tried again.", error.text);
                tell_message(writer, index, true, text);
            }
            run->rows_told = true;
            return;
        }
        places_tilde(run->rows.first->path, shown, sizeof shown);
        job_destroy(job_pop(&run->rows));
    }
    if (run->rows_told) {
        snprintf(text, sizeof text, "%s is complete again.", shown);
        tell_message(writer, index, false, text);
        run->rows_told = false;
    }
}

static void add_row(struct writer *writer, struct job *job)
{
    struct writer_run *run = &writer->run[job->run];
    if (job->kind == JOB_CSV_BEGIN)
        job_clear(&run->rows); /* of a file that begins anew */
    job_push(&run->rows, job);
    write_rows(writer, job->run);
}

static bool rows_wait(const struct writer *writer)
{
    for (size_t i = 0; i < SETTINGS_MAX_RUNS; i++) {
        if (writer->run[i].rows.first)
            return true;
    }
    return false;
}

static void retry_rows(struct writer *writer)
{
    for (uint32_t i = 0; i < SETTINGS_MAX_RUNS; i++) {
        if (writer->run[i].rows.first)
            write_rows(writer, i);
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
    if (job->kind == JOB_SAVE)
        save(writer, job);
    else
        add_row(writer, job);
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
            tell_message(writer, i, true, "A row of the CSV file is lost: no memory.");
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
        if (writer->run[i].rows.first)
            tell_message(writer, i, true,
                         "The CSV file lacks its last rows: the disk refused them.");
    }
}

static void free_all(struct writer *writer)
{
    job_clear(&writer->queue);
    for (size_t i = 0; i < SETTINGS_MAX_RUNS; i++) {
        job_clear(&writer->run[i].rows);
        free(writer->run[i].taken);
    }
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
        return rt_fail(error, RT_ERR_MEMORY, "There is no memory for the writer.");
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
        return rt_fail(error, RT_ERR_MEMORY, "The system gives no thread for writing files.");
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
    while (old && (job->kind != JOB_SAVE || old->kind != JOB_SAVE || old->run != job->run))
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

/* job NULL: there was no memory for it. */
static void ask(struct writer *writer, uint32_t run, struct job *job, bool save_job, float position)
{
    struct job *rest = NULL;
    pthread_mutex_lock(&writer->lock);
    if (job) {
        rest = enqueue(writer, job);
    } else {
        writer->any_refused = true;
        if (save_job) {
            writer->refused[run].save = true;
            writer->refused[run].position = position;
        } else {
            writer->refused[run].csv = true;
        }
    }
    pthread_cond_signal(&writer->work);
    pthread_mutex_unlock(&writer->lock);
    job_destroy(rest);
}

void writer_save(struct writer *writer, uint32_t run, struct model_snapshot *snapshot,
                 const char *path)
{
    assert(run < SETTINGS_MAX_RUNS);
    float position = (float)snapshot->epochs_trained;
    struct job *job = job_create(JOB_SAVE, run, path);
    if (job)
        job->snapshot = snapshot;
    else
        model_snapshot_destroy(snapshot);
    ask(writer, run, job, true, position);
}

void writer_csv_begin(struct writer *writer, uint32_t run, const char *path, bool validation)
{
    assert(run < SETTINGS_MAX_RUNS);
    struct job *job = job_create(JOB_CSV_BEGIN, run, path);
    if (job)
        job->validation = validation;
    ask(writer, run, job, false, 0);
}

void writer_csv_epoch(struct writer *writer, uint32_t run, const char *path, bool validation,
                      const struct epoch_event *epoch)
{
    assert(run < SETTINGS_MAX_RUNS);
    struct job *job = job_create(JOB_CSV_EPOCH, run, path);
    if (job) {
        job->validation = validation;
        job->epoch = *epoch;
    }
    ask(writer, run, job, false, 0);
}

bool writer_idle(struct writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    bool idle = !writer->queue.first && !writer->any_refused && !writer->busy && writer->flushed;
    pthread_mutex_unlock(&writer->lock);
    return idle;
}
