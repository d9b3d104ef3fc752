#include "config.h"

#include "rnntop/data/dataset.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "rnntop/base/xdg.h"
#include "rnntop/data/file.h"

/* A variable's value, or NULL if it is unset or empty. */
static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value && value[0] != '\0' ? value : NULL;
}

/* first + "/" + second, if first is there; else home + "/" + third, if home is there. */
static char *candidate(const char *first, const char *second, const char *home, const char *third)
{
    if (first)
        return file_join(first, second);
    return home ? file_join(home, third) : NULL;
}

static enum rt_status give(char **path, const char *text, struct rt_error *error)
{
    *path = strdup(text);
    return *path ? RT_OK : rt_fail(error, ERR_NO_MEMORY);
}

enum rt_status dataset_find(char **path, bool *fallback, struct rt_error *error)
{
    struct stat status;
    const char *named = variable("RNNTOP_DATA"), *home = variable("HOME");
    *fallback = false;
    if (named && strcmp(named, DATASET_DEMO) != 0 && stat(named, &status) < 0)
        return rt_fail(error, ERR_DATA_VARIABLE, named, errno);
    if (named)
        return give(path, named, error);

    char *place[2] = {
        candidate(variable("KERAS_HOME"), "datasets/imdb.npz", home, ".keras/datasets/imdb.npz"),
        xdg_cache("imdb.npz", NULL),
    };
    *path = NULL;
    for (size_t i = 0; i < 2; i++) {
        if (place[i] && !*path && stat(place[i], &status) == 0)
            *path = place[i];
        else
            free(place[i]);
    }
    if (*path)
        return RT_OK;
    *fallback = true;
    return give(path, DATASET_DEMO, error);
}

void dataset_suggest(struct rt_error *error)
{
    if (error->within == ERR_NONE &&
        (error->status == RT_ERR_IO || error->status == RT_ERR_FORMAT ||
         error->status == RT_ERR_UNSUPPORTED))
        rt_fail_within(error, ERR_DATA_FOUND_UNUSABLE);
}
