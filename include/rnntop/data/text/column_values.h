/*
 * column_values: the different values of a column, as far as they are short and few, and how often
 * each comes.
 */
#ifndef RNNTOP_DATA_TEXT_COLUMN_VALUES_H
#define RNNTOP_DATA_TEXT_COLUMN_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rnntop/data/text/table.h"
#include "rnntop/data/text/word_table.h"

#define COLUMN_VALUE_BYTES 64 /* of a value that may be a label */

struct column_values {
    struct word_table *value; /* at most DATA_CLASSES_MAX + 1 of them */
    uint32_t *times;          /* of each */
    size_t room;
    size_t rows;      /* that hold something */
    size_t long_ones; /* of these, longer than a label is */
};

bool column_values_open(struct column_values *values); /* false: no memory */
void column_values_close(struct column_values *values);
/* Blanks around it do not count; an empty one is none. False without memory. */
bool column_values_add(struct column_values *values, struct field field);

size_t column_values_count(const struct column_values *values);
/* How often it came. */
size_t column_values_times(const struct column_values *values, struct field field);
/* Rows whose value comes again. */
size_t column_values_repeated(const struct column_values *values);

/* The field without blanks around it. */
struct field field_trimmed(struct field field);

#endif
