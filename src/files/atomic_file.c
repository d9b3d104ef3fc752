#include "config.h"

#include "rnntop/files/atomic_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rnntop/base/clock.h"
#include "rnntop/files/descriptor.h"

#define MAX_LINKS 40 /* as the kernel */
#define MAX_TRIES 64 /* temporary names; a second one only if the first was guessed */

#define TEMPORARY_SIZE sizeof ".rnntop-0123456789abcdef.tmp"

struct atomic_file {
    char *shown;      /* the path as the caller wrote it, for errors */
    char *target;     /* the path behind links */
    const char *name; /* target's last part */
    int folder;       /* every later step goes through it: a folder may be renamed meanwhile */
    int fd;
    char temporary[TEMPORARY_SIZE]; /* "" when there is none */
};

static enum rt_status fail_by_errno(const struct atomic_file *file, int reason,
                                    struct rt_error *error)
{
    switch (reason) { /* each has its own advice */
    case ENOSPC:
    case EDQUOT:
        rt_fail(error, ERR_FILE_NO_ROOM, reason);
        break;
    case ENOENT:
    case ENOTDIR:
        rt_fail(error, ERR_FILE_NO_FOLDER, reason);
        break;
    default:
        rt_fail(error, ERR_FILE_NOT_WRITTEN, reason);
        break;
    }
    rt_error_at_path(error, file->shown);
    return RT_ERR_IO;
}

/* ---- the target ---- */

/* The path that the link at `path` names, seen from the link's own folder. */
static char *beside(const char *path, const char *link)
{
    const char *slash = link[0] == '/' ? NULL : strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) + 1 : 0;
    size_t size = length + strlen(link) + 1;
    char *joined = malloc(size);
    if (joined)
        snprintf(joined, size, "%.*s%s", (int)length, path, link);
    return joined;
}

/* Follows links by hand: realpath() knows no target that does not exist yet. Errno, or 0. */
static int follow_links(char **path)
{
    for (int links = 0; links < MAX_LINKS; links++) {
        char link[PATH_MAX];
        ssize_t length = readlink(*path, link, sizeof link - 1);
        if (length < 0)
            return errno == EINVAL || errno == ENOENT ? 0 : errno;
        link[length] = '\0';
        char *next = beside(*path, link);
        if (!next)
            return ENOMEM;
        free(*path);
        *path = next;
    }
    return ELOOP;
}

/* Opens the target's folder and finds its name. Errno, or 0. */
static int open_folder(struct atomic_file *file)
{
    char *slash = strrchr(file->target, '/');
    const char *folder = ".";
    file->name = slash ? slash + 1 : file->target;
    if (file->name[0] == '\0')
        return file->target[0] == '\0' ? ENOENT : EISDIR;
    if (slash) {
        folder = slash == file->target ? "/" : file->target;
        *slash = '\0';
    }
    do {
        file->folder = openat(AT_FDCWD, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    } while (file->folder < 0 && errno == EINTR);
    return file->folder < 0 ? errno : 0;
}

/* Looks at what is there already: what may not be replaced, and the mode to keep. */
static enum rt_status examine(const struct atomic_file *file, bool *exists, mode_t *mode,
                              struct rt_error *error)
{
    struct stat status;
    *exists = fstatat(file->folder, file->name, &status, AT_SYMLINK_NOFOLLOW) == 0;
    if (!*exists)
        return errno == ENOENT ? RT_OK : fail_by_errno(file, errno, error);
    if (S_ISDIR(status.st_mode))
        return fail_by_errno(file, EISDIR, error);
    /* Renaming over a device or a pipe would take it away from everyone. */
    if (!S_ISREG(status.st_mode)) {
        rt_fail(error, ERR_FILE_IS_DEVICE);
        rt_error_at_path(error, file->shown);
        return RT_ERR_IO;
    }
    /* rename() needs permission on the folder alone; but whoever made a file read-only meant to
     * keep it. */
    if (faccessat(file->folder, file->name, W_OK, AT_EACCESS) < 0)
        return fail_by_errno(file, errno, error);
    *mode = status.st_mode & 0777;
    return RT_OK;
}

/* ---- the temporary file ---- */

static void choose_name(struct atomic_file *file)
{
    uint64_t bits;
    if (getrandom(&bits, sizeof bits, GRND_NONBLOCK) != (ssize_t)sizeof bits)
        bits = clock_now_ns() ^ (uint64_t)getpid() << 40 ^ (uint64_t)(uintptr_t)file;
    snprintf(file->temporary, sizeof file->temporary, ".rnntop-%016" PRIx64 ".tmp", bits);
}

/* A new file takes its mode from the umask; one that replaces another is private until it has the
 * other's mode. Errno, or 0. */
static int open_temporary(struct atomic_file *file, bool exists, mode_t mode)
{
    for (int tries = 0; tries < MAX_TRIES; tries++) {
        choose_name(file);
        file->fd = openat(file->folder, file->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                          exists ? 0600 : 0666);
        if (file->fd >= 0)
            return exists && fchmod(file->fd, mode) < 0 ? errno : 0;
        int reason = errno;
        file->temporary[0] = '\0'; /* not ours */
        if (reason != EEXIST && reason != EINTR)
            return reason;
    }
    return EEXIST;
}

static enum rt_status no_memory(const char *path, struct rt_error *error)
{
    rt_fail(error, ERR_FILE_NO_MEMORY);
    rt_error_at_path(error, path);
    return RT_ERR_MEMORY;
}

enum rt_status atomic_file_open(struct atomic_file **out, const char *path, struct rt_error *error)
{
    enum rt_status status = RT_OK;
    bool exists;
    mode_t mode = 0;
    struct atomic_file *file = calloc(1, sizeof *file);
    if (!file)
        return no_memory(path, error);
    file->folder = file->fd = -1;
    file->shown = strdup(path);
    file->target = strdup(path);
    if (!file->shown || !file->target) {
        status = no_memory(path, error);
        goto fail;
    }
    int reason = follow_links(&file->target);
    if (reason == 0)
        reason = open_folder(file);
    if (reason != 0) {
        status = fail_by_errno(file, reason, error);
        goto fail;
    }
    status = examine(file, &exists, &mode, error);
    if (status != RT_OK)
        goto fail;
    reason = open_temporary(file, exists, mode);
    if (reason != 0) {
        status = fail_by_errno(file, reason, error);
        goto fail;
    }
    *out = file;
    return RT_OK;

fail:
    atomic_file_abort(file);
    return status;
}

enum rt_status atomic_file_write(struct atomic_file *file, const void *bytes, size_t size,
                                 struct rt_error *error)
{
    int reason = descriptor_write(file->fd, bytes, size, NULL);
    return reason == 0 ? RT_OK : fail_by_errno(file, reason, error);
}

/* Some network file systems can't flush a folder; their renames don't wait for it either. */
static int flush_folder(int fd)
{
    int reason = descriptor_flush(fd);
    return reason == EINVAL || reason == ENOTSUP ? 0 : reason;
}

enum rt_status atomic_file_commit(struct atomic_file *file, struct rt_error *error)
{
    enum rt_status status = RT_OK;
    int reason = descriptor_flush(file->fd);
    /* On Linux the descriptor is closed even when close() fails. Some network file systems report a
     * failed write only here. */
    if (close(file->fd) < 0 && reason == 0 && errno != EINTR)
        reason = errno;
    file->fd = -1;
    if (reason == 0 && renameat(file->folder, file->temporary, file->folder, file->name) < 0)
        reason = errno;
    if (reason != 0) {
        status = fail_by_errno(file, reason, error);
        goto done;
    }
    file->temporary[0] = '\0'; /* its name is gone: it is the target now */
    reason = flush_folder(file->folder);
    if (reason != 0) {
        status = rt_fail(error, ERR_FILE_NOT_CONFIRMED, reason);
        rt_error_at_path(error, file->shown);
    }
done:
    atomic_file_abort(file);
    return status;
}

void atomic_file_abort(struct atomic_file *file)
{
    if (!file)
        return;
    if (file->fd >= 0)
        close(file->fd);
    if (file->temporary[0] != '\0')
        unlinkat(file->folder, file->temporary, 0);
    if (file->folder >= 0)
        close(file->folder);
    free(file->shown);
    free(file->target);
    free(file);
}
