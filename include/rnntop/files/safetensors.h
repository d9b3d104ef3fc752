/*
 * safetensors: named tensors with metadata in one file.
 *
 * Source: huggingface/safetensors, README.md and safetensors/src/tensor.rs: u64 little-endian N, N
 * bytes of JSON, then the tensors' bytes without holes. Reading checks all that the reference does,
 * and duplicate keys.
 */
#ifndef RNNTOP_FILES_SAFETENSORS_H
#define RNNTOP_FILES_SAFETENSORS_H

#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/status.h"

#define SAFETENSORS_MAX_HEADER 100000000u /* bytes */
#define SAFETENSORS_MAX_RANK 8

enum safetensors_dtype { SAFETENSORS_F32, SAFETENSORS_I64, SAFETENSORS_U64, SAFETENSORS_U8 };

struct safetensors_tensor {
    const char *name;
    enum safetensors_dtype dtype;
    size_t rank;
    uint64_t shape[SAFETENSORS_MAX_RANK];
    const void *data; /* row-major, little-endian */
    size_t bytes;
};

struct safetensors_pair {
    const char *key;
    const char *value;
};

/* Writes a whole file, atomically (see atomic_file.h). Names must differ. */
enum rt_status safetensors_write(const char *path, const struct safetensors_tensor *tensors,
                                 size_t count, const struct safetensors_pair *metadata,
                                 size_t pairs, struct rt_error *error);

struct safetensors;

/* Reads and checks a whole file. */
enum rt_status safetensors_read(struct safetensors **file, const char *path,
                                struct rt_error *error);
void safetensors_free(struct safetensors *file);

size_t safetensors_count(const struct safetensors *file);
const struct safetensors_tensor *safetensors_at(const struct safetensors *file, size_t i);
const struct safetensors_tensor *safetensors_find(const struct safetensors *file, const char *name);
/* A metadata value, or NULL. */
const char *safetensors_metadata(const struct safetensors *file, const char *key);

#endif
