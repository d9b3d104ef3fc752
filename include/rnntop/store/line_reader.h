/*
 * line_reader: values of a line's objects. The other side of line_writer. Private to store.
 *
 * Each that gives a bool says false where a value is there and can't be what its key says.
 */
#ifndef RNNTOP_STORE_LINE_READER_H
#define RNNTOP_STORE_LINE_READER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* NULL where it is null or not there. */
const json_t *line_member(const json_t *object, const char *key);

/* Leaves *out where nothing stands. Whole numbers may be written as reals: 3.0. */
bool line_read_natural(const json_t *value, uint64_t most, uint64_t *out);
bool line_read_u32(const json_t *value, uint32_t *out);

/* What is not there is NaN, unless the object says that it is infinite. */
bool line_read_figure(const json_t *object, const char *key, double *out);
bool line_read_float(const json_t *object, const char *key, float *out);
/* Of figures beyond a float's range, which nobody wrote of a float, infinities are made. */
float line_narrowed(double value);

/* Text that stands under a key, or its true bytes under KEY_bytes; malloc'd, "" where neither is
 * there. NULL: a value that is no text. */
char *line_read_bytes(const json_t *object, const char *key);
/* Into a field of `size`; longer text is cut at a character's border. */
bool line_read_text(const json_t *object, const char *key, char *out, size_t size);

#endif
