#include "config.h"

#include "rnntop/files/safetensors.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rnntop/base/json.h"
#include "rnntop/data/file.h"
#include "rnntop/files/safetensors_parts.h"

#define SIZE_BYTES 8 /* the header's length, in front of it */

struct safetensors {
    char *path;
    int fd;
    uint64_t begin; /* of the tensors' bytes in the file */
    uint64_t size;  /* of the file */
    json_t *header; /* owns names and metadata */
    json_t *metadata;
    struct safetensors_tensor *tensor; /* [count], in the file's order */
    uint64_t *offset;                  /* [count], of their bytes, from begin */
    size_t count;
    unsigned char *data; /* all tensors' bytes, or NULL */
};

static const struct safetensors_type types[] = {
    [SAFETENSORS_F32] = {"F32", 4, 2},
    [SAFETENSORS_I64] = {"I64", 8, 3},
    [SAFETENSORS_U64] = {"U64", 8, 4},
    [SAFETENSORS_U8] = {"U8", 1, 1},
};

const struct safetensors_type *safetensors_type(enum safetensors_dtype dtype)
{
    return &types[dtype];
}

bool safetensors_type_find(const char *name, enum safetensors_dtype *dtype)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(types[i].name, name) == 0) {
            *dtype = (enum safetensors_dtype)i;
            return true;
        }
    }
    return false;
}

bool safetensors_bytes(const struct safetensors_tensor *tensor, uint64_t *bytes)
{
    /* In the shape's order, as in the reference implementation: 2^40 x 2^40 x 0 is refused because
     * it overflows on the way, although it comes to nothing. */
    uint64_t product = 1;
    for (size_t i = 0; i < tensor->rank; i++) {
        if (__builtin_mul_overflow(product, tensor->shape[i], &product))
            return false;
    }
    return !__builtin_mul_overflow(product, (uint64_t)types[tensor->dtype].size, bytes);
}

/* Fails with an error that has no values but the file's path. */
static enum rt_status fail_in_file(const struct safetensors *file, enum rt_code code,
                                   struct rt_error *error)
{
    enum rt_status status = rt_fail_list(error, code, 0, NULL);
    rt_error_at_path(error, file->path);
    return status;
}

/* ---- one tensor's entry ---- */

static enum rt_status refuse_tensor(const struct safetensors *file, const char *name,
                                    enum rt_code code, struct rt_error *error)
{
    enum rt_status status = fail_in_file(file, code, error);
    rt_error_at_part(error, name);
    return status;
}

/* A whole number that is not negative. */
static bool take_size(const json_t *json, uint64_t *size)
{
    if (!json_is_integer(json) || json_integer_value(json) < 0)
        return false;
    *size = (uint64_t)json_integer_value(json);
    return true;
}

/* ERR_NONE, or what is wrong. */
static enum rt_code take_shape(const json_t *shape, struct safetensors_tensor *tensor)
{
    if (!json_is_array(shape))
        return ERR_TENSOR_NO_SHAPE;
    tensor->rank = json_array_size(shape);
    if (tensor->rank > SAFETENSORS_MAX_RANK)
        return ERR_TENSOR_TOO_MANY_DIMENSIONS;
    for (size_t i = 0; i < tensor->rank; i++) {
        if (!take_size(json_array_get(shape, i), &tensor->shape[i]))
            return ERR_TENSOR_SHAPE_NOT_WHOLE;
    }
    return ERR_NONE;
}

/* Fills *tensor and *begin from the entry; gives what is wrong with it, or ERR_NONE. */
static enum rt_code take_entry(const json_t *entry, struct safetensors_tensor *tensor,
                               uint64_t *begin)
{
    const char *dtype = json_string_value(json_object_get(entry, "dtype"));
    const json_t *offsets = json_object_get(entry, "data_offsets");
    uint64_t end, bytes;
    if (!json_is_object(entry))
        return ERR_TENSOR_NO_OBJECT;
    if (!dtype)
        return ERR_TENSOR_NO_DTYPE;
    if (!safetensors_type_find(dtype, &tensor->dtype))
        return ERR_TENSOR_UNKNOWN_DTYPE;
    enum rt_code wrong = take_shape(json_object_get(entry, "shape"), tensor);
    if (wrong != ERR_NONE)
        return wrong;
    if (json_array_size(offsets) != 2 || !take_size(json_array_get(offsets, 0), begin) ||
        !take_size(json_array_get(offsets, 1), &end))
        return ERR_TENSOR_OFFSETS_NOT_WHOLE;
    if (end < *begin)
        return ERR_TENSOR_ENDS_BEFORE_IT_BEGINS;
    if (!safetensors_bytes(tensor, &bytes))
        return ERR_TENSOR_SHAPE_TOO_LARGE;
    if (bytes != end - *begin)
        return ERR_TENSOR_OFFSETS_NOT_OF_SHAPE;
    if (bytes > SIZE_MAX)
        return ERR_TENSOR_TOO_LARGE;
    tensor->bytes = (size_t)bytes;
    return ERR_NONE;
}

/* ---- the header ---- */

static enum rt_status take_metadata(struct safetensors *file, json_t *metadata,
                                    struct rt_error *error)
{
    const char *key;
    json_t *value;
    if (!json_is_object(metadata))
        return fail_in_file(file, ERR_SAFETENSORS_METADATA_NO_OBJECT, error);
    json_object_foreach(metadata, key, value)
    {
        if (!json_is_string(value))
            return fail_in_file(file, ERR_SAFETENSORS_METADATA_NO_TEXT, error);
    }
    file->metadata = metadata;
    return RT_OK;
}

/* An entry beside its place, for sorting. */
struct placed {
    struct safetensors_tensor tensor;
    uint64_t begin;
};

/* By place; an empty tensor comes before the one that begins where it lies. */
static int by_place(const void *a, const void *b)
{
    const struct placed *left = a, *right = b;
    if (left->begin != right->begin)
        return left->begin < right->begin ? -1 : 1;
    if (left->tensor.bytes != right->tensor.bytes)
        return left->tensor.bytes < right->tensor.bytes ? -1 : 1;
    return strcmp(left->tensor.name, right->tensor.name);
}

/* Every byte behind the header belongs to one tensor, and to one only. */
static enum rt_status check_places(const struct safetensors *file, const struct placed *placed,
                                   struct rt_error *error)
{
    uint64_t end = 0, room = file->size - file->begin;
    for (size_t i = 0; i < file->count; i++) {
        const char *name = placed[i].tensor.name;
        if (placed[i].begin > end)
            return refuse_tensor(file, name, ERR_TENSOR_GAP, error);
        if (placed[i].begin < end)
            return refuse_tensor(file, name, ERR_TENSOR_OVERLAPS, error);
        if (placed[i].tensor.bytes > room - end)
            return refuse_tensor(file, name, ERR_TENSOR_CUT, error);
        end += placed[i].tensor.bytes;
    }
    if (end == room)
        return RT_OK;
    rt_fail(error, ERR_SAFETENSORS_BYTES_LEFT, room - end);
    rt_error_at_path(error, file->path);
    return RT_ERR_FORMAT;
}

static enum rt_status take_tensors(struct safetensors *file, struct rt_error *error)
{
    enum rt_status status = RT_OK;
    const char *name;
    json_t *entry;
    size_t most = json_object_size(file->header);
    struct placed *placed = calloc(most ? most : 1, sizeof *placed);
    file->tensor = calloc(most ? most : 1, sizeof *file->tensor);
    file->offset = calloc(most ? most : 1, sizeof *file->offset);
    if (!placed || !file->tensor || !file->offset) {
        status = fail_in_file(file, ERR_SAFETENSORS_NO_MEMORY_FOR_HEADER, error);
        goto done;
    }
    json_object_foreach(file->header, name, entry)
    {
        if (strcmp(name, SAFETENSORS_METADATA) == 0) {
            status = take_metadata(file, entry, error);
        } else {
            struct placed *next = &placed[file->count++];
            next->tensor.name = name;
            enum rt_code wrong = take_entry(entry, &next->tensor, &next->begin);
            if (wrong != ERR_NONE)
                status = refuse_tensor(file, name, wrong, error);
        }
        if (status != RT_OK)
            goto done;
    }
    qsort(placed, file->count, sizeof *placed, by_place);
    status = check_places(file, placed, error);
    for (size_t i = 0; i < file->count; i++) {
        file->tensor[i] = placed[i].tensor;
        file->offset[i] = placed[i].begin;
    }
done:
    free(placed);
    return status;
}

/* At least as many as there are JSON values: each but the first follows one of these. Text inside
 * strings counts too; that makes the bound stricter, not wrong. */
static size_t count_values(const char *text, size_t length)
{
    size_t count = 1;
    for (size_t i = 0; i < length; i++)
        count += text[i] == ',' || text[i] == '[' || text[i] == '{' || text[i] == ':';
    return count;
}

static enum rt_status parse_header(struct safetensors *file, const char *text, size_t length,
                                   struct rt_error *error)
{
    enum rt_status status = RT_OK;
    if (text[0] != '{')
        return fail_in_file(file, ERR_SAFETENSORS_NO_HEADER, error);
    if (count_values(text, length) > SAFETENSORS_MAX_VALUES)
        status = rt_fail(error, ERR_SAFETENSORS_HEADER_TOO_FULL, SAFETENSORS_MAX_VALUES);
    else if (!(file->header = json_parse(text, length, "its header", error)))
        status = RT_ERR_FORMAT;
    if (status != RT_OK) {
        rt_error_at_path(error, file->path);
        return status;
    }
    return take_tensors(file, error);
}

/* ---- the file ---- */

/* The file's size is known, so that an early end means that somebody changes it. */
static enum rt_status read_at(const struct safetensors *file, uint64_t offset, void *into,
                              size_t size, struct rt_error *error)
{
    char *at = into;
    while (size > 0) {
        ssize_t got = pread(file->fd, at, size, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            rt_fail(error, ERR_FILE_NOT_READ, errno);
            rt_error_at_path(error, file->path);
            return RT_ERR_IO;
        }
        if (got == 0)
            return fail_in_file(file, ERR_FILE_BECAME_SHORTER, error);
        at += got;
        offset += (uint64_t)got;
        size -= (size_t)got;
    }
    return RT_OK;
}

static enum rt_status read_header(struct safetensors *file, struct rt_error *error)
{
    unsigned char size[SIZE_BYTES];
    uint64_t length = 0;
    char *text = NULL;
    if (file->size < SIZE_BYTES)
        return fail_in_file(file, ERR_SAFETENSORS_TOO_SHORT, error);
    enum rt_status status = read_at(file, 0, size, SIZE_BYTES, error);
    if (status != RT_OK)
        return status;
    for (size_t i = SIZE_BYTES; i-- > 0;)
        length = length << 8 | size[i];
    if (length > SAFETENSORS_MAX_HEADER)
        return fail_in_file(file, ERR_SAFETENSORS_NO_HEADER, error);
    if (length > file->size - SIZE_BYTES)
        return fail_in_file(file, ERR_SAFETENSORS_HEADER_CUT, error);
    file->begin = SIZE_BYTES + length;
    text = calloc((size_t)length + 1, 1);
    if (!text)
        return fail_in_file(file, ERR_SAFETENSORS_NO_MEMORY_FOR_HEADER, error);
    status = read_at(file, SIZE_BYTES, text, (size_t)length, error);
    if (status == RT_OK)
        status = parse_header(file, text, (size_t)length, error);
    free(text);
    return status;
}

enum rt_status safetensors_open(struct safetensors **out, const char *path, struct rt_error *error)
{
    enum rt_status status = RT_OK;
    struct safetensors *file = calloc(1, sizeof *file);
    if (file) {
        file->fd = -1;
        file->path = strdup(path);
    }
    if (!file || !file->path)
        status = rt_fail(error, ERR_SAFETENSORS_NO_MEMORY);
    if (status == RT_OK)
        status = file_open(path, &file->fd, &file->size, error);
    if (status == RT_OK)
        status = read_header(file, error);
    if (status == RT_OK) {
        *out = file;
        return RT_OK;
    }
    rt_error_at_path(error, path);
    safetensors_free(file);
    return status;
}

enum rt_status safetensors_load(struct safetensors *file, const struct safetensors_tensor *tensor,
                                void *into, struct rt_error *error)
{
    uint64_t offset = file->offset[tensor - file->tensor];
    return read_at(file, file->begin + offset, into, tensor->bytes, error);
}

enum rt_status safetensors_read(struct safetensors **out, const char *path, struct rt_error *error)
{
    struct safetensors *file;
    enum rt_status status = safetensors_open(&file, path, error);
    if (status != RT_OK)
        return status;
    uint64_t bytes = file->size - file->begin;
    file->data = bytes < SIZE_MAX ? malloc((size_t)bytes + 1) : NULL;
    if (!file->data) {
        status = fail_in_file(file, ERR_SAFETENSORS_NO_MEMORY_FOR_TENSORS, error);
        goto fail;
    }
    status = read_at(file, file->begin, file->data, (size_t)bytes, error);
    if (status != RT_OK)
        goto fail;
    for (size_t i = 0; i < file->count; i++)
        file->tensor[i].data = file->data + file->offset[i];
    *out = file;
    return RT_OK;

fail:
    safetensors_free(file);
    return status;
}

void safetensors_free(struct safetensors *file)
{
    if (!file)
        return;
    if (file->fd >= 0)
        close(file->fd);
    json_decref(file->header);
    free(file->tensor);
    free(file->offset);
    free(file->data);
    free(file->path);
    free(file);
}

/* ---- looking ---- */

size_t safetensors_count(const struct safetensors *file)
{
    return file->count;
}

const struct safetensors_tensor *safetensors_at(const struct safetensors *file, size_t i)
{
    return &file->tensor[i];
}

const struct safetensors_tensor *safetensors_find(const struct safetensors *file, const char *name)
{
    for (size_t i = 0; i < file->count; i++) {
        if (strcmp(file->tensor[i].name, name) == 0)
            return &file->tensor[i];
    }
    return NULL;
}

const char *safetensors_metadata(const struct safetensors *file, const char *key)
{
    return json_string_value(json_object_get(file->metadata, key));
}
