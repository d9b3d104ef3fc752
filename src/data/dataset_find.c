#include "config.h"

#include "rnntop/data/dataset.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "rnntop/data/file.h"

#define IMDB_URL "https://storage.googleapis.com/tensorflow/tf-keras-datasets/imdb.npz"

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

enum rt_status dataset_find(char **path, struct rt_error *error)
{
    struct stat status;
    char shown[FILE_SHOWN_SIZE];
    const char *named = variable("RNNTOP_DATA"), *home = variable("HOME");
    if (named) {
        file_show(named, shown);
        if (stat(named, &status) < 0)
            return rt_fail(error, RT_ERR_IO, "$RNNTOP_DATA names %s: %s; correct it or unset it.",
                           shown, strerror(errno));
        *path = strdup(named);
        return *path ? RT_OK : rt_fail(error, RT_ERR_MEMORY, "no memory for a path.");
    }

    /* The base directory specification says that a relative path is to be ignored. */
    const char *cache = variable("XDG_CACHE_HOME");
    if (cache && cache[0] != '/')
        cache = NULL;
    char *place[2] = {
        candidate(variable("KERAS_HOME"), "datasets/imdb.npz", home, ".keras/datasets/imdb.npz"),
        candidate(cache, "rnntop/imdb.npz", home, ".cache/rnntop/imdb.npz"),
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
    return rt_fail(error, RT_ERR_IO,
                   "No imdb.npz found: say where it is with --data or RNNTOP_DATA. Keras keeps it "
                   "in ~/.keras/datasets; it comes from " IMDB_URL ", 17 MB.");
}
