#include "config.h"

#include "rnntop/data/npz/pickle_scan.h"

#include <string.h>

void pickle_scan_init(struct pickle_scan *scan, struct reader *reader, struct rt_error *error)
{
    memset(scan, 0, sizeof *scan);
    scan->reader = reader;
    scan->error = error;
}

static enum rt_status need(struct pickle_scan *scan, size_t bytes)
{
    return reader_need(scan->reader, bytes, scan->error);
}

/* Adds the reader's place to the error that was just made; returns its status. */
static enum rt_status here(const struct pickle_scan *scan, enum rt_status status)
{
    rt_error_at_byte(scan->error, reader_offset(scan->reader));
    return status;
}

/* The same with the place of the opcode that was just read. */
static enum rt_status just_passed(const struct pickle_scan *scan, enum rt_status status)
{
    rt_error_at_byte(scan->error, reader_offset(scan->reader) - 1);
    return status;
}

enum rt_status pickle_scan_unexpected(struct pickle_scan *scan, unsigned opcode, enum rt_code code)
{
    const struct rt_value value = rt_value_unsigned(opcode);
    return just_passed(scan, rt_fail_list(scan->error, code, 1, &value));
}

static void memo_put(struct pickle_scan *scan, uint32_t index)
{
    struct pickle_memo_text *place = NULL;
    for (size_t i = 0; i < PICKLE_MEMO_TEXTS; i++) {
        struct pickle_memo_text *entry = &scan->memo[i];
        if (entry->used && entry->index == index)
            entry->used = false; /* what stood there is overwritten */
        if (!entry->used && !place)
            place = entry;
    }
    scan->memoized++;
    if (!scan->text_is_last || !place)
        return;
    place->used = true;
    place->index = index;
    memcpy(place->text, scan->text, sizeof place->text);
}

/* Takes memo and frame opcodes, which may follow anything, and then the next opcode. */
enum rt_status pickle_scan_opcode(struct pickle_scan *scan, unsigned *opcode)
{
    struct reader *reader = scan->reader;
    for (;;) {
        enum rt_status status = need(scan, 1);
        if (status != RT_OK)
            return status;
        *opcode = reader_at(reader)[0];
        size_t operand = 0;
        switch (*opcode) {
        case OP_BINPUT:
            operand = 1;
            break;
        case OP_LONG_BINPUT:
            operand = 4;
            break;
        case OP_FRAME:
            operand = 8;
            break;
        case OP_MEMOIZE:
            break;
        default:
            reader_take(reader, 1);
            scan->text_is_last = false;
            return RT_OK;
        }
        status = need(scan, 1 + operand);
        if (status != RT_OK)
            return status;
        const uint8_t *bytes = reader_at(reader) + 1;
        uint64_t begin = reader_offset(reader) + 1 + operand;
        if (*opcode == OP_BINPUT)
            memo_put(scan, bytes[0]);
        else if (*opcode == OP_LONG_BINPUT)
            memo_put(scan, reader_u32(bytes));
        else if (*opcode == OP_MEMOIZE)
            memo_put(scan, scan->memoized);
        else if (reader_u64(bytes) > reader->size - begin)
            status = rt_fail(scan->error, ERR_PICKLE_FRAME);
        reader_take(reader, 1 + operand);
        if (status != RT_OK)
            return here(scan, status);
    }
}

enum rt_status pickle_scan_expect(struct pickle_scan *scan, enum pickle_opcode wanted)
{
    unsigned opcode;
    enum rt_status status = pickle_scan_opcode(scan, &opcode);
    if (status == RT_OK && opcode != wanted)
        return just_passed(scan, rt_fail(scan->error, ERR_PICKLE_OPCODE, opcode, (unsigned)wanted));
    return status;
}

/* Keeps the next length bytes as the text read last. */
static enum rt_status take_text(struct pickle_scan *scan, size_t length)
{
    if (length >= PICKLE_TEXT_SIZE)
        return here(scan, rt_fail(scan->error, ERR_PICKLE_STRING_LONG, length));
    enum rt_status status = need(scan, length);
    if (status != RT_OK)
        return status;
    /* A NUL would end the C string early and make two different names look alike. */
    if (memchr(reader_at(scan->reader), '\0', length))
        return here(scan, rt_fail(scan->error, ERR_PICKLE_STRING_NUL));
    memcpy(scan->text, reader_at(scan->reader), length);
    scan->text[length] = '\0';
    scan->text_is_last = true;
    reader_take(scan->reader, length);
    return RT_OK;
}

static enum rt_status fetch_text(struct pickle_scan *scan, uint32_t index)
{
    for (size_t i = 0; i < PICKLE_MEMO_TEXTS; i++) {
        const struct pickle_memo_text *entry = &scan->memo[i];
        if (entry->used && entry->index == index) {
            memcpy(scan->text, entry->text, sizeof scan->text);
            return RT_OK;
        }
    }
    return here(scan, rt_fail(scan->error, ERR_PICKLE_MEMO, index));
}

/* A string, however the protocols write it, whose opcode has been taken. */
static enum rt_status read_text(struct pickle_scan *scan, unsigned opcode)
{
    size_t operand = 0;
    switch (opcode) {
    case OP_SHORT_BINSTRING:
    case OP_SHORT_BINBYTES:
    case OP_SHORT_BINUNICODE:
    case OP_BINGET:
        operand = 1;
        break;
    case OP_BINSTRING:
    case OP_BINBYTES:
    case OP_BINUNICODE:
    case OP_LONG_BINGET:
        operand = 4;
        break;
    default:
        return pickle_scan_unexpected(scan, opcode, ERR_PICKLE_NO_STRING);
    }
    enum rt_status status = need(scan, operand);
    if (status != RT_OK)
        return status;
    const uint8_t *bytes = reader_at(scan->reader);
    uint32_t number = operand == 1 ? bytes[0] : reader_u32(bytes);
    reader_take(scan->reader, operand);
    if (opcode == OP_BINGET || opcode == OP_LONG_BINGET)
        return fetch_text(scan, number);
    return take_text(scan, number);
}

/* One of two strings. */
enum rt_status pickle_scan_expect_text(struct pickle_scan *scan, const char *wanted,
                                       const char *or_else)
{
    unsigned opcode;
    enum rt_status status = pickle_scan_opcode(scan, &opcode);
    if (status == RT_OK)
        status = read_text(scan, opcode);
    if (status == RT_OK && strcmp(scan->text, wanted) != 0 && strcmp(scan->text, or_else) != 0)
        return here(scan, rt_fail(scan->error, ERR_PICKLE_STRING_OTHER, wanted));
    return status;
}

/* A line of the GLOBAL opcode, without its newline. */
static enum rt_status take_line(struct pickle_scan *scan)
{
    size_t length = 0;
    for (;;) {
        enum rt_status status = need(scan, length + 1);
        if (status != RT_OK)
            return status;
        if (reader_at(scan->reader)[length] == '\n' || length == PICKLE_TEXT_SIZE)
            break;
        length++;
    }
    enum rt_status status = take_text(scan, length);
    if (status == RT_OK)
        reader_take(scan->reader, 1);
    return status;
}

/* Reads the module and the name of a global, and nothing comes of them but a comparison. */
static enum rt_status read_global(struct pickle_scan *scan, char module[PICKLE_TEXT_SIZE])
{
    unsigned opcode;
    enum rt_status status = pickle_scan_opcode(scan, &opcode);
    if (status != RT_OK)
        return status;
    bool lines = opcode == OP_GLOBAL;
    status = lines ? take_line(scan) : read_text(scan, opcode);
    if (status != RT_OK)
        return status;
    memcpy(module, scan->text, PICKLE_TEXT_SIZE);
    if (lines) {
        status = take_line(scan);
    } else {
        status = pickle_scan_opcode(scan, &opcode);
        if (status == RT_OK)
            status = read_text(scan, opcode);
        if (status == RT_OK)
            status = pickle_scan_expect(scan, OP_STACK_GLOBAL);
    }
    scan->text_is_last = false;
    return status;
}

enum rt_status pickle_scan_expect_global(struct pickle_scan *scan, const char *wanted_module,
                                         const char *or_module, const char *wanted_name)
{
    char module[PICKLE_TEXT_SIZE];
    enum rt_status status = read_global(scan, module);
    if (status != RT_OK)
        return status;
    if ((strcmp(module, wanted_module) == 0 || strcmp(module, or_module) == 0) &&
        strcmp(scan->text, wanted_name) == 0)
        return RT_OK;
    return here(scan, rt_fail(scan->error, ERR_PICKLE_GLOBAL, module, scan->text));
}

bool pickle_scan_is_number(unsigned opcode)
{
    return opcode == OP_BININT1 || opcode == OP_BININT2 || opcode == OP_BININT ||
           opcode == OP_LONG1;
}

/* LONG1: a length, then that many bytes in two's complement, least first. */
static enum rt_status read_long(struct pickle_scan *scan, int64_t *value)
{
    enum rt_status status = need(scan, 1);
    if (status != RT_OK)
        return status;
    size_t length = reader_at(scan->reader)[0];
    status = need(scan, 1 + length);
    if (status != RT_OK)
        return status;
    const uint8_t *bytes = reader_at(scan->reader) + 1;
    if (length > 8)
        return here(scan, rt_fail(scan->error, ERR_PICKLE_NUMBER_LONG, length));
    uint64_t bits = length > 0 && bytes[length - 1] & 0x80 ? UINT64_MAX : 0;
    for (size_t i = length; i-- > 0;)
        bits = bits << 8 | bytes[i];
    *value = (int64_t)bits;
    reader_take(scan->reader, 1 + length);
    return RT_OK;
}

/* The number whose opcode has been taken; pickle_scan_is_number() holds. */
enum rt_status pickle_scan_number(struct pickle_scan *scan, unsigned opcode, int64_t *value)
{
    if (opcode == OP_LONG1)
        return read_long(scan, value);
    size_t operand = opcode == OP_BININT1 ? 1 : opcode == OP_BININT2 ? 2 : 4;
    enum rt_status status = need(scan, operand);
    if (status != RT_OK)
        return status;
    const uint8_t *bytes = reader_at(scan->reader);
    *value = operand == 1   ? bytes[0]
             : operand == 2 ? reader_u16(bytes)
                            : (int32_t)reader_u32(bytes);
    reader_take(scan->reader, operand);
    return RT_OK;
}

/* A number; False and True are 0 and 1, as Python has it. */
enum rt_status pickle_scan_expect_number(struct pickle_scan *scan, int64_t wanted,
                                         enum rt_code otherwise)
{
    unsigned opcode;
    int64_t value = 0;
    enum rt_status status = pickle_scan_opcode(scan, &opcode);
    if (status != RT_OK)
        return status;
    if (opcode == OP_NEWTRUE || opcode == OP_NEWFALSE)
        value = opcode == OP_NEWTRUE;
    else if (pickle_scan_is_number(opcode))
        status = pickle_scan_number(scan, opcode, &value);
    else
        return pickle_scan_unexpected(scan, opcode, ERR_PICKLE_NO_NUMBER);
    if (status == RT_OK && value != wanted) {
        const struct rt_value values[] = {rt_value_signed(value), rt_value_signed(wanted)};
        return here(scan, rt_fail_list(scan->error, otherwise, 2, values));
    }
    return status;
}
