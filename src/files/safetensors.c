#include "config.h"

#include "rnntop/files/safetensors.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rnntop/base/json.h"
#include "rnntop/base/utf8.h"
#include "rnntop/data/file.h"
#include "rnntop/files/safetensors_private.h"

#define SIZE_BYTES 8  /* the header's length, in front of it */
#define NAME_SHOWN 96 /* bytes of a tensor's name in a sentence */

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
    /* In the shape's order, as the reference: 2^40 x 2^40 x 0 overflows before it is nothing. */
    uint64_t product = 1;
    for (size_t i = 0; i < tensor->rank; i++) {
        if (__builtin_mul_overflow(product, tensor->shape[i], &product))
            return false;
    }
    return !__builtin_mul_overflow(product, (uint64_t)types[tensor->dtype].size, bytes);
}

/* ---- one tensor's entry ---- */

/* A tensor's name comes from the file: made safe for a sentence. */
static enum rt_status refuse(const char *path, const char *name, const char *why,
                             struct rt_error *error)
{
    char shown[NAME_SHOWN];
    utf8_sanitize(name, strlen(name), false, shown, sizeof shown);
    return rt_fail_text(error, RT_ERR_FORMAT, "%s: tensor \"%s\" %s.", path, shown, why);
}

/* A whole number that is not negative. */
static bool take_size(const json_t *json, uint64_t *size)
{
    if (!json_is_integer(json) || json_integer_value(json) < 0)
        return false;
    *size = (uint64_t)json_integer_value(json);
    return true;
}

static const char *take_shape(const json_t *shape, struct safetensors_tensor *tensor)
{
    if (!json_is_array(shape))
        return "has no shape";
    tensor->rank = json_array_size(shape);
    if (tensor->rank > SAFETENSORS_MAX_RANK)
        return "has more dimensions than rnntop can read";
    for (size_t i = 0; i < tensor->rank; i++) {
        if (!take_size(json_array_get(shape, i), &tensor->shape[i]))
            return "has a shape that is not whole numbers";
    }
    return NULL;
}

/* Fills *tensor and *begin from the entry; gives what is wrong with it, or NULL. */
static const char *take_entry(const json_t *entry, struct safetensors_tensor *tensor,
                              uint64_t *begin)
{
    const char *dtype = json_string_value(json_object_get(entry, "dtype"));
    const json_t *offsets = json_object_get(entry, "data_offsets");
    uint64_t end, bytes;
    if (!json_is_object(entry))
        return "is not described by an object";
    if (!dtype)
        return "has no dtype";
    if (!safetensors_type_find(dtype, &tensor->dtype))
        return "has a type that rnntop can't read: convert it to F32";
    const char *wrong = take_shape(json_object_get(entry, "shape"), tensor);
    if (wrong)
        return wrong;
    if (json_array_size(offsets) != 2 || !take_size(json_array_get(offsets, 0), begin) ||
        !take_size(json_array_get(offsets, 1), &end))
        return "has data_offsets that are not two whole numbers";
    if (end < *begin)
        return "ends before it begins";
    if (!safetensors_bytes(tensor, &bytes))
        return "has a shape beyond all memory";
    if (bytes != end - *begin)
        return "has data_offsets that don't fit its shape";
    if (bytes > SIZE_MAX)
        return "is too large for this machine";
    tensor->bytes = (size_t)bytes;
    return NULL;
}

/* ---- the header ---- */

static enum rt_status take_metadata(struct safetensors *file, json_t *metadata,
                                    struct rt_error *error)
{
    const char *key;
    json_t *value;
    if (!json_is_object(metadata))
        return rt_fail_text(error, RT_ERR_FORMAT, "%s: its metadata is not an object.", file->path);
    json_object_foreach(metadata, key, value)
    {
        if (!json_is_string(value))
            return rt_fail_text(error, RT_ERR_FORMAT, "%s: its metadata holds more than text.",
                                file->path);
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
            return refuse(file->path, name, "has unused bytes before it", error);
        if (placed[i].begin < end)
            return refuse(file->path, name, "overlaps another one", error);
        if (placed[i].tensor.bytes > room - end)
            return refuse(file->path, name, "goes beyond the file's end: the file is cut short",
                          error);
        end += placed[i].tensor.bytes;
    }
    if (end != room)
        return rt_fail_text(error, RT_ERR_FORMAT,
                            "%s: %llu bytes after its last tensor are no tensor's.", file->path,
                            (unsigned long long)(room - end));
    return RT_OK;
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
        status = rt_fail_text(error, RT_ERR_MEMORY, "%s: no memory for its header.", file->path);
        goto done;
    }
    json_object_foreach(file->header, name, entry)
    {
        if (strcmp(name, SAFETENSORS_METADATA) == 0) {
            status = take_metadata(file, entry, error);
        } else {
            struct placed *next = &placed[file->count++];
            next->tensor.name = name;
            const char *wrong = take_entry(entry, &next->tensor, &next->begin);
            if (wrong)
                status = refuse(file->path, name, wrong, error);
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
    if (text[0] != '{')
        return rt_fail_text(error, RT_ERR_FORMAT, "%s is not a safetensors file: no header.",
                            file->path);
    if (count_values(text, length) > SAFETENSORS_MAX_VALUES)
        return rt_fail_text(error, RT_ERR_MEMORY, "%s: its header holds more than %u values.",
                            file->path, SAFETENSORS_MAX_VALUES);
    file->header = json_parse(text, length, "its header", error);
    if (!file->header)
        return error ? rt_fail_text_within(error, "%s: ", file->path) : RT_ERR_FORMAT;
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
        if (got < 0)
            return rt_fail_text(error, RT_ERR_IO, "%s can't be read: %s.", file->path,
                                strerror(errno));
        if (got == 0)
            return rt_fail_text(error, RT_ERR_IO, "%s became shorter while it was read; try again.",
                                file->path);
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
        return rt_fail_text(error, RT_ERR_FORMAT, "%s is not a safetensors file: it is too short.",
                            file->path);
    enum rt_status status = read_at(file, 0, size, SIZE_BYTES, error);
    if (status != RT_OK)
        return status;
    for (size_t i = SIZE_BYTES; i-- > 0;)
        length = length << 8 | size[i];
    if (length > SAFETENSORS_MAX_HEADER)
        return rt_fail_text(error, RT_ERR_FORMAT, "%s is not a safetensors file: no header.",
                            file->path);
    if (length > file->size - SIZE_BYTES)
        return rt_fail_text(error, RT_ERR_FORMAT,
                            "%s: its header goes beyond its end: it is cut short.", file->path);
    file->begin = SIZE_BYTES + length;
    text = calloc((size_t)length + 1, 1);
    if (!text)
        return rt_fail_text(error, RT_ERR_MEMORY, "%s: no memory for its header.", file->path);
    status = read_at(file, SIZE_BYTES, text, (size_t)length, error);
    if (status == RT_OK)
        status = parse_header(file, text, (size_t)length, error);
    free(text);
    return status;
}

enum rt_status safetensors_open(struct safetensors **out, const char *path, struct rt_error *error)
{
    enum rt_status status;
    struct safetensors *file = calloc(1, sizeof *file);
    if (!file)
        return rt_fail_text(error, RT_ERR_MEMORY, "%s: no memory to read it.", path);
    file->fd = -1;
    file->path = strdup(path);
    if (!file->path) {
        status = rt_fail_text(error, RT_ERR_MEMORY, "%s: no memory to read it.", path);
        goto fail;
    }
    status = file_open(path, &file->fd, &file->size, error);
    if (status != RT_OK) {
        if (error)
            rt_fail_text_within(error, "%s: ", path);
        goto fail;
    }
    status = read_header(file, error);
    if (status != RT_OK)
        goto fail;
    *out = file;
    return RT_OK;

fail:
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
        status = rt_fail_text(error, RT_ERR_MEMORY, "%s: no memory for its tensors.", path);
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
