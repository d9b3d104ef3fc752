/*
 * columns: which columns of a table hold the text and which one the label.
 *
 * Where nobody says: the label's is the one called label, class, category, sentiment or target, or
 * else the one with the fewest different values, at least two and none longer than 64 bytes. Text
 * is what mostly holds letters and three words a row or more, or else the longest. The first row
 * names the columns if what it has for a label is no other row's label.
 */
#ifndef RNNTOP_DATA_TEXT_COLUMNS_H
#define RNNTOP_DATA_TEXT_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "rnntop/base/status.h"
#include "rnntop/data/text/table.h"
#include "rnntop/spec/text_spec.h"

#define COLUMNS_TEXT_MAX 16

struct columns {
    size_t count; /* fields of a whole record */
    bool header;  /* the first record names them */
    size_t label;
    size_t texts, text[COLUMNS_TEXT_MAX];
    char **name; /* [count], of a header or of JSON's keys; else NULL */
};

/* Reads the whole table, and leaves it rewound. The error has no path. What
 * *columns holds afterwards, complete or not, the caller frees. */
enum rt_status columns_find(struct table *table, const struct text_spec *spec,
                            struct columns *columns, struct rt_error *error);
/* The same columns in another file of the same form: by their names where they have any. */
enum rt_status columns_match(struct table *table, const struct columns *train,
                             struct columns *columns, struct rt_error *error);
void columns_free(struct columns *columns);

/* "label sentiment, text review": for people, sanitised. */
void columns_describe(const struct columns *columns, char *out, size_t size);

/* The field without blanks around it. */
struct field field_trimmed(struct field field);

#endif
