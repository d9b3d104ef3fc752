/*
 * npz: NumPy's archives of arrays: zip files whose members are NAME.npy, stored or deflated.
 *
 * The central directory says what there is; libzip compares it with each member's local header. A
 * member is streamed: never more than its declared size comes out, that size is bounded
 * (DATA_MEMBER_BYTES) and by what its packed bytes can hold at all, and its checksum is verified.
 * Errors name the member as their part; a reader's name neither member nor archive: that is the
 * caller's to say.
 */
#ifndef RNNTOP_DATA_NPZ_NPZ_H
#define RNNTOP_DATA_NPZ_NPZ_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "rnntop/base/status.h"
#include "rnntop/data/dataset.h"
#include "rnntop/data/reader.h"

/* Who watches a load: told of progress and asked whether to stop, at every buffer. */
struct npz_watch {
    data_progress progress; /* may be NULL */
    void *context;
    const atomic_bool *stop; /* may be NULL */
    uint64_t done, total;    /* bytes, unpacked */
};

struct npz;

/* Takes the descriptor over, also when it fails. The watch must outlive the archive. */
enum rt_status npz_open(struct npz **npz, int fd, struct npz_watch *watch, struct rt_error *error);
void npz_close(struct npz *npz); /* NULL is allowed */

/* The declared, checked size of a member ("x_train.npy") when unpacked. */
enum rt_status npz_member_size(struct npz *npz, const char *name, uint64_t *size,
                               struct rt_error *error);

/* Opens a member for reading; the one that was open is closed. The reader is the archive's. */
enum rt_status npz_member_open(struct npz *npz, const char *name, struct reader **reader,
                               struct rt_error *error);

/* After a parser refused the open member: reads the rest of it to learn whether its checksum holds.
 * True if the bytes are not those that were packed. False if what was packed is what is wrong, if
 * the rest is very long, or if it was the reading that failed, which has said so. */
bool npz_member_damaged(struct npz *npz);

#endif
