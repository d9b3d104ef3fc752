#include "config.h"

#include "rnntop/net/known_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rnntop/files/atomic_file.h"
#include "rnntop/files/places.h"

#define BLOCK 65536

static enum rt_status unreadable(const char *path, int reason, struct rt_error *error)
{
    rt_fail(error, ERR_FILE_NOT_READ, reason);
    rt_error_at_path(error, path);
    return RT_ERR_IO;
}

/* Hands the file's bytes to the digest and, where there is one, to a copy; counts them. Ends early
 * once there are more than the known file has. */
static enum rt_status pass(const struct known_file *known, int fd, const char *path,
                           struct digest *digest, struct atomic_file *copy, const atomic_bool *stop,
                           uint64_t *bytes, struct rt_error *error)
{
    char block[BLOCK];
    for (*bytes = 0; *bytes <= known->bytes;) {
        if (stop && atomic_load(stop))
            return rt_fail(error, ERR_STOPPED);
        ssize_t got = pread(fd, block, sizeof block, (off_t)*bytes);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return unreadable(path, errno, error);
        if (got == 0)
            break;
        if (!digest_add(digest, block, (size_t)got))
            return rt_fail(error, ERR_CHECKSUM_NO_MEMORY);
        if (copy && atomic_file_write(copy, block, (size_t)got, error) != RT_OK)
            return RT_ERR_IO;
        *bytes += (uint64_t)got;
    }
    return RT_OK;
}

static enum rt_status match(const struct known_file *known, int fd, const char *path,
                            struct atomic_file *copy, const atomic_bool *stop, bool *right,
                            struct rt_error *error)
{
    struct digest *digest;
    char hex[DIGEST_HEX_SIZE];
    uint64_t bytes;
    *right = false;
    enum rt_status status = digest_create(&digest, known->kind, error);
    if (status == RT_OK)
        status = pass(known, fd, path, digest, copy, stop, &bytes, error);
    if (status == RT_OK && bytes == known->bytes) {
        if (digest_finish(digest, hex))
            *right = strcmp(hex, known->hex) == 0;
        else
            status = rt_fail(error, ERR_CHECKSUM_NO_MEMORY);
    }
    digest_destroy(digest);
    return status;
}

enum rt_status known_file_match(const struct known_file *known, int fd, const char *path,
                                const atomic_bool *stop, bool *right, struct rt_error *error)
{
    return match(known, fd, path, NULL, stop, right, error);
}

/* Never waits, as open() on a pipe would. *fd is -1 where nothing is. */
static enum rt_status open_file(const char *path, int *fd, uint64_t *bytes, struct rt_error *error)
{
    struct stat status;
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (*fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? RT_OK : unreadable(path, errno, error);
    int reason = fstat(*fd, &status) < 0 ? errno : 0;
    if (reason == 0 && S_ISREG(status.st_mode)) {
        *bytes = (uint64_t)status.st_size;
        return RT_OK;
    }
    close(*fd);
    *fd = -1;
    if (reason != 0)
        return unreadable(path, reason, error);
    rt_fail(error, ERR_KNOWN_FILE_NOT_PLAIN);
    rt_error_at_path(error, path);
    return RT_ERR_IO;
}

enum rt_status known_file_check(const struct known_file *known, const char *path,
                                const atomic_bool *stop, enum known_state *state,
                                struct rt_error *error)
{
    int fd;
    uint64_t bytes;
    bool right = false;
    *state = KNOWN_MISSING;
    enum rt_status status = open_file(path, &fd, &bytes, error);
    if (status != RT_OK || fd < 0)
        return status;
    if (bytes == known->bytes)
        status = match(known, fd, path, NULL, stop, &right, error);
    close(fd);
    *state = right ? KNOWN_RIGHT : KNOWN_WRONG;
    return status;
}

enum rt_status known_file_make_folder(const char *path, struct rt_error *error)
{
    const char *slash = strrchr(path, '/');
    if (!slash || slash == path)
        return RT_OK;
    char *folder = strndup(path, (size_t)(slash - path));
    if (!folder)
        return rt_fail(error, ERR_PATH_NO_MEMORY);
    enum rt_status status = places_make_folder(folder, error);
    if (status != RT_OK && error)
        rt_fail_within(error, ERR_CACHE_NOT_MADE);
    free(folder);
    return status;
}

enum rt_status known_file_copy(const struct known_file *known, const char *from, const char *path,
                               const atomic_bool *stop, struct rt_error *error)
{
    struct atomic_file *copy = NULL;
    int fd;
    uint64_t bytes;
    bool right = false;
    enum rt_status status = open_file(from, &fd, &bytes, error);
    if (status != RT_OK)
        return status;
    if (fd < 0)
        return unreadable(from, ENOENT, error);
    /* Looked at before anything is made for it, and again while it is copied. */
    status = match(known, fd, from, NULL, stop, &right, error);
    if (status == RT_OK && right)
        status = known_file_make_folder(path, error);
    if (status == RT_OK && right)
        status = atomic_file_open(&copy, path, error);
    if (status == RT_OK && right)
        status = match(known, fd, from, copy, stop, &right, error);
    if (status == RT_OK && !right) {
        status = rt_fail(error, ERR_KNOWN_FILE_IS_ANOTHER, known->name, digest_name(known->kind));
        rt_error_at_path(error, from);
    }
    if (status == RT_OK)
        status = atomic_file_commit(copy, error);
    else
        atomic_file_abort(copy);
    close(fd);
    return status;
}
