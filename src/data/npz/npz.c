#include "config.h"

#include "rnntop/data/npz/npz.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "rnntop/data/limits.h"

/* Deflate can't do better: 258 bytes for a pair of one-bit codes, and the block's header. */
#define DEFLATE_RATIO_MAX UINT64_C(1032)
#define DEFLATE_SLACK     UINT64_C(1024)

/* A refused member with more to come than this is not read on just to learn why. */
#define VERIFY_MAX (UINT64_C(64) << 20)

struct npz {
    zip_t *zip;
    zip_file_t *file;
    uint64_t left; /* bytes of the open member still to come */
    bool failed;   /* reading it has failed */
    struct npz_watch *watch;
    struct reader reader;
};

enum rt_status npz_open(struct npz **npz, int fd, struct npz_watch *watch, struct rt_error *error)
{
    int code = 0;
    enum rt_status status;
    struct npz *opened = calloc(1, sizeof *opened);
    if (!opened) {
        status = rt_fail(error, ERR_NO_MEMORY);
        goto fail;
    }
    opened->watch = watch;
    opened->zip = zip_fdopen(fd, ZIP_CHECKCONS, &code);
    if (!opened->zip) {
        if (code == ZIP_ER_MEMORY)
            status = rt_fail(error, ERR_NO_MEMORY);
        else if (code == ZIP_ER_READ || code == ZIP_ER_SEEK || code == ZIP_ER_OPEN)
            status = rt_fail(error, ERR_NPZ_DIRECTORY_UNREADABLE);
        else if (code == ZIP_ER_NOZIP)
            status = rt_fail(error, ERR_NPZ_CUT_OFF);
        else
            status = rt_fail(error, ERR_NPZ_DIRECTORY_DAMAGED);
        goto fail;
    }
    *npz = opened;
    return RT_OK;

fail:
    free(opened);
    close(fd);
    return status;
}

void npz_close(struct npz *npz)
{
    if (!npz)
        return;
    if (npz->file)
        zip_fclose(npz->file);
    zip_discard(npz->zip);
    free(npz);
}

static enum rt_status check_member(const zip_stat_t *member, struct rt_error *error)
{
    const zip_uint64_t wanted = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
    if ((member->valid & wanted) != wanted)
        return rt_fail(error, ERR_NPZ_NO_SIZE);
    if ((member->valid & ZIP_STAT_ENCRYPTION_METHOD) && member->encryption_method != ZIP_EM_NONE)
        return rt_fail(error, ERR_NPZ_ENCRYPTED);
    if (member->comp_method != ZIP_CM_STORE && member->comp_method != ZIP_CM_DEFLATE)
        return rt_fail(error, ERR_NPZ_METHOD, member->comp_method);
    if (member->size > DATA_MEMBER_BYTES)
        return rt_fail(error, ERR_NPZ_TOO_LONG, member->size, DATA_MEMBER_BYTES);
    bool stored = member->comp_method == ZIP_CM_STORE;
    if (stored ? member->size != member->comp_size
               : member->size / DEFLATE_RATIO_MAX > member->comp_size + DEFLATE_SLACK)
        return rt_fail(error, ERR_NPZ_ENTRY_LIES, member->size, member->comp_size);
    return RT_OK;
}

/* Two members of one name, which would let two programs read two different things, do not get this
 * far: libzip's check of the directory refuses them. */
static enum rt_status stat_member(struct npz *npz, const char *name, zip_stat_t *member,
                                  struct rt_error *error)
{
    enum rt_status status;
    zip_int64_t index = zip_name_locate(npz->zip, name, ZIP_FL_ENC_RAW);
    if (index < 0)
        status = rt_fail(error, ERR_NPZ_NO_ARRAY);
    else if (zip_stat_index(npz->zip, (zip_uint64_t)index, 0, member) < 0)
        status = rt_fail(error, ERR_NPZ_ENTRY_UNREADABLE);
    else
        status = check_member(member, error);
    if (status != RT_OK)
        rt_error_at_part(error, name);
    return status;
}

enum rt_status npz_member_size(struct npz *npz, const char *name, uint64_t *size,
                               struct rt_error *error)
{
    zip_stat_t member;
    enum rt_status status = stat_member(npz, name, &member, error);
    if (status == RT_OK)
        *size = member.size;
    return status;
}

static enum rt_status read_failed(struct npz *npz, struct rt_error *error)
{
    switch (zip_error_code_zip(zip_file_get_error(npz->file))) {
    case ZIP_ER_MEMORY:
        return rt_fail(error, ERR_ARRAY_NO_MEMORY);
    case ZIP_ER_READ:
    case ZIP_ER_SEEK:
        return rt_fail(error, ERR_NPZ_CANT_READ, zip_file_strerror(npz->file));
    case ZIP_ER_CRC:
        return rt_fail(error, ERR_NPZ_CHECKSUM);
    default:
        return rt_fail(error, ERR_NPZ_CANT_UNPACK);
    }
}

/* Reads at most what the directory declared; past it, one byte more is asked for, which makes
 * libzip verify the checksum and must not come. */
static enum rt_status read_some(struct npz *npz, uint8_t *bytes, size_t size, size_t *got,
                                struct rt_error *error)
{
    struct npz_watch *watch = npz->watch;
    if (watch->stop && atomic_load_explicit(watch->stop, memory_order_relaxed))
        return rt_fail(error, ERR_DATA_STOPPED);

    bool at_end = npz->left == 0;
    size_t wanted = at_end ? 1 : npz->left < size ? (size_t)npz->left : size;
    zip_int64_t count = zip_fread(npz->file, bytes, wanted);
    if (count < 0)
        return read_failed(npz, error);
    if (at_end && count > 0)
        return rt_fail(error, ERR_NPZ_MORE_BYTES);
    if (!at_end && count == 0)
        return rt_fail(error, ERR_NPZ_FEWER_BYTES);
    *got = (size_t)count;
    npz->left -= (uint64_t)count;
    watch->done += (uint64_t)count;
    if (watch->progress && count > 0)
        watch->progress(watch->context, watch->done < watch->total ? watch->done : watch->total,
                        watch->total); /* what was looked at before counts twice */
    return RT_OK;
}

static enum rt_status fill(void *context, uint8_t *bytes, size_t size, size_t *got,
                           struct rt_error *error)
{
    struct npz *npz = context;
    enum rt_status status = read_some(npz, bytes, size, got, error);
    npz->failed = status != RT_OK;
    return status;
}

enum rt_status npz_member_open(struct npz *npz, const char *name, struct reader **reader,
                               struct rt_error *error)
{
    zip_stat_t member;
    enum rt_status status = stat_member(npz, name, &member, error);
    if (status != RT_OK)
        return status;
    if (npz->file)
        zip_fclose(npz->file);
    npz->file = zip_fopen_index(npz->zip, member.index, 0);
    if (!npz->file) {
        status = rt_fail(error, ERR_NPZ_CANT_OPEN, zip_strerror(npz->zip));
        rt_error_at_part(error, name);
        return status;
    }
    npz->left = member.size;
    npz->failed = false;
    reader_init(&npz->reader, member.size, fill, npz);
    *reader = &npz->reader;
    return RT_OK;
}

bool npz_member_damaged(struct npz *npz)
{
    if (npz->left > VERIFY_MAX)
        return false;
    size_t got = 1;
    while (got > 0 && !npz->failed) {
        enum rt_status status = fill(npz, npz->reader.bytes, READER_BUFFER, &got, NULL);
        if (status != RT_OK)
            return status == RT_ERR_FORMAT;
    }
    return false;
}
