/* What a watcher may ask of a session: a table with one row for each kind of request. */
#include "config.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rnntop/train/session_parts.h"

/* The lowest seed that no run of the same model has had, above the one it repeats. */
static uint64_t next_seed(const struct session *session, const struct run_spec *spec)
{
    uint64_t seed = spec->seed + 1;
    for (size_t i = 0; i < session->count; i++) {
        const struct run_spec *other = &session->run[i]->spec;
        if (other->model.layer[model_spec_recurrent(&other->model)].kind ==
                spec->model.layer[model_spec_recurrent(&spec->model)].kind &&
            other->seed >= seed)
            seed = other->seed + 1;
    }
    return seed;
}

/* Looks for the run's data now and not only when its turn comes, while the person who asked is
 * there to see the answer. */
static bool data_is_missing(const char *path)
{
    return path[0] && strcmp(path, DATASET_DEMO) != 0 && access(path, R_OK) != 0;
}

/* Compares it with the others as they are trained: a length that came from the data is no other
 * than the same length, typed. */
static enum rt_status name_run(const struct session *session, struct run_spec *spec,
                               struct rt_error *error)
{
    const struct run_spec *others[SETTINGS_MAX_RUNS];
    struct run_spec *resolved = malloc((session->count + 1) * sizeof *resolved);
    if (!resolved)
        return rt_fail(error, ERR_NO_MEMORY_FOR_SESSION_RUN);
    for (size_t i = 0; i < session->count; i++) {
        resolved[i] = session->run[i]->spec;
        session_resolve(session, &resolved[i]);
        others[i] = &resolved[i];
    }
    struct run_spec *named = &resolved[session->count];
    *named = *spec;
    session_resolve(session, named);
    settings_name_run(named, others, session->count);
    memcpy(spec->name, named->name, sizeof spec->name);
    memcpy(spec->slug, named->slug, sizeof spec->slug);
    free(resolved);
    return RT_OK;
}

/* Names the run after what tells it from the others, queues it and announces it. */
static enum rt_status queue(struct session *session, struct run_spec *spec, struct answer *answer)
{
    const char *path = spec->data.path;
    if (session->no_data && strcmp(path, session->run[0]->spec.data.path) == 0)
        return rt_fail(&answer->why, ERR_NO_DATA_TO_TRAIN_ON);
    if (data_is_missing(path)) {
        rt_fail(&answer->why, ERR_DATA_MISSING, errno);
        rt_error_at_path(&answer->why, path);
        return answer->why.status;
    }
    if (name_run(session, spec, &answer->why) != RT_OK)
        return answer->why.status;
    session->several = true; /* the new run must not write over another's --save */
    return session_add_run(session, spec, &answer->run, &answer->why);
}

/* The place of a run in the queue, or count. The watching thread alone adds and takes away. */
static size_t find_run(const struct session *session, const struct run_id *id)
{
    size_t i = 0;
    while (i < session->count && !run_id_same(&session->run[i]->id, id))
        i++;
    return i;
}

static enum rt_status ask_nothing(struct session *session, const struct request *request,
                                  struct answer *answer)
{
    (void)session;
    (void)request;
    (void)answer;
    return RT_OK;
}

static enum rt_status ask_pause(struct session *session, const struct request *request,
                                struct answer *answer)
{
    (void)request;
    (void)answer;
    control_pause(session->control);
    return RT_OK;
}

static enum rt_status ask_resume(struct session *session, const struct request *request,
                                 struct answer *answer)
{
    (void)request;
    (void)answer;
    control_resume(session->control);
    return RT_OK;
}

static enum rt_status ask_one_batch(struct session *session, const struct request *request,
                                    struct answer *answer)
{
    (void)request;
    (void)answer;
    control_one_batch(session->control);
    return RT_OK;
}

static enum rt_status ask_one_epoch(struct session *session, const struct request *request,
                                    struct answer *answer)
{
    (void)request;
    (void)answer;
    control_one_epoch(session->control);
    return RT_OK;
}

static enum rt_status ask_rate(struct session *session, const struct request *request,
                               struct answer *answer)
{
    (void)answer;
    control_rate(session->control, request->by);
    return RT_OK;
}

static enum rt_status ask_save(struct session *session, const struct request *request,
                               struct answer *answer)
{
    size_t index = find_run(session, &request->run);
    if (index == session->count)
        return rt_fail(&answer->why, ERR_NO_SUCH_RUN);
    pthread_mutex_lock(&session->lock);
    bool begun = index <= session->active, there = begun;
    if (index == session->active)
        control_save(session->control);
    else if (begun)
        there = session_save_kept(session, index);
    pthread_mutex_unlock(&session->lock);
    if (there)
        return RT_OK;
    return begun ? rt_fail(&answer->why, ERR_NOTHING_KEPT)
                 : rt_fail(&answer->why, ERR_NOTHING_TO_SAVE);
}

static enum rt_status ask_again(struct session *session, const struct request *request,
                                struct answer *answer)
{
    size_t index = find_run(session, &request->run);
    if (index == session->count)
        return rt_fail(&answer->why, ERR_NO_SUCH_RUN);
    struct run_spec spec = session->run[index]->spec;
    spec.seed = next_seed(session, &spec);
    return queue(session, &spec, answer);
}

static enum rt_status ask_add(struct session *session, const struct request *request,
                              struct answer *answer)
{
    struct run_spec spec = *request->spec;
    enum rt_status status = model_spec_check(&spec.model, &answer->why);
    return status == RT_OK ? queue(session, &spec, answer) : status;
}

static enum rt_status ask_take_back(struct session *session, const struct request *request,
                                    struct answer *answer)
{
    struct session_run *run = NULL;
    size_t index = find_run(session, &request->run);
    if (index == session->count)
        return rt_fail(&answer->why, ERR_NO_SUCH_RUN);
    pthread_mutex_lock(&session->lock);
    if (index > session->active) {
        run = session->run[index];
        session->count--;
        memmove(&session->run[index], &session->run[index + 1],
                (session->count - index) * sizeof(struct session_run *));
    }
    pthread_mutex_unlock(&session->lock);
    if (!run)
        return rt_fail(&answer->why, ERR_RUN_HAS_BEGUN);
    struct run_event event = {.kind = EVENT_TAKEN_BACK, .run = run->id};
    outlet_must(&session->outlet[TELLER_DESK], &event);
    session_run_destroy(run);
    return RT_OK;
}

static void ask(void *context, const struct request *request, struct answer *answer)
{
    static enum rt_status (*const ROW[REQUEST_KINDS])(struct session *, const struct request *,
                                                      struct answer *) = {
        [REQUEST_NOTHING] = ask_nothing,
        [REQUEST_PAUSE] = ask_pause,
        [REQUEST_RESUME] = ask_resume,
        [REQUEST_ONE_BATCH] = ask_one_batch,
        [REQUEST_ONE_EPOCH] = ask_one_epoch,
        [REQUEST_RATE] = ask_rate,
        [REQUEST_SAVE] = ask_save,
        [REQUEST_AGAIN] = ask_again,
        [REQUEST_ADD] = ask_add,
        [REQUEST_TAKE_BACK] = ask_take_back,
    };
    struct session *session = context;
    assert((unsigned)request->kind < REQUEST_KINDS && ROW[request->kind]);
    answer->run = (struct run_id){""};
    answer->granted = ROW[request->kind](session, request, answer) == RT_OK;
    answer->paused = control_paused(session->control);
    (void)outlet_flush(&session->outlet[TELLER_DESK]); /* this thread is its producer */
}

void session_never_pause(struct session *session)
{
    session->paused = session->pause_each_epoch = false;
    control_each_epoch(session->control, false);
    control_resume(session->control);
}

struct requests session_requests(struct session *session)
{
    return (struct requests){session, ask};
}
