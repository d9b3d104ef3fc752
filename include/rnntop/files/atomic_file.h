/*
 * atomic_file: a file that is either the old one or the whole new one, whatever happens.
 *
 * Written to a temporary name in the same folder, flushed to the disk, renamed, and the folder
 * flushed. A failure leaves the old file as it was and no temporary file behind.
 */
#ifndef RNNTOP_FILES_ATOMIC_FILE_H
#define RNNTOP_FILES_ATOMIC_FILE_H

#include <stddef.h>

#include "rnntop/base/status.h"

struct atomic_file;

/* Follows a symbolic link to its target; keeps the old file's mode, else 0666 less the umask.
 * Missing folders are not made. */
enum rt_status atomic_file_open(struct atomic_file **file, const char *path,
                                struct rt_error *error);
enum rt_status atomic_file_write(struct atomic_file *file, const void *bytes, size_t size,
                                 struct rt_error *error);
/* Puts it in place and frees file, whatever comes back. */
enum rt_status atomic_file_commit(struct atomic_file *file, struct rt_error *error);
/* Throws it away. NULL is allowed. */
void atomic_file_abort(struct atomic_file *file);

#endif
