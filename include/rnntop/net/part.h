/*
 * part: what has come of a download so far: a file beside its target, "<target>.part".
 *
 * It is locked as long as it is open, so that two programs never write into one. Nothing is made
 * before there are bytes to keep; what is empty at the end is taken away again, and folders that
 * were made for it too.
 */
#ifndef RNNTOP_NET_PART_H
#define RNNTOP_NET_PART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/status.h"

struct part {
    char *path;     /* owned; in an absolute folder or the current one */
    char *folder;   /* owned */
    char *made;     /* owned: the uppermost folder that was made for it, or NULL */
    int fd;         /* -1: there is no file yet */
    uint64_t bytes; /* in the file */
};

enum rt_status part_init(struct part *part, const char *target, struct rt_error *error);

/* Opens and locks the file where there is one; fd stays -1 where there is none. RT_ERR_IO, with a
 * sentence, where another program has it locked or where it is no file. */
enum rt_status part_open(struct part *part, struct rt_error *error);

/* Keeps the first `bytes` of what is there, which must have as many, and forgets the rest. */
enum rt_status part_cut(struct part *part, uint64_t bytes, struct rt_error *error);
/* Adds bytes at the end; makes folder and file first where there are none. */
enum rt_status part_add(struct part *part, const void *bytes, size_t size, struct rt_error *error);

/* Flushes the file to the disk and renames it to the target; it is open no more. */
enum rt_status part_publish(struct part *part, const char *target, struct rt_error *error);

/* Takes the file away. */
void part_remove(struct part *part);
/* Closes; frees all but the struct. What holds bytes stays. */
void part_close(struct part *part);

#endif
