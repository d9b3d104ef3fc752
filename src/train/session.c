#include "config.h"

#include "rnntop/train/session_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "rnntop/base/cpu.h"
#include "rnntop/base/pool.h"
#include "rnntop/files/places.h"
#include "rnntop/train/loader.h"
#include "rnntop/train/outputs.h"
#include "rnntop/train/trainer.h"

#define RING_CAPACITY     1024 /* seconds of batches, for a reader that naps */
#define RING_RESERVE      64   /* slots kept for what is no batch */
#define FLUSH_INTERVAL_NS 50000000
#define ASIDE_CAPACITY    16

/* ---- runs ---- */

static enum rt_status no_memory(struct rt_error *error)
{
    return rt_fail_text(error, RT_ERR_MEMORY, "There is no memory for another run.");
}

/* NULL: what is found. */
static const char *path_of(const struct data_spec *spec)
{
    return spec->path[0] ? spec->path : NULL;
}

/* Copies a path for one run, its name inserted where several share the option. */
static bool own_path(char **own, const char *path, const char *slug, bool several)
{
    if (path)
        *own = several ? places_insert_name(path, slug) : strdup(path);
    return !path || *own;
}

void session_run_destroy(struct session_run *run)
{
    if (!run)
        return;
    ring_destroy(run->feed.ring);
    model_snapshot_destroy(run->last);
    free(run->save);
    free(run->csv);
    free(run);
}

static enum rt_status run_create(struct session_run **out, const struct session *session,
                                 const struct run_spec *spec, struct rt_error *error)
{
    struct session_run *run = calloc(1, sizeof *run);
    enum rt_status status = RT_OK;
    if (!run)
        return no_memory(error);
    run->feed.spec = *spec;
    status = ring_create(&run->feed.ring, RING_CAPACITY, RING_RESERVE, error);
    if (status == RT_OK && (!own_path(&run->save, session->save, spec->slug, session->several) ||
                            !own_path(&run->csv, session->csv, spec->slug, session->several)))
        status = no_memory(error);
    if (status != RT_OK) {
        session_run_destroy(run);
        return status;
    }
    *out = run;
    return RT_OK;
}

enum rt_status session_add_run(struct session *session, const struct run_spec *spec,
                               struct rt_error *error)
{
    struct session_run *run = NULL;
    if (session->count == SETTINGS_MAX_RUNS)
        return rt_fail_text(error, RT_ERR_UNSUPPORTED,
                            "A session holds %d runs; leave and start anew.", SETTINGS_MAX_RUNS);
    enum rt_status status = run_create(&run, session, spec, error);
    if (status != RT_OK)
        return status;
    pthread_mutex_lock(&session->lock);
    session->run[session->count++] = run;
    pthread_cond_broadcast(&session->changed);
    pthread_mutex_unlock(&session->lock);
    return RT_OK;
}

enum rt_status session_create(struct session **out, const struct session_options *options,
                              const struct run_spec *runs, size_t count, struct rt_error *error)
{
    struct session *session = calloc(1, sizeof *session);
    if (!session)
        return no_memory(error);
    pthread_mutex_init(&session->lock, NULL);
    pthread_cond_init(&session->changed, NULL);
    session->paused = options->paused;
    session->pause_each_epoch = options->pause_each_epoch;
    session->several = count > 1;

    enum rt_status status = RT_OK;
    int threads = options->threads ? (int)options->threads : cpu_count();
    if (!own_path(&session->save, options->save, NULL, false) ||
        !own_path(&session->csv, options->csv, NULL, false))
        status = no_memory(error);
    for (size_t i = 0; status == RT_OK && i < count; i++) {
        struct run_spec spec = runs[i];
        if (options->data && !spec.data.path[0])
            snprintf(spec.data.path, sizeof spec.data.path, "%s", options->data);
        status = model_spec_check(&spec.model, error);
        if (status == RT_OK)
            status = session_add_run(session, &spec, error);
        if (status == RT_OK)
            status = outputs_check(session->run[i]->save, session->run[i]->csv, path_of(&spec.data),
                                   error);
    }
    if (status == RT_OK)
        status = control_create(&session->control, error);
    if (status == RT_OK)
        status = ring_create(&session->writer_ring, RING_CAPACITY, RING_RESERVE, error);
    if (status == RT_OK && options->baseline)
        status = ring_create(&session->baseline_ring, ASIDE_CAPACITY, 1, error);
    if (status == RT_OK)
        status = pool_create(&session->pool, threads, error);
    if (status == RT_OK)
        status = writer_create(&session->writer, session->writer_ring, error);
    if (status != RT_OK) {
        session_destroy(session);
        return status;
    }
    *out = session;
    return RT_OK;
}

void session_destroy(struct session *session)
{
    if (!session)
        return;
    baseline_end(session->baseline);
    ring_destroy(session->baseline_ring);
    writer_destroy(session->writer);
    pool_destroy(session->pool);
    ring_destroy(session->writer_ring);
    control_destroy(session->control);
    for (size_t i = 0; i < session->count; i++)
        session_run_destroy(session->run[i]);
    dataset_free(session->data);
    dataset_free(session->other_data);
    free(session->save);
    free(session->csv);
    pthread_cond_destroy(&session->changed);
    pthread_mutex_destroy(&session->lock);
    free(session);
}

/* ---- the trainer's thread ---- */

static void tell_end(struct session_run *run, size_t index, enum run_state state)
{
    struct run_event event = {.kind = EVENT_END, .run = (uint32_t)index};
    event.as.end.state = state;
    ring_must(run->feed.ring, &event);
}

/* What a reader that fell behind has not taken yet is offered again, also of runs that have ended.
 * True when nothing waits. For the rings' producer. */
static bool flush_rings(struct session *session)
{
    bool all = true;
    for (size_t i = 0; i < session->count; i++)
        all = ring_flush(session->run[i]->feed.ring) && all;
    return all;
}

static void wait_a_while(struct session *session, bool flushed)
{
    struct timespec until;
    if (flushed) {
        pthread_cond_wait(&session->changed, &session->lock);
        return;
    }
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += FLUSH_INTERVAL_NS;
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    pthread_cond_timedwait(&session->changed, &session->lock, &until);
}

/* Waits for the next run of the queue; NULL when the session stops. */
static struct session_run *next_run(struct session *session, size_t *index)
{
    struct session_run *run = NULL;
    pthread_mutex_lock(&session->lock);
    bool flushed = flush_rings(session);
    while (!session->stop && session->active == session->count) {
        wait_a_while(session, flushed);
        flushed = flush_rings(session);
    }
    *index = session->active;
    if (!session->stop)
        run = session->run[session->active];
    pthread_mutex_unlock(&session->lock);
    return run;
}

void session_save_kept(struct session *session, size_t index)
{
    struct session_run *run = session->run[index];
    struct model_snapshot *copy;
    if (!run->last)
        return;
    if (model_snapshot_copy(&copy, run->last, NULL) != RT_OK) {
        /* Without memory for a copy the kept weights themselves go to the disk. */
        copy = run->last;
        run->last = NULL;
    }
    writer_save(session->writer, (uint32_t)index, copy, run->save);
}

/* From here on the run is saved from its kept weights. A save that was asked for too late for the
 * trainer is done now: the next run must not take it for its own. */
static void end_run(struct session *session, struct session_run *run, struct model_snapshot *last)
{
    pthread_mutex_lock(&session->lock);
    run->last = last;
    if (control_take_save(session->control))
        session_save_kept(session, session->active);
    session->active++;
    pthread_cond_broadcast(&session->changed);
    pthread_mutex_unlock(&session->lock);
}

/* Ends every run that is queued, and those that come later, without training: whoever watches sees
 * each run end. Returns when the session stops. */
static void end_queue(struct session *session, enum run_state state)
{
    struct session_run *run;
    size_t index;
    while ((run = next_run(session, &index))) {
        tell_end(run, index, state);
        end_run(session, run, NULL);
    }
}

static void end_rest(struct session *session)
{
    pthread_mutex_lock(&session->lock);
    for (; session->active < session->count; session->active++)
        tell_end(session->run[session->active], session->active, RUN_STOPPED);
    pthread_mutex_unlock(&session->lock);
}

static bool same_data(const struct data_spec *a, const struct data_spec *b)
{
    return strcmp(a->path, b->path) == 0 && a->num_words == b->num_words &&
           a->maxlen == b->maxlen && a->padding == b->padding && a->truncating == b->truncating &&
           a->validation_split == b->validation_split && text_spec_same(&a->text, &b->text);
}

/* The data in the form that a run asks for. The first run's is kept for good; of the others, one at
 * a time: it is read again, which costs little, rather than held many times over. */
static enum rt_status data_of(struct session *session, const struct session_run *run, size_t index,
                              const struct dataset **data)
{
    const struct data_spec *wanted = &run->feed.spec.data;
    if (same_data(wanted, &session->run[0]->feed.spec.data)) {
        *data = session->data;
        return *data ? RT_OK : RT_ERR_IO; /* what is wrong has been told */
    }
    if (!session->other_data || !same_data(wanted, &session->other_spec)) {
        dataset_free(session->other_data);
        session->other_data = NULL;
        enum rt_status status =
            loader_read(path_of(wanted), wanted, session->pool, run->feed.ring, (uint32_t)index,
                        control_stop_flag(session->control), &session->other_data);
        if (status != RT_OK)
            return status;
        session->other_spec = *wanted;
    }
    *data = session->other_data;
    return RT_OK;
}

static void train(struct session *session, struct session_run *run, size_t index)
{
    /* What is trained, and kept in its file, is the run with the data's classes. The feed's own
     * spec stays as it was published: watchers read it, and learn the classes from the data event.
     */
    struct run_spec spec = run->feed.spec;
    struct trainer_job job = {
        .spec = &spec,
        .run = (uint32_t)index,
        .save = run->save,
        .csv = run->csv,
        .ring = run->feed.ring,
        .control = session->control,
        .pool = session->pool,
        .writer = session->writer,
        .discard = &session->discard,
    };
    struct model_snapshot *last = NULL;
    enum rt_status status = data_of(session, run, index, &job.data);
    if (status == RT_OK) {
        model_spec_set_classes(&spec.model, job.data->classes);
        trainer_run(&job, &last);
    } else
        tell_end(run, index, status == RT_INTERRUPTED ? RUN_STOPPED : RUN_FAILED);
    end_run(session, run, last);
}

/* A run is not to fail for want of something to hold it against. */
static void start_baseline(struct session *session, const struct run_spec *spec,
                           const struct dataset *data)
{
    struct baseline *baseline = NULL;
    struct run_event event = {.kind = EVENT_MESSAGE};
    struct rt_error error;
    if (!session->baseline_ring)
        return;
    if (baseline_start(&baseline, data, data->classes, spec->seed, session->baseline_ring,
                       &error) != RT_OK) {
        event.as.message.warning = true;
        snprintf(event.as.message.text, sizeof event.as.message.text, "%.400s", error.text);
        ring_must(session->baseline_ring, &event);
    }
    /* Pairs with the load in session_finished(). */
    atomic_store_explicit(&session->baseline, baseline, memory_order_release);
}

static void *trainer_thread(void *argument)
{
    struct session *session = argument;
    struct session_run *run = session->run[0];
    struct dataset *data = NULL;
    size_t index;

    cpu_flush_denormals();
    enum rt_status status =
        loader_read(path_of(&run->feed.spec.data), &run->feed.spec.data, session->pool,
                    run->feed.ring, 0, control_stop_flag(session->control), &data);
    atomic_store_explicit(&session->data, data, memory_order_release);
    if (status == RT_INTERRUPTED)
        end_queue(session, RUN_STOPPED);
    else if (status == RT_OK)
        start_baseline(session, &run->feed.spec, data);
    session->no_data = status != RT_OK;
    while ((run = next_run(session, &index)))
        train(session, run, index);
    end_rest(session);
    return NULL;
}

enum rt_status session_start(struct session *session, struct board *board, struct rt_error *error)
{
    session->board = board;
    board_set_writer(board, session->writer_ring);
    board_set_baseline(board, session->baseline_ring);
    for (size_t i = 0; i < session->count; i++) {
        enum rt_status status = board_add(board, &session->run[i]->feed, error);
        if (status != RT_OK)
            return status;
    }
    if (session->paused)
        control_pause(session->control);
    control_each_epoch(session->control, session->pause_each_epoch);
    if (pthread_create(&session->thread, NULL, trainer_thread, session) != 0)
        return rt_fail_text(error, RT_ERR_MEMORY, "The system gives no thread for training.");
    session->started = true;
    return RT_OK;
}

size_t session_threads(const struct session *session)
{
    return (size_t)pool_threads(session->pool);
}

const struct dataset *session_data(const struct session *session)
{
    return atomic_load_explicit(&session->data, memory_order_acquire);
}

/* ---- ending ---- */

void session_stop(struct session *session, bool save)
{
    if (!save)
        atomic_store_explicit(&session->discard, true, memory_order_release);
    pthread_mutex_lock(&session->lock);
    session->stop = true;
    pthread_cond_broadcast(&session->changed);
    pthread_mutex_unlock(&session->lock);
    control_stop(session->control);
}

bool session_finished(struct session *session)
{
    pthread_mutex_lock(&session->lock);
    bool ended = session->active == session->count;
    pthread_mutex_unlock(&session->lock);
    const struct baseline *baseline =
        atomic_load_explicit(&session->baseline, memory_order_acquire);
    return ended && writer_idle(session->writer) && (!baseline || baseline_done(baseline));
}

void session_join(struct session *session)
{
    if (session->started)
        pthread_join(session->thread, NULL);
    session->started = false;
    baseline_end(session->baseline);
    session->baseline = NULL;
    writer_finish(session->writer);
    /* The producers have ended: this thread may offer what they still held. */
    bool came, whole;
    do {
        came = board_poll(session->board, RING_CAPACITY);
        whole = flush_rings(session) && ring_flush(session->writer_ring);
        whole = (!session->baseline_ring || ring_flush(session->baseline_ring)) && whole;
    } while (came || !whole);
}
