#include "config.h"

#include "rnntop/train/loader.h"

#include <stdlib.h>
#include <string.h>

struct loader {
    struct outlet *outlet;
    const struct run_id *run;
    struct parcel *path; /* what is read; held */
    enum progress_task task;
    int percent; /* told last */
};

static void tell(const struct loader *loader, struct run_event *event)
{
    event->run = *loader->run;
    outlet_must(loader->outlet, event);
}

/* A percent is finer than any bar, and few enough that a slow reader holds up nothing. */
static void progress(void *context, uint64_t done, uint64_t total)
{
    struct loader *loader = context;
    int percent = total ? (int)((double)done / (double)total * 100) : 0;
    if (percent == loader->percent)
        return;
    loader->percent = percent;
    struct run_event event = {.kind = EVENT_PROGRESS, .parcel = parcel_hold(loader->path)};
    event.as.progress = (struct progress_event){loader->task, done, total};
    tell(loader, &event);
}

static void tell_source(const struct loader *loader, const char *path, bool fallback)
{
    struct run_event event = {.kind = EVENT_SOURCE, .parcel = parcel_hold(loader->path)};
    dataset_guess_name(path, event.as.source.name);
    event.as.source.fallback = fallback;
    tell(loader, &event);
}

static void tell_reading(const struct loader *loader, const struct text_reading *reading)
{
    if (reading->form == TEXT_FORM_NONE)
        return;
    struct run_event event = {.kind = EVENT_READING,
                              .parcel = parcel_new(reading, sizeof *reading)};
    tell(loader, &event);
}

static void tell_warning(const struct loader *loader, const struct rt_error *what)
{
    struct run_event event = {.kind = EVENT_MESSAGE, .parcel = parcel_of_error(what)};
    event.as.message.warning = true;
    tell(loader, &event);
}

static void tell_failure(const struct loader *loader, const struct rt_error *error)
{
    struct run_event event = {.kind = EVENT_ERROR, .parcel = parcel_of_error(error)};
    tell(loader, &event);
}

enum rt_status loader_read(const char *path, const struct data_spec *spec, struct pool *pool,
                           struct outlet *outlet, const struct run_id *run, const atomic_bool *stop,
                           struct dataset **data)
{
    struct loader loader = {.outlet = outlet, .run = run, .percent = -1};
    struct run_event event = {.kind = EVENT_STATE};
    struct rt_error error = {0};
    struct data_warnings warnings = {.count = 0};
    char *found = NULL;
    bool fallback = false;
    enum rt_status status = RT_OK;

    event.as.state.state = RUN_LOADING;
    tell(&loader, &event);
    if (!path) {
        status = dataset_find(&found, &fallback, &error);
        path = found;
    }
    if (status == RT_OK) {
        bool demo = strcmp(path, DATASET_DEMO) == 0;
        loader.task = demo ? PROGRESS_MAKING_UP : PROGRESS_READING;
        loader.path = parcel_of_text(path);
        tell_source(&loader, path, fallback);
        progress(&loader, 0, 1); /* a bar at once, however long the first bytes take */
        status = dataset_load(data, path, spec, pool, progress, &loader, stop, &warnings, &error);
        if (found)
            dataset_suggest(&error);
    }
    for (size_t i = 0; status == RT_OK && i < warnings.count; i++)
        tell_warning(&loader, &warnings.warning[i]);
    if (status == RT_OK) /* last: a line of it says that there is more to be told */
        tell_reading(&loader, &(*data)->reading);
    if (status != RT_OK && status != RT_INTERRUPTED)
        tell_failure(&loader, &error);
    parcel_drop(loader.path);
    free(found);
    return status;
}
