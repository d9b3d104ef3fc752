/* What a watcher may ask of a session: the functions behind struct session_requests. */
#include "config.h"

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

static const struct run_feed *ask_again(void *context, size_t index, struct rt_error *error)
{
    struct session *session = context;
    struct run_spec spec = session->run[index]->feed.spec;
    if (session->no_data) {
        rt_fail(error, RT_ERR_UNSUPPORTED, "There is no data to train on; leave and name it anew.");
        return NULL;
    }
    spec.seed = next_seed(session, &spec);
    settings_name_run(&spec, true);
    session->several = true; /* the new run must not write over another's --save */
    if (session_add_run(session, &spec, error) != RT_OK)
        return NULL;
    const struct run_feed *feed = &session->run[session->count - 1]->feed;
    return board_add(session->board, feed, error) == RT_OK ? feed : NULL;
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
    };
}
