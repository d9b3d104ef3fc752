#include "config.h"

#include "rnntop/train/recorder.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "rnntop/base/clock.h"
#include "rnntop/files/csv_log.h"
#include "rnntop/files/run_files.h"
#include "rnntop/train/schedule.h"

#define LOOK_SECONDS  0.1  /* how often the ring is looked into: it wakes nobody */
#define FLUSH_SECONDS 0.05 /* how soon answers that found no room are offered again */
#define RETRY_SECONDS 2.0  /* how soon rows that a full disk refused are tried again */

/* What is kept of one run. Only the recorder's thread uses it, with two exceptions: recorder_add()
 * fills it before the run begins, and save_lost and lost_position are under the lock. */
struct record {
    struct run_id run;
    char *save, *csv;     /* owned, or NULL */
    unsigned csv_columns; /* csv_log.h */
    bool csv_begun;
    struct run_files files;
    bool save_lost; /* there was no memory for a save; the recorder's thread tells so, as the
                       outlet's only producer */
    float lost_position;
};

/* A model to save. */
struct job {
    struct job *next;
    struct record *record;
    struct model_snapshot *snapshot; /* owned */
};

struct recorder {
    struct ring *heard;
    struct outlet *outlet;
    pthread_t thread;
    bool joined;
    double retry_at_s; /* when rows that wait are tried again; the thread's own */

    pthread_mutex_t lock;   /* for what follows */
    pthread_cond_t wake;    /* something for the thread to do */
    struct record **record; /* [records]; what it points to stays where it is */
    size_t records, room;
    struct job *first, *last; /* the queue */
    bool any_lost;
    bool busy;      /* the thread is doing something */
    bool flushed;   /* the outlet has taken every answer */
    bool finishing; /* end when nothing is left */
};

/* ---- records ---- */

static void record_destroy(struct record *record)
{
    if (!record)
        return;
    run_files_free(&record->files);
    free(record->save);
    free(record->csv);
    free(record);
}

static struct record *find_record(const struct recorder *recorder, const struct run_id *run)
{
    for (size_t i = recorder->records; i-- > 0;) {
        if (run_id_same(&recorder->record[i]->run, run))
            return recorder->record[i];
    }
    return NULL;
}

/* The thread's view of the i-th, in the order in which they were added; NULL behind the last. What
 * it points to stays, while the list may move when another run is added. */
static struct record *record_at(struct recorder *recorder, size_t i)
{
    pthread_mutex_lock(&recorder->lock);
    struct record *record = i < recorder->records ? recorder->record[i] : NULL;
    pthread_mutex_unlock(&recorder->lock);
    return record;
}

static bool copy_path(char **copy, const char *path)
{
    *copy = path ? strdup(path) : NULL;
    return !path || *copy;
}

static bool make_room(struct recorder *recorder)
{
    if (recorder->records < recorder->room)
        return true;
    size_t room = recorder->room ? 2 * recorder->room : 16;
    struct record **grown = realloc(recorder->record, room * sizeof *grown);
    if (!grown)
        return false;
    recorder->record = grown;
    recorder->room = room;
    return true;
}

enum rt_status recorder_add(struct recorder *recorder, const struct run_id *run,
                            const struct run_spec *spec, const char *save, const char *csv,
                            struct rt_error *error)
{
    struct record *record = calloc(1, sizeof *record);
    bool good = record && copy_path(&record->save, save) && copy_path(&record->csv, csv);
    if (good) {
        record->run = *run;
        /* Keras's CSVLogger has a column for the learning rate where something changes it. */
        record->csv_columns = schedule_changes(spec) ? CSV_LOG_RATE : 0u;
        pthread_mutex_lock(&recorder->lock);
        good = make_room(recorder);
        if (good)
            recorder->record[recorder->records++] = record;
        pthread_mutex_unlock(&recorder->lock);
    }
    if (good)
        return RT_OK;
    record_destroy(record);
    return rt_fail(error, ERR_NO_MEMORY_FOR_SESSION_RUN);
}

/* ---- telling ---- */

static void tell(struct recorder *recorder, const struct record *record, struct run_event *event)
{
    event->run = record->run;
    outlet_must(recorder->outlet, event);
    bool flushed = outlet_flush(recorder->outlet);
    pthread_mutex_lock(&recorder->lock);
    recorder->flushed = flushed;
    pthread_mutex_unlock(&recorder->lock);
}

static void tell_not_saved(struct recorder *recorder, const struct record *record, float position,
                           const struct rt_error *why)
{
    struct run_event event = {.kind = EVENT_SAVED, .parcel = parcel_of_error(why)};
    event.as.saved.position = position;
    tell(recorder, record, &event);
}

static void tell_news(struct recorder *recorder, const struct record *record,
                      const struct rt_error *news)
{
    struct run_event event = {.kind = EVENT_MESSAGE, .parcel = parcel_of_error(news)};
    event.as.message.warning = news->status != RT_OK;
    tell(recorder, record, &event);
}

/* ---- CSV files ---- */

/* Writes a row for an epoch or, where epoch is NULL, the heading. */
static void write_row(struct recorder *recorder, struct record *record,
                      const struct epoch_event *epoch)
{
    struct rt_error news;
    struct csv_row *row = csv_row_create(record->csv, record->csv_columns, epoch);
    if (!row) {
        rt_fail(&news, ERR_CSV_ROW_LOST);
        tell_news(recorder, record, &news);
    } else if (run_files_add(&record->files, row, &news)) {
        tell_news(recorder, record, &news);
    }
    if (record->files.rows)
        recorder->retry_at_s = clock_now_s() + RETRY_SECONDS;
}

/* A run that goes on where it stood adds to its file; all others begin it anew, once they train. */
static void begin_csv(struct recorder *recorder, struct record *record,
                      const struct state_event *state)
{
    bool trains = state->state == RUN_TRAINING || state->state == RUN_PAUSED;
    if (record->csv_begun || !trains)
        return;
    record->csv_begun = true;
    if (state->epoch <= 1 && state->batch == 0)
        write_row(recorder, record, NULL);
}

/* What was lost may have been rows, of this run or of one before it. */
static void tell_gap(struct recorder *recorder, const struct record *record)
{
    struct rt_error news;
    rt_fail(&news, ERR_CSV_MAY_LACK_ROWS);
    tell_news(recorder, record, &news);
}

static void hear(struct recorder *recorder, const struct run_event *event)
{
    pthread_mutex_lock(&recorder->lock);
    struct record *record = find_record(recorder, &event->run);
    pthread_mutex_unlock(&recorder->lock);
    if (!record || !record->csv)
        return;
    if (event->kind == EVENT_DATA && event->as.data.validation > 0)
        record->csv_columns |= CSV_LOG_VALIDATION;
    else if (event->kind == EVENT_STATE)
        begin_csv(recorder, record, &event->as.state);
    else if (event->kind == EVENT_EPOCH)
        write_row(recorder, record, &event->as.epoch);
    else if (event->kind == EVENT_LOST)
        tell_gap(recorder, record);
}

static void hear_all(struct recorder *recorder)
{
    struct run_event event;
    while (ring_read(recorder->heard, &event)) {
        hear(recorder, &event);
        event_drop(&event);
    }
}

static bool rows_wait(struct recorder *recorder)
{
    bool wait = false;
    for (size_t i = 0; i < recorder->records; i++)
        wait = wait || recorder->record[i]->files.rows;
    return wait;
}

static void retry_rows(struct recorder *recorder)
{
    struct record *record;
    for (size_t i = 0; (record = record_at(recorder, i)); i++) {
        struct rt_error news;
        if (record->files.rows && run_files_retry(&record->files, &news))
            tell_news(recorder, record, &news);
    }
    recorder->retry_at_s = clock_now_s() + RETRY_SECONDS;
}

/* Tries rows that wait a last time, and tells of files that lack some for good. */
static void close_rows(struct recorder *recorder)
{
    struct record *record;
    retry_rows(recorder);
    for (size_t i = 0; (record = record_at(recorder, i)); i++) {
        struct rt_error news;
        rt_fail(&news, ERR_CSV_LACKS_ROWS);
        if (record->files.rows)
            tell_news(recorder, record, &news);
    }
}

/* ---- models ---- */

static void job_destroy(struct job *job)
{
    if (!job)
        return;
    model_snapshot_destroy(job->snapshot);
    free(job);
}

static struct job *job_pop(struct recorder *recorder)
{
    struct job *job = recorder->first;
    if (job)
        recorder->first = job->next;
    if (!recorder->first)
        recorder->last = NULL;
    return job;
}

static void do_job(struct recorder *recorder, struct job *job)
{
    struct record *record = job->record;
    struct rt_error error;
    char *written;
    float position = (float)job->snapshot->epochs_trained;
    if (run_files_save(&record->files, job->snapshot, record->save, &written, &error) == RT_OK) {
        struct run_event event = {.kind = EVENT_SAVED, .parcel = parcel_of_text(written)};
        event.as.saved = (struct saved_event){true, position};
        tell(recorder, record, &event);
    } else {
        tell_not_saved(recorder, record, position, &error);
    }
    free(written);
    job_destroy(job);
}

/* Tells of saves for which there was no memory; allocates none itself. */
static void tell_lost(struct recorder *recorder)
{
    struct record *record;
    for (size_t i = 0; (record = record_at(recorder, i)); i++) {
        pthread_mutex_lock(&recorder->lock);
        bool save = record->save_lost;
        float position = record->lost_position;
        record->save_lost = false;
        pthread_mutex_unlock(&recorder->lock);
        struct rt_error why;
        rt_fail(&why, ERR_NO_MEMORY_TO_SAVE);
        if (save)
            tell_not_saved(recorder, record, position, &why);
    }
}

/* Queues a save in place of one of the same run that waits; what must be freed comes back. */
static struct job *enqueue(struct recorder *recorder, struct job *job)
{
    struct job *old = recorder->first;
    while (old && old->record != job->record)
        old = old->next;
    if (old) {
        struct model_snapshot *snapshot = old->snapshot;
        old->snapshot = job->snapshot;
        job->snapshot = snapshot;
        return job;
    }
    if (recorder->last)
        recorder->last->next = job;
    else
        recorder->first = job;
    recorder->last = job;
    return NULL;
}

void recorder_save(struct recorder *recorder, const struct run_id *run,
                   struct model_snapshot *snapshot)
{
    struct job *job = calloc(1, sizeof *job), *rest = job;
    pthread_mutex_lock(&recorder->lock);
    struct record *record = find_record(recorder, run);
    if (job && record) {
        *job = (struct job){.record = record, .snapshot = snapshot};
        rest = enqueue(recorder, job);
    } else if (record) { /* that much can always be noted */
        record->save_lost = recorder->any_lost = true;
        record->lost_position = (float)snapshot->epochs_trained;
    }
    pthread_cond_signal(&recorder->wake);
    pthread_mutex_unlock(&recorder->lock);
    if (!job || !record)
        model_snapshot_destroy(snapshot);
    job_destroy(rest);
}

/* ---- the thread ---- */

/* The lock is held. */
static void wait_a_while(struct recorder *recorder, double seconds)
{
    uint64_t until = clock_now_ns() + (uint64_t)(seconds * 1e9);
    struct timespec time = {(time_t)(until / 1000000000u), (long)(until % 1000000000u)};
    pthread_cond_timedwait(&recorder->wake, &recorder->lock, &time);
}

/* Waits until there is something to do, and does it. False: nothing is left and it may end. */
static bool work(struct recorder *recorder)
{
    bool told = false, lost = false, retry = false;
    pthread_mutex_lock(&recorder->lock);
    recorder->busy = false;
    for (;;) {
        recorder->flushed = recorder->flushed || outlet_flush(recorder->outlet);
        told = !ring_empty(recorder->heard);
        retry = rows_wait(recorder) && clock_now_s() >= recorder->retry_at_s;
        if (recorder->first || recorder->any_lost || recorder->finishing || told || retry)
            break;
        wait_a_while(recorder, recorder->flushed ? LOOK_SECONDS : FLUSH_SECONDS);
    }
    struct job *job = job_pop(recorder);
    lost = recorder->any_lost;
    recorder->any_lost = false;
    bool more = job || lost || told || retry;
    recorder->busy = more;
    pthread_mutex_unlock(&recorder->lock);

    if (told)
        hear_all(recorder);
    if (job)
        do_job(recorder, job);
    if (lost)
        tell_lost(recorder);
    if (retry)
        retry_rows(recorder);
    return more;
}

static void *recorder_thread(void *argument)
{
    struct recorder *recorder = argument;
    /* Beyond `ulimit -f` write() then fails with EFBIG instead of ending the program. */
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGXFSZ);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);

    while (work(recorder))
        continue;
    close_rows(recorder);
    return NULL;
}

/* ---- the owner ---- */

static void free_all(struct recorder *recorder)
{
    struct job *job;
    while ((job = job_pop(recorder)))
        job_destroy(job);
    for (size_t i = 0; i < recorder->records; i++)
        record_destroy(recorder->record[i]);
    free(recorder->record);
    pthread_cond_destroy(&recorder->wake);
    pthread_mutex_destroy(&recorder->lock);
    free(recorder);
}

enum rt_status recorder_create(struct recorder **out, struct ring *heard, struct outlet *outlet,
                               struct rt_error *error)
{
    pthread_condattr_t monotonic;
    struct recorder *recorder = calloc(1, sizeof *recorder);
    if (!recorder)
        return rt_fail(error, ERR_NO_MEMORY_FOR_RECORDER);
    recorder->heard = heard;
    recorder->outlet = outlet;
    recorder->flushed = true;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&recorder->lock, NULL);
    pthread_cond_init(&recorder->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (pthread_create(&recorder->thread, NULL, recorder_thread, recorder) != 0) {
        free_all(recorder);
        return rt_fail(error, ERR_NO_THREAD_FOR_RECORDER);
    }
    *out = recorder;
    return RT_OK;
}

bool recorder_idle(struct recorder *recorder)
{
    pthread_mutex_lock(&recorder->lock);
    bool idle = !recorder->first && !recorder->any_lost && !recorder->busy && recorder->flushed &&
                ring_empty(recorder->heard);
    pthread_mutex_unlock(&recorder->lock);
    return idle;
}

void recorder_finish(struct recorder *recorder)
{
    if (recorder->joined)
        return;
    pthread_mutex_lock(&recorder->lock);
    recorder->finishing = true;
    pthread_cond_signal(&recorder->wake);
    pthread_mutex_unlock(&recorder->lock);
    pthread_join(recorder->thread, NULL);
    recorder->joined = true;
}

void recorder_destroy(struct recorder *recorder)
{
    if (!recorder)
        return;
    recorder_finish(recorder);
    free_all(recorder);
}
