/*
 * parcel: bytes that never change and that several hold at once, on any threads. The last one who
 * lets go frees them.
 */
#ifndef RNNTOP_BASE_PARCEL_H
#define RNNTOP_BASE_PARCEL_H

#include <stddef.h>

#include "rnntop/base/status.h"

struct parcel;

/* A copy of bytes[0 .. size), with one holder; NULL without memory. */
struct parcel *parcel_new(const void *bytes, size_t size);
/* The same of a text with its NUL, and of an error; NULL gives NULL. */
struct parcel *parcel_of_text(const char *text);
struct parcel *parcel_of_error(const struct rt_error *error);

/* One holder more; returns the parcel. NULL is allowed. */
struct parcel *parcel_hold(struct parcel *parcel);
/* One holder less. NULL is allowed. */
void parcel_drop(struct parcel *parcel);

/* The bytes, aligned for any type; NULL of no parcel. */
const void *parcel_bytes(const struct parcel *parcel);
size_t parcel_size(const struct parcel *parcel);

/* As what it was made: the caller knows. "" and NULL of no parcel. */
const char *parcel_text(const struct parcel *parcel);
const struct rt_error *parcel_error(const struct parcel *parcel);

#endif
