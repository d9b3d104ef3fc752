#include "config.h"

#include "rnntop/data/reader.h"

#include <assert.h>
#include <string.h>

void reader_init(struct reader *reader, uint64_t size, reader_fill fill, void *context)
{
    reader->fill = fill;
    reader->context = context;
    reader->size = size;
    reader->base = 0;
    reader->begin = reader->end = 0;
}

enum rt_status reader_refill(struct reader *reader, size_t need, struct rt_error *error)
{
    assert(need <= READER_BUFFER);
    memmove(reader->bytes, reader->bytes + reader->begin, reader->end - reader->begin);
    reader->base += reader->begin;
    reader->end -= reader->begin;
    reader->begin = 0;
    while (reader->end < need) {
        size_t got = 0;
        enum rt_status status = reader->fill(reader->context, reader->bytes + reader->end,
                                             READER_BUFFER - reader->end, &got, error);
        if (status != RT_OK)
            return status;
        if (got == 0) {
            status = rt_fail(error, ERR_ARRAY_ENDS_EARLY);
            rt_error_at_byte(error, reader->base + reader->end);
            return status;
        }
        reader->end += got;
    }
    return RT_OK;
}

enum rt_status reader_finish(struct reader *reader, struct rt_error *error)
{
    size_t got = 0;
    uint64_t offset = reader_offset(reader);
    if (reader->begin == reader->end) {
        enum rt_status status =
            reader->fill(reader->context, reader->bytes, READER_BUFFER, &got, error);
        if (status != RT_OK)
            return status;
        if (got == 0)
            return RT_OK;
    }
    rt_fail(error, ERR_ARRAY_GOES_ON);
    rt_error_at_byte(error, offset);
    return RT_ERR_FORMAT;
}
