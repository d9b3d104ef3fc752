#include "config.h"

#include "rnntop/train/session_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "rnntop/base/clock.h"
#include "rnntop/base/cpu.h"
#include "rnntop/base/pool.h"
#include "rnntop/files/places.h"
#include "rnntop/train/facts.h"
#include "rnntop/train/loader.h"
#include "rnntop/train/outputs.h"
#include "rnntop/train/trainer.h"

#define RING_CAPACITY     1024 /* room for seconds of batches while a reader is late */
#define RING_RESERVE      64   /* slots that batches leave free for other events */
#define FLUSH_INTERVAL_NS 50000000
#define DESK_CAPACITY     512 /* every run of a full queue once, and as many events again */
#define BASELINE_CAPACITY 16

/* ---- runs ---- */

/* NULL: look in the usual places. */
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
    model_snapshot_destroy(run->last);
    free(run->save);
    free(run->csv);
    free(run);
}

static enum rt_status run_create(struct session_run **out, struct session *session,
                                 const struct run_spec *spec, struct rt_error *error)
{
    struct session_run *run = calloc(1, sizeof *run);
    if (!run)
        return rt_fail(error, ERR_NO_MEMORY_FOR_SESSION_RUN);
    run->id = run_ids_next(&session->ids);
    run->spec = *spec;
    enum rt_status status =
        own_path(&run->save, session->save, spec->slug, session->several) &&
                own_path(&run->csv, session->csv, spec->slug, session->several)
            ? recorder_add(session->recorder, &run->id, spec, run->save, run->csv, error)
            : rt_fail(error, ERR_NO_MEMORY_FOR_SESSION_RUN);
    if (status != RT_OK) {
        session_run_destroy(run);
        return status;
    }
    *out = run;
    return RT_OK;
}

/* Announces a run, with its spec as the parcel, before any other thread tells of the run. */
static enum rt_status announce(struct session *session, const struct session_run *run,
                               struct rt_error *error)
{
    struct run_event event = {.kind = EVENT_RUN, .run = run->id};
    event.parcel = parcel_new(&run->spec, sizeof run->spec);
    if (!event.parcel)
        return rt_fail(error, ERR_NO_MEMORY_FOR_SESSION_RUN);
    outlet_must(&session->outlet[TELLER_DESK], &event);
    return RT_OK;
}

enum rt_status session_add_run(struct session *session, const struct run_spec *spec,
                               struct run_id *id, struct rt_error *error)
{
    struct session_run *run = NULL;
    if (session->count == SETTINGS_MAX_RUNS)
        return rt_fail(error, ERR_SESSION_FULL, SETTINGS_MAX_RUNS);
    enum rt_status status = run_create(&run, session, spec, error);
    if (status == RT_OK)
        status = announce(session, run, error);
    if (status != RT_OK) {
        session_run_destroy(run);
        return status;
    }
    *id = run->id;
    pthread_mutex_lock(&session->lock);
    session->run[session->count++] = run;
    pthread_cond_broadcast(&session->changed);
    pthread_mutex_unlock(&session->lock);
    return RT_OK;
}

/* ---- beginning ---- */

static enum rt_status create_rings(struct session *session, bool baseline, struct rt_error *error)
{
    static const size_t capacity[TELLERS] = {DESK_CAPACITY, RING_CAPACITY, RING_CAPACITY,
                                             BASELINE_CAPACITY};
    enum rt_status status = RT_OK;
    for (size_t i = 0; status == RT_OK && i < TELLERS; i++) {
        if (i == TELLER_BASELINE && !baseline)
            continue;
        size_t reserve = i == TELLER_TRAINER ? RING_RESERVE : 1;
        status = ring_create(&session->watched[i], capacity[i], reserve, error);
        if (status == RT_OK)
            outlet_add(&session->outlet[i], session->watched[i]);
    }
    if (status == RT_OK)
        status = ring_create(&session->recorded, RING_CAPACITY, RING_RESERVE, error);
    if (status == RT_OK)
        outlet_add(&session->outlet[TELLER_TRAINER], session->recorded);
    return status;
}

static enum rt_status plan_runs(struct session *session, const struct session_options *options,
                                const struct run_spec *runs, size_t count, struct rt_error *error)
{
    enum rt_status status = RT_OK;
    for (size_t i = 0; status == RT_OK && i < count; i++) {
        struct run_spec spec = runs[i];
        struct run_id id;
        if (options->data && !spec.data.path[0])
            snprintf(spec.data.path, sizeof spec.data.path, "%s", options->data);
        status = model_spec_check(&spec.model, error);
        if (status == RT_OK)
            status = session_add_run(session, &spec, &id, error);
        if (status == RT_OK)
            status = outputs_check(session->run[i]->save, session->run[i]->csv, path_of(&spec.data),
                                   error);
    }
    return status;
}

static void init_lock(struct session *session)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&session->lock, NULL);
    pthread_cond_init(&session->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

enum rt_status session_create(struct session **out, const struct session_options *options,
                              const struct run_spec *runs, size_t count, struct rt_error *error)
{
    struct session *session = calloc(1, sizeof *session);
    if (!session)
        return rt_fail(error, ERR_NO_MEMORY_FOR_SESSION_RUN);
    init_lock(session);
    run_ids_init(&session->ids);
    session->paused = options->paused;
    session->pause_each_epoch = options->pause_each_epoch;
    session->baseline_seconds = options->baseline_seconds;
    session->several = count > 1;

    enum rt_status status = create_rings(session, options->baseline_seconds > 0, error);
    int threads = options->threads ? (int)options->threads : cpu_count();
    if (status == RT_OK && (!own_path(&session->save, options->save, NULL, false) ||
                            !own_path(&session->csv, options->csv, NULL, false)))
        status = rt_fail(error, ERR_NO_MEMORY_FOR_SESSION_RUN);
    if (status == RT_OK)
        status = recorder_create(&session->recorder, session->recorded,
                                 &session->outlet[TELLER_RECORDER], error);
    if (status == RT_OK)
        status = plan_runs(session, options, runs, count, error);
    if (status == RT_OK)
        status = control_create(&session->control, error);
    if (status == RT_OK)
        status = pool_create(&session->pool, threads, error);
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
    if (session->started) {
        session_stop(session, false);
        session_join(session);
    }
    recorder_destroy(session->recorder);
    pool_destroy(session->pool);
    for (size_t i = 0; i < TELLERS; i++)
        ring_destroy(session->watched[i]);
    ring_destroy(session->recorded);
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

void session_watch(struct session *session, struct board *board)
{
    static const enum board_source source[TELLERS] = {BOARD_DESK, BOARD_TRAINER, BOARD_RECORDER,
                                                      BOARD_BASELINE};
    for (size_t i = 0; i < TELLERS; i++)
        board_listen(board, source[i], session->watched[i]);
}

/* ---- the trainer's thread ---- */

static void tell_end(struct session *session, const struct run_id *run, enum run_state state)
{
    struct run_event event = {.kind = EVENT_END, .run = *run};
    event.as.end.state = state;
    outlet_must(&session->outlet[TELLER_TRAINER], &event);
}

/* Until something changes, or until it is time to offer again what listeners had no room for. */
static void wait_a_while(struct session *session, bool flushed)
{
    if (flushed) {
        pthread_cond_wait(&session->changed, &session->lock);
        return;
    }
    uint64_t until = clock_now_ns() + FLUSH_INTERVAL_NS;
    struct timespec time = {(time_t)(until / 1000000000u), (long)(until % 1000000000u)};
    pthread_cond_timedwait(&session->changed, &session->lock, &time);
}

/* Waits for the next run of the queue; NULL when the session stops. */
static struct session_run *next_run(struct session *session)
{
    struct session_run *run = NULL;
    pthread_mutex_lock(&session->lock);
    session->told = outlet_flush(&session->outlet[TELLER_TRAINER]);
    while (!session->stop && session->active == session->count) {
        wait_a_while(session, session->told);
        session->told = outlet_flush(&session->outlet[TELLER_TRAINER]);
    }
    if (!session->stop)
        run = session->run[session->active];
    pthread_mutex_unlock(&session->lock);
    return run;
}

bool session_save_kept(struct session *session, size_t index)
{
    struct session_run *run = session->run[index];
    struct model_snapshot *copy;
    if (!run->last)
        return false;
    if (model_snapshot_copy(&copy, run->last, NULL) != RT_OK) {
        /* Without memory for a copy the kept weights themselves go to the disk. */
        copy = run->last;
        run->last = NULL;
    }
    recorder_save(session->recorder, &run->id, copy);
    return true;
}

/* From here on a save of this run writes its kept weights, run->last. A save that was asked for too
 * late for the trainer is done now, or the next run would take it for its own. */
static void end_run(struct session *session, struct session_run *run, struct model_snapshot *last)
{
    pthread_mutex_lock(&session->lock);
    run->last = last;
    session->told = false; /* next_run() looks whether its end has reached everybody */
    if (control_take_save(session->control))
        (void)session_save_kept(session, session->active);
    session->active++;
    pthread_cond_broadcast(&session->changed);
    pthread_mutex_unlock(&session->lock);
}

/* Ends every run that is queued, and those that come later, without training: whoever watches sees
 * each run end. Returns when the session stops. */
static void end_queue(struct session *session, enum run_state state)
{
    struct session_run *run;
    while ((run = next_run(session))) {
        tell_end(session, &run->id, state);
        end_run(session, run, NULL);
    }
}

static void end_rest(struct session *session)
{
    pthread_mutex_lock(&session->lock);
    for (; session->active < session->count; session->active++)
        tell_end(session, &session->run[session->active]->id, RUN_STOPPED);
    session->told = outlet_flush(&session->outlet[TELLER_TRAINER]);
    pthread_mutex_unlock(&session->lock);
}

/* Whether data that was read as one spec says is what another one wants, which may name the length
 * that was left to it. */
static bool same_data(const struct data_spec *wanted, const struct data_spec *read,
                      const struct dataset *data)
{
    return strcmp(wanted->path, read->path) == 0 && wanted->num_words == read->num_words &&
           (wanted->maxlen == read->maxlen || (data && wanted->maxlen == data->maxlen)) &&
           wanted->padding == read->padding && wanted->truncating == read->truncating &&
           wanted->validation_split == read->validation_split &&
           text_spec_same(&wanted->text, &read->text);
}

static void resolve(struct run_spec *spec, const struct dataset *data)
{
    run_spec_resolve(spec, &(struct run_facts){data->maxlen, data->train.rows, data->rare_class});
}

void session_resolve(const struct session *session, struct run_spec *spec)
{
    const struct dataset *data = session_data(session);
    if (data && same_data(&spec->data, &session->run[0]->spec.data, data))
        resolve(spec, data);
}

/* The data in the form that a run asks for. The first run's data is kept to the end. Of data in
 * other forms only one is held at a time: reading it again costs less than holding them all. */
static enum rt_status data_of(struct session *session, const struct session_run *run,
                              const struct dataset **data)
{
    const struct data_spec *wanted = &run->spec.data;
    if (same_data(wanted, &session->run[0]->spec.data, session->data)) {
        *data = session->data;
        return *data ? RT_OK : RT_ERR_IO; /* what is wrong has been told */
    }
    if (!session->other_data || !same_data(wanted, &session->other_spec, session->other_data)) {
        dataset_free(session->other_data);
        session->other_data = NULL;
        session->told_of = NULL;
        enum rt_status status =
            loader_read(path_of(wanted), wanted, session->pool, &session->outlet[TELLER_TRAINER],
                        &run->id, control_stop_flag(session->control), &session->other_data);
        if (status != RT_OK)
            return status;
        session->other_spec = *wanted;
    }
    *data = session->other_data;
    return RT_OK;
}

/* What stands in for settings that nobody gave: told once for all runs on the same data. */
static void tell_defaults(struct session *session, const struct session_run *run,
                          const struct run_spec *spec, const struct dataset *data)
{
    struct run_event event;
    if (session->told_of != data)
        session->told_defaults = 0;
    session->told_of = data;
    if (spec->defaults == DEFAULTS_PLAIN || session->told_defaults & (1u << spec->defaults))
        return;
    session->told_defaults |= 1u << spec->defaults;
    facts_of_defaults(spec, data, &event);
    event.run = run->id;
    outlet_must(&session->outlet[TELLER_TRAINER], &event);
}

static void train(struct session *session, struct session_run *run)
{
    /* What is trained, and kept in its file, is the run with the data's classes and length. The
     * run's own spec stays as it was announced: watchers learn them from the data event. */
    struct run_spec spec = run->spec;
    struct trainer_job job = {
        .spec = &spec,
        .run = run->id,
        .outlet = &session->outlet[TELLER_TRAINER],
        .control = session->control,
        .pool = session->pool,
        .recorder = session->recorder,
        .discard = &session->discard,
    };
    struct model_snapshot *last = NULL;
    enum rt_status status = data_of(session, run, &job.data);
    if (status == RT_OK) {
        resolve(&spec, job.data);
        tell_defaults(session, run, &spec, job.data);
        model_spec_set_classes(&spec.model, job.data->classes);
        trainer_run(&job, &last);
    } else
        tell_end(session, &run->id, status == RT_INTERRUPTED ? RUN_STOPPED : RUN_FAILED);
    end_run(session, run, last);
}

/* Says why there is none: runs are trained without a baseline just as well. */
static void tell_no_baseline(struct session *session, const struct session_run *run,
                             const struct rt_error *why, bool warning)
{
    struct run_event event = {.kind = EVENT_MESSAGE, .run = run->id};
    event.as.message.warning = warning;
    event.parcel = parcel_of_error(why);
    outlet_must(&session->outlet[TELLER_BASELINE], &event);
}

static void start_baseline(struct session *session, const struct session_run *run,
                           const struct dataset *data, struct baseline_texts *texts)
{
    struct baseline *baseline = NULL;
    struct rt_error error;
    bool known = texts->train.rows > 0 && texts->test.rows > 0;
    if (!session->watched[TELLER_BASELINE])
        return;
    if (!known || baseline_estimate(data, texts) > session->baseline_seconds) {
        baseline_texts_free(texts);
        rt_fail(&error, ERR_BASELINE_TOO_LONG, session->baseline_seconds);
        tell_no_baseline(session, run, &error, false);
    } else if (baseline_start(&baseline, data, texts, run->spec.seed, &run->id,
                              &session->outlet[TELLER_BASELINE],
                              control_stop_flag(session->control), &error) != RT_OK) {
        tell_no_baseline(session, run, &error, true);
    }
    /* Pairs with the load in session_finished(). */
    atomic_store_explicit(&session->baseline, baseline, memory_order_release);
}

static void *trainer_thread(void *argument)
{
    struct session *session = argument;
    struct session_run *run = session->run[0];
    struct data_spec wanted = run->spec.data;
    struct baseline_texts texts = {.train = {.rows = 0}};
    struct dataset *data = NULL;

    cpu_flush_denormals();
    wanted.whole_words = baseline_most_words(session->baseline_seconds);
    enum rt_status status =
        loader_read(path_of(&wanted), &wanted, session->pool, &session->outlet[TELLER_TRAINER],
                    &run->id, control_stop_flag(session->control), &data);
    if (status == RT_OK)
        dataset_take_whole(data, &texts.train, &texts.test);
    atomic_store_explicit(&session->data, data, memory_order_release);
    if (status == RT_INTERRUPTED)
        end_queue(session, RUN_STOPPED);
    else if (status == RT_OK)
        start_baseline(session, run, data, &texts);
    session->no_data = status != RT_OK;
    while ((run = next_run(session)))
        train(session, run);
    end_rest(session);
    return NULL;
}

enum rt_status session_start(struct session *session, struct rt_error *error)
{
    if (session->paused)
        control_pause(session->control);
    control_each_epoch(session->control, session->pause_each_epoch);
    if (pthread_create(&session->thread, NULL, trainer_thread, session) != 0)
        return rt_fail(error, ERR_NO_THREAD_FOR_TRAINER);
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
    bool ended = session->active == session->count && session->told;
    pthread_mutex_unlock(&session->lock);
    const struct baseline *baseline =
        atomic_load_explicit(&session->baseline, memory_order_acquire);
    return ended && recorder_idle(session->recorder) && (!baseline || baseline_done(baseline));
}

void session_join(struct session *session)
{
    static const struct timespec nap = {0, 1000000};
    if (session->started)
        pthread_join(session->thread, NULL);
    session->started = false;
    baseline_end(session->baseline);
    session->baseline = NULL;
    /* The trainer has ended: this thread offers what it still held for the recorder. */
    while (!ring_flush(session->recorded))
        nanosleep(&nap, NULL);
    recorder_finish(session->recorder);
}

bool session_flush(struct session *session)
{
    bool all = true;
    for (size_t i = 0; i < TELLERS; i++)
        all = outlet_flush(&session->outlet[i]) && all;
    return all;
}
