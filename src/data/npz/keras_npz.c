#include "config.h"

#include "rnntop/data/npz/keras_npz.h"

#include <stdlib.h>
#include <string.h>

#include "rnntop/base/memory.h"
#include "rnntop/data/limits.h"
#include "rnntop/data/npz/keras_shuffle.h"
#include "rnntop/data/npz/npy.h"
#include "rnntop/data/npz/pickle.h"
#include "rnntop/data/sequence.h"
#include "rnntop/data/text/vocabulary.h"

enum { X_TRAIN, Y_TRAIN, X_TEST, Y_TEST, MEMBERS };

static const char *const keras_name[MEMBERS] = {"x_train.npy", "y_train.npy", "x_test.npy",
                                                "y_test.npy"};
static const char *const savez_name[MEMBERS] = {"arr_0.npy", "arr_1.npy", "arr_2.npy", "arr_3.npy"};

/* One half being read. Rows come in the file's order and go straight to their shuffled, padded
 * place: the file's twelve million numbers never stand in memory together. */
struct half_reader {
    struct npz *npz;
    const struct data_spec *spec;
    struct data_half *half;
    uint32_t *place; /* [rows], where a row of the file goes */
    struct data_halves *data;
    bool keep_first; /* this half's first row is the one to show */
    bool ids;        /* its lists hold ids, and not ranks */
    bool no_memory;
    size_t labels; /* the largest one + 1 */
};

/* What its members are called. */
static const char *const *names(struct npz *npz)
{
    uint64_t size;
    bool savez = npz_member_size(npz, keras_name[X_TRAIN], &size, NULL) != RT_OK &&
                 npz_member_size(npz, savez_name[X_TRAIN], &size, NULL) == RT_OK;
    return savez ? savez_name : keras_name;
}

enum rt_status keras_npz_size(struct npz *npz, uint64_t *bytes, struct rt_error *error)
{
    const char *const *member = names(npz);
    for (size_t i = 0; i < MEMBERS; i++) {
        uint64_t size = 0;
        enum rt_status status = npz_member_size(npz, member[i], &size, error);
        if (status != RT_OK)
            return status;
        *bytes += size;
    }
    return RT_OK;
}

static bool take_ranks(void *context, size_t row, const int32_t *ranks, size_t count)
{
    struct half_reader *half = context;
    struct data_halves *data = half->data;
    for (size_t i = 0; i < count; i++)
        if (ranks[i] > data->rank_max)
            data->rank_max = ranks[i];
    size_t place = half->place[row];
    if (!sequences_keep(&half->half->whole, place, ranks, count))
        half->no_memory = true;
    sequence_pad(half->spec, ranks, count, half->half->x + place * half->spec->maxlen);
    half->half->words[place] = (uint32_t)count;
    if (place != 0 || !half->keep_first)
        return !half->no_memory;
    data->first_length = count + 1;
    data->first = malloc(data->first_length * sizeof *data->first);
    if (data->first)
        sequence_encode(half->spec->num_words, ranks, 0, data->first_length, data->first);
    else
        half->no_memory = true;
    return !half->no_memory;
}

/* The rows that x's header declares, if they can be there at all. */
static enum rt_status check_x_header(const struct npy_header *header, uint64_t member_bytes,
                                     size_t maxlen, size_t *rows, struct rt_error *error)
{
    char shape[NPY_SHAPE_TEXT];
    size_t matrix;
    struct npy_integer kind;
    bool lists = strcmp(header->descr, "|O") == 0 || strcmp(header->descr, "O") == 0;
    npy_shape_text(header, shape);
    if (!lists &&
        (!npy_integer_kind(header->descr, &kind) || header->rank != 2 || header->fortran_order ||
         header->shape[1] == 0 || header->shape[1] > DATA_ROW_IDS_MAX))
        return header->fortran_order
                   ? rt_fail(error, ERR_ARRAY_PLAIN_BY_COLUMNS, header->descr, shape)
                   : rt_fail(error, ERR_ARRAY_PLAIN, header->descr, shape);
    if (lists && header->rank != 1)
        return rt_fail(error, ERR_ARRAY_DIMENSIONS, shape);
    if (header->shape[0] == 0)
        return rt_fail(error, ERR_ARRAY_NO_ROWS);
    /* A row takes a byte at the very least: a larger shape is a lie. */
    if (header->shape[0] > member_bytes || header->shape[0] > DATA_ROWS_MAX)
        return rt_fail(error, ERR_ARRAY_TOO_MANY_ROWS, shape, member_bytes, DATA_ROWS_MAX);
    *rows = (size_t)header->shape[0];
    if (!memory_product(*rows, maxlen, &matrix) ||
        !memory_product(matrix, sizeof(int32_t), &matrix) || matrix > DATA_MATRIX_BYTES)
        return rt_fail(error, ERR_ARRAY_TOO_LARGE, DATA_MATRIX_BYTES, *rows, maxlen);
    return RT_OK;
}

/* Allocates the half and fills place[] from load_data's order, the next of the shuffle's; without
 * a shuffle the file's order stays. */
static enum rt_status lay_out(struct half_reader *half, size_t rows, struct keras_shuffle *shuffle,
                              struct rt_error *error)
{
    uint32_t *order = malloc(rows * sizeof *order);
    half->place = malloc(rows * sizeof *half->place);
    half->half->x = calloc(rows, half->spec->maxlen * sizeof *half->half->x);
    half->half->y = calloc(rows, sizeof *half->half->y);
    half->half->words = calloc(rows, sizeof *half->half->words);
    half->half->rows = rows;
    bool whole = sequences_begin(&half->half->whole, rows, half->spec->whole_words);
    if (!order || !half->place || !half->half->x || !half->half->y || !half->half->words ||
        !whole) {
        free(order);
        return rt_fail(error, ERR_ARRAY_DOES_NOT_FIT, rows, half->spec->maxlen);
    }
    for (size_t i = 0; i < rows; i++)
        order[i] = (uint32_t)i;
    if (shuffle)
        keras_shuffle_order(shuffle, order, rows);
    for (size_t i = 0; i < rows; i++)
        half->place[order[i]] = (uint32_t)i;
    free(order);
    return RT_OK;
}

/* Without the zeros around it, before it is cut; false without memory. */
static bool keep_whole(struct half_reader *half, size_t place, const int32_t *ids, size_t n)
{
    size_t first = 0;
    while (n > 0 && ids[n - 1] == VOCABULARY_PAD)
        n--;
    while (first < n && ids[first] == VOCABULARY_PAD)
        first++;
    return sequences_keep(&half->half->whole, place, ids + first, n - first);
}

/* A row of ids, start mark and all, which change: to its place in the matrix. */
static void place_ids(struct half_reader *half, size_t row, int32_t *ids, size_t count)
{
    struct data_halves *data = half->data;
    for (size_t i = 0; i < count; i++) {
        if (ids[i] - VOCABULARY_INDEX_FROM > data->rank_max)
            data->rank_max = ids[i] - VOCABULARY_INDEX_FROM;
    }
    if (!keep_whole(half, row, ids, count))
        half->no_memory = true;
    size_t first, length = sequence_repad(half->spec, ids, count, &first,
                                          half->half->x + row * half->spec->maxlen);
    const bool started = length > 0 && ids[first] == VOCABULARY_START;
    half->half->words[row] = (uint32_t)(started ? length - 1 : length);
    if (row != 0 || !half->keep_first)
        return;
    data->first_length = length;
    data->first = malloc((length + 1) * sizeof *data->first);
    if (data->first)
        memcpy(data->first, ids + first, length * sizeof *ids);
    else
        half->no_memory = true;
}

static bool take_ids(void *context, size_t row, const int32_t *numbers, size_t count)
{
    struct half_reader *half = context;
    int32_t *ids = malloc((count + 1) * sizeof *ids);
    if (ids) {
        memcpy(ids, numbers, count * sizeof *ids);
        place_ids(half, row, ids, count);
    } else {
        half->no_memory = true;
    }
    free(ids);
    return !half->no_memory;
}

/* One row of a matrix: ids with zeros around them. */
static enum rt_status read_matrix_row(struct half_reader *half, struct reader *reader, size_t row,
                                      const struct npy_integer *kind, int32_t *ids, size_t columns,
                                      struct rt_error *error)
{
    for (size_t i = 0; i < columns; i++) {
        enum rt_status status = reader_need(reader, kind->bytes, error);
        if (status != RT_OK)
            return status;
        int64_t id = npy_integer_value(kind, reader_at(reader));
        if (id < 0 || id > DATA_ID_MAX) {
            status = rt_fail(error, ERR_ARRAY_ID, row, id, DATA_ID_MAX);
            rt_error_at_byte(error, reader_offset(reader));
            return status;
        }
        ids[i] = (int32_t)id;
        reader_take(reader, kind->bytes);
    }
    place_ids(half, row, ids, columns);
    return half->no_memory ? rt_fail(error, ERR_ARRAY_NO_MEMORY) : RT_OK;
}

static enum rt_status read_matrix(struct half_reader *half, struct reader *reader,
                                  const struct npy_header *header, struct rt_error *error)
{
    struct npy_integer kind;
    size_t columns = (size_t)header->shape[1];
    int32_t *ids = malloc(columns * sizeof *ids);
    enum rt_status status = ids ? RT_OK : rt_fail(error, ERR_ARRAY_NO_MEMORY);
    npy_integer_kind(header->descr, &kind);
    for (size_t row = 0; status == RT_OK && row < half->half->rows; row++)
        status = read_matrix_row(half, reader, row, &kind, ids, columns, error);
    free(ids);
    return status == RT_OK ? reader_finish(reader, error) : status;
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
        status = lay_out(half, rows, header.rank == 1 && !half->ids ? shuffle : NULL, error);
    if (status == RT_OK && header.rank == 2)
        return read_matrix(half, reader, &header, error);
    if (status == RT_OK)
        status = pickle_read_rows(reader, rows, half->ids ? take_ids : take_ranks, half, error);
    return half->no_memory ? rt_fail(error, ERR_ARRAY_NO_MEMORY) : status;
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
        return rt_fail(error, ERR_LABELS_TYPE, header.descr);
    if (header.rank == 0 || header.shape[0] != rows ||
        !(header.rank == 1 || (header.rank == 2 && header.shape[1] == 1)))
        return rt_fail(error, ERR_LABELS_SHAPE, shape, rows);
    for (size_t row = 0; row < rows; row++) {
        status = reader_need(reader, kind.bytes, error);
        if (status != RT_OK)
            return status;
        int64_t label = npy_integer_value(&kind, reader_at(reader));
        if (label < 0 || label >= DATA_CLASSES_MAX) {
            status = rt_fail(error, ERR_LABELS_NUMBER, row, label, DATA_CLASSES_MAX - 1);
            rt_error_at_byte(error, reader_offset(reader));
            return status;
        }
        if ((size_t)label >= half->labels)
            half->labels = (size_t)label + 1;
        half->half->y[half->place[row]] = (float)label;
        reader_take(reader, kind.bytes);
    }
    return reader_finish(reader, error);
}

/* Says in which member it went wrong, or that it is damaged: a flipped bit can look like anything
 * to a parser. */
static enum rt_status blame_member(struct npz *npz, const char *name, struct rt_error *error)
{
    if (error->status == RT_INTERRUPTED)
        return error->status;
    if ((error->status == RT_ERR_FORMAT || error->status == RT_ERR_UNSUPPORTED) &&
        npz_member_damaged(npz))
        rt_fail(error, ERR_NPZ_CHECKSUM);
    rt_error_at_part(error, name);
    return error->status;
}

/* ---- ids for ranks ---- */

/* As many rows as are looked at; fewer than LOOKED_AT_LEAST prove nothing. In one raw review of ten
 * the first word is the commonest. */
#define LOOKED_AT       100
#define LOOKED_AT_LEAST 10

struct look {
    size_t begun; /* rows with the start mark */
    bool enough;
};

static bool look_at_row(void *context, size_t row, const int32_t *numbers, size_t count)
{
    struct look *look = context;
    const bool begins = count > 0 && numbers[0] == VOCABULARY_START;
    look->begun += begins;
    look->enough = !begins || row + 1 == LOOKED_AT;
    return !look->enough;
}

/* *ids: whether x's lists are what load_data() returned, which somebody has saved: each begins with
 * the start mark. What is wrong with the member is told when it is read. */
static enum rt_status look_for_ids(struct npz *npz, const char *x, bool *ids,
                                   struct rt_error *error)
{
    struct reader *reader;
    struct npy_header header;
    struct look look = {0};
    enum rt_status status = npz_member_open(npz, x, &reader, error);
    *ids = false;
    if (status == RT_OK)
        status = npy_read_header(reader, &header, error);
    if (status == RT_OK && header.rank == 1 && header.shape[0] >= LOOKED_AT_LEAST &&
        header.shape[0] <= DATA_ROWS_MAX) {
        status = pickle_read_rows(reader, (size_t)header.shape[0], look_at_row, &look, error);
        *ids = look.begun == LOOKED_AT || look.begun == header.shape[0];
    }
    if (look.enough || (status != RT_ERR_MEMORY && status != RT_INTERRUPTED))
        return RT_OK;
    return blame_member(npz, x, error);
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

/* Counts the classes: two or more. Of more than two each must have training rows, and the test half
 * may have no others. */
static enum rt_status count_classes(struct data_halves *data, size_t train, size_t test,
                                    const char *const *member, struct rt_error *error)
{
    bool seen[DATA_CLASSES_MAX] = {false};
    size_t missing = 0;
    data->classes = train > 2 ? train : 2;
    for (size_t i = 0; i < data->train.rows; i++)
        seen[(size_t)data->train.y[i]] = true;
    while (missing < data->classes && seen[missing])
        missing++;
    enum rt_status status = RT_OK;
    if (data->classes > 2 && missing < data->classes) {
        status = rt_fail(error, ERR_LABELS_GAP, data->classes - 1, missing);
        rt_error_at_part(error, member[Y_TRAIN]);
    } else if (test > data->classes) {
        status = rt_fail(error, ERR_LABELS_OF_TEST, test - 1, member[Y_TRAIN], data->classes - 1);
        rt_error_at_part(error, member[Y_TEST]);
    }
    return status;
}

enum rt_status keras_npz_read(struct npz *npz, const struct data_spec *spec,
                              struct data_halves *data, struct rt_error *error)
{
    struct keras_shuffle shuffle;
    keras_shuffle_seed(&shuffle, KERAS_SHUFFLE_SEED);
    memset(data, 0, sizeof *data);

    const char *const *member = names(npz);
    enum rt_status status = look_for_ids(npz, member[X_TRAIN], &data->ids_given, error);
    if (status != RT_OK)
        return status;
    struct half_reader half = {.npz = npz,
                               .spec = spec,
                               .half = &data->train,
                               .data = data,
                               .keep_first = true,
                               .ids = data->ids_given};
    status = read_half(&half, member[X_TRAIN], member[Y_TRAIN], &shuffle, error);
    size_t labels = half.labels;
    free(half.place);
    if (status != RT_OK)
        return status;

    half = (struct half_reader){
        .npz = npz, .spec = spec, .half = &data->test, .data = data, .ids = data->ids_given};
    status = read_half(&half, member[X_TEST], member[Y_TEST], &shuffle, error);
    free(half.place);
    return status == RT_OK ? count_classes(data, labels, half.labels, member, error) : status;
}
