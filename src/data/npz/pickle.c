#include "config.h"

#include "rnntop/data/npz/pickle.h"

#include <assert.h>
#include <stdlib.h>

#include "rnntop/data/limits.h"
#include "rnntop/data/npz/pickle_scan.h"

struct rows {
    struct pickle_scan scan;
    struct rt_error *error;
    size_t rows, row; /* how many there must be; the one being read */
    int32_t *numbers; /* [capacity] */
    size_t capacity, count;
    pickle_row take;
    void *context;
};

/* Leaves the caller at the first step that fails. */
#define TRY(step)                                                                                  \
    do {                                                                                           \
        enum rt_status try_status = (step);                                                        \
        if (try_status != RT_OK)                                                                   \
            return try_status;                                                                     \
    } while (0)

/* _reconstruct(ndarray, (0,), 'b'): an empty array, to be filled by BUILD. */
static enum rt_status expect_array(struct pickle_scan *scan)
{
    TRY(pickle_scan_expect_global(scan, "numpy.core.multiarray", "numpy._core.multiarray",
                                  "_reconstruct"));
    TRY(pickle_scan_expect_global(scan, "numpy", "numpy", "ndarray"));
    TRY(pickle_scan_expect_number(scan, 0, ERR_PICKLE_LENGTH));
    TRY(pickle_scan_expect(scan, OP_TUPLE1));
    TRY(pickle_scan_expect_text(scan, "b", "b"));
    TRY(pickle_scan_expect(scan, OP_TUPLE3));
    return pickle_scan_expect(scan, OP_REDUCE);
}

static enum rt_status expect_number(struct pickle_scan *scan, int64_t wanted)
{
    return pickle_scan_expect_number(scan, wanted, ERR_PICKLE_NUMBER_OTHER);
}

/* dtype('O8', False, True) and its state (3, '|', None, None, None, -1, -1, 63). */
static enum rt_status expect_dtype(struct pickle_scan *scan)
{
    TRY(pickle_scan_expect_global(scan, "numpy", "numpy", "dtype"));
    TRY(pickle_scan_expect_text(scan, "O8", "O4"));
    TRY(expect_number(scan, 0));
    TRY(expect_number(scan, 1));
    TRY(pickle_scan_expect(scan, OP_TUPLE3));
    TRY(pickle_scan_expect(scan, OP_REDUCE));
    TRY(pickle_scan_expect(scan, OP_MARK));
    TRY(expect_number(scan, 3));
    TRY(pickle_scan_expect_text(scan, "|", "|"));
    for (int i = 0; i < 3; i++)
        TRY(pickle_scan_expect(scan, OP_NONE));
    TRY(expect_number(scan, -1));
    TRY(expect_number(scan, -1));
    TRY(expect_number(scan, 63));
    TRY(pickle_scan_expect(scan, OP_TUPLE));
    return pickle_scan_expect(scan, OP_BUILD);
}

/* The array's state up to its rows: (1, (rows,), dtype, False, [ */
static enum rt_status expect_state(struct pickle_scan *scan, size_t rows)
{
    unsigned opcode;
    TRY(pickle_scan_expect(scan, OP_MARK));
    TRY(expect_number(scan, 1));
    TRY(pickle_scan_expect_number(scan, (int64_t)rows, ERR_PICKLE_LENGTH));
    TRY(pickle_scan_expect(scan, OP_TUPLE1));
    TRY(expect_dtype(scan));
    /* Row-major or column-major is the same in one dimension. */
    TRY(pickle_scan_opcode(scan, &opcode));
    if (opcode != OP_NEWFALSE && opcode != OP_NEWTRUE)
        return pickle_scan_unexpected(scan, opcode, ERR_PICKLE_NO_TRUTH);
    return pickle_scan_expect(scan, OP_EMPTY_LIST);
}

static enum rt_status grow(struct rows *rows)
{
    size_t capacity = rows->capacity ? 2 * rows->capacity : 4096;
    if (capacity > DATA_ROW_IDS_MAX)
        capacity = DATA_ROW_IDS_MAX;
    int32_t *numbers = realloc(rows->numbers, capacity * sizeof *numbers);
    if (!numbers)
        return rt_fail(rows->error, ERR_PICKLE_ROW_NO_MEMORY, capacity);
    rows->numbers = numbers;
    rows->capacity = capacity;
    return RT_OK;
}

/* Adds the reader's place to the error that was just made; returns its status. */
static enum rt_status here(const struct rows *rows, enum rt_status status)
{
    rt_error_at_byte(rows->error, reader_offset(rows->scan.reader));
    return status;
}

static inline enum rt_status push(struct rows *rows, int64_t number)
{
    if (number < 0 || number > DATA_ID_MAX)
        return here(rows, rt_fail(rows->error, ERR_PICKLE_WORD, rows->row, number, DATA_ID_MAX));
    if (rows->count == rows->capacity) {
        if (rows->count >= DATA_ROW_IDS_MAX)
            return here(rows,
                        rt_fail(rows->error, ERR_PICKLE_ROW_LONG, rows->row, DATA_ROW_IDS_MAX));
        TRY(grow(rows));
    }
    rows->numbers[rows->count++] = (int32_t)number;
    return RT_OK;
}

/* Numbers as long as there are some; then the first opcode that is none. */
static enum rt_status read_numbers(struct rows *rows, unsigned *opcode)
{
    struct reader *reader = rows->scan.reader;
    for (;;) {
        /* Nearly all of a file is this: short numbers that stand in the buffer whole. */
        while (reader->end - reader->begin >= 5) {
            const uint8_t *at = reader_at(reader);
            int64_t number;
            size_t bytes;
            if (at[0] == OP_BININT1) {
                number = at[1];
                bytes = 2;
            } else if (at[0] == OP_BININT2) {
                number = reader_u16(at + 1);
                bytes = 3;
            } else if (at[0] == OP_BININT) {
                number = (int32_t)reader_u32(at + 1);
                bytes = 5;
            } else {
                break;
            }
            TRY(push(rows, number));
            reader_take(reader, bytes);
        }
        int64_t number;
        TRY(pickle_scan_opcode(&rows->scan, opcode));
        if (!pickle_scan_is_number(*opcode))
            return RT_OK;
        TRY(pickle_scan_number(&rows->scan, *opcode, &number));
        TRY(push(rows, number));
    }
}

/* Whoever saved tuples, NumPy's integers or texts wants to know what to save instead. */
static enum rt_status no_row(struct rows *rows, unsigned opcode)
{
    enum rt_status status = rt_fail(rows->error, ERR_PICKLE_NO_LIST, rows->row, opcode);
    rt_error_at_byte(rows->error, reader_offset(rows->scan.reader) - 1);
    return status;
}

/* A row, whose EMPTY_LIST has been taken: groups of numbers between MARK and APPENDS, single ones
 * before APPEND. Then the first opcode that does not go on with it. */
static enum rt_status read_row(struct rows *rows, unsigned *opcode)
{
    struct pickle_scan *scan = &rows->scan;
    if (rows->row == rows->rows)
        return here(rows, rt_fail(rows->error, ERR_PICKLE_MORE_ROWS, rows->rows));
    rows->count = 0;
    for (;;) {
        TRY(pickle_scan_opcode(scan, opcode));
        if (*opcode == OP_MARK) {
            TRY(read_numbers(rows, opcode));
            if (*opcode != OP_APPENDS)
                return no_row(rows, *opcode);
        } else if (pickle_scan_is_number(*opcode)) {
            int64_t number;
            TRY(pickle_scan_number(scan, *opcode, &number));
            TRY(push(rows, number));
            TRY(pickle_scan_opcode(scan, opcode));
            if (*opcode != OP_APPEND)
                return no_row(rows, *opcode);
        } else {
            break;
        }
    }
    return rows->take(rows->context, rows->row++, rows->numbers, rows->count) ? RT_OK
                                                                              : RT_INTERRUPTED;
}

/* All rows, in groups as within a row, up to the state's TUPLE. */
static enum rt_status read_rows(struct rows *rows)
{
    struct pickle_scan *scan = &rows->scan;
    unsigned opcode;
    TRY(pickle_scan_opcode(scan, &opcode));
    for (;;) {
        if (opcode == OP_MARK) {
            TRY(pickle_scan_opcode(scan, &opcode));
            while (opcode == OP_EMPTY_LIST)
                TRY(read_row(rows, &opcode));
            if (opcode != OP_APPENDS)
                return no_row(rows, opcode);
        } else if (opcode == OP_EMPTY_LIST) {
            TRY(read_row(rows, &opcode));
            if (opcode != OP_APPEND)
                return no_row(rows, opcode);
        } else {
            break;
        }
        TRY(pickle_scan_opcode(scan, &opcode));
    }
    if (opcode != OP_TUPLE)
        return no_row(rows, opcode);
    if (rows->row < rows->rows)
        return rt_fail(rows->error, ERR_PICKLE_FEWER_ROWS, rows->row, rows->rows);
    return RT_OK;
}

static enum rt_status read_pickle(struct rows *rows)
{
    struct pickle_scan *scan = &rows->scan;
    struct reader *reader = scan->reader;
    TRY(reader_need(reader, 2, rows->error));
    const uint8_t *begin = reader_at(reader);
    if (begin[0] != OP_PROTO || begin[1] < 2 || begin[1] > 5)
        return here(rows, rt_fail(rows->error, ERR_PICKLE_PROTOCOL));
    reader_take(reader, 2);
    TRY(expect_array(scan));
    TRY(expect_state(scan, rows->rows));
    TRY(read_rows(rows));
    TRY(pickle_scan_expect(scan, OP_BUILD));
    TRY(pickle_scan_expect(scan, OP_STOP));
    return reader_finish(reader, rows->error);
}

enum rt_status pickle_read_rows(struct reader *reader, size_t rows, pickle_row take, void *context,
                                struct rt_error *error)
{
    assert(error);
    struct rows state = {.rows = rows, .take = take, .context = context, .error = error};
    pickle_scan_init(&state.scan, reader, error);
    enum rt_status status = read_pickle(&state);
    free(state.numbers);
    return status;
}
