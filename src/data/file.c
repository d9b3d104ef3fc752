#include "config.h"

#include "rnntop/data/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum rt_status file_open(const char *path, int *fd, uint64_t *size, struct rt_error *error)
{
    struct stat status;
    /* O_NONBLOCK: a pipe without a writer must not hang the loading thread. */
    int opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (opened < 0)
        return rt_fail(error, ERR_DATA_CANT_OPEN, errno);
    enum rt_status result = RT_OK;
    if (fstat(opened, &status) < 0)
        result = rt_fail(error, ERR_DATA_CANT_EXAMINE, errno);
    else if (S_ISDIR(status.st_mode))
        result = rt_fail(error, ERR_DATA_IS_FOLDER);
    else if (!S_ISREG(status.st_mode))
        result = rt_fail(error, ERR_DATA_IS_NO_FILE);
    else if (status.st_size == 0)
        result = rt_fail(error, ERR_DATA_IS_EMPTY);
    if (result != RT_OK) {
        close(opened);
        return result;
    }
    *fd = opened;
    *size = (uint64_t)status.st_size;
    return RT_OK;
}

static char *join(const char *folder, size_t folder_length, const char *name)
{
    size_t name_length = strlen(name);
    char *path = malloc(folder_length + 1 + name_length + 1);
    if (!path)
        return NULL;
    memcpy(path, folder, folder_length);
    path[folder_length] = '/';
    memcpy(path + folder_length + 1, name, name_length + 1);
    return path;
}

char *file_join(const char *folder, const char *name)
{
    return join(folder, strlen(folder), name);
}

char *file_beside(const char *path, const char *name)
{
    const char *slash = strrchr(path, '/');
    return slash ? join(path, (size_t)(slash - path), name) : strdup(name);
}

enum rt_status file_read_whole(const char *path, uint64_t most, char **text, size_t *length,
                               struct rt_error *error)
{
    int fd;
    uint64_t size;
    char *bytes = NULL;
    enum rt_status status = file_open(path, &fd, &size, error);
    if (status != RT_OK)
        return status;
    if (size > most) {
        status = rt_fail(error, ERR_DATA_TOO_LONG, most);
        goto fail;
    }
    bytes = malloc((size_t)size + 1);
    if (!bytes) {
        status = rt_fail(error, ERR_NO_MEMORY);
        goto fail;
    }
    size_t used = 0;
    while (used < size) {
        ssize_t got = read(fd, bytes + used, (size_t)size - used);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            status = rt_fail(error, ERR_DATA_CANT_READ, errno);
            goto fail;
        }
        if (got == 0)
            break; /* it has become shorter meanwhile */
        used += (size_t)got;
    }
    close(fd);
    *text = bytes;
    *length = used;
    return RT_OK;

fail:
    close(fd);
    free(bytes);
    return status;
}
