/* What a watcher may ask of a session: the functions behind struct session_requests. */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "rnntop/train/session_private.h"

static void ask_pause(void *session)
{
    control_pause(((struct session *)session)->control);
}

static void ask_resume(void *session)
{
    control_resume(((struct session *)session)->control);
}

static void ask_one_batch(void *session)
{
    control_one_batch(((struct session *)session)->control);
}

static void ask_one_epoch(void *session)
{
    control_one_epoch(((struct session *)session)->control);
}

static bool ask_paused(void *session)
{
    return control_paused(((struct session *)session)->control);
}

static void ask_rate(void *session, int by)
{
    control_rate(((struct session *)session)->control, by);
}

static void ask_save(void *context, size_t index)
{
    struct session *session = context;
    pthread_mutex_lock(&session->lock);
    if (index == session->active)
        control_save(session->control);
    else
        session_save_kept(session, index);
    pthread_mutex_unlock(&session->lock);
}

/* The lowest seed that no run of the same model has had, above the one it repeats. */
static uint64_t next_seed(const struct session *session, const struct run_spec *spec)
{
    uint64_t seed = spec->seed + 1;
    for (size_t i = 0; i < session->count; i++) {
        const struct run_spec *other = &session->run[i]->feed.spec;
        if (other->model.layer[model_spec_recurrent(&other->model)].kind ==
                spec->model.layer[model_spec_recurrent(&spec->model)].kind &&
            other->seed >= seed)
            seed = other->seed + 1;
    }
    return seed;
}

/* What the run is to read when its turn comes is looked for now, while somebody sees it. */
static bool data_is_missing(const char *path)
{
    return path[0] && strcmp(path, DATASET_DEMO) != 0 && access(path, R_OK) != 0;
}

/* Names the run after what tells it from the others, queues it and puts it on the board. */
static const struct run_feed *queue(struct session *session, struct run_spec *spec,
                                    struct rt_error *error)
{
    const struct run_spec *others[SETTINGS_MAX_RUNS];
    const char *path = spec->data.path;
    if (session->no_data && strcmp(path, session->run[0]->feed.spec.data.path) == 0) {
        rt_fail_text(error, RT_ERR_UNSUPPORTED, "There is no data to train on; name other data.");
        return NULL;
    }
    if (data_is_missing(path)) {
        char shown[DATASET_PATH_SIZE];
        dataset_show(path, shown);
        rt_fail_text(error, RT_ERR_IO, "%s: %s.", shown, strerror(errno));
        return NULL;
    }
    for (size_t i = 0; i < session->count; i++)
        others[i] = &session->run[i]->feed.spec;
    settings_name_run(spec, others, session->count);
    session->several = true; /* the new run must not write over another's --save */
    if (session_add_run(session, spec, error) != RT_OK)
        return NULL;
    const struct run_feed *feed = &session->run[session->count - 1]->feed;
    return board_add(session->board, feed, error) == RT_OK ? feed : NULL;
}

static const struct run_feed *ask_again(void *context, size_t index, struct rt_error *error)
{
    struct session *session = context;
    struct run_spec spec = session->run[index]->feed.spec;
    spec.seed = next_seed(session, &spec);
    return queue(session, &spec, error);
}

static const struct run_feed *ask_add(void *context, const struct run_spec *run,
                                      struct rt_error *error)
{
    struct run_spec spec = *run;
    if (model_spec_check(&spec.model, error) != RT_OK)
        return NULL;
    return queue(context, &spec, error);
}

static enum rt_status ask_remove(void *context, size_t index, struct rt_error *error)
{
    struct session *session = context;
    struct session_run *run;
    pthread_mutex_lock(&session->lock);
    bool queued = index > session->active && index < session->count;
    if (queued) {
        run = session->run[index];
        session->count--;
        memmove(&session->run[index], &session->run[index + 1],
                (session->count - index) * sizeof(struct session_run *));
    }
    pthread_mutex_unlock(&session->lock);
    if (!queued)
        return rt_fail_text(
            error, RT_ERR_UNSUPPORTED,
            "It is no longer waiting: only a run that has not begun is taken back.");
    /* Nothing has come from it and nobody else knows it: it goes as if it had never been. */
    board_remove(session->board, index);
    session_run_destroy(run);
    return RT_OK;
}

void session_never_pause(struct session *session)
{
    session->paused = session->pause_each_epoch = false;
    control_each_epoch(session->control, false);
    control_resume(session->control);
}

struct session_requests session_requests_of(struct session *session)
{
    return (struct session_requests){
        .session = session,
        .pause = ask_pause,
        .resume = ask_resume,
        .one_batch = ask_one_batch,
        .one_epoch = ask_one_epoch,
        .paused = ask_paused,
        .rate = ask_rate,
        .save = ask_save,
        .again = ask_again,
        .add = ask_add,
        .remove = ask_remove,
    };
}
