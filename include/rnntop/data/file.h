/*
 * file: opening a data file that a person named.
 */
#ifndef RNNTOP_DATA_FILE_H
#define RNNTOP_DATA_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/status.h"

/* Opens a regular file for reading; never waits, as open() on a pipe or a device would. Gives the
 * descriptor, which the caller closes, and the size. The error has no path: that is the caller's to
 * say. */
enum rt_status file_open(const char *path, int *fd, uint64_t *size, struct rt_error *error);

/* Reads a whole file of at most `most` bytes; the caller frees *text, which is not closed by a NUL.
 * The error has no path. */
enum rt_status file_read_whole(const char *path, uint64_t most, char **text, size_t *length,
                               struct rt_error *error);

/* folder + "/" + name in memory that the caller frees; NULL without memory. */
char *file_join(const char *folder, const char *name);
/* The same in the folder that holds the file at path. */
char *file_beside(const char *path, const char *name);

#endif
