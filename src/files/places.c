#include "config.h"

#include "rnntop/files/places.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rnntop/base/clock.h"
#include "rnntop/base/xdg.h"
#include "rnntop/data/file.h"

#define MAX_SAME_NAMES 10000 /* models of one kind, day and seed in one folder */

/* ---- folders ---- */

enum rt_status places_data_folder(char **folder, struct rt_error *error)
{
    bool known;
    *folder = xdg_path("XDG_DATA_HOME", ".local/share", "rnntop", &known);
    if (!known)
        return rt_fail(error, ERR_HOME_MISSING_TO_SAVE);
    if (!*folder)
        return rt_fail(error, ERR_PATH_NO_MEMORY);
    return RT_OK;
}

enum rt_status places_cache_folder(char **folder, struct rt_error *error)
{
    bool known;
    *folder = xdg_cache(NULL, &known);
    if (!known)
        return rt_fail(error, ERR_HOME_MISSING_FOR_DATA);
    if (!*folder)
        return rt_fail(error, ERR_PATH_NO_MEMORY);
    return RT_OK;
}

char *places_config_file(void)
{
    bool known;
    return xdg_path("XDG_CONFIG_HOME", ".config", "rnntop/config", &known);
}

/* The XDG specification: "If, when attempting to write a file, the destination directory is
 * non-existent an attempt should be made to create it with permission 0700." */
static mode_t folder_mode(const char *folder)
{
    char *data = NULL, *cache = xdg_cache(NULL, NULL);
    bool ours = cache && strcmp(folder, cache) == 0;
    if (places_data_folder(&data, NULL) == RT_OK && strcmp(folder, data) == 0)
        ours = true;
    free(data);
    free(cache);
    return ours ? 0700 : 0777;
}

static int make_one(const char *folder, mode_t mode)
{
    struct stat status;
    if (mkdir(folder, mode) == 0)
        return 0;
    int reason = errno;
    /* On a read-only disk mkdir() says so even of what is there. */
    if (stat(folder, &status) == 0)
        return S_ISDIR(status.st_mode) ? 0 : ENOTDIR;
    return reason;
}

enum rt_status places_make_folder(const char *folder, struct rt_error *error)
{
    mode_t mode = folder_mode(folder);
    int reason = 0;
    char *path = strdup(folder);
    if (!path)
        return rt_fail(error, ERR_PATH_NO_MEMORY);
    for (char *at = path + 1; path[0] != '\0' && reason == 0; at++) {
        if (*at != '/' && *at != '\0')
            continue;
        char end = *at;
        *at = '\0';
        reason = make_one(path, mode);
        *at = end;
        if (end == '\0')
            break;
    }
    free(path);
    if (reason == 0)
        return RT_OK;
    rt_fail(error, ERR_FOLDER_NOT_MADE, reason);
    rt_error_at_path(error, folder);
    return RT_ERR_IO;
}

/* ---- names ---- */

enum rt_status places_take_model_name(char **path, const char *folder, const struct run_spec *run,
                                      struct rt_error *error)
{
    char date[CLOCK_DATE_SIZE], name[RUN_NAME_SIZE + 64], again[16] = "";
    int reason = EEXIST;
    clock_date(date);
    for (int i = 1; reason == EEXIST && i <= MAX_SAME_NAMES; i++) {
        if (i > 1)
            snprintf(again, sizeof again, "-%d", i);
        snprintf(name, sizeof name, "%s-%s-%" PRIu64 "%s.safetensors", run->slug, date, run->seed,
                 again);
        *path = file_join(folder, name);
        if (!*path)
            return rt_fail(error, ERR_PATH_NO_MEMORY);
        int fd = open(*path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0) {
            close(fd);
            return RT_OK;
        }
        reason = errno;
        free(*path);
    }
    *path = NULL;
    rt_fail(error, ERR_MODEL_NAME_NOT_TAKEN, reason);
    rt_error_at_path(error, folder);
    return RT_ERR_IO;
}

char *places_insert_name(const char *path, const char *name)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    const char *dot = strrchr(base, '.');
    if (!dot || dot == base) /* no suffix; a dot in front hides a file */
        dot = base + strlen(base);
    size_t size = strlen(path) + 1 + strlen(name) + 1;
    char *inserted = malloc(size);
    if (inserted)
        snprintf(inserted, size, "%.*s-%s%s", (int)(dot - path), path, name, dot);
    return inserted;
}
