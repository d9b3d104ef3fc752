/*
 * safetensors: named tensors with metadata in one file.
 *
 * Source: huggingface/safetensors, README.md and safetensors/src/tensor.rs: u64 little-endian N, N
 * bytes of JSON, then the tensors' bytes without holes. Reading checks all that the reference does,
 * and duplicate keys. Files come from strangers: no size is believed before the file's own bears it
 * out. A file that shrinks while it is read is an error, never a fault.
 */
#ifndef RNNTOP_FILES_SAFETENSORS_H
#define RNNTOP_FILES_SAFETENSORS_H

#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/status.h"

#define SAFETENSORS_MAX_HEADER 100000000u /* bytes */
#define SAFETENSORS_MAX_VALUES                                                                     \
    1000000u /* JSON values: 32 bytes of memory come from two of text                              \
              */
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

/* Writes a whole file, atomically (see atomic_file.h), in the reference's order: widest type first,
 * then by name. Names must differ, and none is "__metadata__". */
enum rt_status safetensors_write(const char *path, const struct safetensors_tensor *tensors,
                                 size_t count, const struct safetensors_pair *metadata,
                                 size_t pairs, struct rt_error *error);

struct safetensors;

/* Opens a file and checks all but the tensors' bytes: the header, and that every byte of the file
 * belongs to one tensor. Needs memory for the header only; data stays NULL. */
enum rt_status safetensors_open(struct safetensors **file, const char *path,
                                struct rt_error *error);
/* Reads the tensor's bytes into memory of the caller's, tensor->bytes long. */
enum rt_status safetensors_load(struct safetensors *file, const struct safetensors_tensor *tensor,
                                void *into, struct rt_error *error);

/* Opens, checks and reads a whole file. */
enum rt_status safetensors_read(struct safetensors **file, const char *path,
                                struct rt_error *error);
void safetensors_free(struct safetensors *file); /* NULL is allowed */

size_t safetensors_count(const struct safetensors *file);
/* The i-th tensor in the file's order. */
const struct safetensors_tensor *safetensors_at(const struct safetensors *file, size_t i);
const struct safetensors_tensor *safetensors_find(const struct safetensors *file, const char *name);
/* A metadata value, or NULL. */
const char *safetensors_metadata(const struct safetensors *file, const char *key);

#endif
