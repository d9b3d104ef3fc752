/*
 * safetensors_parts: what the reader and the writer of safetensors share.
 */
#ifndef RNNTOP_FILES_SAFETENSORS_PARTS_H
#define RNNTOP_FILES_SAFETENSORS_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "rnntop/files/safetensors.h"

#define SAFETENSORS_METADATA "__metadata__"

struct safetensors_type {
    const char *name;
    size_t size; /* bytes of an element */
    int order;   /* among the reference's types */
};

const struct safetensors_type *safetensors_type(enum safetensors_dtype dtype);

/* Finds a type by its name; false when it is none of ours. */
bool safetensors_type_find(const char *name, enum safetensors_dtype *dtype);

/* What dtype, rank and shape come to in bytes; false when that overflows. */
bool safetensors_bytes(const struct safetensors_tensor *tensor, uint64_t *bytes);

#endif
