#include "config.h"

#include "rnntop/data/keras_npz.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "rnntop/base/memory.h"
#include "rnntop/data/keras_shuffle.h"
#include "rnntop/data/limits.h"
#include "rnntop/data/npy.h"
#include "rnntop/data/pickle.h"
#include "rnntop/data/sequence.h"

#define X_TRAIN "x_train.npy"
#define Y_TRAIN "y_train.npy"
#define X_TEST  "x_test.npy"
#define Y_TEST  "y_test.npy"

/* One half being read. Rows come in the file's order and go straight to their shuffled, padded
 * place: the file's twelve million numbers never stand in memory together. */
struct half_reader {
    struct npz *npz;
    const struct data_spec *spec;
    struct data_half *half;
    uint32_t *place; /* [rows], where a row of the file goes */
    struct data_halves *data;
    bool keep_first; /* this half's first row is the one to show */
    bool no_memory;
};

enum rt_status keras_npz_size(struct npz *npz, uint64_t *bytes, struct rt_error *error)
{
    static const char *const member[] = {X_TRAIN, Y_TRAIN, X_TEST, Y_TEST};
    for (size_t i = 0; i < sizeof member / sizeof *member; i++) {
        uint64_t size = 0;
        enum rt_status status = npz_member_size(npz, member[i], &size, error);
        if (status != RT_OK)
            return status;
        *bytes += size;
    }
    return RT_OK;
}

static void take_row(void *context, size_t row, const int32_t *ranks, size_t count)
{
    struct half_reader *half = context;
    struct data_halves *data = half->data;
    for (size_t i = 0; i < count; i++)
        if (ranks[i] > data->rank_max)
            data->rank_max = ranks[i];
    size_t place = half->place[row];
    sequence_pad(half->spec, ranks, count, half->half->x + place * half->spec->maxlen);
    if (place != 0 || !half->keep_first)
        return;
    data->first_length = count + 1;
    data->first = malloc(data->first_length * sizeof *data->first);
    if (data->first)
        sequence_encode(half->spec->num_words, ranks, 0, data->first_length, data->first);
    else
        half->no_memory = true;
}

/* The rows that x's header declares, if they can be there at all. */
static enum rt_status check_x_header(const struct npy_header *header, uint64_t member_bytes,
                                     size_t maxlen, size_t *rows, struct rt_error *error)
{
    char shape[NPY_SHAPE_TEXT];
    size_t matrix;
    npy_shape_text(header, shape);
    if (strcmp(header->descr, "|O") != 0 && strcmp(header->descr, "O") != 0)
        return rt_fail(error, RT_ERR_UNSUPPORTED,
                       "is a plain array of type %s and shape %s; rnntop reads rows of any length, "
                       "saved as an object array of lists of ints, as in Keras's imdb.npz.",
                       header->descr, shape);
    if (header->rank != 1)
        return rt_fail(error, RT_ERR_FORMAT,
                       "has the shape %s; an array of lists has one dimension, such as (25000,).",
                       shape);
    if (header->shape[0] == 0)
        return rt_fail(error, RT_ERR_FORMAT, "has no rows; save at least one.");
    /* A row takes a byte at the very least: a larger shape is a lie. */
    if (header->shape[0] > member_bytes || header->shape[0] > DATA_ROWS_MAX)
        return rt_fail(error, RT_ERR_FORMAT,
                       "has the shape %s, more rows than its %" PRIu64
                       " bytes or rnntop (%u rows) can hold; save fewer rows.",
                       shape, member_bytes, DATA_ROWS_MAX);
    *rows = (size_t)header->shape[0];
    if (!memory_product(*rows, maxlen, &matrix) ||
        !memory_product(matrix, sizeof(int32_t), &matrix) || matrix > DATA_MATRIX_BYTES)
        return rt_fail(error, RT_ERR_MEMORY,
                       "needs more than %" PRIu64
                       " bytes of memory, for %zu rows of %zu words; choose a smaller --maxlen.",
                       DATA_MATRIX_BYTES, *rows, maxlen);
    return RT_OK;
}

/* Allocates the half and fills place[] from load_data's order, the next of the shuffle's. */
static enum rt_status lay_out(struct half_reader *half, size_t rows, struct keras_shuffle *shuffle,
                              struct rt_error *error)
{
    uint32_t *order = malloc(rows * sizeof *order);
    half->place = malloc(rows * sizeof *half->place);
    half->half->x = calloc(rows, half->spec->maxlen * sizeof *half->half->x);
    half->half->y = calloc(rows, sizeof *half->half->y);
    half->half->rows = rows;
    if (!order || !half->place || !half->half->x || !half->half->y) {
        free(order);
        return rt_fail(
            error, RT_ERR_MEMORY,
            "does not fit into memory: %zu rows of %zu words; choose a smaller --maxlen.", rows,
            half->spec->maxlen);
    }
    keras_shuffle_order(shuffle, order, rows);
    for (size_t i = 0; i < rows; i++)
        half->place[order[i]] = (uint32_t)i;
    free(order);
    return RT_OK;
}

static enum rt_status read_x(struct half_reader *half, struct reader *reader,
                             struct keras_shuffle *shuffle, struct rt_error *error)
{
    struct npy_header header;
    size_t rows = 0;
    enum rt_status status = npy_read_header(reader, &header, error);
    if (status == RT_OK)
        status = check_x_header(&header, reader->size, half->spec->maxlen, &rows, error);
    if (status == RT_OK)
        status = lay_out(half, rows, shuffle, error);
    if (status == RT_OK)
        status = pickle_read_rows(reader, rows, take_row, half, error);
    if (status == RT_OK && half->no_memory)
        status = rt_fail(error, RT_ERR_MEMORY, "does not fit into memory.");
    return status;
}

static enum rt_status read_y(struct half_reader *half, struct reader *reader,
                             struct rt_error *error)
{
    struct npy_header header;
    struct npy_integer kind;
    char shape[NPY_SHAPE_TEXT];
    size_t rows = half->half->rows;
    enum rt_status status = npy_read_header(reader, &header, error);
    if (status != RT_OK)
        return status;
    npy_shape_text(&header, shape);
    if (!npy_integer_kind(header.descr, &kind))
        return rt_fail(error, RT_ERR_UNSUPPORTED,
                       "has the type %s; labels must be whole numbers: save y.astype('int64').",
                       header.descr);
    if (header.rank == 0 || header.shape[0] != rows ||
        !(header.rank == 1 || (header.rank == 2 && header.shape[1] == 1)))
        return rt_fail(error, RT_ERR_FORMAT,
                       "has the shape %s, but there are %zu rows of words; save a label a row.",
                       shape, rows);
    for (size_t row = 0; row < rows; row++) {
        status = reader_need(reader, kind.bytes, error);
        if (status != RT_OK)
            return status;
        int64_t label = npy_integer_value(&kind, reader_at(reader));
        if (label != 0 && label != 1)
            return rt_fail(error, RT_ERR_FORMAT,
                           "at byte %" PRIu64 ": the label of row %zu is %" PRId64
                           "; it must be 0 (negative) or 1 (positive).",
                           reader_offset(reader), row, label);
        half->half->y[half->place[row]] = (float)label;
        reader_take(reader, kind.bytes);
    }
    return reader_finish(reader, error);
}

/* Puts the member's name before what went wrong in it, or says that it is damaged: a flipped bit
 * can look like anything to a parser. */
static enum rt_status blame_member(struct npz *npz, const char *name, struct rt_error *error)
{
    if (error->status == RT_INTERRUPTED)
        return error->status;
    if ((error->status == RT_ERR_FORMAT || error->status == RT_ERR_UNSUPPORTED) &&
        npz_member_damaged(npz))
        return rt_fail(error, RT_ERR_FORMAT,
                       "%s is damaged: its checksum is wrong; get the file again.", name);
    return rt_fail_within(error, "%s ", name);
}

static enum rt_status read_half(struct half_reader *half, const char *x, const char *y,
                                struct keras_shuffle *shuffle, struct rt_error *error)
{
    struct reader *reader;
    enum rt_status status = npz_member_open(half->npz, x, &reader, error);
    if (status != RT_OK)
        return status;
    if (read_x(half, reader, shuffle, error) != RT_OK)
        return blame_member(half->npz, x, error);
    status = npz_member_open(half->npz, y, &reader, error);
    if (status != RT_OK)
        return status;
    if (read_y(half, reader, error) != RT_OK)
        return blame_member(half->npz, y, error);
    return RT_OK;
}

enum rt_status keras_npz_read(struct npz *npz, const struct data_spec *spec,
                              struct data_halves *data, struct rt_error *error)
{
    struct keras_shuffle shuffle;
    keras_shuffle_seed(&shuffle, KERAS_SHUFFLE_SEED);
    memset(data, 0, sizeof *data);

    struct half_reader half = {
        .npz = npz, .spec = spec, .half = &data->train, .data = data, .keep_first = true};
    enum rt_status status = read_half(&half, X_TRAIN, Y_TRAIN, &shuffle, error);
    free(half.place);
    if (status != RT_OK)
        return status;

    half = (struct half_reader){.npz = npz, .spec = spec, .half = &data->test, .data = data};
    status = read_half(&half, X_TEST, Y_TEST, &shuffle, error);
    free(half.place);
    return status;
}
