#include "config.h"

#include "rnntop/net/part.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rnntop/files/descriptor.h"
#include "rnntop/net/known_file.h"

#define SUFFIX    ".part"
#define MAX_OPENS 16 /* tries while other programs finish and begin */

static enum rt_status fail_by_errno(const struct part *part, int reason, struct rt_error *error)
{
    switch (reason) {
    case EWOULDBLOCK:
        rt_fail(error, ERR_PART_LOCKED);
        break;
    case ENOSPC:
    case EDQUOT:
        rt_fail(error, ERR_PART_NO_ROOM, reason);
        break;
    case ELOOP:
    case EISDIR:
    case ENXIO:
        rt_fail(error, ERR_PART_IN_THE_WAY);
        break;
    default:
        rt_fail(error, ERR_PART_NOT_WRITTEN, reason);
        break;
    }
    rt_error_at_path(error, part->path);
    return RT_ERR_IO;
}

enum rt_status part_init(struct part *part, const char *target, struct rt_error *error)
{
    size_t size = strlen(target) + sizeof SUFFIX;
    const char *slash = strrchr(target, '/');
    *part = (struct part){.fd = -1};
    part->path = malloc(size);
    part->folder = slash ? strndup(target, (size_t)(slash - target) + 1) : strdup(".");
    if (!part->path || !part->folder) {
        part_close(part);
        return rt_fail(error, ERR_PATH_NO_MEMORY);
    }
    snprintf(part->path, size, "%s" SUFFIX, target);
    return RT_OK;
}

/* ---- folders ---- */

/* The uppermost folder of the path that is not there, or NULL. */
static char *first_missing(const char *folder)
{
    struct stat status;
    char *path = strdup(folder);
    for (char *at = path ? path + 1 : NULL; at && *at != '\0'; at++) {
        if (*at != '/')
            continue;
        *at = '\0';
        if (stat(path, &status) < 0 && errno == ENOENT)
            return path;
        *at = '/';
    }
    free(path);
    return NULL;
}

static enum rt_status make_folder(struct part *part, struct rt_error *error)
{
    char *missing = first_missing(part->folder);
    enum rt_status status = known_file_make_folder(part->path, error);
    if (missing) {
        free(part->made);
        part->made = missing;
    }
    return status;
}

/* Those that were made, from the innermost on, as far as they are empty. */
static void unmake_folders(const struct part *part)
{
    char *path = part->made ? strdup(part->folder) : NULL;
    for (size_t length = path ? strlen(path) : 0; length >= 1; length--) {
        if (path[length] != '/' && path[length] != '\0')
            continue;
        path[length] = '\0';
        if (path[length - 1] == '/')
            continue;
        if (length < strlen(part->made) || (rmdir(path) < 0 && errno != ENOENT))
            break;
    }
    free(path);
}

/* ---- the file ---- */

/* Whether the path still names the open file, which may have been renamed before it was locked. */
static bool same_file(const struct part *part, const struct stat *open_status)
{
    struct stat status;
    return lstat(part->path, &status) == 0 && status.st_dev == open_status->st_dev &&
           status.st_ino == open_status->st_ino;
}

static int lock(int fd)
{
    int result;
    do {
        result = flock(fd, LOCK_EX | LOCK_NB);
    } while (result < 0 && errno == EINTR);
    return result < 0 ? errno : 0;
}

/* Opens and locks, with O_CREAT in flags or without. Errno, or 0. */
static int open_locked(struct part *part, int flags)
{
    struct stat status;
    for (int tries = 0; tries < MAX_OPENS; tries++) {
        /* O_NONBLOCK: a pipe put there must not hang the program. */
        int fd =
            open(part->path, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | flags, 0666);
        if (fd < 0)
            return errno;
        int reason = fstat(fd, &status) < 0 ? errno : 0;
        if (reason == 0 && !S_ISREG(status.st_mode))
            reason = EISDIR;
        if (reason == 0)
            reason = lock(fd);
        if (reason == 0 && same_file(part, &status)) {
            /* Its size is asked for under the lock. */
            reason = fstat(fd, &status) < 0 ? errno : 0;
            if (reason == 0) {
                part->fd = fd;
                part->bytes = (uint64_t)status.st_size;
                return 0;
            }
        }
        close(fd);
        if (reason != 0)
            return reason;
    }
    return EWOULDBLOCK;
}

enum rt_status part_open(struct part *part, struct rt_error *error)
{
    int reason = open_locked(part, 0);
    if (reason == 0 || reason == ENOENT || reason == ENOTDIR)
        return RT_OK;
    return fail_by_errno(part, reason, error);
}

static enum rt_status create(struct part *part, struct rt_error *error)
{
    enum rt_status status = make_folder(part, error);
    if (status != RT_OK)
        return status;
    int reason = open_locked(part, O_CREAT);
    if (reason != 0)
        return fail_by_errno(part, reason, error);
    /* Another program made the file between our look and now, and has ended: its bytes can't be
     * trusted. */
    return part->bytes > 0 ? part_cut(part, 0, error) : RT_OK;
}

enum rt_status part_cut(struct part *part, uint64_t bytes, struct rt_error *error)
{
    int result;
    if (part->fd < 0 || part->bytes == bytes)
        return RT_OK;
    do {
        result = ftruncate(part->fd, (off_t)bytes);
    } while (result < 0 && errno == EINTR);
    if (result < 0)
        return fail_by_errno(part, errno, error);
    part->bytes = bytes;
    return RT_OK;
}

enum rt_status part_add(struct part *part, const void *bytes, size_t size, struct rt_error *error)
{
    if (part->fd < 0) {
        enum rt_status status = create(part, error);
        if (status != RT_OK)
            return status;
    }
    size_t written;
    int reason = descriptor_write(part->fd, bytes, size, &written);
    part->bytes += written;
    if (reason != 0)
        return fail_by_errno(part, reason, error);
    return RT_OK;
}

enum rt_status part_publish(struct part *part, const char *target, struct rt_error *error)
{
    int reason = descriptor_flush(part->fd);
    if (reason == 0 && renameat(AT_FDCWD, part->path, AT_FDCWD, target) < 0)
        reason = errno;
    if (reason != 0)
        return fail_by_errno(part, reason, error);
    close(part->fd);
    part->fd = -1;
    int folder = open(part->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    /* The bytes are safe and checked: without the folder's flush a power cut could only cost the
     * name, and the next fetch finds that out. */
    if (folder >= 0) {
        descriptor_flush(folder);
        close(folder);
    }
    return RT_OK;
}

void part_remove(struct part *part)
{
    if (part->fd < 0)
        return;
    unlink(part->path); /* before the lock goes */
    close(part->fd);
    part->fd = -1;
    part->bytes = 0;
}

void part_close(struct part *part)
{
    if (part->fd >= 0 && part->bytes == 0)
        part_remove(part);
    if (part->fd >= 0)
        close(part->fd);
    unmake_folders(part);
    free(part->path);
    free(part->folder);
    free(part->made);
    *part = (struct part){.fd = -1};
}
