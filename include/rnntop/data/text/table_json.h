/*
 * table_json: what the readers of JSON share: values found without being read, and read with what
 * Python writes beside the standard. Private to the readers of tables.
 */
#ifndef RNNTOP_DATA_TEXT_TABLE_JSON_H
#define RNNTOP_DATA_TEXT_TABLE_JSON_H

#include "rnntop/data/text/table_parts.h"

#define TABLE_JSON_RECORD ((size_t)16 << 20) /* bytes of one that is read */

/* Where blanks end, line ends among them; counts lines where `line` is not NULL. */
size_t table_json_blanks(const struct table *table, size_t at, size_t *line);
/* The end of the value at `at`, without looking into it: brackets and quotes alone are minded.
 * table->length where it has none. */
size_t table_json_end(const struct table *table, size_t at);

/* Reads text[begin .. end). What Python's json module reads as well is mended first: NaN and
 * infinities become "", half a surrogate pair U+FFFD (record->replaced), a U+0000 blanks
 * (record->nul). NULL, with record->reason, where it is no JSON; *memory is false where there was
 * none. */
json_t *table_json_read(struct table *table, size_t begin, size_t end, struct record *record,
                        bool *memory);

/* A value as a field: empty where it is null or an object, words joined where it is a list of
 * texts. at is NULL without memory. Lives as long as the value, or as the record. */
struct field table_json_field(struct table *table, const json_t *value);
/* Fields of table->object in the order of table->names. */
enum rt_status table_json_fields(struct table *table, struct record *record,
                                 struct rt_error *error);

#endif
