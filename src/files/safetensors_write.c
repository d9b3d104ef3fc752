#include "config.h"

#include "rnntop/files/safetensors.h"

#include <assert.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/files/atomic_file.h"
#include "rnntop/files/json_text.h"
#include "rnntop/files/safetensors_parts.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "safetensors files hold little-endian numbers; this code copies them as they lie in memory."
#endif

/* The reference's order: its list of types backwards, which goes from wide to narrow so that each
 * tensor is aligned, then by name. */
static int by_type_then_name(const void *a, const void *b)
{
    const struct safetensors_tensor *const *left = a, *const *right = b;
    const struct safetensors_type *l = safetensors_type((*left)->dtype);
    const struct safetensors_type *r = safetensors_type((*right)->dtype);
    if (l->order != r->order)
        return l->order > r->order ? -1 : 1;
    return strcmp((*left)->name, (*right)->name);
}

/* NULL without memory. */
static json_t *describe(const struct safetensors_tensor *tensor, uint64_t begin)
{
    json_t *shape = json_array();
    for (size_t i = 0; i < tensor->rank; i++) {
        if (json_array_append_new(shape, json_integer((json_int_t)tensor->shape[i])) != 0) {
            json_decref(shape);
            return NULL;
        }
    }
    return json_pack("{s:s, s:o, s:[I, I]}", "dtype", safetensors_type(tensor->dtype)->name,
                     "shape", shape, "data_offsets", (json_int_t)begin,
                     (json_int_t)(begin + tensor->bytes));
}

/* The header's text, padded so that the tensors begin at a multiple of 8. NULL without memory, or
 * when a name or a value is not UTF-8. */
static char *make_header(const struct safetensors_tensor *const *tensors, size_t count,
                         const struct safetensors_pair *metadata, size_t pairs, size_t *length)
{
    uint64_t begin = 0;
    char *text = NULL;
    json_t *header = json_object();
    int failed = header == NULL;
    if (pairs > 0) {
        json_t *object = json_object();
        for (size_t i = 0; i < pairs; i++)
            failed |=
                json_object_set_new(object, metadata[i].key, json_string(metadata[i].value)) != 0;
        failed |= json_object_set_new(header, SAFETENSORS_METADATA, object) != 0;
    }
    for (size_t i = 0; i < count; i++) {
        failed |= json_object_set_new(header, tensors[i]->name, describe(tensors[i], begin)) != 0;
        begin += tensors[i]->bytes;
    }
    if (!failed)
        text = json_text(header, 8, length);
    for (; text && *length % 8 != 0; ++*length)
        text[*length] = ' ';
    json_decref(header);
    return text;
}

static void check_sizes(const struct safetensors_tensor *tensor)
{
    uint64_t bytes;
    assert(tensor->rank <= SAFETENSORS_MAX_RANK);
    assert(strcmp(tensor->name, SAFETENSORS_METADATA) != 0);
    assert(safetensors_bytes(tensor, &bytes) && bytes == tensor->bytes);
    (void)tensor;
    (void)bytes;
}

static enum rt_status write_parts(struct atomic_file *file, const char *header, size_t length,
                                  const struct safetensors_tensor *const *tensors, size_t count,
                                  struct rt_error *error)
{
    unsigned char size[8];
    for (size_t i = 0; i < sizeof size; i++)
        size[i] = (unsigned char)((uint64_t)length >> (8 * i));
    enum rt_status status = atomic_file_write(file, size, sizeof size, error);
    if (status == RT_OK)
        status = atomic_file_write(file, header, length, error);
    for (size_t i = 0; status == RT_OK && i < count; i++)
        status = atomic_file_write(file, tensors[i]->data, tensors[i]->bytes, error);
    return status;
}

enum rt_status safetensors_write(const char *path, const struct safetensors_tensor *tensors,
                                 size_t count, const struct safetensors_pair *metadata,
                                 size_t pairs, struct rt_error *error)
{
    enum rt_status status;
    size_t length = 0;
    char *header = NULL;
    struct atomic_file *file = NULL;
    const struct safetensors_tensor **sorted = calloc(count ? count : 1, sizeof *sorted);
    if (sorted) {
        for (size_t i = 0; i < count; i++) {
            check_sizes(&tensors[i]);
            sorted[i] = &tensors[i];
        }
        qsort(sorted, count, sizeof *sorted, by_type_then_name);
        header = make_header(sorted, count, metadata, pairs, &length);
    }
    if (!header)
        status = rt_fail(error, ERR_SAFETENSORS_HEADER_NO_MEMORY);
    else if (length > SAFETENSORS_MAX_HEADER)
        status = rt_fail(error, ERR_SAFETENSORS_HEADER_TOO_LONG, SAFETENSORS_MAX_HEADER);
    else
        status = atomic_file_open(&file, path, error);
    if (status != RT_OK) {
        rt_error_at_path(error, path);
        goto done;
    }
    status = write_parts(file, header, length, sorted, count, error);
    if (status == RT_OK) {
        status = atomic_file_commit(file, error);
        file = NULL;
    }
done:
    atomic_file_abort(file);
    free(header);
    free(sorted);
    return status;
}
