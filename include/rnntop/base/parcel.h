/*
 * parcel: bytes that never change, which several threads may hold at once. They are freed when the
 * last holder drops them.
 */
#ifndef RNNTOP_BASE_PARCEL_H
#define RNNTOP_BASE_PARCEL_H

#include <stddef.h>

#include "rnntop/base/status.h"

struct parcel;

/* A copy of bytes[0 .. size), with one holder; NULL without memory. */
struct parcel *parcel_new(const void *bytes, size_t size);
/* The same for a text, its NUL included, and for as much of an error as is used; NULL gives
 * NULL. */
struct parcel *parcel_of_text(const char *text);
struct parcel *parcel_of_error(const struct rt_error *error);

/* One holder more; returns the parcel. NULL is allowed. */
struct parcel *parcel_hold(struct parcel *parcel);
/* One holder less. NULL is allowed. */
void parcel_drop(struct parcel *parcel);

/* The bytes, aligned for any type; NULL where parcel is NULL. */
const void *parcel_bytes(const struct parcel *parcel);
size_t parcel_size(const struct parcel *parcel);

/* The parcel as a text or as an error; the caller knows which of the two it was made from. "" and
 * NULL where parcel is NULL. The bytes of an error end where its texts do: whoever wants an error
 * for himself takes rt_error_copy(). */
const char *parcel_text(const struct parcel *parcel);
const struct rt_error *parcel_error(const struct parcel *parcel);

#endif
