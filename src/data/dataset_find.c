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
    return rt_fail(
        error, RT_ERR_IO,
        "No imdb.npz found: get it (17 MB) with rnntop fetch imdb, or say where it is with "
        "--data or RNNTOP_DATA. Keras keeps it in ~/.keras/datasets; it comes "
        "from " DATASET_IMDB_URL "imdb.npz.");
}
