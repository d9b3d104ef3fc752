/*
 * descriptor: write() and fsync() as they are meant: to the end, whatever signals come in between.
 */
#ifndef RNNTOP_FILES_DESCRIPTOR_H
#define RNNTOP_FILES_DESCRIPTOR_H

#include <stddef.h>

/* Writes all of it. 0, or the errno of what went wrong; *written (may be NULL) gets the bytes that
 * are written either way. */
int descriptor_write(int fd, const void *bytes, size_t size, size_t *written);

/* Waits until it is on the disk. 0 or an errno. */
int descriptor_flush(int fd);

#endif
