/*
 * known_file: a file whose size and checksum are known before it is there.
 */
#ifndef RNNTOP_NET_KNOWN_FILE_H
#define RNNTOP_NET_KNOWN_FILE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "rnntop/base/status.h"
#include "rnntop/net/digest.h"

struct known_file {
    const char *name; /* for people, and in URLs: "imdb.npz" */
    uint64_t bytes;   /* 1 or more */
    enum digest_kind kind;
    const char *hex; /* the checksum, lower case */
};

enum known_state {
    KNOWN_MISSING, /* nothing there */
    KNOWN_RIGHT,
    KNOWN_WRONG /* a file, of another size or checksum */
};

/* Reads an open file from its beginning and tells whether it is the known one. RT_INTERRUPTED once
 * *stop (may be NULL) is true. */
enum rt_status known_file_match(const struct known_file *known, int fd, const char *path,
                                const atomic_bool *stop, bool *right, struct rt_error *error);

/* Looks at what is at path. A folder, a pipe, a device or what can't be read is an error. */
enum rt_status known_file_check(const struct known_file *known, const char *path,
                                const atomic_bool *stop, enum known_state *state,
                                struct rt_error *error);

/* Makes the folder that the path, one in the cache, is in. */
enum rt_status known_file_make_folder(const char *path, struct rt_error *error);

/* Copies the file at `from` to `path`, whole or not at all, and makes the folder. The copy itself
 * is checked: RT_ERR_FORMAT, and nothing replaced, where it is not the known file. */
enum rt_status known_file_copy(const struct known_file *known, const char *from, const char *path,
                               const atomic_bool *stop, struct rt_error *error);

#endif
