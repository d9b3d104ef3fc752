/*
 * reader: a stream of bytes of known length, read through one fixed buffer.
 *
 * Parsers ask for the few bytes that their next rule needs and take them; whole members of an
 * archive never stand in memory. A reader belongs to one thread.
 */
#ifndef RNNTOP_DATA_READER_H
#define RNNTOP_DATA_READER_H

#include <stddef.h>
#include <stdint.h>

#include "rnntop/base/status.h"

#define READER_BUFFER 65536 /* bytes; also the most that one reader_need() may ask for */

/* Gives 1 to size bytes, or 0 at the stream's end. */
typedef enum rt_status (*reader_fill)(void *context, uint8_t *bytes, size_t size, size_t *got,
                                      struct rt_error *error);

struct reader {
    reader_fill fill;
    void *context;
    uint64_t size;     /* the whole stream's bytes, as its container declares them */
    uint64_t base;     /* the stream's offset of bytes[0] */
    size_t begin, end; /* bytes[begin .. end) are there and not yet taken */
    uint8_t bytes[READER_BUFFER];
};

void reader_init(struct reader *reader, uint64_t size, reader_fill fill, void *context);

/* The slow path of reader_need(). */
enum rt_status reader_refill(struct reader *reader, size_t need, struct rt_error *error);

/* Makes the next `need` bytes stand at reader_at(); RT_ERR_FORMAT if the stream ends before. */
static inline enum rt_status reader_need(struct reader *reader, size_t need, struct rt_error *error)
{
    if (reader->end - reader->begin >= need)
        return RT_OK;
    return reader_refill(reader, need, error);
}

static inline const uint8_t *reader_at(const struct reader *reader)
{
    return reader->bytes + reader->begin;
}

/* Takes bytes that reader_need() made sure of. */
static inline void reader_take(struct reader *reader, size_t bytes)
{
    reader->begin += bytes;
}

/* The offset in the stream of the next byte. */
static inline uint64_t reader_offset(const struct reader *reader)
{
    return reader->base + reader->begin;
}

/* RT_OK if every byte has been taken and the stream ends here; the stream's own checks (its
 * checksum) are made by this. */
enum rt_status reader_finish(struct reader *reader, struct rt_error *error);

/* Little-endian numbers. */
static inline uint16_t reader_u16(const uint8_t *bytes)
{
    return (uint16_t)(bytes[0] | bytes[1] << 8);
}

static inline uint32_t reader_u32(const uint8_t *bytes)
{
    return reader_u16(bytes) | (uint32_t)reader_u16(bytes + 2) << 16;
}

static inline uint64_t reader_u64(const uint8_t *bytes)
{
    return reader_u32(bytes) | (uint64_t)reader_u32(bytes + 4) << 32;
}

#endif
