#include "config.h"

#include "rnntop/train/loader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/files/places.h"

struct loader {
    struct ring *ring;
    uint32_t run;
    int percent; /* told last */
    char text[128];
};

static void tell(const struct loader *loader, struct run_event *event)
{
    event->run = loader->run;
    ring_must(loader->ring, event);
}

/* A percent is finer than any bar, and few enough that a slow reader holds up nothing. */
static void progress(void *context, uint64_t done, uint64_t total)
{
    struct loader *loader = context;
    int percent = total ? (int)((double)done / (double)total * 100) : 0;
    if (percent == loader->percent)
        return;
    loader->percent = percent;
    struct run_event event = {.kind = EVENT_PROGRESS};
    event.as.progress.done = done;
    event.as.progress.total = total;
    memcpy(event.as.progress.text, loader->text, sizeof loader->text);
    tell(loader, &event);
}

static void tell_source(const struct loader *loader, const char *path, bool fallback)
{
    struct run_event event = {.kind = EVENT_SOURCE};
    dataset_guess_name(path, event.as.source.name);
    event.as.source.fallback = fallback;
    tell(loader, &event);
}

/* What the bar says. */
static void take_text(struct loader *loader, const char *path)
{
    char shown[100];
    if (strcmp(path, DATASET_DEMO) == 0) {
        snprintf(loader->text, sizeof loader->text, "Making up the DEMO corpus");
        return;
    }
    places_tilde(path, shown, sizeof shown);
    snprintf(loader->text, sizeof loader->text, "Reading %s", shown);
}

static void tell_warning(const struct loader *loader, const char *text)
{
    struct run_event event = {.kind = EVENT_MESSAGE};
    event.as.message.warning = true;
    snprintf(event.as.message.text, sizeof event.as.message.text, "%s", text);
    tell(loader, &event);
}

static void tell_failure(const struct loader *loader, const struct rt_error *error)
{
    struct run_event event = {.kind = EVENT_ERROR};
    event.as.error.status = error->status;
    snprintf(event.as.error.text, sizeof event.as.error.text, "%.*s",
             (int)sizeof event.as.error.text - 1, error->text);
    tell(loader, &event);
}

enum rt_status loader_read(const char *path, const struct data_spec *spec, struct pool *pool,
                           struct ring *ring, uint32_t run, const atomic_bool *stop,
                           struct dataset **data)
{
    struct loader loader = {.ring = ring, .run = run, .percent = -1};
    struct run_event event = {.kind = EVENT_STATE};
    struct rt_error error = {0};
    char warning[EVENT_TEXT_SIZE] = "";
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
        tell_source(&loader, path, fallback);
        take_text(&loader, path);
        progress(&loader, 0, 1); /* a bar at once, however long the first bytes take */
        status = dataset_load(data, path, spec, pool, progress, &loader, stop, warning,
                              sizeof warning, &error);
        if (found)
            dataset_suggest(&error);
    }
    if (status == RT_OK && warning[0])
        tell_warning(&loader, warning);
    else if (status != RT_OK && status != RT_INTERRUPTED)
        tell_failure(&loader, &error);
    free(found);
    return status;
}
