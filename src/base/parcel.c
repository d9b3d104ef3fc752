#include "config.h"

#include "rnntop/base/parcel.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct parcel {
    atomic_uint holders;
    size_t size;
    alignas(max_align_t) unsigned char bytes[];
};

struct parcel *parcel_new(const void *bytes, size_t size)
{
    struct parcel *parcel = NULL;
    if (size <= SIZE_MAX - sizeof *parcel)
        parcel = malloc(sizeof *parcel + size);
    if (!parcel)
        return NULL;
    atomic_init(&parcel->holders, 1);
    parcel->size = size;
    memcpy(parcel->bytes, bytes, size);
    return parcel;
}

struct parcel *parcel_of_text(const char *text)
{
    return text ? parcel_new(text, strlen(text) + 1) : NULL;
}

struct parcel *parcel_of_error(const struct rt_error *error)
{
    return error ? parcel_new(error, rt_error_size(error)) : NULL;
}

struct parcel *parcel_hold(struct parcel *parcel)
{
    /* The caller holds the parcel, so it can't be freed meanwhile: no memory order is needed. */
    if (parcel)
        atomic_fetch_add_explicit(&parcel->holders, 1, memory_order_relaxed);
    return parcel;
}

void parcel_drop(struct parcel *parcel)
{
    /* Release: all that this holder read, it read before its count goes down. Acquire: the last
     * holder frees the bytes only after all others have let go. */
    if (parcel && atomic_fetch_sub_explicit(&parcel->holders, 1, memory_order_acq_rel) == 1)
        free(parcel);
}

const void *parcel_bytes(const struct parcel *parcel)
{
    return parcel ? parcel->bytes : NULL;
}

size_t parcel_size(const struct parcel *parcel)
{
    return parcel ? parcel->size : 0;
}

const char *parcel_text(const struct parcel *parcel)
{
    return parcel ? (const char *)parcel->bytes : "";
}

const struct rt_error *parcel_error(const struct parcel *parcel)
{
    return parcel ? (const struct rt_error *)parcel->bytes : NULL;
}
